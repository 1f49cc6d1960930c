"""Incidents in public places: counting them in a month, and comparing a year with the one before."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conduct.models import Incident, IncidentMonth
from conduct.models.incident import IncidentMonthQuerySet, is_open
from conduct.scoring import of_hundred
from units.clock import db_now
from units.models import Unit, User
from units.scoping import Scope

Key = TypeVar("Key", bound=Hashable)


class CountRefused(Exception):
    """What cannot be counted; `str()` is a sentence that says why and what to do."""


@transaction.atomic
def count_month(unit: Unit, month: date, *, by: User, at: datetime | None = None) -> IncidentMonth:
    """Say that a unit has counted a month, whatever it found. Raises `CountRefused`."""
    moment = at or db_now()
    if unit.pk not in Scope.of(by).own:
        raise CountRefused(_("Only the unit itself counts here."))
    if not is_open(month, on=localdate(moment)):
        raise CountRefused(_("This month is closed: what was counted in it stands."))
    report, _made = IncidentMonth.objects.get_or_create(
        unit=unit, month=month, defaults={"noted_by": by, "noted_at": moment}
    )
    return report


@transaction.atomic
def count_incident(unit: Unit, month: date, incident: Incident, *, by: User, at: datetime | None = None) -> Incident:
    """Store how many there were of a kind at a kind of place; counted again, the newer number stands."""
    incident.report = count_month(unit, month, by=by, at=at)
    IncidentMonth.objects.select_for_update().get(pk=incident.report.pk)  # two colleagues count one after the other
    there = Incident.objects.filter(report=incident.report, kind=incident.kind, place=incident.place)
    if known := there.first():
        incident.pk = known.pk
    incident.save(force_update=known is not None)
    return incident


@transaction.atomic
def take_back(incident: Incident, *, by: User, at: datetime | None = None) -> None:
    """Take a line out again. Raises `CountRefused` once the month is closed."""
    count_month(incident.report.unit, incident.report.month, by=by, at=at)
    incident.delete()


# --- reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """So many in one unit and month, of one kind, at one kind of place."""

    unit: str
    month: date
    kind: str
    place: str
    number: int
    handled: int


@dataclass(frozen=True)
class Pair:
    """A year beside the year before."""

    now: int = 0
    before: int = 0
    handled: int = 0

    @property
    def change(self) -> Decimal | None:
        """The change in per cent, two places; None where there was nothing the year before."""
        if not self.before:
            return None
        size = of_hundred(Fraction(abs(self.now - self.before), self.before))
        return size if self.now >= self.before else -size


def tallies(months: IncidentMonthQuerySet, year: int) -> list[Tally]:
    """Return what was counted in a year and the year before: one query."""
    rows = Incident.objects.filter(report__in=months, report__month__year__in=[year - 1, year]).order_by()
    keys = ("report__unit__code", "report__month", "kind", "place")
    summed = rows.values(*keys).annotate(all=Sum("number"), done=Sum("handled"))
    return [Tally(*row) for row in summed.values_list(*keys, "all", "done")]  # type: ignore[misc]


def compare(tallied: Iterable[Tally], year: int, key: Callable[[Tally], Key], *, until: int = 12) -> dict[Key, Pair]:
    """Set a year beside the one before by whatever `key` says, of both the months up to `until` alone."""
    found: dict[Key, Pair] = {}
    for one in tallied:
        if one.month.month > until or one.month.year not in (year - 1, year):
            continue
        pair, is_now = found.get(key(one), Pair()), one.month.year == year
        found[key(one)] = Pair(
            pair.now + (one.number if is_now else 0),
            pair.before + (0 if is_now else one.number),
            pair.handled + (one.handled if is_now else 0),
        )
    return found
