"""Lists as workbooks: text stays text, numbers and dates are real ones, and not a row is lost on the way."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from io import BytesIO
from typing import Any

from django.http import FileResponse
from django.utils.timezone import get_current_timezone, is_aware
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_767  # characters in one cell
MOST_ROWS = 1_048_576
NO_GUESSING = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class CellKind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"  # two places at most
    DATE = "date"
    DATETIME = "datetime"
    PERCENT = "percent"  # given as a fraction of 1


LOOKS: dict[CellKind, dict[str, Any]] = {
    CellKind.TEXT: {"text_wrap": True},
    CellKind.INTEGER: {"num_format": "#,##0"},
    CellKind.NUMBER: {"num_format": "#,##0.##"},
    CellKind.DATE: {"num_format": "dd/mm/yyyy"},
    CellKind.DATETIME: {"num_format": "dd/mm/yyyy hh:mm"},
    CellKind.PERCENT: {"num_format": "0.0%"},
}
HEAD_LOOK = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#F5F4F0", "bottom": 1}


RISKY_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # the last four: full width


def begins_like_a_formula(text: str) -> bool:
    """Whether a text would become a formula once somebody edits its cell."""
    return text.startswith(RISKY_BEGINNINGS)


class RowsMissing(Exception):
    """The list that was written is not as long as the one that was asked for."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet; the width is in characters."""

    title: str
    kind: str = CellKind.TEXT
    width: int = 18


def xlsx_response(
    filename: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, expected_rows: int | None = None
) -> FileResponse:
    """Answer with a workbook of one sheet. Raises `RowsMissing` where it would not hold `expected_rows`."""
    stream = BytesIO()
    with new_workbook(stream) as book:
        add_sheet(book, "", columns, rows, expected_rows=expected_rows)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=filename, content_type=XLSX)


def new_workbook(stream: Any) -> Workbook:
    """Return a workbook that keeps one row in memory at a time and takes no text for a formula."""
    return Workbook(stream, {"constant_memory": True, "default_date_format": "dd/mm/yyyy", **NO_GUESSING})


def add_sheet(
    book: Workbook,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    expected_rows: int | None = None,
) -> int:
    """Write a sheet with a frozen, filtered head and return how many rows it holds."""
    sheet = book.add_worksheet(name or None)
    looks = [book.add_format({"valign": "top", **LOOKS[CellKind(column.kind)]}) for column in columns]
    quoted = book.add_format({"valign": "top", **LOOKS[CellKind.TEXT], "quote_prefix": True})
    _write_head(sheet, columns, book.add_format(HEAD_LOOK))
    writers = [_writer(sheet, CellKind(column.kind)) for column in columns]
    number = 0
    for number, row in enumerate(rows, start=1):
        for place, (write, value, look) in enumerate(zip(writers, row, looks, strict=True)):
            if value is not None and value != "":
                is_risky = isinstance(value, str) and begins_like_a_formula(value)
                write(number, place, value, quoted if is_risky else look)
    sheet.autofilter(0, 0, number, len(columns) - 1)
    if number >= MOST_ROWS or (expected_rows is not None and number != expected_rows):
        raise RowsMissing(f"{number} rows were written, {expected_rows} were asked for")
    return number


def _write_head(sheet: Worksheet, columns: Sequence[Column], look: Format) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, str(column.title), look)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _writer(sheet: Worksheet, kind: CellKind) -> Callable[[int, int, Any, Format], object]:
    """Return what writes one value of a column: its row, its place, the value, its look."""
    if kind == CellKind.TEXT:
        return lambda row, place, value, look: sheet.write_string(row, place, _short_enough(str(value)), look)
    if kind in (CellKind.DATE, CellKind.DATETIME):
        zone = get_current_timezone()
        return lambda row, place, value, look: sheet.write_datetime(row, place, _local(value, zone), look)
    return sheet.write_number


def _short_enough(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _local(value: date | datetime, zone: tzinfo) -> date | datetime:
    """Return the wall clock here: a sheet knows no zones."""
    if isinstance(value, datetime) and is_aware(value):
        return value.astimezone(zone).replace(tzinfo=None)
    return value
