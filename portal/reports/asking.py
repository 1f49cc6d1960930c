"""Ask for reports: by a person for any past moment, by the clock every week. Asking writes a row and nothing else."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localtime

from campaigns.calendar import END_OF_DAY, VIET_NAM
from campaigns.models import Campaign
from portal.models import Report
from portal.models.report import ReportState
from units.clock import db_now
from units.models import Cluster, User

WEEK = timedelta(days=7)
WEEKLY_HOUR = time(6)  # on Mondays, for the week that ended on Sunday


class AskingRefused(Exception):
    """There is no report for what was asked; `str()` is a sentence."""


def end_of(day: date) -> datetime:
    """Return the last second of a day in Hà Nội."""
    return datetime.combine(day, END_OF_DAY, VIET_NAM)


def as_of(day: date | None, *, now: datetime) -> datetime:
    """Return the moment a report is for: the end of a past day; now for today or where no day is given."""
    return min(end_of(day), now) if day else now


def ask(campaign: Campaign, *, at: datetime, by: User, group: str = "", cluster: Cluster | None = None) -> Report:
    """Queue a report for the worker; what waits already, by a second click, is not queued twice."""
    report = Report(
        campaign=campaign, host_id=campaign.host_id, as_of=at, requested_by=by, group=group, cluster=cluster
    )
    waiting = Report.objects.same_waiting(report).filter(requested_by=by).first()
    if waiting is None:
        report.save()
    return waiting or report


def ask_again(report: Report) -> bool:
    """Queue a failed report once more; False where it is no longer a failed one."""
    failed = Report.objects.filter(pk=report.pk, state=ReportState.FAILED)
    return bool(failed.update(state=ReportState.QUEUED, attempts=0, error="", step=""))


def ask_weekly(*, now: datetime | None = None) -> int:
    """Queue the weekly report of each running campaign that is not there yet, missed weeks too; return how many.

    `run_key` is unique: however many beats and workers run this, each week's report is asked for once.
    """
    now = now or db_now()
    wanted = [
        Report(campaign=campaign, host_id=campaign.host_id, as_of=sunday, run_key=run_key(campaign, sunday))
        for campaign in Campaign.objects.running()
        for sunday in missing_sundays(campaign, now=now)
    ]
    keys = [report.run_key for report in wanted]
    before = Report.objects.filter(run_key__in=keys).count()
    Report.objects.bulk_create(wanted, ignore_conflicts=True)
    return Report.objects.filter(run_key__in=keys).count() - before


def missing_sundays(campaign: Campaign, *, now: datetime) -> Iterator[datetime]:
    """Yield the ends of the weeks after the last weekly report; of a campaign without one, only the last week."""
    last = last_sunday(now)
    newest = Report.objects.filter(campaign=campaign, run_key__startswith="weekly:").order_by("-as_of").first()
    sunday = newest.as_of + WEEK if newest else last
    while sunday <= last:
        if campaign.opened_at and sunday >= campaign.opened_at:
            yield sunday
        sunday += WEEK


def last_sunday(now: datetime) -> datetime:
    """Return the end of the last Sunday whose report may be made at `now`: from Monday morning on."""
    local = localtime(now, VIET_NAM)
    day = local.date() - timedelta(days=local.isoweekday())
    if local.isoweekday() == 1 and local.time() < WEEKLY_HOUR:
        day -= WEEK
    return end_of(day)


def run_key(campaign: Campaign, sunday: datetime) -> str:
    return f"weekly:{campaign.pk}:{localtime(sunday, VIET_NAM):%Y-%m-%d}"
