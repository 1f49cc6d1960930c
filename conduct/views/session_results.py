"""Results that people enter: the tally of a paper ballot, written opinions, the chair's side in a tie; and scans."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.gate import FileRefused
from campaigns.serving import private_file
from conduct.ballot_forms import OpinionForm, PaperForm, TallyForm, TieForm
from conduct.ballots import BallotRefused, enter_tally
from conduct.models import AgendaItem, Manner, Session, SessionPaper, SessionState
from conduct.reckoning import Written
from conduct.session_actions import say_side, take_paper, write_opinion
from conduct.session_facts import written_by_item
from conduct.views.session import seen_by_council
from conduct.voters import council_of
from units.access import UserRequest, for_council, for_secretary, for_secretary_and_chair
from units.models import Role
from units.sign_in import kept_text
from units.workflow import MoveRefused

CONFLICT = 409


def item_of(session: Session, pk: int) -> AgendaItem:
    return get_object_or_404(session.items.select_related("rule", "unit", "session"), pk=pk)


@for_secretary
def session_tally(request: UserRequest, pk: int, item: int) -> HttpResponse:
    """Enter what the tellers of a paper ballot wrote down, with their record."""
    session = seen_by_council(request.user, pk)
    row = item_of(session, item)
    is_open = row.manner == Manner.PAPER and session.state == SessionState.CLOSED and not hasattr(row, "result")
    voters = len(council_of(session).voters(row.pk))
    has_record = session.papers.filter(kind=SessionPaper.Kind.TALLY).exists()
    form = TallyForm(
        request.POST or kept_text(request), request.FILES or None, voters=voters, needs_scan=not has_record
    )
    facts = {"session": session, "item": row, "voters": voters, "form": form if is_open else None}
    if not is_open:
        return render(request, "conduct/session_tally.html", facts, status=CONFLICT)
    if request.method == "POST" and form.is_valid():
        try:
            _keep_tally(session, row, form, request)
        except (FileRefused, BallotRefused, MoveRefused) as refused:
            form.add_error("scan" if isinstance(refused, FileRefused) else None, str(refused))
        else:
            messages.success(request, _("The tally is entered."))
            return redirect(session)
    return render(request, "conduct/session_tally.html", facts)


def _keep_tally(session: Session, item: AgendaItem, form: TallyForm, request: UserRequest) -> None:
    with transaction.atomic():
        if form.cleaned_data["scan"]:
            take_paper(session, SessionPaper.Kind.TALLY, form.cleaned_data["scan"], by=request.user)
        enter_tally(item, form.tally, by=request.user)


@for_secretary
def session_written(request: UserRequest, pk: int, item: int) -> HttpResponse:
    """Enter what an absent member wrote on an item; with their name, until voting closes."""
    session = seen_by_council(request.user, pk)
    row = item_of(session, item)
    absent = council_of(session).absent_voters(row.pk)
    is_open = session.state in {SessionState.CONVENED, SessionState.VOTING} and row.asked.written != Written.NONE
    seats = session.seats.filter(pk__in=[seat.pk for seat in absent]).exclude(
        pk__in=row.written_opinions.values("seat")
    )
    form = OpinionForm(request.POST or kept_text(request), seats=seats) if is_open else None
    facts = {"session": session, "item": row, "form": form, "written": written_by_item(session).get(row.pk, [])}
    if form and request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                write_opinion(row, form.cleaned_data["seat"], form.cleaned_data["choice"], by=request.user)
        except (MoveRefused, IntegrityError) as refused:
            form.add_error(None, str(refused) if isinstance(refused, MoveRefused) else _("This was entered already."))
        else:
            messages.success(request, _("The written opinion is entered."))
            return redirect("session-written", pk=pk, item=item)
    return render(request, "conduct/session_written.html", facts, status=200 if form else CONFLICT)


@for_secretary_and_chair
def session_tie(request: UserRequest, pk: int, item: int) -> HttpResponse:
    """Let the chair say openly on which side they are."""
    session = seen_by_council(request.user, pk)
    if Role.CHAIR not in session.roles_of(request.user):
        raise PermissionDenied
    row = item_of(session, item)
    result = getattr(row, "result", None)
    waits = session.state == SessionState.COUNTED and result is not None and result.has_passed is None
    form = TieForm(request.POST or None) if waits else None
    if form and request.method == "POST" and form.is_valid():
        try:
            say_side(row, says_yes=form.cleaned_data["says_yes"], by=request.user)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your side is recorded."))
            return redirect(session)
    facts = {"session": session, "item": row, "result": result, "form": form, "back_url": session.get_absolute_url()}
    return render(request, "conduct/session_tie.html", facts, status=200 if form else CONFLICT)


@for_secretary
def session_papers(request: UserRequest, pk: int) -> HttpResponse:
    """Keep a scan with the session."""
    session = seen_by_council(request.user, pk)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_paper(session, form.cleaned_data["kind"], form.cleaned_data["file"], by=request.user)
        except (FileRefused, MoveRefused) as refused:
            form.refuse(str(refused))
        else:
            messages.success(request, _("The scan is kept with the session."))
            return redirect(session)
    papers = session.papers.select_related("evidence")
    return render(request, "conduct/session_papers.html", {"session": session, "form": form, "papers": papers})


@require_safe
@for_council
def session_paper(request: UserRequest, pk: int, paper: UUID) -> HttpResponseBase:
    """Give a scan out to be saved."""
    session = seen_by_council(request.user, pk)
    row = get_object_or_404(session.papers.select_related("evidence"), evidence=paper)
    return private_file(row.evidence.file, mime=row.evidence.mime, name=row.evidence.name)
