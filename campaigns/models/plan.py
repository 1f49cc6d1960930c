"""The plan of a unit for a campaign, and its activities."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.obligation import Obligation
from units.scoping import Scope, ScopedQuerySet

ROWS = "activities"
ROW = f"{ROWS}.k"  # with a row's key: its place in the draft; handed in, rows have numbers


class Form(models.TextChoices):
    """The forms in which the codes are spread, as the movement's reports name them."""

    CONFERENCE = "conference", _("Conference")
    TALK = "talk", _("Talk")
    TRAINING = "training", _("Training")
    PROFESSIONAL_MEETING = "professional_meeting", _("Professional meeting")
    PARTY_CELL_MEETING = "party_cell_meeting", _("Party-cell meeting")
    VISUAL = "visual", _("Posters and banners")
    LOUDSPEAKER = "loudspeaker", _("Loudspeaker")
    ONLINE = "online", _("Online publicity")
    CONTEST = "contest", _("Contest")
    CLEAN_UP = "clean_up", _("Clean-up")
    OTHER = "other", _("Other")


class Audience(models.TextChoices):
    STAFF = "staff", _("Staff")
    RESIDENTS = "residents", _("Residents")


class PlanQuerySet(ScopedQuerySet["Plan"]):
    """Drafts are seen by the unit alone; everyone else reads what was handed in."""

    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own)


class Plan(models.Model):
    """The live draft of a plan [kế hoạch]; what was handed in stands frozen in the events."""

    obligation = models.OneToOneField(Obligation, models.CASCADE, related_name="plan")
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    signer_name = models.CharField(_("signer"), max_length=150, blank=True)
    signer_position = models.CharField(_("signer's position"), max_length=150, blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    legal_bases = models.TextField(_("legal bases, one per line"), blank=True)
    commitment = models.TextField(_("the head's personal commitment"), blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return self.number or str(self.obligation)

    @classmethod
    def of(cls, obligation: Obligation) -> "Plan":
        """Return the obligation's plan; an unsaved one before the first word was written."""
        return cls.objects.filter(obligation=obligation).first() or cls(obligation=obligation)


class PlanActivityQuerySet(ScopedQuerySet["PlanActivity"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(plan__obligation__unit__in=scope.own)

    def in_order(self) -> Self:
        return self.order_by("position", "id")

    def of_plans(self, units: Collection[int], campaigns: Collection[int]) -> Self:
        """Keep what these units planned for these campaigns and gave a name, with its campaign."""
        planned = self.filter(plan__obligation__unit__in=units, plan__obligation__campaign__in=campaigns)
        return planned.exclude(title="").select_related("plan__obligation__campaign").order_by("plan", "position", "id")


class PlanActivity(models.Model):
    """One activity of a plan: what, in which form, for whom, when, led by whom, with what result."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("activity"), max_length=300, blank=True)
    criterion = models.CharField(_("criterion"), max_length=60, blank=True)
    form = models.CharField(_("form"), max_length=30, choices=Form, blank=True)
    audience = models.CharField(_("audience"), max_length=20, choices=Audience, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    lead = models.CharField(_("lead"), max_length=150, blank=True)
    target = models.DecimalField(_("expected result"), max_digits=12, decimal_places=2, null=True, blank=True)
    target_unit = models.CharField(_("unit of measure"), max_length=60, blank=True)
    ticket = models.UUIDField(null=True, unique=True, editable=False)  # of the row of a sheet that it came with

    objects = PlanActivityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("planned activity")
        verbose_name_plural = _("planned activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="activity_ends_after_it_starts",
                violation_error_message=_("The activity ends before it starts: check the two dates."),
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gte=0),
                name="activity_target_is_not_negative",
                violation_error_message=_("The expected result cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        """Where this row's evidence stands in the draft, however often the row is moved."""
        return f"{ROW}{self.pk}"
