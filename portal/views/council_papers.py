"""The papers of commendation as Word files and PDF: a unit's letter, those of a session, a decision, certificates."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.urls.converters import StringConverter
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conduct import award_printing, session_printing
from conduct.models import Decision, DecisionState, Nomination, Session
from portal import certificates
from portal.models import CertificateBatch
from portal.papers.pdf import PDF, render_pdf
from portal.papers.render import DOCX, render_docx
from units.access import UserRequest, for_council, for_secretary, for_units_and_council

SESSION_PAPERS: Final[Mapping[str, tuple[Callable[[Session], Mapping[str, Any]], str]]] = {
    "minutes": (session_printing.minutes, "Biên bản họp"),
    "tally": (session_printing.tally, "Biên bản kiểm phiếu"),
    "nominees": (session_printing.nominees, "Danh sách đề nghị"),
}


class FileKind(StringConverter):
    """In which form a paper is given out."""

    regex = "docx|pdf"


class SessionPaperKind(StringConverter):
    """Which paper of a session."""

    regex = "|".join(SESSION_PAPERS)


def given_out(kind: str, facts: Mapping[str, Any], form: str, name: str) -> HttpResponse:
    """Answer with a paper as a Word file or as PDF/A."""
    body, mime = (render_docx(kind, facts), DOCX) if form == "docx" else (render_pdf(kind, facts), PDF)
    return file(body, mime, f"{name}.{form}")


def file(body: bytes, mime: str, name: str) -> HttpResponse:
    shown = content_disposition_header(as_attachment=True, filename=name.replace("/", "-"))
    return HttpResponse(body, mime, headers={"Content-Disposition": shown, "Cache-Control": "private, no-store"})


@require_safe
@for_units_and_council
def nomination_letter(request: UserRequest, pk: int, form: str) -> HttpResponse:
    """Give the submission letter of a dossier, with all that the unit proposes by it."""
    nomination = get_object_or_404(Nomination.objects.visible_to(request.user).told(), pk=pk)
    name = f"Tờ trình {nomination.letter_number} {nomination.unit}"
    return given_out("letter", award_printing.letter(nomination), form, name)


@require_safe
@for_council
def session_file(request: UserRequest, pk: int, paper: str, form: str) -> HttpResponse:
    """Give list, minutes or record of the count of a session."""
    session = get_object_or_404(Session.objects.under_council(request.user).select_related("host"), pk=pk)
    facts, name = SESSION_PAPERS[paper]
    return given_out(paper, facts(session), form, f"{name} {session.held_on:%Y-%m-%d}")


def of_council(request: UserRequest, pk: int) -> Decision:
    return get_object_or_404(Decision.objects.under_council(request.user).select_related("host"), pk=pk)


@require_safe
@for_council
def decision_paper(request: UserRequest, pk: int, form: str) -> HttpResponse:
    """Give a decision as it is drafted or recorded, to be signed."""
    decision = of_council(request, pk)
    lines = decision.lines.select_related("nomination__terms__legal_basis")
    return given_out("decision", award_printing.decision(decision, lines), form, f"Quyết định {decision}")


@require_safe
@for_council
def certificates_docx(request: UserRequest, pk: int) -> HttpResponse:
    """Give the certificates of an issued decision as a Word file that can be touched up."""
    decision = of_council(request, pk)
    if decision.state != DecisionState.ISSUED:
        raise Http404
    address = request.build_absolute_uri(reverse("verify-code", args=[decision.code]))
    rows = award_printing.certificates(decision, decision.lines.select_related("nomination"), address=address)
    facts = {"certificates": rows, "number": decision.number, "agency": award_printing.giver(decision.host)}
    facts["subject"] = f"Giấy khen theo Quyết định số {decision.number}"
    return file(render_docx("certificate", facts), DOCX, f"Giấy khen {decision.number}.docx")


@for_secretary
def certificate_list(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for the certificates of a decision as one file for the printer (POST); show how far each is."""
    decision = of_council(request, pk)
    if decision.state != DecisionState.ISSUED:
        raise Http404
    if request.method == "POST":
        certificates.ask(decision, on_form=request.POST.get("on_form") == "1", by=request.user)
        messages.success(request, _("Asked for. You can leave this page; the file waits here when it is made."))
        return redirect("certificate-list", pk=pk)
    found = CertificateBatch.objects.visible_to(request.user).of(decision)
    batches = list(found.select_related("asked_by")[:10])
    facts = {
        "decision": decision,
        "number": decision.lines.standing().count(),
        "batches": batches,
        "is_under_way": any(batch.is_under_way for batch in batches),
        "back_url": decision.get_absolute_url(),
    }
    name = "portal/certificate_list.html"
    return render(request, f"{name}#batches" if request.htmx else name, facts)


@require_safe
@for_council
def certificate_file(request: UserRequest, pk: int) -> HttpResponse:
    """Give the file of certificates to be printed."""
    batches = CertificateBatch.objects.visible_to(request.user).select_related("decision")
    batch = get_object_or_404(batches.exclude(content=None), pk=pk)
    return file(bytes(batch.content or b""), PDF, f"Giấy khen {batch.decision.number}.pdf")
