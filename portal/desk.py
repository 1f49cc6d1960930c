"""The council's desk, from a picture of the campaign: sentence, cards, lines of figures. No queries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.calendar import local_day, working_days_between
from campaigns.figures import Figures
from portal.charts import Bar, Moment
from portal.links import Links
from portal.standings import GROUP_WORDS, STATUSES, Column, Item, Picture

OVERDUE_SHOWN = 8
LINKED: Final = ("handed_in", "on_time", "accepted_due", "late", "overdue", "waived")  # the figures of a line
GROUP_NAMES: Final[Mapping[str, str | Promise]] = {
    "agency": gettext_lazy("Agencies, units and communes"),
    "school": gettext_lazy("Schools"),
}


@dataclass(frozen=True)
class Card:
    """A number that is a link to its rows."""

    label: str
    number: int
    url: str
    note: str = ""
    state: str = ""


@dataclass(frozen=True)
class Line:
    """The figures of one part of the campaign, each with the address of its rows."""

    label: str
    url: str
    figures: Figures
    links: Mapping[str, str]
    due_at: datetime | None = None


@dataclass(frozen=True)
class Overdue:
    """One obligation that is due and not handed in."""

    obligation_id: int
    unit_name: str
    unit_url: str
    cluster: str
    title: str
    due_at: datetime
    days: int
    state: str


@dataclass(frozen=True)
class Desk:
    picture: Picture
    sentence: SafeString
    cards: list[Card]
    total: Line
    groups: list[Line]
    clusters: list[Line]
    columns: list[Line]
    overdue: list[Overdue]

    @property
    def bars(self) -> list[Bar]:
        """Each cluster's bar, those with most missing on top."""
        return [
            Bar(line.label, line.figures.on_time, line.figures.late, line.figures.overdue, line.url)
            for line in self.clusters
        ]

    @property
    def trend(self) -> list[Moment]:
        """Timeliness by due date; empty before there are two dates to compare."""
        due = [line for line in self.columns if line.figures.due and line.due_at]
        moments = [
            Moment(
                label=line.label,
                day=local_day(line.due_at).isoformat(),  # type: ignore[arg-type]
                due=line.figures.due,
                submitted=line.figures.submitted,
                on_time=line.figures.on_time,
                url=line.url,
            )
            for line in due
        ]
        return moments if len({moment.day for moment in moments}) > 1 else []


def desk(picture: Picture, links: Links, *, kinds: Mapping[str, str]) -> Desk:
    """Put the desk together; `kinds` names what is handed in, as it stands inside a sentence."""
    clusters = [
        _line(picture, links, name, picture.by_cluster.get(code, []), cluster=code)
        for code, name in picture.cluster_names.items()
    ]
    return Desk(
        picture=picture,
        sentence=sentence(picture, links, kinds=kinds),
        cards=cards(picture, links),
        total=_line(picture, links, _("All"), picture.items),
        groups=[
            _line(picture, links, str(name), picture.by_group.get(group, []), group=group)
            for group, name in GROUP_NAMES.items()
        ],
        clusters=sorted(clusters, key=lambda line: -line.figures.overdue),
        columns=[_column_line(picture, links, column) for column in picture.columns],
        overdue=overdue(picture, links)[:OVERDUE_SHOWN],
    )


def _line(picture: Picture, links: Links, label: str, items: list[Item], **choice: str) -> Line:
    return Line(
        label=label,
        url=links.matrix(**choice),
        figures=picture.figures(items),
        links={status: links.rows(status=status, **choice) for status in LINKED},
    )


def _column_line(picture: Picture, links: Links, column: Column) -> Line:
    period = column.period_end.isoformat() if column.period and column.period_end else ""
    name = picture.names.get(column.requirement, column.title)
    label = f"{name} · {column.period}" if column.period else name
    choice = {"requirement": column.requirement, "period": period}
    line = _line(picture, links, label, picture.by_column[column.key], **choice)
    return Line(line.label, line.url, line.figures, line.links, column.due_at)


# --- the sentence ----------------------------------------------------------------------------------------------------


def sentence(picture: Picture, links: Links, *, kinds: Mapping[str, str]) -> SafeString:
    """Say how far the units are with what was due last, so that a chairman can read it aloud."""
    day = date_format(localtime(picture.at), "d/m")
    in_force = {one.column for one in picture.items if one.now.due}
    due = [column for column in picture.columns if column.key in in_force]
    if not due:
        return _nothing_due(picture, day)
    what, asked = _what_was_due(picture, due, kinds)
    said = [part for group in GROUP_WORDS if (part := _group_part(picture, links, group, asked))]
    who = format_html(_("{first} and {second}"), first=said[0], second=said[1]) if len(said) > 1 else said[0]
    return format_html(_("{who} have handed in the {what}, as of {day}"), who=who, what=what, day=day)


def _what_was_due(picture: Picture, due: list[Column], kinds: Mapping[str, str]) -> tuple[str, list[Column]]:
    """Return what was due last and its columns: "the plan" of both groups where each has one, else its title."""
    last = due[-1]
    alike = [column for column in due if column.kind == last.kind]
    owed = {(one.row.group, one.column) for one in picture.items if one.now.due and one.row.kind == last.kind}
    if all(number == 1 for number in Counter(group for group, _column in owed).values()):
        return kinds.get(last.kind, last.kind), alike
    return last.title, [last]


def _group_part(picture: Picture, links: Links, group: str, columns: list[Column]) -> SafeString | None:
    """Give n/N of a group for these columns, with the address of its rows."""
    keys = {column.key for column in columns}
    items = [one for one in picture.items if one.row.group == group and one.column in keys and one.now.due]
    if not items:
        return None
    figures = picture.figures(items)
    url = links.rows(group=group, requirement=items[0].row.requirement, period=_period(items[0]), status="due")
    return format_html('<a href="{}">{}/{}</a> {}', url, figures.submitted, figures.due, GROUP_WORDS[group])


def _period(one: Item) -> str:
    return one.row.period_end.isoformat() if one.row.period_end else ""


def _nothing_due(picture: Picture, day: str) -> SafeString:
    coming = next((column for column in picture.columns if column.due_at > picture.at), None)
    if coming is None:
        return format_html(_("Nothing is owed in this campaign yet, as of {day}"), day=day)
    due = date_format(localtime(coming.due_at), "d/m/Y")
    return format_html(
        _("Nothing is due yet, as of {day}; the first is due on {due}: {title}"), day=day, due=due, title=coming.title
    )


# --- cards and lists -------------------------------------------------------------------------------------------------


def cards(picture: Picture, links: Links) -> list[Card]:
    """Return what needs the standing office's eye."""

    def having(status: str) -> list[Item]:
        return [one for one in picture.items if STATUSES[status].holds(one, picture)]

    missing, waiting, soon = having("overdue"), having("submitted"), having("soon")
    often = picture.often_late
    return [
        Card(_("Missing"), len(missing), links.rows(status="overdue"), _groups_note(missing), "overdue"),
        Card(_("Waiting for review"), len(waiting), links.queue(), _wait_note(picture, waiting), "submitted"),
        Card(_("Units late several times"), len(often), links.matrix(status="often"), _often_note(often), "late"),
        Card(_("Due soon"), len(soon), links.rows(status="soon"), _soon_note(picture, soon), "drafting"),
    ]


def _groups_note(items: Iterable[Item]) -> str:
    counted = Counter(one.row.group for one in items)
    return ", ".join(f"{counted[group]} {word}" for group, word in GROUP_WORDS.items() if counted[group])


def _wait_note(picture: Picture, waiting: list[Item]) -> str:
    since = [one.handed_in_last for one in waiting if one.handed_in_last]
    if not since:
        return ""
    days = working_days(picture, min(since), picture.at)
    return ngettext("longest: %(days)d working day", "longest: %(days)d working days", days) % {"days": days}


def _often_note(often: Mapping[str, int]) -> str:
    if not often:
        return ""
    times = max(often.values())
    return ngettext("up to %(times)d time in a row", "up to %(times)d times in a row", times) % {"times": times}


def _soon_note(picture: Picture, soon: list[Item]) -> str:
    if not soon:
        return ""
    first = min(soon, key=lambda one: one.now.effective_due)
    days = working_days(picture, picture.at, first.now.effective_due)
    title = picture.titles.get(first.row.requirement, "")
    text = ngettext("%(title)s: in %(days)d working day", "%(title)s: in %(days)d working days", days)
    return text % {"title": title, "days": days}


def working_days(picture: Picture, start: datetime, end: datetime) -> int:
    """Count working days between two moments, by their local days."""
    return working_days_between(local_day(start), local_day(end), picture.holidays)


def overdue(picture: Picture, links: Links) -> list[Overdue]:
    """Return what is due and not handed in, longest first."""
    missing = [one for one in picture.items if one.now.overdue]
    place = {member.code: number for number, member in enumerate(picture.members)}
    missing.sort(key=lambda one: (one.now.effective_due, place.get(one.row.unit_code, 0), one.row.obligation_id))
    return [
        Overdue(
            obligation_id=one.row.obligation_id,
            unit_name=picture.unit[one.row.unit_code].name,
            unit_url=links.unit(one.row.unit_code),
            cluster=picture.cluster_names[one.row.cluster],
            title=picture.titles.get(one.row.requirement, ""),
            due_at=one.now.effective_due,
            days=working_days(picture, one.now.effective_due, picture.at),
            state=one.now.state,
        )
        for one in missing
    ]
