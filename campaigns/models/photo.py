"""Photos of what a unit did: drawn anew when they come in, so that they tell neither place nor camera."""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models.activity import ActivityEntry
from units.models import Unit
from units.scoping import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from units.models import User

KEY = re.compile("[0-9a-f]{32}")
KEPT_WAITING = timedelta(days=1)  # a photo whose activity was never saved is thrown away after this long


class ActivityPhotoQuerySet(ScopedQuerySet["ActivityPhoto"]):
    """The unit's own photos; to those above and to the council those that stand with an activity."""

    def reachable(self, scope: Scope) -> Q:
        others = Q(entry__unit__in=scope.below) | Q(entry__campaign__host__in=scope.hosts)
        return Q(unit__in=scope.own) | (Q(entry__isnull=False) & others)

    def waiting(self) -> Self:
        """Keep what came with a page that could not be saved yet."""
        return self.filter(entry=None).order_by("added_at", "id")

    def waiting_for(self, user: "User", keys: Iterable[str]) -> Self:
        """Keep what this person's page holds until it can be saved; keys that are none are passed over."""
        known = [key for key in keys if KEY.fullmatch(key)]
        return self.waiting().filter(unit__in=Scope.of(user).own, added_by=user, pk__in=known)

    def forgotten(self, *, at: datetime) -> Self:
        return self.waiting().filter(added_at__lt=at - KEPT_WAITING)


def photo_name(photo: "ActivityPhoto", filename: str) -> str:
    """Return a random name on disk; the ending tells the small one from the large one."""
    name = photo.pk.hex
    return f"photos/{name[:2]}/{name}{'-small' if filename == SMALL else ''}"


SMALL = "small"


class ActivityPhoto(models.Model):
    """One photo of an activity [ảnh hoạt động]: at most 2,000 pixels, without what the camera wrote into it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="activity_photos")
    entry = models.ForeignKey(ActivityEntry, models.PROTECT, null=True, related_name="photos")
    file = models.FileField(upload_to=photo_name, max_length=100)
    thumbnail = models.FileField(upload_to=photo_name, max_length=100)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    is_agreed = models.BooleanField(_("agreed to, or faces are masked"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = ActivityPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [models.UniqueConstraint(fields=["entry", "sha256"], name="photo_stands_once_with_an_activity")]
        indexes = [models.Index(fields=["sha256"], name="photo_by_content")]

    def __str__(self) -> str:
        return self.caption or str(_("Photo"))

    def get_absolute_url(self) -> str:
        return reverse("photo-file", args=[self.pk])
