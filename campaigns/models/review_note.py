"""What the council writes down for itself about a paper; the unit never sees it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.obligation import Obligation
from units.scoping import Scope, ScopedQuerySet


class ReviewNoteQuerySet(ScopedQuerySet["ReviewNote"]):
    """The council's, but nobody reads notes on the unit where they hold a role themselves."""

    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__host__in=scope.hosts) & ~Q(obligation__unit__in=scope.own)


class ReviewNote(models.Model):
    """An internal note of the council on one obligation."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="review_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(_("note"), max_length=4000)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")  # who are told of it

    objects = ReviewNoteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")

    def __str__(self) -> str:
        return self.text[:80]
