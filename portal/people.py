"""A unit's people: handing over the work of somebody who leaves, standing in for a head who is away.

Only roles at units move here, never a council role; who did what in the past stays as it is in the events.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from campaigns.models import Obligation, State
from units.models import Membership, Role, Unit, User
from units.scoping import Scope
from units.searching import found_by

IN_WORK: Final = frozenset({State.DRAFTING, State.SIGNING, State.RETURNED})


class HandOverRefused(Exception):
    """It cannot be done so; `str()` is a sentence."""


# --- rights ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Powers:
    """What one person may do with the roles of others."""

    user: User
    everywhere: bool  # administrators keep everybody's memberships
    offices: frozenset[int]  # units below the councils whose secretary this is
    headed: Mapping[int, date | None]  # units whose head this is, with the last day (None: no end)
    own: frozenset[int]

    @classmethod
    def of(cls, user: User) -> "Powers":
        scope = Scope.of(user)
        hosts = frozenset(host for host in scope.hosts if Role.SECRETARY in scope.roles_at(host))
        heads = Membership.objects.in_force(on=localdate()).filter(user=user, role=Role.HEAD)
        longest_last = heads.order_by(F("until").asc(nulls_last=True)).values_list("unit_id", "until")
        return cls(
            user=user,
            everywhere=user.is_staff and user.has_perm("units.change_membership"),
            offices=Scope.tree_under(hosts) - hosts if hosts else frozenset(),
            headed=dict(longest_last),
            own=scope.own,
        )

    @property
    def units(self) -> QuerySet[Unit]:
        """The units whose people may be looked up here."""
        return Unit.objects.all() if self.everywhere else Unit.objects.filter(pk__in=self.own | self.offices)

    def places(self, query: str = "") -> QuerySet[Membership]:
        """Return the roles at those units from today on, by unit, heads first; of a search what it finds."""
        held = Membership.objects.filter(unit__in=self.units, role__in=Role.at_units())
        if query:
            people = User.objects.filter(found_by(query)) | User.objects.filter(username=query)
            held = held.filter(Q(unit__in=Unit.objects.search(query)) | Q(user__in=people))
        return by_name(held.exclude(until__lt=localdate()).select_related("unit", "user"))

    def may_move(self, place: Membership) -> bool:
        """Whether this role may be handed over: heads move drafters and themselves, office and administrators any."""
        if place.role not in Role.at_units():
            return False
        if self.everywhere or place.unit_id in self.offices:
            return True
        return place.unit_id in self.headed and (place.role == Role.DRAFTER or place.user_id == self.user.pk)

    def may_end(self, place: Membership) -> bool:
        """Whether this is a time as head that somebody whose own lasts longer may end."""
        if place.role != Role.HEAD or place.until is None or place.user_id == self.user.pk:
            return False
        own = self.headed.get(place.unit_id, date.min)
        return own is None or own > place.until


def by_name(held: QuerySet[Membership]) -> QuerySet[Membership]:
    """Sort by unit, its heads first."""
    head_first = Case(When(role=Role.HEAD, then=Value(0)), default=Value(1), output_field=IntegerField())
    return held.order_by("unit__sort_key", "unit_id", head_first, "user__sort_key", "since")


# --- hand-over -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Work:
    """What one unit has to do, as a colleague will find it."""

    unit: Unit
    in_work: list[Obligation]
    to_begin: list[Obligation]
    coming: list[Obligation]


def work_of(unit: Unit, *, at: datetime) -> Work:
    """Return the unit's open work: drafts and what came back, what has not been begun, what opens later."""
    rows = list(Obligation.objects.filter(unit=unit).open_now().select_related("campaign"))
    begun = [row for row in rows if row.opens_at <= at]
    return Work(
        unit,
        in_work=[row for row in begun if row.state in IN_WORK],
        to_begin=[row for row in begun if row.state not in IN_WORK],
        coming=[row for row in rows if row.opens_at > at],
    )


def colleagues(places: Iterable[Membership], leaver: User) -> QuerySet[User]:
    """Return who could take over: people who work at all of these units today and hold no council role."""
    units = {place.unit_id for place in places}
    here = Membership.objects.in_force(on=localdate()).filter(unit__in=units, role__in=Role.at_units())
    at_all = here.values("user").annotate(number=Count("unit", distinct=True)).filter(number=len(units))
    people = User.objects.filter(pk__in=at_all.values("user"), is_active=True, is_staff=False)
    return people.exclude(pk=leaver.pk).exclude(pk__in=council_people())


def council_people() -> QuerySet:
    held = Membership.objects.filter(role__in=Role.at_councils()).exclude(until__lt=localdate())
    return held.values("user")


def newcomer(username: str) -> User | None:
    """Return the account of this name if it waits for its first role; nobody who works somewhere else."""
    free = User.objects.filter(username=username, is_active=True, is_staff=False)
    return free.exclude(pk__in=Membership.objects.exclude(until__lt=localdate()).values("user")).first()


@transaction.atomic
def hand_over(leaver: User, *, to: User, last_day: date, by: User) -> list[Membership]:
    """End the leaver's roles that `by` may move, give them to `to` from today, and end the leaver's sessions.

    A later last day leaves the leaver's sessions alone: rights end by themselves at midnight. Raises `HandOverRefused`.
    """
    powers = Powers.of(by)
    held = Membership.objects.select_for_update().filter(user=leaver, role__in=Role.at_units())
    places = [place for place in held.exclude(until__lt=localdate()) if powers.may_move(place)]
    if not places:
        raise HandOverRefused(_("There is no role left that you could hand over."))
    is_known = to in set(colleagues(places, leaver)) or newcomer(to.username) is not None
    if to == leaver or not is_known:
        raise HandOverRefused(_("This person cannot take over here: choose a colleague of the unit."))
    for place in places:
        give(to, place)
        end(place, last_day=last_day)
    if last_day <= localdate():
        end_sessions(leaver)
    return places


def give(to: User, place: Membership) -> None:
    """Give somebody a role as another held it, from today, or from the day on which the other would have begun."""
    since = max(localdate(), place.since)
    same = Membership.objects.filter(user=to, unit=place.unit_id, role=place.role).exclude(until__lt=since)
    held = same.filter(since__lte=since).order_by(F("until").desc(nulls_first=True)).first()
    if held is None:
        Membership.objects.update_or_create(
            user=to, unit_id=place.unit_id, role=place.role, since=since, defaults={"until": place.until}
        )
    elif held.until and (place.until is None or place.until > held.until):
        held.until = place.until
        held.save(update_fields=["until"])


def end(place: Membership, *, last_day: date) -> None:
    """End a role; one that would begin later only never begins."""
    if place.since > last_day:
        place.delete()
    elif place.until is None or place.until > last_day:
        place.until = last_day
        place.save(update_fields=["until"])


def end_sessions(user: User) -> int:
    """Sign somebody out everywhere."""
    ended = [
        session.pk
        for session in Session.objects.filter(expire_date__gte=now()).iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    return Session.objects.filter(pk__in=ended).delete()[0]


# --- delegation ------------------------------------------------------------------------------------------------------


def deputies(powers: Powers) -> QuerySet[Membership]:
    """Return the colleagues who could stand in at the units that this person heads: their drafters today."""
    held = Membership.objects.in_force(on=localdate()).filter(unit__in=list(powers.headed), role=Role.DRAFTER)
    heads = Membership.objects.filter(unit__in=list(powers.headed), role=Role.HEAD, until=None).values("user")
    active = held.filter(user__is_active=True).exclude(user=powers.user).exclude(user__in=heads)
    return by_name(active.select_related("user", "unit"))


@transaction.atomic
def delegate(place: Membership, *, since: date, until: date, by: User) -> Membership:
    """Let the colleague of this membership be head from one day to another. Raises `HandOverRefused`."""
    headed = Powers.of(by).headed
    if place.unit_id not in headed:
        raise HandOverRefused(_("Only the head of the unit can let somebody stand in."))
    own_end = headed[place.unit_id]
    if own_end and until > own_end:
        raise HandOverRefused(_("You are head until %(day)s yourself.") % {"day": f"{own_end:%d/%m/%Y}"})
    heads = Membership.objects.select_for_update().filter(user=place.user_id, unit=place.unit_id, role=Role.HEAD)
    if heads.filter(since__lte=until).filter(Q(until=None) | Q(until__gte=since)).exists():
        raise HandOverRefused(_("This colleague is head in that time already."))
    return Membership.objects.create(
        user_id=place.user_id, unit_id=place.unit_id, role=Role.HEAD, since=since, until=until
    )


def end_delegation(place: Membership) -> None:
    """End it with yesterday, so that it ends now; one that began today only is taken away."""
    end(place, last_day=localdate() - timedelta(days=1))
