"""What was found at a unit as data: shown, hashed, kept with the presentation to the head, printed as minutes."""

from typing import Any

from django.utils.timezone import localtime

from conduct.models import Finding, Visit, VisitAnswer
from conduct.models.checklist import audience_of
from conduct.scoring import Line, score


def visit_content(visit: Visit) -> dict[str, Any]:
    """Return order, team, answers and findings of a visit as plain data; dates as ISO text, rates as fractions."""
    inspection = visit.inspection
    answers = list(VisitAnswer.objects.of(visit))
    audience = audience_of(
        visit.unit, on=localtime(visit.arrived_at).date() if visit.arrived_at else inspection.starts_on
    )
    lines = [Line(answer.clause.code, answer.clause.severity, answer.rate) for answer in answers]
    reached = score(lines).of_hundred
    return {
        "kind": "inspection",
        "title": inspection.title,
        "order_number": inspection.order_number,
        "ordered_on": inspection.ordered_on.isoformat() if inspection.ordered_on else "",
        "is_surprise": inspection.is_surprise,
        "unit_code": visit.unit.code,
        "unit_name": visit.unit.name,
        "host_name": inspection.host.name,
        "arrived_at": localtime(visit.arrived_at).isoformat(timespec="minutes") if visit.arrived_at else "",
        "met_with": visit.met_with,
        "team": [_member(member) for member in inspection.members.select_related("user")],
        "score": str(reached) if reached is not None else "",
        "answers": [_answer(answer, audience) for answer in answers],
        "findings": [
            _finding(finding) for finding in Finding.objects.filter(visit=visit).told().prefetch_related("photos")
        ],
    }


def _member(member: Any) -> dict[str, Any]:
    return {"name": member.user.full_name, "position": member.user.position, "leads": member.is_lead}


def _answer(answer: VisitAnswer, audience: str) -> dict[str, Any]:
    return {
        "clause": answer.clause.code,
        "theme": answer.clause.theme.name,
        "wording": answer.clause.wording_for(audience),
        "verdict": answer.verdict,
        "assessed": answer.assessed,
        "complied": answer.complied,
        "note": answer.note,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": str(finding.pk),
        "clause": finding.clause.code,
        "text": finding.text,
        "severity": finding.severity,
        "photos": [photo.sha256 for photo in finding.photos.all()],
    }
