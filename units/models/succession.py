"""What became of units after a reorganisation [sáp nhập, chia tách, đổi tên]: rows that are only ever added."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from units.models.unit import Unit
from units.scoping import Scope, ScopedQuerySet


class SuccessionKind(models.TextChoices):
    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")
    RENAME = "rename", _("Renamed")


class SuccessionQuerySet(ScopedQuerySet["Succession"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(predecessor__in=scope.tree) | Q(successor__in=scope.tree)

    def known(self, *, at: datetime) -> Self:
        """Keep what was in force and written down by a moment, the last word last."""
        return self.filter(effective_on__lte=localdate(at), recorded_at__lte=at).order_by("recorded_at", "id")

    def followers(self, *, at: datetime) -> Mapping[str, str]:
        """Return of each unit that was succeeded by then the code of the one that stands in its place: one query.

        Where a unit was split, its figures go on in the main successor; a later row about a unit replaces an earlier.
        """
        rows = self.known(at=at).filter(is_main=True).values_list("predecessor__code", "successor__code")
        direct = dict(rows)
        return {code: _last(direct, code) for code in direct}


def _last(direct: Mapping[str, str], code: str) -> str:
    """Go on from successor to successor; a circle, which nobody should write down, ends where it began."""
    seen = {code}
    while (following := direct.get(code)) and following not in seen:
        seen.add(following)
        code = following
    return code


class Succession(models.Model):
    """One unit followed by another from a day on, by a decision; a slip is mended by a later row about the unit."""

    predecessor = models.ForeignKey(
        Unit, models.PROTECT, related_name="successions", verbose_name=_("unit that was there before")
    )
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit that follows it"))
    effective_on = models.DateField(_("from this day on"))
    kind = models.CharField(_("what happened"), max_length=10, choices=SuccessionKind)
    is_main = models.BooleanField(
        _("main successor"),
        default=True,
        help_text=_("Comparisons go on in this unit. Of a unit that was split, one successor is the main one."),
    )
    legal_basis = models.CharField(_("legal basis"), max_length=200, help_text=_("Number and date of the decision."))
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("written down at"), db_default=Now(), editable=False)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_on", "predecessor__sort_key"]
        verbose_name = _("succession of a unit")
        verbose_name_plural = _("successions of units")
        constraints = [
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="unit_does_not_follow_itself",
                violation_error_message=_("A unit cannot follow itself."),
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def clean(self) -> None:
        """Refuse a circle: a unit cannot follow one that follows it."""
        super().clean()
        if self.predecessor_id and self.successor_id:
            direct = dict(type(self).objects.filter(is_main=True).values_list("predecessor", "successor"))
            at: int | None = self.successor_id
            for _step in range(len(direct) + 1):
                if at == self.predecessor_id:
                    raise ValidationError({"successor": _t("This unit was followed by the other one before.")})
                at = direct.get(at) if at is not None else None
