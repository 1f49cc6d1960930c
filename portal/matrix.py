"""The completeness matrix, from a picture of the campaign: units down, requirements across, agencies and schools apart.

Cells are joined here, row by row, and escaped: seven thousand of them through a template would take a tenth of a
second. No queries.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from campaigns.facts import Member
from campaigns.figures import Figures
from portal.desk import GROUP_NAMES
from portal.links import Links
from portal.standings import SIGNS, Choice, Column, Item, Key, Picture, chosen, grouped
from units.templatetags.look import state_word

NOTHING_OWED = '<td class="cell cell--none"></td>'


@dataclass(frozen=True)
class ClusterRows:
    """One cluster of the matrix: its head with n/N, and its rows as markup."""

    code: str
    name: str
    url: str
    units: int
    figures: Figures
    shares: list[tuple[Figures, str]]  # per column, with the address of its rows
    rows: SafeString


@dataclass(frozen=True)
class Part:
    """The matrix of one group, with the columns that concern it."""

    group: str
    name: str
    columns: list[Column]
    clusters: list[ClusterRows]
    figures: Figures


@dataclass(frozen=True)
class LegendKey:
    state: str
    number: int
    url: str


@dataclass(frozen=True)
class Matrix:
    parts: list[Part]
    legend: list[LegendKey]
    found: int  # obligations that the choice finds


def matrix(picture: Picture, choice: Choice, links: Links) -> Matrix:
    """Lay out the units that have something asked for, all their cells, those not asked for pale.

    The heads of clusters count all their units, whatever state is asked for.
    """
    found = chosen(picture, choice)
    asked = {one.row.obligation_id for one in found}
    codes = {one.row.unit_code for one in found}
    cells: dict[str, dict[Key, Item]] = {member.code: {} for member in picture.members if choice.takes_unit(member)}
    for one in picture.items:
        if one.row.unit_code in cells and choice.requirement in ("", one.row.requirement):
            cells[one.row.unit_code][one.column] = one
    drawing = Drawing(picture, cells, asked, links)
    parts = [
        drawing.part(group, [member for member in picture.members if member.group == group and member.code in codes])
        for group in GROUP_NAMES
    ]
    return Matrix([part for part in parts if part.clusters], legend(found, choice, links), len(found))


def legend(found: list[Item], choice: Choice, links: Links) -> list[LegendKey]:
    """Count each sign among what was found; lateness stands beside the state, so it is counted beside it."""
    counted = Counter(one.shown for one in found) | Counter(late=sum(one.now.late for one in found))
    kept = {key: getattr(choice, key) for key in ("q", "group", "cluster", "requirement", "period")}
    return [
        LegendKey(sign, counted[sign], links.matrix(status=sign, **kept)) for sign in (*SIGNS, "late") if counted[sign]
    ]


class Drawing:
    """Draws the matrix; keeps what every cell of it needs."""

    def __init__(
        self, picture: Picture, cells: Mapping[str, Mapping[Key, Item]], asked: Collection[int], links: Links
    ) -> None:
        self.picture, self.cells, self.asked, self.links = picture, cells, asked, links
        self.obligations = reverse("obligation-detail", args=[0]).removesuffix("0/")
        self.titles = {column.key: escape(column.title) for column in picture.columns}
        self.stories: dict[tuple, str] = {}
        self.owed: dict[str, list[Item]] = defaultdict(list)  # by cluster
        for owed in cells.values():
            for one in owed.values():
                self.owed[one.row.cluster].append(one)

    def part(self, group: str, members: list[Member]) -> Part:
        """Draw the units of one group, with the columns that concern them."""
        here = {key for member in members for key in self.cells[member.code]}
        columns = [column for column in self.picture.columns if column.key in here]
        clusters: dict[str, list[Member]] = defaultdict(list)
        for member in members:
            clusters[member.cluster].append(member)
        drawn = [self.cluster(code, rows, columns) for code, rows in clusters.items()]
        total = sum((cluster.figures for cluster in drawn), start=Figures())
        return Part(group, str(GROUP_NAMES[group]), columns, drawn, total)

    def cluster(self, code: str, members: list[Member], columns: list[Column]) -> ClusterRows:
        """Draw one cluster: its n/N, and the rows of these units."""
        owed = self.owed[code]
        shares = []
        by_column = grouped(owed, lambda one: one.column)
        for column in columns:
            period = column.period_end.isoformat() if column.period and column.period_end else ""
            url = self.links.rows(cluster=code, requirement=column.requirement, period=period, status="due")
            shares.append((self.picture.figures(by_column.get(column.key, ())), url))
        return ClusterRows(
            code=code,
            name=self.picture.cluster_names[code],
            url=self.links.matrix(cluster=code),
            units=len(members),
            figures=self.picture.figures(owed),
            shares=shares,
            rows=mark_safe("".join([self.row(member, columns) for member in members])),
        )

    def row(self, member: Member, columns: list[Column]) -> str:
        """Draw one unit's row; every text in it is escaped here."""
        owed = self.cells[member.code]
        name, whole = escape(member.short_name or member.name), escape(member.name)
        head = f'<th scope="row"><a href="{escape(self.links.unit(member.code))}" title="{whole}">{name}</a></th>'
        return f"<tr>{head}{''.join([self.cell(member, column, owed.get(column.key)) for column in columns])}</tr>\n"

    def cell(self, member: Member, column: Column, one: Item | None) -> str:
        if one is None:
            return NOTHING_OWED
        title = f"{escape(member.short_name or member.name)} · {self.titles[column.key]}: {self.story(one)}"
        pale = "" if one.row.obligation_id in self.asked else " cell--pale"
        late = '<span class="sign is-late" aria-hidden="true"></span>' if one.now.late else ""
        return (
            f'<td class="cell is-{one.shown}{pale}">'
            f'<a href="{self.obligations}{one.row.obligation_id}/" title="{title}">'
            f'<span class="sign" aria-hidden="true"></span>{late}</a></td>'
        )

    def story(self, one: Item) -> str:
        """Tell an obligation's story; hundreds of cells share one."""
        now = one.now
        key = (one.shown, now.effective_due, now.submitted_at, now.late, now.open_return_due)
        if key not in self.stories:
            self.stories[key] = escape(story(one))
        return self.stories[key]


def story(one: Item) -> str:
    """Tell in a sentence how an obligation stands."""
    now = one.now
    parts = [state_word(one.shown), _("due %(day)s") % {"day": day(now.effective_due)}]
    if now.submitted_at:
        parts.append(_("handed in %(day)s") % {"day": day(now.submitted_at)})
    if now.late:
        parts.append(_("late"))
    if now.open_return_due:
        parts.append(_("to be handed in again by %(day)s") % {"day": day(now.open_return_due)})
    return ", ".join(parts)


@lru_cache(maxsize=4096)
def day(moment: datetime) -> str:
    """Write a local day; the same few hundred stand in thousands of cells."""
    return date_format(localtime(moment), "d/m/Y")


def sheet_rows(picture: Picture, choice: Choice) -> tuple[list[Column], list[list[Any]]]:
    """Return the same matrix as rows of words: code, unit, cluster, then a state for each column."""
    found = chosen(picture, choice)
    by_unit: dict[str, dict[Key, Item]] = defaultdict(dict)
    for one in found:
        by_unit[one.row.unit_code][one.column] = one
    used = {one.column for one in found}
    columns = [column for column in picture.columns if column.key in used]
    rows = []
    for code, owed in by_unit.items():
        member = picture.unit[code]
        states = [story(owed[column.key]) if column.key in owed else "" for column in columns]
        rows.append([code, member.name, member.cluster_name, str(GROUP_NAMES[member.group]), *states])
    return columns, rows
