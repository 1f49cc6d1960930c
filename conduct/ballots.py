"""Voting and counting (docs/adr/0009-sealed-box.md).

What a member chose is in three places: their browser, this process while it seals the ballot and, sealed for two
tellers, the item's box.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from conduct import sealed_box
from conduct.models import (
    AgendaItem,
    BallotBox,
    Choice,
    ItemResult,
    Manner,
    OpenVote,
    RollEntry,
    RollState,
    Session,
    SessionState,
    Teller,
)
from conduct.reckoning import PaperTally, Written, reckon
from conduct.voters import Council, council_of
from units.clock import db_now
from units.models import User
from units.workflow import advance


class BallotRefused(Exception):
    """A ballot or a count that cannot be taken; `str()` is a sentence for the person."""


class VotingNotOpen(BallotRefused):
    def __init__(self) -> None:
        super().__init__(_("Voting is not open. Nothing was cast."))


class NoVote(BallotRefused):
    def __init__(self) -> None:
        super().__init__(_("You have no vote on this. Nothing was cast."))


class AlreadyVoted(BallotRefused):
    def __init__(self) -> None:
        super().__init__(_("You have voted on this already; what is in the box stays, and nothing was added."))


class Busy(BallotRefused):
    def __init__(self) -> None:
        super().__init__(_("The box is busy. Press the button once more: no ballot is counted twice."))


class BoxDisturbed(BallotRefused):
    def __init__(self, item: AgendaItem) -> None:
        super().__init__(
            _(
                "The box of “%(title)s” is not as the portal left it: somebody changed it in the database. "
                "Nothing was counted; the chair declares the vote void."
            )
            % {"title": item.title}
        )


class WrongCode(BallotRefused):
    """A teller's code that does not open this session's boxes."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        super().__init__(_("This is not the code that %(teller)s drew for this session.") % {"teller": teller.name})


@dataclass(frozen=True)
class Cast:
    """What a member is told of a ballot: for which item, and the mark by which they find it in the list; "" if open."""

    item: AgendaItem
    mark: str


# --- voting ---------------------------------------------------------------------------------------------------------


def cast(session: Session, choices: Mapping[int, str], *, by: User) -> list[Cast]:
    """Cast a member's votes on these items, all of them or none: roll and box in one transaction.

    The session's row is locked, so that nobody votes while voting is being closed. Raises a `BallotRefused`.
    """
    if not Session.objects.filter(pk=session.pk, state=SessionState.VOTING).exists():
        raise VotingNotOpen
    _refuse_early(_entries(session, choices, by=by), choices)
    try:
        with transaction.atomic():
            return _cast(session, choices, by=by)
    except OperationalError as error:  # the lock was not to be had in time, or the database was stopping
        raise Busy from error


def _entries(session: Session, choices: Mapping[int, str], *, by: User) -> list[RollEntry]:
    found = RollEntry.objects.filter(item__in=choices, item__session=session, seat__person=by)
    return list(found.order_by("item"))


def _refuse_early(entries: Sequence[RollEntry], choices: Mapping[int, str]) -> None:
    """Refuse what is refused anyway before anybody waits for a lock: two hundred clicks do not queue up."""
    if not choices or {entry.item_id for entry in entries} != set(choices):
        raise NoVote
    if any(entry.state == RollState.VOTED for entry in entries):
        raise AlreadyVoted


def _cast(session: Session, choices: Mapping[int, str], *, by: User) -> list[Cast]:
    row = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if row.state != SessionState.VOTING:
        raise VotingNotOpen
    entries = _entries(row, choices, by=by)
    to_mark = RollEntry.objects.filter(pk__in=[entry.pk for entry in entries], state=RollState.ELIGIBLE)
    if to_mark.update(state=RollState.VOTED) != len(choices):
        raise AlreadyVoted
    items = list(AgendaItem.objects.filter(pk__in=choices).order_by("position", "id"))
    seat_id = entries[0].seat_id
    _vote_openly([item for item in items if item.manner == Manner.OPEN], choices, seat_id=seat_id, by=by)
    marks = _put_into_boxes(row, [item for item in items if item.manner == Manner.SECRET], choices)
    return [Cast(item, marks.get(item.pk, "")) for item in items]


def _vote_openly(items: Sequence[AgendaItem], choices: Mapping[int, str], *, seat_id: int, by: User) -> None:
    OpenVote.objects.bulk_create(
        OpenVote(item=item, seat_id=seat_id, choice=Choice(choices[item.pk]), entered_by=by) for item in items
    )


def _put_into_boxes(session: Session, items: Sequence[AgendaItem], choices: Mapping[int, str]) -> dict[int, str]:
    """Seal a ballot for each item, put it into the item's box and return the marks."""
    if not items:
        return {}
    keys = [teller.public_key for teller in session.tellers.order_by("place")]
    marks = {}
    boxes = BallotBox.objects.select_for_update(of=("self",)).filter(item__in=items).select_related("item")
    for box in boxes:
        _check_undisturbed(box)
        ballot = sealed_box.seal(Choice(choices[box.item_id]).value, keys)
        marks[box.item_id] = sealed_box.mark(ballot)
        _fill(box, [*box.sealed, ballot])
    return marks


def _fill(box: BallotBox, ballots: Sequence[str]) -> None:
    """Leave the box sorted by ciphertext: chance, not order of arrival."""
    box.sealed = sorted(ballots)
    box.guard = sealed_box.guard(settings.SECRET_KEY, item=box.item_id, box=box.sealed)
    box.save(update_fields=["sealed", "guard"])


def new_box(item: AgendaItem) -> BallotBox:
    """Return an empty box, guarded."""
    return BallotBox(item=item, sealed=[], guard=sealed_box.guard(settings.SECRET_KEY, item=item.pk, box=[]))


def _check_undisturbed(box: BallotBox) -> None:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    right = [sealed_box.guard(secret, item=box.item_id, box=box.sealed) for secret in secrets]
    if not any(constant_time_compare(box.guard, guard) for guard in right):
        raise BoxDisturbed(box.item)


# --- counting -------------------------------------------------------------------------------------------------------


def count_boxes(session: Session, codes: Sequence[str], *, by: User, at: datetime | None = None) -> None:
    """Open every box of the closed session with both tellers' codes, keep the totals, empty the boxes.

    The codes live in this call alone. Raises a `BallotRefused`, or `MisreadCode`.
    """
    with transaction.atomic():
        row = _closed(session)
        for teller, code in zip(row.tellers.order_by("place"), codes, strict=True):
            if not sealed_box.opens(code, teller.public_key):
                raise WrongCode(teller)
        council, moment = council_of(row), at or db_now()
        boxes = BallotBox.objects.select_for_update(of=("self",)).filter(item__session=row, item__result=None)
        for box in boxes.select_related("item__rule"):
            _check_undisturbed(box)
            if len(box.sealed) != box.item.roll.filter(state=RollState.VOTED).count():
                raise BoxDisturbed(box.item)
            said = Counter(sealed_box.unseal(box.sealed, codes))
            marks = sorted(sealed_box.mark(ballot) for ballot in box.sealed)
            write_result(box.item, council, votes_of(said), issued=box.item.roll.count(), marks=marks, by=by, at=moment)
            _fill(box, [])
        settle(row, by=by, at=moment)


def count_open_votes(session: Session, *, by: User, at: datetime) -> None:
    """Count what was voted openly in the portal; the session is closed."""
    council = council_of(session)
    for item in session.items.filter(manner=Manner.OPEN).uncounted().select_related("rule"):
        said = Counter(item.open_votes.values_list("choice", flat=True))
        write_result(item, council, votes_of(said), issued=item.roll.count(), by=by, at=at)


def enter_tally(item: AgendaItem, tally: PaperTally, *, by: User, at: datetime | None = None) -> None:
    """Keep what the tellers of a paper ballot wrote down; whether it adds up was asked before."""
    with transaction.atomic():
        row = _closed(item.session)
        moment = at or db_now()
        votes = {"yes": tally.yes, "no": tally.no, "blank": tally.blank, "invalid": tally.invalid}
        write_result(item, council_of(row), votes, issued=tally.issued, by=by, at=moment)
        settle(row, by=by, at=moment)


def _closed(session: Session) -> Session:
    row = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if row.state != SessionState.CLOSED:
        raise BallotRefused(_("Votes are counted after voting was closed, and once."))
    return row


def settle(session: Session, *, by: User, at: datetime) -> None:
    """Let the session count as counted once every item is."""
    if not session.items.uncounted().exists():
        advance(session, "count", by=by, at=at)


def votes_of(said: Counter[str]) -> dict[str, int]:
    """Return yes, no, blank and everything else, which is invalid."""
    yes, no, blank = said[Choice.YES], said[Choice.NO], said[Choice.BLANK]
    return {"yes": yes, "no": no, "blank": blank, "invalid": said.total() - yes - no - blank}


def write_result(
    item: AgendaItem,
    council: Council,
    votes: Mapping[str, int],
    *,
    issued: int,
    by: User,
    at: datetime,
    marks: Sequence[str] = (),
) -> ItemResult:
    """Reckon an item by the rule frozen at the opening and keep the result for ever."""
    rule = item.asked
    written = (
        Counter(item.written_opinions.values_list("choice", flat=True)) if rule.written != Written.NONE else Counter()
    )
    count = council.counted(
        item,
        **votes,
        written_yes=written[Choice.YES],
        written_no=written[Choice.NO],
        written_blank=written[Choice.BLANK],
    )
    reckoned = reckon(rule, count, chair_said_yes=_side_of_the_chair(item, council))
    return ItemResult.objects.create(
        item=item,
        **vars(count),
        issued=issued,
        received=count.received,
        valid=count.yes + count.no,
        yes_in_all=reckoned.yes,
        base=reckoned.base,
        needed=reckoned.needed,
        outcome=reckoned.outcome.value,
        marks=list(marks),
        entered_by=by if item.manner == Manner.PAPER else None,
        at=at,
    )


def _side_of_the_chair(item: AgendaItem, council: Council) -> bool | None:
    """Return which side the chair is on in a tie; None: nobody knows, and the chair is there to say it."""
    chair = council.chair()
    if chair is None or chair.pk in council.out_of(item.pk):
        return False
    if item.manner != Manner.OPEN and chair.is_here:
        return None
    told = item.open_votes if chair.is_here else item.written_opinions
    return told.filter(seat=chair, choice=Choice.YES).exists()
