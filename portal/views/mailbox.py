"""The demo's mailbox: every mail that the portal sent, for the administrator. Nowhere else is there such a page."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from portal.models import OutgoingMail
from units.access import UserRequest, for_administrators

PAGE_SIZE = 20


@for_administrators
def mailbox(request: UserRequest) -> HttpResponse:
    """Show the mails of the demo, newest first."""
    if not settings.DEMO:
        raise Http404
    query = request.GET.get("q", "").strip()
    page = Paginator(OutgoingMail.objects.search(query), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "portal/mailbox.html", {"page": page, "query": query})
