"""Statistics of commendations; the history of one who was proposed, and of a unit, over the years."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conduct import commendation_page
from conduct.commendation_sums import total
from conduct.models import Nomination
from conduct.nomination_form import NominationFilterForm
from conduct.nomination_list import Asked, choices_for, narrowed
from conduct.views.nomination import seen
from units.access import UserRequest, for_council, for_units_and_council
from units.models import Unit
from units.xlsx import xlsx_response


@require_safe
@for_council
def commendation_sums(request: UserRequest) -> HttpResponseBase:
    """Count dossiers and awards by award, cluster, group, direct workers and leaders; as a workbook, too."""
    found = Nomination.objects.under_council(request.user)
    form = NominationFilterForm(request.GET, **choices_for(found, is_council=True))
    rows = commendation_page.rows_of(narrowed(found.told().order_by("award__position", "pk"), Asked.of(form)))
    everything, tables = total(rows), commendation_page.blocks(rows)
    if request.GET.get("format") == "xlsx":
        sheet = commendation_page.sheet_rows(tables, everything)
        name = "thong-ke-khen-thuong.xlsx"
        return xlsx_response(name, commendation_page.sheet_columns(), sheet, expected_rows=len(sheet))
    direct, people = commendation_page.direct_share(rows)
    facts = {"form": form, "blocks": tables, "total": everything, "direct": direct, "people": people}
    return render(request, "conduct/commendation_sums.html", facts)


@require_safe
@for_units_and_council
def commendation_subject(request: UserRequest, pk: int) -> HttpResponseBase:
    """Show everything that one person, collective or household was proposed for and given, year by year."""
    nomination = seen(request, pk)
    rows = commendation_page.of_subject(nomination, request.user)
    facts = {"title": nomination.name, "lead": nomination.unit.name, "nomination": nomination}
    return _history(request, rows, facts)


@require_safe
@for_units_and_council
def commendation_unit(request: UserRequest, code: str) -> HttpResponseBase:
    """Show everything that a unit proposed and was given, year by year."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), code=code)
    facts = {"title": unit.name, "lead": _("Commendations over the years"), "unit": unit}
    return _history(request, commendation_page.of_unit(unit, request.user), facts)


def _history(request: UserRequest, rows: list[Nomination], facts: dict[str, Any]) -> HttpResponseBase:
    years = commendation_page.years(rows, request.user)
    if request.GET.get("format") == "xlsx":
        sheet = commendation_page.history_rows(years)
        name = "lich-su-khen-thuong.xlsx"
        return xlsx_response(name, commendation_page.history_columns(), sheet, expected_rows=len(sheet))
    more = {"years": years, "number": len(rows), "awarded": commendation_page.awarded(rows)}
    response: HttpResponse = render(request, "conduct/commendation_history.html", facts | more)
    return response
