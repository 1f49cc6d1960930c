"""`./run demo`: the database made ready, then web, worker and beat in the foreground. Standard library only."""

import os
import signal
import socket
import time
import urllib.error
import urllib.request
from dataclasses import replace

from portal.servers import Servers, var_folder
from portal.setup_steps import PYTHON, ROOT, VENV, install, lock_hash, make_files, say
from portal.state import digest, once
from portal.supervisor import CannotRun, Child, Spec, Supervisor

BIN = VENV / "bin"
WEB = [
    "--worker-class",
    "gthread",
    "--workers",
    "2",
    "--threads",
    "4",
    "--graceful-timeout",
    "5",
    "--no-control-socket",
]
ACCOUNTS = """
  {address}

  The password of all accounts is {password}
    thuongtruc          standing office of the council
    chutich             chair of the council
    uyvien1 ... 9       members of the council
    lanhdao             observer
    canbo.nv            clerk of the unit NV; canbo.<code> of any other
    thutruong.nv        head of the unit NV; thutruong.<code> of any other
    admin               administrator, {address}admin/

  Ctrl-C stops everything; the data stays in {var}
"""


def demo() -> int:
    """Run the portal until Ctrl-C."""
    host, port = os.environ.get("HOST") or "127.0.0.1", port_asked_for()
    with Supervisor(var_folder() / "log") as supervisor:
        servers = Servers(var_folder(), supervisor)
        take_turn(servers)
        with listen(host, port) as web:
            servers.address = f"http://{'localhost' if host in ('0.0.0.0', '::') else host}:{port}/"
            outside = os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")
            install(["runtime", "fonts", *([] if outside else ["embedded"])])
            make_files(servers.var)
            servers.start()
            prepare(servers)
            start_portal(servers, web, host)
            announce(servers)
            supervisor.watch()
            say("stopping")
    return 0


def port_asked_for() -> int:
    asked = os.environ.get("PORT") or "8000"
    if not asked.isdigit() or not 0 < int(asked) < 65536:
        raise CannotRun(f"There is no port {asked}: choose one from 1024 to 65535.")
    return int(asked)


def take_turn(servers: Servers) -> None:
    """Hold the lock of this folder, or say who does."""
    limit = time.monotonic() + 10  # a command that borrows the servers ends soon
    while not servers.lock.take():
        holder = servers.lock.told()
        if holder.get("address"):
            raise CannotRun(f"The demo already runs in this checkout: {holder['address']} (process {holder['pid']}).")
        if time.monotonic() > limit:
            raise CannotRun(f"Another command uses this checkout's servers (process {holder.get('pid')}): let it end.")
        servers.supervisor.pump(0.2)
    servers.lock.tell(ready=False, address="")


def listen(host: str, port: int, tries: int = 12) -> socket.socket:
    """Bind the web's socket ourselves: no race between two checkouts, and it stays open while the web restarts.

    A web server whose supervisor was killed a moment ago may hold the port for a second: hence the tries.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for attempt in range(tries):
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except PermissionError:
            raise CannotRun(f"Port {port} is not ours to open: choose one above 1023, PORT=8000 ./run demo") from None
        except OSError as error:
            listener.close()
            if attempt == tries - 1:
                sentence = (
                    f"Port {port} of {host} is taken ({error.strerror}): choose another, PORT={port + 1} ./run demo"
                )
                raise CannotRun(sentence) from None
            time.sleep(0.25)
        else:
            return listener
    raise AssertionError("not reached")


# -- the database and the static files


def schema_hash() -> str:
    """Return what the schema depends on: our migrations and the versions of the libraries that bring their own."""
    return digest(sorted(ROOT.glob("*/migrations/*.py")), lock_hash("runtime"))


def static_hash(servers: Servers) -> str:
    files = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    return digest([*files, ROOT / "portal" / "settings.py"], lock_hash("runtime"), str(servers.var))


def manage(servers: Servers, name: str, *arguments: str, **env: str) -> Spec:
    return Spec(name, [PYTHON, ROOT / "manage.py", *arguments], env=servers.env(**env), cwd=ROOT)


def prepare(servers: Servers) -> None:
    """Migrate as the owner, grant, load the sample, and collect the static files beside it, where needed."""
    supervisor = servers.supervisor
    collected = servers.var / "static.stamp"
    with once(collected, static_hash(servers)) as uncollected:
        if uncollected:
            say("collecting the static files")
            static = supervisor.add(manage(servers, "static", "collectstatic", "--no-input", "--clear", "-v", "0"))
        prepare_database(servers)
        if uncollected:
            require_well(servers, static)


def prepare_database(servers: Servers) -> None:
    """Do what an outside database needs each time, and an embedded one when something changed."""
    stamp = servers.var / "database.stamp"
    if not servers.postgres:
        stamp.unlink(missing_ok=True)
    with once(stamp, schema_hash()) as needed:
        if needed:
            say("migrating the database and loading the sample")
            supervisor = servers.supervisor
            for name, *arguments in (("migrate",), ("grant_app_role",), ("load_sample", "--if-empty")):
                spec = manage(servers, name, name, *arguments, AS_OWNER="1")
                require_well(servers, supervisor.add(spec))


def require_well(servers: Servers, child: Child) -> None:
    if not servers.supervisor.finish(child):
        last_words = "\n".join(f"  {line}" for line in child.tail)
        raise CannotRun(f"{child.spec.name} failed; its last words (all in {child.log}):\n{last_words}")


# -- web, worker, beat


def start_portal(servers: Servers, web: socket.socket, host: str) -> None:
    """Start the three programs; stopped in the opposite order: web, beat, worker, then the servers (pitfall P5)."""
    web.listen(512)
    more = {"ALLOWED_HOSTS": "*"} if host not in ("127.0.0.1", "::1", "localhost") else {}
    quiet = {"PYTHONWARNINGS": "ignore::UserWarning:celery.platforms"}  # it warns of root, which a container is
    env = servers.env(**quiet, **({} if os.environ.get("ALLOWED_HOSTS") else more))
    celery = [str(BIN / "celery"), "--quiet", "-A", "portal.celery:app"]
    worker = ["worker", "--loglevel", "WARNING", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    beat = ["beat", "--loglevel", "WARNING", "--pidfile", ""]  # no pid file: one left by a hard kill stops the next
    bind = ["--bind", f"fd://{web.fileno()}", "--log-level", "warning", "portal.wsgi"]
    base = Spec("", [], env=env, cwd=ROOT, echo=True)
    for spec in (
        replace(base, name="worker", command=[*celery, *worker], grace=20),
        replace(base, name="beat", command=[*celery, *beat], grace=5),
        # An orphaned web server quits at once, so that its port is free again; a stopped one ends its requests.
        replace(base, name="web", command=[BIN / "gunicorn", *WEB, *bind], fds=(web.fileno(),), orphan=signal.SIGQUIT),
    ):
        servers.supervisor.add(spec)


def answers(address: str) -> bool:
    request = urllib.request.Request(f"{address}health/live/", headers={"Host": "localhost"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def announce(servers: Servers) -> None:
    """Tell the address and the accounts when the portal answers."""
    if not servers.supervisor.wait_until(lambda: answers(servers.address), 90):
        raise CannotRun(f"The portal does not answer at {servers.address}: see {servers.var / 'log'}")
    servers.lock.tell(ready=True, address=servers.address)
    password = os.environ.get("DEMO_PASSWORD") or "chuongmy2024"
    print(ACCOUNTS.format(address=servers.address, password=password, var=servers.var), flush=True)
