"""Incidents in public places: a unit counts them month by month, the council compares years."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conduct.incident_form import IncidentForm
from conduct.incident_page import IncidentPage, sheet_columns, sheet_rows
from conduct.incidents import CountRefused, count_incident, count_month, take_back
from conduct.models import Incident, IncidentMonth
from conduct.models.incident import after, first_of, is_open
from units.access import UserRequest, for_council, for_units
from units.models import Unit
from units.scoping import Scope
from units.sign_in import kept_text
from units.xlsx import xlsx_response


@for_units
def incident_month(request: UserRequest, year: int, month: int) -> HttpResponse:
    """One month of the person's unit: what was counted, and a line to add."""
    unit, first = _own_unit(request), _first(year, month)
    form = IncidentForm(request.POST if request.method == "POST" else kept_text(request))
    if request.method == "POST":
        if request.POST.get("action") == "none":
            return _answer(request, first, lambda: count_month(unit, first, by=request.user), _("Noted: no incident."))
        if form.is_valid():
            return _answer(
                request, first, lambda: count_incident(unit, first, form.instance, by=request.user), _("Saved.")
            )
    report = IncidentMonth.objects.of_units(request.user).filter(unit=unit, month=first).first()
    context = {
        "unit": unit,
        "month": first,
        "report": report,
        "lines": report.incidents.all() if report else [],
        "form": form,
        "is_open": is_open(first, on=localdate()),
        "before": first_of(date.fromordinal(first.toordinal() - 1)),
        "after": after(first) if after(first) <= localdate() else None,
    }
    return render(request, "conduct/incident_month.html", context)


@for_units
def incident_now(request: UserRequest) -> HttpResponse:
    """Lead to the running month."""
    return redirect("incident-month", localdate().year, localdate().month)


@require_POST
@for_units
def incident_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take a line out again."""
    incident = get_object_or_404(Incident.objects.visible_to(request.user).of_units(request.user), pk=pk)
    month = incident.report.month
    return _answer(request, month, lambda: take_back(incident, by=request.user), _("Taken out."))


@for_council
def incident_list(request: UserRequest) -> HttpResponseBase:
    """A year beside the one before, as a page or as a workbook."""
    page = IncidentPage(request.user, request.GET, localdate())
    if request.GET.get("format") == "xlsx":
        return xlsx_response(f"vu-viec-{page.year}.xlsx", sheet_columns(), sheet_rows(page))
    return render(request, "conduct/incident_list.html", {"page": page})


def _own_unit(request: UserRequest) -> Unit:
    own = Unit.objects.visible_to(request.user).filter(pk__in=Scope.of(request.user).own)
    if code := request.GET.get("unit"):
        return get_object_or_404(own, code=code)
    unit = own.first()
    if unit is None:
        raise Http404
    return unit


def _first(year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except ValueError as error:
        raise Http404 from error


def _answer(request: UserRequest, month: date, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except CountRefused as refused:
        messages.error(request, str(refused))
    return redirect("incident-month", month.year, month.month)
