"""What opening a campaign would mean, for the page that asks once more: lines, warnings, burden. Writes nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns import calendar
from campaigns.models import Campaign, Obligation, Requirement
from campaigns.opening import due_rule, periods_of, preview, school_years
from units.clock import db_now
from units.models import Group
from units.vietnamese import fold

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """One requirement in one period: how many units will owe it, and by when."""

    requirement: Requirement
    period: calendar.Period
    units: int
    due_at: datetime
    planned_on: date  # before weekends, holidays and the days of notice moved it
    was_past: bool

    @property
    def due_on(self) -> date:
        return calendar.local_day(self.due_at)

    @property
    def is_moved(self) -> bool:
        return self.planned_on != self.due_on


@dataclass(frozen=True)
class Stretch:
    """Weeks on end in which the busiest agency, and the busiest school, has the same number of things to do."""

    first: date
    last: date
    agency: int
    school: int

    @property
    def number(self) -> int:
        return max(self.agency, self.school)


@dataclass(frozen=True)
class Forecast:
    """What opening at this moment would write and what should be looked at before."""

    units: int
    requirement_count: int
    obligations: list[Obligation]
    lines: list[Line]
    warnings: list[str]
    burden: list[Stretch]

    @property
    def is_empty(self) -> bool:
        return not self.units and not self.obligations

    @property
    def busiest(self) -> int:
        return max((stretch.number for stretch in self.burden), default=0)

    @property
    def signature(self) -> str:
        """Tell whether what is opened is still what was looked at: the same rows, to the due date."""
        rows = sorted(
            (row.unit_id, row.requirement_id, f"{row.period_start} {row.period_end} {row.due_at:%Y-%m-%d}")
            for row in self.obligations
        )
        return sha256(f"{self.units} {rows}".encode()).hexdigest()[:32]


def forecast(campaign: Campaign, *, at: datetime | None = None) -> Forecast:
    """Return what `open_campaign` would write at `at`, with warnings and the burden on units."""
    at = at or db_now()
    seen = preview(campaign, at=at)
    standing = list(campaign.obligations.counted().select_related("requirement"))
    lines = list(_lines(seen.obligations, at=at))
    warnings = [*_campaign_warnings(campaign), *_requirement_warnings(campaign, seen.obligations + standing, lines)]
    return Forecast(
        units=seen.units,
        requirement_count=campaign.requirements.count(),
        obligations=seen.obligations,
        lines=lines,
        warnings=warnings,
        burden=burden(seen.obligations + standing),
    )


def _lines(rows: Iterable[Obligation], *, at: datetime) -> Iterator[Line]:
    counted = Counter(
        (row.requirement, row.period_start, row.period_end, row.due_at) for row in rows if row.requirement
    )
    for (requirement, start, end, due), number in counted.items():
        period = calendar.Period(start, end, calendar.PeriodKind.CAMPAIGN, end.year)
        planned = due_rule(requirement).day(period)
        yield Line(requirement, period, number, due, planned, was_past=planned < localtime(at).date())


# --- warnings --------------------------------------------------------------------------------------------------------


def _campaign_warnings(campaign: Campaign) -> Iterator[str]:
    for basis in campaign.expired_bases():
        yield _("%(number)s is not in force on the campaign's first day.") % {"number": basis.number}


def _requirement_warnings(campaign: Campaign, rows: list[Obligation], lines: list[Line]) -> Iterator[str]:
    years = school_years()
    concerned = {row.requirement_id for row in rows}
    late = {line.requirement.pk for line in lines if line.was_past}
    for requirement in campaign.requirements.all():
        told = {"title": requirement.title}
        if not periods_of(requirement, years):
            yield _("“%(title)s”: no period of this kind ends within the campaign, so nobody will owe it.") % told
        elif requirement.pk not in concerned:
            yield _("“%(title)s” concerns no unit: look at groups, kinds and clusters.") % told
        if requirement.pk in late:
            yield _("“%(title)s”: its due date has passed; units get the days of notice instead.") % told
    yield from _twins(rows)


def _twins(rows: Iterable[Obligation]) -> Iterator[str]:
    """Tell which requirements ask the same units for the same thing in the same period."""
    asked: dict[tuple, list[Requirement]] = defaultdict(list)
    for row in rows:
        if row.requirement:
            asked[row.unit_id, row.period_start, row.period_end, _what(row.requirement)].append(row.requirement)
    pairs = Counter(
        (first, second) for group in asked.values() for n, first in enumerate(group) for second in group[n + 1 :]
    )
    for (first, second), number in pairs.items():
        yield ngettext(
            "“%(first)s” and “%(second)s” ask %(number)s unit for the same thing.",
            "“%(first)s” and “%(second)s” ask %(number)s units for the same thing.",
            number,
        ) % {"first": first.title, "second": second.title, "number": number}


def _what(requirement: Requirement) -> str:
    """Papers differ by their titles; of every other kind there is one in a period."""
    return fold(requirement.title) if requirement.kind == "paper" else requirement.kind


# --- burden ----------------------------------------------------------------------------------------------------------


def burden(rows: Iterable[Obligation]) -> list[Stretch]:
    """Return, week by week (equal weeks together), the most that any one unit of each group has to do at a time."""
    open_in: Counter[tuple[date, str, int]] = Counter()
    for row in rows:
        monday = _monday(calendar.local_day(row.opens_at))
        while monday <= calendar.local_day(row.effective_due_at):
            open_in[monday, row.group, row.unit_id] += 1
            monday += WEEK
    most: dict[date, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Group.values, 0))
    for (monday, group, _unit), number in open_in.items():
        most[monday][group] = max(most[monday][group], number)
    return _stretches(sorted(most.items()))


def _stretches(weeks: Iterable[tuple[date, Mapping[str, int]]]) -> list[Stretch]:
    found: list[Stretch] = []
    for monday, most in weeks:
        week = Stretch(monday, monday + timedelta(days=6), **most)
        before = found[-1] if found else None
        goes_on = before and before.last + timedelta(days=1) == monday
        if before and goes_on and (before.agency, before.school) == (week.agency, week.school):
            found[-1] = replace(week, first=before.first)
        else:
            found.append(week)
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
