"""Workbooks that were brought in: kept while somebody reads what they would change, thrown away after that."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models.obligation import Obligation
from units.models import Unit
from units.scoping import Scope, ScopedQuerySet

T = TypeVar("T")
KEPT = timedelta(days=1)


class SheetKind(models.TextChoices):
    """What a sheet holds the rows of."""

    PLAN = "plan", _("Activities of the plan")
    LOG = "log", _("Activity log")
    INDICATORS = "indicators", _("Indicators")


class SheetUploadQuerySet(ScopedQuerySet["SheetUpload"]):
    """The unit's own, to nobody else: what was not saved yet is a draft."""

    def reachable(self, scope: Scope) -> Q:
        return Q(unit__in=scope.own)

    def old(self, *, at: datetime) -> Self:
        return self.filter(added_at__lt=at - KEPT)


def upload_name(upload: "SheetUpload", filename: str) -> str:
    name = upload.pk.hex
    return f"sheets/{name[:2]}/{name}"


class SheetUpload(models.Model):
    """One workbook on its way in [tệp nạp vào]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sheet_uploads")
    kind = models.CharField(max_length=20, choices=SheetKind)
    obligation = models.ForeignKey(Obligation, models.CASCADE, null=True, related_name="sheet_uploads")
    file = models.FileField(upload_to=upload_name, max_length=100)
    name = models.CharField(max_length=120)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)

    objects = SheetUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("workbook brought in")
        verbose_name_plural = _("workbooks brought in")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SheetKind.LOG, obligation=None)
                | (~Q(kind=SheetKind.LOG) & Q(obligation__isnull=False)),
                name="sheet_upload_names_its_paper",
            )
        ]
        indexes = [models.Index(fields=["unit", "added_at"], name="sheet_upload_of_unit")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sheet-detail", args=[self.pk])

    def body(self) -> bytes:
        with self.file.open("rb") as file:
            return file.read()

    @transaction.atomic
    def save_by(self, save: Callable[[datetime], T], *, at: datetime) -> T:
        """Call what saves the rows and remember that it was done, both or neither."""
        done = save(at)
        self.saved_at = at
        self.save(update_fields=["saved_at"])
        return done
