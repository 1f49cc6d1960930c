"""Feedback at the council and at the unit: sorting it, reading it, totals, and who may read the whole."""

from collections.abc import Callable
from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conduct.feedback import forward, known_names, masked_words, merge, publish, read_whole
from conduct.feedback_filter import FeedbackFilter
from conduct.feedback_page import (
    cluster_totals,
    feedback_rows,
    history,
    look_of,
    sheet_columns,
    sheet_row,
    state_words,
    step_buttons,
    total_of,
    unit_totals,
)
from conduct.feedback_words import FEEDBACK_WORDS, STEP_FORMS
from conduct.masking import masked
from conduct.models import Feedback, FeedbackLink
from conduct.models.feedback import FEWEST
from conduct.step_form import StepForm
from conduct.views.step import Step
from units.access import UserRequest, for_council, for_secretary, for_units, for_units_and_council
from units.models import Event
from units.scoping import Scope
from units.sign_in import kept_text
from units.workflow import advance
from units.xlsx import xlsx_response

PAGE_SIZE = 50


@for_council
def feedback_list(request: UserRequest) -> HttpResponseBase:
    """List what citizens said, names taken out; what waits to be sorted stands first."""
    form = FeedbackFilter(request.GET, reader=request.user)
    found = form.feedback().told().latest_first()
    if request.GET.get("format") == "xlsx":
        rows = feedback_rows(found)
        name = f"phan-anh-{localdate():%Y-%m-%d}.xlsx"
        return xlsx_response(name, sheet_columns(), map(sheet_row, rows), expected_rows=found.count())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": feedback_rows(page.object_list),
        "waiting": Feedback.objects.visible_to(request.user).waiting().count(),
    }
    return render(request, "conduct/feedback_list.html", context)


@for_council
def feedback_totals(request: UserRequest) -> HttpResponse:
    """Show how the four words were scored, by cluster and by unit; from five answers on."""
    form = FeedbackFilter(request.GET, reader=request.user)
    found = form.feedback()
    context = {
        "form": form,
        "clusters": cluster_totals(found),
        "units": unit_totals(found, start=reverse("feedback-list")),
        "whole": [total_of(row, _("All together")) for row in found.totals()],
        "fewest": FEWEST,
    }
    return render(request, "conduct/feedback_totals.html", context)


@for_council
def feedback_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one feedback, names taken out, with the steps that can be taken and those that were."""
    feedback = get_object_or_404(Feedback.objects.visible_to(request.user).told(), pk=pk)
    names = known_names(feedback.unit)
    context = {
        "feedback": feedback,
        "words": masked_words(feedback, names),
        "where": masked(feedback.place, names),
        "look": look_of(feedback),
        "state_words": state_words(feedback),
        "alike": feedback_rows(Feedback.objects.visible_to(request.user).alike(feedback).told().latest_first()[:10]),
        "buttons": step_buttons(feedback, request.user),
        "history": history(feedback.events.order_by("-id")),
        "handles": Feedback.objects.visible_to(request.user).handled_by(request.user).filter(pk=pk).exists(),
        "answer": feedback.answer,
    }
    return render(request, "conduct/feedback_detail.html", context)


@for_secretary
def feedback_step(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    """Take one step with a feedback: give it to the unit, file, merge, put aside, make public."""
    feedback = get_object_or_404(Feedback.objects.visible_to(request.user).told(), pk=pk)
    words = FEEDBACK_WORDS[verb]
    data = request.POST if request.method == "POST" else kept_text(request)
    form = STEP_FORMS.get(verb, StepForm)(data, subject=feedback, verb=verb, words=words)
    acts: dict[str, Callable[..., Event]] = {
        "forward": partial(forward, feedback),
        "merge": lambda **facts: merge(feedback, form.cleaned_data["into"], **facts),
        "publish": lambda **facts: publish(feedback, form.cleaned_data["text"], **facts),
    }
    act = acts.get(verb, partial(advance, feedback, verb))
    title = _("Feedback %(code)s") % {"code": feedback.code}
    return Step(request, feedback, verb, words, form, act, title, feedback.get_absolute_url()).answer()


@for_units_and_council
def feedback_whole(request: UserRequest, pk: int) -> HttpResponse:
    """Ask (GET), then show (POST) the whole words and the contact to who handles them; each reading is written down."""
    handled = Feedback.objects.visible_to(request.user).handled_by(request.user)
    feedback = get_object_or_404(handled.select_related("unit", "host", "obligation"), pk=pk)
    is_own = feedback.unit_id in Scope.of(request.user).own
    context = {
        "feedback": feedback,
        "back_url": feedback.obligation.get_absolute_url()
        if is_own and feedback.obligation
        else feedback.get_absolute_url(),
        "is_shown": request.method == "POST",
    }
    if request.method == "POST":
        context["contact"] = read_whole(feedback, by=request.user)
    return render(request, "conduct/feedback_whole.html", context)


@for_units
def unit_feedback(request: UserRequest) -> HttpResponse:
    """Show a unit what was given to it to answer, how it is scored, and its poster."""
    own = Scope.of(request.user).own
    given = Feedback.objects.visible_to(request.user).filter(unit__in=own).told().latest_first()
    page = Paginator(given, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": feedback_rows(page.object_list),
        "totals": unit_totals(Feedback.objects.of_units(request.user)),
        "links": FeedbackLink.objects.visible_to(request.user).in_use().filter(unit__in=own).select_related("unit"),
        "fewest": FEWEST,
    }
    return render(request, "conduct/feedback_unit.html", context)
