"""The sheet of instructions: how to fill in the form, column by column, in the words of the office."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from campaigns.sheets.columns import Kind, SheetColumn
from campaigns.sheets.sheet import HELP_TAB, Sheet
from units.xlsx import HEAD_LOOK

MOST_CHOICES: Final = 30
WIDTHS: Final = (30, 14, 60, 60)
LINE_HEIGHT: Final = 16


def write_instructions(book: Workbook, sheet: Sheet, *, when: str) -> None:
    tab = book.add_worksheet(str(HELP_TAB))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "font_size": 14, "text_wrap": True})
    head = book.add_format(HEAD_LOOK)
    for place, width in enumerate(WIDTHS):
        tab.set_column(place, place, width, wrapped)
    tab.merge_range(0, 0, 0, 3, sheet.subject, bold)
    row = 1
    for row, line in enumerate(_steps(sheet, when), start=1):
        tab.merge_range(row, 0, row, 3, line, wrapped)
        tab.set_row(row, height_of(line, sum(WIDTHS)))
    row += 2
    for place, heading in enumerate((_("Column"), _("Needed"), _("What to write"), _("Choices"))):
        tab.write_string(row, place, heading, head)
    for number, column in enumerate(sheet.columns, start=row + 1):
        cells = (column.heading, _("yes") if column.is_required else "", _what(column), _choices(column))
        for place, text in enumerate(cells):
            tab.write_string(number, place, text, wrapped)
        tab.set_row(number, max(height_of(text, width) for text, width in zip(cells, WIDTHS, strict=True)))
    tab.set_landscape()
    tab.set_paper(9)  # A4
    tab.fit_to_pages(1, 0)


def height_of(text: str, width: int) -> int:
    """Return the height that a text takes in a column of this width; not every program finds it by itself."""
    return LINE_HEIGHT * sum(1 + len(line) // width for line in text.split("\n"))


def _steps(sheet: Sheet, when: str) -> Iterator[str]:
    if when:
        yield _("This form was downloaded at %(when)s.") % {"when": when}
    yield _("1. Fill in the sheet “%(tab)s”, one row below the other, no empty heading, no merged cells.") % {
        "tab": sheet.tab
    }
    yield _("2. Leave the first row and the hidden parts as they are: by them the portal knows the rows again.")
    yield _("3. Save the file as .xlsx and bring it in on the page from which it was downloaded.")
    yield _(
        "4. The portal shows what would be added, changed or removed before anything is saved. "
        "A mistake in one row means that nothing is saved; it tells the cell and what to do."
    )
    yield _(
        "Dates: day/month/year (05/03/2024) or “ngày 5 tháng 3 năm 2024”. Numbers: 1234 or 87,5. "
        "What can be read in two ways (1.234 where fractions are possible) is asked for again."
    )
    yield _(
        "Text in Unicode only; TCVN3 or VNI text is converted with UniKey first (Ctrl+Shift+F6). "
        "Formulas are not read: paste their values."
    )
    yield str(sheet.when_deleted)
    yield from (str(hint) for hint in sheet.hints)


def _what(column: SheetColumn) -> str:
    kinds = {
        Kind.DAY: _("A date, day/month/year."),
        Kind.WHOLE: _("A whole number."),
        Kind.NUMBER: _("A number, with a comma before the fraction."),
        Kind.CHOICE: _("One of the choices."),
        Kind.LINE: _("Text of one line."),
        Kind.PASSAGE: _("Text."),
    }
    return " ".join(part for part in (str(column.help), kinds[column.kind]) if part)


def _choices(column: SheetColumn) -> str:
    labels = [str(label) for label in column.choices.values()]
    more = [_("… and more in the list of the column")] if len(labels) > MOST_CHOICES else []
    return "\n".join(labels[:MOST_CHOICES] + more)
