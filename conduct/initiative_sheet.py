"""The workbook of initiatives: what every reader of the list may read; no marks."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from conduct.models import Initiative
from units.xlsx import CellKind, Column


def sheet_columns() -> list[Column]:
    return [
        Column(_("Year"), CellKind.TEXT, 8),
        Column(_("Unit"), width=36),
        Column(_("Name of the initiative"), width=60),
        Column(_("Field of work"), width=26),
        Column(_("Authors"), width=44),
        Column(_("State"), width=20),
        Column(_("Decision"), width=20),
        Column(_("Date"), CellKind.DATE),
        Column(_("Minutes saved each time"), CellKind.NUMBER, 12),
        Column(_("Đồng saved each time"), CellKind.INTEGER, 14),
        Column(_("Cases a year"), CellKind.INTEGER, 12),
        Column(_("Hours a year"), CellKind.INTEGER, 12),
        Column(_("Đồng a year"), CellKind.INTEGER, 16),
        Column(_("Units that took it over"), CellKind.INTEGER, 12),
    ]


def sheet_rows(initiatives: Iterable[Initiative]) -> Iterator[list[Any]]:
    for row in initiatives:
        hours = row.hours_a_year
        yield [
            str(row.year),
            row.unit.name,
            row.title,
            row.get_field_display(),
            "; ".join(f"{author.name} ({author.share or '…'} %)" for author in row.authors.all()),
            row.get_state_display(),
            row.decision_number,
            row.decision_on,
            row.minutes,
            row.money,
            row.cases,
            None if hours is None else int(hours),
            row.money_a_year,
            row.spread,
        ]
