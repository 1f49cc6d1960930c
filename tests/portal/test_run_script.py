"""`./run` from outside: what it says when something is missing, what it locks, and the demo's whole life."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from portal.demo import listen
from portal.setup_steps import ROOT, require_space
from portal.state import free_port
from portal.supervisor import CannotRun
from tests.portal.test_supervisor import gone

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "run", *arguments], env=environment(**env), capture_output=True, text=True, timeout=120
    )


def environment(**more: str) -> dict[str, str]:
    """Return an environment that knows nothing of the servers of this test run."""
    ours = (
        "DATABASE_",
        "REDIS_",
        "SECRET_KEY",
        "PORTAL_VAR",
        "DEMO",
        "TEST_TEMPLATE",
        "DJANGO_",
        "PYTEST_",
        "AS_OWNER",
    )
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | more


# -- one plain sentence


def test_a_port_that_is_taken_is_told_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CannotRun, match=rf"Port {port} of 127.0.0.1 is taken .* PORT={port + 1} ./run demo"):
            listen("127.0.0.1", port, tries=1)


def test_a_full_disk_is_told_before_anything_is_begun(tmp_path):
    with pytest.raises(CannotRun, match="The disk is full: 999999999999 MB are needed"):
        require_space(tmp_path / "not" / "there", 999_999_999_999)


def test_an_old_python_is_told_which_is_needed():
    script = "import sys; sys.version_info = (3, 9, 2); sys.argv = ['run'];"
    script += f"__file__ = {str(ROOT / 'run')!r}; exec(open(__file__).read())"
    done = subprocess.run([sys.executable, "-c", script], env={"PATH": ""}, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.strip() == "Python 3.11 or newer is needed, this is 3.9: install it and run this again."


def test_help_names_every_command_and_a_wrong_one_fails():
    told = run("help")

    assert told.returncode == 0
    assert re.findall(r"^\./run (\w+)", told.stdout, re.M) == [
        *("demo", "test", "check", "fix", "bench", "manage", "screenshots", "reset")
    ]
    assert run("nonsense").returncode == 2


# -- what is locked


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_has_hashes_and_names_no_host_and_no_path(lock):
    lines = lock.read_text().splitlines()

    assert [line for line in lines if "://" in line or line.startswith(("-", "/", "."))] == []
    assert len([line for line in lines if "==" in line]) <= len([line for line in lines if "--hash=sha256:" in line])


def test_every_dependency_has_its_reason_and_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = {"runtime": project["project"]["dependencies"], **project["dependency-groups"]}

    for group, dependencies in named.items():
        asked = (ROOT / "requirements" / f"{group}.in").read_text().splitlines()
        asked = [line for line in asked if line and not line.startswith(("#", "-c"))]
        assert sorted(map(bare, dependencies)) == sorted(map(bare, asked)), group
        locked = (ROOT / "requirements" / f"{group}.txt").read_text().lower()
        assert all(f"{bare(name)}==" in locked for name in asked), group


def bare(requirement: str) -> str:
    return re.split(r"[\[<>=~]", requirement)[0].lower()


# -- the demo's whole life


class Demo:
    """A demo in a folder of its own."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        env = environment(PORTAL_VAR=str(var), PORT=str(port), HOST="127.0.0.1")
        with (var / "said").open("w") as said:
            self.process = subprocess.Popen([sys.executable, ROOT / "run", "demo"], env=env, stdout=said, stderr=said)

    def answers(self, path: str = "/health/ready/", within: float = 400) -> bool:
        limit = time.monotonic() + within
        while time.monotonic() < limit and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                    if answer.status == 200:
                        return True
            except (OSError, urllib.error.URLError):
                time.sleep(0.3)
        return False

    def children(self) -> dict[str, int]:
        """Return the process of each program, by its name."""
        found = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            words = Path(f"/proc/{pid}/cmdline").read_text()
            for name in ("gunicorn", "worker", "beat", "postgres", "valkey"):
                if name in words.replace(str(ROOT), ""):
                    found.setdefault(name, int(pid))
        return found

    def said(self) -> str:
        return (self.var / "said").read_text()


@pytest.fixture(scope="module")
def var():
    """A folder that the database's account can reach; the sample is loaded into it once."""
    folder = Path(tempfile.mkdtemp(prefix="portal-demo-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def start(var):
    """Start demos, and leave none behind whatever becomes of the test."""
    started = []

    def start_one(port: int) -> Demo:
        started.append(Demo(var, port))
        return started[-1]

    yield start_one
    for demo in started:
        demo.process.kill()
        demo.process.wait()


@pytest.mark.slow
def test_the_demo_lives_through_the_death_of_each_of_its_programs_and_ends_cleanly(var, start):
    demo = start(free_port())
    assert demo.answers(), demo.said()
    assert f"http://127.0.0.1:{demo.port}/" in demo.said() and "thuongtruc" in demo.said()
    second = run("demo", PORTAL_VAR=str(var), PORT=str(demo.port))
    assert second.returncode == 1
    assert second.stderr.strip().startswith("The demo already runs in this checkout: http://127.0.0.1")
    told = run("manage", "check", PORTAL_VAR=str(var))  # uses the running servers
    assert told.returncode == 0, told.stderr

    assert set(demo.children()) == {"gunicorn", "worker", "beat", "postgres", "valkey"}
    for name in ("postgres", "valkey", "worker", "beat", "gunicorn"):
        before = demo.children()[name]
        os.kill(before, signal.SIGKILL)
        time.sleep(1.5)
        assert demo.answers(within=60), f"{name} was killed and is not back"
        assert demo.children()[name] != before

    everything = [*demo.children().values()]
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(30) == 0
    assert gone(*everything)


@pytest.mark.slow
def test_after_a_power_cut_the_demo_starts_again_with_its_data(var, start):
    first = start(free_port())
    assert first.answers(), first.said()
    told = run(
        "manage", "shell", "-c", "from units.models import User; User.objects.create(username='x')", PORTAL_VAR=str(var)
    )
    assert told.returncode == 0, told.stderr

    everything = [first.process.pid, *first.children().values()]
    for pid in everything:
        os.kill(pid, signal.SIGKILL)
    first.process.wait()

    again = start(first.port)
    assert again.answers(), again.said()
    count = "from units.models import User; print(User.objects.filter(username='x').count())"
    assert run("manage", "shell", "-v", "0", "-c", count, PORTAL_VAR=str(var)).stdout.strip() == "1"
    everything = [again.process.pid, *again.children().values()]
    again.process.kill()  # the supervisor alone: its children end by themselves
    again.process.wait()
    assert gone(*everything, within=20)


# -- what must not be done before a fork


def test_loading_the_portal_draws_no_chart():
    """P6: the chart library hangs for ever in a child that was forked after its first use."""
    script = "import django, sys; django.setup(); import portal.urls, portal.tasks, portal.wsgi; "
    script += "sys.exit('vl_convert' in sys.modules)"
    env = environment(SECRET_KEY="x" * 60, DEMO="1", DJANGO_SETTINGS_MODULE="portal.settings")

    assert subprocess.run([sys.executable, "-c", script], env=env, cwd=ROOT).returncode == 0
