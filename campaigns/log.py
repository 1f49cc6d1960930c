"""The activity log: noting, correcting and taking back, and reading it for what is filled in from it."""

from datetime import date

from campaigns.models import ActivityEntry, Campaign
from campaigns.models.activity import ActivityEntryQuerySet
from units.models import Unit


def entries_of(unit: Unit, campaign: Campaign, first: date, last: date) -> ActivityEntryQuerySet:
    """Return what a unit did for a campaign from `first` to `last`, both days included, in the order of the days."""
    return ActivityEntry.objects.filter(unit=unit, campaign=campaign).within(first, last).order_by("held_on", "id")
