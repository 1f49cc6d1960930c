"""Files that units attach, kept outside the web root and served only through a check of rights."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models.obligation import Obligation
from units.scoping import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from units.models import User


class AttachmentQuerySet(ScopedQuerySet["Attachment"]):
    """The unit's own files; to others only what was handed in."""

    def reachable(self, scope: Scope) -> Q:
        others = Q(obligation__host__in=scope.hosts) | Q(obligation__unit__in=scope.below)
        return Q(obligation__unit__in=scope.own) | (others & Q(handed_in_at__isnull=False))

    def on_drafts_of(self, user: "User") -> Self:
        """Keep what stands on drafts of the person's own units."""
        return self.current().filter(obligation__unit__in=Scope.of(user).own).select_related("obligation__campaign")

    def current(self) -> Self:
        """Keep what belongs to the draft; a file taken away after a hand-in stays for those who read that one."""
        return self.filter(removed_at=None).order_by("id")


def stored_name(attachment: "Attachment", filename: str) -> str:
    """Return a random name on disk, two folders deep; the person's name for the file is data only."""
    name = attachment.pk.hex
    return f"{name[:2]}/{name[2:4]}/{name}"


class Attachment(models.Model):
    """A file of one obligation [minh chứng, bản ký]: sniffed, hashed, stored under a random name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to=stored_name, max_length=100)
    name = models.CharField(_("file name"), max_length=160)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("attachment-file", args=[self.pk])

    def facts(self) -> dict:
        """Return what a hand-in freezes of this file."""
        return {"id": str(self.pk), "name": self.name, "mime": self.mime, "size": self.size, "sha256": self.sha256}
