"""Drafts as plain data: what a hand-in keeps for ever, what the pages show, what is hashed.

Dates are ISO text, numbers decimal text, labels are left to the page: the data outlive wording and language.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from campaigns.evidence import freeze
from campaigns.indicator_sums import NOTHING, Figure
from campaigns.models import IndicatorValue, Obligation, Paper, Plan, PlanActivity, ReportedActivity
from campaigns.models.paper import asked_kind
from campaigns.models.progress import TEXTS
from campaigns.papers import numbered
from campaigns.progress import ReportDraft, source_of


def common(obligation: Obligation, *, numbered: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what a hand-in of any kind keeps."""
    return heading(obligation) | freeze(obligation, numbered=numbered)


def heading(obligation: Obligation) -> dict[str, str]:
    """Return whose paper it is, and what it is called."""
    return {
        "kind": obligation.kind,
        "title": obligation.title,
        "unit_code": obligation.unit.code,
        "unit_name": obligation.unit.name,
    }


def plan(obligation: Obligation) -> dict[str, Any]:
    """Return the plan's draft as data."""
    draft = Plan.of(obligation)
    rows = list(draft.activities.in_order()) if draft.pk else []
    numbered = {row.place: f"activities.{number}" for number, row in enumerate(rows, start=1)}
    return common(obligation, numbered=numbered) | {
        "number": draft.number,
        "issued_on": draft.issued_on.isoformat() if draft.issued_on else "",
        "signer_name": draft.signer_name,
        "signer_position": draft.signer_position,
        "objectives": draft.objectives,
        "legal_bases": draft.legal_bases,
        "commitment": draft.commitment,
        "activities": [_activity(row) for row in rows],
    }


def _activity(row: PlanActivity) -> dict[str, str]:
    return {
        "title": row.title,
        "criterion": row.criterion,
        "form": row.form,
        "audience": row.audience,
        "starts_on": row.starts_on.isoformat() if row.starts_on else "",
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
        "lead": row.lead,
        "target": _number(row.target),
        "target_unit": row.target_unit,
    }


def paper(obligation: Obligation) -> dict[str, Any]:
    """Return the paper's particulars as data."""
    draft = Paper.of(obligation)
    older = Paper.objects.filter(obligation=draft.replaces_id).first() if draft.replaces_id else None
    return common(obligation) | {
        "paper_kind": asked_kind(obligation) or draft.paper_kind,
        "number": draft.number,
        "issued_on": draft.issued_on.isoformat() if draft.issued_on else "",
        "signer_name": draft.signer_name,
        "summary": draft.summary,
        "takes_effect_on": draft.takes_effect_on.isoformat() if draft.takes_effect_on else "",
        "expires_on": draft.expires_on.isoformat() if draft.expires_on else "",
        "replaces": numbered(older.number, older.issued_on) if older else "",
        "replaces_id": str(draft.replaces_id or ""),
    }


def progress(obligation: Obligation) -> dict[str, Any]:
    """Return the progress report's draft as data, with what the log and the last period say beside each figure."""
    draft = ReportDraft.of(obligation)
    numbered = {row.place: f"activities.{number}" for number, row in enumerate(draft.activities, start=1)}
    return common(obligation, numbered=numbered) | filled_in(draft)


def filled_in(draft: ReportDraft) -> dict[str, Any]:
    """Return what a progress report says, without its heading and its evidence."""
    obligation, report, before = draft.obligation, draft.report, draft.past.before
    return {
        "period_start": obligation.period_start.isoformat(),
        "period_end": obligation.cutoff_on.isoformat(),
        "before_start": before.first.isoformat() if before else "",
        "before_end": before.last.isoformat() if before else "",
        "number": report.number,
        "issued_on": report.issued_on.isoformat() if report.issued_on else "",
        "signer_name": report.signer_name,
        "signer_position": report.signer_position,
        "activities": [_reported(row, draft.logged(row)) for row in draft.activities],
        "figures": [
            _figure(value, draft.logged(value), before.figures.get(value.indicator.code) if before else None)
            for value in draft.values
        ],
        **{name: getattr(report, name) for name in TEXTS},
        "log": _log(draft),
    }


def _reported(row: ReportedActivity, logged: dict[str, Any]) -> dict[str, str]:
    return {
        "title": row.title,
        "planned": "" if row.kind else "yes",
        "target": _number(row.target),
        "target_unit": row.target_unit,
        "times": _number(row.times),
        "attendance": _number(row.attendance),
        "logged_times": _number(logged["times"]),
        "logged_attendance": _number(logged["attendance"]),
        "remark": row.remark,
    }


def _figure(value: IndicatorValue, logged: dict[str, Any], before: Figure | None) -> dict[str, str]:
    asked, last = value.indicator, before or NOTHING
    return {
        "indicator": asked.code,
        "name": asked.name,
        "section": asked.section,
        "measure": asked.measure,
        "value_type": asked.value_type,
        "part_label": asked.part_label,
        "whole_label": asked.whole_label,
        **{name: _number(getattr(value, name)) for name in Figure._fields},
        **{f"logged_{name}": _number(number) for name, number in logged.items()},
        **{f"before_{name}": _number(number) for name, number in last._asdict().items()},
        "explanation": value.explanation,
    }


def _log(draft: ReportDraft) -> list[dict[str, str]]:
    """Return the activities behind the rows; the number of the row stands with each."""
    rows = {source_of(row): str(number) for number, row in enumerate(draft.activities, start=1)}
    return [
        {
            "id": str(entry.id),
            "row": rows.get(line.source, ""),
            "held_on": entry.held_on.isoformat(),
            "title": entry.title,
            "attendance": _number(entry.attendance),
            "photos": str(entry.photos),
        }
        for line in draft.offer.lines
        for entry in line.entries
    ]


def _number(number: Decimal | int | None) -> str:
    """Return decimal text, as short as it can be."""
    return "" if number is None else f"{Decimal(number).normalize():f}"
