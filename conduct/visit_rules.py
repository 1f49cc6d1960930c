"""What stands between an inspection on the spot and its presentation to the head."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conduct.models import Finding, Verdict, Visit, VisitAnswer
from units.workflow import Problem

MUST_SAY_WHY = frozenset({Verdict.NOT_MET, Verdict.NOT_APPLICABLE})


def visit_problems(visit: Visit) -> Iterator[Problem]:
    """Yield what is still missing: answers, the reasons of some, the words of findings."""
    answers = list(VisitAnswer.objects.of(visit))
    findings = list(Finding.objects.filter(visit=visit))
    left = sum(not answer.verdict for answer in answers)
    if left:
        text = ngettext("%(n)d clause is not answered yet.", "%(n)d clauses are not answered yet.", left)
        yield Problem("answers", text % {"n": left})
    with_finding = {finding.clause_id for finding in findings}
    for answer in answers:
        if answer.verdict in MUST_SAY_WHY and not answer.note and answer.clause_id not in with_finding:
            yield Problem(
                f"answers.{answer.clause.code}",
                _("%(clause)s: say why, in the note or in a finding.") % {"clause": answer.clause.code},
            )
    if not visit.met_with:
        yield Problem("met_with", _("Say who was there for the unit."))
