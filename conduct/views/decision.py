"""The register of decisions: listed, drafted, recorded, given out, taken back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.gate import FileRefused
from campaigns.receipts import qr_picture
from campaigns.serving import private_file
from conduct.decision_actions import change_draft, issue, prepare_decision, revoke, strike, to_be_decided
from conduct.decision_forms import DecisionDraftForm, DecisionFilterForm, IssueForm, RevokeForm, StrikeForm
from conduct.models import Decision, DecisionState
from conduct.session_forms import hosts_of
from conduct.telling import told_by_lines
from units.access import UserRequest, for_council, for_secretary, for_units_and_council
from units.models import Unit, User
from units.sign_in import kept_text
from units.workflow import MoveRefused
from units.xlsx import CellKind, Column, xlsx_response

CONFLICT = 409
SIGNS = {DecisionState.DRAFT: "drafting", DecisionState.ISSUED: "accepted", DecisionState.REVOKED: "overdue"}


def to_prepare(user: User, pk: int, *, state: str = "") -> Decision:
    """Return a decision of the person's council, or answer 404."""
    found = Decision.objects.under_council(user).select_related("host", "session", "scan")
    decision = get_object_or_404(found, pk=pk)
    if state and decision.state != state:
        raise Http404
    return decision


@for_council
def decision_list(request: UserRequest) -> HttpResponseBase:
    """List the register, drafts first, then by date."""
    found = list(Decision.objects.under_council(request.user).with_counts())
    years = sorted({row.issued_on.year for row in found if row.issued_on}, reverse=True)
    form = DecisionFilterForm(request.GET, years=years, states=DecisionState.choices)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "year": None, "status": ""}
    decisions = [
        row
        for row in found
        if row.matches(asked["q"])
        and (not asked["year"] or (row.issued_on and row.issued_on.year == asked["year"]))
        and (not asked["status"] or row.state == asked["status"])
    ]
    if request.GET.get("format") == "xlsx":
        return register_as_workbook(decisions)
    rows = [(row, SIGNS[DecisionState(row.state)]) for row in decisions]
    facts = {"decisions": rows, "form": form, "may_prepare": bool(hosts_of(request.user))}
    return render(request, "conduct/decision_list.html", facts)


def register_as_workbook(decisions: Sequence[Decision]) -> HttpResponseBase:
    columns = [
        Column(_("Number"), width=20),
        Column(_("Date"), CellKind.DATE),
        Column(_("Subject line"), width=70),
        Column(_("Signed by"), width=28),
        Column(_("Position of the signer"), width=34),
        Column(_("Awards"), CellKind.INTEGER),
        Column(_("State")),
        Column(_("Revoked by"), width=20),
        Column(_("Code"), width=18),
    ]
    rows = (
        (
            *(row.number, row.issued_on, row.title, row.signer_name, row.signer_position, row.line_count),
            *(row.get_state_display(), row.revoked_by_number, row.code),
        )
        for row in decisions
    )
    return xlsx_response("so-quyet-dinh.xlsx", columns, rows, expected_rows=len(decisions))


@for_secretary
def decision_new(request: UserRequest) -> HttpResponse:
    """Begin a decision from what the council approved."""
    host = Unit.objects.visible_to(request.user).filter(pk__in=hosts_of(request.user)).first()
    if host is None:
        raise Http404
    form = DecisionDraftForm(request.POST or kept_text(request), waiting=to_be_decided(host))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        decision = prepare_decision(host, facts["add"], title=facts["title"], by=request.user)
        messages.success(request, _("The decision is drafted. Record it here when it is signed."))
        return redirect(decision)
    return render(request, "conduct/decision_edit.html", {"form": form, "decision": None})


@for_secretary
def decision_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a draft: its subject line, whom it names."""
    decision = to_prepare(request.user, pk, state=DecisionState.DRAFT)
    form = DecisionDraftForm(
        request.POST or kept_text(request), waiting=to_be_decided(decision.host), decision=decision
    )
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("title", "add", "remove", "version")}
        try:
            change_draft(decision, by=request.user, **facts)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(decision)
    return render(request, "conduct/decision_edit.html", {"form": form, "decision": decision})


@for_units_and_council
def decision_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a decision: to the council, and to units one of whose nominations it names."""
    found = Decision.objects.visible_to(request.user).select_related("host", "session", "scan")
    decision = get_object_or_404(found, pk=pk)
    address = request.build_absolute_uri(reverse("verify-code", args=[decision.code]))
    facts = {
        "decision": decision,
        "sign": SIGNS[DecisionState(decision.state)],
        "lines": list(decision.lines.visible_to(request.user).select_related("unit")),
        "prepares": decision.allows("issue", request.user),
        "of_council": bool(decision.roles_of(request.user)),
        "events": list(decision.events.defer("content")),
        "verify_url": address,
        "qr": qr_picture(address) if decision.state != DecisionState.DRAFT else "",
    }
    return render(request, "conduct/decision_detail.html", facts)


@for_secretary
def decision_issue(request: UserRequest, pk: int) -> HttpResponse:
    """Record a signed decision with its number, date, signer and scan."""
    decision = to_prepare(request.user, pk, state=DecisionState.DRAFT)
    form = IssueForm(request.POST or kept_text(request), request.FILES or None, decision=decision)
    if request.method == "POST" and form.is_valid():
        try:
            issue(form.fill(), by=request.user, scan=form.cleaned_data["scan"], version=form.cleaned_data["version"])
        except (FileRefused, MoveRefused) as refused:
            form.add_error("scan" if isinstance(refused, FileRefused) else None, str(refused))
        else:
            messages.success(request, _("The decision is in the register; its awards are given."))
            return redirect(decision)
    told = told_by_lines(decision.lines.all(), by=request.user)
    return render(request, "conduct/decision_issue.html", {"form": form, "decision": decision, "told": told})


@for_secretary
def decision_strike(request: UserRequest, pk: int, line: int) -> HttpResponse:
    """Take one award of a decision back."""
    decision = to_prepare(request.user, pk, state=DecisionState.ISSUED)
    row = get_object_or_404(decision.lines.select_related("decision", "nomination"), pk=line)
    form = StrikeForm(request.POST or kept_text(request), initial={"version": decision.version})
    if request.method == "POST" and form.is_valid():
        try:
            strike(row, by=request.user, **form.cleaned_data)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The award is taken back: %(line)s") % {"line": row})
            return redirect(decision)
    facts = {"form": form, "decision": decision, "line": row, "back_url": decision.get_absolute_url()}
    facts["told"] = told_by_lines(decision.lines.filter(pk=row.pk), by=request.user)
    return render(request, "conduct/decision_strike.html", facts, status=200 if row.struck_at is None else CONFLICT)


@for_secretary
def decision_revoke(request: UserRequest, pk: int) -> HttpResponse:
    """Take a whole decision back."""
    decision = to_prepare(request.user, pk, state=DecisionState.ISSUED)
    form = RevokeForm(request.POST or kept_text(request), initial={"version": decision.version})
    if request.method == "POST" and form.is_valid():
        try:
            revoke(decision, by=request.user, **form.cleaned_data)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The decision is revoked, and so are its awards."))
            return redirect(decision)
    facts = {"form": form, "decision": decision, "back_url": decision.get_absolute_url()}
    facts["told"] = told_by_lines(decision.lines.standing(), by=request.user)
    return render(request, "conduct/decision_revoke.html", facts)


@require_safe
@for_units_and_council
def decision_file(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give the signed decision out to be saved."""
    decision = get_object_or_404(Decision.objects.visible_to(request.user).select_related("scan"), pk=pk)
    if decision.scan is None:
        raise Http404
    return private_file(decision.scan.file, mime=decision.scan.mime, name=decision.scan.name)
