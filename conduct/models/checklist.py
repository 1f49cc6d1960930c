"""Which clauses stand on a paper that is asked every month, quarter or year, and which units receive the public."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Frequency
from conduct.models.code import Audience, Clause, ClauseQuerySet, Method, Rhythm
from units.history import with_history
from units.models import Unit
from units.scoping import Scope, ScopedQuerySet


@with_history()
class Checklist(models.Model):
    """The self-assessment that goes with a frequency [phiếu tự đánh giá]; its clauses are derived, never copied."""

    frequency = models.CharField(
        _("asked"),
        max_length=12,
        choices=Frequency,
        unique=True,
        help_text=_("A campaign's requirement of this frequency is filled in on this checklist."),
    )
    name = models.CharField(_("name"), max_length=150)
    rhythms = ArrayField(models.CharField(max_length=10, choices=Rhythm), verbose_name=_("clauses that are assessed"))

    class Meta:
        ordering = ["frequency"]
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")

    def __str__(self) -> str:
        return self.name

    def clauses(self, audience: str, *, on: date) -> ClauseQuerySet:
        """Return what units of this audience assess by themselves, by the versions in force on a day."""
        own = Clause.objects.in_force(on=on).verified_by(Method.SELF)
        return own.put_to(audience).asked(self.rhythms)


class PublicWindowQuerySet(ScopedQuerySet["PublicWindow"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(unit__in=scope.tree)

    def open(self, *, on: date) -> Self:
        return self.filter(since__lte=on).filter(Q(until=None) | Q(until__gte=on))


@with_history()
class PublicWindow(models.Model):
    """An agency that receives citizens at a window of its own [bộ phận tiếp nhận và trả kết quả], and since when."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="public_windows", verbose_name=_("unit"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until (last day)"), null=True, blank=True)

    objects = PublicWindowQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "since"]
        verbose_name = _("public window")
        verbose_name_plural = _("public windows")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="public_window_ends_after_it_opens",
                violation_error_message=_("The last day cannot lie before the first."),
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)


def audience_of(unit: Unit, *, on: date) -> Audience:
    """Return the audience to which a unit belongs on a day."""
    kind = Audience.of(unit.kind, has_window=False)
    if kind == Audience.OFFICE and PublicWindow.objects.filter(unit=unit).open(on=on).exists():
        return Audience.WINDOW
    return kind
