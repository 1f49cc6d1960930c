"""Indicators as data: what is counted, in which unit of measure, how the values of units and periods become one."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.models.activity import ActivityKind, LogAudience
from campaigns.models.campaign import Campaign
from campaigns.models.requirement import Requirement
from units.history import with_history
from units.models import Group


class ValueType(models.TextChoices):
    COUNT = "count", _("Count")
    RATIO = "ratio", _("Share (part of a whole)")
    MONEY = "money", _("Money in đồng")
    MINUTES = "minutes", _("Minutes")


class Aggregation(models.TextChoices):
    """How the values of one unit's periods become one; over units, last values are added up like sums."""

    SUM = "sum", _("Sum")
    MEAN = "mean", _("Mean")
    LAST = "last", _("Last value")


class Prefill(models.TextChoices):
    """What of the activity log an indicator is filled in from."""

    NOTHING = "", _("nothing: the unit gives it")
    ENTRIES = "entries", _("number of activities")
    ATTENDANCE = "attendance", _("attendance of activities")
    DRIVES = "drives", _("number of the unit's own drives")


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """A catalogue: everybody may read it."""

    def asked_by(self, campaign: Campaign, requirement: str) -> Self:
        """Add `is_asked`: whether a requirement of the campaign, by its code, asks for it."""
        asking = Requirement.objects.filter(campaign=campaign, code=requirement, indicators=OuterRef("pk"))
        return self.annotate(is_asked=Exists(asking))

    def in_use(self) -> Self:
        return self.filter(is_active=True)

    def for_group(self, group: str) -> Self:
        """Keep what units of this group report; an empty list of groups means all."""
        return self.filter(Q(groups=[]) | Q(groups__contains=[group]))


@with_history()
class Indicator(models.Model):
    """Something that units report in figures [chỉ tiêu số liệu]; a share is given as part and whole."""

    is_asked: bool  # given by asked_by()

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"), help_text=_("What is counted and what is not, in a sentence."))
    measure = models.CharField(_("unit of measure"), max_length=40)
    value_type = models.CharField(_("type"), max_length=10, choices=ValueType, default=ValueType.COUNT)
    part_label = models.CharField(_("what the part is called (shares only)"), max_length=120, blank=True)
    whole_label = models.CharField(_("what the whole is called (shares only)"), max_length=120, blank=True)
    aggregation = models.CharField(_("put together as"), max_length=10, choices=Aggregation, default=Aggregation.SUM)
    source = models.CharField(_("source (article or document)"), max_length=200, blank=True)
    section = models.CharField(_("section of the annex"), max_length=120, blank=True)
    groups = ArrayField(
        models.CharField(max_length=10, choices=Group), verbose_name=_("groups"), default=list, blank=True
    )
    prefill = models.CharField(_("filled in from the log"), max_length=12, choices=Prefill, blank=True, default="")
    prefill_kinds = ArrayField(
        models.CharField(max_length=30, choices=ActivityKind),
        verbose_name=_("only activities of these kinds"),
        default=list,
        blank=True,
    )
    prefill_audiences = ArrayField(
        models.CharField(max_length=20, choices=LogAudience),
        verbose_name=_("only activities for these audiences"),
        default=list,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=Q(value_type=ValueType.RATIO, part_label__gt="", whole_label__gt="", prefill="")
                | (~Q(value_type=ValueType.RATIO) & Q(part_label="", whole_label="")),
                name="indicator_share_names_part_and_whole",
                violation_error_message=_(
                    "A share names its part and its whole and is not filled in from the log; nothing else names them."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(value_type=ValueType.RATIO) | ~Q(aggregation=Aggregation.MEAN),
                name="indicator_share_is_not_averaged",
                violation_error_message=_("Shares are put together from parts and wholes: as a sum or the last value."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_share(self) -> bool:
        return self.value_type == ValueType.RATIO

    def clean(self) -> None:
        """Keep the type of what units have reported already: their figures would mean something else."""
        super().clean()
        before = type(self).objects.filter(pk=self.pk).first() or self
        changed = {name for name in ("value_type", "measure") if getattr(self, name) != getattr(before, name)}
        if changed and self.values.exists():
            sentence = _t("Units have reported this indicator: take it out of use and make a new one instead.")
            raise ValidationError(dict.fromkeys(sorted(changed), sentence))
