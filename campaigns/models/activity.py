"""The activity log: what a unit did, noted in under a minute, from which everything later is filled in."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Func, OuterRef, Q, Subquery, Sum, TextField, Value, When, Window
from django.db.models.functions import Coalesce, Concat, RowNumber
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.plan import Form, PlanActivity
from units.models import Unit
from units.scoping import Scope, ScopedQuerySet
from units.searching import found_by

MOST_PLACES = 40


class ActivityKind(models.TextChoices):
    """What kind of thing was done [loại hoạt động]; indicators and scores count by it."""

    PROFESSIONAL_MEETING = "professional_meeting", _("Professional meeting with the code on the agenda")
    PARTY_CELL_MEETING = "party_cell_meeting", _("Party-cell meeting with the code on the agenda")
    DIRECTIVE_05 = "directive_05", _("Directive 05 (following Ho Chi Minh's example)")
    DIRECTIVE_06 = "directive_06", _("Directive 06 (discipline and order)")
    PUBLICITY = "publicity", _("Publicity for the codes")
    TRAINING = "training", _("Training")
    DIALOGUE = "dialogue", _("Dialogue with citizens")
    CLEAN_UP = "clean_up", _("Clean-up, green work")
    HEAD_CHECK = "head_check", _("Check or reminder by the head")
    MEDIA = "media", _("News or pictures published")
    REFORM = "reform", _("Procedures reviewed or shortened")
    PRAISE = "praise", _("Praise of a person or a collective")
    OTHER = "other", _("Other activity")


class LogAudience(models.TextChoices):
    STAFF = "staff", _("Staff")
    UNION_MEMBERS = "union_members", _("Members of unions and associations")
    RESIDENTS = "residents", _("Residents")
    PUPILS = "pupils", _("Pupils")
    PARENTS = "parents", _("Parents")


class OfUnitQuerySet(ScopedQuerySet):
    """Own rows; those of units below and of a council's campaigns, to read."""

    def reachable(self, scope: Scope) -> Q:
        return Q(unit__in=scope.own | scope.below) | Q(campaign__host__in=scope.hosts)

    def of_units(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[name-defined]
        """Keep what the person's own units wrote: what they may change."""
        return self.filter(unit__in=Scope.of(user).own)

    def at_desk_of(self, user: settings.AUTH_USER_MODEL, unit: Unit | None) -> Self:  # type: ignore[name-defined]
        """Keep what `unit` wrote; without one what the person's own units did, and a council's members keep all."""
        if unit:
            return self.filter(unit=unit)
        return self.of_units(user) if Scope.of(user).own else self


class DriveQuerySet(OfUnitQuerySet):
    def with_counts(self) -> Self:
        """Add how many activities each has, and how many took part."""
        return self.select_related("unit", "campaign").annotate(
            entry_count=Count("entries"), attendance=Coalesce(Sum("entries__attendance"), 0)
        )


class Drive(models.Model):
    """A small campaign that a unit runs by itself [phong trào thi đua của đơn vị], linked to the movement."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="drives")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="drives", verbose_name=_("movement"))
    title = models.CharField(_("title"), max_length=200)
    aim = models.TextField(_("aim"), blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = DriveQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name = _("drive of a unit")
        verbose_name_plural = _("drives of units")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="drive_ends_after_it_starts",
                violation_error_message=_("The drive ends before it starts: check the two dates."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class ActivityEntryQuerySet(OfUnitQuerySet):
    def within(self, first: date, last: date) -> Self:
        """Keep what happened from `first` to `last`, both days included."""
        return self.filter(held_on__gte=first, held_on__lte=last)

    def counted_for(self, campaign: Campaign) -> Self:
        """Keep a campaign's entries, and those from before it began that were noted for its host's campaign till then.

        The first period of a year begins in December (Decree 09/2019/ND-CP), when the last year's campaign still ran.
        """
        before = Q(campaign__host=campaign.host_id, campaign__year__lt=campaign.year, held_on__lt=campaign.starts_on)
        return self.filter(Q(campaign=campaign) | before)

    def latest_first(self) -> Self:
        return self.order_by("-held_on", "-id")

    def told_to(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[name-defined]
        """Add what lists and pages tell: unit, drive, number of photos, and the planned activity's title.

        A plan that was never handed in is nobody's but the unit's: others are not told what stands in it.
        """
        from campaigns.models.photo import ActivityPhoto  # photos stand on activities

        photos = ActivityPhoto.objects.filter(entry=OuterRef("pk")).order_by().values("entry")
        counted = photos.annotate(number=Count("*")).values("number")
        may_be_told = Q(unit__in=Scope.of(user).own) | Q(
            plan_activity__plan__obligation__first_submitted_at__isnull=False
        )
        return self.select_related("unit", "drive", "campaign", "noted_by").annotate(
            photo_count=Coalesce(Subquery(counted), 0),
            told_plan_activity=Case(When(may_be_told, then=F("plan_activity__title")), default=Value("")),
        )

    def of_month(self, first: date, *, most_a_day: int) -> Self:
        """Keep a month's entries in the order of the days, of each day the first few; `of_day` counts them all."""
        days = F("held_on")
        return (
            self.filter(held_on__year=first.year, held_on__month=first.month)
            .select_related("unit")
            .annotate(
                of_day=Window(Count("*"), partition_by=days),
                number=Window(RowNumber(), partition_by=days, order_by="id"),
            )
            .filter(number__lte=most_a_day)
            .order_by("held_on", "id")
        )

    def places(self) -> list[str]:
        """Return where things were done, the most usual places first."""
        named = self.exclude(place="").order_by().values_list("place")
        return [place for place, _times in named.annotate(times=Count("*")).order_by("-times", "place")[:MOST_PLACES]]

    def search(self, query: str) -> Self:
        """Keep what the query finds without diacritics in title, place and note."""
        return self.filter(found_by(query))

    def narrowed(self, *, q: str = "", since: date | None = None, until: date | None = None, **facts: Any) -> Self:
        """Keep what a list's filters ask for; empty ones ask for nothing."""
        found = self.search(q).filter(**{name: value for name, value in facts.items() if value})
        found = found.filter(held_on__gte=since) if since else found
        return found.filter(held_on__lte=until) if until else found


class ActivityEntry(models.Model):
    """One thing that a unit did on one day [nhật ký hoạt động]."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="activity_entries")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="activity_entries")
    held_on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=30, choices=ActivityKind)
    title = models.CharField(_("what was done"), max_length=300)
    form = models.CharField(_("form"), max_length=30, choices=Form, blank=True)
    audience = models.CharField(_("audience"), max_length=20, choices=LogAudience, default=LogAudience.STAFF)
    attendance = models.PositiveIntegerField(_("attendance"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    link = models.URLField(_("link to what was published"), max_length=500, blank=True)
    plan_activity = models.ForeignKey(
        PlanActivity, models.SET_NULL, null=True, blank=True, related_name="entries", verbose_name=_("planned activity")
    )
    drive = models.ForeignKey(
        Drive, models.SET_NULL, null=True, blank=True, related_name="entries", verbose_name=_("the unit's own drive")
    )
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    ticket = models.UUIDField(
        null=True, unique=True, editable=False
    )  # of the page it was noted on: sent twice, kept once
    search_text = models.GeneratedField(
        expression=Func(
            Concat(F("title"), Value(" "), F("place"), Value(" "), F("note"), output_field=TextField()),
            function="vi_search_text",
            output_field=TextField(),
        ),
        output_field=TextField(),
        db_persist=True,
    )

    objects = ActivityEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            models.Index(fields=["unit", "-held_on", "-id"], name="activity_of_unit"),
            models.Index(fields=["campaign", "held_on"], name="activity_of_campaign"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity-detail", args=[self.pk])
