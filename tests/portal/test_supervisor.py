"""The supervisor itself, with plain programs as children (pitfall P5: each child has its own session)."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.supervisor import Ended, Spec, Supervisor

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def supervisor(tmp_path):
    with Supervisor(tmp_path / "log") as supervisor:
        yield supervisor


def shell(name: str, script: str, **more) -> Spec:
    return Spec(name, ["/bin/sh", "-c", script], **more)


def is_there(pid: int) -> bool:
    """Tell whether a process lives; one that only waits to be buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(*pids: int, within: float = 5) -> bool:
    limit = time.monotonic() + within
    while any(is_there(pid) for pid in pids) and time.monotonic() < limit:
        time.sleep(0.05)
    return not any(is_there(pid) for pid in pids)


def serve(supervisor: Supervisor, until, seconds: float = 10) -> bool:
    """Do what `watch` does until something is true."""
    limit = time.monotonic() + seconds
    while not until() and time.monotonic() < limit:
        supervisor.pump(0.05)
        for child in supervisor.children:
            supervisor.revive(child)
    return bool(until())


def test_what_a_child_says_is_in_its_log(supervisor):
    child = supervisor.add(shell("talker", "echo một; echo hai >&2"))

    assert supervisor.finish(child)
    assert child.log.read_text() == "một\nhai\n"
    assert list(child.tail) == ["một", "hai"]


def test_a_step_that_fails_is_told_from_one_that_does_not(supervisor):
    assert not supervisor.finish(supervisor.add(shell("bad", "exit 3")))
    assert supervisor.finish(supervisor.add(shell("good", "exit 0")))


def test_a_killed_child_is_started_again(supervisor):
    child = supervisor.add(shell("sleeper", "exec sleep 60"))
    first = child.pid

    os.kill(first, signal.SIGKILL)

    assert serve(supervisor, lambda: child.alive and child.pid != first)


def test_a_child_that_dies_again_and_again_is_started_ever_more_slowly(supervisor):
    child = supervisor.add(shell("loser", "exit 1"))

    serve(supervisor, lambda: child.pause >= 2, seconds=10)

    assert child.pause >= 2


def test_children_are_stopped_last_started_first_each_by_its_own_signal(tmp_path):
    order = tmp_path / "order"
    loop = "echo ready; while :; do sleep 0.05; done"
    with Supervisor(tmp_path / "log") as supervisor:
        for name, number in (("database", "INT"), ("worker", "TERM"), ("web", "TERM")):
            stop = signal.Signals[f"SIG{number}"]
            child = supervisor.add(shell(name, f"trap 'echo {name} >> {order}; exit 0' {number}; {loop}", stop=stop))
            assert supervisor.wait_until(lambda child=child: "ready" in child.tail, 5)

    assert order.read_text().split() == ["web", "worker", "database"]


def test_a_child_that_does_not_stop_is_killed_after_its_grace(tmp_path):
    with Supervisor(tmp_path / "log") as supervisor:
        child = supervisor.add(shell("deaf", "trap '' TERM; echo ready; while :; do sleep 0.05; done", grace=0.3))
        assert supervisor.wait_until(lambda: "ready" in child.tail, 5)
        began = time.monotonic()

    assert gone(child.pid)
    assert 0.3 <= time.monotonic() - began < 3


def test_a_child_does_not_hear_the_terminals_ctrl_c(supervisor):
    child = supervisor.add(shell("sleeper", "exec sleep 60"))

    assert os.getsid(child.pid) == child.pid != os.getsid(0)


def test_what_a_killed_child_leaves_behind_is_swept_away(supervisor):
    child = supervisor.add(shell("parent", "sleep 60 & echo $!; wait"))
    assert supervisor.wait_until(lambda: bool(child.tail), 5)
    grandchild = int(child.tail[0])

    os.kill(child.pid, signal.SIGKILL)
    serve(supervisor, lambda: child.due is not None)

    assert gone(grandchild)


def test_children_end_when_the_supervisor_is_killed(tmp_path):
    script = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from portal.supervisor import Spec, Supervisor
supervisor = Supervisor(Path({str(tmp_path)!r}))
print(supervisor.add(Spec("sleeper", ["sleep", "60"])).pid, flush=True)
supervisor.watch()
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert is_there(pid)

        parent.kill()

        assert gone(pid)


def test_a_foreground_command_gives_its_exit_code(supervisor):
    assert supervisor.run(["/bin/sh", "-c", "exit 7"], dict(os.environ), ROOT) == 7
    assert supervisor.run(["/bin/sh", "-c", "kill -9 $$"], dict(os.environ), ROOT) == 137


def test_a_wait_ends_when_an_end_is_asked_for(supervisor):
    os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(Ended):
        supervisor.wait_until(lambda: False, 10)
