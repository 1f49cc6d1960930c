"""Checks a Word template that an office made: may it be kept, can it be filled, does it say all that the paper must."""

import json
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from campaigns import gate_ooxml
from campaigns.gate_words import FileRefused, Refusal
from portal.papers import kinds
from portal.papers.fields import Field, PaperKind
from portal.papers.trial import SECONDS, request

MAX_BYTES: Final = 2 * 2**20
MAX_UNPACKED: Final = 10 * 2**20
ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Checked:
    """What a check found: what stands in the way, what is told only, and the paper made of examples."""

    findings: list[dict[str, str]]
    remarks: list[dict[str, str]]
    sample: bytes = b""

    @property
    def is_good(self) -> bool:
        return not self.findings


def let_in(body: bytes) -> None:
    """Raise `FileRefused` for what is no plain Word document: nothing reads it before this."""
    if not body:
        raise FileRefused(Refusal.EMPTY)
    if len(body) > MAX_BYTES:
        raise FileRefused(Refusal.TOO_LARGE, limit=MAX_BYTES // 2**20)
    gate_ooxml.check(body, kind="docx", max_unpacked=MAX_UNPACKED)


def check(kind: str, template: bytes) -> Checked:
    """Try a template that was let in, in a process that has no secrets, little time and little memory."""
    paper = kinds.of(kind)
    asked = request(template, tree_of(paper.fields), paper.sample)
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{RUN}"]
    try:
        done = subprocess.run(
            command, input=asked, capture_output=True, timeout=3 * SECONDS, env={"LANG": "C.UTF-8"}, cwd="/"
        )
    except subprocess.TimeoutExpired:
        return Checked([{"code": "slow"}], [])
    if done.returncode:
        return Checked([{"code": "slow" if done.returncode < 0 else "broken"}], [])
    told: dict[str, Any] = json.loads(done.stdout)
    return Checked(told["findings"], told["remarks"], b64decode(told["sample"]))


RUN: Final = "from portal.papers.trial import main; main()"


def tree_of(fields: Iterable[Field]) -> dict[str, Mapping[str, Any]]:
    """Return fields as `reading` takes them."""
    return {
        each.name: {
            "required": each.required,
            "rows": tree_of(each.rows) if each.rows else None,
            "is_list": isinstance(each.sample, list),
        }
        for each in fields
    }


def field_lines(paper: PaperKind) -> list[tuple[str, Field]]:
    """Return every field with the path by which a template names it, for the list that the office is given."""
    return list(_lines(paper.fields, ""))


def _lines(fields: Iterable[Field], before: str) -> Iterable[tuple[str, Field]]:
    for each in fields:
        yield f"{before}{each.name}", each
        yield from _lines(each.rows, f"{before}{each.name}.")
