"""A visit: reading it, filling it in on the spot over a poor line, its steps."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conduct.inspection_page import VisitPage
from conduct.inspection_words import VISIT_WORDS
from conduct.models import Finding, Visit, VisitAnswer
from conduct.models.checklist import audience_of
from conduct.on_the_spot import arrive, save_answer, set_met_with
from conduct.spot_page import SpotPage, answer_facts
from conduct.step_form import StepForm
from conduct.views.step import Step
from conduct.visit_form import MetWithForm, VisitAnswerForm
from units.access import UserRequest, for_units_and_council
from units.sign_in import kept_text
from units.workflow import MoveRefused, NotAllowed, advance

CONFLICT, REFUSED = 409, 403


def visit_of(request: UserRequest, pk: int) -> Visit:
    """Return a visit that the reader may see; 404 for all others."""
    return get_object_or_404(Visit.objects.visible_to(request.user).told(), pk=pk)


@for_units_and_council
def visit_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show what was found at a unit, what its head said, and what became of each finding."""
    visit = visit_of(request, pk)
    page = VisitPage(visit, request.user)
    answers = VisitAnswer.objects.visible_to(request.user).of(visit) if page.may_read else []
    context = {
        "visit": visit,
        "page": page,
        "answers": answers,
        "findings": page.finding_rows() if page.may_read else [],
        "audience": audience_of(visit.unit, on=visit.day),
        "members": visit.inspection.members.select_related("user"),
    }
    return render(request, "conduct/visit_detail.html", context)


@for_units_and_council
def visit_step(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    """Arrive, present, acknowledge and so on."""
    visit = visit_of(request, pk)
    words = VISIT_WORDS[verb]
    data = request.POST if request.method == "POST" else kept_text(request)
    form = StepForm(data, subject=visit, verb=verb, words=words)
    act = partial(arrive, visit) if verb == "arrive" else partial(advance, visit, verb)
    step = Step(request, visit, verb, words, form, act, str(visit.unit), visit.get_absolute_url())
    step.after_url = f"{visit.get_absolute_url()}fill/" if verb in {"arrive", "resume"} else ""
    return step.answer()


# --- on the spot -----------------------------------------------------------------------------------------------------


def spot_of(request: UserRequest, pk: int) -> Visit:
    """Return a visit that the reader fills in on the spot; 403 for those who may only read it."""
    visit = visit_of(request, pk)
    if not VisitPage(visit, request.user).is_of_team:
        raise PermissionDenied
    return visit


@for_units_and_council
def visit_fill(request: UserRequest, pk: int) -> HttpResponse:
    """The checklist on the spot: with JavaScript each answer is sent by itself, without it all by one button."""
    visit = spot_of(request, pk)
    if not visit.is_filling:
        messages.info(request, _("There is nothing to fill in here now."))
        return redirect(visit)
    data = request.POST if request.method == "POST" else kept_text(request)
    page = SpotPage(visit, request.user, data)
    if request.method == "POST" and page.save():
        messages.success(request, _("Saved."))
        return redirect("visit-fill", pk)
    status = CONFLICT if page.conflicts else 200
    return render(request, "conduct/visit_fill.html", {"visit": visit, "page": page}, status=status)


@require_POST
@for_units_and_council
def visit_answer(request: UserRequest, pk: int, answer: int) -> HttpResponse:
    """Take one answer of one page; sent twice it is written once, and nobody else's answer is overrun."""
    visit = spot_of(request, pk)
    row = get_object_or_404(VisitAnswer.objects.visible_to(request.user).of(visit), pk=answer)
    form = VisitAnswerForm(row, request.POST)
    if not form.is_valid():
        wrong = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return JsonResponse({"state": "wrong", "text": " ".join(wrong)}, status=422)
    try:
        saved = save_answer(row, form.given, save=form.save_id, base=form.base, by=request.user)
    except MoveRefused as refusal:
        status = REFUSED if isinstance(refusal, NotAllowed) else CONFLICT
        return JsonResponse({"state": "refused", "text": str(refusal)}, status=status)
    facts = answer_facts(saved.answer)
    if saved.is_conflict:
        return JsonResponse({"state": "conflict", **facts}, status=CONFLICT)
    return JsonResponse({"state": "saved", **facts})


@require_POST
@for_units_and_council
def visit_met(request: UserRequest, pk: int) -> HttpResponse:
    """Note who was there for the unit."""
    visit = spot_of(request, pk)
    form = MetWithForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        set_met_with(visit, form.cleaned_data["met_with"], by=request.user)
    except MoveRefused as refusal:
        return _told(request, visit, "refused", str(refusal), CONFLICT)
    return _told(request, visit, "saved", "", 200)


def _told(request: UserRequest, visit: Visit, state: str, text: str, status: int) -> HttpResponse:
    """Answer a page's own request in data, a form's with the page."""
    if request.headers.get("X-Spot"):
        return JsonResponse({"state": state, "text": text}, status=status)
    if text:
        messages.error(request, text)
    return redirect("visit-fill", visit.pk)


def findings_of(request: UserRequest, visit: Visit) -> Any:
    return Finding.objects.visible_to(request.user).filter(visit=visit).told()
