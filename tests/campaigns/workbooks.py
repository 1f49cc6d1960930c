"""Workbooks as people fill them in: made from the portal's own form with openpyxl, or by hand where they are odd."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.worksheet.worksheet import Worksheet

from units.xlsx import XLSX

PLAN_TAB, LOG_TAB = "Các hoạt động", "Nhật ký hoạt động"


def opened(body: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(body))


def packed(book: openpyxl.Workbook) -> bytes:
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def edited(body: bytes, change: Callable[[Worksheet], Any], tab: str = PLAN_TAB) -> bytes:
    """Return a workbook after somebody changed its sheet in Excel."""
    book = opened(body)
    change(book[tab])
    return packed(book)


def headings(sheet: Worksheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1] if cell.value}


def put_in(sheet: Worksheet, row: int, cells: Mapping[str, Any]) -> None:
    places = headings(sheet)
    for heading, value in cells.items():
        sheet.cell(row, places[heading]).value = value


def rows_of(body: bytes, tab: str = PLAN_TAB) -> list[dict[str, Any]]:
    """Return the filled rows below the headings, without the hidden keys."""
    sheet = opened(body)[tab]
    names = {place: name for name, place in headings(sheet).items()}
    found = []
    for row in sheet.iter_rows(min_row=2):
        filled = {names[cell.column]: cell.value for cell in row if cell.value is not None and cell.column in names}
        filled.pop("Mã dòng (giữ nguyên)", None)
        if filled:
            found.append(filled)
    return found


def replaced(body: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """Put parts into a workbook, in the place of those of the same name; None takes one out."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return made.getvalue()


def part(body: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(body)) as archive:
        return archive.read(name)


def upload(body: bytes, name: str = "ke-hoach.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, XLSX)


def plain(sheets: Mapping[str, Iterable[Iterable[Any]]]) -> bytes:
    """Return a workbook that was made without the portal's form."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return packed(book)
