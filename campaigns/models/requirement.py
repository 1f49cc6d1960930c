"""What a campaign asks for, from whom, how often and by when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign, Participation
from units.history import with_history
from units.models import Cluster, Group, Kind
from units.scoping import Scope, ScopedQuerySet


class Frequency(models.TextChoices):
    ONCE = "once", _("Once")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    HALF_YEARLY = "half_yearly", _("Every half-year")
    YEARLY = "yearly", _("Every year")
    TERM = "term", _("Every school term")


class Scheme(models.TextChoices):
    """How periods are cut; Decree 09/2019/ND-CP closes the figures on the 14th."""

    DECREE09 = "decree09", _("Reporting periods of Decree 09/2019/ND-CP")
    CALENDAR = "calendar", _("Calendar periods")
    SCHOOL = "school", _("School year")


class PaperKind(models.TextChoices):
    """What a paper is [loại văn bản]: what is usual about its number, and which paper it can take the place of."""

    REGULATIONS = "regulations", _("Office rules or working regulations tied to the codes")
    PROCEDURES = "procedures", _("List of posted administrative procedures")
    PLEDGE = "pledge", _("Pledge of the cluster")
    REGISTRATION = "registration", _("Registration of titles")
    OTHER = "other", _("Other paper")


class RequirementQuerySet(ScopedQuerySet["Requirement"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(campaign__host__in=scope.hosts)


@with_history()
class Requirement(models.Model):
    """One thing that a campaign asks for [yêu cầu]; it gives each unit concerned one obligation per period."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="requirements")
    code = models.SlugField(_("code"), max_length=40)
    kind = models.CharField(_("what is handed in"), max_length=20)
    paper_kind = models.CharField(_("kind of paper"), max_length=20, choices=PaperKind, blank=True)
    title = models.CharField(_("title"), max_length=200)
    instructions = models.TextField(_("instructions"), blank=True)
    frequency = models.CharField(_("how often"), max_length=12, choices=Frequency, default=Frequency.ONCE)
    scheme = models.CharField(_("periods"), max_length=10, choices=Scheme, default=Scheme.DECREE09)
    groups = ArrayField(
        models.CharField(max_length=10, choices=Group), verbose_name=_("groups"), default=list, blank=True
    )
    kinds = ArrayField(
        models.CharField(max_length=30, choices=Kind), verbose_name=_("kinds of unit"), default=list, blank=True
    )
    clusters = models.ManyToManyField(Cluster, blank=True, verbose_name=_("clusters"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_days = models.SmallIntegerField(_("due so many days after the figures close"), null=True, blank=True)
    indicators = models.ManyToManyField(
        "campaigns.Indicator", blank=True, verbose_name=_("figures that a progress report gives")
    )
    needs_signature = models.BooleanField(_("the head signs"), default=True)
    grace_days = models.PositiveSmallIntegerField(_("days after the due date until it locks"), default=60)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "code"],
                name="requirement_code_in_campaign",
                violation_error_message=_("This campaign already has a requirement with this code."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False, due_days=None) | Q(due_on=None, due_days__isnull=False),
                name="requirement_has_one_due_rule",
                violation_error_message=_("Give either a due date or a number of days, not both."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="requirement_weighs_something",
                violation_error_message=_("The weight is at least 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def concerns(self, participation: Participation, cluster_ids: frozenset[int]) -> bool:
        """Whether this unit owes it; an empty list of groups, kinds or clusters means all of them."""
        return (
            (not self.groups or participation.group in self.groups)
            and (not self.kinds or participation.kind in self.kinds)
            and (not cluster_ids or participation.cluster_id in cluster_ids)
        )
