"""The council's desk: how the campaign stands, and what to do next."""

from django.http import HttpResponse
from django.shortcuts import render

from campaigns import deliverables
from portal.charts import standing_bars, timeliness
from portal.council import council
from portal.desk import desk
from portal.filters import CampaignChoice
from portal.links import Links
from units.access import UserRequest, for_council


@for_council
def council_desk(request: UserRequest) -> HttpResponse:
    """Show one campaign: the running one of this year unless the address names another."""
    seen = council(request.user, request.GET.get("campaign", ""))
    if seen is None:
        return render(request, "portal/desk_empty.html")
    links = Links(seen.campaign.code, is_closed=seen.is_closed)
    kinds = {kind: str(label).lower() for kind, label in deliverables.choices()}
    page = desk(seen.picture, links, kinds=kinds)
    context = {
        "campaign": seen.campaign,
        "choice": CampaignChoice(seen.campaign, seen.campaigns) if len(seen.campaigns) > 1 else None,
        "at": seen.picture.at,
        "desk": page,
        "links": links,
        "bars": standing_bars(page.bars),
        "trend": timeliness(page.trend) if page.trend else None,
    }
    return render(request, "portal/desk.html", context)
