"""What the council's pages stand on: the only queries behind desk, matrix, lists and one unit's year."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, IntegerField, OuterRef, Value, When
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.timezone import localdate, localtime

from campaigns import facts
from campaigns.models import Campaign, Holiday, Requirement
from portal.standings import Picture, picture
from units.clock import DbNow
from units.models import Membership, Role, Unit, User


@dataclass(frozen=True)
class Council:
    """One campaign of the reader's council as it stands now (a closed one: as it stood at its end)."""

    campaign: Campaign
    campaigns: list[Campaign]
    picture: Picture

    @property
    def is_closed(self) -> bool:
        return self.campaign.closed_at is not None


def council(user: User, code: str = "", *, unit: str = "") -> Council | None:
    """Return the campaign with this code, else the running one of this year; None where none was opened yet.

    Five queries, whatever the size; `unit` leaves what the others owe away. Raises Http404 for a code that the
    reader's council does not have.
    """
    campaigns = _campaigns(user)
    campaign = _chosen(campaigns, code)
    if campaign is None:
        return None
    at = min(campaign.now, campaign.closed_at) if campaign.closed_at else campaign.now  # type: ignore[attr-defined]
    return Council(
        campaign,
        campaigns,
        picture(
            facts.ledger(campaign, unit=unit, is_now=not unit),
            at=at,
            members=facts.members(campaign),
            titles={each["code"]: each["title"] for each in campaign.asked},  # type: ignore[attr-defined]
            holidays=Holiday.objects.days(),
        ),
    )


def _campaigns(user: User) -> list[Campaign]:
    """Return the council's campaigns with what each asks for and the database's clock, in one query."""
    asked = Requirement.objects.visible_to(user).filter(campaign=OuterRef("pk")).order_by("position", "code")
    return list(
        Campaign.objects.under_council(user)
        .opened()
        .annotate(asked=ArraySubquery(asked.values(data=JSONObject(code="code", title="title"))), now=DbNow())
    )


def people_of(unit: Unit, *, by: User) -> list[Membership]:
    """Return who stands for a unit today, its head first: whom one calls, and to whom one writes."""
    head_first = Case(When(role=Role.HEAD, then=Value(0)), default=Value(1), output_field=IntegerField())
    held = Membership.objects.visible_to(by).in_force(on=localdate()).filter(unit=unit, role__in=Role.at_units())
    return list(held.select_related("user").order_by(head_first, "user__sort_key"))


def _chosen(campaigns: list[Campaign], code: str) -> Campaign | None:
    if code:
        found = next((campaign for campaign in campaigns if campaign.code == code), None)
        if found is None:
            raise Http404
        return found
    year = localtime().year
    running = [campaign for campaign in campaigns if campaign.state == "open"]
    this_year = [campaign for campaign in running if campaign.year == year]
    return next(iter([*this_year, *running, *campaigns]), None)
