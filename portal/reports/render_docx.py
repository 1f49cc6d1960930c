"""A report as an official paper: its facts from the frozen row alone, and the Word file made of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime

from campaigns.calendar import VIET_NAM
from portal.models import Report
from portal.papers.pictures import Picture, qr
from portal.papers.render import render_docx
from portal.reports.outline import Line, Listed, Named, Outline, day, outline
from units.letterhead import number_line, place_and_date, written_day

COUNCIL = "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG"
SYMBOL = "HĐTĐKT"
RECIPIENTS = (
    *("- Chủ tịch Hội đồng (để báo cáo);", "- Các ủy viên Hội đồng;", "- Các đơn vị tham gia;", "- Lưu: VT, HĐ."),
)
CHART_WIDTH = 150


def docx(report: Report, *, address: str) -> bytes:
    """Render a ready report; `address` is where its code can be checked."""
    return render_docx("report", facts(report, address=address))


def facts(report: Report, *, address: str) -> dict[str, Any]:
    """Return what the paper says: texts, rows of texts, pictures. An official paper is in Vietnamese."""
    with translation.override("vi"):
        return _facts(report, outline(report.snapshot, report.words), address)


def _facts(report: Report, parts: Outline, address: str) -> dict[str, Any]:
    made = localtime(report.made_at, VIET_NAM)
    return {
        **head(report, parts, made),
        "annex_of": f"(Kèm theo Báo cáo số        /BC-{SYMBOL} {written_day(made)})",
        "legend": "“—”: chưa có nhiệm vụ nào đến hạn. Tỷ lệ tính trên số nhiệm vụ phải nộp đã đến hạn.",
        "guidance": parts.guidance,
        "summary": parts.summary,
        "groups": [figures(line) for line in parts.groups],
        "requirements": [figures(line) for line in parts.requirements],
        "clusters": [figures(line) for line in parts.clusters],
        "chart": Picture(CHART_WIDTH, bytes(report.chart_png)) if report.chart_png else "",
        "missing": [listed(part) for part in parts.missing],
        "late": [listed(part) for part in parts.late],
        "ahead": parts.ahead,
        "units": [annexed(number, line) for number, line in enumerate(parts.units, start=1)],
        "recipients": list(RECIPIENTS),
        "authority": "TM. HỘI ĐỒNG\nCHỦ TỊCH",
        "signer": "",
        "code": report.code,
        "address": address,
        "sha256": report.sha256,
        "qr": qr(address),
    }


def head(report: Report, parts: Outline, made: datetime) -> dict[str, str]:
    at = date_format(parts.as_of, "H:i:s, d/m/Y")
    return {
        "parent": report.words["host"].upper().replace("NHÂN DÂN ", "NHÂN DÂN\n"),
        "agency": COUNCIL,
        "number": number_line("", kind="BC", symbol=SYMBOL),
        "draft": "",
        "place_and_date": place_and_date(report.words["place"], made),
        "subject": parts.subject,
        "as_of": f"(Số liệu tính đến {at}; phạm vi: {lower_first(parts.scope)})",
    }


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def figures(line: Line) -> dict[str, str]:
    shares = zip(("submitted", "on_time", "accepted"), map(str, line.shares), strict=True)
    counts = zip(("late", "overdue", "waived"), map(number_format, line.counts), strict=True)
    return {"label": line.label, "due": number_format(line.due), **dict(shares), **dict(counts)}


def annexed(number: int, line: Line) -> dict[str, str]:
    return {"number": number_format(number), "cluster": line.note, **figures(line)}


def listed(part: Listed) -> dict[str, Any]:
    units = [named(number, unit) for number, unit in enumerate(part.units, start=1)]
    return {"title": part.title, "number": number_format(len(units)), "units": units}


def named(number: int, unit: Named) -> Mapping[str, str]:
    note = unit.lateness or unit.cluster
    return {"number": number_format(number), "name": unit.unit, "due": day(unit.due), "note": note}
