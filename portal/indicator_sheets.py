"""The council's sums of figures as rows of a workbook."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from campaigns.indicator_sums import Figure, Total
from campaigns.models import Indicator
from campaigns.progress_words import doubt_words
from portal.indicators import ClusterLine, IndicatorLine
from units.models import Group
from units.xlsx import CellKind, Column


def line_columns() -> list[Column]:
    return [
        Column(_("Code"), CellKind.TEXT, 26),
        Column(_("Section"), CellKind.TEXT, 30),
        Column(_("Indicator"), CellKind.TEXT, 50),
        Column(_("Unit of measure"), CellKind.TEXT, 14),
        Column(_("Of"), CellKind.TEXT, 34),
        Column(_("Units that reported"), CellKind.INTEGER, 12),
        *_figure_columns(),
    ]


def _figure_columns() -> list[Column]:
    return [
        Column(_("Value"), CellKind.NUMBER, 16),
        Column(_("Part"), CellKind.NUMBER, 14),
        Column(_("Whole"), CellKind.NUMBER, 14),
    ]


def line_rows(lines: Iterable[IndicatorLine], cluster_names: Mapping[str, str]) -> list[list[Any]]:
    """Return a row for the whole, each group and each cluster of every indicator."""
    groups = {str(group.value): str(group.label) for group in Group}
    rows = []
    for line in lines:
        head = [line.indicator.code, line.indicator.section, line.indicator.name, line.indicator.measure]
        of: list[tuple[str, Total]] = [(_("All units"), line.whole)]
        of += [(words, line.groups[key]) for key, words in groups.items() if key in line.groups]
        of += [(name, line.clusters[code]) for code, name in cluster_names.items() if code in line.clusters]
        rows += [[*head, words, total.units, *_figure(total.figure)] for words, total in of]
    return rows


def _figure(figure: Figure) -> list[float | None]:
    """Return value (a share in per cent), part and whole."""
    value = figure.value
    shown = None if value is None else float(value if figure.amount is not None else 100 * value)
    return [shown, *(None if number is None else float(number) for number in (figure.part, figure.whole))]


def unit_columns(indicator: Indicator) -> list[Column]:
    value, part, whole = _figure_columns()
    return [
        Column(_("Cluster"), CellKind.TEXT, 34),
        Column(_("Code"), CellKind.TEXT, 14),
        Column(_("Unit"), CellKind.TEXT, 40),
        Column(f"{value.title} ({indicator.measure})", CellKind.NUMBER, 16),
        Column(indicator.part_label or part.title, CellKind.NUMBER, 14),
        Column(indicator.whole_label or whole.title, CellKind.NUMBER, 14),
        Column(_("Last period"), CellKind.NUMBER, 16),
        Column(_("Stands apart"), CellKind.TEXT, 12),
        Column(_("What looks wrong"), CellKind.TEXT, 40),
        Column(_("Explanation"), CellKind.TEXT, 50),
    ]


def unit_rows(clusters: Iterable[ClusterLine]) -> list[list[Any]]:
    return [
        [
            cluster.name,
            unit.code,
            unit.name,
            *_figure(unit.reported.figure),
            _figure(unit.reported.before)[0],
            _("yes") if unit.is_far else "",
            "; ".join(doubt_words(doubt) for doubt in unit.doubts),
            unit.reported.explanation,
        ]
        for cluster in clusters
        for unit in cluster.units
    ]
