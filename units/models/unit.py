"""Units and the clusters in which they are compared."""

from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, TextField
from django.db.models.expressions import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.fields import SortKeyField
from units.history import with_history
from units.scoping import Scope, ScopedQuerySet
from units.searching import found_by
from units.vietnamese import sort_key


class Group(models.TextChoices):
    """The two groups that every figure is split by."""

    AGENCY = "agency", _("Agencies, units and communes")
    SCHOOL = "school", _("Schools")


class Kind(models.TextChoices):
    HOST = "host", _("Host of the council")
    DEPARTMENT = "department", _("Department")
    PUBLIC_SERVICE_UNIT = "public_service_unit", _("Public-service unit")
    TOWN = "town", _("Town")
    COMMUNE = "commune", _("Commune")
    WARD = "ward", _("Ward")
    KINDERGARTEN = "kindergarten", _("Kindergarten")
    PRIMARY = "primary_school", _("Primary school")
    LOWER_SECONDARY = "lower_secondary_school", _("Lower-secondary school")

    @property
    def group(self) -> Group | None:
        """The group in which figures count this kind; a host counts in none."""
        if self is Kind.HOST:
            return None
        return Group.SCHOOL if self in SCHOOL_KINDS else Group.AGENCY


SCHOOL_KINDS = frozenset({Kind.KINDERGARTEN, Kind.PRIMARY, Kind.LOWER_SECONDARY})


@with_history()
class Cluster(models.Model):
    """A set of like units that are compared and ranked only with one another [khối, cụm thi đua]."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(ScopedQuerySet["Unit"]):
    """Units in the reader's reach: their own and those below, or a council's whole tree."""

    def reachable(self, scope: Scope) -> Q:
        return Q(pk__in=scope.tree)

    def active(self, *, on: date) -> Self:
        return self.filter(Q(active_from=None) | Q(active_from__lte=on)).filter(
            Q(active_until=None) | Q(active_until__gte=on)
        )

    def below(self, host: "Unit") -> Self:
        """Keep the units under `host`, at any depth, without it."""
        return self.filter(pk__in=Scope.tree_under([host.pk]) - {host.pk})

    def search(self, query: str) -> Self:
        """Keep what the query finds without diacritics, abbreviations (THCS, MN, UBND) spelled either way."""
        return self.filter(found_by(query))


@with_history(exclude=["sort_key", "search_text"])
class Unit(models.Model):
    """An agency, public-service unit, commune or school; also the council's host at the root of its tree."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("default cluster")
    )
    headcount = models.PositiveIntegerField(_("headcount"), null=True, blank=True)
    symbol = models.CharField(_("symbol on its papers"), max_length=40, blank=True)
    place = models.CharField(_("place name on its papers"), max_length=80, blank=True)
    phone = models.CharField(_("office phone"), max_length=40, blank=True)
    email = models.EmailField(_("office e-mail"), blank=True)
    active_from = models.DateField(_("active from"), null=True, blank=True)
    active_until = models.DateField(_("active until"), null=True, blank=True)
    sort_key = SortKeyField(source="name", key=sort_key)
    search_text = models.GeneratedField(
        expression=Func(
            Concat(F("name"), Value(" "), F("short_name"), Value(" "), F("code")),
            function="vi_search_text",
            output_field=TextField(),
        ),
        output_field=TextField(),
        db_persist=True,
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.CheckConstraint(
                condition=Q(active_until=None) | Q(active_from=None) | Q(active_until__gte=F("active_from")),
                name="unit_ends_after_it_starts",
                violation_error_message=_("The last day of a unit cannot lie before its first day."),
            ),
            models.CheckConstraint(
                condition=Q(cluster__isnull=False) | Q(kind=Kind.HOST),
                name="unit_has_a_cluster",
                violation_error_message=_("Choose the cluster in which this unit is compared."),
            ),
        ]
        indexes = [GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="unit_search")]

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("unit-detail", args=[self.code])

    def clean(self) -> None:
        """Refuse a parent that stands below this very unit."""
        if self.pk and self.parent_id in Scope.tree_under([self.pk]):
            raise ValidationError({"parent": _("A unit cannot stand below itself.")})

    def is_active(self, *, on: date) -> bool:
        """Whether the unit exists on that day."""
        return not ((self.active_from and on < self.active_from) or (self.active_until and on > self.active_until))

    @property
    def group(self) -> Group | None:
        return Kind(self.kind).group

    @property
    def paper_symbol(self) -> str:
        """What stands after the kind in a paper's number, as PNV in 05/KH-PNV."""
        return self.symbol or self.code
