"""The activity log: noted in under a minute, found again, read by those who may."""

from datetime import date

from campaigns.log import entries_of
from campaigns.models import ActivityEntry
from tests import factories as make


def entry(unit, campaign, by, held_on=date(2024, 3, 4), **facts) -> ActivityEntry:
    facts = {"kind": "publicity", "title": "Tuyên truyền Quy tắc ứng xử", "noted_at": make.moment(2024, 3, 5)} | facts
    return ActivityEntry.objects.create(unit=unit, campaign=campaign, held_on=held_on, noted_by=by, **facts)


# --- what a report is filled in from --------------------------------------------------------------------------------


def test_the_entries_of_a_period_are_those_of_its_days_first_and_last_included(campaign, unit, other_unit, drafter):
    days = [date(2024, 3, 31), date(2024, 4, 1), date(2024, 6, 30), date(2024, 7, 1)]
    made = [entry(unit, campaign, drafter, day) for day in reversed(days)]
    entry(other_unit, campaign, drafter, date(2024, 5, 1))

    assert list(entries_of(unit, campaign, date(2024, 4, 1), date(2024, 6, 30))) == [made[2], made[1]]
