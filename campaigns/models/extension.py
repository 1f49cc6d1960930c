"""A unit's request for more time, and the standing office's answer."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.obligation import Obligation
from units.scoping import Scope, ScopedQuerySet


class ExtensionRequestQuerySet(ScopedQuerySet["ExtensionRequest"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own) | Q(obligation__host__in=scope.hosts)

    def unanswered(self) -> Self:
        """Keep what waits for an answer, longest wait first."""
        return self.filter(answered_at=None).order_by("asked_at", "id")


class ExtensionRequest(models.Model):
    """Asked for by the unit with a reason, answered once; granting it is the move `extend` of the obligation."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="extension_requests")
    wanted_until = models.DateField(_("wanted until"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    granted_until = models.DateField(_("granted until"), null=True)
    answer = models.TextField(_("answer"), blank=True)

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("request for an extension")
        verbose_name_plural = _("requests for an extension")
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(answered_at=None),
                name="one_open_extension_request",
                violation_error_message=_("A request for an extension is waiting for its answer already."),
            ),
            models.CheckConstraint(
                condition=Q(granted_until=None) | Q(answered_at__isnull=False), name="granted_means_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} → {self.wanted_until:%d/%m/%Y}"
