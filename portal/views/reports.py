"""Compliance reports: the list, asking for one, watching it being made, reading it, taking it along."""

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.models import Campaign
from portal.models import Face, Report
from portal.models.report import PICTURES
from portal.reports import asking
from portal.reports.comparison import comparisons
from portal.reports.faces import FACES, cluster_chart, filename, render_face
from portal.reports.forms import ReportFilter, ReportForm, campaigns_to_report
from portal.reports.issuing import note_opening
from portal.reports.listing import list_columns, list_row
from portal.reports.outline import outline
from portal.reports.paper_page import issued_face, paper_page
from portal.reports.progress import progress_of
from portal.reports.rows import RowFilter, behind
from units.access import UserRequest, for_council, for_secretary_and_chair
from units.clock import db_now
from units.models import Cluster
from units.xlsx import xlsx_response

PAGE_SIZE = 25
ROWS = 50


@require_safe
@for_council
def report_list(request: UserRequest) -> HttpResponseBase:
    """Show the council's reports, the newest first."""
    campaigns = Campaign.objects.visible_to(request.user).opened()
    form = ReportFilter(request.GET, campaigns=campaigns, clusters=Cluster.objects.all())
    reports = Report.objects.visible_to(request.user).in_list().chosen(**form.choice)
    if request.GET.get("format") == "xlsx":
        rows = [list_row(report) for report in reports]
        return xlsx_response("bao-cao.xlsx", list_columns(), rows, expected_rows=len(rows))
    page = Paginator(reports, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "may_ask": campaigns_to_report(request.user).exists()}
    return render(request, "portal/report_list.html", context)


@for_secretary_and_chair
def report_new(request: UserRequest) -> HttpResponse:
    """Ask for a report; the worker makes it."""
    form = ReportForm(request.POST or None, user=request.user, now=db_now())
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        scope = {"group": chosen["group"], "cluster": chosen["cluster"]}
        return redirect(asking.ask(chosen["campaign"], at=form.as_of, by=request.user, **scope))
    return render(request, "portal/report_new.html", {"form": form})


@require_safe
@for_council
def report_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a report, or how far it is."""
    reports = Report.objects.visible_to(request.user).select_related("campaign", "cluster").defer(*PICTURES)
    report = get_object_or_404(reports, pk=pk)
    if not report.is_ready:
        return being_made(request, report)
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    note_opening(report, by=request.user)
    address = check_address(request, report)
    context = {
        "report": report,
        "outline": outline(report.snapshot, report.words),
        "compared": comparisons(report.snapshot, report.words),
        "chart": cluster_chart(report.snapshot, report.words, rows_url=reverse("report-rows", args=[report.pk])),
        "address": address,
        "qr": segno.make(address, error="m").svg_data_uri(border=0),
        **paper_page(report, request.user),
    }
    return render(request, "portal/report_detail.html", context)


@require_safe
@for_council
def report_rows(request: UserRequest, pk: int) -> HttpResponse:
    """Show the frozen rows behind a figure of a report."""
    reports = Report.objects.visible_to(request.user).ready().select_related("campaign", "cluster").defer(*PICTURES)
    report = get_object_or_404(reports, pk=pk)
    form = RowFilter(request.GET, report.snapshot, report.words)
    rows = behind(report.snapshot, report.words, form.choice)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    return render(request, "portal/report_rows.html", {"report": report, "form": form, "page": page})


def being_made(request: UserRequest, report: Report) -> HttpResponse:
    """Show how far a report is; htmx asks for that part alone every second until it is made."""
    part = "#progress" if request.htmx else ""
    may_ask = campaigns_to_report(request.user).filter(pk=report.campaign_id).exists()
    context = {"report": report, "progress": progress_of(report), "may_ask": may_ask}
    return render(request, f"portal/report_making.html{part}", context)


@require_POST
@for_secretary_and_chair
def report_again(request: UserRequest, pk: int) -> HttpResponse:
    """Queue a failed report once more."""
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    if not asking.ask_again(report):
        messages.info(request, _("This report is no longer a failed one."))
    return redirect(report)


@require_safe
@for_council
def report_face(request: UserRequest, pk: int, face: str) -> HttpResponse:
    """Give a report as one of its faces; an issued one byte by byte as it went out."""
    report = get_object_or_404(Report.objects.visible_to(request.user).ready().select_related("paper"), pk=pk)
    if face not in FACES:
        raise Http404
    content = issued_face(report, face) or render_face(report, face, address=check_address(request, report))
    return download(content, Face(face).mime, filename(report, face))


def check_address(request: HttpRequest, report: Report) -> str:
    """Return where anyone can check a printed report."""
    return request.build_absolute_uri(reverse("verify-code", args=[report.code]))


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
