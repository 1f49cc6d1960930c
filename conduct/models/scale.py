"""The scale on which the council marks initiatives: criteria, most points, threshold; in force from day to day."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import LegalBasis
from conduct.marking import Line, Yardstick
from units.history import with_history


class ScaleQuerySet(models.QuerySet["Scale"]):
    def in_force(self, *, on: date) -> Self:
        return self.filter(valid_from__lte=on).filter(Q(valid_until=None) | Q(valid_until__gte=on))


@with_history()
class Scale(models.Model):
    """A scale of marks [thang điểm sáng kiến]; an initiative keeps the one of the day it was first handed in."""

    name = models.CharField(_("name"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    threshold = models.PositiveSmallIntegerField(
        _("recognised from"), help_text=_("Points in the mean of all who marked; reached is enough.")
    )
    quorum_numerator = models.PositiveSmallIntegerField(_("of those who may mark, at least"), default=2)
    quorum_denominator = models.PositiveSmallIntegerField(_("of every"), default=3)
    legal_basis = models.ForeignKey(
        LegalBasis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("legal basis")
    )
    note = models.TextField(_("note"), blank=True)

    objects = ScaleQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("scale of marks for initiatives")
        verbose_name_plural = _("scales of marks for initiatives")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="scale_ends_after_it_starts",
                violation_error_message=_("The last day of validity cannot lie before the first."),
            ),
            models.CheckConstraint(
                condition=Q(quorum_denominator__gt=0, quorum_numerator__lte=F("quorum_denominator")),
                name="scale_quorum_is_a_part",
                violation_error_message=_("The part of those who mark is at most the whole."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a scale that would be in force beside another one."""
        if not self.valid_from:
            return
        beside = Scale.objects.exclude(pk=self.pk).filter(Q(valid_until=None) | Q(valid_until__gte=self.valid_from))
        if self.valid_until:
            beside = beside.filter(valid_from__lte=self.valid_until)
        if beside.exists():
            raise ValidationError(_("Another scale is in force at that time: end that one first."))

    @property
    def is_used(self) -> bool:
        """Whether an initiative was handed in under it: from then on it stays as it is."""
        return bool(self.pk) and self.initiatives.exists()

    def yardstick(self) -> Yardstick:
        lines = tuple(Line(row.code, row.most, row.least) for row in self.criteria.all())
        return Yardstick(lines, self.threshold, self.quorum_numerator, self.quorum_denominator)


@with_history()
class ScaleCriterion(models.Model):
    """One criterion of a scale with its most points."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="criteria", verbose_name=_("scale"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    guide = models.TextField(_("how to mark"), blank=True)
    most = models.PositiveSmallIntegerField(_("most points"))
    least = models.PositiveSmallIntegerField(
        _("least in the mean"), default=0, help_text=_("Below it the initiative is not recognised, whatever the sum.")
    )

    class Meta:
        ordering = ["scale", "position", "id"]
        verbose_name = _("criterion of a scale")
        verbose_name_plural = _("criteria of scales")
        constraints = [
            models.UniqueConstraint(fields=["scale", "code"], name="criterion_stands_once_in_a_scale"),
            models.CheckConstraint(
                condition=Q(most__gt=0, least__lte=F("most")),
                name="criterion_has_points",
                violation_error_message=_("A criterion has at least one point, and asks for no more than it has."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
