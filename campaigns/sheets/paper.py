"""What the sheets of papers have in common: they are parts of one draft, written while the paper is held."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.timezone import localdate

from campaigns.actions import save_draft
from campaigns.models import Obligation
from campaigns.sections import closed_sentence, section_url
from campaigns.sheets.sheet import Sheet
from units.models import User


class PaperSheet(Sheet):
    """The rows of one section of a paper."""

    section: ClassVar[str]
    file_word: ClassVar[str]

    def __init__(self, obligation: Obligation) -> None:
        self.obligation = obligation
        self.owner = f"obligation {obligation.pk}"
        self.subject = f"{self.tab}: {obligation.title}, {obligation.unit}"
        self.file_name = f"{self.file_word}-{obligation.unit.code}-{localdate():%Y-%m-%d}.xlsx"
        self.page_url = reverse("obligation-sheet", args=[obligation.pk])
        self.file_url = reverse("obligation-sheet-file", args=[obligation.pk])
        self.home_url = obligation.get_absolute_url()
        self.back_url = section_url(obligation, self.section)

    def shut_sentence(self, *, at: datetime) -> str:
        return closed_sentence(self.obligation, at=at)

    def while_held(self, store: Callable[[], Any], *, by: User, at: datetime) -> None:
        def write(row: Obligation) -> None:
            self.obligation = row  # as it stands now
            store()

        save_draft(self.obligation, write, by=by, version=None, at=at)
