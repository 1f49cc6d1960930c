"""The page that inspectors fill in on the spot: answers, findings, and what others changed meanwhile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from conduct.inspection_page import FindingRow, finding_rows
from conduct.models import Clause, Finding, Theme, Verdict, Visit, VisitAnswer, audience_of
from conduct.models.code import ClauseQuerySet
from conduct.on_the_spot import save_answer, set_met_with
from conduct.templatetags.checklists import answer_words
from conduct.visit_form import FindingForm, MetWithForm, VisitAnswerForm, mark_of
from units.models import User
from units.workflow import MoveRefused


def answer_facts(answer: VisitAnswer) -> dict[str, Any]:
    """Return an answer as a page on the spot needs it: what stands now, since when, by whom."""
    at = date_format(localtime(answer.changed_at), "H:i") if answer.changed_at else ""
    return {
        "version": answer.version,
        "was": mark_of(answer),
        "verdict": "" if answer.verdict == Verdict.COUNTED else answer.verdict,
        "assessed": "" if answer.assessed is None else str(answer.assessed),
        "complied": "" if answer.complied is None else str(answer.complied),
        "note": answer.note,
        "words": answer_words(answer) or "—",
        "by": str(answer.changed_by or ""),
        "at": at,
    }


def clauses_of(visit: Visit) -> ClauseQuerySet:
    """Return the clauses that are put to a visited unit, in the order in which the code is read."""
    return Clause.objects.filter(visit_answers__visit=visit).in_order()


@dataclass
class SpotPage:
    """One reading of a visit in the filling; with `data`, what was sent for all clauses at once."""

    visit: Visit
    user: User
    data: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        self.conflicts: list[tuple[VisitAnswer, str]] = []
        self.refusal = ""
        self.met_form = MetWithForm(self.data, initial={"met_with": self.visit.met_with})
        self.audience = audience_of(self.visit.unit, on=self.visit.day)

    @cached_property
    def answers(self) -> list[VisitAnswer]:
        return list(VisitAnswer.objects.of(self.visit))

    @cached_property
    def forms(self) -> list[VisitAnswerForm]:
        forms = [VisitAnswerForm(answer, self.data) for answer in self.answers]
        for form in forms:
            form.findings = self.findings.get(form.clause.pk, [])
        return forms

    @property
    def themes(self) -> Iterator[tuple[Theme, list[VisitAnswerForm]]]:
        """Yield the themes in order, each with the forms of its clauses."""
        found: dict[int, tuple[Theme, list[VisitAnswerForm]]] = {}
        for form in self.forms:
            found.setdefault(form.clause.theme_id, (form.clause.theme, []))[1].append(form)
        yield from found.values()

    @cached_property
    def findings(self) -> dict[int, list[FindingRow]]:
        """Return the findings by clause."""
        rows = list(Finding.objects.filter(visit=self.visit).told().prefetch_related("photos"))
        found: dict[int, list[FindingRow]] = {}
        for row in finding_rows(rows, self.user, may_fill=True):
            found.setdefault(row.finding.clause_id, []).append(row)
        return found

    @property
    def finding_form(self) -> FindingForm:
        return FindingForm(None, clauses_of(self.visit))

    @property
    def answered(self) -> int:
        return sum(bool(answer.verdict) for answer in self.answers)

    # --- all at once, without JavaScript ---

    def save(self) -> bool:
        """Save what was touched; whether all of it is written down. What is not stands on the page again."""
        if not all([form.is_valid() for form in self.forms] + [self.met_form.is_valid()]):
            return False
        try:
            set_met_with(self.visit, self.met_form.cleaned_data["met_with"], by=self.user)
            for form in self.forms:
                if form.is_touched:
                    self._save(form)
        except MoveRefused as refusal:
            self.refusal = str(refusal)
        return not (self.conflicts or self.refusal)

    def _save(self, form: VisitAnswerForm) -> None:
        saved = save_answer(form.answer, form.given, save=form.save_id, base=form.base, by=self.user)
        if saved.is_conflict:
            self.conflicts.append((saved.answer, answer_words(saved.answer) or "—"))
            form.stands_on(saved.answer.version)
