"""Any other paper that is owed [văn bản]: office regulations tied to the codes, and the like."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.obligation import Obligation
from units.scoping import Scope, ScopedQuerySet


class PaperQuerySet(ScopedQuerySet["Paper"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own)


class Paper(models.Model):
    """The live draft of a paper's particulars; its file is an attachment of the obligation."""

    obligation = models.OneToOneField(Obligation, models.CASCADE, related_name="paper")
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    signer_name = models.CharField(_("signer"), max_length=150, blank=True)
    summary = models.CharField(_("what it is about"), max_length=400, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")

    def __str__(self) -> str:
        return self.number or str(self.obligation)

    @classmethod
    def of(cls, obligation: Obligation) -> "Paper":
        """Return the obligation's paper; an unsaved one before the first word was written."""
        return cls.objects.filter(obligation=obligation).first() or cls(obligation=obligation)
