"""What a progress report can be filled in with: from the plan, the log, and reports of shorter periods.

Pure: rows in, dataclasses out; neither database nor clock. The words of its sentences are given by the caller.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from campaigns.indicator_sums import NOTHING, Figure, over_periods

FROM_PLAN, FROM_KIND = "plan", "kind"
CENT: Final = Decimal("0.01")
INSIDE: Final = frozenset({"staff", "union_members"})  # audiences within the office; all others are the public


class Noted(NamedTuple):
    """One activity of the log."""

    id: int
    held_on: date
    kind: str
    title: str
    audience: str
    attendance: int | None
    plan_activity: int | None
    photos: int


class Planned(NamedTuple):
    """One activity of the unit's plan."""

    id: int
    title: str
    starts_on: date | None
    ends_on: date | None
    target: Decimal | None
    target_unit: str

    def falls_within(self, first: date, last: date) -> bool:
        """Whether some of it lies in the period; without dates it belongs to the whole year."""
        return (self.starts_on is None or self.starts_on <= last) and (self.ends_on is None or self.ends_on >= first)


class Asked(NamedTuple):
    """An indicator that the report is to give, and what of the log fills it in."""

    id: int
    code: str
    aggregation: str
    prefill: str
    kinds: Collection[str]
    audiences: Collection[str]

    def counts(self, entry: Noted) -> bool:
        return (not self.kinds or entry.kind in self.kinds) and (not self.audiences or entry.audience in self.audiences)


class Shorter(NamedTuple):
    """A report of the same unit that was handed in before: its requirement, its period, its figures by code."""

    requirement: int | None
    frequency: str
    first: date
    last: date
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Line:
    """An activity of the report: one of the plan, or the unplanned ones of one kind; what the log says of it."""

    source: tuple[str, int | str]  # (plan, its id) or (kind, its code)
    title: str
    target: Decimal | None = None
    target_unit: str = ""
    entries: tuple[Noted, ...] = ()

    @property
    def times(self) -> int:
        return len(self.entries)

    @property
    def attendance(self) -> int:
        return sum(entry.attendance or 0 for entry in self.entries)


@dataclass(frozen=True)
class Offer:
    """All that can be filled in, as the log says it at this moment."""

    lines: tuple[Line, ...] = ()
    figures: Mapping[int, Figure] = field(default_factory=dict)  # by the indicator's id
    texts: Mapping[str, str] = field(default_factory=dict)

    def line(self, source: tuple[str, int | str]) -> Line | None:
        return next((line for line in self.lines if line.source == source), None)


# --- activities ------------------------------------------------------------------------------------------------------


def lines(
    planned: Iterable[Planned], noted: Iterable[Noted], first: date, last: date, kinds: Mapping[str, str]
) -> list[Line]:
    """Return the planned activities of the period, done or not, then what was done without being planned, by kind."""
    entries: dict[tuple[str, int | str], list[Noted]] = defaultdict(list)
    plan = {activity.id: activity for activity in planned}
    for entry in noted:
        known = entry.plan_activity in plan
        entries[(FROM_PLAN, entry.plan_activity) if known else (FROM_KIND, entry.kind)].append(entry)  # type: ignore[index]
    found = [
        Line((FROM_PLAN, one.id), one.title, one.target, one.target_unit, tuple(entries[FROM_PLAN, one.id]))
        for one in plan.values()
        if one.falls_within(first, last) or entries[FROM_PLAN, one.id]
    ]
    unplanned = [(kind, word) for kind, word in kinds.items() if entries.get((FROM_KIND, kind))]
    return found + [Line((FROM_KIND, kind), word, entries=tuple(entries[FROM_KIND, kind])) for kind, word in unplanned]


# --- figures ---------------------------------------------------------------------------------------------------------


def figures(
    asked: Iterable[Asked], noted: Sequence[Noted], drives: int, shorter: Sequence[Shorter]
) -> dict[int, Figure]:
    """Return what each indicator can be filled in with; those of which nobody knows anything are left out."""
    found = {}
    for indicator in asked:
        if indicator.prefill:
            found[indicator.id] = Figure(Decimal(_from_log(indicator, noted, drives)))
        else:
            known = [report.figures.get(indicator.code, NOTHING) for report in shorter]
            carried = over_periods(known, indicator.aggregation)
            if carried.is_given and all(figure.is_given for figure in known):
                found[indicator.id] = _rounded(carried)
    return found


def _from_log(indicator: Asked, noted: Iterable[Noted], drives: int) -> int:
    if indicator.prefill == "drives":
        return drives
    counted = [entry for entry in noted if indicator.counts(entry)]
    return sum(entry.attendance or 0 for entry in counted) if indicator.prefill == "attendance" else len(counted)


def _rounded(figure: Figure) -> Figure:
    return figure._replace(amount=figure.amount.quantize(CENT, ROUND_HALF_UP)) if figure.amount is not None else figure


def covering(reports: Iterable[Shorter], first: date, last: date) -> list[Shorter]:
    """Return the reports of one requirement that fill the period without a gap, the longest of them; else none."""
    by_requirement: dict[int | None, list[Shorter]] = defaultdict(list)
    for report in reports:
        if first <= report.first and report.last <= last and (report.first, report.last) != (first, last):
            by_requirement[report.requirement].append(report)
    whole = [chain for own in by_requirement.values() if (chain := _chain(own, first, last))]
    return min(whole, key=len, default=[])


def _chain(reports: Iterable[Shorter], first: date, last: date) -> list[Shorter]:
    chain = sorted(reports, key=lambda report: report.first)
    days = [report.first for report in chain] + [last + timedelta(days=1)]
    ends = [report.last + timedelta(days=1) for report in chain]
    return chain if days[:1] == [first] and days[1:] == ends else []


def last_before(reports: Iterable[Shorter], first: date, frequency: str) -> Shorter | None:
    """Return the latest report of the same frequency whose period ended before this one began, within a year."""
    earliest = first - timedelta(days=370)
    ended = [each for each in reports if each.frequency == frequency and earliest <= each.last < first]
    return max(ended, key=lambda report: report.last, default=None)


# --- sentences -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wording:
    """The sentences of the paper; `kinds` are the words for the kinds of activity."""

    kinds: Mapping[str, str]
    opening: str  # %(first)s, %(last)s, %(times)s, %(people)s
    of_kind: str  # %(kind)s, %(times)s, %(people)s
    drives: str  # %(number)s
    heads: Sequence[tuple[str, frozenset[str]]]  # the parts of the results, and the kinds that belong there
    nothing: str
    public: str  # %(times)s, %(people)s
    not_done: str
    ahead: str


def texts(
    words: Wording,
    found: Sequence[Line],
    noted: Sequence[Noted],
    drives: int,
    ahead: Sequence[Planned],
    span: tuple[date, date],
) -> dict[str, str]:
    """Return a first draft of the parts of which the log and the plan know something."""
    not_done = [line.title for line in found if line.source[0] == FROM_PLAN and not line.times]
    return {
        "direction": _direction(words, noted, drives, span),
        "results": "\n".join(_results(words, noted)),
        "limits": _listed(words.not_done, not_done),
        "next_steps": _listed(words.ahead, [activity.title for activity in ahead]),
        "proposals": "",
    }


def _direction(words: Wording, noted: Sequence[Noted], drives: int, span: tuple[date, date]) -> str:
    if not noted and not drives:
        return ""
    said = words.opening % {
        "first": f"{span[0]:%d/%m/%Y}",
        "last": f"{span[1]:%d/%m/%Y}",
        "times": _number(len(noted)),
        "people": _number(_people(noted)),
    }
    return "\n".join([said, *([words.drives % {"number": _number(drives)}] if drives else [])])


def _results(words: Wording, noted: Sequence[Noted]) -> Iterator[str]:
    for head, kinds in words.heads if noted else ():
        yield head
        own = [entry for entry in noted if entry.kind in kinds]
        for kind in (kind for kind in words.kinds if kind in kinds):
            entries = [entry for entry in own if entry.kind == kind]
            if entries:
                counts = {"times": _number(len(entries)), "people": _number(_people(entries))}
                yield words.of_kind % {"kind": words.kinds[kind], **counts}
        public = [entry for entry in own if entry.audience not in INSIDE]
        if public:
            yield words.public % {"times": _number(len(public)), "people": _number(_people(public))}
        if not own:
            yield words.nothing


def _people(entries: Iterable[Noted]) -> int:
    return sum(entry.attendance or 0 for entry in entries)


def _listed(head: str, titles: Sequence[str]) -> str:
    return "\n".join([head, *(f"- {title}" for title in titles)]) if titles else ""


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")
