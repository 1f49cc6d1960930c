"""Notices: one row per obligation, step and person, in the portal and by mail."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from campaigns.models import Obligation
from portal.models.mail import OutgoingMail
from units.models import User
from units.scoping import ScopedQuerySet


class NoticeStep(models.TextChoices):
    """What a person is told about, in the order in which it happens."""

    OPENED = "opened", _("A new task was opened")
    DUE_7 = "due_7", _("Due in 7 working days")
    DUE_3 = "due_3", _("Due in 3 working days")
    DUE_1 = "due_1", _("Due on the next working day")
    DUE_TODAY = "due_today", _("Due today")
    OVERDUE = "overdue", _("Overdue")
    OVERDUE_HEAD = "overdue_head", _("Overdue: told to the head")
    OVERDUE_OFFICE = "overdue_office", _("Overdue: told to the standing office")
    SUBMITTED = "submitted", _("Handed in")
    RETURNED = "returned", _("Returned")
    REFUSED = "refused", _("Not taken in")
    ACCEPTED = "accepted", _("Accepted")
    EXTENDED = "extended", _("Extension answered")


class Digest(models.TextChoices):
    AT_ONCE = "at_once", _("Each notice at once")
    DAILY = "daily", _("One mail a day")
    NEVER = "never", _("In the portal only")


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    """A person's own notices; nobody reads another's."""

    def visible_to(self, user: User) -> Self:
        return self.filter(person=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unmailed(self) -> Self:
        """Keep what is to go out by mail and has not."""
        return self.filter(wants_mail=True, mail=None).order_by("id")


class Notice(models.Model):
    """That one person is told one thing about one obligation, once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="notices")
    step = models.CharField(_("step"), max_length=20, choices=NoticeStep)
    occasion = models.CharField(max_length=40)  # the due date or the event: told again only for another
    made_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)
    wants_mail = models.BooleanField(default=True)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["person", "obligation", "step", "occasion"], name="notice_stands_once")
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["id"], name="notice_unmailed", condition=Q(wants_mail=True, mail=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} → {self.person}"


class NoticeChoice(models.Model):
    """How a person wants to be told by mail."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choice")
    digest = models.CharField(_("mail"), max_length=10, choices=Digest, default=Digest.AT_ONCE)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_digest_display()}"
