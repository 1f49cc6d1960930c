"""Catalogues of days: holidays that move due dates, school years that give schools their periods."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.history import with_history


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def days(self) -> frozenset[date]:
        """Return every day off that the administrator keeps; a few dozen a year at most."""
        return frozenset(self.values_list("day", flat=True))


@with_history()
class Holiday(models.Model):
    """A day on which offices are shut, filled from the `holidays` library and kept by the administrator."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


@with_history()
class SchoolYear(models.Model):
    """A school year and the day its second term starts, as the City sets them every year."""

    name = models.CharField(_("name"), max_length=20, unique=True)
    start = models.DateField(_("first day"))
    second_term_start = models.DateField(_("first day of the second term"))
    end = models.DateField(_("last day"))

    class Meta:
        ordering = ["start"]
        verbose_name = _("school year")
        verbose_name_plural = _("school years")
        constraints = [
            models.CheckConstraint(
                condition=Q(start__lt=F("second_term_start"), second_term_start__lt=F("end")),
                name="school_year_in_order",
                violation_error_message=_("The second term starts after the first day and before the last day."),
            )
        ]

    def __str__(self) -> str:
        return self.name
