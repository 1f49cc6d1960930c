"""Make the reports that were asked for: claim a row, compute, draw, store. Safe to run twice at once, or to be killed.

A claim is a row's `attempts`: each claimer raises it, and what it writes later counts only while it is still the last.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from campaigns.calendar import local_day
from portal import charts
from portal.models import Report
from portal.models.report import ReportState, Step, new_code
from portal.reports import facts
from portal.reports.compute import Snapshot, UnitLine, unit_lines
from portal.reports.faces import cluster_chart
from portal.reports.issuing import draft_paper, issue_by_schedule
from units.clock import db_now
from units.workflow import content_hash

MAX_ATTEMPTS = 5
PROGRESS_SECONDS = 0.2  # between two notes of progress

log = logging.getLogger(__name__)


class ClaimLost(Exception):
    """Another worker has taken the row over; what this one made is thrown away."""


def make_next() -> bool:
    """Make one report that waits; False where there is none, or where this one failed (the next tick tries again)."""
    report = claim()
    if report is None:
        return False
    try:
        make(report)
    except ClaimLost:
        log.warning("report %s was taken over by another worker", report.pk)
    except Exception as error:  # whatever it is, the row must say so, and others wait
        log.exception("report %s failed at attempt %s", report.pk, report.attempts)
        give_up(report, error)
        return False
    return True


def claim() -> Report | None:
    """Take the oldest report that waits, or whose worker has given no sign of life for a while."""
    with transaction.atomic():
        now = db_now()
        limit = now - timedelta(seconds=settings.REPORT_CLAIM_SECONDS)
        waiting = Report.objects.to_make(now=now, claimed_before=limit)
        report = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if report is None:
            return None
        report.attempts += 1
        report.state = ReportState.RUNNING if report.attempts <= MAX_ATTEMPTS else ReportState.FAILED
        report.claimed_at, report.step, report.units_done, report.units_all = now, Step.READING, 0, 0
        if report.state == ReportState.FAILED:
            report.error = report.error or "the worker was stopped each time"
        report.save()
    return report if report.state == ReportState.RUNNING else claim()


def make(report: Report) -> None:
    """Do what is missing of one claimed report: count, draw, store. Raises `ClaimLost`."""
    if report.snapshot is None:
        count(report)
    if report.chart_png is None:
        draw(report)
    store(report)


def count(report: Report) -> None:
    """Compute the figures and keep them, so that whoever takes over need not count again."""
    cluster = report.cluster.code if report.cluster else ""
    read = facts.read(report.campaign, at=report.as_of, group=report.group, cluster=cluster)
    note = noting(report, len(read.members))
    lines = tuple(note(unit_lines(read.members, read.owed, at=report.as_of)))
    snapshot = Snapshot(read.scope, report.as_of, lines, tuple(read.earlier), read.chapters).as_dict()
    report.snapshot, report.words = snapshot, facts.words(report.campaign, snapshot)
    write(report, step=Step.DRAWING, snapshot=snapshot, sha256=content_hash(snapshot), words=report.words)


def draw(report: Report) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        chart = cluster_chart(report.snapshot, report.words)
        report.chart_png, report.chart_svg = charts.png(chart), charts.svg(chart)
    write(report, step=Step.STORING, chart_png=report.chart_png, chart_svg=report.chart_svg)


def store(report: Report) -> None:
    """Freeze the report and begin its paper; a schedule may let it go out at once."""
    with transaction.atomic():
        now = db_now()
        write(report, state=ReportState.READY, code=new_code(), made_at=now, error="")
        report.refresh_from_db()
        paper = draft_paper(report, on=local_day(now))
        issue_by_schedule(paper, at=now)


def noting(report: Report, units: int) -> Callable[[Iterator[UnitLine]], Iterator[UnitLine]]:
    """Return a pass-through that commits how many units are done, now and then."""

    def note(lines: Iterator[UnitLine]) -> Iterator[UnitLine]:
        write(report, step=Step.COUNTING, units_all=units)
        noted = monotonic()
        for number, line in enumerate(lines, start=1):
            yield line
            if number == units or monotonic() - noted > PROGRESS_SECONDS:
                noted = monotonic()
                write(report, units_done=number)

    return note


def write(report: Report, **facts: Any) -> None:
    """Write to the row, and that this worker lives, while it is still this worker's. Raises `ClaimLost`."""
    mine = Report.objects.filter(pk=report.pk, state=ReportState.RUNNING, attempts=report.attempts)
    if not mine.update(claimed_at=db_now(), **facts):
        raise ClaimLost


def give_up(report: Report, error: Exception) -> None:
    """Queue the report again, or after the last attempt say that it failed."""
    mine = Report.objects.filter(pk=report.pk, state=ReportState.RUNNING, attempts=report.attempts)
    state = ReportState.QUEUED if report.attempts < MAX_ATTEMPTS else ReportState.FAILED
    mine.update(state=state, error=type(error).__name__)
