"""A real beat and two real workers after an outage of three steps: everyone hears each thing once, by one mail."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from django.db.models import F, Max

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

    assert told() == Counter([("canbo", "overdue"), ("thutruong", "overdue_head")])
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["canbo@example.org", "thutruong@example.org"]
    assert not Notice.objects.filter(mail=None).exists()


def test_a_worker_is_stopped_three_steps_pass_and_two_start(due_last_week, environment, settings):  # noqa: F811
    """The clock moves by moving everything that is written down: what lay ahead lies three steps back."""
    passed = db_now() + timedelta(days=1) - due_last_week.due_at
    move_everything(passed)  # back to when the plan was due tomorrow
    with beat(environment), worker(environment):
        since = NoticeRun.objects.get().made_until
        wait_until(lambda: NoticeRun.objects.get().made_until > since and not Notice.objects.unmailed().exists())
    before, sent = told(), OutgoingMail.objects.count()

    move_everything(-passed)  # the worker is away while the plan falls due, is overdue, and overdue for three days
    with beat(environment), worker(environment), worker(environment):
        wait_until(lambda: OutgoingMail.objects.filter(sent_at__isnull=False).count() >= sent + 2)
        first = NoticeRun.objects.get().made_until
        wait_until(lambda: NoticeRun.objects.get().made_until > first)

    assert told() - before == Counter([("canbo", "overdue"), ("thutruong", "overdue_head")])
    assert set(told().values()) == {1}
    assert OutgoingMail.objects.count() == sent + 2
    assert not Notice.objects.filter(mail=None).exists()


def told():
    return Counter(Notice.objects.values_list("person__username", "step"))


def move_everything(by):
    """Move the plan's dates and the end of the last run, as far as the notices read them."""
    dates = ("opens_at", "due_at", "effective_due_at", "next_due_at", "locks_at")
    Obligation.objects.update(**{name: F(name) + by for name in dates})
    NoticeRun.objects.update(began_at=F("began_at") + by, made_until=F("made_until") + by)
