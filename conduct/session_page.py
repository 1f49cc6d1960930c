"""What the page of a session shows: members, agenda with results, what comes next and for whom."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from conduct.models import (
    AgendaItem,
    ItemResult,
    Manner,
    Recusal,
    RollEntry,
    RollState,
    Seat,
    Session,
    SessionState,
    WrittenOpinion,
)
from conduct.reckoning import Written
from conduct.rule_words import threshold, verdict
from conduct.session_facts import agenda, named_by_item, recused_by_item, written_by_item
from conduct.session_moves import SESSION_MOVES, TELLER
from conduct.session_words import PLACES, SESSION_WORDS, SIGNS
from units.models import Role, User


@dataclass
class ItemLine:
    """One item as the page tells of it."""

    number: int
    item: AgendaItem
    rule: str
    voters: int = 0
    voted: int = 0
    result: ItemResult | None = None
    sign: str = ""
    word: str = ""
    recused: list[Recusal] = field(default_factory=list)
    written: list[WrittenOpinion] = field(default_factory=list)
    named: list[tuple[str, list[str]]] = field(default_factory=list)  # of an open vote: choice, who chose it
    tally_url: str = ""
    tie_url: str = ""
    written_url: str = ""

    @property
    def is_secret(self) -> bool:
        return self.item.manner == Manner.SECRET


@dataclass
class SeatLine:
    """One member; how many ballots they were given and how many are cast: known to all, without a time."""

    seat: Seat
    ballots: int = 0
    cast: int = 0

    @property
    def has_voted(self) -> bool:
        return self.ballots > 0 and self.cast == self.ballots


@dataclass(frozen=True)
class Mend:
    """What is missing, and where it is mended."""

    text: str
    url: str


@dataclass(frozen=True)
class Button:
    """One step that this person may take now."""

    label: str
    url: str
    is_first: bool = False
    is_grave: bool = False
    is_posted: bool = False  # it is made by the button itself


def item_lines(session: Session) -> list[ItemLine]:
    """Return the agenda with its results; a fixed number of queries, however long it is."""
    given, cast = ballots(session, "item")
    recused, written = recused_by_item(session), written_by_item(session)
    named = named_by_item(session) if session.has_results else {}
    lines = []
    for number, item in enumerate(agenda(session), 1):
        line = ItemLine(number, item, threshold(item.asked), given[item.pk], cast[item.pk])
        line.recused, line.written = recused.get(item.pk, []), written.get(item.pk, [])
        line.named = named.get(item.pk, [])
        line.result = getattr(item, "result", None)
        if line.result:
            line.sign, line.word = verdict(line.result)
        lines.append(line)
    return lines


def ballots(session: Session, by: str) -> tuple[Counter[int], Counter[int]]:
    """Count ballots given and cast, by item or by seat. Who has voted is no secret; when, nobody notes."""
    rows = RollEntry.objects.filter(item__session=session).order_by().values_list(by, "state")
    given: Counter[int] = Counter()
    cast: Counter[int] = Counter()
    for key, state in rows:
        given[key] += 1
        cast[key] += state == RollState.VOTED
    return given, cast


def seat_lines(session: Session) -> list[SeatLine]:
    given, cast = ballots(session, "seat")
    return [SeatLine(seat, given[seat.pk], cast[seat.pk]) for seat in session.seats.held()]


def mends(session: Session) -> list[Mend]:
    """Return what stands between the session and its next step, each with the page to mend it on."""
    return [
        Mend(str(problem), reverse(PLACES.get(problem.place, "session-detail"), args=[session.pk]))
        for problem in session.problems()
    ]


def buttons(session: Session, roles: frozenset[str], *, may_vote: bool) -> list[Button]:
    """Return the steps that this person may take now, the one that matters first."""
    pages = [*_pages(session, roles, may_vote=may_vote)]
    for verb, move in SESSION_MOVES.items():
        words = SESSION_WORDS.get(verb)
        if words and session.state in move.sources and roles & move.roles:
            pages.append((words.button, f"session-{verb}", words.is_grave, not words.is_grave))
    return [
        Button(str(label), reverse(name, args=[session.pk]), first, grave, is_posted=name == "session-again")
        for label, name, grave, first in pages
    ]


def _pages(session: Session, roles: frozenset[str], *, may_vote: bool) -> Iterator[tuple[Any, str, bool, bool]]:
    """Yield the pages beside the moves: label, name, whether it is grave, whether it is what matters first."""
    given_up = session.state in {SessionState.VOIDED, SessionState.CANCELLED}
    if may_vote:
        yield _("Vote"), "session-vote", False, True
    if TELLER in roles and session.is_prepared:
        yield _("My key as a teller"), "session-key", False, False
    if TELLER in roles and session.state == SessionState.CLOSED and has_sealed(session):
        yield _("Open the boxes"), "session-count", False, True
    if Role.SECRETARY in roles and session.state == SessionState.CONVENED:
        yield _("Note attendance"), "session-members", False, True
    if Role.SECRETARY in roles and given_up:
        yield _("Prepare another session from this agenda"), "session-again", False, True


def has_sealed(session: Session) -> bool:
    return session.items.secret().uncounted().exists()


def page_of(session: Session, user: User) -> dict[str, Any]:
    """Return everything that the page shows to this person."""
    roles = session.roles_of(user)
    items, seats = item_lines(session), seat_lines(session)
    own = next((line for line in seats if line.seat.person_id == user.pk), None)
    may_vote = session.state == SessionState.VOTING and own is not None and own.cast < own.ballots
    _link_hand_work(session, items, seats, roles)
    steps = buttons(session, roles, may_vote=may_vote)
    return {
        "session": session,
        "sign": SIGNS[session.state],
        "items": items,
        "seats": seats,
        "present": sum(line.seat.is_here for line in seats),
        "voted": sum(line.has_voted for line in seats),
        "with_ballots": sum(line.ballots > 0 for line in seats),
        "tellers": list(session.tellers.all()),
        "papers": list(session.papers.select_related("evidence")),
        "mends": mends(session) if roles & {Role.SECRETARY, Role.CHAIR} else [],
        "first": next((step for step in steps if step.is_first), None),
        "steps": steps,
        "prepares": Role.SECRETARY in roles,
        "takes_latecomers": Role.SECRETARY in roles and session.state in {SessionState.VOTING, SessionState.CLOSED},
        "own": own,
    }


def _link_hand_work(session: Session, items: list[ItemLine], seats: list[SeatLine], roles: Collection[str]) -> None:
    """Give the standing office the way to paper tallies and written opinions, the chair the way to each tie."""
    absent = {line.seat.pk for line in seats if line.seat.is_away}
    takes_written = session.state in {SessionState.CONVENED, SessionState.VOTING}
    for line in items:
        args = [session.pk, line.item.pk]
        on_paper = line.item.manner == Manner.PAPER and session.state == SessionState.CLOSED
        if on_paper and not line.result and Role.SECRETARY in roles:
            line.tally_url = reverse("session-tally", args=args)
        waits = session.state == SessionState.COUNTED and line.result and line.result.has_passed is None
        if waits and Role.CHAIR in roles:
            line.tie_url = reverse("session-tie", args=args)
        could_write = absent - {row.seat_id for row in line.recused if not row.lifted_why}
        if takes_written and could_write and line.item.asked.written != Written.NONE and Role.SECRETARY in roles:
            line.written_url = reverse("session-written", args=args)


def minutes_of(session: Session) -> Mapping[str, Any]:
    """Return what the draft of the minutes tells."""
    items, seats = item_lines(session), seat_lines(session)
    return {
        "session": session,
        "items": items,
        "seats": seats,
        "present": [line.seat for line in seats if line.seat.is_here],
        "absent": [line.seat for line in seats if not line.seat.is_here and not line.seat.came_late],
        "late": [line.seat for line in seats if line.seat.came_late],
        "tellers": list(session.tellers.all()),
        "passed": [line for line in items if line.result and line.result.has_passed],
        "events": {event.verb: event for event in session.events.exclude(verb="change").defer("content")},
        "changes": [event for event in session.events.filter(verb="change").defer("content")],
        "secret": any(line.is_secret for line in items),
    }
