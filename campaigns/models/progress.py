"""The progress report of a unit for one period: five text parts, what became of the plan, figures."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.indicator import Indicator
from campaigns.models.obligation import Obligation
from campaigns.models.plan import PlanActivity
from units.scoping import Scope, ScopedQuerySet


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
    """What became of one activity, planned or not, in the period: taken from the log, corrected by the unit."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="activities")
    plan_activity = models.ForeignKey(PlanActivity, models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("activity"), max_length=300)
    target = models.DecimalField(_("expected result"), max_digits=12, decimal_places=2, null=True, blank=True)
    target_unit = models.CharField(_("unit of measure"), max_length=60, blank=True)
    times = models.PositiveIntegerField(_("times done in the period"), default=0)
    attendance = models.PositiveIntegerField(_("attendance"), default=0)
    remark = models.TextField(_("remark"), blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("reported activity")
        verbose_name_plural = _("reported activities")

    def __str__(self) -> str:
        return self.title


class IndicatorValue(models.Model):
    """One indicator's figure in a report: a whole number, or part and whole; `logged` is what the log said."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    amount = models.BigIntegerField(_("value"), null=True, blank=True)
    part = models.BigIntegerField(_("part"), null=True, blank=True)
    whole = models.BigIntegerField(_("whole"), null=True, blank=True)
    logged = models.BigIntegerField(null=True, blank=True, editable=False)
    explanation = models.TextField(_("explanation"), blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["indicator__position", "id"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="indicator_stands_once_in_report"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="figure_is_not_negative",
                violation_error_message=_("A figure cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(part=None) | Q(whole=None) | Q(part__gte=0, part__lte=F("whole")),
                name="part_is_within_the_whole",
                violation_error_message=_("The part cannot be more than the whole."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.amount if self.amount is not None else f'{self.part}/{self.whole}'}"
