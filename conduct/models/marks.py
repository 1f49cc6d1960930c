"""Who marks an initiative, and their marks: each their own until marking is closed, then the council's."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conduct.initiative_moves import MARKS_OPEN_TO_COUNCIL
from conduct.models.agenda import Ground
from conduct.models.initiative import Initiative
from conduct.models.scale import ScaleCriterion
from units.models import Role, Unit
from units.scoping import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from units.models import User


class MarkerQuerySet(ScopedQuerySet["Marker"]):
    """The council sees who is to mark and who has; the marks are elsewhere."""

    def reachable(self, scope: Scope) -> Q:
        return Q(initiative__host__in=scope.hosts)

    def may_mark(self) -> Self:
        """Keep those whom no conflict of interest keeps away."""
        return self.filter(ground="")


class Marker(models.Model):
    """A member as they stood when marking was opened; with a ground they have no say on this initiative."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="markers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="markings")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=20, choices=Role)
    ground = models.CharField(_("why they do not mark"), max_length=12, choices=Ground, blank=True)
    marked_at = models.DateTimeField(null=True)

    objects = MarkerQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("marker of an initiative")
        verbose_name_plural = _("markers of initiatives")
        constraints = [
            models.UniqueConstraint(fields=["initiative", "person"], name="a_member_marks_once"),
            models.CheckConstraint(condition=Q(ground="") | Q(marked_at=None), name="no_mark_with_a_conflict"),
        ]

    def __str__(self) -> str:
        return self.name


class SheetQuerySet(ScopedQuerySet["MarkSheet"]):
    """One's own; others' to the council when marking is closed, never to people of the unit itself."""

    def reachable(self, scope: Scope) -> Q:
        closed = Q(marker__initiative__state__in=MARKS_OPEN_TO_COUNCIL, marker__initiative__host__in=scope.hosts)
        return closed & ~Q(marker__initiative__unit__in=scope.own)

    def visible_to(self, user: "User") -> Self:
        return self.filter(Q(marker__person=user) | self.reachable(Scope.of(user)))


class MarkSheet(models.Model):
    """What one member wrote beside the marks; its marks hang on it."""

    marker = models.OneToOneField(Marker, models.CASCADE, related_name="sheet")
    remark = models.TextField(_("remark"), max_length=2000, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet of marks")
        verbose_name_plural = _("sheets of marks")

    def __str__(self) -> str:
        return "•••"  # marks are never shown by chance


class MarkQuerySet(ScopedQuerySet["Mark"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(sheet__in=MarkSheet.objects.visible_to(user))


class Mark(models.Model):
    """The points of one member on one criterion."""

    sheet = models.ForeignKey(MarkSheet, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(ScaleCriterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"))

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["criterion__position", "criterion"]
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="a_criterion_is_marked_once")]

    def __str__(self) -> str:
        return "•••"


class AdoptionQuerySet(ScopedQuerySet["Adoption"]):
    """Whoever sees the initiative sees where it works."""

    def reachable(self, scope: Scope) -> Q:
        return Q(initiative__in=Initiative.objects.filter(Initiative.objects.all().reachable(scope)))

    def of_units(self, user: "User") -> Self:
        return self.filter(unit__in=Scope.of(user).own)

    def told(self) -> Self:
        return self.select_related("unit__cluster").order_by("adopted_on", "id")


class Adoption(models.Model):
    """Another unit took an initiative over [nhân rộng], and what it brought them."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="adoptions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="adoptions")
    adopted_on = models.DateField(_("since when"))
    note = models.TextField(_("what it brought"), max_length=1000, blank=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("adoption of an initiative")
        verbose_name_plural = _("adoptions of initiatives")
        constraints = [models.UniqueConstraint(fields=["initiative", "unit"], name="a_unit_adopts_once")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.initiative}"
