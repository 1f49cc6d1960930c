"""What is measured stands here: an own database with a council, and one gunicorn that serves portal and floors."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from portal.demo import WEB
from portal.state import free_port

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "bench"


def address_of(name: str, database: str) -> str:
    parts = urlsplit(os.environ[name])
    return urlunsplit(parts._replace(path=f"/{database}"))


def make_database() -> None:
    """Make the database anew, and migrate it in the one way that the demo does."""
    read_runtime()
    line = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    line.autocommit = True
    with line.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    line.close()
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ[name] = address_of(name, DATABASE)
    for command in (["migrate", "-v", "0"], ["grant_app_role"], ["collectstatic", "--no-input", "-v", "0"]):
        env = {**os.environ, "AS_OWNER": "1"}
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
        )


def read_runtime() -> None:
    """Take from `runtime.env` what the environment does not say, as the settings do."""
    for line in Path(os.environ["PORTAL_VAR"], "runtime.env").read_text().splitlines():
        name, _equals, value = line.partition("=")
        os.environ.setdefault(name.strip(), value.strip().strip("'\""))


@contextmanager
def server() -> Iterator[int]:
    """Run the demo's web server with the floors beside the portal; yield its port on this machine alone."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", *WEB, "--log-level", "error", "-b", f"127.0.0.1:{port}"]
    with subprocess.Popen([*command, "bench.wsgi"], cwd=ROOT) as web:
        try:
            wait_for(port)
            yield port
        finally:
            web.terminate()


def wait_for(port: int) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live/", timeout=2).close()
        except (OSError, urllib.error.URLError):
            time.sleep(0.25)
        else:
            return
    raise SystemExit("The server of the benchmarks does not answer.")
