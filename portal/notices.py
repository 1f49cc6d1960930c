"""Notices: what happened and what falls due becomes one row per person; unmailed rows become mails.

The worker's tick calls `make()` and `mail_some()`. Each is one transaction that holds the row `NoticeRun`: a second
worker goes away, a crash leaves nothing half done, and after an outage the next tick reads on where the last one ended.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from campaigns.calendar import local_day
from campaigns.models import ExtensionRequest, Holiday, Obligation, ObligationEvent, ReviewNote, State
from portal.models import Notice, NoticeRun, NoticeStep
from portal.models.notice import FIRST_LOOK
from portal.notice_dossiers import dossier_news
from portal.notice_mails import STEP_OF, occasion_of, wants_mail, write_mails
from portal.notice_people import News, rows_of
from portal.notice_sessions import session_notices
from portal.notice_steps import LATE_COMMIT, OFFICE, UNIT, Rung, due_days
from units.clock import db_now
from units.models import Membership, Role

ROWS_IN_FLIGHT: Final = 2000
BATCH: Final = 1000


def make(*, at: datetime | None = None) -> int:
    """Write the notices of what happened since the last run; return how many people-and-things that were."""
    moment = at or db_now()
    with transaction.atomic():
        run = NoticeRun.claim(at=moment)
        if run is None or moment <= run.made_until:
            return 0
        news = [*reminders(run, moment), *moves(run, moment), *requests(run, moment), *openings(run, moment)]
        news += dossier_news(run, moment)
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
        yield News("obligation", pk, unit, host, f"due-{local_day(due_at)}", tuple(days[local_day(due_at)]))


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
    return News("obligation", obligation.pk, obligation.unit_id, obligation.host_id, occasion, (rung,))


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
