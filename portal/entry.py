"""The commands of `./run`. Standard library only: what it runs lives in `.venv`, itself it needs Python alone."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable

from portal.demo import demo, prepare, require_well, schema_hash
from portal.demo import manage as manage_spec
from portal.servers import Servers, test_folder, throw_away, var_folder
from portal.setup_steps import PYTHON, ROOT, VENV, install, make_files, require_writable, say
from portal.state import Lock
from portal.supervisor import CannotRun, Ended, Supervisor

BIN = VENV / "bin"
AS_OWNER = {"migrate", "createcachetable", "grant_app_role", "flush", "pgtrigger"}
CHECKED = ["run", "manage.py", "portal", "conduct", "campaigns", "units", "tests", "bench"]


def run_demo(_arguments: list[str]) -> int:
    return demo()


def run_reset(_arguments: list[str]) -> int:
    """Throw the demo's data away."""
    lock = Lock(var_folder() / "run.lock")
    if not lock.take():
        raise CannotRun(f"The demo runs (process {lock.told().get('pid')}): stop it first.")
    throw_away(var_folder())
    say("the demo's data is gone; the next ./run demo begins anew")
    return 0


def run_manage(arguments: list[str]) -> int:
    """Run manage.py with the demo's servers: the running ones, or started for this command."""
    install(["runtime", "fonts", "embedded"])
    make_files(var_folder())
    with Supervisor(var_folder() / "log") as supervisor:
        servers = Servers(var_folder(), supervisor)
        with servers.borrowed():
            owner = {"AS_OWNER": "1"} if arguments[:1] and arguments[0] in AS_OWNER else {}
            return supervisor.run([PYTHON, ROOT / "manage.py", *arguments], servers.env(**owner), ROOT)


# -- tests


def run_test(arguments: list[str]) -> int:
    """Run pytest with its own servers; the exit code is pytest's."""
    install(["runtime", "fonts", "embedded", "test"])
    var = test_folder()
    make_files(var)
    with Supervisor(var / "log") as supervisor:
        servers = Servers(var, supervisor, durable=False)
        if not servers.lock.take():
            say(f"waiting for the tests of process {servers.lock.told().get('pid')} to end")
            while not servers.lock.take():
                supervisor.pump(0.5)
                if supervisor.ending:
                    raise Ended
        servers.lock.tell(ready=False)
        servers.start()
        env = servers.env(TEST_TEMPLATE=template(servers), **browser())
        return supervisor.run([PYTHON, "-m", "pytest", *side_by_side(arguments), *arguments], env, ROOT)


def side_by_side(arguments: list[str]) -> list[str]:
    """Return how the whole suite is spread over the processors, file by file; a part of it is done sooner alone."""
    workers = min(os.cpu_count() or 1, 4)
    whole = all(word in ("--full", "-q", "-v", "-x") or word.startswith("--durations") for word in arguments)
    return ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"] if whole and workers > 1 else []


def template(servers: Servers) -> str:
    """Return the name of a migrated database that test databases are copied from; made when a migration changed."""
    postgres, port = servers.postgres, servers.postgres_port
    if postgres is None:
        return ""
    name = f"template_{schema_hash()[:16]}"
    known = postgres.sql(port, "select datname from pg_database where datname like 'template\\_%'").split()
    if name not in known:
        say("migrating a database for the tests to copy")
        for old in [*known, "template_new"]:
            postgres.sql(port, f"drop database if exists {old} with (force)")
        postgres.sql(port, "create database template_new owner portal_owner")
        names = {role: postgres.address(port, role, "template_new") for role in ("app", "owner")}
        urls = {"DATABASE_URL": names["app"], "DATABASE_OWNER_URL": names["owner"], "AS_OWNER": "1"}
        for command in ("migrate", "grant_app_role"):
            require_well(servers, servers.supervisor.add(manage_spec(servers, command, command, **urls)))
        postgres.sql(port, f"alter database template_new rename to {name}")
    return name


def browser() -> dict[str, str]:
    """Return what tests/chromium.py found or fetched: the environment in which a Chromium runs."""
    done = subprocess.run([PYTHON, "-m", "tests.chromium"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    return dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)


# -- checks


def production() -> dict[str, str]:
    """Return the environment of a server in production: nothing of the demo, a secret that lives for this run."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "portal.example.vn",
        "DATABASE_URL": "postgres://portal_app:none@127.0.0.1:1/portal",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp://mail.example.vn:25",
        "DEMO": "0",
        "DEBUG": "0",
        "PORTAL_VAR": str(ROOT / "var" / "check"),
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONDONTWRITEBYTECODE": "",
    }


def run_check(_arguments: list[str]) -> int:
    """Run every check, each to its end, and say which failed; changes nothing."""
    install(["runtime", "fonts", "test"])
    make_files(ROOT / "var" / "check")
    env = {**os.environ, **production()}
    django = [str(PYTHON), "-W", "ignore::RuntimeWarning", "manage.py"]
    checks = {
        "lint": ["ruff", "check", *CHECKED],
        "format": ["ruff", "format", "--check", *CHECKED],
        "types": ["mypy"],
        "templates": ["djlint", "--lint", "--quiet", "templates"],
        "migrations": [*django, "makemigrations", "--check", "--dry-run"],
        "translations": [*django, "check_translations"],
        "deployment": [*django, "check", "--deploy", "--fail-level", "WARNING"],
    }
    failed = []
    for name, command in checks.items():
        command[0] = shutil.which(command[0], path=env["PATH"]) or command[0]
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
        if done.returncode or "SKIPPED" in done.stdout:
            print(done.stdout.strip(), flush=True)
        failed += [name] if done.returncode else []
    print(f"failed: {', '.join(failed)} (./run fix mends what a tool can)" if failed else "all checks passed")
    return 1 if failed else 0


def run_fix(_arguments: list[str]) -> int:
    """Mend what a tool can: lint, format, the catalogues of translations."""
    install(["runtime", "fonts", "test"])
    env = {**os.environ, **production()}
    subprocess.run([BIN / "ruff", "check", "--fix", "--quiet", *CHECKED], cwd=ROOT)
    subprocess.run([BIN / "ruff", "format", *CHECKED], cwd=ROOT)
    if not shutil.which("xgettext"):
        say("no gettext here, so translations were left alone: apt-get install gettext")
        return 0
    return subprocess.run([PYTHON, ROOT / "manage.py", "gather_translations"], cwd=ROOT, env=env).returncode


# -- pictures and figures


def with_demo(module: str, arguments: list[str], *, sample: bool = False) -> int:
    """Run a module of the tests' environment with the demo's servers, and its sample where that is needed."""
    install(["runtime", "fonts", "embedded", "test"])
    make_files(var_folder())
    with Supervisor(var_folder() / "log") as supervisor:
        servers = Servers(var_folder(), supervisor)
        with servers.borrowed() as mine:
            if mine and sample:
                prepare(servers)
            return supervisor.run([PYTHON, "-m", module, *arguments], servers.env(**browser()), ROOT)


def run_bench(arguments: list[str]) -> int:
    """Run the benchmarks, which make a database of their own."""
    return with_demo("bench", arguments)


def run_screenshots(arguments: list[str]) -> int:
    """Take pictures of the main pages at three sizes into var/screenshots/."""
    return with_demo("tests.screenshots", arguments, sample=True)


COMMANDS: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "demo": (run_demo, "the portal with its sample, at http://127.0.0.1:8000/ (PORT=..., HOST=...)"),
    "test": (run_test, "the tests; arguments go to pytest, --full runs the long ones too"),
    "check": (run_check, "lint, format, types, templates, migrations, translations, deployment"),
    "fix": (run_fix, "what check complains of and a tool can mend"),
    "bench": (run_bench, "the benchmarks"),
    "manage": (run_manage, "manage.py, servers started if need be"),
    "screenshots": (run_screenshots, "pictures of the main pages into var/screenshots/"),
    "reset": (run_reset, "throw the demo's data away"),
}


def main(arguments: list[str]) -> int:
    """Run one command; what is missing is told in one sentence."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if name not in COMMANDS:
        width = max(map(len, COMMANDS))
        print("\n".join(f"./run {name:<{width}}  {text}" for name, (_, text) in COMMANDS.items()))
        return 0 if name in ("help", "-h", "--help") else 2
    os.chdir(ROOT)
    try:
        for folder in (var_folder(), test_folder()):
            require_writable(folder)
        return COMMANDS[name][0](rest)
    except CannotRun as reason:
        print(reason, file=sys.stderr)
        return 1
    except (Ended, KeyboardInterrupt):
        return 130
    except OSError as error:
        if error.errno != 28:  # no space left on the device
            raise
        print(f"The disk is full: {error.filename or ROOT}", file=sys.stderr)
        return 1
