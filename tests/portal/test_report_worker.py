"""A real beat, a real worker, the real broker: a report is made from its row, once, whatever is killed."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from campaigns.models import Obligation
from portal import settings as written_settings
from portal.models import Report, ReportState
from portal.reports import asking
from portal.reports.compute import compute
from portal.reports.facts import read
from tests import factories as make
from units.workflow import content_hash

pytestmark = pytest.mark.django_db(transaction=True)
END = make.end_of(2024, 3, 31)
PATIENCE = 60  # seconds; two cores may be busy with other tests


@pytest.fixture
def environment(settings, tmp_path):
    """The environment of the portal's own processes, on this test's database and broker."""
    call_command("grant_app_role", verbosity=0)
    own = urlsplit(written_settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}")
    return {
        **os.environ,
        "DATABASE_URL": own.geturl(),
        "REDIS_URL": settings.CELERY_BROKER_URL,
        "SECRET_KEY": "x" * 60,
        "DEMO": "1",
        "AS_OWNER": "0",
        "REPORT_CLAIM_SECONDS": "2",
        "PYTHONWARNINGS": "ignore",
    }


@contextmanager
def celery(environment, *words):
    """Run one of Celery's programs in a process group of its own; what is left at the end is killed."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "portal.celery:app", *words]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)
    try:
        yield process
    finally:
        kill(process)


def kill(process):
    """kill -9 a program and its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)


def worker(environment):
    return celery(environment, "worker", "--loglevel", "WARNING", "-c", "1", "--without-gossip", "--without-mingle")


def beat(environment):
    return celery(environment, "beat", "--loglevel", "WARNING", "--pidfile", "")


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
    facts = read(campaign, at=END)
    return content_hash(compute(facts.members, facts.owed, scope=facts.scope, at=END))


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
