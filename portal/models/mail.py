"""Mail that is to go out: a row in the transaction that causes it, sent by the worker."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from units.models import Role, User
from units.scoping import Scope

MAX_ATTEMPTS = 5


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def unsent(self) -> Self:
        """Keep what is still to be sent and may be tried now, oldest first."""
        return self.filter(sent_at=None, attempts__lt=MAX_ATTEMPTS, not_before__lte=Now()).order_by("id")

    def search(self, query: str) -> Self:
        """Keep what has these words in its address, subject or text."""
        words = Q(to__icontains=query) | Q(subject__icontains=query) | Q(body__icontains=query)
        return self.filter(words) if query else self.all()

    def failed(self) -> Self:
        """Keep what was tried and not taken by the mail server, newest first."""
        return self.filter(sent_at=None, attempts__gt=0).exclude(error="").order_by("-id")

    def about_papers_of(self, user: User) -> Self:
        """Keep the notices about what this person's council asks for and is handed; other mail is nobody's to read."""
        scope = Scope.of(user)
        hosts = [host for host in scope.hosts if Role.SECRETARY in scope.roles_at(host)]
        told = [Q(**{f"notices__{name}__host__in": hosts}) for name in ("obligation", "nomination", "initiative")]
        return self.filter(told[0] | told[1] | told[2]).distinct()

    def with_readers(self) -> Self:
        """Read along which notices they tell, and whom."""
        papers = ("obligation__unit", "session__host", "nomination__unit", "nomination__award", "initiative__unit")
        return self.prefetch_related("notices__person", *(f"notices__{paper}" for paper in papers))

    def sent_before(self, moment: datetime) -> Self:
        return self.filter(sent_at__lt=moment)


class OutgoingMail(models.Model):
    """One message to one or more addresses."""

    to = models.TextField(_("to"))
    subject = models.CharField(_("subject"), max_length=400)
    body = models.TextField(_("body"))
    html = models.TextField(blank=True)
    from_email = models.CharField(max_length=300)
    files: Any = models.ManyToManyField("portal.ReportFile", related_name="+", verbose_name=_("attached files"))
    queued_at = models.DateTimeField(_("queued at"), db_default=Now())
    not_before = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    error = models.CharField(_("last error"), max_length=400, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        indexes = [
            models.Index(fields=["id"], name="mail_unsent", condition=models.Q(sent_at=None)),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_given_up(self) -> bool:
        """Whether it was tried so often that nobody tries it again by itself."""
        return self.attempts >= MAX_ATTEMPTS

    def try_again(self) -> None:
        """Let the worker take it anew, at once."""
        self.attempts, self.error, self.not_before = 0, "", Now()
        self.save(update_fields=["attempts", "error", "not_before"])
