"""Findings read across inspections: has the same been found before, here or elsewhere, and was it put right?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conduct.models import Finding
from conduct.models.found import VisitAnswerQuerySet
from conduct.scoring import beside_finding
from units.models import User


@dataclass
class Repeats:
    """Earlier findings on the same clause: days at this very unit, and at how many others."""

    own: list[datetime] = field(default_factory=list)
    others: set[int] = field(default_factory=set)

    @property
    def words(self) -> str:
        """Say it in a sentence; "" where it was never found before."""
        parts = []
        if self.own:
            days = ", ".join(date_format(localtime(day), "SHORT_DATE_FORMAT") for day in self.own[:3])
            parts.append(_("found here before: %(days)s") % {"days": days})
        if self.others:
            number = len(self.others)
            parts.append(ngettext("at %(n)d other unit, too", "at %(n)d other units, too", number) % {"n": number})
        return "; ".join(parts)


def repeats(findings: Sequence[Finding], reader: User) -> dict[UUID, Repeats]:
    """Return of each finding what was found before on the same clause, as far as the reader may know: one query."""
    codes = sorted({finding.clause.code for finding in findings})
    seen = Finding.objects.visible_to(reader).on_clauses(codes).exclude(visit__presented_at=None)
    columns = ("clause__code", "visit", "visit__unit", "visit__presented_at")
    rows = [Earlier(*row) for row in seen.order_by("-visit__presented_at").values_list(*columns)]
    return {finding.pk: _before(finding, rows) for finding in findings}


class Earlier(NamedTuple):
    """Where and when something was found on a clause."""

    clause: str
    visit_id: int
    unit_id: int
    at: datetime


def _before(finding: Finding, rows: Iterable[Earlier]) -> Repeats:
    found, presented = Repeats(), finding.visit.presented_at
    for row in rows:
        if row.clause != finding.clause.code or row.visit_id == finding.visit_id:
            continue
        if row.unit_id != finding.visit.unit_id:
            found.others.add(row.unit_id)
        elif presented is None or row.at < presented:
            found.own.append(row.at)
    return found


@dataclass(frozen=True)
class VerifiedAnswer:
    """What inspectors found on one clause at one unit: to be put beside what the unit said of itself."""

    clause: str
    clause_id: int
    unit_id: int
    verdict: str
    rate: Fraction | None
    at: datetime


def verified_answers(rows: VisitAnswerQuerySet) -> list[VerifiedAnswer]:
    """Return the answers that stand, in the order in which they were presented: one query.

    A finding on a clause weighs: its rate is ½ at most, and 0 where the clause or the finding is grave (domain.md 4).
    """
    answers = list(rows.verified().select_related("clause", "visit").order_by("visit__presented_at", "id"))
    worst = _worst({answer.visit_id for answer in answers})
    return [
        VerifiedAnswer(
            clause=answer.clause.code,
            clause_id=answer.clause_id,
            unit_id=answer.visit.unit_id,
            verdict=answer.verdict,
            rate=beside_finding(
                answer.rate,
                weight=answer.clause.severity,
                severity=worst.get((answer.visit_id, answer.clause_id), 0),
            ),
            at=answer.visit.presented_at,  # type: ignore[arg-type]
        )
        for answer in answers
    ]


def _worst(visits: Iterable[int]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    rows = Finding.objects.filter(visit__in=set(visits)).values_list("visit_id", "clause_id", "severity")
    for visit_id, clause_id, severity in rows:
        found[visit_id, clause_id] = max(severity, found.get((visit_id, clause_id), 0))
    return found
