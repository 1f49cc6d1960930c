"""One obligation: where it stands, what to do now, its content, what was handed in, its history."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from campaigns import deliverables
from campaigns.differences import changed_places, differences
from campaigns.history import change_lines, hand_ins
from campaigns.models import Obligation
from campaigns.obligation_page import ObligationPage
from units.access import UserRequest, for_units_and_council
from units.clock import db_now


def obligation_of(request: UserRequest, pk: int) -> Obligation:
    """Return the obligation with what its pages name; 404 for strangers."""
    visible = Obligation.objects.visible_to(request.user).select_related("unit", "host", "campaign", "requirement")
    return get_object_or_404(visible, pk=pk)


@for_units_and_council
def obligation_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one obligation: the live draft to its unit, the last hand-in to everyone else."""
    page = ObligationPage(obligation_of(request, pk), request.user, db_now())
    return render(
        request,
        "campaigns/obligation_detail.html",
        {"page": page, "obligation": page.obligation, "content": page.content, "at": page.at},
    )


@for_units_and_council
def obligation_handed_in(request: UserRequest, pk: int, event_id: int) -> HttpResponse:
    """Show what was handed in once, and what had changed since the time before."""
    obligation = obligation_of(request, pk)
    earlier = hand_ins(obligation.events.filter(pk__lte=event_id).order_by("id"))
    event = get_object_or_404(obligation.events.filter(verb="submit"), pk=event_id)
    before = earlier[-2] if len(earlier) > 1 else None
    old, new = before.content or {} if before else {}, event.content or {}
    return render(
        request,
        "campaigns/obligation_handed_in.html",
        {
            "page": ObligationPage(obligation, request.user, db_now()),
            "obligation": obligation,
            "event": event,
            "before": before,
            "number": len(earlier),
            "content": new,
            "content_template": deliverables.of(obligation.kind).template,
            "changed": changed_places(differences(old, new)) if before else frozenset(),
            "changes": change_lines(obligation.kind, old, new) if before else [],
        },
    )
