"""Small things that all faces of a report share: its chart, its file name."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localtime

from campaigns.calendar import VIET_NAM
from portal import charts
from portal.models import Report
from portal.reports.outline import in_their_order


def cluster_chart(snapshot: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Describe the figures per cluster as stacked bars."""
    names = dict(words["clusters"])
    rows = in_their_order(snapshot["clusters"], words["clusters"])
    return charts.standing_bars(
        charts.Bar(names.get(row["key"], row["key"]), row["on_time"], row["late"], row["overdue"]) for row in rows
    )


def filename(report: Report, ending: str) -> str:
    """Name a downloaded file after the day that the report is for."""
    return f"bao-cao-{localtime(report.as_of, VIET_NAM):%Y-%m-%d}.{ending}"
