"""Who holds which role where, and from when to when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.history import with_history
from units.models.unit import Unit
from units.scoping import Scope, ScopedQuerySet


class Role(models.TextChoices):
    """The seven roles; the seventh, administrator, is `User.is_staff` and no membership."""

    DRAFTER = "drafter", _("Drafter")
    HEAD = "head", _("Head")
    SECRETARY = "secretary", _("Secretary of the council")
    MEMBER = "member", _("Member of the council")
    CHAIR = "chair", _("Chair of the council")
    OBSERVER = "observer", _("Observer")

    @classmethod
    def at_units(cls) -> frozenset[str]:
        return frozenset({cls.DRAFTER, cls.HEAD})

    @classmethod
    def at_councils(cls) -> frozenset[str]:
        return frozenset({cls.SECRETARY, cls.MEMBER, cls.CHAIR, cls.OBSERVER})


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(unit__in=scope.tree)

    def in_force(self, *, on: date) -> Self:
        return self.filter(since__lte=on).filter(Q(until=None) | Q(until__gte=on))


@with_history()
class Membership(models.Model):
    """A role that a person holds at a unit for a time; a delegation is one with an end."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    since = models.DateField(_("since"))
    until = models.DateField(_("until (last day)"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["unit__sort_key", "role", "-since"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role", "since"],
                name="membership_stands_once",
                violation_error_message=_("This person already holds this role here from that day on."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The last day of a membership cannot lie before its first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit}"
