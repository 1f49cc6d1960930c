"""Certificates for the printer: asked for, made by the worker in parts, one file at the end."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conduct.models import Decision
from units.scoping import Scope, ScopedQuerySet


class BatchState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class CertificateBatchQuerySet(ScopedQuerySet["CertificateBatch"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(decision__host__in=scope.hosts)

    def of(self, decision: Decision) -> Self:
        """Keep what was asked for of one decision, the newest first, without the files."""
        return self.filter(decision=decision).defer("content").order_by("-id")

    def to_make(self, *, claimed_before: datetime) -> Self:
        """Keep what waits, oldest first, and what a worker took and has not touched since."""
        orphaned = Q(state=BatchState.RUNNING, claimed_at__lt=claimed_before)
        return self.filter(Q(state=BatchState.QUEUED) | orphaned).defer("content").order_by("id")


class CertificateBatch(models.Model):
    """One file with the certificates of a decision: who asked for it, how far it is, and the file."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="certificate_batches")
    on_form = models.BooleanField(_("on printed forms"), default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=100, blank=True)
    made_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    content = models.BinaryField(null=True)

    objects = CertificateBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("file of certificates")
        verbose_name_plural = _("files of certificates")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=BatchState.READY) | Q(content__isnull=False), name="ready_batch_has_its_file"
            )
        ]
        indexes = [models.Index(fields=["id"], name="batch_to_make", condition=Q(state__in=["queued", "running"]))]

    def __str__(self) -> str:
        return f"{self.decision} ({self.done}/{self.number})"

    def get_absolute_url(self) -> str:
        return reverse("certificate-file", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        return self.state == BatchState.READY

    @property
    def is_under_way(self) -> bool:
        return self.state in {BatchState.QUEUED, BatchState.RUNNING}
