"""Campaigns, what they stand on, and who takes part."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.history import with_history
from units.models import Cluster, Group, Kind, Role, Unit
from units.scoping import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from units.models import User


@with_history()
class LegalBasis(models.Model):
    """A legal instrument with its validity; what the law says is a row with dates, never a constant."""

    number = models.CharField(_("number"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=400)
    issued_on = models.DateField(_("issued on"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["issued_on", "number"]
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="legal_basis_ends_after_it_starts",
                violation_error_message=_("The last day of validity cannot lie before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} — {self.title}"

    def is_valid(self, *, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


class CampaignQuerySet(ScopedQuerySet["Campaign"]):
    """A council's campaigns; to units, those in which they take part."""

    def reachable(self, scope: Scope) -> Q:
        taking_part = Participation.objects.filter(unit__in=scope.own).values("campaign")
        return Q(host__in=scope.hosts) | Q(pk__in=taking_part, opened_at__isnull=False)

    def under_council(self, user: "User") -> Self:
        """Keep the campaigns of the person's councils, drafts included."""
        return self.filter(host__in=Scope.of(user).hosts)

    def opened(self) -> Self:
        return self.filter(opened_at__isnull=False)

    def running(self) -> Self:
        return self.opened().filter(closed_at=None)

    def of_year_before(self, campaign: "Campaign") -> Self:
        """Keep the same council's campaigns of the year before, the first code first."""
        return self.filter(host=campaign.host_id, year=campaign.year - 1).order_by("code")

    def in_state(self, state: str) -> Self:
        """Keep drafts, open or closed campaigns; all of them for ""."""
        states = {
            "draft": Q(opened_at=None),
            "open": Q(opened_at__isnull=False, closed_at=None),
            "closed": Q(closed_at__isnull=False),
        }
        return self.filter(states.get(state, Q()))

    def with_counts(self) -> Self:
        """Add how many requirements and units each has."""
        return self.annotate(
            requirement_count=Count("requirements", distinct=True),
            unit_count=Count("participations", distinct=True),
        ).order_by(*self.model._meta.ordering or ())


@with_history()
class Campaign(models.Model):
    """An emulation movement of one host for one period [phong trào thi đua]: draft → open → closed."""

    requirement_count: int  # given by with_counts()
    unit_count: int

    code = models.SlugField(_("code"), max_length=40, unique=True)
    host = models.ForeignKey(Unit, models.PROTECT, related_name="hosted_campaigns", verbose_name=_("host"))
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=300)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    goals = models.TextField(_("goals"), blank=True)
    themes = models.TextField(_("themes, one per line"), blank=True)
    slogans = models.TextField(_("slogans, one per line"), blank=True)
    legal_bases = models.ManyToManyField(LegalBasis, blank=True, verbose_name=_("legal bases"))
    notice_days = models.PositiveSmallIntegerField(
        _("days of notice"),
        default=5,
        help_text=_("Nobody is given a due date that has passed: late joiners get this much time."),
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-starts_on"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="campaign_ends_after_it_starts",
                violation_error_message=_("The last day of a campaign lies after its first day."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False), name="campaign_opens_before_it_closes"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaign-detail", args=[self.code])

    @property
    def state(self) -> str:
        """One of draft, open, closed."""
        return "closed" if self.closed_at else "open" if self.opened_at else "draft"

    def is_prepared_by(self, user: "User") -> bool:
        """Whether this person prepares and opens the host's campaigns: the standing office and the chair."""
        return bool(Scope.of(user).roles_at(self.host_id) & {Role.SECRETARY, Role.CHAIR})

    def is_closed_by(self, user: "User") -> bool:
        """Whether this person could close it now: the chair, while it is open."""
        return self.state == "open" and Role.CHAIR in Scope.of(user).roles_at(self.host_id)

    @property
    def state_word(self) -> str:
        return str({"draft": _("Being prepared"), "open": _("Running"), "closed": _("Closed")}[self.state])

    def bases_at_start(self) -> list[tuple[LegalBasis, bool]]:
        """Return the legal bases, each with whether it is in force on the campaign's first day."""
        return [(basis, basis.is_valid(on=self.starts_on)) for basis in self.legal_bases.all()]

    def expired_bases(self) -> list[LegalBasis]:
        """Return the legal bases that are not in force when the campaign starts."""
        return [basis for basis, in_force in self.bases_at_start() if not in_force]

    @property
    def choice_label(self) -> str:
        """What a list to choose from shows: the year first, for titles of several years begin alike."""
        return f"{self.year} · {self.title}"

    @property
    def theme_lines(self) -> list[str]:
        return [line.strip() for line in self.themes.splitlines() if line.strip()]

    @property
    def slogan_lines(self) -> list[str]:
        return [line.strip() for line in self.slogans.splitlines() if line.strip()]


class ParticipationQuerySet(ScopedQuerySet["Participation"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(unit__in=scope.own) | Q(campaign__host__in=scope.hosts)


class Participation(models.Model):
    """A unit in a campaign, with name, kind, cluster, group and parent as they were at enrolment."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="participations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participations")
    unit_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind)
    group = models.CharField(max_length=10, choices=Group)
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    enrolled_at = models.DateTimeField()

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="unit_takes_part_once")]

    def __str__(self) -> str:
        return self.unit_name
