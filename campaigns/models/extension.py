"""A unit's request for more time, and the standing office's answer."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.obligation import Obligation, ObligationEvent
from campaigns.workflow import WITH_UNIT
from units.models import Unit
from units.scoping import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from units.models import User


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Waits for an answer")
    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ExtensionRequestQuerySet(ScopedQuerySet["ExtensionRequest"]):
    """The unit's own requests, and those that were made to one's council."""

    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own) | Q(obligation__host__in=scope.hosts)

    def of_units(self, user: "User") -> Self:
        """Keep what the person's own units asked for."""
        return self.filter(obligation__unit__in=Scope.of(user).own)

    def under_council(self, user: "User") -> Self:
        """Keep what the person's council was asked for."""
        return self.filter(obligation__host__in=Scope.of(user).hosts)

    def unanswered(self) -> Self:
        return self.filter(answered_at=None, withdrawn_at=None)

    def waiting(self) -> Self:
        """Keep what the standing office has to answer, longest wait first: the paper is still at the unit."""
        with_unit = Q(
            obligation__state__in=WITH_UNIT,
            obligation__waived_at=None,
            obligation__cancelled_at=None,
            obligation__campaign__closed_at=None,
        )
        return self.unanswered().filter(with_unit).order_by("asked_at", "id")

    def in_state(self, state: str) -> Self:
        """Keep requests in one state; all of them, latest first, for ""."""
        if state == RequestState.WAITING:
            return self.waiting()
        states = {
            RequestState.GRANTED: Q(granted_until__isnull=False),
            RequestState.DECLINED: Q(answered_at__isnull=False, granted_until=None),
            RequestState.WITHDRAWN: Q(withdrawn_at__isnull=False),
        }
        return self.filter(states[RequestState(state)] if state else Q()).order_by("-asked_at", "-id")

    def narrowed(self, *, q: str = "", **choice: str) -> Self:
        """Keep what a list's filters ask for, as `ObligationQuerySet.narrowed` does."""
        paths = {"group": "obligation__group", "cluster": "obligation__cluster__code", "kind": "obligation__kind"}
        paths["campaign"] = "obligation__campaign__code"
        found = self.filter(**{paths[name]: value for name, value in choice.items() if value})
        return found.filter(obligation__unit__in=Unit.objects.search(q)) if q else found


class ExtensionRequest(models.Model):
    """Asked for by the unit with a reason, answered once; granting it is the move `extend` of the obligation."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="extension_requests")
    wanted_until = models.DateField(_("wanted until"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_label = models.CharField(_("who, as they were then"), max_length=300)
    asked_at = models.DateTimeField(_("asked at"))
    withdrawn_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_label = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    granted_until = models.DateField(_("granted until"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    event = models.OneToOneField(ObligationEvent, models.PROTECT, null=True, related_name="+")  # that granted it

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for an extension")
        verbose_name_plural = _("requests for an extension")
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="one_open_extension_request",
                violation_error_message=_("A request for an extension is waiting for its answer already."),
            ),
            models.CheckConstraint(
                condition=Q(granted_until=None, event=None)
                | Q(granted_until__isnull=False, event__isnull=False, answered_at__isnull=False),
                name="granted_means_extended",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(withdrawn_at=None), name="withdrawn_means_unanswered"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="extension_unanswered",
                condition=Q(answered_at=None, withdrawn_at=None),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False) | pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} → {self.wanted_until:%d/%m/%Y}"

    @property
    def state(self) -> RequestState:
        if self.withdrawn_at:
            return RequestState.WITHDRAWN
        if self.answered_at is None:
            return RequestState.WAITING
        return RequestState.GRANTED if self.granted_until else RequestState.DECLINED
