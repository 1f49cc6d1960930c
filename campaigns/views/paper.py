"""The papers that units handed in: those in force, and on demand those that were."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate

from campaigns.paper_filter import PaperFilter, paper_columns, paper_rows
from units.access import UserRequest, for_units_and_council
from units.scoping import Scope
from units.xlsx import xlsx_response

PAGE_SIZE = 50


@for_units_and_council
def paper_list(request: UserRequest) -> HttpResponseBase:
    """List a unit's papers, or those of all units that the reader sees; as a workbook with `format=xlsx`."""
    form = PaperFilter(request.GET, reader=request.user)
    papers = form.papers()
    if request.GET.get("format") == "xlsx":
        name = f"van-ban-{localdate():%Y-%m-%d}.xlsx"
        return xlsx_response(name, paper_columns(), paper_rows(papers), expected_rows=len(papers))
    scope = Scope.of(request.user)
    context = {
        "form": form,
        "page": Paginator(papers, PAGE_SIZE).get_page(request.GET.get("page")),
        "unit": form.whose,
        "unit_url": form.whose.get_absolute_url() if form.whose and scope.hosts else "",
        "shows_units": form.whose is None and (bool(scope.hosts or scope.below) or len(scope.own) != 1),
    }
    return render(request, "campaigns/paper_list.html", context)
