"""How well the codes are kept: clauses by clusters, one clause by units, one unit by clauses."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from campaigns.models import Campaign
from conduct.declared import clauses
from conduct.gap_charts import heat_spec, trend_spec
from conduct.gap_lines import clause_lines, cluster_lines, unit_lines
from conduct.gap_page import GapPage
from units.access import UserRequest, for_council
from units.clock import db_now
from units.models import Cluster, Unit


@for_council
def conduct_map(request: UserRequest) -> HttpResponse:
    """What was declared by clause and cluster, the four words, the trend."""
    campaigns = Campaign.objects.under_council(request.user).opened()
    campaign = _campaign(request)
    page = GapPage(campaign, db_now(), request.GET) if campaign else None
    context: dict[str, Any] = {"page": page, "campaign": campaign, "campaigns": campaigns}
    if page:
        context |= {"heat": heat_spec(page), "trend": trend_spec(page)}
    return render(request, "conduct/gap_map.html", context)


@for_council
def conduct_clause(request: UserRequest, clause: str) -> HttpResponse:
    """The units that declared one clause, the lowest first."""
    row, campaign = clauses().get(clause), _campaign(request)
    if row is None or campaign is None:
        raise Http404
    page = GapPage(campaign, db_now(), request.GET)
    cluster = Cluster.objects.filter(code=request.GET.get("cluster", "")).first()
    lines = unit_lines(campaign, clause, at=page.at, cluster=cluster.code if cluster else "", choice=page.choice)
    context = {"clause": row, "campaign": campaign, "lines": lines, "cluster": cluster, "page": page}
    return render(request, "conduct/gap_clause.html", context)


@for_council
def conduct_cluster(request: UserRequest, cluster: str) -> HttpResponse:
    """The units of one cluster, all their clauses weighed, the lowest first."""
    row, campaign = get_object_or_404(Cluster, code=cluster), _campaign(request)
    if campaign is None:
        raise Http404
    page = GapPage(campaign, db_now(), request.GET)
    lines = cluster_lines(campaign, cluster, at=page.at, choice=page.choice)
    context = {"cluster": row, "campaign": campaign, "lines": lines, "page": page}
    return render(request, "conduct/gap_cluster.html", context)


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
