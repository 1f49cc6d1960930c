"""What a dossier holds beside its own row: achievements by standard, evidence, checks that the office overruled."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Evidence
from conduct.models.award import Award
from conduct.models.nomination import Nomination
from units.models import Unit
from units.scoping import Scope, ScopedQuerySet

PERSON = settings.AUTH_USER_MODEL


class OfNominationQuerySet(ScopedQuerySet):
    """Rows of a nomination: to those who may see the nomination."""

    def reachable(self, scope: Scope) -> Q:
        return Q(nomination__in=Nomination.objects.filter(Nomination.objects.all().reachable(scope)))


class Achievement(models.Model):
    """What was achieved against one standard of the award, the standard in the words of its day."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="achievements")
    place = models.PositiveSmallIntegerField()
    standard = models.CharField(max_length=500)
    text = models.TextField(_("what was achieved"), max_length=2000, blank=True)

    objects = OfNominationQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        constraints = [models.UniqueConstraint(fields=["nomination", "place"], name="one_text_for_a_standard")]

    def __str__(self) -> str:
        return f"{self.place}. {self.standard}"


class NominationEvidence(models.Model):
    """A file or a link that shows what a dossier says; the file itself is kept once for the unit."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="evidence")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = OfNominationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("evidence of a nomination")
        verbose_name_plural = _("evidence of nominations")
        constraints = [models.UniqueConstraint(fields=["nomination", "evidence"], name="evidence_once_in_a_dossier")]

    def __str__(self) -> str:
        return str(self.evidence)


class CheckOverrideQuerySet(ScopedQuerySet["CheckOverride"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(host__in=scope.hosts) | Q(unit__in=scope.own)


class CheckOverride(models.Model):
    """The standing office lets a unit go past one check for one award and year, and says why; it stays."""

    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    award = models.ForeignKey(Award, models.PROTECT, related_name="+", verbose_name=_("award"))
    year = models.PositiveSmallIntegerField(_("year"))
    code = models.CharField(_("check"), max_length=20)
    why = models.CharField(_("why"), max_length=500)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CheckOverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("check that was overruled")
        verbose_name_plural = _("checks that were overruled")
        constraints = [
            models.UniqueConstraint(fields=["unit", "award", "year", "code"], name="a_check_is_overruled_once")
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.code}: {self.why}"

    @property
    def title(self) -> str:
        from conduct.nomination_checks import TITLES

        return str(TITLES[self.code])
