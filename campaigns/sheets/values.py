"""Reads what stands in a cell as what its column takes: the right value or a sentence, never a guess."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from campaigns.sheets.columns import Kind, SheetColumn
from campaigns.sheets.reading import Cell, CellType
from units.fields import IN_GROUPS, TwoReadings, read_number
from units.old_encodings import encoding_complaint
from units.vietnamese import fold, nfc

FIRST_YEAR, LAST_YEAR = 1990, 2099
DAY_FIRST = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")
IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
SHORT_YEAR = re.compile(r"\d{1,2}\s*([/.-])\s*\d{1,2}\s*\1\s*\d{2}")
GROUPS: Final = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+)")  # of a number that can have no fraction
SIGN: Final = re.compile(r"(?<=[0-9.,])\s*(?:%|đồng|đ|vnđ)$", re.I)


class CellRefused(Exception):
    """What a cell cannot hold; `str()` is the sentence that says why and what to do."""


class Percent(Decimal):
    """A number that was written as a percentage: 87.5 for 87,5 %."""


def read_cell(column: SheetColumn, cell: Cell | None) -> Any:
    """Return the value of a cell, None or "" for an empty one. Raises `CellRefused`."""
    is_text = column.kind in (Kind.LINE, Kind.PASSAGE)
    if cell is None:
        return "" if is_text or column.kind == Kind.CHOICE else None
    if cell.type == CellType.FORMULA:
        raise CellRefused(_("A formula stands here. Copy the cell and paste it as a value (Paste Special, Values)."))
    if cell.type == CellType.ERROR:
        raise CellRefused(_("“%(typed)s” is an error of Excel. Write the value itself.") % {"typed": typed(cell)})
    if isinstance(cell.value, str) and (complaint := encoding_complaint(cell.value)):
        raise CellRefused(complaint)
    return READERS[column.kind](column, cell)


def typed(cell: Cell | None) -> str:
    """Return what stands in a cell as a person sees it."""
    if cell is None:
        return ""
    if isinstance(cell.value, date):
        return date_format(cell.value, "SHORT_DATE_FORMAT")
    if isinstance(cell.value, Decimal):
        sign, number = (" %", cell.value * 100) if cell.type == CellType.PERCENT else ("", cell.value)
        return f"{number.normalize():f}".replace(".", ",") + sign
    if cell.type == CellType.TRUTH:
        return "TRUE" if cell.value == "1" else "FALSE"
    return str(cell.value)


# --- one reader for each kind of column ------------------------------------------------------------------------------


def _text(column: SheetColumn, cell: Cell) -> str:
    text = nfc(typed(cell), keep_lines=column.kind == Kind.PASSAGE)
    if len(text) > column.longest:
        sentence = _("This text has %(has)s characters, %(most)s is the most. Shorten it.")
        raise CellRefused(sentence % {"has": len(text), "most": column.longest})
    return text


def _choice(column: SheetColumn, cell: Cell) -> str:
    text = nfc(typed(cell))
    if (value := column.choice(text)) is not None:
        return value
    facts = {"typed": _short(text), "column": column.heading}
    if near := get_close_matches(fold(text)[:200], column.choices_folded, n=1, cutoff=0.7):
        facts["near"] = str(column.choices[column.choices_folded[near[0]]])
        raise CellRefused(_("“%(typed)s” is not in the list. Is “%(near)s” meant? Choose it from the list.") % facts)
    if not column.choices:
        raise CellRefused(_("There is nothing to choose from here yet. Leave the cell empty.") % facts)
    raise CellRefused(_("“%(typed)s” is not in the list. Choose from the list of the column “%(column)s”.") % facts)


def _day(column: SheetColumn, cell: Cell) -> date:
    if isinstance(cell.value, date):
        return _within(cell.value)
    if cell.type != CellType.TEXT:
        sentence = _("The number %(typed)s is no date. Write day/month/year, for example 05/03/2024.")
        raise CellRefused(sentence % {"typed": typed(cell)})
    text = nfc(str(cell.value))
    if match := DAY_FIRST.fullmatch(text):
        return _date(text, int(match[4]), int(match[3]), int(match[1]))
    if match := YEAR_FIRST.fullmatch(text):
        return _date(text, int(match[1]), int(match[3]), int(match[4]))
    if match := IN_WORDS.fullmatch(fold(text)):
        return _date(text, int(match[3]), int(match[2]), int(match[1]))
    if SHORT_YEAR.fullmatch(text):
        sentence = _("“%(typed)s” can be read in two ways. Write the year in four digits, for example 05/03/2024.")
        raise CellRefused(sentence % {"typed": _short(text)})
    sentence = _("“%(typed)s” is no date. Write day/month/year, for example 05/03/2024.")
    raise CellRefused(sentence % {"typed": _short(text)})


def _date(text: str, year: int, month: int, day: int) -> date:
    try:
        return _within(date(year, month, day))
    except ValueError as error:
        if 12 < month <= 31 and day <= 12:
            sentence = _(
                "“%(typed)s” has the month before the day. Write day/month/year: %(day)02d/%(month)02d/%(year)d."
            )
            facts = {"typed": _short(text), "day": month, "month": day, "year": year}
            raise CellRefused(sentence % facts) from error
        sentence = _("There is no day “%(typed)s” in the calendar. Look at day and month once more.")
        raise CellRefused(sentence % {"typed": _short(text)}) from error


def _within(day: date) -> date:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    sentence = _("The year %(year)s cannot be right. Write day/month/year, for example 05/03/2024.")
    raise CellRefused(sentence % {"year": day.year})


def _whole(column: SheetColumn, cell: Cell) -> Decimal:
    """Read a count: it has no fraction, so that 1.234 and 1,234 have one reading only."""
    number = _between(column, _figure(cell, GROUPS))
    if isinstance(number, Percent):
        raise CellRefused(_("A percentage stands here. Write how many there were."))
    if number != number.to_integral_value():
        raise CellRefused(_("“%(typed)s” is not a whole number. Write it without a fraction.") % {"typed": typed(cell)})
    return number


def _number(column: SheetColumn, cell: Cell) -> Decimal:
    number = _between(column, _figure(cell, IN_GROUPS if column.parts_thousands else None))
    if number != round(number, column.places):
        sentence = _("“%(typed)s” has too many places. Round it to %(places)s places after the comma.")
        raise CellRefused(sentence % {"typed": typed(cell), "places": column.places})
    return number


def _figure(cell: Cell, groups: re.Pattern[str] | None) -> Decimal:
    if cell.type == CellType.PERCENT and isinstance(cell.value, Decimal):
        return Percent(cell.value * 100)
    if isinstance(cell.value, Decimal):
        return cell.value
    if cell.type == CellType.TEXT:
        return _written(nfc(str(cell.value)), groups)
    sentence = _("“%(typed)s” is no number. Write it in digits, for example 1234 or 87,5.")
    raise CellRefused(sentence % {"typed": typed(cell)})


def _written(text: str, groups: re.Pattern[str] | None) -> Decimal:
    """Read a number that was written as text. Raises `CellRefused` for what is none or what could be two.

    What `groups` matches has one reading here: its dots (or commas, where there is no fraction) part thousands.
    """
    digits = "".join(SIGN.sub("", text).split())
    if groups and groups.fullmatch(digits):
        digits = digits.replace(".", "") if groups is IN_GROUPS else re.sub("[.,]", "", digits)
    try:
        number = read_number(digits)
    except TwoReadings as two:
        whole, fraction = re.split("[.,]", str(two))
        sentence = _("“%(typed)s” can be read in two ways. Write %(whole)s or %(fraction)s.")
        facts = {"typed": _short(text), "whole": whole + fraction, "fraction": f"{whole},{fraction.rstrip('0') or '0'}"}
        raise CellRefused(sentence % facts) from two
    except ValueError as error:
        sentence = _("“%(typed)s” is no number. Write it in digits, for example 1234 or 87,5.")
        raise CellRefused(sentence % {"typed": _short(text)}) from error
    return Percent(number) if text.endswith("%") else number


def _between(column: SheetColumn, number: Decimal) -> Decimal:
    if number < column.least:
        raise CellRefused(_("This number is too small: %(least)s is the least.") % {"least": column.least})
    if number > column.most:
        raise CellRefused(_("This number is too large: %(most)s is the most.") % {"most": column.most})
    return number


def _short(text: str) -> str:
    return Truncator(text).chars(60)


READERS: Mapping[Kind, Callable[[SheetColumn, Cell], Any]] = {
    Kind.LINE: _text,
    Kind.PASSAGE: _text,
    Kind.CHOICE: _choice,
    Kind.DAY: _day,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
}
