"""From the rows of the ledger to the snapshot of a compliance report. Pure: no Django, no clock, no database.

What was written after `at` (a unit enrolled later, a requirement added, a move made) leaves no trace in a snapshot, so
that the same scope and time give the same text, and the same hash, whenever they are asked for again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from campaigns.calendar import VIET_NAM
from campaigns.figures import Figures, LedgerRow, Standing, count, missed_in_a_row, standing
from units.vietnamese import sort_key

SCHEMA = 3  # of the snapshot: docs/report-snapshot.md
GROUPS = ("agency", "school")


@dataclass(frozen=True)
class Member:
    """A unit in the campaign, with name, group and cluster as they were at enrolment."""

    code: str
    name: str
    group: str
    cluster: str


@dataclass(frozen=True)
class Owed:
    """One obligation with its period, as the ledger has it."""

    row: LedgerRow
    period_start: date
    period_end: date

    def at_unit(self, code: str) -> "Owed":
        """Return the same as owed by the unit that follows."""
        return self if code == self.row.unit_code else replace(self, row=self.row._replace(unit_code=code))


@dataclass(frozen=True)
class Scope:
    """What a report is about: a whole campaign, or one group or cluster of it."""

    campaign: str
    group: str = ""
    cluster: str = ""


@dataclass(frozen=True)
class Counted:
    """An obligation that counts at the time asked for (due or waived), and how it stood."""

    owed: Owed
    standing: Standing

    def as_dict(self) -> dict[str, Any]:
        row, then = self.owed.row, self.standing
        return {
            "unit": row.unit_code,
            "requirement": row.requirement,
            "kind": row.kind,
            "period_start": self.owed.period_start.isoformat(),
            "period_end": self.owed.period_end.isoformat(),
            "due_at": moment(then.effective_due),
            "submitted_at": moment(then.submitted_at) if then.submitted_at else None,
            "state": then.state,
            "returns": [
                {"due_at": moment(back.due_at), "answered_at": moment(back.answered_at) if back.answered_at else None}
                for back in then.call_backs
            ],
            "due": then.due,
            "submitted": then.submitted,
            "on_time": then.on_time,
            "accepted": then.accepted,
            "overdue": then.overdue,
            "late": then.late,
            "waived": then.waived,
        }


@dataclass(frozen=True)
class UnitLine:
    """One unit's figures and the obligations behind them."""

    member: Member
    figures: Figures
    rows: tuple[Counted, ...] = ()

    @property
    def in_a_row(self) -> int:
        """How many of its papers, the last due first, were late or missing without one on time between."""
        return missed_in_a_row((row.owed.row.obligation_id, row.standing) for row in self.rows)

    def as_dict(self) -> dict[str, Any]:
        member = vars(self.member)
        return {**member, **self.figures.as_dict(), "in_a_row": self.in_a_row}


@dataclass(frozen=True)
class Earlier:
    """The same scope at an earlier moment, or the campaign of the year before: what a report is compared with."""

    span: str
    scope: Scope
    at: datetime
    members: tuple[Member, ...]
    owed: tuple[Owed, ...]
    followed: Mapping[str, Member] = field(default_factory=dict)  # units of then by the one that stands for them now

    def as_dict(self) -> dict[str, Any]:
        places = {member.code: self.followed.get(member.code, member) for member in self.members}
        owed = [one.at_unit(places[one.row.unit_code].code) for one in self.owed if one.row.unit_code in places]
        lines = tuple(unit_lines(set(places.values()), owed, at=self.at))
        figures = Snapshot(self.scope, self.at, lines)
        return {
            "span": self.span,
            "campaign": self.scope.campaign,
            "as_of": moment(self.at),
            **figures.counts(),
            "units": [{"code": line.member.code, **line.figures.as_dict()} for line in lines],
            "followed": [
                {"unit": member.code, "before": member.name, "by": self.followed[member.code].code}
                for member in sorted(self.members, key=lambda one: one.code)
                if member.code in self.followed
            ],
        }


@dataclass(frozen=True)
class Snapshot:
    """A report's figures; `as_dict` is what is frozen and hashed."""

    scope: Scope
    at: datetime
    lines: tuple[UnitLine, ...]
    earlier: tuple[Earlier, ...] = ()
    chapters: Mapping[str, Any] = field(default_factory=dict)  # what the portal knows beside the ledger
    _counted: tuple[Counted, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_counted", tuple(row for line in self.lines for row in line.rows))

    def as_dict(self) -> dict[str, Any]:
        scope = {"group": self.scope.group or None, "cluster": self.scope.cluster or None}
        return {
            "schema": SCHEMA,
            "as_of": moment(self.at),
            "campaign": self.scope.campaign,
            "scope": scope,
            **self.counts(),
            "units": [line.as_dict() for line in self.lines],
            "requirements": [self._requirement(code) for code in self._requirements()],
            "rows": [row.as_dict() for row in self._counted],
            "compared": [earlier.as_dict() for earlier in self.earlier],
            **self.chapters,
        }

    def counts(self) -> dict[str, Any]:
        """Give the seven counts in all, by group and by cluster."""
        return {
            "totals": total(self.lines).as_dict(),
            "groups": [{"key": key, **self._of_group(key).as_dict()} for key in self._groups()],
            "clusters": [{"key": key, **self._of_cluster(key).as_dict()} for key in self._clusters()],
        }

    def _groups(self) -> tuple[str, ...]:
        return (self.scope.group,) if self.scope.group else GROUPS

    def _of_group(self, key: str) -> Figures:
        return total(line for line in self.lines if line.member.group == key)

    def _clusters(self) -> list[str]:
        return sorted({line.member.cluster for line in self.lines}, key=lambda key: (sort_key(key), key))

    def _of_cluster(self, key: str) -> Figures:
        return total(line for line in self.lines if line.member.cluster == key)

    def _requirements(self) -> list[str]:
        return sorted({row.owed.row.requirement for row in self._counted}, key=lambda code: (sort_key(code), code))

    def _requirement(self, code: str) -> dict[str, Any]:
        """Give one requirement's figures and who was late or is missing, in the order of the units."""
        rows = [row for row in self._counted if row.owed.row.requirement == code]
        return {
            "key": code,
            "kind": rows[0].owed.row.kind,
            **count(row.standing for row in rows).as_dict(),
            "late_units": [pick(row, "submitted_at", "returns") for row in rows if row.standing.late],
            "missing_units": [pick(row) for row in rows if row.standing.overdue],
        }


def pick(row: Counted, *more: str) -> dict[str, Any]:
    """Give what a list of late or missing units tells of each."""
    told = row.as_dict()
    return {name: told[name] for name in ("unit", "period_start", "period_end", "due_at", *more)}


def moment(at: datetime) -> str:
    """Write a moment as ISO 8601 in whole seconds with the offset of Hà Nội."""
    return at.astimezone(VIET_NAM).isoformat(timespec="seconds")


def total(lines: Iterable[UnitLine]) -> Figures:
    return sum((line.figures for line in lines), Figures())


def unit_lines(members: Iterable[Member], owed: Iterable[Owed], *, at: datetime) -> Iterator[UnitLine]:
    """Yield the units in the order of the Vietnamese alphabet, each as it stood at `at`."""
    of_unit: dict[str, list[Owed]] = {}
    for one in owed:
        of_unit.setdefault(one.row.unit_code, []).append(one)
    for member in sorted(members, key=lambda one: (sort_key(one.name), one.code)):
        yield unit_line(member, of_unit.get(member.code, ()), at=at)


def unit_line(member: Member, owed: Iterable[Owed], *, at: datetime) -> UnitLine:
    stood = (Counted(one, standing(one.row, at=at)) for one in sorted(owed, key=_in_order))
    rows = tuple(row for row in stood if row.standing.due or row.standing.waived)
    return UnitLine(member, count(row.standing for row in rows), rows)


def _in_order(one: Owed) -> tuple[str, date, date]:
    return one.row.requirement, one.period_end, one.period_start


def compute(
    members: Iterable[Member],
    owed: Iterable[Owed],
    *,
    scope: Scope,
    at: datetime,
    earlier: Iterable[Earlier] = (),
    chapters: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the snapshot of a scope at `at` as plain data: whole numbers, texts, lists."""
    return Snapshot(scope, at, tuple(unit_lines(members, owed, at=at)), tuple(earlier), chapters or {}).as_dict()


def sealed(snapshot: Mapping[str, Any], sha256: str) -> dict[str, Any]:
    """Return what is given out: the snapshot with its hash beside it (the hash covers all but itself)."""
    return {**snapshot, "sha256": sha256}
