"""Reads the cells of an uploaded workbook in bounded time and memory, whatever it claims to hold.

The usual readers build what a file claims (a million rows, a sheet as wide as Excel allows) before anyone can object.
This one walks through the XML once, keeps what stands in the first rows and columns and remembers that there was more.
Formulas are never evaluated and their results never read. The file has passed `gate_ooxml` before.
"""

import posixpath
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from io import BytesIO
from typing import Any, Final
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel, from_ISO8601

from campaigns.gate_words import FileRefused, Refusal

MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 60
MOST_TAGS: Final = 500_000  # of one part; a full sheet of ours has a tenth
MOST_CELLS: Final = 100_000
MOST_STRINGS: Final = 100_000
MOST_LETTERS: Final = 8_000_000
MOST_SHEETS: Final = 100
LONGEST_TEXT: Final = 32_767
MOST_MERGES: Final = 1_000

Place = tuple[int, int]  # row and column, from 1
PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
XML_PARTS = (".xml", ".rels")
BROKEN = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ExpatError, LookupError, ValueError)


class CellType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"  # a number that is shown as a percentage; its value is a fraction
    DAY = "day"
    TRUTH = "truth"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True)
class Cell:
    """What stands in one cell; of a formula its text."""

    type: CellType
    value: str | Decimal | date


@dataclass
class SheetCells:
    """One sheet as far as it was read."""

    cells: dict[Place, Cell] = field(default_factory=dict)
    merges: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    beyond: Place | None = None  # the first cell that lies outside of what is read

    def rows(self) -> dict[int, dict[int, Cell]]:
        """Return the filled rows by their number, each as column → cell."""
        found: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items(), key=lambda item: item[0]):
            found.setdefault(row, {})[column] = cell
        return found


@dataclass(frozen=True)
class Listed:
    """A sheet in the workbook's list."""

    name: str
    is_hidden: bool
    part: str


class Book:
    """A workbook; sheets are read when they are asked for. Raises `FileRefused` for one that cannot be read."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        try:
            with ZipFile(BytesIO(body)) as archive:
                self.sheets, self._epoch = _read_list(archive)
                self._strings = _Strings.read(archive, "xl/sharedStrings.xml").strings
                self._formats = _Styles.read(archive, "xl/styles.xml").formats
        except BROKEN as error:
            raise FileRefused(Refusal.BROKEN_OFFICE) from error

    def listed(self, name: str) -> Listed | None:
        return next((sheet for sheet in self.sheets if sheet.name.strip().lower() == name.lower()), None)

    def read(self, sheet: Listed) -> SheetCells:
        """Return the cells of a sheet. Raises `FileRefused`."""
        reader = _Sheet(self._strings, self._formats, self._epoch)
        try:
            with ZipFile(BytesIO(self._body)) as archive:
                reader.walk(archive, sheet.part)
        except BROKEN as error:
            raise FileRefused(Refusal.BROKEN_OFFICE) from error
        return reader.found


# --- XML, one part after another -----------------------------------------------------------------------------------


class _Part:
    """A walk through one part of the workbook: `starts` and `ends` name what is done at which element."""

    def __init__(self) -> None:
        self.starts: Mapping[str, Callable[[dict[str, str]], Any]] = {}
        self.ends: Mapping[str, Callable[[], Any]] = {}
        self.text: list[str] = []

    @classmethod
    def read(cls, archive: ZipFile, part: str) -> Any:
        """Walk through a part that may be missing."""
        walk = cls()
        if part in archive.namelist():
            walk.walk(archive, part)
        return walk

    def walk(self, archive: ZipFile, part: str) -> None:
        if not part.endswith(XML_PARTS):
            raise ValueError(part)
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text.append
        parser.StartDoctypeDeclHandler = self._refuse
        content = archive.read(part)
        if content.count(b"<") > MOST_TAGS:
            raise FileRefused(Refusal.LARGE_OFFICE)
        parser.Parse(content, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if act := self.starts.get(name) or self.starts.get(name.rpartition(":")[2]):
            act(attributes)

    def _end(self, name: str) -> None:
        if act := self.ends.get(name) or self.ends.get(name.rpartition(":")[2]):
            act()

    def _refuse(self, *_facts: Any) -> None:
        raise ValueError("a document type is declared")

    def _forget(self, _attributes: dict[str, str] | None = None) -> None:
        self.text.clear()

    def _taken(self) -> str:
        taken = "".join(self.text)
        self.text.clear()
        return taken


class _Strings(_Part):
    """The texts that cells refer to by number."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self.pieces: list[str] = []
        self.letters = 0
        self.is_aloud = False  # inside of how to read the text aloud, in Japanese files
        self.starts = {"si": self._begin, "t": self._forget, "rPh": self._aloud}
        self.ends = {"t": self._piece, "rPh": self._silent, "si": self._string}

    def _begin(self, _attributes: dict[str, str]) -> None:
        self.pieces.clear()

    def _aloud(self, _attributes: dict[str, str]) -> None:
        self.is_aloud = True

    def _silent(self) -> None:
        self.is_aloud = False

    def _piece(self) -> None:
        if not self.is_aloud:
            self.pieces.append(self._taken())

    def _string(self) -> None:
        self.strings.append(_unescaped("".join(self.pieces))[:LONGEST_TEXT])
        self.letters += len(self.strings[-1])
        if len(self.strings) > MOST_STRINGS or self.letters > MOST_LETTERS:
            raise FileRefused(Refusal.LARGE_OFFICE)


class _Styles(_Part):
    """The number format of each style, by the style's number."""

    def __init__(self) -> None:
        super().__init__()
        self.own: dict[int, str] = {}
        self.formats: list[str] = []
        self.is_inside = False
        self.starts = {"numFmt": self._format, "cellXfs": self._enter, "xf": self._style}
        self.ends = {"cellXfs": self._leave}

    def _format(self, attributes: dict[str, str]) -> None:
        self.own[int(attributes["numFmtId"])] = attributes.get("formatCode", "")[:200]

    def _enter(self, _attributes: dict[str, str]) -> None:
        self.is_inside = True

    def _leave(self) -> None:
        self.is_inside = False

    def _style(self, attributes: dict[str, str]) -> None:
        if self.is_inside and len(self.formats) < MOST_CELLS:
            number = int(attributes.get("numFmtId", 0))
            self.formats.append(self.own.get(number) or BUILTIN_FORMATS.get(number, "General"))


class _Sheet(_Part):
    """The cells of a sheet."""

    def __init__(self, strings: list[str], formats: list[str], epoch: datetime) -> None:
        super().__init__()
        self.strings, self.formats, self.epoch = strings, formats, epoch
        self.found = SheetCells()
        self.row, self.column = 0, 0
        self.cell: dict[str, str] = {}
        self.value, self.formula = "", ""
        self.starts = {
            "row": self._row,
            "col": self._col,
            "c": self._open,
            "v": self._forget,
            "f": self._forget,
            "t": self._forget,
            "mergeCell": self._merge,
        }
        self.ends = {"v": self._keep_value, "t": self._keep_piece, "f": self._keep_formula, "c": self._close}

    def _row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes.get("r", self.row + 1))
        self.column = 0
        if attributes.get("hidden") in ("1", "true") and self.row <= MOST_ROWS:
            self.found.hidden_rows.add(self.row)

    def _col(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            last = min(int(attributes["max"]), MOST_COLUMNS)
            self.found.hidden_columns.update(range(int(attributes["min"]), last + 1))

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _colon, last = attributes["ref"].partition(":")
        if len(self.found.merges) < MOST_MERGES:
            self.found.merges.append((_place(first), _place(last or first)))

    def _open(self, attributes: dict[str, str]) -> None:
        self.cell, self.value, self.formula = attributes, "", ""
        if "r" in attributes:
            self.row, self.column = _place(attributes["r"])
        else:
            self.column += 1

    def _keep_value(self) -> None:
        self.value = self._taken()

    def _keep_piece(self) -> None:
        self.value += self._taken()

    def _keep_formula(self) -> None:
        self.formula = f"={self._taken()[:200]}"

    def _close(self) -> None:
        if not self.value.strip() and not self.formula:
            return
        place = (self.row, self.column)
        if self.row > MOST_ROWS or self.column > MOST_COLUMNS:
            self.found.beyond = self.found.beyond or place
            return
        cell = self._made()
        if cell.value != "":
            self.found.cells[place] = cell
        if len(self.found.cells) > MOST_CELLS:
            raise FileRefused(Refusal.LARGE_OFFICE)

    def _made(self) -> Cell:
        if self.formula:
            return Cell(CellType.FORMULA, self.formula)
        match self.cell.get("t", "n"):
            case "s":
                return Cell(CellType.TEXT, self.strings[int(self.value)].strip())
            case "str" | "inlineStr":
                return Cell(CellType.TEXT, _unescaped(self.value)[:LONGEST_TEXT].strip())
            case "b":
                return Cell(CellType.TRUTH, self.value)
            case "e":
                return Cell(CellType.ERROR, self.value)
            case "d":
                return self._day_or(CellType.ERROR, self.value, lambda: from_ISO8601(self.value))
        return self._number()

    def _number(self) -> Cell:
        """Return a number as Excel shows it, 15 digits of it; a day where its format says so."""
        try:
            number = Decimal(f"{float(self.value):.15g}")
        except (ValueError, InvalidOperation):
            return Cell(CellType.ERROR, self.value)
        if not number.is_finite():
            return Cell(CellType.ERROR, self.value)
        style = int(self.cell.get("s", 0))
        shown = self.formats[style] if 0 <= style < len(self.formats) else "General"
        if is_date_format(shown):
            return self._day_or(CellType.NUMBER, number, lambda: from_excel(float(number), self.epoch))
        return Cell(CellType.PERCENT if "%" in shown else CellType.NUMBER, number)

    @staticmethod
    def _day_or(type_: CellType, value: str | Decimal, read: Callable[[], Any]) -> Cell:
        """Return the day that was read, or the value as it stands where it is none (an hour, a year 20000)."""
        try:
            moment = read()
        except (OverflowError, ValueError):
            return Cell(type_, value)
        day = moment.date() if isinstance(moment, datetime) else moment
        return Cell(CellType.DAY, day) if isinstance(day, date) else Cell(type_, value)


# --- small things --------------------------------------------------------------------------------------------------


class _List(_Part):
    """The workbook's list of sheets, and what each part is called."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[dict[str, str]] = []
        self.targets: dict[str, str] = {}
        self.epoch = CALENDAR_WINDOWS_1900
        self.starts = {"sheet": self._sheet, "Relationship": self._relation, "workbookPr": self._properties}

    def _sheet(self, attributes: dict[str, str]) -> None:
        self.sheets.append({name.rpartition(":")[2]: value for name, value in attributes.items()})

    def _relation(self, attributes: dict[str, str]) -> None:
        self.targets[attributes["Id"]] = attributes["Target"]

    def part(self, key: str) -> str:
        """Return the name of the part that a relation points at."""
        return posixpath.normpath(posixpath.join("/xl", self.targets[key])).lstrip("/")

    def _properties(self, attributes: dict[str, str]) -> None:
        if attributes.get("date1904") in ("1", "true"):
            self.epoch = CALENDAR_MAC_1904


def _read_list(archive: ZipFile) -> tuple[list[Listed], datetime]:
    book = _List()
    book.walk(archive, "xl/workbook.xml")
    book.walk(archive, "xl/_rels/workbook.xml.rels")
    listed = [
        Listed(sheet["name"], sheet.get("state", "visible") != "visible", book.part(sheet["id"]))
        for sheet in book.sheets[:MOST_SHEETS]
    ]
    return listed, book.epoch


def _place(text: str) -> Place:
    """Return row and column of a name such as E7. Raises ValueError for what names no cell."""
    match = PLACE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _unescaped(text: str) -> str:
    """Give back the characters that workbooks write as _x000D_, but no letter that is none."""

    def letter(code: re.Match[str]) -> str:
        made = chr(int(code[1], 16))
        return made if made in "\t\n\r" or made.isprintable() else ""

    return ESCAPED.sub(letter, text) if "_x" in text else text
