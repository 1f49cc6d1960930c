"""What stands between a draft and its hand-in: sentences, each with the place where to mend it.

Places are section names, or `activities.<row number>` for a row (counted from 1).
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from campaigns.models import Obligation, Paper, Plan, PlanActivity
from units.workflow import Problem


def plan_problems(obligation: Obligation) -> Iterator[Problem]:
    """Yield what a plan still lacks, in the order of its sections."""
    plan = Plan.of(obligation)
    if not (plan.number and plan.issued_on):
        yield Problem("heading", _("Give the plan's number and date of issue."))
    if not (plan.signer_name and plan.signer_position):
        yield Problem("heading", _("Give the signer's name and position."))
    if not plan.objectives:
        yield Problem("objectives", _("Write the plan's objectives."))
    if not plan.legal_bases:
        yield Problem("objectives", _("Name at least one legal basis."))
    if not plan.commitment:
        yield Problem("commitment", _("Write the head's personal commitment."))
    yield from _activity_problems(list(plan.activities.in_order()) if plan.pk else [])
    if not obligation.attachments.current().exists():
        yield Problem("scan", _("Attach the signed scan of the plan."))


def _activity_problems(activities: list[PlanActivity]) -> Iterator[Problem]:
    if not activities:
        yield Problem("activities", _("Add at least one activity."))
    for row, activity in enumerate(activities, start=1):
        lacking = [
            str(label)
            for value, label in (
                (activity.title, _("what is done")),
                (activity.form, _("the form")),
                (activity.audience, _("for whom")),
                (activity.starts_on, _("the start")),
                (activity.ends_on, _("the end")),
                (activity.lead, _("who leads it")),
                (activity.target is not None and activity.target_unit, _("the expected result with its unit")),
            )
            if not value
        ]
        if lacking:
            text = _("Activity %(row)s lacks: %(parts)s.") % {"row": row, "parts": ", ".join(lacking)}
            yield Problem(f"activities.{row}", text)


def paper_problems(obligation: Obligation) -> Iterator[Problem]:
    """Yield what a paper's particulars still lack."""
    paper = Paper.of(obligation)
    if not (paper.number and paper.issued_on):
        yield Problem("heading", _("Give the paper's number and date of issue."))
    if not paper.summary:
        yield Problem("heading", _("Say in a sentence what the paper is about."))
    if not paper.signer_name:
        yield Problem("heading", _("Give the signer's name."))
    if not obligation.attachments.current().exists():
        yield Problem("scan", _("Attach the signed paper."))
