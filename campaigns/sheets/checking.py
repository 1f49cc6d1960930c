"""Looks through an uploaded workbook row by row: values that are right, and a sentence for each cell that is not."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.utils import get_column_letter

from campaigns.sheets.columns import SheetColumn, in_every_language
from campaigns.sheets.comparing import FileRow, with_tickets
from campaigns.sheets.reading import Book, Cell, Listed, SheetCells
from campaigns.sheets.sheet import HELP_TAB, KEY_HEADING, LISTS_SHEET, MARK_SHEET, MARK_VERSION, TO_MEND, Sheet
from campaigns.sheets.values import CellRefused, read_cell, typed
from units.vietnamese import fold

HEADING_ROW: Final = 1
KEY: Final = ""  # the name of the hidden column of keys among the places of columns
MOST_NAMED: Final = 10
STORED_KEY = re.compile(r"([\w-]{1,40})\.([0-9a-f]{12})")
NEW_KEY = re.compile(r"n\d{1,5}")


class SheetRefused(Exception):
    """A workbook that is not this sheet at all; each sentence says why and what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences

    def __str__(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True)
class Mistake:
    """What is wrong in one cell."""

    sheet: str
    row: int
    column: int
    heading: str
    typed: str
    sentence: str

    @property
    def cell(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True)
class Mark:
    """What the hidden sheet of a template tells: whose it is, when it was made, with which rows."""

    sheet: str = ""
    owner: str = ""
    file_id: str = ""
    made_at: datetime | None = None
    rows: Mapping[str, str] | None = None  # key → fingerprint of each row that stood in it


@dataclass
class Checked:
    """A workbook that was looked through."""

    mark: Mark
    cells: SheetCells
    places: Mapping[str, int]  # of each column by its name
    rows: list[FileRow] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def check(sheet: Sheet, body: bytes) -> Checked:
    """Look through a workbook. Raises `FileRefused` for one that cannot be read, `SheetRefused` for another sheet."""
    book = Book(body)
    mark = _mark(sheet, book)
    listed = _data_sheet(sheet, book)
    cells = book.read(listed)
    found = Checked(mark, cells, _places(sheet, listed, cells))
    _refuse_too_many(sheet, cells, found.places)
    found.notices += _notices(sheet, listed, book, found)
    found.mistakes += _merged(listed, cells, found.places)
    rows = list(_rows(sheet, listed, found))
    found.mistakes += _twice(sheet, listed, found, rows)
    found.rows = with_tickets(rows, owner=sheet.owner, file_id=mark.file_id)
    found.mistakes.sort(key=lambda mistake: (mistake.row, mistake.column))
    return found


# --- is it this sheet at all? ----------------------------------------------------------------------------------------


def _mark(sheet: Sheet, book: Book) -> Mark:
    """Read the hidden sheet; a workbook that has lost it can still be read, but all its rows are new."""
    listed = book.listed(MARK_SHEET)
    if listed is None:
        return Mark()
    told = {fold(typed(row.get(1))): typed(row.get(2)) for row in book.read(listed).rows().values()}
    if told.get("version") != str(MARK_VERSION):
        raise SheetRefused(
            _("This file was made with an older form. Download the form again and copy the rows into it.")
        )
    if told.get("sheet") != sheet.kind:
        raise SheetRefused(
            _("This file is another form of the portal. Download the form from this page and fill that.")
        )
    if told.get("owner") != sheet.owner:
        raise SheetRefused(
            _("This file was made for another unit or another paper. Download the form from this page and fill that.")
        )
    return Mark(
        told["sheet"], told["owner"], told.get("file", ""), _moment(told.get("made", "")), _known(told.get("rows", ""))
    )


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _known(text: str) -> dict[str, str] | None:
    try:
        known: Any = json.loads(text)
    except ValueError:
        return None
    if not isinstance(known, dict):
        return None
    return {key: base for key, base in known.items() if isinstance(base, str)}


def _data_sheet(sheet: Sheet, book: Book) -> Listed:
    names = list(in_every_language(sheet.tab))
    listed = next((found for name in names if (found := book.listed(name))), None)
    if listed is None:
        visible = [each.name for each in book.sheets if not each.is_hidden]
        sentence = _("There is no sheet “%(name)s” in this file; it has: %(others)s. Rename the one that is filled in.")
        raise SheetRefused(sentence % {"name": sheet.tab, "others": _named(visible)})
    if listed.is_hidden:
        sentence = _("The sheet “%(name)s” is hidden. Show it (right click, Unhide) and look at it once more.")
        raise SheetRefused(sentence % {"name": listed.name})
    return listed


def _named(names: list[str]) -> str:
    shown = ", ".join(f"“{name[:60]}”" for name in names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else f"{shown} …"


def _places(sheet: Sheet, listed: Listed, cells: SheetCells) -> dict[str, int]:
    """Return where each column stands, by its heading. Raises `SheetRefused` where one is missing or stands twice."""
    headings: dict[str, list[int]] = {}
    for (row, place), cell in sorted(cells.cells.items(), key=lambda item: item[0]):
        if row == HEADING_ROW:
            headings.setdefault(fold(typed(cell)), []).append(place)
    places: dict[str, int] = {}
    sentences = []
    for column in sheet.columns:
        found = sorted(place for heading in column.headings for place in headings.get(heading, ()))
        if len(found) == 1:
            places[column.name] = found[0]
            continue
        wrong = _("The column “%(column)s” stands twice in row 1 of the sheet “%(sheet)s”. Delete one of the two.")
        lost = _("The column “%(column)s” is missing in row 1 of the sheet “%(sheet)s”. Head it as in the form.")
        sentences.append((wrong if found else lost) % {"column": column.heading, "sheet": listed.name})
    if sentences:
        raise SheetRefused(*sentences)
    if key := [place for heading in in_every_language(KEY_HEADING) for place in headings.get(fold(heading), ())]:
        places[KEY] = key[0]
    return places


def _refuse_too_many(sheet: Sheet, cells: SheetCells, places: Mapping[str, int]) -> None:
    filled = {row for (row, column), _cell in cells.cells.items() if column != places.get(KEY) and row != HEADING_ROW}
    if len(filled) > sheet.most_rows or (cells.beyond and cells.beyond[0] > HEADING_ROW + sheet.most_rows):
        sentence = _(
            "This sheet takes at most %(most)s rows, one below the other. Delete empty rows or split the file."
        )
        raise SheetRefused(sentence % {"most": sheet.most_rows})


# --- row by row ------------------------------------------------------------------------------------------------------


def _rows(sheet: Sheet, listed: Listed, found: Checked) -> Iterator[FileRow]:
    """Yield each filled row whose cells can all be read; note what cannot."""
    for number, row in found.cells.rows().items():
        if number <= HEADING_ROW or not any(row.get(found.places[column.name]) for column in sheet.columns):
            continue
        values: dict[str, Any] = {}
        wrong: list[Mistake] = []
        for column in sheet.columns:
            cell = row.get(found.places[column.name])
            try:
                values[column.name] = _value(column, cell)
            except CellRefused as refused:
                wrong.append(_mistake(listed, number, found, column, cell, str(refused)))
        if not wrong:
            sheet.fill_in(values)
            wrong = [
                _mistake(listed, number, found, sheet.column(name), row.get(found.places[name]), sentence)
                for name, sentence in sheet.complaints(values)
            ]
        found.mistakes += wrong
        if not wrong:
            key, base = _key(row.get(found.places.get(KEY, 0)))
            if sheet.key_column:
                own = values[sheet.key_column]
                yield FileRow(number, values, own, base if key == own else "", is_named=True)
            else:
                yield FileRow(number, values, key, base)


def _twice(sheet: Sheet, listed: Listed, found: Checked, rows: list[FileRow]) -> Iterator[Mistake]:
    """Yield a mistake for each given row that stands in the file once more."""
    first: dict[str, int] = {}
    for row in rows if sheet.key_column else ():
        if first.setdefault(row.key, row.number) != row.number:
            column = sheet.column(sheet.key_column)
            cell = found.cells.cells.get((row.number, found.places[column.name]))
            sentence = _("“%(key)s” stands in row %(row)s already. Delete one of the two rows.")
            facts = {"key": row.key, "row": first[row.key]}
            yield _mistake(listed, row.number, found, column, cell, sentence % facts)


def _value(column: SheetColumn, cell: Cell | None) -> Any:
    value = read_cell(column, cell)
    if column.is_required and value in ("", None):
        raise CellRefused(_("Fill this in: the column “%(column)s” is needed.") % {"column": column.heading})
    return value


def _mistake(
    listed: Listed, row: int, found: Checked, column: SheetColumn, cell: Cell | None, sentence: str
) -> Mistake:
    return Mistake(listed.name, row, found.places[column.name], column.heading, typed(cell)[:80], sentence)


def _key(cell: Cell | None) -> tuple[str, str]:
    """Return key and fingerprint of a row as it was downloaded; what somebody else wrote there is no key."""
    text = typed(cell)
    if stored := STORED_KEY.fullmatch(text):
        return stored[1], stored[2]
    return (text, "") if NEW_KEY.fullmatch(text) else ("", "")


def _merged(listed: Listed, cells: SheetCells, places: Mapping[str, int]) -> Iterator[Mistake]:
    """Yield a mistake for each group of merged cells among ours: only the first of them holds a value."""
    ours = {place: name for name, place in places.items()}
    for (top, left), (bottom, right) in cells.merges:
        column = next((column for column in range(left, right + 1) if column in ours), None)
        if column is None or (top, left) == (bottom, right):
            continue
        sentence = _("Cells are merged here. Unmerge them (Home, Merge & Center) and fill in each cell by itself.")
        heading = typed(cells.cells.get((HEADING_ROW, column)))
        yield Mistake(listed.name, top, left, heading, typed(cells.cells.get((top, left)))[:80], sentence)


# --- what is read all the same, or not at all ------------------------------------------------------------------------


def _notices(sheet: Sheet, listed: Listed, book: Book, found: Checked) -> Iterator[str]:
    if found.mark.rows is None:
        yield _(
            "The hidden part of the form is missing: rows that stand in the portal already are recognised only where "
            "nothing in them was changed, and nothing is removed."
        )
    ours = {place for name, place in found.places.items() if name != KEY}
    filled = {number for number, row in found.cells.rows().items() if number > HEADING_ROW and set(row) & ours}
    if rows := sorted(filled & found.cells.hidden_rows):
        named = ", ".join(str(row) for row in rows[:MOST_NAMED]) + (" …" if len(rows) > MOST_NAMED else "")
        sentence = ngettext(
            "Row %(rows)s is hidden and read all the same.",
            "Rows %(rows)s are hidden and read all the same.",
            len(rows),
        )
        yield sentence % {"rows": named}
    if hidden := sorted(ours & found.cells.hidden_columns):
        headings = [typed(found.cells.cells.get((HEADING_ROW, column))) for column in hidden]
        yield _("These columns are hidden and read all the same: %(names)s.") % {"names": _named(headings)}
    if columns := _unread(found, set(found.places.values())):
        yield _("These columns are not part of the form and are not read: %(names)s.") % {"names": _named(columns)}
    own = {listed.name, MARK_SHEET, LISTS_SHEET, *in_every_language(HELP_TAB)}
    if others := [each.name for each in book.sheets if each.name not in own]:
        yield _("These sheets are not read: %(names)s.") % {"names": _named(others)}


def _unread(found: Checked, ours: set[int]) -> list[str]:
    """Return the headings of the columns that hold something and are none of the form's."""
    mended = {fold(text) for text in in_every_language(TO_MEND)}
    columns = sorted({column for (row, column) in found.cells.cells if row > HEADING_ROW and column not in ours})
    headings = [typed(found.cells.cells.get((HEADING_ROW, column))) or get_column_letter(column) for column in columns]
    if found.cells.beyond:
        headings.append(get_column_letter(found.cells.beyond[1]))
    return [heading for heading in headings if fold(heading) not in mended]
