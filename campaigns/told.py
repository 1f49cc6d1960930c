"""To whom a button mails: told on the page before it is pressed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.timezone import localdate

from units.models import Membership, Role, User

FEW = 12  # people, who are named one by one


@dataclass(frozen=True)
class Told:
    """The drafters and heads of some units, as the notices will find them."""

    units: int
    people: list[Membership]  # each person once

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


def told_at(units: Collection[int], *, by: User) -> Told:
    """Return who at these units is told in the portal and by mail: one query."""
    held = Membership.objects.visible_to(by).in_force(on=localdate())
    held = held.filter(unit__in=units, role__in=Role.at_units(), user__is_active=True)
    ordered = held.select_related("user", "unit").order_by("unit__sort_key", "-role", "user__sort_key")
    each = {place.user_id: place for place in reversed(ordered)}
    return Told(len(units), list(each.values())[::-1])
