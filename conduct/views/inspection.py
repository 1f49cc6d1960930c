"""Inspections: the list, preparing one, its team, its units from the list or by lot, its steps."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from conduct.inspection_form import DrawForm, InspectionForm, MemberForm, UnitsForm
from conduct.inspection_page import InspectionPage, of_readers
from conduct.inspection_words import INSPECTION_LOOKS, INSPECTION_WORDS
from conduct.inspections import choose_units, draw_units, prepare, put_in_team, strip_unit
from conduct.models import Inspection, Visit
from conduct.step_form import StepForm
from conduct.views.step import Step
from units.access import UserRequest, for_secretary, for_units_and_council
from units.clock import db_now
from units.models import Role, Unit
from units.scoping import Scope
from units.sign_in import kept_text
from units.workflow import advance

PAGE_SIZE = 30
A_YEAR = timedelta(days=365)


@for_units_and_council
def inspection_list(request: UserRequest) -> HttpResponse:
    """List the council's inspections and those one is sent on; to a unit the visits that it may know of."""
    found = Inspection.objects.visible_to(request.user).with_counts().latest_first()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, INSPECTION_LOOKS[row.state]) for row in page],
        "visits": Visit.objects.visible_to(request.user).of_units(request.user).told().order_by("-id")[:PAGE_SIZE],
        **of_readers(request.user),
    }
    return render(request, "conduct/inspection_list.html", context)


@for_units_and_council
def inspection_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show order, team, draws and units of an inspection."""
    inspection = _inspection(request, pk)
    context = {
        "inspection": inspection,
        "page": InspectionPage(inspection, request.user),
        "members": inspection.members.select_related("user"),
        "draws": inspection.draws.select_related("by"),
        "problems": inspection.problems() if inspection.is_preparing else [],
    }
    return render(request, "conduct/inspection_detail.html", context)


def _inspection(request: UserRequest, pk: int) -> Inspection:
    return get_object_or_404(Inspection.objects.visible_to(request.user).select_related("host", "campaign"), pk=pk)


def _preparing(request: UserRequest, pk: int) -> Inspection:
    """Return an inspection that this secretary may still prepare."""
    found = Inspection.objects.visible_to(request.user).filter(host__in=Scope.of(request.user).where(Role.SECRETARY))
    return get_object_or_404(found.preparing().select_related("host"), pk=pk)


@for_secretary
def inspection_new(request: UserRequest) -> HttpResponse:
    """Begin to prepare an inspection."""
    return _write(request, Inspection())


@for_secretary
def inspection_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change order, days and what is looked at while it is in preparation."""
    return _write(request, _preparing(request, pk))


def _write(request: UserRequest, inspection: Inspection) -> HttpResponse:
    form = InspectionForm(request.POST if request.method == "POST" else kept_text(request), instance=inspection)
    if request.method == "POST" and form.is_valid():
        filled = form.save(commit=False)
        if filled.pk:
            filled.save()
        else:
            host = get_object_or_404(_hosts(request))
            prepare(filled, host=host, by=request.user)
        messages.success(request, _("Saved."))
        return redirect(filled)
    back = inspection.get_absolute_url() if inspection.pk else reverse("inspection-list")
    return render(request, "conduct/inspection_edit.html", {"form": form, "inspection": inspection, "back_url": back})


def _hosts(request: UserRequest) -> Any:
    return Unit.objects.visible_to(request.user).filter(pk__in=Scope.of(request.user).where(Role.SECRETARY)[:1])


@for_secretary
def inspection_team(request: UserRequest, pk: int) -> HttpResponse:
    """Name who is sent, and who leads."""
    inspection = _preparing(request, pk)
    form = MemberForm(request.POST if request.method == "POST" else kept_text(request), inspection)
    if request.method == "POST" and form.is_valid():
        member = put_in_team(inspection, form.cleaned_data["user"], leads=form.cleaned_data["leads"])
        messages.success(request, _("%(who)s is in the team.") % {"who": member.user})
        return redirect("inspection-team", pk)
    context = {"inspection": inspection, "form": form, "members": inspection.members.select_related("user")}
    return render(request, "conduct/inspection_team.html", context)


@require_POST
@for_secretary
def inspection_team_remove(request: UserRequest, pk: int, member: int) -> HttpResponse:
    """Take somebody out of the team while the inspection is in preparation."""
    get_object_or_404(_preparing(request, pk).members, pk=member).delete()
    return redirect("inspection-team", pk)


@for_secretary
def inspection_units(request: UserRequest, pk: int) -> HttpResponse:
    """Choose units from the list."""
    inspection = _preparing(request, pk)
    form = UnitsForm(request.POST if request.method == "POST" else kept_text(request), inspection)
    if request.method == "POST" and form.is_valid():
        new = choose_units(inspection, form.cleaned_data["units"])
        messages.success(request, _units_words(new))
        return redirect("inspection-units", pk)
    return render(request, "conduct/inspection_units.html", _units_context(inspection, form, DrawForm()))


@for_secretary
def inspection_draw(request: UserRequest, pk: int) -> HttpResponse:
    """Draw units by lot; seed, list and outcome are kept, so that anyone can draw the same again."""
    inspection = _preparing(request, pk)
    data = request.POST if request.method == "POST" else kept_text(request)
    form = DrawForm(data)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "conduct/inspection_units.html", _units_context(inspection, UnitsForm(None, inspection), form)
        )
    asked = form.cleaned_data
    units = [unit for unit in UnitsForm(None, inspection).known if not asked["group"] or unit.group == asked["group"]]
    if asked["fresh"]:
        lately = Visit.objects.visible_to(request.user).verified().since(localdate() - A_YEAR)
        seen = set(lately.values_list("unit_id", flat=True))
        units = [unit for unit in units if unit.pk not in seen]
    facts = {"stratum": asked["stratum"], "size": asked["size"], "seed": asked["seed"]}
    made = draw_units(inspection, units, by=request.user, at=db_now(), **facts)
    messages.success(request, _units_words(len(made.drawn)))
    return redirect("inspection-units", pk)


def _units_words(number: int) -> str:
    text = ngettext("%(n)d unit was put on the list.", "%(n)d units were put on the list.", number)
    return text % {"n": number}


def _units_context(inspection: Inspection, form: UnitsForm, draw_form: DrawForm) -> dict[str, Any]:
    return {
        "inspection": inspection,
        "form": form,
        "draw_form": draw_form,
        "visits": inspection.visits.select_related("unit__cluster").order_by(
            "unit__cluster__position", "unit__sort_key"
        ),
        "draws": inspection.draws.select_related("by"),
    }


@require_POST
@for_secretary
def inspection_unit_remove(request: UserRequest, pk: int, visit: int) -> HttpResponse:
    """Take a unit off the list while the inspection is in preparation."""
    inspection = _preparing(request, pk)
    strip_unit(get_object_or_404(inspection.visits.select_related("inspection"), pk=visit))
    return redirect("inspection-units", pk)


@for_units_and_council
def inspection_step(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    """Begin, finish or call off an inspection."""
    inspection = _inspection(request, pk)
    words = INSPECTION_WORDS[verb]
    data = request.POST if request.method == "POST" else kept_text(request)
    form = StepForm(data, subject=inspection, verb=verb, words=words)
    act = partial(advance, inspection, verb)
    return Step(request, inspection, verb, words, form, act, inspection.title, inspection.get_absolute_url()).answer()
