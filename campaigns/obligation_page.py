"""What the page of one obligation shows to one reader: where it stands, what to do now, what may be read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns import deliverables
from campaigns.extensions import may_ask
from campaigns.figures import Clocks, LedgerEvent, LedgerRow, clocks
from campaigns.history import Entry, Reader, ReasonLine, entries, hand_ins, reason_lines, what_sent_it_back
from campaigns.models import ExtensionRequest, Holiday, Obligation, ObligationEvent, RequestState, State
from campaigns.move_words import button_of
from campaigns.papers import HandedIn, successor_of
from campaigns.places import place_address, sections
from campaigns.plain_words import day_words, sign, sign_words, time_left
from campaigns.workflow import WITH_UNIT
from units.models import User
from units.workflow import may

UNIT_BUTTONS: Final = ("submit", "send", "hand_back")
COUNCIL_BUTTONS: Final = ("accept", "return", "refuse", "extend", "waive", "unwaive", "reopen")


@dataclass(frozen=True)
class Button:
    """One thing to do, and where."""

    label: str
    url: str


@dataclass
class ObligationPage:
    """One obligation as `user` may read it at `at`."""

    obligation: Obligation
    user: User
    at: datetime
    reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = Reader.of(self.obligation, self.user)

    @cached_property
    def events(self) -> list[ObligationEvent]:
        """The moves so far, without the frozen contents (they are read where they are shown)."""
        return list(self.obligation.events.select_related("receipt").defer("content").order_by("id"))

    # --- where it stands ---

    @property
    def sign(self) -> str:
        return sign(self.obligation, at=self.at)

    @property
    def sign_words(self) -> str:
        return sign_words(self.sign)

    @property
    def state_words(self) -> str:
        """The state beside the sign, where the sign says something else: overdue, being drafted."""
        state = self.obligation.get_state_display()
        return "" if self.sign == self.obligation.state else state

    @property
    def due_words(self) -> str:
        """How far the next date is; "" when nothing is expected of the unit."""
        row = self.obligation
        if row.waived_at or row.state in {State.SUBMITTED, State.ACCEPTED} or self._is_over:
            return ""
        return time_left(row.next_due_at, at=self.at)

    @property
    def _is_over(self) -> bool:
        row = self.obligation
        return bool(row.cancelled_at or (row.campaign and row.campaign.closed_at))

    @property
    def shut_reason(self) -> str:
        row = self.obligation
        if row.state in {State.SUBMITTED, State.ACCEPTED} and not self._is_over and not row.waived_at:
            return ""
        return row.shut_reason(at=self.at)

    @property
    def late_words(self) -> str:
        """What a date that has passed means while the unit can still hand in."""
        if self.sign != "overdue" or self.shut_reason:
            return ""
        day = day_words(self.obligation.locks_at)
        return _("The due date has passed. It can still be handed in until %(day)s and then counts as late.") % {
            "day": day
        }

    @cached_property
    def clocks(self) -> Clocks:
        """Working days with the unit and with the council, apart."""
        row = self.obligation
        moves = tuple(
            LedgerEvent(id=e.pk, at=e.at, verb=e.verb, to_state=e.to_state, due_at=e.due_at) for e in self.events
        )
        ledger_row = LedgerRow(row.pk, "", row.group, "", "", row.kind, row.due_at, events=moves, opens_at=row.opens_at)
        return clocks(ledger_row, at=self.at, holidays=Holiday.objects.days())

    # --- what to do now ---

    @cached_property
    def sent_back(self) -> ObligationEvent | None:
        return what_sent_it_back(self.events)

    @property
    def to_mend(self) -> list[ReasonLine]:
        """The reasons of what sent it back, to the unit linked to their places."""
        if self.sent_back is None or (self.reader != Reader.UNIT and self.sent_back.verb == "hand_back"):
            return []
        return reason_lines(self.obligation, self.sent_back.coded_reasons, self.reader)

    @property
    def sent_back_note(self) -> str:
        may_read = self.reader == Reader.UNIT or (
            self.reader == Reader.COUNCIL and self.sent_back is not None and self.sent_back.verb != "hand_back"
        )
        return self.sent_back.note if self.sent_back and may_read else ""

    @property
    def what_to_do(self) -> str:
        """One sentence on whose turn it is."""
        return self._unit_turn() if self.reader == Reader.UNIT else self._council_turn()

    def _unit_turn(self) -> str:
        sentences = {
            State.PENDING: _("Nothing has been written yet."),
            State.DRAFTING: _("The unit is writing. When all sections are filled in, send it on."),
            State.RETURNED: _("The council returned it. Mend what it names, then hand in again."),
            State.SUBMITTED: _("The council has it. There is nothing to do until it answers."),
            State.ACCEPTED: _("The council accepted it. There is nothing left to do."),
        }
        if self.obligation.state == State.SIGNING:
            if may(self.obligation, "submit", by=self.user):
                return _("It waits for your signature. Read it below, then hand it in or hand it back.")
            return _("It waits for the head's signature.")
        return sentences[State(self.obligation.state)]

    def _council_turn(self) -> str:
        if self.obligation.state == State.SUBMITTED:
            return _("It waits for the standing office of the council.")
        if self.obligation.state == State.ACCEPTED:
            return _("The council accepted it. There is nothing left to do.")
        if self.obligation.state == State.RETURNED:
            return _("The unit is mending it; what it changes is seen once it is handed in again.")
        return _("The unit is writing; what it writes is seen once it is handed in.")

    @property
    def primary(self) -> Button | None:
        """The one thing that this person should do next, if there is one."""
        row = self.obligation
        if self.shut_reason or self._is_over:
            return None
        if self.reader == Reader.COUNCIL:
            return self._review_button()
        return next_step(row, self.user, self.to_mend) if self.reader == Reader.UNIT else None

    def _review_button(self) -> Button | None:
        if not may(self.obligation, "accept", by=self.user):
            return None
        return Button(_("Review"), _review_address(self.obligation))

    @property
    def moves(self) -> list[Button]:
        """The moves that this person could make now, beside the primary one."""
        if self._is_over:
            return []
        verbs = UNIT_BUTTONS if self.reader == Reader.UNIT else COUNCIL_BUTTONS
        asking = [Button(_("Ask for more time"), self._asking_address)] if self.may_ask else []
        buttons = [
            Button(button_of(self.obligation, verb), move_address(self.obligation, verb))
            for verb in verbs
            if self._offers(verb)
        ]
        return [button for button in buttons if self.primary is None or button.url != self.primary.url] + asking

    def _offers(self, verb: str) -> bool:
        if verb in UNIT_BUTTONS and self.shut_reason:
            return False
        if verb in {"waive", "unwaive"} and (verb == "waive") == bool(self.obligation.waived_at):
            return False
        if verb == "extend" and self.answer_address:
            return False
        return may(self.obligation, verb, by=self.user)

    # --- more time ---

    @cached_property
    def requests(self) -> list[ExtensionRequest]:
        """What the unit asked for, in order; one query."""
        if self.reader == Reader.ABOVE:
            return []
        return list(self.obligation.extension_requests.order_by("asked_at", "id"))

    @property
    def waiting_request(self) -> ExtensionRequest | None:
        """The request that waits for its answer while the paper is at the unit."""
        row = self.obligation
        if self._is_over or row.waived_at or row.state not in WITH_UNIT:
            return None
        return next((request for request in self.requests if request.state == RequestState.WAITING), None)

    @property
    def may_ask(self) -> bool:
        return self.waiting_request is None and may_ask(self.obligation, by=self.user, at=self.at)

    @property
    def may_withdraw(self) -> bool:
        return self.reader == Reader.UNIT and self.waiting_request is not None

    @property
    def answer_address(self) -> str:
        """Where the standing office answers the request that waits; "" for everybody else."""
        if self.waiting_request is None or not may(self.obligation, "extend", by=self.user):
            return ""
        return _address_above("extension-detail", self.waiting_request.pk)

    @property
    def _asking_address(self) -> str:
        return reverse("extension-ask", args=[self.obligation.pk])

    # --- what may be read ---

    @cached_property
    def last_hand_in(self) -> ObligationEvent | None:
        return next(reversed(hand_ins(self.events)), None)

    @cached_property
    def content(self) -> dict[str, Any] | None:
        """The unit's live draft; to everyone else the last hand-in, or nothing."""
        if self.reader == Reader.UNIT and self.obligation.state == State.PENDING:
            return None
        if self.reader == Reader.UNIT:
            return deliverables.of(self.obligation.kind).freeze(self.obligation)
        return self.last_hand_in.content if self.last_hand_in else None

    @property
    def shows_draft(self) -> bool:
        """Whether what is shown is the unit's own draft, not what the council has."""
        return self.reader == Reader.UNIT and self.obligation.state not in {State.SUBMITTED, State.ACCEPTED}

    @property
    def is_printable(self) -> bool:
        """Whether papers of this kind can be had in the official layout."""
        return deliverables.of(self.obligation.kind).printer is not None

    @property
    def sections(self) -> list[str]:
        """What the paper is made of: told to a unit that has not begun."""
        return list(sections(self.obligation.kind, self.obligation).values())

    @property
    def content_template(self) -> str:
        return deliverables.of(self.obligation.kind).template

    @cached_property
    def replaced_by(self) -> HandedIn | None:
        """The paper that has taken the place of this one, which says so."""
        row = self.obligation
        if row.kind != "paper" or row.first_submitted_at is None:
            return None
        return successor_of(row, on=localdate(self.at))

    @property
    def history(self) -> list[Entry]:
        return entries(self.obligation, self.events, self.reader, self.requests)


def next_step(obligation: Obligation, user: User, to_mend: list[ReasonLine]) -> Button | None:
    """Return the unit's next step on an obligation that is open: straight to the place."""
    if obligation.state == State.SIGNING:
        if may(obligation, "submit", by=user):
            return Button(_("Read and sign"), move_address(obligation, "submit"))
        return None
    if obligation.state == State.RETURNED:
        return Button(_("Mend now"), to_mend[0].address if to_mend else place_address(obligation, ""))
    if obligation.state in {State.PENDING, State.DRAFTING}:
        label = _("Start writing") if obligation.state == State.PENDING else _("Continue writing")
        return Button(label, reverse("obligation-edit", args=[obligation.pk]))
    return None


def move_address(obligation: Obligation, verb: str) -> str:
    return reverse("obligation-move", args=[obligation.pk, verb])


def _review_address(obligation: Obligation) -> str:
    return _address_above("review-detail", obligation.pk) or move_address(obligation, "accept")


def _address_above(name: str, pk: int) -> str:
    """Return the address of a page that a package above owns, so that it may be missing: "" then."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""
