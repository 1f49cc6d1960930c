"""A report beside an earlier one: rates then and now, and which obligations moved which figure. Pure but for words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.reports.outline import Line, Share, in_their_order, local
from units.models import Group
from units.templatetags.look import state_word

FLAGS: Final = ("due", "submitted", "on_time", "accepted", "overdue", "late", "waived")
SPANS: Final = {
    "week": gettext_lazy("a week before"),
    "month": gettext_lazy("the close of the month before"),
    "quarter": gettext_lazy("the close of the quarter before"),
    "half": gettext_lazy("the close of the half-year before"),
    "year": gettext_lazy("the close of the year before"),
    "year_ago": gettext_lazy("the same day a year ago"),
}


@dataclass(frozen=True)
class Rate:
    """A share now and then."""

    now: Share
    then: Share

    @property
    def points(self) -> Fraction | None:
        """The difference in percentage points; None where either is a share of nothing."""
        if not (self.now.of and self.then.of):
            return None
        return 100 * (Fraction(self.now.number, self.now.of) - Fraction(self.then.number, self.then.of))

    @property
    def change(self) -> str:
        """The difference to one place with its sign, "—" where there is none to tell."""
        if self.points is None:
            return "—"
        tenths = round(10 * abs(self.points))
        sign = "" if not tenths else "+" if self.points > 0 else "−"
        return f"{sign}{tenths // 10},{tenths % 10}"


@dataclass(frozen=True)
class Beside:
    """One row of a comparison: a group or cluster with its three rates."""

    label: str
    rates: tuple[Rate, Rate, Rate]


@dataclass(frozen=True)
class Comparison:
    """A report beside one earlier moment."""

    span: str
    at: datetime
    campaign: str
    rows: list[Beside]
    notes: list[str] = field(default_factory=list)  # which units stand for others of then

    @property
    def title(self) -> str:
        return str(SPANS[self.span])


def comparisons(snapshot: Mapping[str, Any], words: Mapping[str, Any]) -> list[Comparison]:
    """Return what a report is compared with, the nearest first; what had nothing due then is left out."""
    return [
        Comparison(
            one["span"],
            local(one["as_of"]),
            one["campaign"],
            list(beside(snapshot, one, dict(words["clusters"]))),
            followed(snapshot, one),
        )
        for one in snapshot.get("compared", ())
        if one["totals"]["due"]
    ]


def followed(snapshot: Mapping[str, Any], then: Mapping[str, Any]) -> list[str]:
    """Say after a reorganisation which units' earlier figures stand with which unit of now."""
    units = {unit["code"]: unit["name"] for unit in snapshot["units"]}
    before: dict[str, list[str]] = {}
    for row in then.get("followed", ()):
        before.setdefault(row["by"], []).append(row["before"])
    text = _("The earlier figures of %(unit)s are those of the units before the reorganisation: %(before)s.")
    return [text % {"unit": units.get(code, code), "before": ", ".join(names)} for code, names in before.items()]


def beside(now: Mapping[str, Any], then: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Beside]:
    """Yield the totals, the groups and the clusters that both know."""
    yield Beside(_("In all"), rates(now["totals"], then["totals"]))
    for part, label in (("groups", lambda key: str(Group(key).label)), ("clusters", lambda key: names.get(key, key))):
        earlier = {row["key"]: row for row in then[part]}
        for row in in_their_order(now[part], list(names.items())):
            if row["key"] in earlier and row["due"]:
                yield Beside(label(row["key"]), rates(row, earlier[row["key"]]))


def rates(now: Mapping[str, int], then: Mapping[str, int]) -> tuple[Rate, Rate, Rate]:
    first, second, third = (
        Rate(one, other) for one, other in zip(Line("", now).shares, Line("", then).shares, strict=True)
    )
    return first, second, third


# --- what changed between two reports -------------------------------------------------------------------------------

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Moved:
    """One obligation that entered or left a figure."""

    unit: str
    requirement: str
    period_end: date
    state_before: str
    state_after: str

    @property
    def states(self) -> str:
        """How it stood, and how it stands."""
        return " → ".join(state_word(state) for state in (self.state_before, self.state_after) if state)


@dataclass(frozen=True)
class Difference:
    """One figure in two reports, and the obligations that make the difference."""

    label: str
    before: int
    after: int
    entered: list[Moved]
    left: list[Moved]


def differences(before: Mapping[str, Any], after: Mapping[str, Any], words: Mapping[str, Any]) -> list[Difference]:
    """Return, for each figure, which obligations count in one snapshot and not in the other."""
    old, new = by_key(before["rows"]), by_key(after["rows"])
    names = {unit["code"]: unit["name"] for unit in (*before["units"], *after["units"])}
    titles = dict(words["requirements"])
    found = []
    for flag, label in zip(FLAGS, figure_words(), strict=True):
        entered: list[Moved] = []
        left: list[Moved] = []
        for key in sorted(old.keys() | new.keys()):
            was, stands = old.get(key, {}), new.get(key, {})
            if bool(was.get(flag)) != bool(stands.get(flag)):
                moved = Moved(
                    names[key[0]],
                    titles.get(key[1], key[1]),
                    date.fromisoformat(key[3]),
                    was.get("state", ""),
                    stands.get("state", ""),
                )
                (entered if stands.get(flag) else left).append(moved)
        found.append(Difference(label, before["totals"][flag], after["totals"][flag], entered, left))
    return found


def figure_words() -> tuple[str, ...]:
    """Return the words for the seven counts, in the order of `FLAGS`."""
    return _("Due"), _("Handed in"), _("On time"), _("Accepted"), _("Missing"), _("Late"), _("Waived")


def by_key(rows: Iterable[Mapping[str, Any]]) -> dict[Key, Mapping[str, Any]]:
    return {(row["unit"], row["requirement"], row["period_start"], row["period_end"]): row for row in rows}
