"""Who has no vote on what: computed from roles and names, never from what somebody thinks of somebody."""

from collections.abc import Iterator
from dataclasses import dataclass

from conduct.models import Ground
from units.vietnamese import fold


@dataclass(frozen=True)
class Dossier:
    """What a conflict of interest looks at in an item: the unit concerned, the one above it, who is proposed."""

    unit: int | None
    above: int | None
    person: int | None
    name: str  # of a person who is proposed, else ""


@dataclass(frozen=True)
class Member:
    """What it looks at in a member: who they are, and where they hold a unit role on the day of the session."""

    person: int
    name: str
    units: frozenset[int]


def grounds(dossier: Dossier, member: Member, *, directly_above: bool) -> Iterator[Ground]:
    """Yield why this member has no vote on this item; `directly_above`: also on units right below their own."""
    if dossier.person == member.person:
        yield Ground.OWN_PERSON
    elif dossier.person is None and dossier.name and fold(dossier.name) == fold(member.name):
        yield Ground.SAME_NAME
    if dossier.unit in member.units:
        yield Ground.OWN_UNIT
    elif directly_above and dossier.above in member.units:
        yield Ground.UNIT_BELOW
