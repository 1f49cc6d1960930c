"""A checklist as plain data: wording, answers and score as they were, whatever becomes of the code later."""

from fractions import Fraction
from typing import Any

from campaigns.freezing import common
from campaigns.models import Obligation
from conduct import scoring
from conduct.models import Answer
from conduct.sheet import Sheet


def checklist(obligation: Obligation) -> dict[str, Any]:
    """Return the checklist's draft as data."""
    return common(obligation) | filled_in(Sheet.of(obligation))


def filled_in(sheet: Sheet) -> dict[str, Any]:
    """Return what is filled in on a sheet, with the wording of its clauses."""
    return {
        "checklist": sheet.assessment.checklist.name if sheet.assessment else "",
        "audience": sheet.audience,
        "codes": _codes(sheet),
        "answers": [_answer(answer, sheet.audience) for answer in sheet.answers],
        "score": score(sheet.lines),
    }


def _codes(sheet: Sheet) -> list[dict[str, str]]:
    versions = {answer.clause.version_id: answer.clause.version for answer in sheet.answers}
    return [{"title": version.title, "version": str(version.number)} for version in versions.values()]


def _answer(answer: Answer, audience: str) -> dict[str, str]:
    clause, copied = answer.clause, answer.copied_from_id
    return {
        "code": clause.code,
        "theme": clause.theme.code,
        "theme_name": clause.theme.name,
        "wording": clause.wording_for(audience),
        "answered_in": clause.answered_in,
        "weight": str(clause.severity),
        "evidence_asked": clause.evidence if clause.needs_evidence else "",
        "verdict": answer.verdict,
        "assessed": _number(answer.assessed),
        "complied": _number(answer.complied),
        "note": answer.note,
        "copied": "yes" if copied else "",
    }


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def score(lines: list[scoring.Line]) -> dict[str, Any]:
    """Return a score with its working: exact fractions as text, the score out of 100 to two places."""
    total = scoring.score(lines)
    return {
        "value": "" if total.of_hundred is None else str(total.of_hundred),
        "points": _fraction(total.points),
        "weight": str(total.weight),
        "rates": {line.code: _fraction(line.rate) for line in lines if line.rate is not None},
    }


def _fraction(value: Fraction) -> str:
    return str(value)
