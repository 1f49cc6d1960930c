"""What is kept under `var/` between runs: ports, passwords, locks, the settings for Django. Standard library only."""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import socket
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)


class State:
    """`state.json`, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.values: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def secret(self, name: str, size: int = 24) -> str:
        """Return the secret of that name, made at its first use; hexadecimal, so that it needs no quoting."""
        if name not in self.values:
            self.set(name, secrets.token_hex(size))
        return self.values[name]

    def set(self, name: str, value: str) -> None:
        if self.values.get(name) != value:
            self.values[name] = value
            write_private(self.path, json.dumps(self.values, indent=1))

    def port(self, name: str) -> int:
        """Return the port of the run before if it is free, else another free one."""
        port = int(self.values.get(name, 0))
        if not is_free(port):
            port = free_port()
        self.set(name, str(port))
        return port


def is_free(port: int) -> bool:
    if not port:
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_env(path: Path, values: Mapping[str, str]) -> None:
    """Write what Django's settings read when the environment says nothing else."""
    write_private(path, "".join(f"{name}={value}\n" for name, value in sorted(values.items())))


class Lock:
    """A lock on a file that the kernel lets go of when its holder dies; the file tells who holds it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def take(self, *, shared: bool = False, wait: bool = False) -> bool:
        kind = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        try:
            fcntl.flock(self.file, kind)
        except BlockingIOError:
            return False
        return True

    def tell(self, **facts: Any) -> None:
        os.ftruncate(self.file, 0)
        os.pwrite(self.file, json.dumps({"pid": os.getpid(), **facts}).encode(), 0)

    def told(self) -> dict[str, Any]:
        with contextlib.suppress(ValueError):
            return dict(json.loads(os.pread(self.file, 4096, 0)))
        return {}

    def let_go(self) -> None:
        os.close(self.file)


def digest(paths: Iterable[Path], *more: str) -> str:
    """Return a hash over the names and contents of files, and over what else is given."""
    found = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        found.update(f"\0{path}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


@contextlib.contextmanager
def once(stamp: Path, value: str) -> Iterator[bool]:
    """Yield whether something is to be done anew; when it went well, remember for which value."""
    done = stamp.exists() and stamp.read_text() == value
    yield not done
    if not done:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(value)
