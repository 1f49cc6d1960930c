"""The moves of an initiative, as data (docs/initiatives.md is checked against this table)."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.membership import Role
from units.workflow import STAYS, Move


class InitiativeState(models.TextChoices):
    DRAFTING = "drafting", _("Being drafted")
    SIGNING = "signing", _("With the head")
    SUBMITTED = "submitted", _("Handed in")
    RETURNED = "returned", _("Returned")
    MARKING = "marking", _("Being marked")
    MARKED = "marked", _("Marking is closed")
    RECOGNISED = "recognised", _("Recognised")
    NOT_RECOGNISED = "not_recognised", _("Not recognised")
    WITHDRAWN = "withdrawn", _("Withdrawn by the unit")


N = InitiativeState
EDITABLE: Final = frozenset({N.DRAFTING, N.RETURNED})
MARKS_OPEN_TO_COUNCIL: Final = frozenset({N.MARKED, N.RECOGNISED, N.NOT_RECOGNISED})
DECIDED: Final = frozenset({N.RECOGNISED, N.NOT_RECOGNISED})


def _move(sources: set[str], target: str, roles: set[str], **needs: bool) -> Move:
    return Move(frozenset(sources), target, frozenset(roles), **needs)


INITIATIVE_MOVES: Final[Mapping[str, Move]] = {
    "send": _move({N.DRAFTING, N.RETURNED}, N.SIGNING, {Role.DRAFTER}, complete=True),
    "hand_back": _move({N.SIGNING}, N.DRAFTING, {Role.HEAD}, says_why=True),
    "submit": _move({N.DRAFTING, N.SIGNING, N.RETURNED}, N.SUBMITTED, {Role.HEAD}, complete=True),
    "return": _move({N.SUBMITTED}, N.RETURNED, {Role.SECRETARY}, says_why=True, coded=True),
    "open": _move({N.SUBMITTED}, N.MARKING, {Role.SECRETARY}),
    "close": _move({N.MARKING}, N.MARKED, {Role.SECRETARY}),
    "recognise": _move({N.MARKED}, N.RECOGNISED, {Role.CHAIR}),
    "decline": _move({N.MARKED}, N.NOT_RECOGNISED, {Role.CHAIR}, says_why=True),
    "record": _move({N.RECOGNISED}, STAYS, {Role.SECRETARY}),
    "withdraw": _move({N.DRAFTING, N.SIGNING, N.SUBMITTED, N.RETURNED}, N.WITHDRAWN, {Role.HEAD}, says_why=True),
}
