"""When reports are made by themselves, of what, and who gets them; edited in the administration."""

from collections.abc import Iterable
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from portal.reports.dates import Cadence
from units.history import with_history
from units.models import Cluster, Group, Role, Unit, User
from units.scoping import Scope, ScopedQuerySet


class CadenceChoice(models.TextChoices):
    """How often, in words."""

    WEEK = Cadence.WEEK.value, _("Every week")
    MONTH = Cadence.MONTH.value, _("Every month")
    QUARTER = Cadence.QUARTER.value, _("Every quarter")
    HALF = Cadence.HALF.value, _("Every half-year")
    YEAR = Cadence.YEAR.value, _("Every year")
    SCHOOL_YEAR = Cadence.SCHOOL_YEAR.value, _("Every school year")


class PeriodScheme(models.TextChoices):
    DECREE09 = "decree09", _("Reporting periods of Decree 09/2019/ND-CP")
    CALENDAR = "calendar", _("Calendar periods")


class ReportScheduleQuerySet(ScopedQuerySet["ReportSchedule"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(host__in=scope.hosts) | Q(host=None)

    def active(self) -> Self:
        return self.filter(is_active=True).order_by("id")


@with_history()
class ReportSchedule(models.Model):
    """A report that the clock asks for: at the end of each period, of each running campaign that it concerns."""

    name = models.CharField(_("name"), max_length=120)
    cadence = models.CharField(_("how often"), max_length=12, choices=CadenceChoice, default=CadenceChoice.WEEK)
    scheme = models.CharField(
        _("periods"),
        max_length=10,
        choices=PeriodScheme,
        default=PeriodScheme.DECREE09,
        help_text=_("Decree 09/2019/ND-CP closes figures on the 14th. Weeks and school years have ends of their own."),
    )
    days_after = models.PositiveSmallIntegerField(
        _("days after the period"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("1: on the morning after its last day."),
    )
    hour = models.PositiveSmallIntegerField(
        _("hour"), default=6, validators=[MaxValueValidator(23)], help_text=_("In Hà Nội, from 0 to 23.")
    )
    host = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("council"),
        limit_choices_to={"kind": "host"},
        help_text=_("Left empty: of every council."),
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("campaign"),
        help_text=_("Left empty: every campaign that is running then."),
    )
    group = models.CharField(_("group"), max_length=10, choices=Group, blank=True)
    clusters = models.ManyToManyField(
        Cluster,
        blank=True,
        related_name="+",
        verbose_name=_("clusters"),
        help_text=_("A report for each of them. Left empty: one for all clusters together."),
    )
    needs_approval = models.BooleanField(
        _("the chair approves"),
        default=True,
        help_text=_("Taken away: it is issued and sent as soon as it is made, before anybody has read it."),
    )
    recipient_roles = ArrayField(
        models.CharField(
            max_length=20, choices=[(role.value, role.label) for role in Role if role in Role.at_councils()]
        ),
        verbose_name=_("sent to the council's"),
        default=list,
        blank=True,
    )
    recipients = models.ManyToManyField(User, blank=True, related_name="+", verbose_name=_("sent to these people too"))
    addresses = models.TextField(
        _("sent to these addresses too"), blank=True, help_text=_("One per line; they are always sent the files.")
    )
    with_files = models.BooleanField(
        _("files in the mail"),
        default=False,
        help_text=_("DOCX, PDF and XLSX in the mail itself; otherwise a link that asks for sign-in."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ReportScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("schedule of reports")
        verbose_name_plural = _("schedules of reports")

    def __str__(self) -> str:
        return self.name

    def concerns(self, campaigns: Iterable[Campaign]) -> list[Campaign]:
        """Keep the campaigns on which it reports."""
        return [one for one in campaigns if self.campaign_id in (None, one.pk) and self.host_id in (None, one.host_id)]

    @property
    def address_list(self) -> list[str]:
        return [line.strip() for line in self.addresses.splitlines() if line.strip()]
