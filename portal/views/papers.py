"""Official papers of units as Word files, for those who may read the same on a page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from campaigns import deliverables
from campaigns.models import Obligation, ObligationEvent
from campaigns.obligation_page import ObligationPage
from campaigns.views.obligation import obligation_of
from portal.papers.render import DOCX
from portal.papers.unit_paper import UnitPaper
from units.access import UserRequest, for_units_and_council
from units.clock import db_now


@require_safe
@for_units_and_council
def obligation_docx(request: UserRequest, pk: int) -> HttpResponse:
    """Give what the page of the obligation shows: the unit's draft (`?sign=1` to be signed), else the last hand-in."""
    obligation = printable_obligation(request, pk)
    page = ObligationPage(obligation, request.user, db_now())
    if page.shows_draft:
        if page.content is None:
            raise Http404
        return word_file(UnitPaper(obligation, page.content, to_sign="sign" in request.GET))
    if page.last_hand_in is None:
        raise Http404
    return handed_in(request, obligation, page.last_hand_in)


@require_safe
@for_units_and_council
def handed_in_docx(request: UserRequest, pk: int, event_id: int) -> HttpResponse:
    """Give what was handed in once."""
    obligation = printable_obligation(request, pk)
    events = obligation.events.select_related("receipt").filter(verb="submit")
    return handed_in(request, obligation, get_object_or_404(events, pk=event_id))


def printable_obligation(request: UserRequest, pk: int) -> Obligation:
    obligation = obligation_of(request, pk)
    if deliverables.of(obligation.kind).printer is None:
        raise Http404
    return obligation


def handed_in(request: HttpRequest, obligation: Obligation, event: ObligationEvent) -> HttpResponse:
    address = request.build_absolute_uri(reverse("verify-code", args=[event.receipt.code]))
    return word_file(UnitPaper(obligation, event.content or {}, event, address))


def word_file(paper: UnitPaper) -> HttpResponse:
    name = content_disposition_header(as_attachment=True, filename=paper.file_name)
    return HttpResponse(paper.docx(), DOCX, headers={"Content-Disposition": name, "Cache-Control": "private, no-store"})
