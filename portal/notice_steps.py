"""Which reminders a due date brings, when, and to whom. Pure: no Django, no clock, no database.

A ladder of steps in working days from the due date. After an outage a person hears the last of the steps that passed,
not each of them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from campaigns.calendar import ONE_DAY, VIET_NAM, add_working_days, local_day

UNIT: Final = frozenset({"drafter", "head"})
HEAD: Final = frozenset({"head"})
OFFICE: Final = frozenset({"secretary"})
MORNING: Final = time(6, 30)  # before the daily mail and before offices open
REACH: Final = timedelta(days=30)  # no step lies further from its due date, Tết and a weekend beside it included
LATE_COMMIT: Final = timedelta(minutes=10)  # an event of a long transaction is seen after later ones
SILENT_STATES: Final = frozenset({"submitted", "accepted"})


@dataclass(frozen=True)
class Step:
    """One rung: so many working days after the due date (before it: negative), told to these roles."""

    name: str
    days: int
    roles: frozenset[str]


LADDER: Final = (
    Step("due_7", -7, UNIT),
    Step("due_3", -3, UNIT),
    Step("due_1", -1, UNIT),
    Step("due_today", 0, UNIT),
    Step("overdue", 1, UNIT),
    Step("overdue_head", 3, HEAD),
    Step("overdue_office", 5, OFFICE),
)


@dataclass(frozen=True)
class Owed:
    """What the ledger says about one obligation now; `due_at` is the return's own date while a return is open."""

    state: str
    opens_at: datetime
    due_at: datetime
    is_waived: bool = False
    is_cancelled: bool = False
    is_closed: bool = False

    def is_owed(self, *, at: datetime) -> bool:
        """Whether the unit still has to do something about it."""
        over = self.is_waived or self.is_cancelled or self.is_closed or self.state in SILENT_STATES
        return not over and self.opens_at <= at


@dataclass(frozen=True)
class Rung:
    """A step and the moment at which it is reached."""

    step: str
    roles: frozenset[str]
    at: datetime


def rungs(due_on: date, holidays: Collection[date]) -> list[Rung]:
    """Return all the steps of a due date, in order."""
    return [
        Rung(
            step.name,
            step.roles,
            datetime.combine(add_working_days(due_on, step.days, holidays), MORNING, VIET_NAM),
        )
        for step in LADDER
    ]


def reached(due_on: date, *, after: datetime, until: datetime, holidays: Collection[date]) -> list[Rung]:
    """Return the steps reached after one moment and up to another."""
    return [rung for rung in rungs(due_on, holidays) if after < rung.at <= until]


def due_days(*, after: datetime, until: datetime, holidays: Collection[date]) -> dict[date, list[Rung]]:
    """Return the due dates of which a step was reached in this time, each with those steps; mostly there are none."""
    day, last = local_day(after - REACH), local_day(until + REACH)
    found: dict[date, list[Rung]] = {}
    while day <= last:
        if passed := reached(day, after=after, until=until, holidays=holidays):
            found[day] = passed
        day += ONE_DAY
    return found


def steps_of(owed: Owed, *, after: datetime, until: datetime, holidays: Collection[date]) -> list[Rung]:
    """Return the reminders of one obligation in this time: none for what is handed in, waived, cancelled or closed."""
    if not owed.is_owed(at=until):
        return []
    return reached(local_day(owed.due_at), after=after, until=until, holidays=holidays)


def told_to(roles: Collection[str], passed: Iterable[Rung]) -> Rung | None:
    """Return the one step that somebody with these roles is told: the last that concerns them."""
    mine = [rung for rung in passed if not rung.roles.isdisjoint(roles)]
    return max(mine, key=lambda rung: rung.at, default=None)
