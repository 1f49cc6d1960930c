"""Violations: what was confirmed stays as a count; the name stands apart, for those named here, and for a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conduct.models.code import Clause
from conduct.models.found import Finding
from conduct.models.inspection import of_team
from conduct.violation_moves import VIOLATION_MOVES, ViolationState
from units.models import Event, Role, Subject, Unit
from units.scoping import Scope, ScopedQuerySet
from units.workflow import Move

if TYPE_CHECKING:
    from units.models import User


class ViolationQuerySet(ScopedQuerySet["Violation"]):
    """The council's, the unit's own, and those that a person's inspection brought up; never with the name."""

    def reachable(self, scope: Scope) -> Q:
        return Q(host__in=scope.hosts) | Q(unit__in=scope.own)

    def visible_to(self, user: "User") -> Self:
        return self.filter(self.reachable(Scope.of(user)) | of_team(user, "finding__visit__inspection__"))

    def told(self) -> Self:
        return self.select_related("unit", "host", "clause", "finding__visit__inspection").order_by(
            "-occurred_on", "-id"
        )


class Violation(Subject):
    """One case of somebody not keeping a clause [vi phạm]; who it was stands in `ViolationPerson` alone."""

    MOVES: ClassVar[Mapping[str, Move]] = VIOLATION_MOVES

    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="violations", verbose_name=_("unit"))
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="violations", verbose_name=_("clause"))
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, editable=False, related_name="violations")
    occurred_on = models.DateField(_("on which day"))
    description = models.TextField(_("what happened"), max_length=2000)
    file_number = models.CharField(_("number of the disciplinary decision"), max_length=60, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    objects = ViolationQuerySet.as_manager()

    class Meta:
        verbose_name = _("violation")
        verbose_name_plural = _("violations")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ViolationState.values), name="violation_state_is_known")
        ]
        indexes = [models.Index(fields=["host", "-occurred_on"], name="violation_by_council")]

    def __str__(self) -> str:
        return f"{self.clause.code} · {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("violation-detail", args=[self.pk])

    def get_state_display(self) -> str:
        return str(ViolationState(self.state).label)

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return unit roles here, else council roles at the host: nobody of the unit acts for the office."""
        scope = Scope.of(user)
        return scope.roles_at(self.unit_id) or scope.roles_at(self.host_id)

    def new_event(self, **facts: Any) -> "ViolationEvent":
        return ViolationEvent(violation=self, **facts)


class ViolationEventQuerySet(ScopedQuerySet["ViolationEvent"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(violation__host__in=scope.hosts) | Q(violation__unit__in=scope.own)


class ViolationEvent(Event):
    """One step of a violation; holds no name."""

    violation = models.ForeignKey(Violation, models.PROTECT, related_name="events")

    objects = ViolationEventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("event of a violation")
        verbose_name_plural = _("events of violations")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"


class ViolationPersonQuerySet(ScopedQuerySet["ViolationPerson"]):
    """The head of the unit, the standing office, the inspectors who brought it up: nobody else, no administrator."""

    def reachable(self, scope: Scope) -> Q:
        heads, office = scope.where(Role.HEAD), scope.where(Role.SECRETARY)
        of_office = Q(violation__host__in=office) & ~Q(violation__unit__in=scope.own)
        confirmed = Q(violation__state=ViolationState.CONFIRMED)
        return confirmed & (Q(violation__unit__in=heads) | of_office)

    def visible_to(self, user: "User") -> Self:
        mine = of_team(user, "violation__finding__visit__inspection__")
        mine &= Q(violation__state=ViolationState.CONFIRMED) & ~Q(violation__unit__in=Scope.of(user).own)
        return self.filter(self.reachable(Scope.of(user)) | mine)

    def outlived(self, *, at: datetime) -> Self:
        """Keep names whose time is over; one that belongs to a disciplinary decision is kept with that file."""
        withdrawn = Q(violation__state=ViolationState.DISMISSED)
        return self.filter(withdrawn | Q(erase_at__lte=at, violation__file_number=""))


class ViolationPerson(models.Model):
    """Who it was, apart from what happened; erased when its time is over."""

    violation = models.OneToOneField(Violation, models.CASCADE, related_name="person", primary_key=True)
    name = models.CharField(_("full name"), max_length=150)
    position = models.CharField(_("position"), max_length=150, blank=True)
    erase_at = models.DateTimeField()

    objects = ViolationPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person in a violation")
        verbose_name_plural = _("people in violations")

    def __str__(self) -> str:
        return "•••"  # a name is never shown by chance
