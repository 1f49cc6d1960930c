"""Nominations: the unit's list and the council's, one dossier with its history, its steps, overruled checks."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.serving import private_file
from conduct.models import CheckOverride, Nomination, NominationEvidence
from conduct.nomination_actions import overrule
from conduct.nomination_form import NominationFilterForm, OverrideForm, own_units
from conduct.nomination_list import Asked, choices_for, narrowed
from conduct.nomination_page import NominationPage, listed, sheet_columns, sheet_row, waiting_for
from conduct.nomination_words import NOMINATION_WORDS, ReturnReason
from conduct.step_form import form_of_step
from conduct.telling import told_of
from conduct.views.step import Step
from units.access import UserRequest, for_council, for_secretary, for_units, for_units_and_council
from units.clock import db_now
from units.models import Role, Unit
from units.scoping import Scope
from units.sign_in import kept_text
from units.workflow import advance
from units.xlsx import xlsx_response

PAGE_SIZE = 50


def seen(request: UserRequest, pk: int) -> Nomination:
    """Return a nomination that this person may see, or answer 404."""
    return get_object_or_404(Nomination.objects.visible_to(request.user).told(), pk=pk)


@for_units
def nomination_list(request: UserRequest) -> HttpResponseBase:
    """List what the person's own units propose, latest first."""
    return _list(request, Nomination.objects.of_units(request.user), is_council=False)


@for_council
def nomination_council(request: UserRequest) -> HttpResponseBase:
    """List what the council has received."""
    return _list(request, Nomination.objects.under_council(request.user), is_council=True)


def _list(request: UserRequest, found: Any, *, is_council: bool) -> HttpResponseBase:
    form = NominationFilterForm(request.GET, **choices_for(found, is_council=is_council))
    rows = narrowed(found.told().order_by("-year", "-id"), Asked.of(form))
    if request.GET.get("format") == "xlsx":
        name = f"de-nghi-khen-thuong-{localdate():%Y-%m-%d}.xlsx"
        return xlsx_response(name, sheet_columns(), map(sheet_row, rows), expected_rows=len(rows))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "page": page,
        "rows": list(listed(page)),
        "is_council": is_council,
        "is_secretary": Scope.of(request.user).holds(Role.SECRETARY),
        "own_units": [] if is_council else list(own_units(request.user)),
        **waiting_for(request.user, rows),
    }
    return render(request, "conduct/nomination_list.html", facts)


@for_units_and_council
def nomination_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a dossier: what was handed in, the checks, where it stands, its history."""
    nomination = seen(request, pk)
    page = NominationPage(nomination, request.user, db_now())
    return render(request, "conduct/nomination_detail.html", {"nomination": nomination, "page": page})


@for_units_and_council
def nomination_step(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    """Send, sign, hand back, return with reasons, find eligible or not, grant, make public, take back."""
    nomination, words = seen(request, pk), NOMINATION_WORDS[verb]
    data = request.POST if request.method == "POST" else kept_text(request)
    form = form_of_step(data, subject=nomination, verb=verb, words=words, catalogue=ReturnReason)
    step = Step(
        request=request,
        subject=nomination,
        verb=verb,
        words=words,
        form=form,
        act=partial(advance, nomination, verb),
        title=str(nomination),
        back_url=nomination.get_absolute_url(),
        context={"told": told_of(nomination, verb, by=request.user)},
    )
    return step.answer()


@require_safe
@for_units_and_council
def nomination_file(request: UserRequest, pk: int, evidence: str) -> HttpResponseBase:
    """Give out a file of a dossier to those who may read the dossier."""
    found = NominationEvidence.objects.visible_to(request.user).select_related("evidence").exclude(evidence__file="")
    use = get_object_or_404(found, nomination=pk, evidence=evidence)
    return private_file(use.evidence.file, mime=use.evidence.mime, name=use.evidence.name)


@for_secretary
def override_list(request: UserRequest) -> HttpResponse:
    """Show which checks were overruled and why; overrule one for a unit, an award and a year."""
    asked = {name: request.GET[name] for name in ("unit", "award", "year", "code") if name in request.GET}
    data = request.POST if request.method == "POST" else kept_text(request)
    hosts = Unit.objects.visible_to(request.user).filter(pk__in=Scope.of(request.user).where(Role.SECRETARY))
    form = OverrideForm(data, instance=CheckOverride(host=hosts[0]), by=request.user, initial=asked)
    if request.method == "POST" and form.is_valid():
        overrule(form.save(commit=False), by=request.user)
        messages.success(request, _("Noted with its reason: the unit can go past this check."))
        return redirect("override-list")
    rows = CheckOverride.objects.visible_to(request.user).select_related("unit", "award", "by")
    facts = {"form": form, "rows": rows, "back_url": reverse("nomination-council")}
    return render(request, "conduct/override_list.html", facts)
