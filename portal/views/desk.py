"""The council's desk: how the campaign stands, and what to do next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from campaigns import deliverables
from portal.charts import standing_bars, timeliness
from portal.council import council
from portal.desk import Desk, desk
from portal.filters import CampaignChoice
from portal.links import Links
from portal.standings import Picture
from units.access import UserRequest, for_council


@for_council
def council_desk(request: UserRequest) -> HttpResponse:
    """Show one campaign: the running one of this year unless the address names another."""
    seen = council(request.user, request.GET.get("campaign", ""))
    if seen is None:
        return render(request, "portal/desk_empty.html")
    links = Links(seen.campaign.code, is_closed=seen.is_closed)
    page, content = seen.picture.drawn(("desk", links), lambda: _drawn(seen.picture, links))
    context = {
        "campaign": seen.campaign,
        "choice": CampaignChoice(seen.campaign, seen.campaigns) if len(seen.campaigns) > 1 else None,
        "at": seen.picture.at,
        "desk": page,
        "content": content,
    }
    return render(request, "portal/desk.html", context)


def _drawn(picture: Picture, links: Links) -> tuple[Desk, SafeString]:
    """Return the desk and what of its page is the same for everybody: some hundred figures with their addresses."""
    page = desk(picture, links, kinds={kind: str(label).lower() for kind, label in deliverables.choices()})
    context = {
        "desk": page,
        "links": links,
        "at": picture.at,
        "bars": standing_bars(page.bars),
        "trend": timeliness(page.trend) if page.trend else None,
    }
    return page, render_to_string("portal/desk_content.html", context)
