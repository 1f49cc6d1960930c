"""The moves of an inspection and of its visit to one unit, as data."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.membership import Role
from units.workflow import Move

LEAD, INSPECTOR = "lead", "inspector"  # roles that a member of the team holds in that inspection alone


class InspectionState(models.TextChoices):
    PREPARING = "preparing", _("In preparation")
    OPEN = "open", _("Under way")
    DONE = "done", _("Finished")
    CANCELLED = "cancelled", _("Called off")


class VisitState(models.TextChoices):
    """How far an inspection has come at one unit."""

    PLANNED = "planned", _("Not visited yet")
    FILLING = "filling", _("On the spot")
    PRESENTED = "presented", _("With the head")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged by the head")
    UNSIGNED = "unsigned", _("Closed without the head")
    DROPPED = "dropped", _("Not visited after all")


def _move(sources: set[str], target: str, roles: set[str], **needs: bool) -> Move:
    return Move(frozenset(sources), target, frozenset(roles), **needs)


N, V = InspectionState, VisitState

INSPECTION_MOVES: Final[Mapping[str, Move]] = {
    "begin": _move({N.PREPARING}, N.OPEN, {Role.SECRETARY}, complete=True),
    "finish": _move({N.OPEN}, N.DONE, {Role.SECRETARY, LEAD}, complete=True),
    "call_off": _move({N.PREPARING, N.OPEN}, N.CANCELLED, {Role.SECRETARY}, says_why=True),
}
VISIT_MOVES: Final[Mapping[str, Move]] = {
    "arrive": _move({V.PLANNED}, V.FILLING, {LEAD, INSPECTOR}),
    "present": _move({V.FILLING}, V.PRESENTED, {LEAD, INSPECTOR}, complete=True),
    "resume": _move({V.PRESENTED}, V.FILLING, {LEAD}, says_why=True),
    "acknowledge": _move({V.PRESENTED}, V.ACKNOWLEDGED, {Role.HEAD}),
    "close_unsigned": _move({V.PRESENTED}, V.UNSIGNED, {LEAD}, says_why=True),
    "drop": _move({V.PLANNED}, V.DROPPED, {Role.SECRETARY, LEAD}, says_why=True),
}
VERIFIED: Final = frozenset({V.PRESENTED, V.ACKNOWLEDGED, V.UNSIGNED})  # what inspectors found stands from here on
OVER: Final = VERIFIED - {V.PRESENTED} | {V.DROPPED}  # nothing is left to do
