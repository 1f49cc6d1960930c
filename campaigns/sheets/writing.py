"""Writes sheets as workbooks: the form to fill in, and the copy of a file with its mistakes marked.

Text is always written as text: what begins with =, +, - or @ is no formula in the file, and stays none when somebody
edits its cell.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any, Final
from uuid import uuid4

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from campaigns.sheets.checking import HEADING_ROW, KEY, Checked, Mistake, check
from campaigns.sheets.columns import SHEETS_LANGUAGE, Kind, SheetColumn, fingerprint
from campaigns.sheets.instructions import LINE_HEIGHT, height_of, write_instructions
from campaigns.sheets.reading import Cell, CellType, Place
from campaigns.sheets.sheet import KEY_HEADING, LISTS_SHEET, MARK_SHEET, MARK_VERSION, TO_MEND, Sheet
from campaigns.sheets.values import FIRST_YEAR, LAST_YEAR
from units.xlsx import HEAD_LOOK, NO_GUESSING, begins_like_a_formula

NUMBER_FORMATS: Final[Mapping[str, str]] = {
    Kind.LINE: "@",
    Kind.PASSAGE: "@",
    Kind.CHOICE: "@",
    Kind.DAY: "dd/mm/yyyy",
    Kind.WHOLE: "#,##0",
    Kind.NUMBER: "#,##0.##",
}
WRONG: Final = {"bg_color": "#FBDAD7", "font_color": "#7A1710", "border": 1, "border_color": "#B3261E"}
COLOURS: Final[Mapping[str, dict[str, Any]]] = {"": {}, "wrong": WRONG, "given": {"bg_color": "#F5F4F0"}}
NOTE: Final = {"x_scale": 2.2, "y_scale": 1.4, "author": "Thanh Lịch"}
LONGEST_PROMPT: Final = 250
NARROW: Final = 20  # characters in a column that is none of ours
TALLEST: Final = 400  # of a row, in points


def template(sheet: Sheet, *, at: datetime) -> bytes:
    """Return the form with the rows that stand in the portal now."""
    with override(SHEETS_LANGUAGE):
        offered = sheet.offered(sheet.stored())
        book = _Book(sheet, {column.name: place for place, column in enumerate(sheet.columns, start=2)} | {KEY: 1})
        for number, row in enumerate(offered, start=HEADING_ROW + 1):
            book.write((number, 1), Cell(CellType.TEXT, f"{row.key}.{fingerprint(row.values)}"))
            for column in sheet.columns:
                if cell := as_cell(column, row.values[column.name]):
                    book.write((number, book.places[column.name]), cell)
        first = HEADING_ROW + len(offered) + 1
        for number in range(first, min(first + sheet.blank_rows, HEADING_ROW + sheet.most_rows + 1)):
            book.write((number, 1), Cell(CellType.TEXT, f"n{number}"))
        rows = {row.key: fingerprint(row.values) for row in offered}
        book.add_mark(file_id=uuid4().hex, made_at=at.isoformat(), rows=rows)
        return book.closed(made_at=at)


def marked_copy(sheet: Sheet, body: bytes) -> bytes:
    """Return the rows of a file where they stood, each mistake in red with what to do beside it.

    Raises `SheetRefused` for what is no such sheet any more.
    """
    with override(SHEETS_LANGUAGE):
        checked = check(sheet, body)
        book = _Book(sheet, checked.places)
        wrong: dict[Place, list[str]] = {}
        for mistake in checked.mistakes:
            wrong.setdefault((mistake.row, mistake.column), []).append(mistake.sentence)
        for place in sorted({*checked.cells.cells, *wrong}):
            if place[0] != HEADING_ROW:
                book.write(place, checked.cells.cells.get(place), wrong=" ".join(wrong.get(place, ())))
        book.write_last_column(checked)
        mark = checked.mark
        if mark.file_id:
            made_at = mark.made_at.isoformat() if mark.made_at else ""
            book.add_mark(file_id=mark.file_id, made_at=made_at, rows=mark.rows)
        return book.closed(made_at=mark.made_at)


def as_cell(column: SheetColumn, value: Any) -> Cell | None:
    """Return a value as it stands in a cell."""
    if value in ("", None):
        return None
    if column.kind == Kind.CHOICE:
        return Cell(CellType.TEXT, str(column.choices.get(value, value)))
    if isinstance(value, Decimal | int):
        return Cell(CellType.NUMBER, Decimal(value))
    return Cell(CellType.DAY, value) if isinstance(value, date) else Cell(CellType.TEXT, str(value))


class _Book:
    """A workbook with one sheet to fill in, written cell by cell."""

    def __init__(self, sheet: Sheet, places: Mapping[str, int]) -> None:
        self.sheet, self.places = sheet, places
        self.stream = BytesIO()
        self.book = Workbook(self.stream, {"in_memory": True, **NO_GUESSING})
        self.tab: Worksheet = self.book.add_worksheet(str(sheet.tab))
        self.given = {places[column.name] for column in sheet.columns if column.is_given}
        self.kinds = {places[column.name]: column.kind for column in sheet.columns}
        self.widths = {places[column.name]: column.width for column in sheet.columns}
        self.heights: dict[int, int] = {}
        self.look = lru_cache(maxsize=None)(self._look)
        self._write_head()
        self._offer_choices()

    def write(self, place: Place, cell: Cell | None, *, wrong: str = "") -> None:
        row, column = place[0] - 1, place[1] - 1
        look = self._look_of(place, cell, is_wrong=bool(wrong))
        match cell:
            case None:
                self.tab.write_blank(row, column, None, look)
            case Cell(CellType.NUMBER | CellType.PERCENT, value):
                self.tab.write_number(row, column, float(value), look)  # type: ignore[arg-type]
            case Cell(CellType.DAY, date() as value):
                self.tab.write_datetime(row, column, value, look)
            case Cell(CellType.TRUTH, value):
                self.tab.write_boolean(row, column, value == "1", look)
            case Cell(_, value):
                self.tab.write_string(row, column, str(value), look)
                height = height_of(str(value), self.widths.get(place[1], NARROW))
                self.heights[row] = max(height, self.heights.get(row, 0))
        if wrong:
            self.tab.write_comment(row, column, wrong, NOTE)

    def _look_of(self, place: Place, cell: Cell | None, *, is_wrong: bool) -> Format:
        kind = self.kinds.get(place[1], Kind.LINE)
        shown = NUMBER_FORMATS[kind]
        if cell and cell.type in (CellType.PERCENT, CellType.DAY, CellType.NUMBER):
            shown = {CellType.PERCENT: "0.##%", CellType.DAY: "dd/mm/yyyy"}.get(
                cell.type, shown.replace("@", "General")
            )
        is_risky = cell is not None and isinstance(cell.value, str) and begins_like_a_formula(cell.value)
        colours = "wrong" if is_wrong else "given" if place[1] in self.given else ""
        return self.look(shown, colours, is_risky)

    def _look(self, shown: str, colours: str = "", is_risky: bool = False) -> Format:
        facts = {"num_format": shown, "text_wrap": True, "valign": "top", **COLOURS[colours]}
        return self.book.add_format(facts | ({"quote_prefix": True} if is_risky else {}))

    # --- head and choices ---

    def _write_head(self) -> None:
        look = self.book.add_format(HEAD_LOOK)
        needed = self.book.add_format({**HEAD_LOOK, "font_color": "#7A1710"})
        for column in self.sheet.columns:
            place = self.places[column.name] - 1
            self.tab.set_column(place, place, column.width, self.look(NUMBER_FORMATS[column.kind]))
            self.tab.write_string(HEADING_ROW - 1, place, column.heading, needed if column.is_required else look)
            explained = explanation(column)
            if explained:
                self.tab.write_comment(HEADING_ROW - 1, place, explained, NOTE)
        if KEY in self.places:
            place = self.places[KEY] - 1
            self.tab.set_column(place, place, 12, self.look("@"), {"hidden": True})
            self.tab.write_string(HEADING_ROW - 1, place, str(KEY_HEADING), look)
        self.tab.set_row(HEADING_ROW - 1, 32)
        self.tab.freeze_panes(HEADING_ROW, 0)
        self.tab.set_landscape()
        self.tab.set_paper(9)  # A4
        self.tab.fit_to_pages(1, 0)
        self.tab.repeat_rows(HEADING_ROW - 1)

    def _offer_choices(self) -> None:
        """Give each column of choices its drop-down, and dates and numbers a word of warning."""
        lists = self.book.add_worksheet(LISTS_SHEET)
        lists.very_hidden()
        for number, column in enumerate(self.sheet.columns):
            labels = [str(label) for label in column.choices.values()]
            for row, label in enumerate(labels):
                lists.write_string(row, number, label)
            rule = self._rule(column, number, len(labels))
            if rule:
                place = self.places[column.name] - 1
                self.tab.data_validation(HEADING_ROW, place, HEADING_ROW + self.sheet.most_rows - 1, place, rule)

    def _rule(self, column: SheetColumn, number: int, length: int) -> dict[str, Any] | None:
        said = {"input_title": column.heading[:32], "input_message": explanation(column)[:LONGEST_PROMPT]}
        warned = {"error_type": "warning", "error_title": column.heading[:32], **said}
        if column.kind == Kind.CHOICE and length:
            letter = chr(ord("A") + number)
            source = f"='{LISTS_SHEET}'!${letter}$1:${letter}${length}"
            return {"validate": "list", "source": source, "error_message": _("Choose from the list."), **said}
        if column.kind == Kind.DAY:
            span = {"minimum": date(FIRST_YEAR, 1, 1), "maximum": date(LAST_YEAR, 12, 31)}
            message = _("Write the date as day/month/year.")
            return {"validate": "date", "criteria": "between", **span, "error_message": message, **warned}
        if column.kind in (Kind.WHOLE, Kind.NUMBER):
            ends = {"minimum": float(column.least), "maximum": float(column.most)}
            what = "integer" if column.kind == Kind.WHOLE else "decimal"
            return {"validate": what, "criteria": "between", **ends, "error_message": _("Write a number."), **warned}
        return {"validate": "any", **said} if said["input_message"] else None

    # --- the end ---

    def write_last_column(self, checked: Checked) -> None:
        """Say beside each row what is to be mended in it: a comment is not seen everywhere."""
        last = max([place for _row, place in checked.cells.cells] + list(self.places.values())) + 1
        old = [place for (row, place), cell in checked.cells.cells.items() if row == 1 and cell.value == str(TO_MEND)]
        place = old[0] if old else last
        self.tab.set_column(place - 1, place - 1, 60)
        self.tab.write_string(HEADING_ROW - 1, place - 1, str(TO_MEND), self.book.add_format({**HEAD_LOOK, **WRONG}))
        for number, mistakes in _by_row(checked.mistakes).items():
            said = "\n".join(f"{mistake.cell}: {mistake.sentence}" for mistake in mistakes)
            self.tab.write_string(number - 1, place - 1, said, self.look("@", "wrong"))
            self.heights[number - 1] = max(height_of(said, 60), self.heights.get(number - 1, 0))

    def add_mark(self, *, file_id: str, made_at: str, rows: Mapping[str, str] | None) -> None:
        """Write down whose this file is and which rows it was made with."""
        told = {"version": str(MARK_VERSION), "sheet": self.sheet.kind, "owner": self.sheet.owner, "file": file_id}
        told |= {"made": made_at} | ({"rows": json.dumps(rows)} if rows is not None else {})
        mark = self.book.add_worksheet(MARK_SHEET)
        mark.very_hidden()
        for number, (name, value) in enumerate(told.items()):
            mark.write_string(number, 0, name)
            mark.write_string(number, 1, value)

    def closed(self, *, made_at: datetime | None) -> bytes:
        for row, height in ((row, height) for row, height in self.heights.items() if height > LINE_HEIGHT):
            self.tab.set_row(row, min(height, TALLEST))
        when = date_format(localtime(made_at), "SHORT_DATETIME_FORMAT") if made_at else ""
        write_instructions(self.book, self.sheet, when=when)
        self.book.set_properties({"title": self.sheet.subject, "author": "Thanh Lịch"})
        self.tab.activate()
        self.book.close()
        return self.stream.getvalue()


def explanation(column: SheetColumn) -> str:
    """Return what stands beside a column's heading."""
    needed = _("Has to be filled in.") if column.is_required else ""
    listed = _("Choose from the list.") if column.choices else ""
    return " ".join(part for part in (needed, str(column.help), listed) if part)


def _by_row(mistakes: Iterable[Mistake]) -> dict[int, list[Mistake]]:
    found: dict[int, list[Mistake]] = {}
    for mistake in mistakes:
        found.setdefault(mistake.row, []).append(mistake)
    return found
