"""Run servers as children: start, watch, start again with back-off, stop in order. Standard library only.

One thread and one loop, so that `preexec_fn` is safe and the parent-death signal is bound to the right thread.
Every child is the leader of its own session (pitfall P5): Ctrl-C in the terminal reaches the supervisor alone,
which then stops the children in the right order; what a killed child leaves behind in its session is swept away.
"""

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
LOG_LIMIT = 5_000_000
STEADY_SECONDS = 60.0
LONGEST_PAUSE = 30.0


class CannotRun(Exception):
    """Something outside this program is missing; the text is one plain sentence for the person at the terminal."""


class Ended(Exception):
    """The person at the terminal, or the system, asked us to end while something was being waited for."""


@dataclass(frozen=True)
class Account:
    """A system account that a child runs under when we are root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Spec:
    """How one child is run: `stop` is the signal that ends it well, `orphan` the one it gets if we die first."""

    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    stop: signal.Signals = signal.SIGTERM
    orphan: signal.Signals = signal.SIGTERM
    grace: float = 15.0
    stdin: bytes | None = None
    account: Account | None = None
    fds: tuple[int, ...] = ()
    echo: bool = False


def die_with(parent: int, orphan: signal.Signals) -> None:
    """Ask the kernel for `orphan` when the parent goes; end at once if it is gone already."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(orphan), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


@dataclass
class Child:
    """A started child, its log and what is needed to start it again."""

    spec: Spec
    log: Path
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    due: float | None = None  # when to start it again
    pause: float = 0.5
    rest: bytes = b""
    tail: deque[str] = field(default_factory=lambda: deque(maxlen=30))

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    def start(self) -> None:
        spec, parent = self.spec, os.getpid()
        as_user = {"user": spec.account.uid, "group": spec.account.gid, "extra_groups": []} if spec.account else {}
        self.process = subprocess.Popen(
            [str(part) for part in spec.command],
            env=dict(spec.env) if spec.env is not None else None,
            cwd=spec.cwd,
            stdin=subprocess.DEVNULL if spec.stdin is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=spec.fds,
            preexec_fn=lambda: die_with(parent, spec.orphan),  # noqa: PLW1509  there are no threads
            **as_user,  # type: ignore[call-overload]
        )
        self.born, self.due = time.monotonic(), None
        if spec.stdin is not None and self.process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.write(spec.stdin)
                self.process.stdin.close()

    def send(self, number: signal.Signals) -> None:
        if self.alive and self.process:
            self.process.send_signal(number)

    def sweep(self) -> None:
        """Kill what a child that is gone has left behind in its own session."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


class Supervisor:
    """The children of this process and the one loop that serves them."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: list[Child] = []
        self.ending = False
        self.foreground: subprocess.Popen[bytes] | None = None
        self.selector = selectors.DefaultSelector()
        logs.mkdir(parents=True, exist_ok=True)
        self.wake, wake_write = self.pipe = os.pipe()
        os.set_blocking(self.wake, False)
        os.set_blocking(wake_write, False)
        self.selector.register(self.wake, selectors.EVENT_READ, None)
        self.before: dict[signal.Signals, Any] = {}
        self.wakeup_before = signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.before[number] = signal.signal(number, self.asked_to_end)
        self.before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)  # only wakes the loop

    def asked_to_end(self, number: int, _frame: object) -> None:
        """Note the wish; a command in the foreground has had Ctrl-C from the terminal itself."""
        if self.foreground is None:
            self.ending = True
        elif number != signal.SIGINT:
            self.foreground.send_signal(number)

    # -- the loop

    def pump(self, seconds: float) -> None:
        """Wait for at most `seconds`, write what the children say to their logs."""
        for key, _ in self.selector.select(seconds):
            if key.data is None:
                with contextlib.suppress(BlockingIOError):
                    os.read(self.wake, 4096)
            else:
                self.read(key.data)

    def read(self, child: Child) -> bool:
        """Take one piece of what a child says; False when there is no more."""
        pipe = child.process.stdout if child.process else None
        if pipe is None or pipe.closed:
            return False
        try:
            piece = os.read(pipe.fileno(), 65536)
        except BlockingIOError:
            return False
        if not piece:
            self.selector.unregister(pipe)
            pipe.close()
            return False
        with child.log.open("ab") as log:
            log.write(piece)
        *lines, child.rest = (child.rest + piece).split(b"\n")
        for line in lines:
            text = line.decode(errors="replace").rstrip()
            child.tail.append(text)
            if child.spec.echo and text:
                print(f"{child.spec.name:<8} | {text}", flush=True)
        return True

    def wait_until(self, done: Callable[[], bool], seconds: float) -> bool:
        """Serve the loop until `done` (True) or the time is over (False); raises `Ended` when asked to end."""
        limit = time.monotonic() + seconds
        while not done():
            if time.monotonic() > limit:
                return False
            self.pump(0.05)
            if self.ending:
                raise Ended
        return True

    # -- children

    def add(self, spec: Spec) -> Child:
        """Start a child and keep it until `stop`."""
        log = self.logs / f"{spec.name}.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        child = Child(spec, log)
        self.children.append(child)
        self.launch(child)
        return child

    def launch(self, child: Child) -> None:
        child.start()
        if child.process and child.process.stdout:
            os.set_blocking(child.process.stdout.fileno(), False)
            self.selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def drop(self, child: Child) -> None:
        """Forget a child that did not come up, killing what is left of it."""
        child.send(signal.SIGKILL)
        self.reap(child)
        self.children.remove(child)

    def reap(self, child: Child) -> None:
        if child.process:
            child.process.wait()
            child.sweep()
            while self.read(child):
                pass
            if child.process.stdout and not child.process.stdout.closed:
                self.selector.unregister(child.process.stdout)
                child.process.stdout.close()

    def watch(self) -> None:
        """Serve the loop until an end is asked for; whatever dies meanwhile is started again."""
        while not self.ending:
            self.pump(0.5)
            for child in self.children:
                self.revive(child)

    def revive(self, child: Child) -> None:
        now = time.monotonic()
        if child.alive or self.ending:
            return
        if child.due is None:
            self.reap(child)
            child.pause = 0.5 if now - child.born > STEADY_SECONDS else min(child.pause * 2, LONGEST_PAUSE)
            child.due = now + child.pause
            code = child.process.returncode if child.process else None
            print(f"{child.spec.name:<8} | ended ({code}); again in {child.pause:.0f} s", flush=True)
        elif now >= child.due:
            self.launch(child)

    # -- commands that end by themselves

    def finish(self, child: Child) -> bool:
        """Wait for a child that ends by itself; True if it went well."""
        self.wait_until(lambda: not child.alive, 3600)
        self.reap(child)
        self.children.remove(child)
        return bool(child.process and child.process.returncode == 0)

    def run(self, command: Sequence[str | Path], env: Mapping[str, str], cwd: Path) -> int:
        """Run a command in the foreground, at the terminal, while the servers are served; return its exit code."""
        parent = os.getpid()
        self.foreground = subprocess.Popen(
            [str(part) for part in command],
            env=dict(env),
            cwd=cwd,
            preexec_fn=lambda: die_with(parent, signal.SIGTERM),  # noqa: PLW1509
        )
        while self.foreground.poll() is None:
            self.pump(0.5)
        code = self.foreground.returncode
        self.foreground = None
        return 128 - code if code < 0 else code

    # -- the end

    def wait_until_gone(self, child: Child, seconds: float) -> None:
        limit = time.monotonic() + seconds
        while child.alive and time.monotonic() < limit:
            self.pump(0.05)

    def stop(self) -> None:
        """End the children, the last started first; each gets its own signal, time, and then SIGKILL."""
        while self.children:
            child = self.children.pop()
            child.send(child.spec.stop)
            self.wait_until_gone(child, child.spec.grace)
            child.send(signal.SIGKILL)
            self.reap(child)

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        signal.set_wakeup_fd(self.wakeup_before)
        for number, handler in self.before.items():
            signal.signal(number, handler)
        self.selector.close()
        for end in self.pipe:
            os.close(end)
