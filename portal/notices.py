"""Notices: what happened and what falls due becomes one row per person; unmailed rows become mails.

The worker's tick calls `make()` and `mail_some()`. Each is one transaction that holds the row `NoticeRun`: a second
worker goes away, a crash leaves nothing half done, and after an outage the next tick reads on where the last one ended.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from campaigns.calendar import local_day
from campaigns.models import ExtensionRequest, Holiday, Obligation, ObligationEvent, ReviewNote, State
from portal.models import Notice, NoticeRun, NoticeStep
from portal.models.notice import FIRST_LOOK
from portal.notice_mails import STEP_OF, occasion_of, wants_mail, write_mails
from portal.notice_sessions import session_notices
from portal.notice_steps import LATE_COMMIT, OFFICE, UNIT, Rung, due_days, told_to
from units.clock import db_now
from units.models import Membership, Role, User

ROWS_IN_FLIGHT: Final = 2000
BATCH: Final = 1000


@dataclass(frozen=True)
class News:
    """Something about one obligation; of its rungs everyone is told the last that concerns them."""

    obligation_id: int
    unit_id: int
    host_id: int
    occasion: str
    rungs: tuple[Rung, ...]


def make(*, at: datetime | None = None) -> int:
    """Write the notices of what happened since the last run; return how many people-and-things that were."""
    moment = at or db_now()
    with transaction.atomic():
        run = NoticeRun.claim(at=moment)
        if run is None or moment <= run.made_until:
            return 0
        news = [*reminders(run, moment), *moves(run, moment), *requests(run, moment), *openings(run, moment)]
        rows = rows_of(news, at=moment) + mentions(run, moment) + session_notices(run, moment)
        Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        run.read_until(moment)
    return len(rows)


# --- what there is to tell -------------------------------------------------------------------------------------------


def reminders(run: NoticeRun, at: datetime) -> Iterator[News]:
    """Yield what reached a step of its due date; most minutes no due date has one, and nothing is asked."""
    days = due_days(after=run.made_until, until=at, holidays=Holiday.objects.days())
    if not days:
        return
    rows = Obligation.objects.open_now().filter(next_due_at__date__in=list(days), opens_at__lte=at)
    for pk, unit, host, due_at in rows.values_list("id", "unit_id", "host_id", "next_due_at"):
        yield News(pk, unit, host, f"due-{local_day(due_at)}", tuple(days[local_day(due_at)]))


def moves(run: NoticeRun, at: datetime) -> Iterator[News]:
    """Yield what the council did with the units' papers."""
    since = run.made_until - LATE_COMMIT
    events = ObligationEvent.objects.filter(
        id__gt=run.event_mark - ROWS_IN_FLIGHT, at__gt=since, at__lte=at, verb__in=STEP_OF
    )
    for event in events.select_related("obligation").defer("content").order_by("id"):
        rung = Rung(STEP_OF[event.verb], UNIT, event.at)
        yield _of(event.obligation, occasion_of(event), rung)


def requests(run: NoticeRun, at: datetime) -> Iterator[News]:
    """Yield what units asked the standing office for, and what it declined; what it granted is a move."""
    since = run.made_until - LATE_COMMIT
    rows = ExtensionRequest.objects.select_related("obligation").order_by("id")
    for row in rows.filter(asked_at__gt=since, asked_at__lte=at, withdrawn_at=None):
        yield _of(row.obligation, f"request-{row.pk}", Rung(NoticeStep.EXTENSION_ASKED, OFFICE, row.asked_at))
    for row in rows.filter(answered_at__gt=since, answered_at__lte=at, granted_until=None):
        told = Rung(NoticeStep.EXTENSION_DECLINED, UNIT, row.answered_at or at)
        yield _of(row.obligation, f"request-{row.pk}", told)


def openings(run: NoticeRun, at: datetime) -> Iterator[News]:
    """Yield what a unit can begin and nobody was told of: new rows, and periods that have begun."""
    told = Notice.objects.filter(obligation=OuterRef("pk"), step=NoticeStep.OPENED)
    is_news = Q(id__gt=run.obligation_mark) | Q(opens_at__gt=run.began_at - FIRST_LOOK)
    rows = Obligation.objects.open_now().filter(
        is_news, ~Exists(told), state=State.PENDING, opens_at__lte=at, next_due_at__gte=at
    )
    for row in rows:
        yield _of(row, "opened", Rung(NoticeStep.OPENED, UNIT, max(row.opens_at, run.made_until)))


def _of(obligation: Obligation, occasion: str, rung: Rung) -> News:
    return News(obligation.pk, obligation.unit_id, obligation.host_id, occasion, (rung,))


# --- who is told -----------------------------------------------------------------------------------------------------


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
            if rung := told_to(held, news.rungs):
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
    """Return the rows that say it, one per person, obligation, step and occasion."""
    news = list(news)
    if not news:
        return []
    people = people_told(news, at=at)
    return [
        Notice(
            person=person,
            obligation_id=one.obligation_id,
            step=rung.step,
            occasion=one.occasion,
            made_at=rung.at,
            wants_mail=wants_mail(person),
        )
        for one in news
        for person, rung in people.of(one)
    ]


def mentions(run: NoticeRun, at: datetime) -> list[Notice]:
    """Return the rows for those whom a note of the review names, as long as they belong to the council."""
    named = ReviewNote.mentions.through.objects.filter(  # type: ignore[attr-defined]
        reviewnote__at__gt=run.made_until - LATE_COMMIT, reviewnote__at__lte=at, user__is_active=True
    )
    council = Membership.objects.in_force(on=local_day(at)).filter(
        unit=OuterRef("reviewnote__obligation__host"), user=OuterRef("user"), role__in=Role.at_councils()
    )
    rows = named.filter(Exists(council)).select_related("user__notice_choice", "reviewnote").order_by("id")
    return [
        Notice(
            person=row.user,
            obligation_id=row.reviewnote.obligation_id,
            step=NoticeStep.MENTIONED,
            occasion=f"note-{row.reviewnote_id}",
            made_at=row.reviewnote.at,
            wants_mail=wants_mail(row.user),
        )
        for row in rows
    ]


# --- mail ------------------------------------------------------------------------------------------------------------


def mail_some(*, at: datetime | None = None) -> int:
    """Write the mails of up to a hundred people, one each with all that waits for them; return how many."""
    moment = at or db_now()
    with transaction.atomic():
        if NoticeRun.claim(at=moment) is None:
            return 0
        return write_mails(at=moment)
