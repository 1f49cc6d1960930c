"""Whom the portal tells, by notice and by mail, of a move of a nomination or an initiative; pages say so beforehand."""

from collections.abc import Mapping
from typing import Final

from django.db.models import QuerySet

from campaigns.told import THE_OFFICE, Told, told_at
from conduct.models import DecisionLine, Initiative, Nomination, Session
from units.models import Role, User
from units.scoping import Scope

UNIT: Final = Role.at_units()
HEAD: Final = frozenset({Role.HEAD})
OFFICE: Final = frozenset({Role.SECRETARY})

NOMINATION_TELLS: Final[Mapping[str, frozenset[str]]] = {
    "send": HEAD,
    "submit": OFFICE,
    "enter": UNIT,
    "return": UNIT,
    "admit": UNIT,
    "reject": UNIT,
    "approve": UNIT,
    "decline": UNIT,
    "grant": UNIT,
    "publish": UNIT,
    "revoke": UNIT,
    "withdraw": OFFICE,
}

INITIATIVE_TELLS: Final[Mapping[str, frozenset[str]]] = {
    "send": HEAD,
    "submit": OFFICE,
    "return": UNIT,
    "recognise": UNIT,
    "decline": UNIT,
    "withdraw": OFFICE,
}
TELLS_MEMBERS: Final = frozenset({"convene", "cancel", "void", "approve"})  # steps of a session


def told_of(dossier: Nomination | Initiative, verb: str, *, by: User) -> Told | None:
    """Return who is told when `by` makes this move; None where nobody is."""
    tells = NOMINATION_TELLS if isinstance(dossier, Nomination) else INITIATIVE_TELLS
    if verb == "withdraw" and not dossier.received_at:  # the office never had it
        return None
    return told_as(tells[verb], dossier.unit_id, by=by) if verb in tells else None


def told_as(roles: frozenset[str], unit: int, *, by: User) -> Told:
    """Return who holds these roles towards a unit; of the standing office a unit need not know the names."""
    return THE_OFFICE if roles == OFFICE else told_at({unit}, by=by, roles=roles)


def told_by_agenda(session: Session, *, by: User) -> Told:
    """Return who is told what the council said of their nominations."""
    return told_at(set(session.items.exclude(nomination=None).values_list("nomination__unit", flat=True)), by=by)


def told_by_lines(lines: QuerySet[DecisionLine], *, by: User) -> Told:
    """Return who is told that an award is given or taken back."""
    return told_at(set(lines.exclude(nomination=None).values_list("unit", flat=True)), by=by)


def told_of_praise(verb: str, *, by: User) -> Told | None:
    """Return who is told of timely praise; None where that hangs on the unit to be chosen."""
    if verb == "send":
        return told_at(Scope.of(by).own, by=by, roles=HEAD)
    return THE_OFFICE if verb == "submit" else None
