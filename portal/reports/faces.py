"""The faces of a report: what it can be taken along as, and what they share, its chart and its file name."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime

from campaigns.calendar import VIET_NAM
from portal import charts
from portal.models import Report
from portal.reports.compute import sealed
from portal.reports.outline import in_their_order


def cluster_chart(snapshot: Mapping[str, Any], words: Mapping[str, Any], *, rows_url: str = "") -> dict[str, Any]:
    """Describe the figures per cluster as stacked bars; on the page a bar leads to its rows."""
    names = dict(words["clusters"])
    rows = in_their_order(snapshot["clusters"], words["clusters"])
    return charts.standing_bars(
        charts.Bar(names.get(row["key"], row["key"]), row["on_time"], row["late"], row["overdue"], url)
        for row in rows
        for url in [f"{rows_url}?{urlencode({'cluster': row['key']})}" if rows_url else ""]
    )


def filename(report: Report, ending: str) -> str:
    """Name a downloaded file after the day that the report is for."""
    return f"bao-cao-{localtime(report.as_of, VIET_NAM):%Y-%m-%d}.{ending}"


def json_text(report: Report) -> bytes:
    """Write the frozen snapshot with its hash."""
    return json.dumps(sealed(report.snapshot, report.sha256), ensure_ascii=False).encode()


def _docx(report: Report, address: str) -> bytes:
    from portal.reports.render_docx import docx

    return docx(report, address=address)


def _pdf(report: Report, address: str) -> bytes:
    from portal.reports.render_pdf import pdf

    return pdf(report, address=address)


def _csv(report: Report, address: str) -> bytes:
    from portal.reports.render_csv import csv_file

    return csv_file(report)


def _xlsx(report: Report, address: str) -> bytes:
    from portal.reports.render_xlsx import xlsx

    return xlsx(report)


FACES: Final[Mapping[str, Callable[[Report, str], bytes]]] = {
    "docx": _docx,
    "pdf": _pdf,
    "xlsx": _xlsx,
    "csv": _csv,
    "json": lambda report, address: json_text(report),
}
MAILED: Final = ("docx", "pdf", "xlsx")


def render_face(report: Report, face: str, *, address: str) -> bytes:
    """Render a ready report; `address` is where its code can be checked. Official papers are in Vietnamese."""
    with translation.override(settings.LANGUAGE_CODE):
        return FACES[face](report, address)
