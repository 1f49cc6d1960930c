"""Obligations as rows of a list or a sheet. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.figures import days_late
from portal.links import Links
from portal.standings import Item, Picture
from units.templatetags.look import state_word
from units.xlsx import Column

PAGE_SIZE: Final = 50


@dataclass(frozen=True)
class ListRow:
    """One obligation with all that a list shows of it."""

    item: Item
    url: str
    unit_code: str
    unit_name: str
    unit_url: str
    cluster: str
    group: str
    title: str
    period: str
    due_at: datetime
    handed_in_at: datetime | None
    state: str
    is_late: bool
    days_late: int

    @property
    def state_word(self) -> str:
        return state_word(self.state)


def list_rows(picture: Picture, items: Iterable[Item], links: Links) -> list[ListRow]:
    """Tell of each obligation what a list shows, lateness in working days."""
    start = reverse("obligation-detail", args=[0]).removesuffix("0/")
    periods = {column.key: column.period for column in picture.columns}
    rows = []
    for one in items:
        member = picture.unit[one.row.unit_code]
        rows.append(
            ListRow(
                item=one,
                url=f"{start}{one.row.obligation_id}/",
                unit_code=member.code,
                unit_name=member.name,
                unit_url=links.unit(member.code),
                cluster=member.cluster_name,
                group=member.group,
                title=picture.titles.get(one.row.requirement, one.row.requirement),
                period=periods[one.column],
                due_at=one.now.effective_due,
                handed_in_at=one.now.submitted_at,
                state=one.shown,
                is_late=one.now.late,
                days_late=days_late(one.row, at=picture.at, holidays=picture.holidays),
            )
        )
    return rows


def sheet_columns() -> list[Column]:
    return [
        Column(_("Code"), "text", 14),
        Column(_("Unit"), "text", 44),
        Column(_("Cluster"), "text", 30),
        Column(_("Requirement"), "text", 44),
        Column(_("Period"), "text", 22),
        Column(_("Due date in force"), "datetime", 18),
        Column(_("Handed in"), "datetime", 18),
        Column(_("State"), "text", 18),
        Column(_("Late"), "text", 8),
        Column(_("Working days late"), "integer", 12),
    ]


def sheet_row(row: ListRow) -> list[Any]:
    late = _("yes") if row.is_late else ""
    return [
        row.unit_code,
        row.unit_name,
        row.cluster,
        row.title,
        row.period,
        row.due_at,
        row.handed_in_at,
        row.state_word,
        late,
        row.days_late,
    ]
