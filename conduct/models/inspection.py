"""Inspections [kiểm tra công vụ]: order, team, the sample that was drawn, and the visit to each unit."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from conduct.inspection_moves import (
    INSPECTION_MOVES,
    INSPECTOR,
    LEAD,
    OVER,
    VERIFIED,
    VISIT_MOVES,
    InspectionState,
    VisitState,
)
from units.models import Event, Subject, Unit
from units.scoping import Scope, ScopedQuerySet
from units.workflow import Move, Problem, Shut

if TYPE_CHECKING:
    from units.models import User


class InspectionQuerySet(ScopedQuerySet["Inspection"]):
    """The council's own; a member of the team sees the inspections that they are sent on."""

    def reachable(self, scope: Scope) -> Q:
        return Q(host__in=scope.hosts)

    def visible_to(self, user: "User") -> Self:
        return self.filter(self.reachable(Scope.of(user)) | of_team(user))

    def preparing(self) -> Self:
        return self.filter(state=InspectionState.PREPARING)

    def latest_first(self) -> Self:
        return self.order_by("-starts_on", "-id")

    def with_counts(self) -> Self:
        """Add how many units are on its list, and at how many the visit is over."""
        return self.annotate(
            unit_count=Count("visits", filter=~Q(visits__state=VisitState.DROPPED), distinct=True),
            over_count=Count("visits", filter=Q(visits__state__in=VERIFIED), distinct=True),
        )


def of_team(user: "User", path: str = "") -> Q:
    """Return which inspections a person is sent on."""
    if not user.is_authenticated or not user.is_active:
        return Q(pk=None)
    mine = InspectionMember.objects.filter(user=user).values("inspection")
    return Q(**{f"{path}pk__in" if not path else f"{path.removesuffix('__')}__in": mine})


class Inspection(Subject):
    """One inspection under one order: announced, or a surprise of which units learn when the team is there."""

    MOVES: ClassVar[Mapping[str, Move]] = INSPECTION_MOVES

    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="inspections")
    title = models.CharField(_("title"), max_length=250)
    is_surprise = models.BooleanField(_("surprise"), default=False)
    order_number = models.CharField(_("number of the order"), max_length=60, blank=True)
    ordered_on = models.DateField(_("date of the order"), null=True, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    themes = ArrayField(models.CharField(max_length=4), verbose_name=_("themes looked at"), default=list, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="inspection_ends_after_it_starts",
                violation_error_message=_("The last day cannot lie before the first."),
            ),
            models.CheckConstraint(condition=Q(state__in=InspectionState.values), name="inspection_state_is_known"),
        ]
        indexes = [models.Index(fields=["host", "-starts_on"], name="inspection_by_council")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspection-detail", args=[self.pk])

    def get_state_display(self) -> str:
        return str(InspectionState(self.state).label)

    @property
    def is_preparing(self) -> bool:
        return self.state == InspectionState.PREPARING

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return council roles at the host and the place in the team."""
        return Scope.of(user).roles_at(self.host_id) | self.place_in_team(user)

    def place_in_team(self, user: Any) -> frozenset[str]:
        member = self.members.filter(user=user.pk).first() if user.pk else None
        return frozenset({LEAD, INSPECTOR} if member and member.is_lead else {INSPECTOR} if member else ())

    def problems(self) -> list[Problem]:
        """Return what stands between the preparation and the begin, or between the visits and the end."""
        if self.state == InspectionState.OPEN:
            left = self.visits.exclude(state__in=OVER).count()
            text = _t("Some units are not visited, or their heads have not answered yet.")
            return [Problem("visits", text)] if left else []
        found = []
        if not (self.order_number and self.ordered_on):
            found.append(Problem("order", _t("Give the number and the date of the order.")))
        if self.members.filter(is_lead=True).count() != 1:
            found.append(Problem("team", _t("Name the one who leads the team.")))
        if not self.visits.exclude(state=VisitState.DROPPED).exists():
            found.append(Problem("visits", _t("Choose the units, or draw them.")))
        return found

    def new_event(self, **facts: Any) -> "InspectionEvent":
        return InspectionEvent(inspection=self, **facts)


class InspectionEventQuerySet(ScopedQuerySet["InspectionEvent"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(inspection__host__in=scope.hosts)


class InspectionEvent(Event):
    """One move of an inspection."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="events")

    objects = InspectionEventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("event of an inspection")
        verbose_name_plural = _("events of inspections")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"


class InspectionMember(models.Model):
    """A person sent on an inspection [thành viên đoàn]: an inspector there, and nowhere else."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    is_lead = models.BooleanField(_("leads the team"), default=False)

    class Meta:
        ordering = ["-is_lead", "user__sort_key"]
        verbose_name = _("member of an inspection team")
        verbose_name_plural = _("members of inspection teams")
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "user"],
                name="inspector_stands_once",
                violation_error_message=_("This person is in the team already."),
            ),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(is_lead=True),
                name="team_has_one_lead",
                violation_error_message=_("Somebody else leads this team."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class SampleDraw(models.Model):
    """How units were drawn: what there was, how many of each stratum, the seed, and what came out. For ever."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="draws")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seed = models.CharField(max_length=40)
    stratum = models.CharField(max_length=10)  # cluster, group or none
    size = models.PositiveSmallIntegerField()  # units of each stratum
    frame: "models.JSONField[Any, Any]" = models.JSONField()  # stratum → codes, as they stood then
    drawn = ArrayField(models.CharField(max_length=40))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("draw of units")
        verbose_name_plural = _("draws of units")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.seed}: {len(self.drawn)}"


class VisitQuerySet(ScopedQuerySet["Visit"]):
    """The council's and the team's; to the unit what it may know: announced, or what was presented to its head."""

    def reachable(self, scope: Scope) -> Q:
        announced = Q(inspection__is_surprise=False, inspection__state=InspectionState.OPEN)
        own = Q(unit__in=scope.own) & (announced | Q(state__in=[VisitState.FILLING, *VERIFIED]))
        return Q(inspection__host__in=scope.hosts) | own

    def visible_to(self, user: "User") -> Self:
        return self.filter(self.reachable(Scope.of(user)) | of_team(user, "inspection__"))

    def sent_to(self, user: "User") -> Self:
        """Keep the visits of inspections that this person is sent on, except to their own units."""
        return self.filter(of_team(user, "inspection__")).exclude(unit__in=Scope.of(user).own)

    def of_units(self, user: "User") -> Self:
        return self.filter(unit__in=Scope.of(user).own)

    def verified(self) -> Self:
        """Keep those whose findings stand."""
        return self.filter(state__in=VERIFIED)

    def by_cluster(self) -> Self:
        return self.order_by("unit__cluster__position", "unit__sort_key")

    def since(self, day: date) -> Self:
        """Keep those presented on that day or later."""
        return self.filter(presented_at__date__gte=day)

    def told(self) -> Self:
        return self.select_related("unit__cluster", "inspection__host", "changed_by")

    def with_counts(self) -> Self:
        """Add how many clauses there are, how many are answered, and how many findings."""
        answered = Q(answers__isnull=False) & ~Q(answers__verdict="")
        return self.annotate(
            clause_count=Count("answers", distinct=True),
            answered_count=Count("answers", filter=answered, distinct=True),
            finding_count=Count("findings", distinct=True),
        )


class Visit(Subject):
    """An inspection at one unit: its clauses, its findings, what the head said."""

    MOVES: ClassVar[Mapping[str, Move]] = VISIT_MOVES

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="visits")
    was_drawn = models.BooleanField(_("drawn by lot"), default=False)
    planned_on = models.DateField(_("planned day"), null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, editable=False)
    presented_at = models.DateTimeField(null=True, editable=False)
    met_with = models.CharField(_("who was there for the unit (positions, no names)"), max_length=300, blank=True)
    remarks = models.TextField(_("what the head said"), blank=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["unit__sort_key"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "unit"], name="unit_is_visited_once_in_an_inspection"),
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="visit_state_is_known"),
        ]
        indexes = [models.Index(fields=["unit", "presented_at"], name="visit_by_unit")]

    def __str__(self) -> str:
        return f"{self.inspection}: {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("visit-detail", args=[self.pk])

    def get_state_display(self) -> str:
        return str(VisitState(self.state).label)

    @property
    def day(self) -> date:
        """The day on which the team was there, or is expected."""
        return localtime(self.arrived_at).date() if self.arrived_at else self.planned_on or self.inspection.starts_on

    @property
    def is_filling(self) -> bool:
        return self.state == VisitState.FILLING

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return the place in the team, and unit roles here; nobody inspects their own unit."""
        scope = Scope.of(user)
        here = scope.roles_at(self.unit_id)
        if here or self.unit_id in scope.below:
            return here
        return self.inspection.roles_of(user)

    def problems(self) -> list[Problem]:
        from conduct.visit_rules import visit_problems  # the rules stand on the models

        return list(visit_problems(self))

    def check_move(self, verb: str, *, at: datetime, due_at: datetime | None) -> None:
        if self.inspection.state != InspectionState.OPEN:
            raise Shut(_t("The inspection is not under way."))

    def frozen_content(self, verb: str) -> dict | None:
        if verb != "present":
            return None
        from conduct.visit_content import visit_content

        return visit_content(self)

    def note_move(self, event: Event) -> None:
        if event.verb == "arrive":
            self.arrived_at = event.at
        if event.verb in {"present", "resume"}:
            self.presented_at = event.at if event.verb == "present" else None
        if event.verb in {"acknowledge", "close_unsigned"}:
            self.remarks = event.note

    def new_event(self, **facts: Any) -> "VisitEvent":
        return VisitEvent(visit=self, **facts)


class VisitEventQuerySet(ScopedQuerySet["VisitEvent"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(visit__inspection__host__in=scope.hosts) | Q(visit__unit__in=scope.own)


class VisitEvent(Event):
    """One move of a visit; what was presented to the head stands in it for ever."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="events")

    objects = VisitEventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("event of a visit")
        verbose_name_plural = _("events of visits")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"
