"""What a report says as an official paper, from the frozen row alone: the same texts for Word and for PDF/A."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from campaigns.calendar import VIET_NAM
from campaigns.printing import paragraphs
from portal.models import Report, ReportPaper
from portal.papers.pictures import Picture, qr
from portal.papers.report import IN_ANNEX, IN_TEXT, MOST_COLUMNS
from portal.reports.chapters.chapter import Table, Told
from portal.reports.comparison import Beside, Comparison, comparisons
from portal.reports.outline import Line, Listed, Named, Outline, day, outline
from units.letterhead import number_line, place_and_date, signing, written_day
from units.templatetags.words import percent

COUNCIL = "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG"
SYMBOL = "HĐTĐKT"
RECIPIENTS = (
    *("- Chủ tịch Hội đồng (để báo cáo);", "- Các ủy viên Hội đồng;", "- Các đơn vị tham gia;", "- Lưu: VT, HĐ."),
)
CHART_WIDTH = 150
RATES = ("submitted", "on_time", "accepted")
FIRST_CHAPTER = 5  # after overall, by requirement, by cluster, beside earlier figures


def facts(report: Report, *, address: str) -> dict[str, Any]:
    """Return texts, rows of texts and pictures; `address` is where the report's code can be checked.

    An official paper is in Vietnamese.
    """
    with translation.override("vi"):
        return _facts(report, outline(report.snapshot, report.words), address)


def _facts(report: Report, parts: Outline, address: str) -> dict[str, Any]:
    paper = getattr(report, "paper", None) or ReportPaper(report=report, state="draft")
    return {
        **head(report, parts, paper),
        **texts(parts, paper),
        **beside_ledger(parts.chapters),
        "compared": [compared(one) for one in comparisons(report.snapshot, report.words)],
        "legend": "“—”: chưa có nhiệm vụ nào đến hạn. Tỷ lệ tính trên số nhiệm vụ phải nộp đã đến hạn.",
        "groups": [figures(line) for line in parts.groups],
        "requirements": [figures(line) for line in parts.requirements],
        "clusters": [figures(line) for line in parts.clusters],
        "chart": chart(report),
        "missing": [listed(part) for part in parts.missing],
        "late": [listed(part) for part in parts.late],
        "units": [annexed(number, line) for number, line in enumerate(parts.units, start=1)],
        "recipients": list(RECIPIENTS),
        "authority": signing("TM. HỘI ĐỒNG", at_council(paper.signer_position)),
        "signer": paper.signer_name,
        "code": report.code,
        "address": address,
        "sha256": report.sha256,
        "qr": qr(address),
    }


def head(report: Report, parts: Outline, paper: ReportPaper) -> dict[str, str]:
    """Return the head; number and date as they are given, a draft until it is issued."""
    at = date_format(parts.as_of, "H:i:s, d/m/Y")
    day = paper.issued_on or localtime(report.made_at, VIET_NAM).date()
    number = number_line(paper.number, kind="BC", symbol=SYMBOL)
    older = paper.replaces.number if paper.replaces else ""
    return {
        "parent": report.words["host"].upper().replace("NHÂN DÂN ", "NHÂN DÂN\n"),
        "agency": COUNCIL,
        "number": number,
        "draft": "" if paper.is_issued else "DỰ THẢO",
        "place_and_date": place_and_date(report.words["place"], day),
        "subject": parts.subject,
        "replaces": f"(Thay thế Báo cáo số {older})" if older else "",
        "as_of": f"(Số liệu tính đến {at}; phạm vi: {lower_first(parts.scope)})",
        "annex_of": f"(Kèm theo Báo cáo {lower_first(number).replace(':', '')} {written_day(day)})",
    }


def texts(parts: Outline, paper: ReportPaper) -> dict[str, list[str]]:
    """Return the text parts as they were edited; sentences from the figures where nobody wrote any."""
    return {
        "guidance": parts.guidance,
        "assessment": paragraphs(paper.assessment) or [parts.summary],
        "limits": paragraphs(paper.limits),
        "tasks": paragraphs(paper.tasks) or parts.ahead,
        "proposals": paragraphs(paper.proposals),
    }


def at_council(position: str) -> str:
    """Return as what one signs for the council: its chair, unless the position names a deputy of the council."""
    return "Phó Chủ tịch" if re.search("phó chủ tịch( thường trực)? hội đồng", position, re.IGNORECASE) else "Chủ tịch"


def compared(one: Comparison) -> dict[str, Any]:
    rows = [{"label": row.label, **moved(row)} for row in one.rows]
    return {"title": one.title, "day": f"{one.at:%d/%m/%Y}", "rows": rows, "notes": one.notes}


def moved(row: Beside) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, rate in zip(RATES, row.rates, strict=True):
        now, then = (percent(share.number, share.of) for share in (rate.now, rate.then))
        found |= {name: now, f"{name}_before": then, f"{name}_change": rate.change}
    return found


def beside_ledger(chapters: list[Told]) -> dict[str, Any]:
    """Return the chapters, numbered after what the ledger tells, and their long tables for the annex."""
    after = FIRST_CHAPTER
    return {
        "chapters": [
            {
                "title": f"{number}. {one.title}",
                "sentences": one.sentences,
                "tables": [table_of(table) for table in one.tables if table.rows and not table.is_long],
            }
            for number, one in enumerate(chapters, start=after)
        ],
        "annexes": [table_of(table) for one in chapters for table in one.tables if table.rows and table.is_long],
    }


def table_of(table: Table) -> dict[str, Any]:
    """Return a table as templates know it: cells by their place, the rest of the places empty.

    Raises ValueError for a shape that the built-in template does not have: it would be left out without a word.
    """
    if (len(table.heads), table.texts) not in (IN_ANNEX if table.is_long else IN_TEXT):
        raise ValueError(f"{table.title}: no table of {len(table.heads)} columns, {table.texts} of words")
    return {
        "title": table.title,
        "shape": f"{len(table.heads)}.{table.texts}",
        **placed("h", table.heads),
        "rows": [placed("c", row) for row in table.rows],
    }


def placed(letter: str, cells: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * (MOST_COLUMNS - len(cells))]
    return {f"{letter}{n}": cell for n, cell in enumerate(padded, start=1)}


def chart(report: Report) -> Picture:
    """Return the chart that the worker drew, as dots for Word and as lines for PDF; none of nothing."""
    if not report.snapshot["totals"]["due"]:
        return Picture(CHART_WIDTH)
    return Picture(CHART_WIDTH, bytes(report.chart_png or b""), report.chart_svg, _("Results by cluster"))


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def figures(line: Line) -> dict[str, str]:
    shares = zip(RATES, map(str, line.shares), strict=True)
    counts = zip(("late", "overdue", "waived"), map(number_format, line.counts), strict=True)
    return {"label": line.label, "due": number_format(line.due), **dict(shares), **dict(counts)}


def annexed(number: int, line: Line) -> dict[str, str]:
    return {"number": number_format(number), "cluster": line.note, **figures(line)}


def listed(part: Listed) -> dict[str, Any]:
    units = [named(number, unit) for number, unit in enumerate(part.units, start=1)]
    return {"title": part.title, "number": number_format(len(units)), "units": units}


def named(number: int, unit: Named) -> Mapping[str, str]:
    note = unit.lateness or unit.cluster
    in_a_row = number_format(unit.in_a_row) if unit.in_a_row else ""
    told = {"number": number_format(number), "name": unit.unit, "due": day(unit.due), "note": note}
    return {**told, "in_a_row": in_a_row}
