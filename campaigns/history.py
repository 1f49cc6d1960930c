"""The history of an obligation as its readers may know it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.calendar import END_OF_DAY, VIET_NAM
from campaigns.differences import Change, differences
from campaigns.models import ExtensionRequest, Obligation, ObligationEvent, Receipt
from campaigns.places import field_label, place_address, place_label, value_words
from campaigns.workflow import UNIT_VERBS, VERB_LABELS, ReasonCode
from units.models import User
from units.scoping import Scope
from units.workflow import Reason

CALLS_BACK = frozenset({"return", "reopen"})
SENDS_BACK = CALLS_BACK | {"refuse", "hand_back"}  # after these the unit has something to mend


class Reader(StrEnum):
    """From where a person reads: their own unit, the council, a unit above."""

    UNIT = "unit"
    COUNCIL = "council"
    ABOVE = "above"

    @classmethod
    def of(cls, obligation: Obligation, user: User) -> "Reader":
        scope = Scope.of(user)
        if obligation.unit_id in scope.own:
            return cls.UNIT
        return cls.COUNCIL if obligation.host_id in scope.hosts else cls.ABOVE


@dataclass(frozen=True)
class ReasonLine:
    """A coded reason in words; `address` is where the unit mends it ("" for other readers)."""

    code: str
    place: str
    text: str
    address: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.text or self.code) if part)


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    state: str
    title: str
    at: datetime
    by: str
    note: str
    reasons: list[ReasonLine]
    due_at: datetime | None
    content_address: str
    receipt: Receipt | None


def reason_lines(obligation: Obligation, reasons: Iterable[Reason], reader: Reader) -> list[ReasonLine]:
    """Return reasons in words, each with its address where the reader can mend it."""
    labels = dict(ReasonCode.choices)
    return [
        ReasonLine(
            code=str(labels.get(reason.code, reason.code)),
            place=place_label(obligation.kind, reason.place),
            text=reason.text,
            address=place_address(obligation, reason.place) if reader == Reader.UNIT else "",
        )
        for reason in reasons
    ]


def entries(
    obligation: Obligation,
    events: Iterable[ObligationEvent],
    reader: Reader,
    requests: Iterable[ExtensionRequest] = (),
) -> list[Entry]:
    """Return the history, latest first: all of it to the unit, to the others without the unit's own notes."""
    told = [_entry(obligation, event, reader) for event in events if _may_know(event, reader)]
    if reader != Reader.ABOVE:
        told += [entry for request in requests for entry in _asked(request)]
    return sorted(told, key=lambda entry: entry.at)[::-1]


def _asked(request: ExtensionRequest) -> Iterator[Entry]:
    """Give what was asked for, and a refusal or withdrawal; what was granted is the move `extend` itself."""
    wanted = datetime.combine(request.wanted_until, END_OF_DAY, VIET_NAM)
    by = request.asked_label
    yield Entry("pending", _("More time was asked for"), request.asked_at, by, request.reason, [], wanted, "", None)
    if request.withdrawn_at:
        yield Entry("pending", _("The request was taken back"), request.withdrawn_at, by, "", [], None, "", None)
    if request.answered_at and not request.granted_until:
        facts = (request.answered_at, request.answered_label, request.answer)
        yield Entry("returned", _("More time was not granted"), *facts, [], None, "", None)


def _may_know(event: ObligationEvent, reader: Reader) -> bool:
    return reader != Reader.ABOVE or event.verb not in UNIT_VERBS - {"submit"}


def _entry(obligation: Obligation, event: ObligationEvent, reader: Reader) -> Entry:
    is_between_others = reader == Reader.ABOVE or (reader == Reader.COUNCIL and event.verb == "hand_back")
    return Entry(
        state="waived" if event.verb == "waive" else event.to_state,
        title=str(VERB_LABELS[event.verb]),
        at=event.at,
        by=event.actor_label,
        note="" if is_between_others else event.note,
        reasons=[] if is_between_others else reason_lines(obligation, event.coded_reasons, reader),
        due_at=event.due_at,
        content_address=reverse("obligation-handed-in", args=[obligation.pk, event.pk])
        if event.verb == "submit"
        else "",
        receipt=getattr(event, "receipt", None) if reader != Reader.ABOVE else None,
    )


def what_sent_it_back(events: list[ObligationEvent]) -> ObligationEvent | None:
    """Return the move after which the unit mends, as long as it has not handed on again."""
    for event in reversed(events):
        if event.verb in SENDS_BACK:
            return event
        if event.verb in {"submit", "send"}:
            return None
    return None


def hand_ins(events: Iterable[ObligationEvent]) -> list[ObligationEvent]:
    return [event for event in events if event.verb == "submit"]


@dataclass(frozen=True)
class ChangeLine:
    """One difference in words."""

    what: str
    label: str
    before: str
    after: str


def change_lines(kind: str, before: dict, after: dict) -> list[ChangeLine]:
    """Return the differences of two hand-ins in words, a file that was replaced as one line."""
    return list(_in_words(kind, differences(before, after)))


def _in_words(kind: str, changes: Iterable[Change]) -> Iterator[ChangeLine]:
    files_told = set()
    for change in changes:
        if change.place.startswith(("files.", "evidence.")) and change.place.count(".") == 2:
            place = change.place.rpartition(".")[0]
            if place not in files_told:
                yield ChangeLine("changed", field_label(kind, place), "", "")
            files_told.add(place)
        else:
            words = [value_words(change.place, value, kind) for value in (change.before, change.after)]
            yield ChangeLine(change.what, field_label(kind, change.place), *words)
