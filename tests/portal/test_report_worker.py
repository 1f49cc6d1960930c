"""A real beat, a real worker, the real broker: a report is made from its row, once, whatever is killed."""

import time
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection

from campaigns.models import Obligation
from portal.models import Report, ReportState
from portal.reports import asking
from portal.reports.facts import read
from tests import factories as make
from tests import processes
from tests.processes import beat, kill, worker
from units.workflow import content_hash

pytestmark = pytest.mark.django_db(transaction=True)
END = make.end_of(2024, 3, 31)
PATIENCE = 90  # seconds; two cores may be busy with other tests, and some ticks come once a minute


@pytest.fixture
def environment():
    return processes.environment()


def wait_until(holds):
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            told = list(Report.objects.values("state", "step", "attempts", "error"))
            pytest.fail(f"waited {PATIENCE} s in vain: {told}")
        time.sleep(0.1)


def is_ready(report):
    return Report.objects.filter(pk=report.pk, state=ReportState.READY).exists()


def expected_hash(campaign):
    return content_hash(read(campaign, at=END).snapshot())


def test_beat_and_worker_make_what_was_asked_for(history, secretary, environment):
    report = asking.ask(history, at=END, by=secretary)

    with beat(environment), worker(environment):
        wait_until(lambda: is_ready(report))

    report.refresh_from_db()
    assert report.attempts == 1
    assert report.sha256 == expected_hash(history)


def test_a_worker_killed_in_the_middle_leaves_a_report_that_is_made_once(history, secretary, environment):
    report = asking.ask(history, at=END, by=secretary)

    with beat(environment), worker(environment) as first:
        with held_up():
            wait_until(lambda: Report.objects.filter(state=ReportState.RUNNING).exists())
            kill(first)
        with worker(environment):
            wait_until(lambda: is_ready(report))

    report.refresh_from_db()
    assert report.attempts >= 2
    assert Report.objects.count() == 1
    assert report.sha256 == expected_hash(history)
    assert Obligation.objects.count() == 2


@contextmanager
def held_up():
    """Hold a lock at which the worker waits when it has claimed its row and begins to read."""
    own = connection.settings_dict
    where = {"host": own["HOST"], "port": own["PORT"], "user": own["USER"], "password": own["PASSWORD"]}
    held = psycopg2.connect(dbname=own["NAME"], **{name: value for name, value in where.items() if value})
    try:
        with held.cursor() as cursor:
            cursor.execute("LOCK TABLE campaigns_campaign IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        held.close()
