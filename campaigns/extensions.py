"""Asking for more time and answering: granting is the move `extend`, declining leaves every date as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns import calendar
from campaigns.models import ExtensionRequest, Holiday, Obligation, ObligationEvent, State
from campaigns.workflow import WITH_UNIT
from units.clock import db_now
from units.models import Role, User
from units.workflow import DateMissing, MoveRefused, NotAllowed, ReasonMissing, Shut, actor_label, advance


class AnsweredAlready(MoveRefused):
    """The request is no longer waiting; `str()` is a sentence."""

    def __init__(self, request: ExtensionRequest) -> None:
        words = {
            "granted": _("This request has been granted already, by %(who)s."),
            "declined": _("This request has been declined already, by %(who)s."),
            "withdrawn": _("The unit has taken this request back."),
        }
        super().__init__(words[request.state] % {"who": request.answered_label})


def may_ask(obligation: Obligation, *, by: User, at: datetime) -> bool:
    """Whether this person could ask for more time now, were none asked for yet."""
    return bool(obligation.roles_of(by) & Role.at_units()) and not _why_not(obligation, at=at)


def _why_not(obligation: Obligation, *, at: datetime) -> str:
    """Return why no time can be asked for; a lock is no reason: an extension is what opens it."""
    if obligation.state not in WITH_UNIT:
        return _("It is with the council: there is nothing to extend.")
    locked = at > obligation.locks_at
    if obligation.state == State.RETURNED and not locked:
        return _("A return has a date of its own; an extension does not move it.")
    return "" if locked and not _is_over(obligation) else obligation.shut_reason(at=at)


def _is_over(obligation: Obligation) -> bool:
    return bool(
        obligation.cancelled_at or obligation.waived_at or (obligation.campaign and obligation.campaign.closed_at)
    )


@contextmanager
def _holding(obligation: Obligation) -> Iterator[Obligation]:
    """Hold the obligation, so that nobody answers, asks or moves it meanwhile."""
    with transaction.atomic():
        yield Obligation.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=obligation.pk)


def ask_extension(
    obligation: Obligation, *, until: date, reason: str, by: User, at: datetime | None = None
) -> ExtensionRequest:
    """Ask the standing office for more time. Raises a `MoveRefused`: one request at a time, and a later day."""
    moment = (at or db_now()).replace(microsecond=0)
    if not obligation.roles_of(by) & Role.at_units():
        raise NotAllowed
    if not reason.strip():
        raise ReasonMissing
    with _holding(obligation) as row:
        if why := _why_not(row, at=moment):
            raise Shut(why)
        if row.extension_requests.unanswered().exists():
            raise Shut(_("A request for an extension is waiting for its answer already."))
        if until <= max(calendar.local_day(row.effective_due_at), calendar.local_day(moment)):
            raise DateMissing
        return ExtensionRequest.objects.create(
            obligation=row,
            wanted_until=until,
            reason=reason.strip(),
            asked_by=by,
            asked_label=actor_label(by),
            asked_at=moment,
        )


def withdraw_extension(request: ExtensionRequest, *, by: User, at: datetime | None = None) -> None:
    """Take the request back before it is answered. Raises a `MoveRefused`."""
    if not request.obligation.roles_of(by) & Role.at_units():
        raise NotAllowed
    with _holding(request.obligation):
        waiting = _waiting(request)
        waiting.withdrawn_at = (at or db_now()).replace(microsecond=0)
        waiting.save(update_fields=["withdrawn_at"])


def grant_extension(
    request: ExtensionRequest, *, until: date, note: str, by: User, version: int | None, at: datetime | None = None
) -> ObligationEvent:
    """Extend to a day, the wanted one or another, moved to a working day. Raises a `MoveRefused`.

    The move itself answers the request (`Obligation.note_move`), as an extension does that nobody asked for.
    """
    due_at = calendar.due_moment(until, Holiday.objects.days())
    with _holding(request.obligation):
        _waiting(request)
        event = advance(request.obligation, "extend", by=by, at=at, version=version, note=note, due_at=due_at)
    request.refresh_from_db()
    return event  # type: ignore[return-value]


def decline_extension(request: ExtensionRequest, *, reason: str, by: User, at: datetime | None = None) -> None:
    """Say no, and why. Raises a `MoveRefused`."""
    if not request.obligation.allows("extend", by):
        raise NotAllowed
    if not reason.strip():
        raise ReasonMissing
    with _holding(request.obligation) as row:
        if _is_over(row) or row.state not in WITH_UNIT:
            raise Shut(_("The paper is no longer at the unit: there is nothing to extend."))
        waiting = _waiting(request)
        waiting.answered_by, waiting.answered_label = by, actor_label(by)
        waiting.answered_at = (at or db_now()).replace(microsecond=0)
        waiting.answer = reason.strip()
        waiting.save(update_fields=["answered_by", "answered_label", "answered_at", "answer"])
    request.refresh_from_db()


def _waiting(request: ExtensionRequest) -> ExtensionRequest:
    """Return the row as it stands now. Raises `AnsweredAlready`."""
    row = ExtensionRequest.objects.get(pk=request.pk)
    if row.state != "waiting":
        raise AnsweredAlready(row)
    return row


def first_day_to_ask_for(obligation: Obligation) -> date:
    """Return the earliest day that makes sense: after the due date in force, and ahead."""
    day = max(calendar.local_day(obligation.effective_due_at), localdate())
    return calendar.add_working_days(day, 1, Holiday.objects.days())
