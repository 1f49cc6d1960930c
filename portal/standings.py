"""A campaign as it stands at a moment: every obligation with its standing, and what one can ask of them. No queries.

A status is either the one sign that a cell shows, or a fact that the figures count (due, handed in, on time, ...):
whatever number a page shows, its rows are found by the status of the same name.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.calendar import END_OF_DAY, VIET_NAM, add_working_days, local_day
from campaigns.facts import Member
from campaigns.figures import Figures, LedgerRow, Standing, count, missed_in_a_row, standing
from units.vietnamese import matches

SOON_DAYS = 10  # working days
OFTEN = 2  # late so many times in a row
GROUP_WORDS: Final[Mapping[str, str | Promise]] = {"agency": _("agencies"), "school": _("schools")}
AT_UNIT: Final = frozenset({"pending", "drafting", "signing"})
SIGNS: Final = ("accepted", "submitted", "returned", "signing", "drafting", "pending", "overdue", "waived")


Key = tuple[str, date | None]  # requirement and last day of the period
Part = TypeVar("Part", bound=Hashable)
Drawn = TypeVar("Drawn")


class Item(NamedTuple):
    """One obligation and how it stands; `shown` is the one sign of its cell."""

    row: LedgerRow
    now: Standing
    shown: str
    column: Key

    @property
    def handed_in_last(self) -> datetime | None:
        """When the unit last handed in, refused or not."""
        return next((event.at for event in reversed(self.row.events) if event.verb == "submit"), None)


def item(row: LedgerRow, *, at: datetime) -> Item:
    now = standing(row, at=at)
    shown = "waived" if now.waived else "overdue" if now.overdue else now.state
    return Item(row, now, shown, (row.requirement, row.period_end))


@dataclass(frozen=True)
class Column:
    """A requirement in one of its periods: a column of the matrix."""

    requirement: str
    period_end: date | None
    title: str
    kind: str
    due_at: datetime
    period: str = ""  # first and last day, where the requirement has more than one period

    @property
    def key(self) -> Key:
        return self.requirement, self.period_end


@dataclass(frozen=True)
class Picture:
    """A campaign at one moment."""

    at: datetime
    members: list[Member]
    items: list[Item]
    titles: Mapping[str, str] = field(default_factory=dict)  # requirement code → title, in the campaign's order
    holidays: Collection[date] = frozenset()

    @cached_property
    def unit(self) -> dict[str, Member]:
        return {member.code: member for member in self.members}

    @cached_property
    def cluster_names(self) -> dict[str, str]:
        return {member.cluster: member.cluster_name for member in self.members}

    @cached_property
    def soon_until(self) -> datetime:
        day = add_working_days(local_day(self.at), SOON_DAYS, self.holidays)
        return datetime.combine(day, END_OF_DAY, VIET_NAM)

    @cached_property
    def often_late(self) -> dict[str, int]:
        """Units that were late or missing several times in a row, with how often."""
        missed = Counter(one.row.unit_code for one in self.items if one.now.due and not one.now.on_time)
        mine: dict[str, list[tuple[int, Standing]]] = {code: [] for code, number in missed.items() if number >= OFTEN}
        for one in self.items:
            if one.row.unit_code in mine:
                mine[one.row.unit_code].append((one.row.obligation_id, one.now))
        times = {code: missed_in_a_row(standings) for code, standings in mine.items()}
        return {code: number for code, number in times.items() if number >= OFTEN}

    @cached_property
    def names(self) -> dict[str, str]:
        """Requirements by code, each told from another of the same title by the group that owes it."""
        same = Counter(self.titles.values())
        groups = {one.row.requirement: one.row.group for one in self.items}
        return {
            code: f"{title} ({GROUP_WORDS[groups[code]]})" if same[title] > 1 and code in groups else title
            for code, title in self.titles.items()
        }

    @cached_property
    def columns(self) -> list[Column]:
        """Requirements in their periods, by due date, then in the campaign's order."""
        first = {key: min(items, key=lambda one: one.row.due_at).row for key, items in self.by_column.items()}
        periods = Counter(requirement for requirement, _period_end in first)
        order = {code: place for place, code in enumerate(self.titles)}
        columns = [
            Column(
                requirement=row.requirement,
                period_end=row.period_end,
                title=self.titles.get(row.requirement, row.requirement),
                kind=row.kind,
                due_at=row.due_at,
                period=_span(row) if periods[row.requirement] > 1 else "",
            )
            for row in first.values()
        ]
        return sorted(columns, key=lambda column: (column.due_at, order.get(column.requirement, 0)))

    @cached_property
    def by_column(self) -> dict[Key, list[Item]]:
        return grouped(self.items, lambda one: one.column)

    @cached_property
    def by_cluster(self) -> dict[str, list[Item]]:
        return grouped(self.items, lambda one: one.row.cluster)

    @cached_property
    def by_group(self) -> dict[str, list[Item]]:
        return grouped(self.items, lambda one: one.row.group)

    @cached_property
    def drawings(self) -> dict[Hashable, Any]:
        """What pages drew of this picture; it goes when the picture goes."""
        return {}

    def drawn(self, what: Hashable, draw: Callable[[], Drawn]) -> Drawn:
        """Return what `draw` gives, drawn once."""
        if what not in self.drawings:
            self.drawings[what] = draw()
        return self.drawings[what]

    def figures(self, items: Iterable[Item]) -> Figures:
        return count(one.now for one in items)


def grouped(items: Iterable[Item], key: Callable[[Item], Part]) -> dict[Part, list[Item]]:
    """Sort obligations into parts, in the order in which the parts first come."""
    parts: dict[Part, list[Item]] = {}
    for one in items:
        parts.setdefault(key(one), []).append(one)
    return parts


def _span(row: LedgerRow) -> str:
    if not (row.period_start and row.period_end):
        return ""
    return f"{row.period_start:%d/%m}–{row.period_end:%d/%m/%Y}"


def picture(
    rows: Iterable[LedgerRow],
    *,
    at: datetime,
    members: list[Member],
    titles: Mapping[str, str] | None = None,
    holidays: Collection[date] = frozenset(),
) -> Picture:
    """Put a campaign's ledger together as it stood at `at`; what was cancelled counts nowhere."""
    items = [one for one in (item(row, at=at) for row in rows) if not one.now.cancelled]
    return Picture(at, members, items, titles or {}, holidays)


# --- what one can ask ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Status:
    """A question about one obligation."""

    label: str | Promise
    holds: Callable[[Item, Picture], bool]


def _shown(sign: str) -> Callable[[Item, Picture], bool]:
    return lambda one, picture: one.shown == sign


def _is_soon(one: Item, picture: Picture) -> bool:
    waiting = one.now.submitted_at is None and not one.now.waived
    return waiting and picture.at < one.now.effective_due <= picture.soon_until


def _is_often(one: Item, picture: Picture) -> bool:
    return one.now.due and not one.now.on_time and one.row.unit_code in picture.often_late


STATUSES: Final[Mapping[str, Status]] = {
    "overdue": Status(_("Overdue"), _shown("overdue")),
    "late": Status(_("Handed in late"), lambda one, picture: one.now.late),
    "often": Status(_("Late several times in a row"), _is_often),
    "soon": Status(_("Due soon"), _is_soon),
    "submitted": Status(_("Waiting for review"), _shown("submitted")),
    "returned": Status(_("Returned"), _shown("returned")),
    "accepted": Status(_("Accepted"), _shown("accepted")),
    "pending": Status(_("Not started"), _shown("pending")),
    "drafting": Status(_("Being drafted"), _shown("drafting")),
    "signing": Status(_("Waiting for signature"), _shown("signing")),
    "at_unit": Status(_("At the unit, not yet due"), lambda one, picture: one.shown in AT_UNIT),
    "waived": Status(_("Waived"), _shown("waived")),
    "due": Status(_("All that is due"), lambda one, picture: one.now.due),
    "handed_in": Status(_("Due and handed in"), lambda one, picture: one.now.submitted),
    "on_time": Status(_("Due and on time"), lambda one, picture: one.now.on_time),
    "accepted_due": Status(_("Due and accepted"), lambda one, picture: one.now.accepted),
}


@dataclass(frozen=True)
class Choice:
    """What a reader chose in the address."""

    q: str = ""
    group: str = ""
    cluster: str = ""
    status: str = ""
    requirement: str = ""
    period: str = ""  # last day, ISO
    kind: str = ""

    def takes_unit(self, member: Member) -> bool:
        return (
            self.group in ("", member.group)
            and self.cluster in ("", member.cluster)
            and (not self.q or matches(self.q, member.name, member.short_name, member.code))
        )

    def takes(self, one: Item, picture: Picture) -> bool:
        """Whether this obligation of a unit that was taken is asked for."""
        row = one.row
        return (
            self.requirement in ("", row.requirement)
            and self.kind in ("", row.kind)
            and (not self.period or self.period == (row.period_end.isoformat() if row.period_end else ""))
            and (not self.status or STATUSES[self.status].holds(one, picture))
        )


def chosen(picture: Picture, choice: Choice) -> list[Item]:
    """Return the obligations asked for, clusters and units in their order, soonest due first."""
    place = {member.code: number for number, member in enumerate(picture.members) if choice.takes_unit(member)}
    found = [one for one in picture.items if one.row.unit_code in place and choice.takes(one, picture)]
    return sorted(found, key=lambda one: (place[one.row.unit_code], one.now.effective_due, one.row.obligation_id))
