"""A real beat and two real workers after an outage of three steps: everyone hears each thing once, by one mail."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from django.db.models import Max

from campaigns.calendar import add_working_days
from campaigns.models import Holiday, Obligation, ObligationEvent
from campaigns.opening import open_campaign
from portal.models import Notice, NoticeRun, OutgoingMail
from tests import factories as make
from tests.portal.test_report_worker import beat, environment, wait_until, worker  # noqa: F401 - a fixture
from units.clock import db_now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def due_last_week(host, unit, drafter, head, secretary):
    """A plan that fell due four working days ago; the worker was last seen the day before it did."""
    now = db_now()
    campaign = make.CampaignFactory(code="PT-NAY", host=host, year=now.year)
    make.RequirementFactory(campaign=campaign)
    opened = now - timedelta(days=60)
    open_campaign(campaign, by=secretary, at=opened)
    due_on = add_working_days(now.astimezone(make.HANOI).date(), -4, Holiday.objects.days())
    due = datetime.combine(due_on, time(23, 59, 59), make.HANOI)
    Obligation.objects.update(opens_at=opened, due_at=due, effective_due_at=due, next_due_at=due)
    Obligation.objects.update(locks_at=due + timedelta(days=60))
    NoticeRun.objects.create(
        began_at=opened,
        made_until=due - timedelta(days=1),
        event_mark=ObligationEvent.objects.aggregate(last=Max("id"))["last"] or 0,
        obligation_mark=Obligation.objects.aggregate(last=Max("id"))["last"] or 0,
    )
    return Obligation.objects.get(unit=unit)


def test_two_workers_catch_up_after_three_steps(due_last_week, environment, settings):  # noqa: F811
    with beat(environment), worker(environment), worker(environment):
        wait_until(lambda: OutgoingMail.objects.filter(sent_at__isnull=False).count() >= 2)
        first = NoticeRun.objects.get().made_until
        wait_until(lambda: NoticeRun.objects.get().made_until > first)  # and again, a minute later

    told = Counter(Notice.objects.values_list("person__username", "step"))
    assert told == Counter([("canbo", "overdue"), ("thutruong", "overdue_head")])
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["canbo@example.org", "thutruong@example.org"]
    assert not Notice.objects.filter(mail=None).exists()
