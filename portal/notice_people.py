"""Who is told of a piece of news, and the rows that say so: one per person, thing, step and occasion."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from campaigns.calendar import local_day
from portal.models import Notice
from portal.notice_mails import wants_mail
from portal.notice_steps import Rung, told_to
from units.models import Membership, Role, User


@dataclass(frozen=True)
class News:
    """Something about one paper or dossier; of its rungs everyone is told the last that concerns them."""

    about: str  # the column of a notice that names it
    subject_id: int
    unit_id: int
    host_id: int
    occasion: str
    rungs: tuple[Rung, ...]
    actor_id: int | None = None  # who did it and need not be told


@dataclass
class People:
    """Who holds which of the roles that are told things, place by place, and who wants no mail."""

    at_unit: dict[int, dict[User, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    def of(self, news: News) -> Iterator[tuple[User, Rung]]:
        """Yield each person who is to be told, and what."""
        roles: dict[User, set[str]] = defaultdict(set)
        for place in (news.unit_id, news.host_id):
            for person, held in self.at_unit.get(place, {}).items():
                roles[person] |= held
        for person, held in roles.items():
            if person.pk != news.actor_id and (rung := told_to(held, news.rungs)):
                yield person, rung


def people_told(news: Iterable[News], *, at: datetime) -> People:
    """Read the drafters and heads of the units in force, and the secretaries of their hosts."""
    news = list(news)
    units, hosts = {one.unit_id for one in news}, {one.host_id for one in news}
    wanted = Q(unit__in=units, role__in=Role.at_units()) | Q(unit__in=hosts, role=Role.SECRETARY)
    held = Membership.objects.in_force(on=local_day(at)).filter(wanted, user__is_active=True)
    people = People()
    for membership in held.select_related("user__notice_choice"):
        people.at_unit[membership.unit_id][membership.user].add(membership.role)
    return people


def rows_of(news: Iterable[News], *, at: datetime) -> list[Notice]:
    """Return the rows that say it, one per person, thing, step and occasion."""
    news = list(news)
    if not news:
        return []
    people = people_told(news, at=at)
    return [
        Notice(
            person=person,
            step=rung.step,
            occasion=one.occasion,
            made_at=rung.at,
            wants_mail=wants_mail(person),
            **{f"{one.about}_id": one.subject_id},
        )
        for one in news
        for person, rung in people.of(one)
    ]
