"""To whom a button mails: told on the page before it is pressed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.timezone import localdate

from units.models import Membership, Role, User

FEW = 12  # people, who are named one by one
AT_UNITS = Role.at_units()


@dataclass(frozen=True)
class Told:
    """The drafters and heads of some units, as the notices will find them; or the standing office of the council."""

    units: int
    people: list[Membership]  # each person once
    is_office: bool = False  # a unit need not know the names

    @property
    def number(self) -> int:
        return len(self.people)

    @property
    def named(self) -> list[Membership]:
        """Those who are named: all where they are few."""
        return self.people if self.number <= FEW else []

    @property
    def without_mail(self) -> int:
        return sum(not place.user.email for place in self.people)


THE_OFFICE = Told(0, [], is_office=True)


def told_at(units: Collection[int], *, by: User, roles: frozenset[str] = AT_UNITS) -> Told:
    """Return who at these units is told in the portal and by mail: one query."""
    held = Membership.objects.visible_to(by).in_force(on=localdate())
    held = held.filter(unit__in=units, role__in=roles, user__is_active=True)
    ordered = held.select_related("user", "unit").order_by("unit__sort_key", "-role", "user__sort_key")
    each = {place.user_id: place for place in reversed(ordered)}
    return Told(len(units), list(each.values())[::-1])
