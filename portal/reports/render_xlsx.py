"""A report as a workbook: the figures, and every obligation behind them, so that each figure can be counted again."""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from portal.models import Report
from portal.reports.comparison import SPANS
from portal.reports.outline import Line, Outline, local, outline
from units.templatetags.look import state_word
from units.xlsx import CellKind, Column, add_sheet, new_workbook

LONGEST_NAME = 31  # of a sheet
COUNTS = ("due", "submitted", "on_time", "accepted", "overdue", "late", "waived")


def xlsx(report: Report) -> bytes:
    """Write a ready report's workbook from its frozen row alone. Raises `RowsMissing` rather than leave a row out."""
    parts = outline(report.snapshot, report.words)
    stream = BytesIO()
    with new_workbook(stream) as book:
        add_sheet(book, _("Totals"), [Column(_("What"), width=28), Column(_("Value"), width=90)], head(report, parts))
        add_picture(book, _("Chart"), bytes(report.chart_png or b""))
        for name, label, lines in (
            (_("Groups"), _("Group"), parts.groups[:-1]),
            (_("Requirements"), _("Requirement"), parts.requirements),
            (_("Clusters"), _("Cluster"), parts.clusters),
        ):
            add_sheet(book, name, figure_columns(label), map(figures, lines), expected_rows=len(lines))
        units = [*figure_columns(_("Unit")), Column(_("Late or missing in a row"), CellKind.INTEGER, 12)]
        rows_of_units = ([*figures(line), line.figures.get("in_a_row")] for line in parts.units)
        add_sheet(book, _("Units"), units, rows_of_units, expected_rows=len(parts.units))
        earlier = list(earlier_figures(report.snapshot))
        add_sheet(book, _("Earlier figures"), earlier_columns(), earlier, expected_rows=len(earlier))
        rows = report.snapshot["rows"]
        add_sheet(book, _("Obligations"), row_columns(), obligations(report), expected_rows=len(rows))
        for behind in (sheet for told in parts.chapters for sheet in told.behind):
            add_sheet(book, behind.name[:LONGEST_NAME], behind.columns, behind.rows, expected_rows=len(behind.rows))
    return stream.getvalue()


def add_picture(book: Workbook, name: str, png: bytes) -> None:
    """Add a sheet with the chart that the other faces show."""
    if png:
        book.add_worksheet(name).insert_image("A1", "chart.png", {"image_data": BytesIO(png), "description": name})


def head(report: Report, parts: Outline) -> Iterable[tuple[str, Any]]:
    yield _("Campaign"), f"{report.snapshot['campaign']}: {report.words['campaign']}"
    yield _("As of"), report.snapshot["as_of"]
    yield _("Scope"), parts.scope
    yield _("Code"), report.code
    yield "SHA-256", report.sha256
    for name, title in zip(COUNTS, count_titles(), strict=True):
        yield title, report.snapshot["totals"][name]


def count_titles() -> tuple[str, ...]:
    return (_("Due"), _("Handed in"), _("On time"), _("Accepted"), _("Missing"), _("Late"), _("Waived"))


def counts() -> list[Column]:
    return [Column(title, CellKind.INTEGER, 12) for title in count_titles()]


def figure_columns(label: str) -> list[Column]:
    return [Column(_("Code"), width=14), Column(label, width=48), Column(_("Cluster"), width=30), *counts()]


def figures(line: Line) -> list[Any]:
    return [line.code, line.label, line.note, *(line.figures[name] for name in COUNTS)]


def earlier_columns() -> list[Column]:
    return [
        Column(_("Compared with"), width=34),
        Column(_("As of"), CellKind.DATETIME, 18),
        Column(_("Campaign"), width=16),
        Column(_("Code"), width=14),
        Column(_("Unit"), width=44),
        *counts(),
    ]


def earlier_figures(snapshot: Mapping[str, Any]) -> Iterable[list[Any]]:
    """Yield each unit's figures at the moments with which the report is compared."""
    names = {unit["code"]: unit["name"] for unit in snapshot["units"]}
    for one in snapshot.get("compared", ()):
        head = [str(SPANS[one["span"]]), local(one["as_of"]), one["campaign"]]
        for unit in one["units"]:
            yield [*head, unit["code"], names.get(unit["code"], ""), *(unit[name] for name in COUNTS)]


def row_columns() -> list[Column]:
    return [
        Column(_("Code"), width=14),
        Column(_("Unit"), width=44),
        Column(_("Group"), width=12),
        Column(_("Cluster"), width=24),
        Column(_("Requirement"), width=44),
        Column(_("First day of the period"), CellKind.DATE, 14),
        Column(_("Last day of the period"), CellKind.DATE, 14),
        Column(_("Due date in force"), CellKind.DATETIME, 18),
        Column(_("Handed in at"), CellKind.DATETIME, 18),
        Column(_("State"), width=16),
        Column(_("Returned, times"), CellKind.INTEGER, 10),
        *counts(),
    ]


def obligations(report: Report) -> Iterable[list[Any]]:
    """Yield the rows behind the figures; flags are 1 or 0, so that a column's sum is the figure."""
    units = {unit["code"]: unit for unit in report.snapshot["units"]}
    titles = dict(report.words["requirements"])
    states = {state: state_word(state) for state in {row["state"] for row in report.snapshot["rows"]}}
    for row in report.snapshot["rows"]:
        unit: Mapping[str, Any] = units[row["unit"]]
        yield [
            row["unit"],
            unit["name"],
            unit["group"],
            unit["cluster"],
            titles.get(row["requirement"], row["requirement"]),
            date.fromisoformat(row["period_start"]),
            date.fromisoformat(row["period_end"]),
            local(row["due_at"]),
            local(row["submitted_at"]) if row["submitted_at"] else None,
            states[row["state"]],
            len(row["returns"]),
            *(int(row[flag]) for flag in COUNTS),
        ]
