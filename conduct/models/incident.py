"""Incidents in public places, counted by units month by month: a month without any is told as such, not left out."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from units.scoping import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from units.models import User

OPEN_DAYS = 60  # so long after a month's end what was counted in it can be corrected; then it stands


class Offence(models.TextChoices):
    """What the code for public places names (domain.md 4)."""

    ENCROACHMENT = "encroachment", _("Pavement or road taken up")
    LANDSCAPE = "landscape", _("Landscape or place of worship harmed")
    DISORDER = "disorder", _("Public disorder")
    LITTER = "litter", _("Litter")
    LANGUAGE = "language", _("Foul language")
    NOISE = "noise", _("Noise")
    SMOKING = "smoking", _("Smoking or spitting where it is forbidden")
    GRAFFITI = "graffiti", _("Graffiti and wild advertising")
    ANIMALS = "animals", _("Animals running loose")
    MISUSE = "misuse", _("Public ground misused")
    PLANTS = "plants", _("Trees and plants damaged")
    WEAPONS = "weapons", _("Weapons, explosives")
    VIOLENCE = "violence", _("Threats or violence")


class PublicPlace(models.TextChoices):
    OFFICE = "office", _("Office")
    SCHOOL_GATE = "school_gate", _("School gate")
    HOSPITAL = "hospital", _("Health station or hospital")
    SHOP = "shop", _("Shop or supermarket")
    MARKET = "market", _("Market")
    PAVEMENT = "pavement", _("Pavement")
    ROAD = "road", _("Road")
    PARK = "park", _("Park")
    CULTURE_HOUSE = "culture_house", _("Culture house")
    STATION = "station", _("Bus station")
    LEISURE = "leisure", _("Leisure or tourist site")
    WORSHIP = "worship", _("Place of worship")
    OTHER = "other", _("Elsewhere")


class IncidentMonthQuerySet(ScopedQuerySet["IncidentMonth"]):
    """The unit's own, those of units below, a council's whole tree: counts without a name are no secret there."""

    def reachable(self, scope: Scope) -> Q:
        return Q(unit__in=scope.tree)

    def of_units(self, user: "User") -> Self:
        return self.filter(unit__in=Scope.of(user).own)

    def under_council(self, user: "User") -> Self:
        """Keep what the units under the person's councils counted."""
        return self.visible_to(user) if Scope.of(user).hosts else self.none()


class IncidentMonth(models.Model):
    """A unit's word on one month: it has counted, whatever it found."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="incident_months")
    month = models.DateField(_("month"))  # its first day
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = IncidentMonthQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "unit"]
        verbose_name = _("month of incidents")
        verbose_name_plural = _("months of incidents")
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="unit_counts_a_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="incident_month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.month:%m/%Y}"


class IncidentQuerySet(ScopedQuerySet["Incident"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(report__unit__in=scope.tree)

    def of_units(self, user: "User") -> Self:
        return self.filter(report__unit__in=Scope.of(user).own)


class Incident(models.Model):
    """So many incidents of one kind at one kind of place in a unit's month; never who it was."""

    report = models.ForeignKey(IncidentMonth, models.CASCADE, related_name="incidents")
    kind = models.CharField(_("what happened"), max_length=20, choices=Offence)
    place = models.CharField(_("where"), max_length=20, choices=PublicPlace)
    number = models.PositiveIntegerField(_("how many"))
    handled = models.PositiveIntegerField(_("of these dealt with"), default=0)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["report", "kind", "place"]
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "place"], name="incident_is_counted_once"),
            models.CheckConstraint(
                condition=Q(number__gt=0),
                name="incident_happened",
                violation_error_message=_("At least one; a month without any has a button of its own."),
            ),
            models.CheckConstraint(
                condition=Q(handled__lte=F("number")),
                name="no_more_dealt_with_than_happened",
                violation_error_message=_("More were dealt with than happened: check the two numbers."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.number}"


def first_of(day: date) -> date:
    return day.replace(day=1)


def after(month: date) -> date:
    """Return the first day of the month after one."""
    return (month + timedelta(days=32)).replace(day=1)


def is_open(month: date, *, on: date) -> bool:
    """Whether a month may be written in: once it has begun, until sixty days after its end."""
    return month <= on < after(month) + timedelta(days=OPEN_DAYS)
