"""What somebody who reached the broker could push: the worker runs none of it and goes on working."""

import os
import time
from pathlib import Path
from uuid import uuid4

import pytest
from kombu import Connection

from portal.celery import app
from portal.models import Heartbeat
from tests import processes
from tests.processes import worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PATIENCE = 60


class Touch:
    """Unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return os.mknod, (str(self.path),)


def push(line: Connection, body: object, *, task: str, serializer: str) -> None:
    """Put a message into the worker's queue as Celery itself would."""
    headers = {"lang": "py", "task": task, "id": str(uuid4()), "root_id": None, "parent_id": None, "group": None}
    producer = line.Producer(serializer=serializer)
    producer.publish(body, exchange="", routing_key="celery", headers=headers, correlation_id=headers["id"])


def test_a_pickle_an_unknown_task_and_a_huge_message_harm_nothing(settings, tmp_path):
    mark = tmp_path / "executed"
    environment = processes.environment()
    with Connection(settings.CELERY_BROKER_URL) as line:
        push(line, ((Touch(mark),), {}, {}), task="portal.tasks.beat_heart", serializer="pickle")
        push(line, Touch(mark), task="os.system", serializer="pickle")
        push(line, [[], {}, {}], task="os.system", serializer="json")
        push(line, [["x" * 5_000_000], {}, {}], task="portal.tasks.no_such_task", serializer="json")
        push(line, [[], {}, {}], task="portal.tasks.beat_heart", serializer="json")

    with worker(environment) as process:
        deadline = time.monotonic() + PATIENCE
        while not Heartbeat.objects.exists() and time.monotonic() < deadline:
            time.sleep(0.2)
        assert process.poll() is None

    assert Heartbeat.objects.exists()
    assert not mark.exists()


def test_nothing_but_json_is_taken():
    assert set(app.conf.accept_content) == {"json"}
    assert app.conf.task_serializer == "json"
