"""The rows behind a report's figures as CSV: one obligation a line, its flags 1 or 0, so that sums are the figures."""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO
from typing import Any, Final

from portal.models import Report
from portal.reports.render_xlsx import obligations, row_columns
from units.xlsx import RowsMissing

CSV: Final = "text/csv; charset=utf-8"
MARK: Final = "\ufeff"  # by which spreadsheet programs know UTF-8
BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_file(report: Report) -> bytes:
    """Write a ready report's rows from its frozen row alone. Raises `RowsMissing` rather than leave a row out."""
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(column.title for column in row_columns())
    number = write_all(writer, obligations(report))
    if number != len(report.snapshot["rows"]):
        raise RowsMissing(f"{number} rows were written, {len(report.snapshot['rows'])} were asked for")
    return (MARK + stream.getvalue()).encode()


def write_all(writer: Any, rows: Iterable[Iterable[Any]]) -> int:
    return sum(1 for row in rows if writer.writerow([cell(value) for value in row]))


def cell(value: Any) -> str:
    """Write one value: moments and days as ISO 8601; no text is taken for a formula."""
    if isinstance(value, date):  # moments, too
        return value.isoformat()
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text
