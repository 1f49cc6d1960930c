"""A ready report on its way out: edit its texts, approve, issue, send; see what changed since another one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.models import Report, ReportPaper
from portal.reports.comparison import differences
from portal.reports.feed import feed
from portal.reports.issuing import add_recipients, draft_paper, issue
from portal.reports.paper_forms import ApproveForm, IssueForm, PaperForm, ReasonForm, RecipientsForm
from units.access import UserRequest, for_council, for_secretary, for_secretary_and_chair, public
from units.workflow import MoveRefused, advance, editing, may

CONFLICT = 409
DONE = {
    "approve": gettext_lazy("Approved. The standing office can issue it now."),
    "reject": gettext_lazy("Taken back. The standing office edits it."),
    "issue": gettext_lazy("Issued. Its files are made and its mails are sent within a minute."),
}


def paper_of(request: UserRequest, pk: int) -> ReportPaper:
    """Return the paper of a ready report that this person may see, or answer 404."""
    reports = Report.objects.visible_to(request.user).ready().select_related("campaign", "cluster", "schedule")
    return draft_paper(get_object_or_404(reports, pk=pk), on=localdate())


@for_secretary
def report_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Edit the texts of a report; once it is approved they stand still."""
    paper = paper_of(request, pk)
    if not paper.may_edit(request.user):
        messages.info(request, _("Its texts stand still: the report is approved or issued."))
        return redirect(paper)
    form, refusal = PaperForm(request.POST or None, instance=paper), None
    if request.method == "POST" and form.is_valid():
        try:
            keep_texts(paper, form, request)
        except MoveRefused as reason:
            refusal = reason
        else:
            messages.success(request, _("Saved."))
            return redirect(paper)
    context = {"paper": paper, "report": paper.report, "form": form, "refusal": refusal}
    return render(request, "portal/report_edit.html", context, status=CONFLICT if refusal else 200)


def keep_texts(paper: ReportPaper, form: PaperForm, request: UserRequest) -> None:
    """Write the typed texts on the row as it is held. Raises `StaleVersion`."""
    with editing(paper, by=request.user, version=form.cleaned_data["version"]) as row:
        for name in form.Meta.fields:
            setattr(row, name, form.cleaned_data[name])


@for_secretary_and_chair
def report_move(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    """Approve, take back or issue: what will happen (GET), then done (POST)."""
    paper = paper_of(request, pk)
    if verb not in paper.MOVES:
        raise Http404
    if not paper.allows(verb, request.user):
        raise PermissionDenied
    form, refusal = form_of(paper, verb, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            make_move(paper, verb, form, request)
        except MoveRefused as reason:
            refusal = reason
        else:
            messages.success(request, str(DONE[verb]))
            return redirect(paper)
    possible = may(paper, verb, by=request.user)
    context = {
        "paper": paper,
        "report": paper.report,
        "verb": verb,
        "form": form,
        "refusal": refusal,
        "possible": possible,
        "problems": paper.problems() if paper.MOVES[verb].complete else [],
        "back_url": paper.get_absolute_url(),
    }
    status = CONFLICT if refusal or not possible else 200
    return render(request, f"portal/report_{verb}.html", context, status=status)


def form_of(paper: ReportPaper, verb: str, data: Any) -> forms.Form:
    if verb == "issue":
        return IssueForm(paper, data)
    return (ReasonForm if verb == "reject" else ApproveForm)(data, initial={"version": paper.version})


def make_move(paper: ReportPaper, verb: str, form: Any, request: UserRequest) -> None:
    """Make the move that the form stands for. Raises a `MoveRefused`."""
    version = form.cleaned_data["version"]
    if verb != "issue":
        advance(paper, verb, by=request.user, version=version, note=form.cleaned_data.get("note", ""))
        return
    with transaction.atomic():
        form.write()
        chosen = form.cleaned_data["with_files"]
        issue(paper, by=request.user, recipients=form.recipients, with_files=chosen, version=version)


@for_secretary
def report_send(request: UserRequest, pk: int) -> HttpResponse:
    """Send an issued report to more people."""
    paper = paper_of(request, pk)
    if not paper.is_issued:
        raise Http404
    form = RecipientsForm(paper, request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = add_recipients(paper, form.recipients, with_files=form.cleaned_data["with_files"])
        messages.success(request, _("To be sent: %(number)s.") % {"number": added})
        return redirect(paper)
    context = {"paper": paper, "report": paper.report, "form": form, "back_url": paper.get_absolute_url()}
    return render(request, "portal/report_send.html", context)


@require_safe
@for_council
def report_changes(request: UserRequest, pk: int) -> HttpResponse:
    """Show which obligations moved which figure since another report of the same campaign."""
    reports = Report.objects.visible_to(request.user).ready().select_related("campaign", "cluster")
    report = get_object_or_404(reports.defer("chart_png"), pk=pk)
    others = Report.objects.visible_to(request.user).ready().same_scope(report).in_list()
    chosen = request.GET.get("from", "")
    other = get_object_or_404(reports, pk=chosen) if chosen.isdecimal() else others.before(report)
    context = {
        "report": report,
        "other": other,
        "others": others[:50],
        "differences": differences(other.snapshot, report.snapshot, report.words) if other else [],
    }
    return render(request, "portal/report_changes.html", context)


@require_safe
@public
def report_latest(request: HttpRequest) -> HttpResponse:
    """Give the newest issued report on a whole campaign to who holds the council's token: for the City's systems."""
    status, told = feed(request.headers.get("Authorization", ""))
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
