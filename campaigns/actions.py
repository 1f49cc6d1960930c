"""Verbs that touch several rows: asking for something, saving drafts, deciding on many at once."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from campaigns import calendar
from campaigns.models import Campaign, Holiday, Obligation, State
from campaigns.models.obligation import GRACE
from units.clock import db_now
from units.models import Event, Unit, User
from units.workflow import MoveRefused, Shut, WrongState, advance, editing

NOTICE_DAYS: Final = 5  # where no campaign says how much


def owe(
    *,
    unit: Unit,
    host: Unit,
    kind: str,
    title: str,
    due_at: datetime,
    by: User | None,
    at: datetime,
    campaign: Campaign | None = None,
    needs_signature: bool = True,
) -> Obligation:
    """Ask one unit for one thing that no requirement asks for: a remedy, an answer. It counts in no campaign's figures.

    Due by the end of the day of `due_at`, of the next working day where offices are shut then, and after the days of
    notice where it has passed. Raises ValueError for a host: it stands in no cluster and owes nothing.
    """
    if unit.group is None or unit.cluster_id is None:
        raise ValueError(f"{unit.code} stands in no cluster: nothing can be asked of it.")
    holidays = Holiday.objects.days()
    due = calendar.due_moment(calendar.local_day(due_at), holidays)
    notice = campaign.notice_days if campaign else NOTICE_DAYS
    due = calendar.effective_due(due, now=at, notice_days=notice, holidays=holidays)
    place = campaign.participations.filter(unit=unit).first() if campaign else None
    return Obligation.objects.create(
        campaign=campaign,
        host=host,
        unit=unit,
        participation=place,
        cluster_id=place.cluster_id if place else unit.cluster_id,
        group=place.group if place else unit.group,
        kind=kind,
        needs_signature=needs_signature,
        title=title,
        state=State.PENDING,
        changed_at=at,
        changed_by=by,
        period_start=calendar.local_day(at),
        period_end=calendar.local_day(due),
        cutoff_on=calendar.local_day(due),
        opens_at=at,
        due_at=due,
        locks_at=due + GRACE,
        effective_due_at=due,
        next_due_at=due,
    )


def save_draft(
    obligation: Obligation,
    write: Callable[[Obligation], object],
    *,
    by: User,
    version: int | None,
    at: datetime | None = None,
) -> None:
    """Let `write` store a piece of the draft while the row is held; the first piece makes the move `start`.

    Raises `StaleVersion` when somebody else saved in between, `WrongState` or `Shut` when it is not the unit's turn.
    """
    moment = at or db_now()
    with editing(obligation, by=by, version=version, at=moment) as row:
        if not row.is_editable(at=moment):
            raise Shut(row.shut_reason(at=moment)) if row.shut_reason(at=moment) else WrongState()
        write(row)
    if obligation.state == State.PENDING:
        advance(obligation, "start", by=by, at=moment, version=obligation.version)


def accept_many(obligations: Iterable[Obligation], *, by: User) -> tuple[list[Event], list[tuple[Obligation, str]]]:
    """Accept each that can be accepted; return the events, and the others each with the sentence why not."""
    done, refused = [], []
    for obligation in obligations:
        try:
            done.append(advance(obligation, "accept", by=by, version=obligation.version))
        except MoveRefused as error:
            refused.append((obligation, str(error)))
    return done, refused
