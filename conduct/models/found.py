"""What inspectors found at a unit: an answer for each clause, findings, photos."""

import uuid
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Obligation, State
from conduct import scoring
from conduct.inspection_moves import VERIFIED, VisitState
from conduct.models.assessment import Verdict
from conduct.models.code import Clause
from conduct.models.inspection import Visit, of_team
from units.models import Kind
from units.scoping import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from units.models import User


class OfVisitQuerySet(ScopedQuerySet):
    """The council's and the team's; to the unit what was presented to its head."""

    def reachable(self, scope: Scope) -> Q:
        return Q(visit__inspection__host__in=scope.hosts) | Q(visit__unit__in=scope.own, visit__state__in=VERIFIED)

    def visible_to(self, user: "User") -> Self:
        return self.filter(self.reachable(Scope.of(user)) | of_team(user, "visit__inspection__"))

    def verified(self) -> Self:
        """Keep what stands: presented to the head."""
        return self.filter(visit__state__in=VERIFIED)


class VisitAnswerQuerySet(OfVisitQuerySet):
    def of(self, visit: Visit) -> Self:
        """Keep the answers of one visit in the order in which the code is read, with their clauses."""
        order = ("clause__version__code__position", "clause__theme__position", "clause__position", "clause__code")
        return self.filter(visit=visit).order_by(*order).select_related("clause__theme", "changed_by")


class VisitAnswer(models.Model):
    """What inspectors found on one clause; each answer has a version of its own, so that two of them can write."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="answers")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="visit_answers")
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict, blank=True)
    assessed = models.PositiveIntegerField(_("staff looked at"), null=True, blank=True)
    complied = models.PositiveIntegerField(_("of these complied"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = VisitAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["visit", "clause"]
        verbose_name = _("answer of inspectors")
        verbose_name_plural = _("answers of inspectors")
        constraints = [
            models.UniqueConstraint(fields=["visit", "clause"], name="clause_is_inspected_once"),
            models.CheckConstraint(
                condition=Q(complied=None) | Q(assessed=None) | Q(complied__lte=F("assessed")),
                name="no_more_comply_than_were_looked_at",
                violation_error_message=_("More complied than were looked at: check the two numbers."),
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.COUNTED) | Q(assessed__gt=0, complied__isnull=False),
                name="counted_on_the_spot_has_both_numbers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause.code} {self.get_verdict_display()}"

    @property
    def rate(self) -> Fraction | None:
        return scoring.rate(self.verdict, self.assessed, self.complied)

    @property
    def said(self) -> tuple[Any, ...]:
        """What was answered, to compare two answers."""
        return (self.verdict, self.assessed, self.complied, self.note)


class AnswerSave(models.Model):
    """One save of one answer, named by the page that sent it: sent again over a poor line, it changes nothing."""

    id = models.UUIDField(primary_key=True, editable=False)
    answer = models.ForeignKey(VisitAnswer, models.PROTECT, related_name="saves")
    version = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    assessed = models.PositiveIntegerField(null=True)
    complied = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("save of an answer")
        verbose_name_plural = _("saves of answers")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["answer", "version"], name="save_by_answer")]

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.version}"


class Severity(models.IntegerChoices):
    SLIGHT = 1, _("Slight")
    SERIOUS = 2, _("Serious")
    GRAVE = 3, _("Grave")


class FindingQuerySet(OfVisitQuerySet):
    def told(self) -> Self:
        return self.select_related("clause", "visit__unit", "visit__inspection", "obligation")

    def of_group(self, group: str) -> Self:
        """Keep findings at agencies or at schools; "" asks for nothing."""
        if not group:
            return self
        kinds = [kind for kind in Kind if kind.group == group]
        return self.filter(visit__unit__kind__in=kinds)

    def with_remedy(self, how: str) -> Self:
        """Keep findings whose remedy has come so far: none, open, submitted, accepted; "" asks for nothing."""
        states = {State.SUBMITTED, State.ACCEPTED}
        asked = {
            "none": Q(obligation=None),
            "open": Q(obligation__isnull=False) & ~Q(obligation__state__in=states),
            "submitted": Q(obligation__state=State.SUBMITTED),
            "accepted": Q(obligation__state=State.ACCEPTED),
        }
        return self.filter(asked[how]) if how else self

    def on_clauses(self, codes: list[str]) -> Self:
        """Keep what stands against these clauses, by their codes: they outlive the versions of the code."""
        return self.verified().filter(clause__code__in=codes)


class Finding(models.Model):
    """Something that was not as it should be [tồn tại, vi phạm]; it can ask the unit for a remedy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # given by the page: sent twice, it stands once
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="findings")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="findings", verbose_name=_("clause"))
    text = models.TextField(_("what was found"), max_length=2000)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, default=Severity.SLIGHT)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    obligation = models.OneToOneField(Obligation, models.PROTECT, null=True, editable=False, related_name="finding")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["found_at", "id"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.CheckConstraint(condition=Q(severity__range=(1, 3)), name="finding_severity_is_one_to_three")
        ]
        indexes = [models.Index(fields=["clause", "visit"], name="finding_by_clause")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open_to_change(self) -> bool:
        return self.visit.state == VisitState.FILLING


def photo_name(photo: "FindingPhoto", filename: str) -> str:
    """Return a random name on disk; the ending tells the small one from the large one."""
    name = photo.pk.hex
    return f"inspections/{name[:2]}/{name}{'-small' if filename == SMALL else ''}"


SMALL = "small"


class FindingPhotoQuerySet(ScopedQuerySet["FindingPhoto"]):
    def reachable(self, scope: Scope) -> Q:
        own = Q(finding__visit__unit__in=scope.own, finding__visit__state__in=VERIFIED)
        return Q(finding__visit__inspection__host__in=scope.hosts) | own

    def visible_to(self, user: "User") -> Self:
        return self.filter(self.reachable(Scope.of(user)) | of_team(user, "finding__visit__inspection__"))


class FindingPhoto(models.Model):
    """A photo of a finding, drawn anew: without place and camera data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # given by the page
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to=photo_name, max_length=100)
    thumbnail = models.FileField(upload_to=photo_name, max_length=100)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = FindingPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name = _("photo of a finding")
        verbose_name_plural = _("photos of findings")
        constraints = [models.UniqueConstraint(fields=["finding", "sha256"], name="photo_stands_once_with_a_finding")]

    def __str__(self) -> str:
        return str(_("Photo"))

    def get_absolute_url(self) -> str:
        return reverse("finding-photo", args=[self.pk])


class RemedyQuerySet(ScopedQuerySet["Remedy"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own)


class Remedy(models.Model):
    """The draft of what a unit did about a finding; what was handed in stands in the obligation's events."""

    obligation = models.OneToOneField(Obligation, models.CASCADE, related_name="remedy")
    done = models.TextField(_("what was done"), blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    prevention = models.TextField(_("how it will not happen again"), blank=True)

    objects = RemedyQuerySet.as_manager()

    class Meta:
        verbose_name = _("remedy")
        verbose_name_plural = _("remedies")

    def __str__(self) -> str:
        return str(self.obligation)

    @classmethod
    def of(cls, obligation: Obligation) -> "Remedy":
        """Return the obligation's remedy; an unsaved one before the first word was written."""
        return cls.objects.filter(obligation=obligation).first() or cls(obligation=obligation)
