"""A unit's assessment of itself on a checklist: its answers while they are written, and what it declared."""

import hashlib
from fractions import Fraction
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Obligation, ObligationEvent
from conduct import scoring
from conduct.models.checklist import Checklist
from conduct.models.code import Audience, Clause
from units.models import Unit
from units.scoping import Scope, ScopedQuerySet


class Verdict(models.TextChoices):
    MET = scoring.MET, _("Met")
    PARTLY = scoring.PARTLY, _("Partly met")
    NOT_MET = scoring.NOT_MET, _("Not met")
    COUNTED = scoring.COUNTED, _("Counted")
    NOT_APPLICABLE = scoring.NOT_APPLICABLE, _("Does not apply")


GRADES = (Verdict.MET, Verdict.PARTLY, Verdict.NOT_MET)


class AssessmentQuerySet(ScopedQuerySet["Assessment"]):
    """Drafts are seen by the unit alone; everyone else reads what was handed in."""

    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own)


class Assessment(models.Model):
    """The live draft of a self-assessment [tự đánh giá]; its clauses stay those it was begun with."""

    obligation = models.OneToOneField(Obligation, models.CASCADE, related_name="assessment")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")

    def __str__(self) -> str:
        return str(self.obligation)


class AnswerQuerySet(ScopedQuerySet["Answer"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(assessment__obligation__unit__in=scope.own)

    def of(self, obligation: Obligation) -> Self:
        """Keep the answers of one obligation, in the order in which the code is read, with their clauses."""
        order = ("clause__version__code__position", "clause__theme__position", "clause__position", "clause__code")
        rows = self.filter(assessment__obligation=obligation).order_by(*order)
        return rows.select_related("assessment__checklist", "clause__theme", "clause__version", "changed_by")


class Answer(models.Model):
    """What a unit says of itself on one clause."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="answers")
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict, blank=True)
    assessed = models.PositiveIntegerField(_("staff assessed"), null=True, blank=True)
    complied = models.PositiveIntegerField(_("of these complied"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="+")
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "clause"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "clause"], name="clause_is_answered_once"),
            models.CheckConstraint(
                condition=Q(complied=None) | Q(assessed=None) | Q(complied__lte=F("assessed")),
                name="no_more_comply_than_are_assessed",
                violation_error_message=_("More complied than were assessed: check the two numbers."),
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.COUNTED) | Q(assessed__gt=0, complied__isnull=False),
                name="counted_has_both_numbers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause.code} {self.get_verdict_display()}"

    @property
    def rate(self) -> Fraction | None:
        return scoring.rate(self.verdict, self.assessed, self.complied)

    @property
    def mark(self) -> str:
        """A fingerprint of what is answered: who saves on another one saves over somebody else's answer."""
        words = "\x1f".join(map(str, (self.verdict, self.assessed, self.complied, self.note)))
        return hashlib.sha256(words.encode()).hexdigest()[:12]


class DeclaredAnswerQuerySet(ScopedQuerySet["DeclaredAnswer"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(unit__in=scope.own) | Q(event__obligation__host__in=scope.hosts)


class DeclaredAnswer(models.Model):
    """One answer of one hand-in, as it was handed in: what figures as of any moment are made of."""

    event = models.ForeignKey(ObligationEvent, models.PROTECT, related_name="declared_answers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="declared_answers")
    verdict = models.CharField(max_length=10, choices=Verdict)
    assessed = models.PositiveIntegerField(null=True)
    complied = models.PositiveIntegerField(null=True)

    objects = DeclaredAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("declared answer")
        verbose_name_plural = _("declared answers")
        constraints = [models.UniqueConstraint(fields=["event", "clause"], name="clause_is_declared_once")]
        indexes = [models.Index(fields=["clause", "event"], name="declared_by_clause")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.verdict}"
