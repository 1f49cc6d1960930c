"""What stands between a checklist and its hand-in. Pure, on the draft as data; places are `answers.<clause>`."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from conduct.models import AnsweredIn, Verdict
from units.workflow import Problem

Row = Mapping[str, str]


def checklist_problems(content: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what a checklist still lacks, clause by clause."""
    if not content["answers"]:
        yield Problem("", _("There is no clause to assess: tell the administrator, who keeps checklists and codes."))
    shown = {entry["place"] for entry in content.get("evidence", ())}
    for row in content["answers"]:
        place = f"answers.{row['code']}"
        if text := _lack(row, has_evidence=place in shown):
            yield Problem(place, text % {"code": row["code"]})


def _lack(row: Row, *, has_evidence: bool) -> str:
    if not row["verdict"]:
        return _unanswered(row)
    if row["verdict"] == Verdict.NOT_APPLICABLE:
        return "" if row["note"] else _("Say in the note why %(code)s does not apply.")
    if row["evidence_asked"] and is_kept(row) and not (has_evidence or row["note"]):
        return _("%(code)s is met with evidence only: attach it, or say in the note where it can be seen.")
    return ""


def _unanswered(row: Row) -> str:
    if row["answered_in"] == AnsweredIn.COUNTS and (row["assessed"] or row["complied"]):
        return _("%(code)s needs both numbers, of at least one person; where there is none, it does not apply.")
    return _("%(code)s is not answered yet.")


def is_kept(row: Row) -> bool:
    """Whether the unit says that the clause is wholly met."""
    if row["verdict"] == Verdict.COUNTED:
        return row["assessed"] == row["complied"]
    return row["verdict"] == Verdict.MET
