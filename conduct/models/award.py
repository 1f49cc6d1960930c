"""Titles and awards: what stays the same of each, and the terms under which it is given from one day to another."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import LegalBasis
from conduct.models.vote_rule import VotingRule
from units.history import with_history


class SubjectKind(models.TextChoices):
    """Who can be honoured."""

    PERSON = "person", _("Person")
    COLLECTIVE = "collective", _("Collective")
    HOUSEHOLD = "household", _("Household")


class AwardKind(models.TextChoices):
    TITLE = "title", _("Title won by emulation")
    FORM = "form", _("Form of commendation")
    PRAISE = "praise", _("Praise without a decision")


class Level(models.TextChoices):
    BASE = "base", _("Base")
    COMMUNE = "commune", _("Commune")
    DISTRICT = "district", _("District")
    CITY = "city", _("City")
    STATE = "state", _("State")


class QuotaBase(models.TextChoices):
    HEADCOUNT = "headcount", _("the unit's headcount")
    HOLDERS = "holders", _("holders of the awards needed before")
    CLUSTER = "cluster", _("units of the cluster")


class Rounding(models.TextChoices):
    DOWN = "down", _("down")
    HALF_UP = "half_up", _("half up")
    UP = "up", _("up")


ROUNDINGS = {Rounding.DOWN: ROUND_FLOOR, Rounding.HALF_UP: ROUND_HALF_UP, Rounding.UP: ROUND_CEILING}


class AwardQuerySet(models.QuerySet["Award"]):
    def offered(self, *, on: date) -> Self:
        """Keep the awards that can be proposed on this day."""
        return self.filter(pk__in=AwardTerms.objects.in_force(on=on).values("award"))

    def by_way(self, *, short_way: bool, on: date) -> Self:
        """Keep the awards that the chair gives alone on this day, or those that need a session."""
        terms = AwardTerms.objects.in_force(on=on).filter(takes_short_way=short_way)
        return self.filter(pk__in=terms.values("award"))


@with_history()
class Award(models.Model):
    """A title or an award [danh hiệu thi đua, hình thức khen thưởng]; what the law says of it is in its terms."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=AwardKind)
    subject = models.CharField(_("given to"), max_length=12, choices=SubjectKind)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("award")
        verbose_name_plural = _("awards")

    def __str__(self) -> str:
        return self.name

    def terms_on(self, day: date) -> "AwardTerms | None":
        """Return the terms in force on a day, with rule and legal basis; None: it cannot be proposed then."""
        found = AwardTerms.objects.in_force(on=day).select_related("vote_rule", "legal_basis")
        return found.filter(award=self).first()


class AwardTermsQuerySet(models.QuerySet["AwardTerms"]):
    def in_force(self, *, on: date) -> Self:
        return self.filter(valid_from__lte=on).filter(Q(valid_until=None) | Q(valid_until__gte=on))


@with_history()
class AwardTerms(models.Model):
    """Under what terms an award is given while a law is in force; a dossier keeps those of the day it was received."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="terms", verbose_name=_("award"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    decided_by = models.CharField(_("who decides"), max_length=200)
    standards = models.TextField(_("standards, one per line"))
    needs_initiative = models.BooleanField(_("needs a recognised initiative"), default=False)
    takes_short_way = models.BooleanField(
        _("may be given without a session"), default=False, help_text=_("Timely praise: the chair decides alone.")
    )
    quota_percent = models.DecimalField(
        _("quota: percent"), max_digits=5, decimal_places=2, null=True, blank=True, help_text=_("Empty: no quota.")
    )
    quota_base = models.CharField(
        _("quota: of"), max_length=10, choices=QuotaBase, default=QuotaBase.HEADCOUNT, blank=True
    )
    quota_rounding = models.CharField(_("quota: rounded"), max_length=8, choices=Rounding, default=Rounding.DOWN)
    quota_minimum = models.PositiveSmallIntegerField(_("quota: at least"), default=1)
    is_quota_firm = models.BooleanField(
        _("over the quota a unit cannot hand in"), default=True, help_text=_("Not ticked: it is told, no more.")
    )
    reward_factor = models.DecimalField(
        _("reward, times the base salary"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    vote_rule = models.ForeignKey(
        VotingRule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("voting rule")
    )
    legal_basis = models.ForeignKey(
        LegalBasis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("legal basis")
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("Article, local rule, or what is still to be confirmed.")
    )

    objects = AwardTermsQuerySet.as_manager()

    class Meta:
        ordering = ["award", "-valid_from"]
        verbose_name = _("terms of an award")
        verbose_name_plural = _("terms of awards")
        constraints = [
            models.UniqueConstraint(fields=["award", "valid_from"], name="award_terms_stand_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="award_terms_end_after_they_start",
                violation_error_message=_("The last day of validity cannot lie before the first."),
            ),
            models.CheckConstraint(
                condition=Q(quota_percent=None) | Q(quota_percent__gt=0, quota_percent__lte=100),
                name="award_quota_is_a_part",
                violation_error_message=_("A quota is more than 0 and at most 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} · {self.valid_from:%d/%m/%Y}"

    def clean(self) -> None:
        """Refuse terms that would be in force beside others of the same award."""
        if not (self.award_id and self.valid_from):
            return
        others = AwardTerms.objects.filter(award=self.award_id).exclude(pk=self.pk)
        beside = others.filter(Q(valid_until=None) | Q(valid_until__gte=self.valid_from))
        if self.valid_until:
            beside = beside.filter(valid_from__lte=self.valid_until)
        if beside.exists():
            raise ValidationError(_("Other terms of this award are in force at that time: end those first."))

    @property
    def standard_lines(self) -> list[str]:
        return [line.strip() for line in self.standards.splitlines() if line.strip()]

    def quota(self, base: int) -> int | None:
        """Return how many a unit may propose when the quota's base has this size; None: as many as it likes."""
        if self.quota_percent is None:
            return None
        exact = Decimal(base) * self.quota_percent / 100
        return max(int(exact.to_integral_value(ROUNDINGS[Rounding(self.quota_rounding)])), self.quota_minimum)


@with_history()
class AwardNeed(models.Model):
    """An award that must have been won before, so often within so many years."""

    terms = models.ForeignKey(AwardTerms, models.CASCADE, related_name="needs", verbose_name=_("terms"))
    award = models.ForeignKey(Award, models.PROTECT, related_name="+", verbose_name=_("award needed before"))
    times = models.PositiveSmallIntegerField(_("times"), default=1)
    within_years = models.PositiveSmallIntegerField(_("within years"), default=1)

    class Meta:
        ordering = ["terms", "award"]
        verbose_name = _("award needed before")
        verbose_name_plural = _("awards needed before")
        constraints = [models.UniqueConstraint(fields=["terms", "award"], name="award_need_stands_once")]

    def __str__(self) -> str:
        return str(self.award)
