"""Schedules: each report asked for once, missed runs caught up, scopes and recipients as the administrator set them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections

from portal.models import Report, ReportSchedule
from portal.reports import asking
from portal.reports.recipients import of_schedule
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekly(campaign):
    ReportSchedule.objects.all().delete()
    return ReportSchedule.objects.create(name="Hằng tuần", cadence="week")


def test_each_week_is_asked_for_once_and_missed_weeks_are_caught_up(weekly):
    assert asking.ask_scheduled(now=make.moment(2024, 3, 4, 6)) == 1
    assert asking.ask_scheduled(now=make.moment(2024, 3, 6)) == 0
    assert asking.ask_scheduled(now=make.moment(2024, 3, 27)) == 3

    days = Report.objects.order_by("as_of").values_list("as_of", flat=True)
    assert list(days) == [make.end_of(2024, 3, day) for day in (3, 10, 17, 24)]


def test_a_campaign_opened_this_week_or_closed_has_no_weekly_report(weekly, campaign):
    assert asking.ask_scheduled(now=make.moment(2024, 1, 16)) == 0
    type(campaign).objects.update(closed_at=make.moment(2024, 2, 1))
    assert asking.ask_scheduled(now=make.moment(2024, 3, 6)) == 0


def test_a_schedule_that_is_out_of_use_asks_for_nothing(weekly):
    ReportSchedule.objects.update(is_active=False)

    assert asking.ask_scheduled(now=make.moment(2024, 3, 6)) == 0


def test_a_schedule_of_clusters_asks_for_one_report_each(campaign, unit):
    ReportSchedule.objects.all().delete()
    schedule = ReportSchedule.objects.create(name="Quý, từng cụm", cadence="quarter", group="agency")
    schedule.clusters.set([unit.cluster, make.ClusterFactory(code="CUM-2")])

    assert asking.ask_scheduled(now=make.moment(2024, 3, 15, 6)) == 2
    assert set(Report.objects.values_list("cluster__code", "group", "as_of")) == {
        (unit.cluster.code, "agency", make.end_of(2024, 3, 14)),
        ("CUM-2", "agency", make.end_of(2024, 3, 14)),
    }


def test_a_schedule_of_another_council_or_campaign_passes_this_one_over(campaign, foreigner):
    other = foreigner.memberships.get().unit
    ReportSchedule.objects.all().delete()
    ReportSchedule.objects.create(name="Hội đồng khác", host=other)
    ReportSchedule.objects.create(name="Phong trào khác", campaign=make.CampaignFactory(host=other))

    assert asking.ask_scheduled(now=make.moment(2024, 3, 6)) == 0


@pytest.mark.django_db(transaction=True)
def test_workers_that_tick_at_once_ask_for_each_report_once(weekly):
    def tick(_number):
        try:
            asking.ask_scheduled(now=make.moment(2024, 4, 1, 9))
        finally:
            close_old_connections()

    asking.ask_scheduled(now=make.moment(2024, 3, 4, 6))
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(tick, range(6)))

    days = list(Report.objects.order_by("as_of").values_list("as_of", flat=True))
    assert days == [make.end_of(2024, 3, day) for day in (3, 10, 17, 24, 31)]


def test_recipients_are_roles_people_and_addresses_each_once(weekly, campaign, secretary, chair, member, drafter):
    weekly.recipient_roles, weekly.addresses = ["chair", "secretary"], f"so@example.org\n{chair.email}\n\n"
    weekly.save()
    weekly.recipients.set([member, chair])
    asking.ask_scheduled(now=make.moment(2024, 3, 6))

    found = of_schedule(weekly, Report.objects.get(), on=make.date(2024, 3, 6))

    assert sorted(one.address for one in found) == sorted(
        [chair.email, secretary.email, member.email, "so@example.org"]
    )
    assert {one.person for one in found if one.person} == {chair, secretary, member}
