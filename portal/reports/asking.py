"""Ask for reports: by a person for any past moment, by the clock when a schedule says so. Asking writes a row."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from campaigns.calendar import SchoolYear, local_day
from campaigns.models import Campaign
from campaigns.opening import school_years
from portal.models import Report, ReportSchedule
from portal.models.report import ReportState
from portal.reports.dates import Cadence, Plan, end_of
from units.clock import db_now
from units.models import Cluster, User


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


def ask_scheduled(*, now: datetime | None = None) -> int:
    """Queue what the schedules ask for and is not there yet, missed runs too; return how many.

    `run_key` is unique: however many beats and workers run this, each report is asked for once.
    """
    now = now or db_now()
    running, years = list(Campaign.objects.running()), tuple(school_years())
    wanted = [
        report
        for schedule in ReportSchedule.objects.active().prefetch_related("clusters")
        for report in missing_reports(schedule, running, plan_of(schedule, years), now=now)
    ]
    keys = [report.run_key for report in wanted]
    before = Report.objects.filter(run_key__in=keys).count()
    Report.objects.bulk_create(wanted, ignore_conflicts=True)
    return Report.objects.filter(run_key__in=keys).count() - before


def plan_of(schedule: ReportSchedule, years: tuple[SchoolYear, ...]) -> Plan:
    return Plan(Cadence(schedule.cadence), schedule.scheme, schedule.days_after, schedule.hour, years)


def missing_reports(
    schedule: ReportSchedule, running: Iterable[Campaign], plan: Plan, *, now: datetime
) -> Iterator[Report]:
    """Yield the reports of a schedule after its last one; where there is none yet, that of the last period alone."""
    for campaign in schedule.concerns(running):
        for cluster in (*schedule.clusters.all(),) or (None,):
            key = f"{schedule.pk}:{campaign.pk}:{cluster.pk if cluster else ''}:"
            newest = Report.objects.filter(run_key__startswith=key).order_by("-as_of").first()
            ends = plan.due(after=local_day(newest.as_of), now=now) if newest else filter(None, [plan.latest(now=now)])
            for end in ends:
                if campaign.opened_at and end_of(end) >= campaign.opened_at:
                    yield Report(
                        campaign=campaign,
                        host_id=campaign.host_id,
                        group=schedule.group,
                        cluster=cluster,
                        as_of=end_of(end),
                        schedule=schedule,
                        run_key=f"{key}{end:%Y-%m-%d}",
                    )
