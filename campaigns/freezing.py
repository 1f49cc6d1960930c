"""Drafts as plain data: what a hand-in keeps for ever, what the pages show, what is hashed.

Dates are ISO text, numbers decimal text, labels are left to the page: the data outlive wording and language.
"""

from typing import Any

from campaigns.evidence import freeze
from campaigns.models import Obligation, Paper, Plan, PlanActivity


def common(obligation: Obligation) -> dict[str, Any]:
    """Return what a hand-in of any kind keeps."""
    return {
        "kind": obligation.kind,
        "title": obligation.title,
        "unit_code": obligation.unit.code,
        "unit_name": obligation.unit.name,
    } | freeze(obligation)


def plan(obligation: Obligation) -> dict[str, Any]:
    """Return the plan's draft as data."""
    draft = Plan.of(obligation)
    return common(obligation) | {
        "number": draft.number,
        "issued_on": draft.issued_on.isoformat() if draft.issued_on else "",
        "signer_name": draft.signer_name,
        "signer_position": draft.signer_position,
        "objectives": draft.objectives,
        "legal_bases": draft.legal_bases,
        "commitment": draft.commitment,
        "activities": [_activity(row) for row in draft.activities.in_order()] if draft.pk else [],
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
        "target": f"{row.target.normalize():f}" if row.target is not None else "",
        "target_unit": row.target_unit,
    }


def paper(obligation: Obligation) -> dict[str, Any]:
    """Return the paper's particulars as data."""
    draft = Paper.of(obligation)
    return common(obligation) | {
        "number": draft.number,
        "issued_on": draft.issued_on.isoformat() if draft.issued_on else "",
        "signer_name": draft.signer_name,
        "summary": draft.summary,
    }
