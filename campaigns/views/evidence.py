"""Evidence: given out to those who may see it, never run; taken from its place after asking once more."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import log
from campaigns.evidence import detach
from campaigns.evidence_page import Book, Part
from campaigns.models import ActivityEntry, Evidence, EvidenceUse, Obligation
from campaigns.photos import MIME
from campaigns.sections import closed_sentence, evidence_places
from campaigns.serving import PICTURES, private_file
from campaigns.views.edit import own_obligation, turned_away
from campaigns.views.giving import Giving
from units.access import UserRequest, for_units, for_units_and_council
from units.sign_in import kept_text
from units.workflow import MoveRefused

PAGE_SIZE: Final = 24


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
    pictures = Evidence.objects.visible_to(request.user).filter(mime__in=PICTURES)
    evidence = get_object_or_404(pictures, pk=pk)
    small = evidence.thumbnail or evidence.file  # those of the first days have none
    return private_file(
        small, mime=MIME if evidence.thumbnail else evidence.mime, name=f"minh-chung-{pk.hex[:8]}-nho.jpg", inline=True
    )


@for_units
def evidence_place(request: UserRequest, pk: int, place: str) -> HttpResponse:
    """One place of a draft: what stands there, and all that could."""
    obligation = own_obligation(request, pk)
    label = evidence_places(obligation).get(place)
    if label is None:
        raise Http404
    if request.method != "POST" and (away := turned_away(request, obligation)):
        return away
    return _place(request, Part(Book.of(obligation, request.user), place, label), {"obligation": obligation})


@for_units
def activity_evidence(request: UserRequest, pk: int) -> HttpResponse:
    """The evidence of an activity of the log, beside its photos."""
    own = ActivityEntry.objects.visible_to(request.user).of_units(request.user).select_related("campaign", "unit")
    entry = get_object_or_404(own, pk=pk)
    if request.method != "POST" and entry.campaign.closed_at:
        messages.info(request, log.closed_sentence())
        return redirect(entry)
    return _place(request, Part(Book.of(entry, request.user), "", entry.title), {"entry": entry})


def _place(request: UserRequest, part: Part, context: dict[str, Any]) -> HttpResponse:
    """Take in what was posted, or show the place with all that the unit gave before."""
    part.is_own_page = True
    if request.method == "POST":
        if answer := Giving(request, part).answer(on=part.home, back=part.home):
            return answer
    elif (kept := kept_text(request)) is not None:
        part.fill(kept)
    query = request.GET.get("q", "")
    page = Paginator(part.others(query), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "campaigns/evidence_place.html", context | {"part": part, "page": page, "q": query})


@for_units
def evidence_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Ask once more, then take evidence from its place."""
    own = EvidenceUse.objects.visible_to(request.user).of_units(request.user)
    use = get_object_or_404(own.select_related("evidence", "obligation__campaign", "entry__campaign"), pk=pk)
    back_url = Part(Book(use.to, request.user), use.place).home
    if sentence := _closed(use.to):
        messages.info(request, sentence)
        return redirect(use.to)
    if request.method != "POST":
        stays = use.evidence.uses.exclude(pk=use.pk).exists()
        context = {"use": use, "obligation": use.obligation, "entry": use.entry, "back_url": back_url, "stays": stays}
        return render(request, "campaigns/evidence_remove.html", context | {"form": None})
    try:
        detach(use, by=request.user)
        messages.success(request, _("“%(name)s” was removed.") % {"name": use.evidence})
    except (MoveRefused, log.LogRefused) as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(back_url)


def _closed(to: Obligation | ActivityEntry) -> str:
    """Return why nothing can be taken away now; "" where it can."""
    if isinstance(to, Obligation):
        return closed_sentence(to, at=timezone.now())
    return log.closed_sentence() if to.campaign.closed_at else ""
