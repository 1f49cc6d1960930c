"""Files: given out to those who may see them, never run; taken off a draft after asking once more."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.actions import remove_attachment
from campaigns.models import Attachment
from campaigns.sections import closed_sentence, section_url
from units.access import UserRequest, for_units, for_units_and_council
from units.workflow import MoveRefused

PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Content-Encoding": "identity",  # scans are compressed already
}


@require_safe
@for_units_and_council
def attachment_file(request: UserRequest, pk: UUID) -> HttpResponseBase:
    """Give the file out to be saved; a picture may be looked at in the page (`?inline=1`)."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    is_inline = "inline" in request.GET and attachment.mime in PICTURES
    response = _content(attachment)
    response["Content-Type"] = attachment.mime
    response["Content-Disposition"] = content_disposition_header(not is_inline, attachment.name) or "attachment"
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _content(attachment: Attachment) -> HttpResponseBase:
    """Return the bytes, or the order to nginx to send them."""
    if settings.FILES_BY_NGINX:
        return HttpResponse(
            headers={"X-Accel-Redirect": f"{settings.FILES_BY_NGINX.rstrip('/')}/{attachment.file.name}"}
        )
    try:
        return FileResponse(attachment.file.open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error


@for_units
def attachment_remove(request: UserRequest, pk: UUID) -> HttpResponse:
    """Ask once more, then take the file off the draft."""
    own = Attachment.objects.visible_to(request.user).on_drafts_of(request.user)
    attachment = get_object_or_404(own, pk=pk)
    obligation = attachment.obligation
    back_url = section_url(obligation, "scan")
    if sentence := closed_sentence(obligation, at=timezone.now()):
        messages.info(request, sentence)
        return redirect(obligation)
    if request.method != "POST":
        context = {"attachment": attachment, "obligation": obligation, "back_url": back_url, "form": None}
        return render(request, "campaigns/edit_remove_file.html", context)
    try:
        remove_attachment(attachment, by=request.user)
        messages.success(request, _("“%(name)s” was removed.") % {"name": attachment.name})
    except MoveRefused as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(back_url)
