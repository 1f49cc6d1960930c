"""Convening, opening, closing, approving a session, and who sits in it: what changes several rows."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.evidence import take_file, throw_away
from conduct import sealed_box
from conduct.ballots import count_open_votes, new_box, settle
from conduct.models import (
    AgendaItem,
    Attendance,
    BallotBox,
    CastingVote,
    Manner,
    NominationState,
    Outcome,
    RollEntry,
    Seat,
    Session,
    SessionPaper,
    SessionState,
    Teller,
    WrittenOpinion,
)
from conduct.session_agenda import list_nominations, locked, note_conflicts
from conduct.voters import council_of
from units.clock import db_now
from units.models import Membership, Role, Unit, User
from units.workflow import Shut, WrongState, advance, editing

# --- who sits, who keeps the keys -----------------------------------------------------------------------------------


def voting_members(host: Unit, *, on: date) -> list[Membership]:
    """Return who has a seat on a day: the chair first, then the members by name; each person once."""
    held = Membership.objects.filter(unit=host, role__in=[Role.CHAIR, Role.MEMBER]).in_force(on=on)
    found: dict[int, Membership] = {}
    for row in sorted(held.select_related("user"), key=lambda row: (row.role != Role.CHAIR, row.user.sort_key)):
        found.setdefault(row.user_id, row)
    return list(found.values())


def seat_of(session: Session, membership: Membership, position: int) -> Seat:
    person = membership.user
    facts = {"name": person.full_name, "title": person.position, "role": membership.role, "position": position}
    return Seat(session=session, person=person, **facts)


def convene(
    session: Session, *, by: User, version: int | None = None, note: str = "", at: datetime | None = None
) -> None:
    """Convene: from here on the membership is that of today, whatever becomes of it."""
    with transaction.atomic():
        row = locked(session)
        if row.state == SessionState.DRAFT:
            members = voting_members(row.host, on=row.held_on)
            Seat.objects.bulk_create(seat_of(row, held, place) for place, held in enumerate(members, 1))
            note_conflicts(row)
        advance(row, "convene", by=by, version=version, note=note, at=at)
    session.refresh_from_db()


def membership_changes(session: Session) -> tuple[list[Membership], list[Seat]]:
    """Return who became a member since the seats were given, and whose membership has ended."""
    now = {row.user_id: row for row in voting_members(session.host, on=session.held_on)}
    seats = {seat.person_id: seat for seat in session.seats.held()}
    joined = [row for person, row in now.items() if person not in seats]
    return joined, [seat for person, seat in seats.items() if person not in now]


def reseat(session: Session, *, add: Iterable[Membership], remove: Iterable[Seat], at: datetime) -> None:
    """Follow a change of the membership after convening; inside `changing`, which records it."""
    for seat in remove:
        seat.removed_at = at
        seat.attendance = Attendance.UNKNOWN
        seat.save(update_fields=["removed_at", "attendance"])
    last = session.seats.aggregate(last=Max("position"))["last"] or 0
    for place, membership in enumerate(add, last + 1):
        fresh = seat_of(session, membership, place)
        facts = {name: getattr(fresh, name) for name in ("name", "title", "role", "position")}
        Seat.objects.update_or_create(session=session, person=membership.user, defaults=facts | {"removed_at": None})


def note_attendance(
    session: Session, told: Mapping[int, str], *, by: User, version: int | None, at: datetime | None = None
) -> None:
    """Keep who is there; until voting opens. Raises a `MoveRefused`."""
    with editing(session, by=by, version=version, at=at) as row:
        if row.state != SessionState.CONVENED:
            raise WrongState
        for seat in row.seats.held():
            seat.attendance = told.get(seat.pk, seat.attendance)
            seat.save(update_fields=["attendance"])


def note_latecomer(session: Session, seat: Seat, *, by: User, at: datetime | None = None) -> None:
    """Note when a member came who was absent when voting opened: in the minutes, without a vote, for rolls are frozen.

    Neither roll nor ballots are touched. Raises a `MoveRefused`.
    """
    with editing(session, by=by, version=None, at=at) as row:
        if row.state not in {SessionState.VOTING, SessionState.CLOSED}:
            raise WrongState
        held = row.seats.held().get(pk=seat.pk)
        if not held.is_away or held.came_late:
            raise Shut(_("This has been done already."))
        held.arrived_at = (at or db_now()).replace(microsecond=0)
        held.save(update_fields=["arrived_at"])


def name_tellers(session: Session, people: Iterable[User]) -> None:
    """Name the two tellers; whoever changes draws a new key. Inside `changing`."""
    for place, person in enumerate(people, 1):
        known = session.tellers.filter(place=place).first()
        if known and known.person_id == person.pk:
            continue
        session.tellers.filter(place=place).delete()
        session.tellers.filter(person=person).delete()
        Teller.objects.create(session=session, place=place, person=person, name=person.full_name)


def draw_key(session: Session, *, by: User) -> str:
    """Draw a teller's key and return its code, which is kept nowhere; only the public half is stored."""
    with transaction.atomic():
        row = locked(session)
        if not row.is_prepared:
            raise WrongState
        code = sealed_box.new_code()
        row.tellers.filter(person=by).update(public_key=sealed_box.public_half(code), is_proved=False)
    return code


def prove_key(session: Session, code: str, *, by: User) -> bool:
    """Say whether a code read from the paper is the teller's, and remember that it was. Raises MisreadCode."""
    with transaction.atomic():
        row = locked(session)
        teller = row.tellers.get(person=by)
        is_right = sealed_box.opens(code, teller.public_key)
        if is_right:
            row.tellers.filter(pk=teller.pk).update(is_proved=True)
    return is_right


# --- the vote -------------------------------------------------------------------------------------------------------


def open_voting(
    session: Session, *, by: User, version: int | None = None, note: str = "", at: datetime | None = None
) -> None:
    """Open the vote: agenda, rules, seats, attendance and conflicts are frozen, rolls and boxes are made."""
    with transaction.atomic():
        row = locked(session)
        if row.state == SessionState.CONVENED:
            note_conflicts(row)
            for item in row.items.select_related("rule"):
                item.frozen_rule = item.rule.rule.frozen()
                item.save(update_fields=["frozen_rule"])
        advance(row, "open", by=by, version=version, note=note, at=at)
        council = council_of(row)
        for item in row.items.voted_here():
            RollEntry.objects.bulk_create(RollEntry(item=item, seat=seat) for seat in council.voters(item.pk))
            if item.manner == Manner.SECRET:
                BallotBox.objects.bulk_create([new_box(item)])
    session.refresh_from_db()


def close_voting(
    session: Session, *, by: User, version: int | None = None, note: str = "", at: datetime | None = None
) -> None:
    """Close the vote; what was voted openly is counted at once."""
    with transaction.atomic():
        event = advance(session, "close", by=by, version=version, note=note, at=at)
        count_open_votes(session, by=by, at=event.at)
        settle(session, by=by, at=event.at)
    session.refresh_from_db()


def write_opinion(item: AgendaItem, seat: Seat, choice: str, *, by: User, at: datetime | None = None) -> None:
    """Keep what an absent member wrote: with their name, apart from every box; until voting closes."""
    with transaction.atomic():
        row = locked(item.session)
        if row.state not in {SessionState.CONVENED, SessionState.VOTING}:
            raise WrongState
        if seat not in council_of(row).absent_voters(item.pk):
            raise Shut(_("Written opinions are those of absent members who have a vote on the item."))
        WrittenOpinion.objects.create(item=item, seat=seat, choice=choice, entered_by=by, entered_at=at or db_now())


def say_side(item: AgendaItem, *, says_yes: bool, by: User, at: datetime | None = None) -> None:
    """Let the chair say openly on which side they are in a tie. Raises a `MoveRefused`."""
    result = item.result
    if item.session.state != SessionState.COUNTED or result.outcome != Outcome.TIE or result.has_passed is not None:
        raise WrongState
    CastingVote.objects.create(result=result, says_yes=says_yes, by=by, at=at or db_now())


def approve(
    session: Session, *, by: User, version: int | None = None, note: str = "", at: datetime | None = None
) -> None:
    """Approve the results: each nomination moves to what the council said of it."""
    with transaction.atomic():
        event = advance(session, "approve", by=by, version=version, note=note, at=at)
        told = _("Session of the council: %(title)s") % {"title": session.title}
        for item in session.items.exclude(nomination=None).select_related("nomination", "result__casting"):
            advance(item.nomination, _verb(item), by=None, at=event.at, note=told)
    session.refresh_from_db()


def _verb(item: AgendaItem) -> str:
    if item.result.outcome == Outcome.NO_QUORUM:
        return "unlist"
    return "approve" if item.result.has_passed else "decline"


def give_up(
    session: Session, verb: str, *, by: User, note: str, version: int | None = None, at: datetime | None = None
) -> None:
    """Cancel a session, or declare its vote void: boxes are emptied unopened, nominations wait for another session."""
    with transaction.atomic():
        event = advance(session, verb, by=by, version=version, note=note, at=at)
        for box in BallotBox.objects.filter(item__session=session):
            empty = new_box(box.item)
            BallotBox.objects.filter(pk=box.pk).update(sealed=[], guard=empty.guard)
        listed = session.items.filter(nomination__state=NominationState.LISTED).select_related("nomination")
        for item in listed:
            advance(item.nomination, "unlist", by=None, at=event.at, note=note)
    session.refresh_from_db()


def convene_again(session: Session, *, by: User, at: datetime | None = None) -> Session:
    """Begin another session with the agenda of one that came to nothing. Raises a `MoveRefused`."""
    if session.state not in {SessionState.VOIDED, SessionState.CANCELLED}:
        raise WrongState
    with transaction.atomic():
        fresh = Session.objects.create(
            host=session.host,
            campaign=session.campaign,
            title=session.title,
            held_at=session.held_at,
            place=session.place,
            invitation=session.invitation,
            follows=session,
            state=SessionState.DRAFT,
        )
        for item in session.items.select_related("nomination__terms__vote_rule", "nomination__award"):
            if item.nomination is None:
                AgendaItem.objects.create(
                    session=fresh,
                    position=item.position,
                    title=item.title,
                    unit=item.unit,
                    manner=item.manner,
                    rule=item.rule,
                )
            elif item.nomination.state == NominationState.ELIGIBLE:
                list_nominations(fresh, [item.nomination], by=by, at=at)
    return fresh


# --- papers ---------------------------------------------------------------------------------------------------------


def take_paper(
    session: Session, kind: str, upload: UploadedFile, *, by: User, at: datetime | None = None
) -> SessionPaper:
    """Keep a scan with the session. Raises `FileRefused`, or a `MoveRefused` while there is nothing to scan."""
    if session.state in {SessionState.DRAFT, SessionState.CANCELLED}:
        raise WrongState
    evidence = take_file(session.host_id, upload, by=by, is_signed_paper=True, at=at)
    try:
        return SessionPaper.objects.create(
            session=session, kind=kind, evidence=evidence, added_by=by, added_at=at or db_now()
        )
    except Exception:
        throw_away(evidence)
        raise
