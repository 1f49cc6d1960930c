"""Files: given out to those who may see them, never run; taken off a draft after asking once more."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.actions import remove_attachment
from campaigns.models import Attachment
from campaigns.sections import closed_sentence, section_url
from campaigns.serving import private_file
from units.access import UserRequest, for_units, for_units_and_council
from units.workflow import MoveRefused


@require_safe
@for_units_and_council
def attachment_file(request: UserRequest, pk: UUID) -> HttpResponseBase:
    """Give the file out to be saved; a picture may be looked at in the page (`?inline=1`)."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    return private_file(attachment.file, mime=attachment.mime, name=attachment.name, inline="inline" in request.GET)


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
