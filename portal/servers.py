"""The servers of one folder: who runs them, who borrows them, what Django is told. Standard library only."""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded import Postgres, Valkey, bring_up, hidden_home
from portal.setup_steps import ROOT, VENV, require_space, require_writable, say, site_packages
from portal.state import Lock, State, write_env
from portal.supervisor import CannotRun, Supervisor

NEEDED_MEGABYTES = 200
WAIT_SECONDS = 120


def var_folder() -> Path:
    """Return the folder of the demo's data, `var` or what PORTAL_VAR says."""
    return ROOT / (os.environ.get("PORTAL_VAR") or "var")


def test_folder() -> Path:
    """Return the tests' own folder: their servers are fast and forgetful, so nothing kept may lie there (P21)."""
    return ROOT / "var" / "test"


@dataclass
class Servers:
    """What runs for one folder: at most one process of this checkout holds `run.lock` and with it the servers."""

    var: Path
    supervisor: Supervisor
    durable: bool = True
    lock: Lock = field(init=False)
    state: State = field(init=False)
    postgres: Postgres | None = None
    postgres_port: int = 0
    address: str = ""

    def __post_init__(self) -> None:
        require_writable(self.var)
        require_space(self.var, NEEDED_MEGABYTES)
        self.lock = Lock(self.var / "run.lock")
        self.state = State(self.var / "state.json")

    def start(self) -> None:
        """Start the servers that the environment does not name, and write what Django reads."""
        self.state = State(self.var / "state.json")
        values = {"SECRET_KEY": self.state.secret("secret_key", 40), "DEMO": "1"}
        places = {"var": self.var, "site_packages": site_packages(), "state": self.state, "durable": self.durable}
        if not os.environ.get("DATABASE_URL"):
            self.postgres = Postgres(**places)  # type: ignore[arg-type]
            self.postgres.make()
            self.postgres_port = bring_up(self.supervisor, self.postgres, self.state)
            self.postgres.prepare_roles(self.postgres_port)
            values["DATABASE_URL"] = self.postgres.address(self.postgres_port, "app")
            values["DATABASE_OWNER_URL"] = self.postgres.address(self.postgres_port, "owner")
        if not os.environ.get("REDIS_URL"):
            valkey = Valkey(**places)  # type: ignore[arg-type]
            values["REDIS_URL"] = valkey.address(bring_up(self.supervisor, valkey, self.state))
        write_env(self.var / "runtime.env", values)
        self.lock.tell(ready=True, address=self.address)

    def env(self, **more: str) -> dict[str, str]:
        """Return the environment for our own programs; an outside database's owner is itself unless told."""
        python = {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "", "VIRTUAL_ENV": str(VENV)}
        env = {**os.environ, "PORTAL_VAR": str(self.var), **python, **more}
        env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
        if env.get("DATABASE_URL"):
            env.setdefault("DATABASE_OWNER_URL", env["DATABASE_URL"])
        return env

    @contextlib.contextmanager
    def borrowed(self) -> Iterator[bool]:
        """Use the servers that run, or start them for this one command; who started them stays till all are done.

        Yields whether they are ours.
        """
        users = Lock(self.var / "users.lock")
        limit = time.monotonic() + WAIT_SECONDS
        while not (mine := self.lock.take()) and not self.lock.told().get("ready"):
            if time.monotonic() > limit:
                raise CannotRun(f"The servers of {self.var} are still starting or stopping: try again.")
            time.sleep(0.1)
        if mine:
            self.lock.tell(ready=False)
            self.start()
        users.take(shared=True, wait=True)
        try:
            yield mine
        finally:
            users.let_go()
            if mine:
                self.wait_for_borrowers()

    def wait_for_borrowers(self) -> None:
        last = Lock(self.var / "users.lock")
        if not last.take():
            say("another command uses the servers; stopping them when it is done (Ctrl-C: now)")
            while not last.take() and not self.supervisor.ending:
                self.supervisor.pump(0.5)
        self.lock.tell(ready=False)


def throw_away(var: Path) -> None:
    """Delete the demo's data, wherever it lies; the tests' folder and what is made from the wheels stay."""
    for name in ("pg", "pg.new", "valkey", "files", "static", "log"):
        shutil.rmtree(var / name, ignore_errors=True)
    for name in ("state.json", "runtime.env", "database.stamp", "static.stamp"):
        (var / name).unlink(missing_ok=True)
    if os.geteuid() == 0:
        shutil.rmtree(hidden_home(var), ignore_errors=True)
