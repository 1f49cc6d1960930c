"""The portal's own worker and beat as real processes, on the test's database and broker."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from portal import settings as written_settings


def environment() -> dict[str, str]:
    """Return the environment of such a process: the portal's role, this test's database and broker."""
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
def celery(environment: Mapping[str, str], *words: str) -> Iterator[subprocess.Popen]:
    """Run one of Celery's programs in a process group of its own; what is left at the end is killed."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "portal.celery:app", *words]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    """kill -9 a program and its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)


def worker(environment: Mapping[str, str]):
    return celery(environment, "worker", "--loglevel", "WARNING", "-c", "1", "--without-gossip", "--without-mingle")


def beat(environment: Mapping[str, str]):
    return celery(environment, "beat", "--loglevel", "WARNING", "--pidfile", "")
