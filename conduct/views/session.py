"""The council's sessions: listed, begun, read, corrected; the draft of their minutes."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conduct.models import Session, SessionState
from conduct.session_actions import convene_again
from conduct.session_agenda import changing
from conduct.session_forms import SessionFilterForm, SessionForm, hosts_of
from conduct.session_page import minutes_of, page_of
from conduct.session_words import SIGNS
from units.access import UserRequest, for_council, for_secretary
from units.models import User
from units.sign_in import kept_text
from units.vietnamese import matches
from units.workflow import MoveRefused
from units.xlsx import CellKind, Column, xlsx_response


def seen_by_council(user: User, pk: int) -> Session:
    """Return a session of the person's council, or answer 404."""
    return get_object_or_404(Session.objects.under_council(user).select_related("host", "campaign"), pk=pk)


@for_council
def session_list(request: UserRequest) -> HttpResponseBase:
    """List the council's sessions, latest first."""
    form = SessionFilterForm(request.GET, states=SessionState.choices)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "status": ""}
    found = Session.objects.under_council(request.user).in_state(asked["status"]).with_counts()
    sessions = [row for row in found if matches(asked["q"], row.title, row.place)]
    if request.GET.get("format") == "xlsx":
        return sessions_as_workbook(sessions)
    rows = [(row, SIGNS[row.state]) for row in sessions]
    facts = {"sessions": rows, "form": form, "may_prepare": bool(hosts_of(request.user))}
    return render(request, "conduct/session_list.html", facts)


def sessions_as_workbook(sessions: list[Session]) -> HttpResponseBase:
    columns = [
        Column(_("Held at"), CellKind.DATETIME),
        Column(_("Session"), width=50),
        Column(_("Venue"), width=30),
        Column(_("State")),
        Column(_("Items"), CellKind.INTEGER),
    ]
    rows = ((row.held_at, row.title, row.place, row.get_state_display(), row.item_count) for row in sessions)
    return xlsx_response("phien-hop.xlsx", columns, rows, expected_rows=len(sessions))


@for_secretary
def session_new(request: UserRequest) -> HttpResponse:
    """Begin a session: when, where, what it is called."""
    form = SessionForm(request.POST or kept_text(request), instance=Session(state=SessionState.DRAFT), by=request.user)
    if request.method == "POST" and form.is_valid():
        session = form.save()
        messages.success(request, _("The session is begun. Put nominations on its agenda."))
        return redirect("session-agenda", pk=session.pk)
    return render(request, "conduct/session_edit.html", {"form": form, "session": None})


@for_secretary
def session_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change time, place and title; until voting opens."""
    session = seen_by_council(request.user, pk)
    if not session.is_prepared:
        messages.info(request, _("Voting has been opened: the session stays as it is."))
        return redirect(session)
    form = SessionForm(request.POST or kept_text(request), instance=session, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            with changing(session, by=request.user, version=None, note=form.cleaned_data.get("note", "")) as row:
                for name in form.kept:
                    setattr(row, name, getattr(form.instance, name))
                row.save(update_fields=form.kept)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(session)
    return render(request, "conduct/session_edit.html", {"form": form, "session": session})


@for_council
def session_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a session: what is asked, who sits, what is missing, what comes next, what came out."""
    session = seen_by_council(request.user, pk)
    return render(request, "conduct/session_detail.html", page_of(session, request.user))


@for_council
def session_minutes(request: UserRequest, pk: int) -> HttpResponse:
    """Show what the minutes tell, to be printed."""
    session = seen_by_council(request.user, pk)
    return render(request, "conduct/session_minutes.html", dict(minutes_of(session)))


@require_POST
@for_secretary
def session_again(request: UserRequest, pk: int) -> HttpResponse:
    """Begin another session with the agenda of one that came to nothing."""
    session = seen_by_council(request.user, pk)
    try:
        fresh = convene_again(session, by=request.user)
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect(session)
    messages.success(request, _("A new session has the same agenda. Set its time and place."))
    return redirect("session-edit", pk=fresh.pk)
