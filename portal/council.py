"""What the council's pages stand on: the only queries behind desk, matrix, lists and one unit's year."""

from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, IntegerField, OuterRef, Value, When
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language

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

    Six queries, whatever the size; `unit` leaves what the others owe away. Raises Http404 for a code that the
    reader's council does not have.
    """
    campaigns = _campaigns(user)
    campaign = _chosen(campaigns, code)
    if campaign is None:
        return None
    return Council(campaign, campaigns, _taken(campaign, unit) if unit else _kept(campaign))


def as_of(seen: Council, at: datetime) -> Council:
    """Return the same campaign as it stood at an earlier moment; three queries more."""
    return replace(seen, picture=_taken(seen.campaign, at=at)) if at < seen.picture.at else seen


def _taken(campaign: Campaign, unit: str = "", *, at: datetime | None = None) -> Picture:
    """Return a picture of this moment, or of an earlier one."""
    now = min(campaign.now, campaign.closed_at) if campaign.closed_at else campaign.now  # type: ignore[attr-defined]
    return picture(
        facts.ledger(campaign, unit=unit, is_now=not unit and at is None),
        at=at or now,
        members=facts.members(campaign),
        titles={each["code"]: each["title"] for each in campaign.asked},  # type: ignore[attr-defined]
        holidays=Holiday.objects.days(),
    )


# --- pictures that were just taken -----------------------------------------------------------------------------------

MOST_ITEMS = 20_000  # of a larger campaign no picture is kept: memory
MOST_PICTURES = 8


@dataclass(frozen=True)
class Kept:
    """A picture, the last move and the last obligation that it shows, and until when it may be shown."""

    picture: Picture
    latest: tuple[int, int]
    until: float


_pictures: dict[tuple[int, str], Kept] = {}


def _kept(campaign: Campaign) -> Picture:
    """Return the picture that was taken a moment ago as long as nothing has moved since, else a new one.

    Every page tells the moment of its picture. A picture grows `PICTURE_SECONDS` old at most, so that a due date that
    passes, a changed title or a move that was committed out of turn shows by then. Each process keeps its own.
    """
    key = campaign.pk, get_language() or ""  # some of what a picture keeps is in words
    latest, kept = facts.latest(), _pictures.get(key)
    if kept and kept.latest == latest and monotonic() < kept.until:
        return kept.picture
    taken = _taken(campaign)
    if settings.PICTURE_SECONDS and len(taken.items) <= MOST_ITEMS:
        if len(_pictures) >= MOST_PICTURES:
            _pictures.clear()
        _pictures[key] = Kept(taken, latest, monotonic() + settings.PICTURE_SECONDS)
    return taken


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
    held = held.filter(user__is_active=True)
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
