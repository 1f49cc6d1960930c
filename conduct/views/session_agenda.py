"""The agenda of a session: nominations put on it and taken off, other questions, how each is voted on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from conduct.models import AgendaItem, Nomination, Session
from conduct.session_agenda import changing, list_nominations, take_off
from conduct.session_forms import AgendaForm, QuestionForm
from conduct.views.session import seen_by_council
from units.access import UserRequest, for_secretary
from units.sign_in import kept_text
from units.workflow import MoveRefused

OPENED = "conduct/session_shut.html"


def shut(request: UserRequest, session: Session) -> HttpResponse:
    """Say that the session stays as it is: voting has been opened."""
    return render(request, OPENED, {"session": session}, status=409)


@for_secretary
def session_agenda(request: UserRequest, pk: int) -> HttpResponse:
    """Put nominations on the agenda, take items off, choose how each is voted on; all of it at once."""
    session = seen_by_council(request.user, pk)
    if not session.is_prepared:
        return shut(request, session)
    items = list(session.items.select_related("rule", "unit", "nomination"))
    eligible = Nomination.objects.under_council(request.user).eligible().filter(host=session.host)
    form = AgendaForm(
        request.POST or kept_text(request),
        session=session,
        items=items,
        nominations=eligible.select_related("award", "unit", "terms__vote_rule").order_by("award", "unit", "sort_key"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _change(session, form, request)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The agenda is saved."))
            return redirect(session)
    return render(request, "conduct/session_agenda.html", {"session": session, "form": form})


def _change(session: Session, form: AgendaForm, request: UserRequest) -> None:
    with changing(session, by=request.user, **form.change) as row:
        for pk, manner in form.manners.items():
            row.items.filter(pk=pk).update(manner=manner)
        for item in form.removed:
            take_off(item, by=request.user)
        list_nominations(row, form.cleaned_data["add"], by=request.user)


@for_secretary
def session_question(request: UserRequest, pk: int) -> HttpResponse:
    """Put a question on the agenda that is no nomination."""
    session = seen_by_council(request.user, pk)
    if not session.is_prepared:
        return shut(request, session)
    form = QuestionForm(request.POST or kept_text(request), session=session, by=request.user)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("title", "unit", "rule", "manner")}
        try:
            with changing(session, by=request.user, **form.change) as row:
                AgendaItem.objects.create(session=row, position=row.items.count() + 1, **facts)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Put on the agenda: %(title)s") % {"title": facts["title"]})
            return redirect("session-agenda", pk=pk)
    return render(request, "conduct/session_question.html", {"session": session, "form": form})
