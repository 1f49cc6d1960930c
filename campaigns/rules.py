"""What stands between a draft and its hand-in: sentences, each with the place where to mend it.

Pure, on the draft as data (`campaigns.freezing`): what is checked is what is shown and what will be kept.
Places are section names, names of fields, or `activities.<row number>` for a row (counted from 1).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.indicator_sums import Figure
from campaigns.plausibility import Doubt, doubts
from campaigns.progress_words import doubt_words
from units.workflow import Problem

Content = Mapping[str, Any]
MOST_NAMED: Final = 4
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


def progress_problems(report: Content) -> Iterator[Problem]:
    """Yield what a progress report still lacks, in the order of its sections."""
    if not (report["number"] and report["issued_on"]):
        yield Problem("heading", _("Give the report's number and date of issue."))
    if not (report["signer_name"] and report["signer_position"]):
        yield Problem("heading", _("Give the signer's name and position."))
    for row, activity in enumerate(report["activities"], start=1):
        if not (activity["times"] and activity["attendance"]):
            text = _("Activity %(row)s: say how often it was done and how many took part; 0 if not at all.")
            yield Problem(f"activities.{row}", text % {"row": row})
    yield from _missing_figures(report["figures"])
    for name, sentence in (
        ("direction", _("Write how the work was directed and organised.")),
        ("results", _("Write the results.")),
        ("limits", _("Write the limits and their causes; write that there are none if so.")),
        ("next_steps", _("Write the tasks and measures ahead.")),
    ):
        if not report[name]:
            yield Problem(name, sentence)
    if not report["files"]:
        yield Problem("scan", _("Attach the signed scan of the report."))


def _missing_figures(figures: Iterable[Mapping[str, str]]) -> Iterator[Problem]:
    """Yield one sentence for all figures that are missing, at the first of them: they may be many."""
    missing = [(row, each["name"]) for row, each in enumerate(figures, start=1) if not Figure.read(each).is_given]
    if not missing:
        return
    named = "; ".join(name for _row, name in missing[:MOST_NAMED])
    more = len(missing) - MOST_NAMED
    text = _("Give the figures that are missing, 0 where there is nothing: %(names)s") % {"names": named}
    more_text = ngettext("and %(number)s figure more", "and %(number)s figures more", more) % {"number": more}
    yield Problem(f"figures.{missing[0][0]}", f"{text}; {more_text}." if more > 0 else f"{text}.")


def figure_doubts(figure: Mapping[str, str]) -> list[Doubt]:
    """Return what looks wrong about a frozen figure, explained or not."""
    return list(doubts(Figure.read(figure), Figure.read(figure, "before_")))


def progress_warnings(report: Content) -> Iterator[Problem]:
    """Yield what looks unusual in a progress report and stops nobody: the reviewer sees what is not explained."""
    yield from warnings(report)
    for row, activity in enumerate(report["activities"], start=1):
        if activity["remark"]:
            continue
        if activity["planned"] and activity["times"] == "0":
            text = _("Activity %(row)s was planned for the period and not done: say why in its remark.")
            yield Problem(f"activities.{row}", text % {"row": row})
        elif _is_off_the_log(activity, ("times", "attendance")):
            text = _("Activity %(row)s differs from the log: say why in its remark.")
            yield Problem(f"activities.{row}", text % {"row": row})
    for row, figure in enumerate(report["figures"], start=1):
        if not figure["explanation"] and (found := figure_doubts(figure)):
            told = {"name": figure["name"], "doubt": ", ".join(map(doubt_words, found))}
            yield Problem(f"figures.{row}", _("%(name)s: %(doubt)s. Correct it or explain it.") % told)


def _is_off_the_log(row: Mapping[str, str], names: Iterable[str]) -> bool:
    return any(row[f"logged_{name}"] not in ("", row[name]) for name in names if row[name])


def warnings(content: Content) -> Iterator[Problem]:
    """Yield what looks unusual and stops nobody."""
    number = content.get("number", "")
    if number and not USUAL_NUMBER.fullmatch(number):
        yield Problem(
            "heading",
            _("“%(number)s” is an unusual number; 05/KH-UBND is the usual form. Keep it if it is right.")
            % {"number": number},
        )
