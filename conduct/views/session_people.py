"""Who sits in a session, who is there, who keeps the keys, who has no vote on what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conduct.models import Attendance, Recusal, Session, SessionState
from conduct.session_actions import membership_changes, name_tellers, note_attendance, note_latecomer, reseat
from conduct.session_agenda import changing, declare, lift
from conduct.session_facts import recused_by_item
from conduct.session_forms import AttendanceForm, DeclareForm, LiftForm, ReseatForm, TellersForm
from conduct.views.session import seen_by_council
from conduct.views.session_agenda import shut
from units.access import UserRequest, for_council, for_secretary
from units.clock import db_now
from units.sign_in import kept_text
from units.workflow import MoveRefused


@for_secretary
def session_members(request: UserRequest, pk: int) -> HttpResponse:
    """Note who is there; from convening until voting opens."""
    session = seen_by_council(request.user, pk)
    if session.state != SessionState.CONVENED:
        return shut(request, session)
    seats = list(session.seats.held())
    form = AttendanceForm(request.POST or kept_text(request), session=session, seats=seats)
    if request.method == "POST" and form.is_valid():
        told = form.told
        if "all" in request.POST:
            told = {pk: word or Attendance.PRESENT.value for pk, word in told.items()}
        try:
            note_attendance(session, told, by=request.user, version=form.cleaned_data["version"])
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Attendance is noted."))
            return redirect(session)
    joined, left = membership_changes(session)
    facts = {"session": session, "form": form, "joined": joined, "left": left}
    return render(request, "conduct/session_members.html", facts)


@require_POST
@for_secretary
def session_latecomer(request: UserRequest, pk: int, seat: int) -> HttpResponse:
    """Note that a member came after voting had been opened."""
    session = seen_by_council(request.user, pk)
    row = get_object_or_404(session.seats.held(), pk=seat)
    try:
        note_latecomer(session, row, by=request.user)
        messages.success(request, _("Noted for the minutes; who came after the opening has no ballot."))
    except MoveRefused as refused:
        messages.error(request, str(refused))
    return redirect(session)


@for_secretary
def session_seats(request: UserRequest, pk: int) -> HttpResponse:
    """Follow a change of the membership after convening, saying why."""
    session = seen_by_council(request.user, pk)
    if session.state != SessionState.CONVENED:
        return shut(request, session)
    joined, left = membership_changes(session)
    form = ReseatForm(request.POST or kept_text(request), session=session, joined=joined)
    if request.method == "POST" and form.is_valid():
        people = {"add": form.cleaned_data.get("add", ()), "remove": form.cleaned_data["remove"]}
        try:
            with changing(session, by=request.user, **form.change) as row:
                reseat(row, at=db_now(), **people)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The seats are changed, and the change is recorded."))
            return redirect("session-members", pk=pk)
    return render(request, "conduct/session_seats.html", {"session": session, "form": form, "left": left})


@for_secretary
def session_tellers(request: UserRequest, pk: int) -> HttpResponse:
    """Name the two people who keep the keys."""
    session = seen_by_council(request.user, pk)
    if not session.is_prepared:
        return shut(request, session)
    form = TellersForm(request.POST or kept_text(request), session=session)
    if request.method == "POST" and form.is_valid():
        people = [form.cleaned_data["first"], form.cleaned_data["second"]]
        try:
            with changing(session, by=request.user, **form.change) as row:
                name_tellers(row, people)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The tellers are named. Each now draws their key on their own page."))
            return redirect(session)
    return render(request, "conduct/session_tellers.html", {"session": session, "form": form})


@for_council
def session_conflicts(request: UserRequest, pk: int) -> HttpResponse:
    """Show who has no vote on what, and why; a member declares a conflict of their own."""
    session = seen_by_council(request.user, pk)
    has_seat = session.seats.held().filter(person=request.user).exists()
    may_declare = has_seat and session.state == SessionState.CONVENED
    form = DeclareForm(request.POST or kept_text(request), session=session) if may_declare else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid() and _declared(request, session, form):
            return redirect("session-conflicts", pk=pk)
    conflicts = recused_by_item(session)
    items = [(item, conflicts.get(item.pk, [])) for item in session.items.select_related("unit")]
    facts = {
        "session": session,
        "items": items,
        "form": form,
        "number": sum(len(rows) for _item, rows in items),
        "may_lift": session.is_prepared and session.allows("convene", request.user),
        "lift_form": LiftForm(),
    }
    return render(request, "conduct/session_conflicts.html", facts)


def _declared(request: UserRequest, session: Session, form: DeclareForm) -> bool:
    try:
        declare(session, form.cleaned_data["item"], by=request.user, note=form.cleaned_data["note"])
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Noted: you do not vote on this item."))
    return True


@require_POST
@for_secretary
def session_lift(request: UserRequest, pk: int, recusal: int) -> HttpResponse:
    """Say that a like name is somebody else's."""
    session = seen_by_council(request.user, pk)
    row = get_object_or_404(Recusal.objects.visible_to(request.user), pk=recusal, item__session=session)
    form = LiftForm(request.POST)
    if not session.is_prepared:
        return shut(request, session)
    if form.is_valid():
        try:
            lift(row, form.cleaned_data["why"])
            messages.success(request, _("Noted with its reason."))
        except MoveRefused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, _("Say why: it stands in the minutes."))
    return redirect("session-conflicts", pk=pk)
