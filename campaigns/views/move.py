"""Every move that a person makes, on one page: what will happen, what it needs, and the button."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns import deliverables
from campaigns.models import Obligation, ObligationEvent
from campaigns.move_forms import FIRST_ROWS, MOST_ROWS, MoveForm, ReasonRows, reason_rows
from campaigns.move_words import MOVE_WORDS, button_of, finders
from campaigns.obligation_page import ObligationPage
from campaigns.places import place_address
from campaigns.told import told_at
from campaigns.views.obligation import obligation_of
from units.access import UserRequest, for_units_and_council
from units.clock import db_now
from units.models import User
from units.sign_in import kept_text
from units.workflow import MoveRefused, StaleVersion, WrongState, advance, may

CONFLICT = 409


@dataclass
class Attempt:
    """A move being asked about: the form, the reasons' rows, and why it was refused, if it was."""

    page: ObligationPage
    verb: str
    form: MoveForm
    rows: ReasonRows | None
    refusal: MoveRefused | None = None

    @property
    def obligation(self) -> Obligation:
        return self.page.obligation

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.rows is None or self.rows.is_valid()])

    def make(self, *, by: User) -> ObligationEvent:
        reasons = self.rows.reasons if self.rows else []
        return advance(self.obligation, self.verb, by=by, reasons=reasons, **self.form.facts)  # type: ignore[return-value]


@for_units_and_council
def obligation_move(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    """Say what the move will do (GET), make it (POST); what stands against it is said on the same page."""
    obligation = obligation_of(request, pk)
    if not obligation.allows(verb, request.user):
        raise PermissionDenied
    attempt = _attempt(request, obligation, verb)
    if request.method != "POST" or "more" in request.POST or not attempt.is_valid():
        if not may(obligation, verb, by=request.user):
            attempt.refusal = WrongState()
        return _page(request, attempt)
    try:
        event = attempt.make(by=request.user)
    except MoveRefused as refusal:
        return _refused(request, attempt, refusal)
    messages.success(request, str(MOVE_WORDS[verb].done))
    return redirect(_after(event))


def _attempt(request: UserRequest, obligation: Obligation, verb: str) -> Attempt:
    data: Any = request.POST if request.method == "POST" else kept_text(request)
    page = ObligationPage(obligation, request.user, db_now())
    return Attempt(page, verb, MoveForm(obligation, verb, data), _rows(page, verb, data))


def _rows(page: ObligationPage, verb: str, data: Any) -> ReasonRows | None:
    if not page.obligation.MOVES[verb].coded:
        return None
    content = page.last_hand_in.content if page.last_hand_in else None
    if data is not None and "more" in data:
        data = data.copy()
        data["reason-TOTAL_FORMS"] = str(min(MOST_ROWS, _number(data.get("reason-TOTAL_FORMS")) + 1))
    return reason_rows(page.obligation, content, data)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else FIRST_ROWS


def _refused(request: UserRequest, attempt: Attempt, refusal: MoveRefused) -> HttpResponse:
    """Tell why, with the text kept and the state as it is now; a second click of the same move is no refusal."""
    fresh = obligation_of(request, attempt.obligation.pk)
    if isinstance(refusal, StaleVersion | WrongState) and (event := _same_move(fresh, attempt, request.user)):
        messages.info(request, _("This was done already; nothing was done twice."))
        return redirect(_after(event))
    attempt.refusal = refusal
    attempt.page = ObligationPage(fresh, request.user, db_now())
    attempt.form.data = {**attempt.form.data.dict(), "version": str(fresh.version)}  # type: ignore[attr-defined]
    return _page(request, attempt, status=CONFLICT)


def _same_move(obligation: Obligation, attempt: Attempt, user: User) -> ObligationEvent | None:
    """Return the last event if it is this very move, made a moment ago by this very person."""
    event = obligation.events.order_by("id").last()
    facts = attempt.form.facts
    if (
        event
        and (event.verb, event.actor_id, event.note) == (attempt.verb, user.pk, facts["note"].strip())
        and event.due_at == facts.get("due_at")
        and event.coded_reasons == (attempt.rows.reasons if attempt.rows else [])
        and obligation.version == facts["version"] + 1
    ):
        return event
    return None


def _after(event: ObligationEvent) -> str:
    """Return where one goes after a move: a hand-in leads to its receipt."""
    if event.verb == "submit":
        return reverse("receipt-detail", args=[event.receipt.code])
    return reverse("obligation-detail", args=[event.obligation_id])


def _page(request: UserRequest, attempt: Attempt, status: int = 200) -> HttpResponse:
    page, verb = attempt.page, attempt.verb
    obligation = page.obligation
    can_be_made = may(obligation, verb, by=request.user) and not (verb in _HANDED_ON and page.shut_reason)
    problems = _problems(attempt) if can_be_made else []
    context = {
        "page": page,
        "obligation": obligation,
        "verb": verb,
        "words": MOVE_WORDS[verb],
        "button": button_of(obligation, verb),
        "told": told_at({obligation.unit_id}, by=request.user) if MOVE_WORDS[verb].mails else None,
        "finders": [] if MOVE_WORDS[verb].mails else finders(obligation, verb, by=request.user),
        "form": attempt.form,
        "rows": attempt.rows,
        "refusal": attempt.refusal,
        "problems": problems,
        "can_be_made": can_be_made and not problems,
        "content": page.content if verb in _HANDED_ON else None,
        "content_template": deliverables.of(obligation.kind).template,
        "back_url": obligation.get_absolute_url(),
    }
    if attempt.refusal and status == 200:
        status = CONFLICT
    return render(request, "campaigns/obligation_move.html", context, status=status)


_HANDED_ON = frozenset({"send", "submit"})


def _problems(attempt: Attempt) -> list[tuple[str, str]]:
    """Return what is still missing, each with the address where it is filled in."""
    if not attempt.obligation.MOVES[attempt.verb].complete:
        return []
    content = attempt.page.content or {}
    problems = deliverables.of(attempt.obligation.kind).problems(content)
    return [(str(problem), place_address(attempt.obligation, problem.place)) for problem in problems]
