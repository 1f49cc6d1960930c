"""The moves of an obligation, as data (docs/workflow.md is checked against this table)."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.membership import Role
from units.workflow import STAYS, Move


class State(models.TextChoices):
    PENDING = "pending", _("Not started")
    DRAFTING = "drafting", _("Being drafted")
    SIGNING = "signing", _("With the head")
    SUBMITTED = "submitted", _("Handed in")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")


class ReasonCode(models.TextChoices):
    """Why a paper comes back; each reason points at a place."""

    SECTION = "section", _("A section is missing")
    EVIDENCE = "evidence", _("Evidence is missing")
    FIGURES = "figures", _("Figures are wrong")
    FORM = "form", _("The form is wrong")
    OTHER = "other", _("Something else")


PENDING, DRAFTING, SIGNING = State.PENDING, State.DRAFTING, State.SIGNING
SUBMITTED, RETURNED, ACCEPTED = State.SUBMITTED, State.RETURNED, State.ACCEPTED
DRAFTER, HEAD, SECRETARY, CHAIR = Role.DRAFTER, Role.HEAD, Role.SECRETARY, Role.CHAIR
PORTAL = "portal"  # moves that no person makes: succession
ALL = frozenset(State.values)
OPEN = ALL - {ACCEPTED}
EDITABLE = frozenset({PENDING, DRAFTING, RETURNED})
WITH_UNIT = EDITABLE | {SIGNING}


def _move(sources: set[str] | frozenset[str], target: str, roles: set[str], **needs: bool) -> Move:
    return Move(frozenset(sources), target, frozenset(roles), **needs)


OBLIGATION_MOVES: Final[Mapping[str, Move]] = {
    "start": _move({PENDING}, DRAFTING, {DRAFTER, HEAD}),
    "send": _move({DRAFTING, RETURNED}, SIGNING, {DRAFTER}, complete=True),
    "hand_back": _move({SIGNING}, DRAFTING, {HEAD}, says_why=True),
    "submit": _move({DRAFTING, SIGNING, RETURNED}, SUBMITTED, {HEAD, DRAFTER}, complete=True),
    "return": _move({SUBMITTED}, RETURNED, {SECRETARY}, says_why=True, coded=True, sets_date=True),
    "refuse": _move({SUBMITTED}, DRAFTING, {SECRETARY}, says_why=True),
    "accept": _move({SUBMITTED}, ACCEPTED, {SECRETARY}),
    "reopen": _move({ACCEPTED}, RETURNED, {CHAIR}, says_why=True, sets_date=True),
    "extend": _move(OPEN, STAYS, {SECRETARY}, says_why=True, sets_date=True),
    "redate": _move({PENDING}, STAYS, {SECRETARY}, sets_date=True),
    "waive": _move(OPEN, STAYS, {SECRETARY}, says_why=True),
    "unwaive": _move(OPEN, STAYS, {SECRETARY}, says_why=True),
    "cancel": _move(OPEN, STAYS, {PORTAL}, says_why=True),
}

VERB_LABELS: Final = {
    "start": _("Started"),
    "send": _("Sent to the head"),
    "hand_back": _("Handed back to the drafter"),
    "submit": _("Handed in to the council"),
    "return": _("Returned to mend"),
    "refuse": _("Not taken in"),
    "accept": _("Accepted"),
    "reopen": _("Opened again"),
    "extend": _("Extended"),
    "redate": _("Due date changed"),
    "waive": _("Waived"),
    "unwaive": _("Waiver taken back"),
    "cancel": _("Cancelled"),
}
UNIT_VERBS: Final = frozenset({"start", "send", "hand_back", "submit"})
