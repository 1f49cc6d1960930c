"""The minutes of an inspection as a Word file, for those who may read the same on the page of the visit."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from conduct.inspection_page import VisitPage
from conduct.minutes import minutes_facts, minutes_name
from conduct.views.visit import visit_of
from portal.papers.minutes import MINUTES
from portal.papers.render import DOCX, render_docx
from units.access import UserRequest, for_units_and_council


@require_safe
@for_units_and_council
def visit_docx(request: UserRequest, pk: int) -> HttpResponse:
    """Give the minutes; to the unit once they are presented, to council and team as a draft before."""
    visit = visit_of(request, pk)
    if not VisitPage(visit, request.user).may_read:
        raise Http404
    name = content_disposition_header(as_attachment=True, filename=minutes_name(visit)) or "attachment"
    body = render_docx(MINUTES.name, minutes_facts(visit))
    return HttpResponse(body, DOCX, headers={"Content-Disposition": name, "Cache-Control": "private, no-store"})
