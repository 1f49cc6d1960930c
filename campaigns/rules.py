"""What stands between a draft and its hand-in: sentences, each with the place where to mend it.

Pure, on the draft as data (`campaigns.freezing`): what is checked is what is shown and what will be kept.
Places are section names, or `activities.<row number>` for a row (counted from 1).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from units.workflow import Problem

Content = Mapping[str, Any]
USUAL_NUMBER: Final = re.compile(r"\d{1,5}[a-zA-Z]?/[^\s/-]+(-[^\s/-]+)+")  # 12/KH-UBND, 07/BB-HĐTĐKT


def plan_problems(plan: Content) -> Iterator[Problem]:
    """Yield what a plan still lacks, in the order of its sections."""
    if not (plan["number"] and plan["issued_on"]):
        yield Problem("heading", _("Give the plan's number and date of issue."))
    if not (plan["signer_name"] and plan["signer_position"]):
        yield Problem("heading", _("Give the signer's name and position."))
    if not plan["objectives"]:
        yield Problem("objectives", _("Write the plan's objectives."))
    if not plan["legal_bases"]:
        yield Problem("objectives", _("Name at least one legal basis."))
    if not plan["commitment"]:
        yield Problem("commitment", _("Write the head's personal commitment."))
    yield from _activity_problems(plan["activities"])
    if not plan["files"]:
        yield Problem("scan", _("Attach the signed scan of the plan."))


def _activity_problems(activities: Iterable[Mapping[str, str]]) -> Iterator[Problem]:
    if not activities:
        yield Problem("activities", _("Add at least one activity."))
    for row, activity in enumerate(activities, start=1):
        lacking = [
            str(label)
            for value, label in (
                (activity["title"], _("what is done")),
                (activity["form"], _("the form")),
                (activity["audience"], _("for whom")),
                (activity["starts_on"], _("the start")),
                (activity["ends_on"], _("the end")),
                (activity["lead"], _("who leads it")),
                (activity["target"] and activity["target_unit"], _("the expected result with its unit")),
            )
            if not value
        ]
        if lacking:
            text = _("Activity %(row)s lacks: %(parts)s.") % {"row": row, "parts": ", ".join(lacking)}
            yield Problem(f"activities.{row}", text)


def paper_problems(paper: Content) -> Iterator[Problem]:
    """Yield what a paper's particulars still lack."""
    if not (paper["number"] and paper["issued_on"]):
        yield Problem("heading", _("Give the paper's number and date of issue."))
    if not paper["summary"]:
        yield Problem("heading", _("Say in a sentence what the paper is about."))
    if not paper["signer_name"]:
        yield Problem("heading", _("Give the signer's name."))
    if not paper["files"]:
        yield Problem("scan", _("Attach the signed paper."))


def warnings(content: Content) -> Iterator[Problem]:
    """Yield what looks unusual and stops nobody."""
    number = content.get("number", "")
    if number and not USUAL_NUMBER.fullmatch(number):
        yield Problem(
            "heading",
            _("“%(number)s” is an unusual number; 05/KH-UBND is the usual form. Keep it if it is right.")
            % {"number": number},
        )
