"""A real beat, a real worker, the real broker: a report is made from its row, once, whatever is killed."""

import random
import time
from contextlib import contextmanager
from datetime import timedelta

import psycopg2
import pytest
from django.db import connection

from campaigns.models import Obligation
from portal.models import OutgoingMail, Report, ReportDelivery, ReportFile, ReportPaper, ReportSchedule, ReportState
from portal.reports import asking
from portal.reports.faces import FACES
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


@pytest.mark.slow
def test_twenty_workers_killed_at_random_moments_leave_one_report_and_one_mail_each(history, environment):
    """A schedule that lets reports go out at once; each time the worker is killed somewhere on the way to the mails."""
    people = ["mot@example.vn", "hai@example.vn"]
    schedule = ReportSchedule.objects.create(name="Tuần", needs_approval=False, addresses="\n".join(people))
    type(history.host).objects.update(place="Chương Mỹ")
    make.person("chair", history.host, position="Chủ tịch UBND huyện")
    drawn = random.Random(20)
    with beat(environment):
        for number in range(20):
            report = Report.objects.create(
                campaign=history,
                host=history.host,
                as_of=END + timedelta(days=number),
                schedule=schedule,
                run_key=f"kill:{number}",
            )
            with worker(environment) as first:
                wait_until(lambda: is_begun(report))  # noqa: B023
                time.sleep(drawn.uniform(0, 3))
                kill(first)
            with worker(environment):
                wait_until(lambda: ReportPaper.objects.filter(report=report, sent_at__isnull=False).exists())  # noqa: B023
            deliveries = ReportDelivery.objects.filter(paper__report=report)
            assert sorted(deliveries.values_list("address", flat=True)) == sorted(people)
            assert deliveries.exclude(mail=None).count() == len(people)
            assert ReportFile.objects.filter(paper__report=report).count() == len(FACES)
            assert OutgoingMail.objects.filter(deliveries__paper__report=report).count() == len(people)
    assert Report.objects.count() == 20
    assert OutgoingMail.objects.count() == 20 * len(people)


def is_begun(report):
    return Report.objects.filter(pk=report.pk).exclude(state=ReportState.QUEUED).exists()
