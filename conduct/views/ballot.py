"""The vote itself. Nothing that is posted here is kept, or answered by a word of what was chosen."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.receipts import qr_picture
from conduct.ballot_forms import BallotForm, CodesForm, ProveForm
from conduct.ballots import BallotRefused, WrongCode, cast, count_boxes
from conduct.models import RollState, Seat, Session, SessionState, Teller
from conduct.session_actions import draw_key, prove_key
from conduct.session_facts import recused_by_item
from conduct.session_page import has_sealed
from conduct.views.session import seen_by_council
from units.access import UserRequest, for_council, for_signed_in, leaves_no_trace
from units.models import User
from units.workflow import MoveRefused

CONFLICT = 409


# --- the member's ballot --------------------------------------------------------------------------------------------


@leaves_no_trace
@for_council
def session_vote(request: UserRequest, pk: int) -> HttpResponse:
    """Give a member their ballot paper; take it once."""
    session = seen_by_council(request.user, pk)
    seat = session.seats.held().filter(person=request.user).first()
    if seat is None:
        raise PermissionDenied
    facts, items = _paper(session, seat)
    if session.state != SessionState.VOTING or not items:
        return render(request, "conduct/session_vote.html", facts, status=CONFLICT if request.method == "POST" else 200)
    form = facts["form"] = BallotForm(request.POST or None, items=items)
    if request.method != "POST" or not form.is_valid():
        return render(request, "conduct/session_vote.html", facts)
    try:
        told = cast(session, form.choices, by=request.user)
    except BallotRefused as refused:
        form.add_error(None, str(refused))
        return render(request, "conduct/session_vote.html", facts, status=CONFLICT)
    return render(request, "conduct/session_voted.html", {"session": session, "told": told})


def _paper(session: Session, seat: Seat) -> tuple[dict, list]:
    """Return what the page shows, and the items on which this member still has a ballot."""
    voted_here = list(session.items.voted_here().select_related("unit"))
    own = dict(seat_entries(session, seat))
    items = [item for item in voted_here if own.get(item.pk) == RollState.ELIGIBLE]
    done = [item for item in voted_here if own.get(item.pk) == RollState.VOTED]
    conflicts = recused_by_item(session)
    recused = [
        (item, row)
        for item in voted_here
        for row in conflicts.get(item.pk, ())
        if row.seat_id == seat.pk and not row.lifted_why
    ]
    return {"session": session, "seat": seat, "done": done, "recused": recused, "form": None}, items


def seat_entries(session: Session, seat: Seat) -> list[tuple[int, str]]:
    """Return the member's entries on the rolls: item and state."""
    return list(session.items.filter(roll__seat=seat).values_list("pk", "roll__state"))


# --- the tellers ----------------------------------------------------------------------------------------------------


def of_teller(user: User, pk: int) -> tuple[Session, Teller]:
    """Return a session for which this person is a teller, or answer 404."""
    session = get_object_or_404(Session.objects.visible_to(user).counted_by(user), pk=pk)
    return session, session.tellers.get(person=user)


@leaves_no_trace
@for_signed_in
def session_key(request: UserRequest, pk: int) -> HttpResponse:
    """Let a teller read back what stands on their paper."""
    session, teller = of_teller(request.user, pk)
    form = ProveForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if prove_key(session, form.cleaned_data["code"], by=request.user):
            teller.refresh_from_db()
            form = ProveForm()
        else:
            form.add_error("code", _("This is a code, and not the one drawn last for this session."))
            status = CONFLICT
    facts = {"session": session, "teller": teller, "form": form, "may_draw": session.is_prepared}
    return render(request, "conduct/session_key.html", facts, status=status)


@leaves_no_trace
@require_POST
@for_signed_in
def session_draw(request: UserRequest, pk: int) -> HttpResponse:
    """Draw a teller's key and show it, this once."""
    session, teller = of_teller(request.user, pk)
    try:
        code = draw_key(session, by=request.user)
    except MoveRefused as refused:
        facts = {"session": session, "teller": teller, "form": None, "may_draw": False, "refused": str(refused)}
        return render(request, "conduct/session_key.html", facts, status=CONFLICT)
    paper = {"session": session, "teller": teller, "groups": code.split("-"), "qr": qr_picture(code)}
    return render(request, "conduct/session_paper_key.html", paper)


@leaves_no_trace
@for_signed_in
def session_count(request: UserRequest, pk: int) -> HttpResponse:
    """Open the boxes with both tellers' codes, once."""
    session, _teller = of_teller(request.user, pk)
    tellers = list(session.tellers.order_by("place"))
    facts = {"session": session, "tellers": tellers, "form": None}
    if session.state != SessionState.CLOSED or not has_sealed(session):
        return render(
            request, "conduct/session_count.html", facts, status=CONFLICT if request.method == "POST" else 200
        )
    form = facts["form"] = CodesForm(request.POST or None, tellers=tellers)
    if request.method != "POST" or not form.is_valid():
        return render(request, "conduct/session_count.html", facts)
    try:
        count_boxes(session, form.codes, by=request.user)
    except WrongCode as wrong:
        form.blame(wrong.teller, str(wrong))
    except BallotRefused as refused:
        form.add_error(None, str(refused))
    else:
        return render(request, "conduct/session_counted.html", {"session": session, "tellers": tellers})
    return render(request, "conduct/session_count.html", facts, status=CONFLICT)
