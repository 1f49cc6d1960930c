"""A report as an editable Word file in the layout of Decree 30/2020, from the frozen row alone."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import Any

import segno
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from campaigns.calendar import VIET_NAM
from portal.models import Report
from portal.papers import report_template
from portal.reports.outline import Line, Listed, Named, Outline, day, outline

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COUNCIL = "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG"
SYMBOL = "BC-HĐTĐKT"


@cache
def template() -> bytes:
    return report_template.build()


def docx(report: Report, *, address: str) -> bytes:
    """Render a ready report; `address` is where its code can be checked. An official paper is in Vietnamese."""
    paper = DocxTemplate(BytesIO(template()))
    with translation.override("vi"):
        context = facts(report, outline(report.snapshot, report.words), address)
    context["chart"] = InlineImage(paper, BytesIO(bytes(report.chart_png)), width=Mm(150)) if report.chart_png else ""
    context["qr"] = InlineImage(paper, qr_png(address), width=Mm(18))
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    paper.render(context, environment, autoescape=True)
    paper.docx.core_properties.title = context["subject"]
    paper.docx.core_properties.author = COUNCIL.replace("\n", " ").capitalize()
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def facts(report: Report, parts: Outline, address: str) -> dict[str, Any]:
    """Return the fields of the template: texts, and rows of texts."""
    made = localtime(report.made_at, VIET_NAM)
    at = date_format(parts.as_of, "H:i:s, d/m/Y")
    return {
        "parent": report.words["host"].upper().replace("NHÂN DÂN ", "NHÂN DÂN\n"),
        "agency": COUNCIL,
        "number": f"Số:        /{SYMBOL}",
        "place_and_date": f"{report.words['place'] or '……'}, {written_day(made)}",
        "subject": parts.subject,
        "as_of": f"(Số liệu tính đến {at}; phạm vi: {lower_first(parts.scope)})",
        "annex_of": f"(Kèm theo Báo cáo số        /{SYMBOL} {written_day(made)})",
        "legend": "“—”: chưa có nhiệm vụ nào đến hạn. Tỷ lệ tính trên số nhiệm vụ phải nộp đã đến hạn.",
        "heads": list(parts.heads),
        "guidance": parts.guidance,
        "summary": parts.summary,
        "groups": [cells(line) for line in parts.groups],
        "requirements": [cells(line) for line in parts.requirements],
        "clusters": [cells(line) for line in parts.clusters],
        "missing": [listed(part) for part in parts.missing],
        "late": [listed(part) for part in parts.late],
        "ahead": parts.ahead,
        "units": [annexed(number, line) for number, line in enumerate(parts.units, start=1)],
        "signer": "",
        "code": report.code,
        "address": address,
        "sha256": report.sha256,
    }


def written_day(day: Any) -> str:
    """Write a date as the decree does: days under 10 and the months 1 and 2 with a zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day:%d} tháng {month} năm {day.year}"


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def cells(line: Line) -> list[str]:
    return [line.label, number_format(line.due), *map(str, line.shares), *map(number_format, line.counts)]


def annexed(number: int, line: Line) -> list[str]:
    return [number_format(number), line.label, line.note, *cells(line)[1:]]


def listed(part: Listed) -> dict[str, Any]:
    return {"title": part.title, "units": list(numbered(part.units))}


def numbered(units: Iterable[Named]) -> Iterable[list[str]]:
    for number, unit in enumerate(units, start=1):
        yield [number_format(number), unit.unit, day(unit.due), unit.lateness or unit.cluster]


def qr_png(address: str) -> BytesIO:
    stream = BytesIO()
    segno.make(address, error="m").save(stream, kind="png", scale=6, border=1)
    stream.seek(0)
    return stream
