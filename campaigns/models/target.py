"""What a campaign is to reach [chỉ tiêu của phong trào]: each with its source; a new word replaces the one before."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.indicator import Indicator
from units.models import Group
from units.scoping import Scope, ScopedQuerySet


class TargetFigure(models.TextChoices):
    """What can be set a target: the three rates of the ledger in per cent, a score of a hundred, or an indicator."""

    SUBMITTED = "submitted", _("Handed in, per cent of what is due")
    ON_TIME = "on_time", _("Handed in on time, per cent of what is due")
    ACCEPTED = "accepted", _("Accepted, per cent of what is due")
    DECLARED = "declared", _("Keeping the codes as units declare, of 100")
    VERIFIED = "verified", _("Keeping the codes as inspectors find, of 100")
    INDICATOR = "indicator", _("An indicator: its total, a share in per cent")


class CampaignTargetQuerySet(ScopedQuerySet["CampaignTarget"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(campaign__host__in=scope.hosts)

    def in_force(self, campaign: Campaign, *, at: datetime) -> "list[CampaignTarget]":
        """Return the targets of a campaign as they stood at a moment, each by its last word: one query."""
        rows = self.filter(campaign=campaign, set_at__lte=at).select_related("indicator").order_by("set_at", "id")
        last = {(row.figure, row.indicator_id, row.group): row for row in rows}
        return [row for row in last.values() if row.value is not None]

    def latest_first(self) -> Self:
        return self.order_by("-set_at", "-id")


class CampaignTarget(models.Model):
    """One word on what is to be reached; without a value it takes the target back. Rows are only ever added."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="targets", verbose_name=_("campaign"))
    figure = models.CharField(_("figure"), max_length=10, choices=TargetFigure)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    group = models.CharField(_("group"), max_length=10, choices=Group, blank=True)
    is_at_most = models.BooleanField(
        _("not more than this"), default=False, help_text=_("Ticked for what is to become less: incidents, waiting.")
    )
    value = models.DecimalField(
        _("to be reached"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Left empty: the target is taken back."),
    )
    source = models.CharField(_("source"), max_length=200, help_text=_("Plan, decision or resolution with its number."))
    decided_on = models.DateField(_("date of the source"))
    set_at = models.DateTimeField(_("written down at"), db_default=Now(), editable=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = CampaignTargetQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "figure", "-set_at"]
        verbose_name = _("target of a campaign")
        verbose_name_plural = _("targets of campaigns")
        constraints = [
            models.CheckConstraint(
                condition=Q(figure=TargetFigure.INDICATOR, indicator__isnull=False)
                | (~Q(figure=TargetFigure.INDICATOR) & Q(indicator=None)),
                name="target_names_its_indicator",
                violation_error_message=_("Choose an indicator where the figure is one, and only there."),
            ),
            models.CheckConstraint(
                condition=Q(figure=TargetFigure.INDICATOR) | Q(value=None) | Q(value__lte=100),
                name="target_of_a_rate_is_100_at_most",
                violation_error_message=_("A rate or a score is 100 at most."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.indicator or self.get_figure_display()}"
