"""One reading of a checklist that a unit fills in: its clauses, what is answered, what it comes to so far."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from campaigns.models import Frequency, Obligation
from conduct import scoring
from conduct.models import Answer, Assessment, Audience, Checklist, Theme, audience_of
from units.workflow import StaleVersion

KIND: Final = "checklist"
WRITTEN: Final = ("verdict", "assessed", "complied", "note")


class Sheet:
    """The answers of one obligation, stored or not yet begun: then those that the clauses in force ask for.

    The clauses of the period's first day are asked; once begun, a checklist keeps its clauses.
    """

    def __init__(self, obligation: Obligation, assessment: Assessment | None, answers: list[Answer]) -> None:
        self.obligation, self.assessment, self.answers = obligation, assessment, answers

    @classmethod
    def of(cls, obligation: Obligation) -> "Sheet":
        """Return the sheet of this obligation, read once and kept on the object."""
        kept = obligation.__dict__.get("_sheet")
        if kept is None:
            kept = obligation.__dict__["_sheet"] = cls._read(obligation)
        return kept

    @classmethod
    def _read(cls, obligation: Obligation) -> "Sheet":
        if answers := list(Answer.objects.of(obligation)):
            return cls(obligation, answers[0].assessment, answers)
        sheet = cls(obligation, None, [])
        sheet.assessment = sheet._assessment()
        sheet.answers = list(sheet._blank())
        return sheet

    def _assessment(self) -> Assessment | None:
        row = self.obligation
        frequency = row.requirement.frequency if row.requirement else Frequency.ONCE
        checklist = Checklist.objects.filter(frequency=frequency).first()
        if checklist is None:
            return None
        audience = audience_of(row.unit, on=row.period_start)
        return Assessment(obligation=row, checklist=checklist, audience=audience)

    def _blank(self) -> Iterator[Answer]:
        if self.assessment:
            clauses = self.assessment.checklist.clauses(self.assessment.audience, on=self.obligation.period_start)
            for clause in clauses.select_related("version__code"):
                yield Answer(assessment=self.assessment, clause=clause)

    # --- reading ---

    @property
    def audience(self) -> str:
        return self.assessment.audience if self.assessment else Audience.OFFICE

    @property
    def themes(self) -> list[Theme]:
        """The themes of the checklist in their order, each once."""
        found: dict[str, Theme] = {}
        for answer in self.answers:
            found.setdefault(answer.clause.theme.code, answer.clause.theme)
        return list(found.values())

    def of_theme(self, code: str) -> list[Answer]:
        return [answer for answer in self.answers if answer.clause.theme.code == code]

    @property
    def left(self) -> int:
        """How many clauses wait for an answer."""
        return sum(not answer.verdict for answer in self.answers)

    @property
    def answered(self) -> int:
        return len(self.answers) - self.left

    @property
    def score(self) -> scoring.Score:
        return scoring.score(self.lines)

    @property
    def lines(self) -> list[scoring.Line]:
        return [scoring.Line(row.clause.code, row.clause.severity, row.rate) for row in self.answers]

    @cached_property
    def previous(self) -> dict[str, Answer]:
        """What this unit answered on the checklist before this one that it handed in, by clause."""
        row = self.obligation
        frequency = self.assessment.checklist.frequency if self.assessment else ""
        earlier = Assessment.objects.filter(
            obligation__unit=row.unit_id,
            obligation__first_submitted_at__isnull=False,
            obligation__period_end__lt=row.period_start,
            checklist__frequency=frequency,
        ).order_by("-obligation__period_end")
        answers = Answer.objects.filter(assessment=earlier.values("pk")[:1])
        found = answers.select_related("clause", "assessment__obligation")
        return {answer.clause.code: answer for answer in found}

    # --- writing: called while the obligation is held ---

    def begin(self) -> None:
        """Store the blank answers; if somebody else did so in between, go on with theirs."""
        if self.assessment is None or self.assessment.pk:
            return
        there = Assessment.objects.filter(obligation=self.obligation).first()
        if there:
            stored = {answer.clause.code: answer for answer in Answer.objects.of(self.obligation)}
            for answer in self.answers:
                answer.__dict__.update(stored[answer.clause.code].__dict__)
            self.assessment = there
            return
        self.assessment.save(force_insert=True)
        for answer in self.answers:
            answer.assessment = self.assessment
        Answer.objects.bulk_create(self.answers)

    def write(self, answer: Answer, typed: Answer, *, mark: str, held: Obligation) -> None:
        """Store what was typed on an answer that was read with this mark. Raises `StaleVersion` where it changed."""
        read = {name: getattr(answer, name) for name in WRITTEN}
        facts = {name: getattr(typed, name) for name in (*WRITTEN, "copied_from_id")}
        facts |= {"changed_by": held.changed_by, "changed_at": held.changed_at}
        is_read = answer.mark == mark
        if not is_read or not Answer.objects.filter(pk=answer.pk, **read).update(**facts):
            raise StaleVersion(Answer.objects.select_related("changed_by").get(pk=answer.pk))
        for name, value in facts.items():
            setattr(answer, name, value)
