"""What a unit did about a finding, as a deliverable: its data, and what stands between a draft and its hand-in."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from campaigns.freezing import common
from campaigns.models import Obligation
from conduct.models import Finding, Remedy
from units.workflow import Problem


def remedy_content(obligation: Obligation) -> dict[str, Any]:
    """Return the remedy as data, with the finding that it answers."""
    draft = Remedy.of(obligation)
    return (
        common(obligation)
        | finding_of(obligation)
        | {
            "done": draft.done,
            "done_on": draft.done_on.isoformat() if draft.done_on else "",
            "prevention": draft.prevention,
        }
    )


def finding_of(obligation: Obligation) -> dict[str, str]:
    """Return the finding that a remedy answers."""
    rows = Finding.objects.filter(obligation=obligation).select_related("clause", "visit__inspection")
    finding = rows.first()
    if finding is None:
        return {"finding": "", "finding_clause": "", "finding_severity": "", "inspection": ""}
    return {
        "finding": finding.text,
        "finding_clause": f"{finding.clause.code} {finding.clause.wording}",
        "finding_severity": str(finding.severity),
        "inspection": finding.visit.inspection.title,
    }


def remedy_problems(remedy: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what a remedy lacks."""
    if not remedy["done"]:
        yield Problem("remedy", _("Say what was done about the finding."))
    if not remedy["done_on"]:
        yield Problem("remedy", _("Say on which day it was done."))
    if remedy["finding_severity"] in {"2", "3"} and not remedy["prevention"]:
        yield Problem("remedy", _("Say how it will not happen again."))
    if not (remedy["files"] or remedy["evidence"]):
        yield Problem("scan", _("Attach a photo or a paper that shows it."))
