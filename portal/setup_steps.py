"""From a bare checkout to an environment that runs: virtual environment, locked dependencies, made files.

Each step leaves a stamp, so that the second time costs nothing and needs no network. Standard library only.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from portal.state import Lock, digest
from portal.supervisor import CannotRun

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
WITHOUT_DEPENDENCIES = {"fonts"}  # its wheel would bring a whole typesetter (pitfall P17)
MEGABYTES = {"runtime": 700, "embedded": 150, "test": 700, "browser": 700, "fonts": 5}


def say(sentence: str) -> None:
    print(f"· {sentence}", flush=True)


def require_space(folder: Path, megabytes: int) -> None:
    """Refuse to begin what would end half-way on a full disk."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes:
        raise CannotRun(f"The disk is full: {megabytes} MB are needed in {folder} and {free} MB are free.")


def require_writable(folder: Path) -> None:
    foreign = [place for place in (VENV, folder) if place.exists() and not os.access(place, os.W_OK)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except PermissionError:
        foreign.append(ROOT)
    if foreign:
        raise CannotRun(
            f"{foreign[0]} belongs to another account: run this as that account, or in a clone of your own."
        )


# -- the virtual environment


def works(python: Path) -> bool:
    return python.exists() and subprocess.run([python, "-c", ""], capture_output=True).returncode == 0


def has_pip() -> bool:
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0


def attempt(command: list[str]) -> bool:
    """Run one way to make the environment; a way that fails leaves nothing behind."""
    try:
        well = subprocess.run(command, capture_output=True, cwd=ROOT).returncode == 0
    except OSError:
        well = False
    if not well or not works(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        return False
    return True


def make_venv() -> None:
    """Make `.venv` with venv, or uv, or, as root, after installing what the distribution splits off."""
    if works(PYTHON):
        return
    say("making the virtual environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    plain = [sys.executable, "-m", "venv", str(VENV)]
    if attempt(plain):
        return
    if (uv := shutil.which("uv")) and attempt([uv, "venv", "-q", "--python", sys.executable, str(VENV)]):
        return
    packages = ["python3-venv", f"python3.{sys.version_info.minor}-venv"]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for package in packages:
            if apt_install(package) and attempt(plain):
                return
    raise CannotRun(f"Python's venv module is missing: run  sudo apt-get install {packages[0]}  and then this again.")


def apt_install(*packages: str) -> bool:
    """Install packages of the distribution, as root; the lists are fetched only if it does not go without."""
    say(f"installing {' '.join(packages)} by apt-get")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if subprocess.run(install, env=env, capture_output=True).returncode == 0:
        return True
    subprocess.run(["apt-get", "update", "-q"], env=env, capture_output=True)
    return subprocess.run(install, env=env, capture_output=True).returncode == 0


# -- the dependencies


def installer() -> list[str]:
    if has_pip():
        # Most modules are never used: those that are get compiled at their first use, which is 10 s sooner done.
        quiet = ["--quiet", "--no-input", "--no-compile", "--disable-pip-version-check"]
        return [str(PYTHON), "-m", "pip", "install", *quiet]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    shutil.rmtree(VENV)
    raise CannotRun("The environment .venv had no pip and has been removed: run this again.")


def outdated(groups: Iterable[str]) -> list[str]:
    """Return the groups whose lock is not the one that was installed last."""
    return [group for group in groups if not stamp(group).exists() or stamp(group).read_text() != lock_hash(group)]


def stamp(group: str) -> Path:
    return VENV / f"installed-{group}"


def lock_hash(group: str) -> str:
    return digest([], (LOCKS / f"{group}.txt").read_text(), sys.version)


def install(groups: Iterable[str]) -> None:
    """Bring `.venv` to what the locks of these groups say."""
    require_writable(ROOT / "var")
    lock = Lock(ROOT / "var" / "setup.lock")
    if not lock.take():
        say("waiting for another set-up in this checkout")
        lock.take(wait=True)
    make_venv()
    missing = outdated(groups)
    if missing:
        require_space(VENV, sum(MEGABYTES[group] for group in missing))
        say(f"installing the dependencies ({', '.join(missing)}), some hundred MB the first time")
    together = [group for group in missing if group not in WITHOUT_DEPENDENCIES]
    alone = [group for group in missing if group in WITHOUT_DEPENDENCIES]
    if together:
        pip_install([word for group in together for word in ("-r", str(LOCKS / f"{group}.txt"))])
    for group in alone:
        pip_install(["--no-deps", "-r", str(LOCKS / f"{group}.txt")])
    for group in missing:
        stamp(group).write_text(lock_hash(group))
    lock.let_go()


def pip_install(arguments: list[str]) -> None:
    done = subprocess.run([*installer(), "--require-hashes", *arguments], capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        print("\n".join(done.stderr.splitlines()[-15:]), file=sys.stderr)
        raise CannotRun("The dependencies could not be installed (see above): is there a way to the package index?")


def site_packages() -> Path:
    found = sorted(VENV.glob("lib/python3.*/site-packages"))
    if not found:
        raise CannotRun("The environment .venv is broken: remove that folder and run this again.")
    return found[0]


# -- files that are made and not kept in git


def make_files(var: Path) -> None:
    """Compile translations and write the chart library's bundle, in a child of their own (pitfall P6)."""
    catalogues = ROOT.glob("locale/*/LC_MESSAGES/*.po")
    if stale := [str(path) for path in catalogues if is_older(path.with_suffix(".mo"), path)]:
        run_made("translations", *stale)
    bundle = var / "assets" / "vega-bundle.js"
    if is_older(bundle, stamp("runtime")):
        run_made("chart_bundle", str(bundle))
    if is_older(var / "assets" / "figures-semibold.ttf", stamp("runtime")):
        run_made("figure_fonts", str(var / "assets"))


def is_older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def run_made(*arguments: str) -> None:
    done = subprocess.run([PYTHON, "-m", "portal.made_files", *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise CannotRun(f"The {arguments[0]} could not be made: {done.stderr.strip()[-800:]}")
