"""Files on their way in pieces: a line that drops costs the last piece, not the file."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from units.models import User

KEPT = timedelta(days=2)  # a file whose rest never came is thrown away after this long


class UploadQuerySet(ScopedQuerySet["Upload"]):
    """A person's own, and nobody else's."""

    def visible_to(self, user: "User") -> Self:
        return self.filter(person=user)

    def begun_at_page(self, page: str) -> Self:
        """Keep what was begun at one address and has not come whole, latest first."""
        return self.filter(page=page, received__lt=F("size")).order_by("-touched_at")

    def forgotten(self, *, at: datetime) -> Self:
        return self.filter(touched_at__lt=at - KEPT)


class Upload(models.Model):
    """A file that a person sends in pieces; what has come lies in a file of its own until it is taken in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=160)
    size = models.PositiveIntegerField(_("size in bytes"))
    mark = models.CharField(max_length=80)  # tells the file from another of the same name and size
    sha256 = models.CharField(max_length=64, blank=True)  # as the browser reckons it, where it can
    page = models.CharField(max_length=200, blank=True)
    received = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("file on its way")
        verbose_name_plural = _("files on their way")
        constraints = [
            models.UniqueConstraint(fields=["person", "name", "size", "mark"], name="upload_is_begun_once"),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_is_no_longer_than_said"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.received == self.size

    @property
    def path(self) -> Path:
        """Return where the pieces lie: under a random name, in a folder from which nothing is served."""
        return parts_folder() / self.pk.hex


def parts_folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "parts"
