"""The moves of a report's paper, as data: drafted, approved by the chair, issued. Issued is for ever."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.membership import Role
from units.workflow import Move


class PaperState(models.TextChoices):
    DRAFT = "draft", _("Being edited")
    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")


DRAFT, APPROVED, ISSUED = PaperState.DRAFT, PaperState.APPROVED, PaperState.ISSUED

PAPER_MOVES: Final[Mapping[str, Move]] = {
    "approve": Move(frozenset({DRAFT}), APPROVED, frozenset({Role.CHAIR}), complete=True),
    "reject": Move(frozenset({APPROVED}), DRAFT, frozenset({Role.CHAIR, Role.SECRETARY}), says_why=True),
    "issue": Move(frozenset({DRAFT, APPROVED}), ISSUED, frozenset({Role.SECRETARY}), complete=True),
}

PAPER_VERBS: Final = {
    "approve": _("Approved by the chair"),
    "reject": _("Taken back to be edited"),
    "issue": _("Issued"),
}
