"""Who looked at personal data, took it out or erased it, and why: written once, for ever."""

from datetime import datetime
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from units.scoping import Scope, ScopedQuerySet
from units.workflow import actor_label

if TYPE_CHECKING:
    from units.models import User


class PrivacyVerb(models.TextChoices):
    READ = "read", _("Read")
    EXPORT = "export", _("Taken out as a file")
    ERASE = "erase", _("Erased after its time")


class PrivacySubject(models.TextChoices):
    CONTACT = "contact", _("Contact of a citizen")
    WORDS = "words", _("Names and numbers in a citizen's words")
    VIOLATION = "violation", _("Name in a violation")
    STORY = "story", _("Name in a story")


class PrivacyEventQuerySet(ScopedQuerySet["PrivacyEvent"]):
    """The council's own; heads and citizens have no business in it."""

    def reachable(self, scope: Scope) -> Q:
        return Q(host__in=scope.hosts)


class PrivacyEvent(models.Model):
    """One reading, export or erasure of personal data [nhật ký dữ liệu cá nhân]; holds none of it itself."""

    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(_("who, as they were then"), max_length=300)
    verb = models.CharField(_("what was done"), max_length=10, choices=PrivacyVerb)
    subject = models.CharField(_("with what"), max_length=10, choices=PrivacySubject)
    row = models.BigIntegerField(_("row"), null=True)  # none: several at once
    number = models.PositiveIntegerField(_("number of rows"), default=1)
    reason = models.CharField(_("why"), max_length=400, blank=True)

    objects = PrivacyEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("dealing with personal data")
        verbose_name_plural = _("dealings with personal data")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.get_subject_display()}"

    @classmethod
    def note(
        cls,
        verb: str,
        subject: str,
        *,
        host: Unit,
        by: "User | None",
        at: datetime,
        row: int | None = None,
        number: int = 1,
        reason: str = "",
    ) -> "PrivacyEvent":
        """Write down one dealing; `by=None` is the portal itself."""
        return cls.objects.create(
            host=host,
            at=at,
            actor=by,
            actor_label=actor_label(by),
            verb=verb,
            subject=subject,
            row=row,
            number=number,
            reason=reason,
        )
