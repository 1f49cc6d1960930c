"""Two versions of a code side by side: pure, clauses in and lines out. A clause is known by its code."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

What = Literal["same", "changed", "added", "removed"]
WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Told:
    """A clause as it is compared: its theme, its wording, and all else that it says, by label."""

    code: str
    theme: str
    wording: str
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Piece:
    """Some words of a wording: in both, or in one of the two alone."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Line:
    """One clause in both versions."""

    code: str
    theme: str
    what: What
    before: list[Piece]
    after: list[Piece]
    changes: list[tuple[str, str, str]]  # label, before, after


def compare(before: Iterable[Told], after: Iterable[Told]) -> list[Line]:
    """Return a line for each clause, in the order of the newer version; what was taken out stands at its old place."""
    old, new = {row.code: row for row in before}, {row.code: row for row in after}
    lines = [_line(old.get(code), row) for code, row in new.items()]
    for number, (code, row) in enumerate(old.items()):
        if code not in new:
            lines.insert(min(number, len(lines)), _gone(row))
    return lines


def _line(old: Told | None, new: Told) -> Line:
    if old is None:
        return Line(new.code, new.theme, "added", [], [Piece(new.wording, True)], [])
    before, after = _pieces(old.wording, new.wording)
    changes = list(_changes(old, new))
    what: What = "changed" if changes or old.wording != new.wording or old.theme != new.theme else "same"
    return Line(new.code, new.theme, what, before, after, changes)


def _gone(old: Told) -> Line:
    return Line(old.code, old.theme, "removed", [Piece(old.wording, True)], [], [])


def _changes(old: Told, new: Told) -> Iterator[tuple[str, str, str]]:
    for label in [*new.facts, *(label for label in old.facts if label not in new.facts)]:
        pair = old.facts.get(label, ""), new.facts.get(label, "")
        if pair[0] != pair[1]:
            yield label, *pair


def _pieces(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Split both wordings into what they share and what is in one of them alone, word by word."""
    mine, theirs = WORDS.findall(old), WORDS.findall(new)
    before, after = [], []
    for verb, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if b > a:
            before.append(Piece("".join(mine[a:b]), verb != "equal"))
        if d > c:
            after.append(Piece("".join(theirs[c:d]), verb != "equal"))
    return before, after
