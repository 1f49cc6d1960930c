"""The review queue and the desk at which one paper is read and decided."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns import deliverables
from campaigns.actions import accept_many
from campaigns.models import Holiday, Obligation
from campaigns.models.obligation import ObligationQuerySet
from campaigns.move_forms import FIRST_ROWS, MOST_ROWS, MoveForm, ReasonRows, reason_rows
from campaigns.move_words import MOVE_WORDS
from campaigns.obligation_page import ObligationPage
from campaigns.told import told_at
from portal.council import people_of
from portal.filters import QueueFilter
from portal.queue import queue_columns, queue_rows, sheet_row
from portal.review import Letter, Review, day_to_mend, letter
from portal.review_notes import NoteForm, keep_note
from portal.review_tabs import review_tabs
from units.access import UserRequest, for_council, for_secretary
from units.clock import db_now
from units.models import Role
from units.scoping import Scope
from units.sign_in import kept_text
from units.workflow import MoveRefused, ReasonMissing, StaleVersion, advance, may
from units.xlsx import xlsx_response

PAGE_SIZE = 50
CONFLICT = 409


def _queue(request: UserRequest) -> ObligationQuerySet:
    waiting = Obligation.objects.under_council(request.user).awaiting_review().with_hand_ins()
    return waiting.select_related("unit", "cluster", "campaign")


@for_council
def review_queue(request: UserRequest) -> HttpResponseBase:
    """What waits for the standing office, longest wait first."""
    form = QueueFilter(request.GET)
    found = _queue(request).narrowed(**form.choice)
    at, holidays = db_now(), Holiday.objects.days()
    if request.GET.get("format") == "xlsx":
        rows = queue_rows(found, at=at, holidays=holidays)
        title = _("Waiting for review")
        name = f"{title} {localtime(at):%Y-%m-%d}.xlsx"
        return xlsx_response(name, queue_columns(), map(sheet_row, rows), expected_rows=found.count())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queue_rows(page.object_list, at=at, holidays=holidays),
        "tabs": review_tabs(request.user, here="papers"),
        "can_decide": Scope.of(request.user).holds(Role.SECRETARY),
    }
    return render(request, "portal/review_queue.html", context)


@for_secretary
def review_accept_many(request: UserRequest) -> HttpResponse:
    """Show exactly which papers will be accepted (GET), accept them (POST); those refused are named."""
    picked = dict(_picked(request))
    rows = [row for row in _queue(request).filter(pk__in=picked)]
    if request.method == "POST":
        for row in rows:
            row.version = picked[row.pk]  # what the reader saw: whoever changed it since is not overrun
        done, refused = accept_many(rows, by=request.user)
        _tell(request, len(done), refused)
        return redirect("review-queue")
    able = [row for row in rows if may(row, "accept", by=request.user)]
    context = {
        "rows": queue_rows(able, at=db_now(), holidays=Holiday.objects.days()),
        "told": told_at({row.unit_id for row in able}, by=request.user),
    }
    return render(
        request, "portal/review_accept_many.html", context | {"unable": [row for row in rows if row not in able]}
    )


def _picked(request: UserRequest) -> list[tuple[int, int]]:
    """Read `id:version` of what was picked; rubbish is passed over."""
    given = (request.POST if request.method == "POST" else request.GET).getlist("pick")
    pairs = (text.partition(":") for text in given)
    return [(int(pk), int(version)) for pk, _colon, version in pairs if pk.isdecimal() and version.isdecimal()]


def _tell(request: UserRequest, done: int, refused: list[tuple[Obligation, str]]) -> None:
    if done:
        text = ngettext("%(number)s paper accepted.", "%(number)s papers accepted.", done)
        messages.success(request, text % {"number": done})
    for obligation, why in refused:
        messages.warning(request, _("%(unit)s was not accepted: %(why)s") % {"unit": obligation.unit, "why": why})


# --- one paper -------------------------------------------------------------------------------------------------------


@dataclass
class Decision:
    """A return or a refusal in the making: its form, the rows of its reasons, why it was refused."""

    verb: str
    form: MoveForm
    rows: ReasonRows | None = None
    refusal: MoveRefused | None = None

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.rows is None or self.rows.is_valid()])

    @property
    def reasons(self) -> list[Any]:
        return self.rows.reasons if self.rows else []


def _review(request: UserRequest, pk: int) -> Review:
    rows = Obligation.objects.under_council(request.user)
    row = get_object_or_404(
        rows.select_related("unit", "cluster", "campaign", "requirement", "host", "changed_by"), pk=pk
    )
    return Review(ObligationPage(row, request.user, db_now()), request.user)


def _decision(review: Review, verb: str, data: Any = None) -> Decision:
    initial = {} if data is not None or verb != "return" else {"due_at": day_to_mend()}
    form = MoveForm(review.obligation, verb, data, initial=initial, prefix=None)
    if verb != "return":
        return Decision(verb, form)
    if data is not None and "more" in data:
        data = data.copy()
        shown = data.get("reason-TOTAL_FORMS", "")
        data["reason-TOTAL_FORMS"] = min(MOST_ROWS, (int(shown) if shown.isdecimal() else FIRST_ROWS) + 1)
    return Decision(verb, form, reason_rows(review.obligation, review.content, data))


@for_council
def review_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Read a paper as it was handed in; the standing office decides on it here."""
    review = _review(request, pk)
    return _detail(request, review, _decision(review, "return") if review.can_decide else None)


def _detail(request: UserRequest, review: Review, decision: Decision | None, *, status: int = 200) -> HttpResponse:
    before, after = review.neighbours
    context = {
        "review": review,
        "page": review.page,
        "obligation": review.obligation,
        "content": review.content,
        "changed": review.changed,
        "content_template": deliverables.of(review.obligation.kind).template,
        "decision": decision,
        "before": before,
        "after": after,
    }
    return render(request, "portal/review_detail.html", context, status=status)


@for_secretary
def review_accept(request: UserRequest, pk: int) -> HttpResponse:
    """Accept the version that was read, and go on to the next paper."""
    review = _review(request, pk)
    if request.method != "POST":  # signed in again in between: read first, then accept
        return redirect("review-detail", pk)
    version = request.POST.get("version", "")
    try:
        if not version.isdecimal():
            raise StaleVersion(review.obligation)
        advance(review.obligation, "accept", by=request.user, version=int(version))
    except MoveRefused as refusal:
        return _refused(request, pk, "return", refusal)
    return _next(request, review, "accept")


@for_secretary
def review_return(request: UserRequest, pk: int) -> HttpResponse:
    """Return a paper to be mended: reasons at their places, the message before it goes, then the move."""
    return _send_back(request, pk, "return")


@for_secretary
def review_refuse(request: UserRequest, pk: int) -> HttpResponse:
    """Do not take a hand-in in: an empty or a wrong paper."""
    return _send_back(request, pk, "refuse")


def _send_back(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    review = _review(request, pk)
    if request.method != "POST":
        return _form(request, review, _decision(review, verb, kept_text(request)))
    decision = _decision(review, verb, request.POST)
    step = request.POST.get("step", "")
    if "more" in request.POST or step == "edit" or not decision.is_valid():
        return _form(request, review, decision)
    if verb == "return" and not decision.reasons:
        decision.refusal = ReasonMissing()
        return _form(request, review, decision)
    facts = {name: value for name, value in decision.form.facts.items() if name != "version"}
    people = people_of(review.obligation.unit, by=request.user)
    message = letter(review.obligation, verb, people=people, reasons=decision.reasons, **facts)
    if step != "send":
        return _preview(request, review, decision, message)
    try:
        with transaction.atomic():
            event = advance(review.obligation, verb, by=request.user, reasons=decision.reasons, **decision.form.facts)
            message.send(event)  # type: ignore[arg-type]
    except MoveRefused as refusal:
        return _refused(request, pk, verb, refusal)
    return _next(request, review, verb)


def _form(request: UserRequest, review: Review, decision: Decision, *, status: int = 200) -> HttpResponse:
    if decision.verb == "return":
        return _detail(request, review, decision, status=status)
    context = {"review": review, "obligation": review.obligation, "decision": decision, "words": MOVE_WORDS["refuse"]}
    return render(request, "portal/review_refuse.html", context, status=status)


def _preview(request: UserRequest, review: Review, decision: Decision, message: Letter) -> HttpResponse:
    kept = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "review": review,
        "obligation": review.obligation,
        "decision": decision,
        "letter": message,
        "words": MOVE_WORDS[decision.verb],
        "kept": [(name, value) for name, value in kept if name not in {"csrfmiddlewaretoken", "step", "more"}],
    }
    return render(request, "portal/review_preview.html", context)


def _refused(request: UserRequest, pk: int, verb: str, refusal: MoveRefused) -> HttpResponse:
    """Tell why, with all that was typed kept and the state as it is now."""
    review = _review(request, pk)  # read anew
    data = request.POST.copy() if "reason-TOTAL_FORMS" in request.POST or verb == "refuse" else None
    if data is not None:
        data["version"] = str(review.obligation.version)
    decision = _decision(review, verb, data)
    decision.refusal = refusal
    return _form(request, review, decision, status=CONFLICT)


def _next(request: UserRequest, review: Review, verb: str) -> HttpResponse:
    """After a decision the next paper is there; after the last one, the queue."""
    done = str(MOVE_WORDS[verb].done)
    messages.success(request, f"{review.obligation.unit}: {done}")
    before, after = review.neighbours
    following = after or before
    return redirect("review-detail", following) if following else redirect("review-queue")


@for_secretary
def review_note(request: UserRequest, pk: int) -> HttpResponse:
    """Keep an internal note; the unit never sees it."""
    review = _review(request, pk)
    if not review.can_note:
        raise PermissionDenied
    form = NoteForm(
        review.obligation, request.POST if request.method == "POST" else kept_text(request), by=request.user
    )
    if request.method != "POST" or not form.is_valid():
        review.note_form = form
        return _detail(request, review, _decision(review, "return") if review.can_decide else None)
    keep_note(review.obligation, by=request.user, at=db_now(), **form.cleaned_data)
    return redirect("review-detail", pk)
