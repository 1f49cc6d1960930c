"""Any other paper that is owed [văn bản]: office regulations tied to the codes, and the like."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.obligation import Obligation
from campaigns.models.requirement import PaperKind
from units.scoping import Scope, ScopedQuerySet


class PaperQuerySet(ScopedQuerySet["Paper"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own)


class Paper(models.Model):
    """The live draft of a paper's particulars; its file is evidence at the obligation's place for the signed paper."""

    obligation = models.OneToOneField(Obligation, models.CASCADE, related_name="paper")
    paper_kind = models.CharField(_("kind of paper"), max_length=20, choices=PaperKind, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    signer_name = models.CharField(_("signer"), max_length=150, blank=True)
    summary = models.CharField(_("what it is about"), max_length=400, blank=True)
    takes_effect_on = models.DateField(_("in force from"), null=True, blank=True)
    expires_on = models.DateField(_("in force until"), null=True, blank=True)
    replaces = models.ForeignKey(
        Obligation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("the paper it replaces")
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.CheckConstraint(
                condition=Q(takes_effect_on=None) | Q(expires_on=None) | Q(expires_on__gte=F("takes_effect_on")),
                name="paper_expires_after_it_takes_effect",
                violation_error_message=_("The paper expires before it takes effect: check the two dates."),
            ),
            models.CheckConstraint(condition=~Q(replaces=F("obligation")), name="paper_does_not_replace_itself"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.obligation)

    @classmethod
    def of(cls, obligation: Obligation) -> "Paper":
        """Return the obligation's paper; an unsaved one before the first word was written."""
        return cls.objects.filter(obligation=obligation).first() or cls(obligation=obligation)


def asked_kind(obligation: Obligation) -> str:
    """Return the kind of paper that the requirement asks for; "" where the unit says it."""
    return obligation.requirement.paper_kind if obligation.requirement else ""
