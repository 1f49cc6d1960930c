"""The minutes of a visit [biên bản kiểm tra] as texts for the official layout, from what was presented."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from campaigns.printing import paragraphs
from conduct.inspection_moves import VERIFIED, VisitState
from conduct.models import Finding, Verdict, Visit
from conduct.models.found import Severity
from conduct.visit_content import visit_content
from units.letterhead import letterhead, number_line, place_and_date

DRAFT: Final = "DỰ THẢO"
Content = Mapping[str, Any]


@translation.override("vi")
def minutes_facts(visit: Visit) -> dict[str, Any]:
    """Return what the minutes say: what was presented to the head, frozen; before that the draft, marked as one."""
    presented = visit.state in VERIFIED
    event = visit.events.filter(verb="present").order_by("-id").first() if presented else None
    content: Content = event.content if event and event.content else visit_content(visit)
    host = visit.inspection.host
    arrived = datetime.fromisoformat(content["arrived_at"]) if content["arrived_at"] else None
    return letterhead(host, name=content["host_name"]) | {
        "number": number_line("", kind="BB", symbol=host.paper_symbol),
        "draft": "" if presented else DRAFT,
        "place_and_date": place_and_date(host.place, arrived.date() if arrived else None),
        "subject": content["title"],
        "basis": _basis(content),
        "unit": content["unit_name"],
        "when": f"{arrived:%H} giờ {arrived:%M} phút, ngày {arrived:%d/%m/%Y}" if arrived else "",
        "announced": "đột xuất" if content["is_surprise"] else "có báo trước",
        "team": [_member(number, row) for number, row in enumerate(content["team"], start=1)],
        "met_with": content["met_with"],
        "answers": [_answer(number, row) for number, row in enumerate(content["answers"], start=1)],
        "findings": _findings(visit, content),
        "score": content["score"].replace(".", ",") or "—",
        "remarks": paragraphs(visit.remarks) or ["Không có ý kiến."] if visit.state in _ANSWERED else [],
        "unsigned": visit.remarks if visit.state == VisitState.UNSIGNED else "",
        "head": _head(visit),
        "lead": next((row["name"] for row in content["team"] if row["leads"]), ""),
    }


_ANSWERED: Final = frozenset({VisitState.ACKNOWLEDGED})


def _basis(content: Content) -> str:
    if not content["order_number"]:
        return ""
    day = datetime.fromisoformat(content["ordered_on"]) if content["ordered_on"] else None
    return f"Quyết định số {content['order_number']}" + (f" ngày {day:%d/%m/%Y}" if day else "")


def _member(number: int, row: Mapping[str, Any]) -> str:
    position = f", {row['position']}" if row["position"] else ""
    return f"{number}. {row['name']}{position}{' – Trưởng đoàn' if row['leads'] else ''}"


def _answer(number: int, row: Mapping[str, Any]) -> dict[str, str]:
    counted = row["verdict"] == Verdict.COUNTED
    words = f"{row['complied']}/{row['assessed']}" if counted else str(dict(Verdict.choices).get(row["verdict"], "—"))
    return {
        "number": str(number),
        "clause": row["clause"],
        "wording": row["wording"],
        "answer": words,
        "note": row["note"],
    }


def _findings(visit: Visit, content: Content) -> list[dict[str, str]]:
    due = {
        str(pk): date_format(localtime(day), "d/m/Y")
        for pk, day in Finding.objects.filter(visit=visit, obligation__isnull=False).values_list(
            "pk", "obligation__next_due_at"
        )
    }
    return [
        {
            "number": str(number),
            "clause": row["clause"],
            "text": row["text"],
            "severity": str(Severity(row["severity"]).label),
            "remedy": due.get(row["id"], ""),
        }
        for number, row in enumerate(content["findings"], start=1)
    ]


def _head(visit: Visit) -> str:
    """Return who acknowledged for the unit; nobody where nobody did."""
    event = visit.events.filter(verb="acknowledge").select_related("actor").order_by("-id").first()
    return event.actor.full_name if event and event.actor and visit.state == VisitState.ACKNOWLEDGED else ""


@translation.override("vi")
def minutes_name(visit: Visit) -> str:
    """Name the file so that it is found again among others."""
    mark = "" if visit.state in VERIFIED else " (dự thảo)"
    title = _("Minutes of the inspection")
    return f"{title} {visit.unit} {visit.day:%Y-%m-%d}{mark}.docx".replace("/", "-")
