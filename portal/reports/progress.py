"""How far a report is, for the page that waits for it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.models import Report, ReportState
from portal.models.report import Step


@dataclass(frozen=True)
class Progress:
    """What the bar shows: a sentence, n of N, and each step with its state."""

    label: str
    done: int
    total: int
    steps: list[dict[str, Any]]


def progress_of(report: Report) -> Progress:
    """Tell the steps of a report that waits or is being made."""
    names = list(Step.values)
    at = names.index(report.step) if report.state == ReportState.RUNNING and report.step else -1
    total = report.units_all or 1
    label = _("Being made") if at >= 0 else _("Waiting for its turn")
    done = report.units_all if at > names.index(Step.COUNTING) else report.units_done
    return Progress(label, done if at >= 0 else 0, total, [step(report, place, at) for place in range(len(names))])


def step(report: Report, place: int, at: int) -> dict[str, Any]:
    name = Step(Step.values[place])
    counted = {"done": report.units_done, "all": report.units_all}
    return {
        "label": name.label,
        "state": "accepted" if place < at else "submitted" if place == at else "pending",
        "current": place == at,
        "note": _("%(done)s of %(all)s units") % counted if place == at and name == Step.COUNTING else "",
    }
