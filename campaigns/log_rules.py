"""What every activity of the log has to keep, however it comes in: by the page or by a sheet."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Drive, PlanActivity


class Links(NamedTuple):
    """What an activity was linked with; None for what was left out."""

    campaign: Campaign | None = None
    planned: PlanActivity | None = None
    drive: Drive | None = None

    @property
    def named(self) -> Campaign | None:
        """Return the campaign that is meant: the one that was chosen, or that of what it is linked with."""
        planned = self.planned.plan.obligation.campaign if self.planned else None
        return self.campaign or planned or (self.drive.campaign if self.drive else None)


def not_come_yet(held_on: date) -> str:
    """Return why nothing can be noted for this day, "" when it can."""
    return _("This day has not come yet. Note what has been done.") if held_on > localdate() else ""


def placed(
    held_on: date, unit_id: int | None, running: Sequence[Campaign], links: Links
) -> tuple[Campaign | None, list[tuple[str, str]]]:
    """Return the campaign an activity belongs to, found by its day unless one is named; and what stands against it.

    Each complaint is a field and a sentence. What an activity is linked with belongs to the same unit and campaign.
    """
    of_day = [each for each in running if each.starts_on <= held_on <= each.ends_on]
    if not of_day:
        return None, [("held_on", _no_campaign(running))]
    campaign = links.named if links.named in of_day else of_day[0]
    return campaign, list(_complaints(unit_id, campaign, links))


def _complaints(unit_id: int | None, campaign: Campaign, links: Links) -> Iterator[tuple[str, str]]:
    planned, drive = links.planned, links.drive
    if links.named and links.named != campaign:
        yield "held_on", _("“%(campaign)s” did not run on this day.") % {"campaign": links.named}
    if planned and (planned.plan.obligation.unit_id, planned.plan.obligation.campaign) != (unit_id, campaign):
        yield "plan_activity", _("This activity stands in another plan. Choose one of this movement.")
    if drive and (drive.unit_id, drive.campaign) != (unit_id, campaign):
        yield "drive", _("This drive belongs to another movement. Choose one of this movement.")


def _no_campaign(running: Sequence[Campaign]) -> str:
    spans = [
        f"{date_format(each.starts_on, 'SHORT_DATE_FORMAT')} – {date_format(each.ends_on, 'SHORT_DATE_FORMAT')}"
        for each in running
    ]
    sentence = _("No movement of the unit ran on this day. Choose a day within %(spans)s.")
    return sentence % {"spans": "; ".join(spans)}
