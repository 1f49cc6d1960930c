"""What hangs on a wall or stands on a desk, as PDF: codes for everybody, posters for their units and the council."""

from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from conduct.models import CodeVersion, FeedbackLink
from portal.papers.hung_up import FORMS, code_pdf, posters_pdf
from portal.papers.pdf import PDF
from units.access import UserRequest, for_units_and_council, public


@require_safe
@public
def code_sheet_pdf(request: HttpRequest, code: str, sheet: str) -> HttpResponse:
    """Give the code in force as a card for each desk (A5) or a poster to be framed (A3)."""
    if sheet not in FORMS:
        raise Http404
    in_force = CodeVersion.objects.visible_to(request.user).in_force(on=localdate())
    version = get_object_or_404(in_force.select_related("code", "legal_basis"), code__code=code)
    return _pdf(code_pdf(version, sheet), f"{code}-{sheet}.pdf")


@require_safe
@for_units_and_council
def poster_pdf(request: UserRequest) -> HttpResponse:
    """Give posters, one to a page: of one unit, or of all that the reader sees. 124 take less than two seconds."""
    links = FeedbackLink.objects.visible_to(request.user).in_use().select_related("unit", "host")
    code = request.GET.get("unit", "")
    found = list(links.filter(unit__code=code) if code else links.order_by("unit__cluster__position", "unit__sort_key"))
    if not found:
        raise Http404
    paper: Literal["a4", "a5"] = "a5" if request.GET.get("size") == "a5" else "a4"
    body = posters_pdf(found, site=request.build_absolute_uri("/"), paper=paper)
    return _pdf(body, f"{code or 'posters'}-{paper}.pdf")


def _pdf(body: bytes, name: str) -> HttpResponse:
    """Show it in the browser, which prints it; what is saved has a name of its own."""
    shown = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return HttpResponse(body, PDF, headers={"Content-Disposition": shown, "Cache-Control": "private, no-store"})
