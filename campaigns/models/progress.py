"""The progress report of a unit for one period: five text parts, what became of the plan, figures.

Each figure stands twice: as the unit reports it and as it was taken over (from the log, from shorter reports). Where
the two are the same the unit has corrected nothing, and taking over anew may replace them.
"""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from campaigns.models.activity import ActivityKind
from campaigns.models.indicator import Indicator
from campaigns.models.obligation import Obligation
from campaigns.models.plan import ROWS, PlanActivity
from units.scoping import Scope, ScopedQuerySet

TEXTS: Final = ("direction", "results", "limits", "next_steps", "proposals")


class ProgressReportQuerySet(ScopedQuerySet["ProgressReport"]):
    """Drafts are seen by the unit alone; everyone else reads what was handed in."""

    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own)


class ProgressReport(models.Model):
    """The live draft of a progress report [báo cáo tiến độ]; what was handed in stands frozen in the events."""

    obligation = models.OneToOneField(Obligation, models.CASCADE, related_name="progress_report")
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    signer_name = models.CharField(_("signer"), max_length=150, blank=True)
    signer_position = models.CharField(_("signer's position"), max_length=150, blank=True)
    direction = models.TextField(_("direction and organisation"), blank=True)
    results = models.TextField(_("results"), blank=True)
    limits = models.TextField(_("limits and their causes"), blank=True)
    next_steps = models.TextField(_("tasks and measures ahead"), blank=True)
    proposals = models.TextField(_("proposals"), blank=True)
    taken_direction = models.TextField(blank=True, editable=False)
    taken_results = models.TextField(blank=True, editable=False)
    taken_limits = models.TextField(blank=True, editable=False)
    taken_next_steps = models.TextField(blank=True, editable=False)
    taken_proposals = models.TextField(blank=True, editable=False)
    taken_at = models.DateTimeField(_("taken from the log at"), null=True, editable=False)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")

    def __str__(self) -> str:
        return self.number or str(self.obligation)

    @classmethod
    def of(cls, obligation: Obligation) -> "ProgressReport":
        """Return the obligation's report; an unsaved one before the first word was written."""
        return cls.objects.filter(obligation=obligation).first() or cls(obligation=obligation)


class OfReportQuerySet(ScopedQuerySet):
    def reachable(self, scope: Scope) -> Q:
        return Q(report__obligation__unit__in=scope.own)


class ReportedActivity(models.Model):
    """What became of a planned activity, or of unplanned ones of a kind, in the period."""

    TAKEN: ClassVar = ("times", "attendance")  # each stands beside its taken_…

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="activities")
    plan_activity = models.ForeignKey(PlanActivity, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=30, choices=ActivityKind, blank=True)  # of what was not planned
    key = models.CharField(max_length=40, editable=False)  # what the row is called for good, its plan's row or kind
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("activity"), max_length=300)
    target = models.DecimalField(_("expected result"), max_digits=12, decimal_places=2, null=True, blank=True)
    target_unit = models.CharField(_("unit of measure"), max_length=60, blank=True)
    times = models.PositiveIntegerField(_("times done in the period"), null=True, blank=True)
    attendance = models.PositiveIntegerField(_("attendance"), null=True, blank=True)
    taken_times = models.PositiveIntegerField(null=True, editable=False)
    taken_attendance = models.PositiveIntegerField(null=True, editable=False)
    remark = models.TextField(_("remark"), blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("reported activity")
        verbose_name_plural = _("reported activities")
        constraints = [
            models.UniqueConstraint(fields=["report", "plan_activity"], name="planned_activity_is_reported_once"),
            models.UniqueConstraint(
                fields=["report", "kind"], name="unplanned_kind_is_reported_once", condition=~Q(kind="")
            ),
            models.UniqueConstraint(fields=["report", "key"], name="reported_activity_has_its_own_key"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        """Return where evidence of the row stands in the draft, also before the row is stored."""
        return f"{ROWS}.{self.key}"

    @property
    def target_words(self) -> str:
        return number_format(self.target.normalize(), force_grouping=True) if self.target is not None else ""


class IndicatorValue(models.Model):
    """One indicator's figure in a report: a number, or for shares part and whole."""

    TAKEN: ClassVar = ("amount", "part", "whole")  # each stands beside its taken_…

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    amount = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    part = models.DecimalField(_("part"), max_digits=18, decimal_places=2, null=True, blank=True)
    whole = models.DecimalField(_("whole"), max_digits=18, decimal_places=2, null=True, blank=True)
    taken_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, editable=False)
    taken_part = models.DecimalField(max_digits=18, decimal_places=2, null=True, editable=False)
    taken_whole = models.DecimalField(max_digits=18, decimal_places=2, null=True, editable=False)
    explanation = models.TextField(_("explanation"), blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["indicator__position", "id"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="indicator_stands_once_in_report"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(part=None, whole=None), name="figure_is_one_number_or_a_share"
            ),
            models.CheckConstraint(
                condition=(Q(amount=None) | Q(amount__gte=0))
                & (Q(part=None) | Q(part__gte=0))
                & (Q(whole=None) | Q(whole__gte=0)),
                name="figure_is_not_negative",
                violation_error_message=_("A figure cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.amount if self.amount is not None else f'{self.part}/{self.whole}'}"
