"""The agenda of a session: what is put on it, and who has no vote on what."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from conduct.conflicts import Dossier, Member, grounds
from conduct.models import (
    AgendaItem,
    Ground,
    Manner,
    Nomination,
    Recusal,
    Seat,
    Session,
    SessionState,
    SubjectKind,
    VotingRule,
)
from units.models import Membership, Role, User
from units.workflow import Shut, StaleVersion, WrongState, advance, editing

COMPUTED = frozenset({Ground.OWN_PERSON, Ground.SAME_NAME, Ground.OWN_UNIT, Ground.UNIT_BELOW})


def locked(session: Session) -> Session:
    """Return the session's row, held until the transaction ends."""
    return Session.objects.select_for_update(of=("self",)).get(pk=session.pk)


@contextmanager
def changing(
    session: Session, *, by: User, version: int | None, note: str = "", at: datetime | None = None
) -> Iterator[Session]:
    """Hold a session while its agenda, seats or tellers change; once it is convened, the change is recorded with why.

    Conflicts of interest are computed anew afterwards. Raises a `MoveRefused`.
    """
    with transaction.atomic():
        row = locked(session)
        if not row.is_prepared:
            raise WrongState
        if version is not None and version != row.version:
            raise StaleVersion(row)
        yield row
        note_conflicts(row)
        if row.state == SessionState.CONVENED:
            advance(row, "change", by=by, note=note, at=at)
        else:
            with editing(row, by=by, version=None, at=at):
                pass
    session.refresh_from_db()


def default_manner(rule: VotingRule) -> Manner:
    """Return how one votes unless somebody says otherwise: openly where the rule leaves it open."""
    return rule.manners[0]


def list_nominations(
    session: Session, nominations: Iterable[Nomination], *, by: User, at: datetime | None = None
) -> int:
    """Put nominations on the agenda, after what is there, each under the voting rule of its terms; say how many."""
    place = (session.items.aggregate(last=Max("position"))["last"] or 0) + 1
    number = 0
    for nomination in nominations:
        rule = nomination.terms.vote_rule if nomination.terms else None
        if rule is None:
            raise Shut(_("No voting rule stands in the terms of “%(award)s”.") % {"award": nomination.award})
        advance(nomination, "list", by=by, at=at)
        AgendaItem.objects.create(
            session=session,
            position=place + number,
            nomination=nomination,
            unit=nomination.unit,
            title=f"{nomination.award}: {nomination.name}",
            manner=default_manner(rule),
            rule=rule,
        )
        number += 1
    return number


def take_off(item: AgendaItem, *, by: User, at: datetime | None = None) -> None:
    """Take an item off the agenda; its nomination can be put on another one."""
    nomination = item.nomination
    item.delete()
    if nomination:
        advance(nomination, "unlist", by=by, at=at)


def note_conflicts(session: Session) -> None:
    """Write the conflicts of interest that roles and names show today, and drop computed ones that hold no more."""
    items = list(session.items.select_related("unit", "nomination"))
    seats = list(session.seats.held())
    members = _members(session, seats)
    found = {
        (item.pk, seat.pk, ground.value)
        for item in items
        for seat in seats
        for ground in grounds(_dossier(item), members[seat.pk], directly_above=settings.RECUSE_DIRECTLY_ABOVE)
    }
    known = Recusal.objects.filter(item__session=session, ground__in=COMPUTED)
    kept = {(row.item_id, row.seat_id, row.ground): row.pk for row in known}
    known.filter(pk__in=[pk for key, pk in kept.items() if key not in found]).delete()
    Recusal.objects.bulk_create(
        Recusal(item_id=item, seat_id=seat, ground=ground) for item, seat, ground in sorted(found - kept.keys())
    )


def _dossier(item: AgendaItem) -> Dossier:
    nomination = item.nomination
    is_person = nomination is not None and nomination.subject == SubjectKind.PERSON
    return Dossier(
        unit=item.unit_id,
        above=item.unit.parent_id if item.unit else None,
        person=nomination.person_id if nomination else None,
        name=cast(Nomination, nomination).name if is_person else "",
    )


def _members(session: Session, seats: Collection[Seat]) -> dict[int, Member]:
    """Return the members as conflicts of interest look at them, with their unit roles on the day of the session."""
    held = Membership.objects.filter(user__in=[seat.person_id for seat in seats], role__in=Role.at_units())
    units: dict[int, set[int]] = {}
    for person, unit in held.in_force(on=session.held_on).values_list("user", "unit"):
        units.setdefault(person, set()).add(unit)
    return {seat.pk: Member(seat.person_id, seat.name, frozenset(units.get(seat.person_id, ()))) for seat in seats}


def lift(recusal: Recusal, why: str) -> None:
    """Say that a member bears a like name and is somebody else; nothing else can be lifted."""
    if recusal.ground != Ground.SAME_NAME:
        raise Shut(_("Only a mere likeness of names can be lifted."))
    recusal.lifted_why = why
    recusal.save(update_fields=["lifted_why"])


def declare(session: Session, item: AgendaItem, *, by: User, note: str) -> None:
    """Let a member say that they will not vote on an item; until voting opens."""
    with transaction.atomic():
        row = locked(session)
        if row.state != SessionState.CONVENED:
            raise WrongState
        seat = row.seats.held().get(person=by)
        Recusal.objects.update_or_create(item=item, seat=seat, ground=Ground.DECLARED, defaults={"note": note})
