"""Evidence as a page shows it: what stands at each place, what else the unit gave, what is still on its way."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from campaigns.evidence import Place
from campaigns.evidence_form import EvidenceForm, keys
from campaigns.models import Evidence, EvidenceUse, Obligation, Upload
from campaigns.models.evidence import SCAN, EvidenceQuerySet
from campaigns.places import section_of
from campaigns.sections import section_named, section_url
from units.models import User
from units.scoping import Scope

MOST_OFFERED: Final = 12  # within another page; the place's own page offers all, page by page


class Book:
    """The evidence of one obligation or activity, read once however many places a page shows."""

    def __init__(self, to: Place, user: User) -> None:
        self.to, self.user = to, user

    @classmethod
    def of(cls, to: Place, user: User) -> "Book":
        kept = getattr(to, "_evidence_book", None)
        if kept is None or kept.user != user:
            kept = to._evidence_book = cls(to, user)  # type: ignore[union-attr]
        return kept

    @cached_property
    def uses(self) -> dict[str, list[EvidenceUse]]:
        found: dict[str, list[EvidenceUse]] = defaultdict(list)
        for use in self.to.evidence_uses.current().select_related("evidence"):
            found[use.place].append(use)
        return found

    @property
    def given(self) -> EvidenceQuerySet:
        """All that the unit gave, wherever it stands."""
        return Evidence.objects.visible_to(self.user).of_unit(self.to.unit_id)

    @cached_property
    def latest(self) -> list[Evidence]:
        return list(self.given[: MOST_OFFERED * 3])

    @cached_property
    def on_the_way(self) -> list[Upload]:
        return list(Upload.objects.visible_to(self.user).filter(page__startswith=self.address).order_by("-touched_at"))

    @cached_property
    def address(self) -> str:
        return self.to.get_absolute_url()

    @cached_property
    def may_change(self) -> bool:
        if self.to.unit_id not in Scope.of(self.user).own:
            return False
        if isinstance(self.to, Obligation):
            return self.to.is_editable(at=timezone.now())
        return not self.to.campaign.closed_at


@dataclass
class Part:
    """The evidence at one place."""

    book: Book
    place: str
    label: str = ""
    form: EvidenceForm = field(init=False)
    is_own_page: bool = False
    waiting: list[str] = field(default_factory=list)  # files that came whole before the session ended

    def __post_init__(self) -> None:
        self.form = self.new_form()

    def new_form(self, data: Mapping[str, Any] | None = None) -> EvidenceForm:
        return EvidenceForm(data, place_id=self.id, is_signed_paper=self.is_signed_paper)

    def fill(self, kept: QueryDict) -> None:
        """Show what outlived a session: the text, and the files that had come whole."""
        self.form = self.new_form(kept)
        whole = Upload.objects.visible_to(self.book.user).filter(pk__in=keys(kept.getlist("arrived")))
        self.waiting = [upload.pk.hex for upload in whole if upload.is_whole]

    @property
    def id(self) -> str:
        return f"evidence-{self.place.replace('.', '-')}" if self.place else "evidence"

    @property
    def is_signed_paper(self) -> bool:
        return self.place == SCAN and isinstance(self.book.to, Obligation)

    @property
    def url(self) -> str:
        """Where the form is sent to, which is also the place's own page."""
        to = self.book.to
        if not isinstance(to, Obligation):
            return reverse("activity-evidence", args=[to.pk])
        section = section_named(to, self.place)
        is_section = section is not None and section.form is None
        return section_url(to, self.place) if is_section else reverse("evidence-place", args=[to.pk, self.place])

    @property
    def home(self) -> str:
        """Where the place is read together with what belongs to it."""
        to = self.book.to
        if not isinstance(to, Obligation):
            return f"{to.get_absolute_url()}#{self.id}"
        return f"{section_url(to, section_of(to.kind, self.place))}#{self.id}"

    @property
    def uses(self) -> list[EvidenceUse]:
        return self.book.uses.get(self.place, [])

    @property
    def may_change(self) -> bool:
        return self.book.may_change

    @property
    def offered(self) -> list[Evidence]:
        """What the unit gave before and does not stand here yet, latest first."""
        here = {use.evidence_id for use in self.uses}
        return [evidence for evidence in self.book.latest if evidence.pk not in here][:MOST_OFFERED]

    def others(self, query: str = "") -> EvidenceQuerySet:
        """All that the unit gave and that does not stand here, as far as a query finds it."""
        return self.book.given.search(query).exclude(pk__in=[use.evidence_id for use in self.uses])

    @property
    def unfinished(self) -> list[Upload]:
        return [upload for upload in self.book.on_the_way if upload.page == self.url and not upload.is_whole]
