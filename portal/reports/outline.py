"""What a compliance report says, in the official outline: numbered sections of sentences and tables.

Built from the frozen snapshot and its words alone; the page and the paper show the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from campaigns.calendar import VIET_NAM
from campaigns.printing import within_sentence
from portal.reports import chapters
from portal.reports.chapters.chapter import Told
from units.models import Group
from units.templatetags.words import rate

OFTEN = 2


@dataclass(frozen=True)
class Share:
    """So many of so many; of nothing there is no rate."""

    number: int
    of: int

    def __str__(self) -> str:
        return rate(self.number, self.of)


def heads() -> tuple[str, ...]:
    """Return the heads of the columns of figures."""
    return _("Due"), _("Handed in"), _("On time"), _("Accepted"), _("Late"), _("Missing"), _("Waived")


@dataclass(frozen=True)
class Line:
    """One row of a table of figures."""

    label: str
    figures: Mapping[str, int]
    code: str = ""
    note: str = ""
    query: str = ""  # by which its rows are found

    @property
    def due(self) -> int:
        return self.figures["due"]

    @property
    def submitted(self) -> Share:
        return Share(self.figures["submitted"], self.due)

    @property
    def on_time(self) -> Share:
        return Share(self.figures["on_time"], self.due)

    @property
    def accepted(self) -> Share:
        return Share(self.figures["accepted"], self.due)

    @property
    def shares(self) -> tuple[Share, Share, Share]:
        return self.submitted, self.on_time, self.accepted

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.figures["late"], self.figures["overdue"], self.figures["waived"]

    @property
    def cells(self) -> list[tuple[str, Share | int]]:
        """The figures, each with the head of its column."""
        return list(zip(heads(), (self.due, *self.shares, *self.counts), strict=True))


@dataclass(frozen=True)
class Named:
    """A unit on a list of late or missing ones."""

    unit: str
    code: str
    cluster: str
    due: datetime
    submitted: datetime | None = None
    missed_return: datetime | None = None  # the date of a return that was missed, of a hand-in that was in time
    in_a_row: int = 0  # papers of this unit, the last due first, that were late or missing

    @property
    def often(self) -> str:
        """Say that it was not the first time; "" where it was."""
        if self.in_a_row < OFTEN:
            return ""
        return _("%(n)s times in a row") % {"n": number_format(self.in_a_row)}

    @property
    def lateness(self) -> str:
        """Say what was late about it."""
        if not self.submitted:
            return ""
        words = {"at": day(self.submitted), "by": day(self.missed_return) if self.missed_return else ""}
        if self.missed_return:
            return _("handed in %(at)s, mended after %(by)s") % words
        return _("handed in %(at)s") % words


@dataclass(frozen=True)
class Listed:
    """One requirement with the units that are late with it, or from which it is missing."""

    title: str
    units: tuple[Named, ...]


@dataclass(frozen=True)
class Outline:
    """The parts of a report, in the order of the official outline."""

    subject: str
    as_of: datetime
    scope: str
    guidance: list[str]
    summary: str
    groups: list[Line]
    requirements: list[Line]
    clusters: list[Line]
    missing: list[Listed]
    late: list[Listed]
    ahead: list[str]
    units: list[Line]
    chapters: list[Told]

    @property
    def heads(self) -> tuple[str, ...]:
        return heads()

    @property
    def summaries(self) -> list[str]:
        return [self.summary]


def outline(snapshot: Mapping[str, Any], words: Mapping[str, Any]) -> Outline:
    """Put a frozen snapshot into words of the reader's language."""
    reader, told = _Reader(snapshot, words), list(chapters.told(snapshot, words))
    return Outline(
        subject=_("Results of %(title)s") % {"title": within_sentence(words["campaign"])},
        as_of=local(snapshot["as_of"]),
        scope=reader.scope(),
        guidance=[*reader.guidance(), *(line for one in told for line in one.guidance)],
        summary=reader.summary(),
        groups=[*reader.groups(), Line(_("In all"), snapshot["totals"])],
        requirements=[
            Line(reader.requirement(row["key"]), row, query=urlencode({"requirement": row["key"]}))
            for row in reader.requirements()
        ],
        clusters=reader.clusters(),
        missing=reader.listed("missing_units"),
        late=reader.listed("late_units"),
        ahead=reader.ahead(),
        units=reader.units(),
        chapters=told,
    )


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(VIET_NAM)


def day(moment: datetime) -> str:
    return date_format(moment, "d/m/Y")


def missed_return(returns: Iterable[Mapping[str, Any]]) -> datetime | None:
    """Return the date of the first return that was answered too late, or not at all."""
    missed = (back["due_at"] for back in returns if not back["answered_at"] or back["answered_at"] > back["due_at"])
    first = next(missed, None)
    return local(first) if first else None


def in_their_order(rows: Iterable[Mapping[str, Any]], names: Iterable[tuple[str, str]]) -> list[Mapping[str, Any]]:
    """Sort rows by the place that their key has among the words; the snapshot itself knows no places."""
    place = {key: number for number, (key, _name) in enumerate(names)}
    return sorted(rows, key=lambda row: place.get(row["key"], len(place)))


class _Reader:
    """Reads one snapshot with its words."""

    def __init__(self, snapshot: Mapping[str, Any], words: Mapping[str, Any]) -> None:
        self.snapshot, self.words = snapshot, words
        self.cluster_names = dict(words["clusters"])
        self.units_by_code = {unit["code"]: unit for unit in snapshot["units"]}
        self.titles = dict(words["requirements"])

    def requirement(self, key: str) -> str:
        """Name a requirement; where two have one title, with the group that it is asked from."""
        title = self.titles.get(key, key)
        if list(self.titles.values()).count(title) < 2:
            return title
        groups = {
            self.units_by_code[row["unit"]]["group"] for row in self.snapshot["rows"] if row["requirement"] == key
        }
        return f"{title} – {', '.join(str(Group(group).label) for group in sorted(groups))}" if groups else title

    def requirements(self) -> list[Mapping[str, Any]]:
        return in_their_order(self.snapshot["requirements"], self.words["requirements"])

    def scope(self) -> str:
        scope = self.snapshot["scope"]
        named = [str(Group(scope["group"]).label)] if scope["group"] else []
        named += [self.cluster_names.get(scope["cluster"], scope["cluster"])] if scope["cluster"] else []
        return ", ".join(named) or _("All units that take part")

    def groups(self) -> list[Line]:
        return [
            Line(str(Group(row["key"]).label), row, query=urlencode({"group": row["key"]}))
            for row in self.snapshot["groups"]
        ]

    def clusters(self) -> list[Line]:
        rows = in_their_order(self.snapshot["clusters"], self.words["clusters"])
        return [
            Line(
                self.cluster_names.get(row["key"], row["key"]),
                row,
                code=row["key"],
                query=urlencode({"cluster": row["key"]}),
            )
            for row in rows
        ]

    def units(self) -> list[Line]:
        return [
            Line(
                unit["name"],
                unit,
                code=unit["code"],
                note=self.cluster_names.get(unit["cluster"], unit["cluster"]),
                query=urlencode({"unit": unit["code"]}),
            )
            for unit in self.snapshot["units"]
        ]

    def guidance(self) -> list[str]:
        groups = [unit["group"] for unit in self.snapshot["units"]]
        taking_part = _(
            "%(units)s units take part: %(agencies)s agencies, units and communes and %(schools)s schools."
        ) % {"units": len(groups), "agencies": groups.count("agency"), "schools": groups.count("school")}
        return [taking_part, *(self._asked_for(row) for row in self.requirements() if row["due"])]

    def _asked_for(self, row: Mapping[str, Any]) -> str:
        dues = [
            local(one["due_at"]) for one in self.snapshot["rows"] if one["requirement"] == row["key"] and one["due"]
        ]
        facts = {"title": self.requirement(row["key"]), "due": number_format(row["due"])}
        if day(min(dues)) == day(max(dues)):
            return _("%(title)s: due from %(due)s units on %(day)s.") % {**facts, "day": day(dues[0])}
        span = {"first": day(min(dues)), "last": day(max(dues))}
        return _("%(title)s: due %(due)s times between %(first)s and %(last)s.") % {**facts, **span}

    def summary(self) -> str:
        line = Line("", self.snapshot["totals"])
        at = date_format(local(self.snapshot["as_of"]), "H:i d/m/Y")
        if not line.due:
            return _("Nothing was due by %(at)s.") % {"at": at}
        return _(
            "By %(at)s, handed in: %(submitted)s of what was due; on time: %(on_time)s; accepted: %(accepted)s."
        ) % {"at": at, "submitted": line.submitted, "on_time": line.on_time, "accepted": line.accepted}

    def listed(self, name: str) -> list[Listed]:
        return [
            Listed(self.requirement(row["key"]), tuple(self._named(one) for one in row[name]))
            for row in self.requirements()
            if row[name]
        ]

    def _named(self, one: Mapping[str, Any]) -> Named:
        submitted = local(one["submitted_at"]) if one.get("submitted_at") else None
        unit = self.units_by_code[one["unit"]]
        cluster = self.cluster_names.get(unit["cluster"], unit["cluster"])
        due = local(one["due_at"])
        missed = missed_return(one["returns"]) if submitted and submitted <= due else None
        return Named(unit["name"], unit["code"], cluster, due, submitted, missed, unit.get("in_a_row", 0))

    def ahead(self) -> list[str]:
        totals = self.snapshot["totals"]
        waiting = totals["submitted"] - totals["accepted"]
        sentences = []
        if totals["overdue"]:
            text = _(
                "The units named above hand in what is missing (%(number)s) at once; the standing office urges them."
            )
            sentences.append(text % {"number": number_format(totals["overdue"])})
        if waiting:
            text = _("The standing office and the units bring the %(number)s papers not yet accepted to an end.")
            sentences.append(text % {"number": number_format(waiting)})
        return sentences or [_("The units keep to the movement’s dates as they have done so far.")]
