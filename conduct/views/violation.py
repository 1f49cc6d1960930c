"""Violations: the list without names, one case and its steps, who it was for those named alone, the log of names."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conduct.inspection_page import history
from conduct.models import PrivacyEvent, Violation, ViolationPerson
from conduct.step_form import StepForm
from conduct.views.step import Step
from conduct.violation_form import VIOLATION_LOOKS, VIOLATION_WORDS, ConfirmForm, ExportForm, ViolationForm
from conduct.violation_sheet import sheet_columns, sheet_row
from conduct.violations import confirm, dismiss, export_people, read_person, report, withdraw
from units.access import UserRequest, for_secretary, for_secretary_and_chair, for_units_and_council
from units.models import Event, Role, Unit
from units.scoping import Scope
from units.sign_in import kept_text
from units.workflow import may
from units.xlsx import xlsx_response

PAGE_SIZE = 50


@for_units_and_council
def violation_list(request: UserRequest) -> HttpResponseBase:
    """List the cases, names masked for everyone; as a workbook, masked too."""
    found = Violation.objects.visible_to(request.user).told()
    if request.GET.get("format") == "xlsx":
        name = f"vi-pham-{localdate():%Y-%m-%d}.xlsx"
        rows = (sheet_row(row, {}) for row in found)
        return xlsx_response(name, sheet_columns(), rows, expected_rows=found.count())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, VIOLATION_LOOKS[row.state]) for row in page],
        "is_secretary": Scope.of(request.user).holds(Role.SECRETARY),
    }
    return render(request, "conduct/violation_list.html", context)


@for_secretary
def violation_new(request: UserRequest) -> HttpResponse:
    """Write a case down, without a name."""
    data = request.POST if request.method == "POST" else kept_text(request)
    form = ViolationForm(data, by=request.user)
    if request.method == "POST" and form.is_valid():
        made = report(form.save(commit=False), host=_host(request), by=request.user)
        messages.success(request, _("Written down. It is to be confirmed by the head or the standing office."))
        return redirect(made)
    back = reverse("violation-list")
    return render(request, "conduct/violation_new.html", {"form": form, "back_url": back})


def _host(request: UserRequest) -> Unit:
    hosts = Unit.objects.visible_to(request.user).filter(pk__in=Scope.of(request.user).where(Role.SECRETARY))
    return get_object_or_404(hosts[:1])


def _violation(request: UserRequest, pk: int) -> Violation:
    return get_object_or_404(Violation.objects.visible_to(request.user).told(), pk=pk)


@for_units_and_council
def violation_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one case; the name stands behind a page of its own."""
    violation = _violation(request, pk)
    context = {
        "violation": violation,
        "look": VIOLATION_LOOKS[violation.state],
        "buttons": [(verb, VIOLATION_WORDS[verb]) for verb in violation.MOVES if may(violation, verb, by=request.user)],
        "history": history(violation.events.order_by("-id"), VIOLATION_WORDS, VIOLATION_LOOKS),
        "may_read_name": ViolationPerson.objects.visible_to(request.user).filter(violation=violation).exists(),
    }
    return render(request, "conduct/violation_detail.html", context)


@for_units_and_council
def violation_step(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    """Confirm with a name, find not confirmed, take a confirmation back."""
    violation, words = _violation(request, pk), VIOLATION_WORDS[verb]
    data = request.POST if request.method == "POST" else kept_text(request)
    form = (ConfirmForm if verb == "confirm" else StepForm)(data, subject=violation, verb=verb, words=words)

    def act(**facts: object) -> Event:
        given = {name: form.cleaned_data[name] for name in ("name", "position")}
        return confirm(violation, **given, **facts)  # type: ignore[arg-type]

    acts: dict[str, Callable[..., Event]] = {
        "confirm": act,
        "dismiss": partial(dismiss, violation),
        "withdraw": partial(withdraw, violation),
    }
    step = Step(request, violation, verb, words, form, acts[verb], str(violation), violation.get_absolute_url())
    return step.answer()


@for_units_and_council
def violation_name(request: UserRequest, pk: int) -> HttpResponse:
    """Ask (GET), then show (POST) who it was, to those named alone; each reading is written down."""
    violation = _violation(request, pk)
    if not ViolationPerson.objects.visible_to(request.user).filter(violation=violation).exists():
        raise Http404
    person = read_person(violation, by=request.user) if request.method == "POST" else None
    context = {"violation": violation, "person": person, "back_url": violation.get_absolute_url()}
    return render(request, "conduct/violation_name.html", context)


@for_secretary
def violation_export(request: UserRequest) -> HttpResponseBase:
    """Take names out as a file: with a reason, written down before the file is made."""
    form = ExportForm(request.POST if request.method == "POST" else kept_text(request))
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "back_url": reverse("violation-list")}
        return render(request, "conduct/violation_export.html", context)
    rows = list(Violation.objects.visible_to(request.user).told())
    people = export_people(rows, host=_host(request), reason=form.cleaned_data["reason"], by=request.user)
    name = f"vi-pham-co-ten-{localdate():%Y-%m-%d}.xlsx"
    return xlsx_response(name, sheet_columns(), (sheet_row(row, people) for row in rows), expected_rows=len(rows))


@for_secretary_and_chair
def privacy_list(request: UserRequest) -> HttpResponse:
    """Show who read, took out or erased personal data, and why."""
    found = PrivacyEvent.objects.visible_to(request.user)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "conduct/privacy_list.html", {"page": page})
