"""The figures of the ledger at a time T. Pure: no Django, no clock, no database.

The one definition is "At T, from these two files alone" in the contract with the outside; its seven rules are numbered
here as there. Everything is built from a row's due date and its events, read once, in their order.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple, TypeVar

from campaigns.calendar import local_day, working_days_between

Key = TypeVar("Key", bound=Hashable)


class LedgerEvent(NamedTuple):
    """One move, as `events.csv` has it; `due_at` is set by extend, redate, return and reopen."""

    at: datetime
    verb: str
    to_state: str
    due_at: datetime | None = None
    id: int = 0


class LedgerRow(NamedTuple):
    """One obligation, as `obligations.csv` has it, with its events in their order; `due_at` as it was first set."""

    obligation_id: int
    unit_code: str
    group: str
    cluster: str
    requirement: str
    kind: str
    due_at: datetime
    events: tuple[LedgerEvent, ...] = ()
    opens_at: datetime | None = None
    period_start: date | None = None
    period_end: date | None = None


class CallBack(NamedTuple):
    """A return or reopening: the date by which to hand in again, and when that was done."""

    due_at: datetime
    answered_at: datetime | None

    def was_kept(self, at: datetime) -> bool:
        return (self.answered_at or at) <= self.due_at


class Standing(NamedTuple):
    """How one obligation stands at a time; the flags are its share in the figures."""

    state: str
    cancelled: bool
    waived: bool
    effective_due: datetime
    submitted_at: datetime | None
    call_backs: tuple[CallBack, ...]
    due: bool
    on_time: bool
    accepted: bool
    accepted_first_time: bool

    @property
    def submitted(self) -> bool:
        return self.due and self.submitted_at is not None

    @property
    def overdue(self) -> bool:
        return self.due and self.submitted_at is None

    @property
    def late(self) -> bool:
        return self.submitted and not self.on_time

    @property
    def open_return_due(self) -> datetime | None:
        """The date of a return or reopening that waits for its answer."""
        if self.call_backs and self.call_backs[-1].answered_at is None:
            return self.call_backs[-1].due_at
        return None


@dataclass(slots=True)
class _History:
    """What the events by T amount to."""

    effective_due: datetime
    state: str = "pending"
    cancelled: bool = False
    waived: bool = False
    hand_in: datetime | None = None
    call_backs: list[CallBack] = field(default_factory=list)
    came_back: bool = False
    undo: tuple[datetime | None, CallBack | None] = (None, None)  # before the last submit: hand-in, what it answered

    def submit(self, event: LedgerEvent) -> None:
        answers = self.call_backs[-1] if self.call_backs and self.call_backs[-1].answered_at is None else None
        self.undo = self.hand_in, answers
        self.hand_in = self.hand_in or event.at
        if answers:
            self.call_backs[-1] = CallBack(answers.due_at, event.at)

    def refuse(self, event: LedgerEvent) -> None:
        self.came_back = True
        self.hand_in, answered = self.undo
        if answered:
            self.call_backs[-1] = answered

    def call_back(self, event: LedgerEvent) -> None:
        self.came_back = True
        self.call_backs.append(CallBack(event.due_at or event.at, None))

    def move_due(self, event: LedgerEvent) -> None:
        if event.due_at and event.at <= self.effective_due:
            self.effective_due = event.due_at

    def waive(self, event: LedgerEvent) -> None:
        self.waived = True

    def unwaive(self, event: LedgerEvent) -> None:
        self.waived = False

    def cancel(self, event: LedgerEvent) -> None:
        self.cancelled = True


_WHAT_A_VERB_DOES: Mapping[str, Callable[[_History, LedgerEvent], None]] = {
    "submit": _History.submit,
    "refuse": _History.refuse,
    "return": _History.call_back,
    "reopen": _History.call_back,
    "extend": _History.move_due,
    "redate": _History.move_due,
    "waive": _History.waive,
    "unwaive": _History.unwaive,
    "cancel": _History.cancel,
}


def _history(row: LedgerRow, at: datetime) -> _History:
    history = _History(row.due_at)
    for event in row.events:
        if event.at <= at:
            _apply(history, event)
    return history


def _apply(history: _History, event: LedgerEvent) -> None:
    history.state = event.to_state or history.state
    act = _WHAT_A_VERB_DOES.get(event.verb)
    if act:
        act(history, event)


def standing(row: LedgerRow, *, at: datetime) -> Standing:
    """Tell how an obligation stood at `at`, whatever was done since."""
    if not row.events:
        return Standing("pending", False, False, row.due_at, None, (), row.due_at <= at, False, False, False)
    then = _history(row, at)
    counts = not (then.cancelled or then.waived)  # rule 1
    due = counts and then.effective_due <= at  # rules 2 and 3
    on_time = (  # rules 4 and 5
        due
        and then.hand_in is not None
        and then.hand_in <= then.effective_due
        and all(call_back.was_kept(at) for call_back in then.call_backs)
    )
    accepted = due and then.state == "accepted"  # rule 6
    return Standing(
        state=then.state,
        cancelled=then.cancelled,
        waived=then.waived and not then.cancelled,
        effective_due=then.effective_due,
        submitted_at=then.hand_in,
        call_backs=tuple(then.call_backs),
        due=due,
        on_time=on_time,
        accepted=accepted,
        accepted_first_time=accepted and not then.came_back,
    )


# --- figures of many -------------------------------------------------------------------------------------------------


def last_hand_in(row: LedgerRow, *, at: datetime) -> LedgerEvent | None:
    """Return the latest hand-in by `at` that no refusal by then has taken back: what the unit says at that moment."""
    standing_ones: list[LedgerEvent] = []
    for event in row.events:
        if event.at > at:
            break
        if event.verb == "submit":
            standing_ones.append(event)
        elif event.verb == "refuse" and standing_ones:
            standing_ones.pop()
    return standing_ones[-1] if standing_ones else None


@dataclass(frozen=True)
class Figures:
    """Counts of obligations; what is overdue and late follows from the rest (rule 7)."""

    due: int = 0
    submitted: int = 0
    on_time: int = 0
    accepted: int = 0
    waived: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.due + other.due,
            self.submitted + other.submitted,
            self.on_time + other.on_time,
            self.accepted + other.accepted,
            self.waived + other.waived,
        )

    @property
    def overdue(self) -> int:
        return self.due - self.submitted

    @property
    def late(self) -> int:
        return self.submitted - self.on_time

    @property
    def submitted_rate(self) -> Fraction | None:
        """Submitted of due; None, never 0 or 1, where nothing was due."""
        return _rate(self.submitted, self.due)

    @property
    def on_time_rate(self) -> Fraction | None:
        return _rate(self.on_time, self.due)

    @property
    def accepted_rate(self) -> Fraction | None:
        return _rate(self.accepted, self.due)

    def as_dict(self) -> dict[str, int]:
        """Give the seven counts by the names of the contract."""
        names = ("due", "submitted", "on_time", "accepted", "overdue", "late", "waived")
        return {name: getattr(self, name) for name in names}


def _rate(number: int, due: int) -> Fraction | None:
    return Fraction(number, due) if due else None


def figures(rows: Iterable[LedgerRow], *, at: datetime) -> Figures:
    """Count a set of obligations as they stood at `at`."""
    return count(standing(row, at=at) for row in rows)


def count(standings: Iterable[Standing]) -> Figures:
    """Count obligations whose standing is already known."""
    due = submitted = on_time = accepted = waived = 0
    for one in standings:
        waived += one.waived
        if one.due:
            due += 1
            submitted += one.submitted_at is not None
            on_time += one.on_time
            accepted += one.accepted
    return Figures(due, submitted, on_time, accepted, waived)


def by(rows: Iterable[LedgerRow], key: Callable[[LedgerRow], Key], *, at: datetime) -> dict[Key, Figures]:
    """Count the obligations of each key apart, keys in the order in which they first come."""
    parts: dict[Key, list[Standing]] = {}
    for row in rows:
        parts.setdefault(key(row), []).append(standing(row, at=at))
    return {part: count(standings) for part, standings in parts.items()}


# --- beside the seven ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """So many of so many; the rate of nothing is None."""

    number: int
    of: int

    @property
    def rate(self) -> Fraction | None:
        return _rate(self.number, self.of)


@dataclass(frozen=True)
class Clocks:
    """Working days that an obligation lay with the unit and with the council."""

    unit: int = 0
    council: int = 0


def first_time_acceptance(rows: Iterable[LedgerRow], *, at: datetime) -> Share:
    """Count, of what was due and accepted at `at`, what was never returned, refused or reopened."""
    accepted = [one for one in (standing(row, at=at) for row in rows) if one.accepted]
    return Share(sum(one.accepted_first_time for one in accepted), len(accepted))


def days_late(row: LedgerRow, *, at: datetime, holidays: Collection[date]) -> int:
    """Count the working days by which the due date, and each date of a return, was or is missed."""
    now = standing(row, at=at)
    if not now.due:
        return 0
    spans = [(now.effective_due, now.submitted_at or at)]
    spans += [(call_back.due_at, call_back.answered_at or at) for call_back in now.call_backs]
    return sum(max(0, working_days_between(local_day(due), local_day(done), holidays)) for due, done in spans)


def late_in_a_row(rows: Iterable[LedgerRow], *, at: datetime) -> int:
    """Count how many of a unit's obligations, the last due first, were late or overdue without one on time between."""
    return missed_in_a_row((row.obligation_id, one) for row, one in _due(rows, at))


def missed_in_a_row(standings: Iterable[tuple[int, Standing]]) -> int:
    """Count the same of obligations whose standing is known, each with its id."""
    last_first = sorted(((one.effective_due, pk, one.on_time) for pk, one in standings if one.due), reverse=True)
    return next((n for n, (_due_at, _id, on_time) in enumerate(last_first) if on_time), len(last_first))


def _due(rows: Iterable[LedgerRow], at: datetime) -> Iterator[tuple[LedgerRow, Standing]]:
    for row in rows:
        one = standing(row, at=at)
        if one.due:
            yield row, one


def clocks(row: LedgerRow, *, at: datetime, holidays: Collection[date]) -> Clocks:
    """Count the working days with the unit (from the opening on) and with the council, apart, up to `at`."""
    since = row.opens_at or (row.events[0].at if row.events else at)
    holder, unit, council = "unit", 0, 0
    for moment, next_holder in [*_holders(row, at), (at, "")]:
        days = max(0, working_days_between(local_day(since), local_day(moment), holidays))
        unit += days * (holder == "unit")
        council += days * (holder == "council")
        since, holder = max(since, moment), next_holder
    return Clocks(unit, council)


def _holders(row: LedgerRow, at: datetime) -> Iterator[tuple[datetime, str]]:
    """Give after each event by `at` who has the paper: unit, council or, waived, cancelled or accepted, nobody."""
    history = _History(row.due_at)
    for event in row.events:
        if event.at <= at:
            _apply(history, event)
            yield event.at, _holder(history)


def _holder(history: _History) -> str:
    if history.cancelled or history.waived or history.state == "accepted":
        return ""
    return "council" if history.state == "submitted" else "unit"
