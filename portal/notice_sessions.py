"""Notices of the council's sessions: convened, changed, cancelled, results approved; to who sits or keeps a key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from conduct.models import Seat, SessionEvent, Teller
from portal.models import Notice, NoticeRun, NoticeStep
from portal.notice_mails import wants_mail
from portal.notice_steps import LATE_COMMIT
from units.models import User

STEPS: Final[Mapping[str, NoticeStep]] = {  # never a move with which anybody's vote could be told apart
    "convene": NoticeStep.SESSION_CONVENED,
    "change": NoticeStep.SESSION_CHANGED,
    "cancel": NoticeStep.SESSION_CANCELLED,
    "void": NoticeStep.SESSION_CANCELLED,
    "approve": NoticeStep.SESSION_RESULTS,
}


def session_notices(run: NoticeRun, at: datetime) -> list[Notice]:
    """Return the rows that tell members and tellers what became of a session; most minutes there is none."""
    events = list(
        SessionEvent.objects.filter(verb__in=STEPS, at__gt=run.made_until - LATE_COMMIT, at__lte=at)
        .defer("content")
        .order_by("id")
    )
    if not events:
        return []
    people = people_of({event.session_id for event in events})
    return [
        Notice(
            person=person,
            session_id=event.session_id,
            step=STEPS[event.verb],
            occasion=f"event-{event.pk}",
            made_at=event.at,
            wants_mail=wants_mail(person),
        )
        for event in events
        for person in people.get(event.session_id, ())
        if person.pk != event.actor_id
    ]


def people_of(sessions: set[int]) -> dict[int, dict[User, None]]:
    """Return who sits in each of these sessions and who keeps its keys, each once."""
    found: dict[int, dict[User, None]] = {}
    for model in (Seat, Teller):
        rows = model.objects.filter(session__in=sessions, person__is_active=True)  # type: ignore[attr-defined]
        rows = rows.filter(removed_at=None) if model is Seat else rows
        for row in rows.select_related("person__notice_choice"):
            found.setdefault(row.session_id, {})[row.person] = None
    return found
