"""Evidence: given out to those who may see it, never run; taken from its place after asking once more."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.evidence import detach
from campaigns.models import Evidence, EvidenceUse
from campaigns.photos import MIME
from campaigns.places import place_address
from campaigns.sections import closed_sentence
from campaigns.serving import private_file
from units.access import UserRequest, for_units, for_units_and_council
from units.workflow import MoveRefused


@require_safe
@for_units_and_council
def evidence_file(request: UserRequest, pk: UUID) -> HttpResponseBase:
    """Give the file out to be saved; a picture may be looked at in the page (`?inline=1`)."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.user).exclude(file=""), pk=pk)
    return private_file(evidence.file, mime=evidence.mime, name=evidence.name, inline="inline" in request.GET)


@require_safe
@for_units_and_council
def evidence_small(request: UserRequest, pk: UUID) -> HttpResponseBase:
    """Show the thumbnail of a picture."""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.user).exclude(thumbnail=""), pk=pk)
    return private_file(evidence.thumbnail, mime=MIME, name=f"minh-chung-{pk.hex[:8]}-nho.jpg", inline=True)


@for_units
def evidence_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Ask once more, then take evidence from its place."""
    own = EvidenceUse.objects.visible_to(request.user).of_units(request.user)
    use = get_object_or_404(own.select_related("evidence", "obligation__campaign"), pk=pk)
    if use.obligation is None:
        raise Http404
    back_url = place_address(use.obligation, use.place)
    if sentence := closed_sentence(use.obligation, at=timezone.now()):
        messages.info(request, sentence)
        return redirect(use.obligation)
    if request.method != "POST":
        context = {"use": use, "obligation": use.obligation, "back_url": back_url, "form": None}
        return render(request, "campaigns/evidence_remove.html", context)
    try:
        detach(use, by=request.user)
        messages.success(request, _("“%(name)s” was removed.") % {"name": use.evidence})
    except MoveRefused as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(back_url)
