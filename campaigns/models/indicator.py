"""Indicators as data: what is counted, in which unit of measure, how units' values are put together."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.activity import ActivityKind
from units.models import Group


class ValueType(models.TextChoices):
    COUNT = "count", _("Count")
    RATIO = "ratio", _("Share (part of a whole)")
    MONEY = "money", _("Money in đồng")
    MINUTES = "minutes", _("Minutes")


class Aggregation(models.TextChoices):
    """How several values become one: over units, and over the periods of a year."""

    SUM = "sum", _("Sum")
    MEAN = "mean", _("Mean")
    LAST = "last", _("Last value")


class Prefill(models.TextChoices):
    """What of the activity log an indicator is filled in from."""

    NOTHING = "", _("nothing")
    ENTRIES = "entries", _("number of activities")
    ATTENDANCE = "attendance", _("attendance of activities")


class Indicator(models.Model):
    """Something that units report in figures [chỉ tiêu số liệu]; whole numbers, a share as part and whole."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"), help_text=_("What is counted and what is not, in a sentence."))
    measure = models.CharField(_("unit of measure"), max_length=40)
    value_type = models.CharField(_("type"), max_length=10, choices=ValueType, default=ValueType.COUNT)
    aggregation = models.CharField(_("put together as"), max_length=10, choices=Aggregation, default=Aggregation.SUM)
    source = models.CharField(_("source (article or document)"), max_length=200, blank=True)
    section = models.CharField(_("section of the annex"), max_length=120, blank=True)
    groups = ArrayField(
        models.CharField(max_length=10, choices=Group), verbose_name=_("groups"), default=list, blank=True
    )
    prefill = models.CharField(_("filled in from the log"), max_length=12, choices=Prefill, blank=True, default="")
    prefill_kinds = ArrayField(
        models.CharField(max_length=30, choices=ActivityKind), verbose_name=_("by kinds"), default=list, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=~Q(value_type=ValueType.RATIO) | Q(prefill=""),
                name="indicator_share_is_typed",
                violation_error_message=_("A share cannot be filled in from the log."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def concerns(self, group: str) -> bool:
        """Whether units of this group report it; an empty list of groups means all."""
        return self.is_active and (not self.groups or group in self.groups)
