"""The completeness matrix, and the list of obligations to which every figure leads."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.council import Council, council
from portal.filters import CouncilFilter
from portal.links import Links
from portal.lists import PAGE_SIZE, list_rows, sheet_columns, sheet_row
from portal.matrix import Matrix, matrix, sheet_rows
from portal.standings import Choice, Picture, chosen
from units.access import UserRequest, for_council
from units.xlsx import Column, xlsx_response


@for_council
def council_matrix(request: UserRequest) -> HttpResponseBase:
    """Units down, requirements across."""
    seen = council(request.user, request.GET.get("campaign", ""))
    if seen is None:
        return redirect("council-desk")
    form = CouncilFilter(request.GET, seen.picture)
    if request.GET.get("format") == "xlsx":
        return _matrix_sheet(seen, form.choice)
    links = Links(seen.campaign.code, is_closed=seen.is_closed)
    choice = form.choice
    whole = choice == Choice()  # what everybody opens first
    page, parts = (
        seen.picture.drawn(("matrix", links), lambda: _drawn(seen.picture, choice, links))
        if whole
        else _drawn(seen.picture, choice, links)
    )
    context = {"campaign": seen.campaign, "at": seen.picture.at, "form": form, "links": links}
    return render(request, "portal/matrix.html", context | {"matrix": page, "parts": parts})


def _drawn(picture: Picture, choice: Choice, links: Links) -> tuple[Matrix, SafeString]:
    page = matrix(picture, choice, links)
    return page, render_to_string("portal/matrix_parts.html", {"matrix": page})


def _matrix_sheet(seen: Council, choice: Choice) -> HttpResponseBase:
    columns, rows = sheet_rows(seen.picture, choice)
    titles = [f"{column.title} {column.period}".strip() for column in columns]
    head = [Column(_("Code"), "text", 14), Column(_("Unit"), "text", 44), Column(_("Cluster"), "text", 30)]
    head += [Column(_("Group"), "text", 24), *(Column(title, "text", 32) for title in titles)]
    units = {one.row.unit_code for one in chosen(seen.picture, choice)}
    return xlsx_response(_sheet_name(_("Matrix"), seen), head, rows, expected_rows=len(units))


@for_council
def council_obligations(request: UserRequest) -> HttpResponseBase:
    """List the obligations behind a figure."""
    seen = council(request.user, request.GET.get("campaign", ""))
    if seen is None:
        return redirect("council-desk")
    form = CouncilFilter(request.GET, seen.picture)
    links = Links(seen.campaign.code, is_closed=seen.is_closed)
    found = chosen(seen.picture, form.choice)
    if request.GET.get("format") == "xlsx":
        rows = (sheet_row(row) for row in list_rows(seen.picture, found, links))
        return xlsx_response(_sheet_name(_("Obligations"), seen), sheet_columns(), rows, expected_rows=len(found))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "campaign": seen.campaign,
        "at": seen.picture.at,
        "form": form,
        "page": page,
        "rows": list_rows(seen.picture, page.object_list, links),
        "links": links,
    }
    return render(request, "portal/obligation_list.html", context)


def _sheet_name(what: str, seen: Council) -> str:
    return f"{what} {seen.campaign.code} {localtime(seen.picture.at):%Y-%m-%d}.xlsx"
