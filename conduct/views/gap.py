"""How well the codes are kept: clauses by clusters, one clause by units, one unit by clauses."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from campaigns.models import Campaign
from conduct.declared import clauses
from conduct.gap_page import GapPage, clause_lines, unit_lines
from units.access import UserRequest, for_council
from units.clock import db_now
from units.models import Cluster, Unit


@for_council
def conduct_map(request: UserRequest) -> HttpResponse:
    """What was declared by clause and cluster, the four words, the trend."""
    campaigns = Campaign.objects.under_council(request.user).opened()
    campaign = _campaign(request)
    page = GapPage(campaign, db_now(), request.GET) if campaign else None
    return render(request, "conduct/gap_map.html", {"page": page, "campaign": campaign, "campaigns": campaigns})


@for_council
def conduct_clause(request: UserRequest, clause: str) -> HttpResponse:
    """The units that declared one clause, the lowest first."""
    row, campaign = clauses().get(clause), _campaign(request)
    if row is None or campaign is None:
        raise Http404
    page = GapPage(campaign, db_now(), request.GET)
    cluster = Cluster.objects.filter(code=request.GET.get("cluster", "")).first()
    asked = {"group": page.choice.group, "period": page.choice.period, "cluster": cluster.code if cluster else ""}
    lines = unit_lines(campaign, clause, at=page.at, **asked)  # type: ignore[arg-type]
    context = {"clause": row, "campaign": campaign, "lines": lines, "cluster": cluster, "choice": page.choice}
    return render(request, "conduct/gap_clause.html", context)


@for_council
def conduct_unit(request: UserRequest, code: str) -> HttpResponse:
    """All clauses that one unit declared."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), code=code)
    campaign = _campaign(request)
    lines = clause_lines(campaign, code, at=db_now()) if campaign else []
    return render(request, "conduct/gap_unit.html", {"unit": unit, "campaign": campaign, "lines": lines})


def _campaign(request: UserRequest) -> Campaign | None:
    """Return the campaign that is asked for, else the one that runs, else the latest."""
    own = Campaign.objects.under_council(request.user).opened()
    if code := request.GET.get("campaign"):
        return get_object_or_404(own, code=code)
    return own.running().first() or own.first()
