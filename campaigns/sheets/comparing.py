"""What a file would change: its rows, what stands in the portal now, and what stood there when it was downloaded.

Pure: rows in, changes out. A row that somebody else changed in the portal meanwhile is left as it is there unless the
file changed it too; then whoever brings the file in is told, and decides.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid5

from campaigns.sheets.columns import Values, fingerprint

NAMESPACE = UUID("6f1d2b6e-64cf-4d36-9f57-0f7b1f8f3c11")


@dataclass(frozen=True)
class StoredRow:
    """A row as it stands in the portal."""

    key: str
    values: Values
    ticket: UUID | None = None  # of the row of a file that it came with


@dataclass(frozen=True)
class FileRow:
    """A row of a file. Its key and base are those it was downloaded with; a new row has a ticket instead.

    Where the rows are given (one for each indicator) a row is named by its own cells and has its key from them.
    """

    number: int
    values: Values
    key: str = ""
    base: str = ""
    ticket: UUID | None = None
    is_named: bool = False


class Fate(StrEnum):
    SAME = "same"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    KEPT = "kept"  # stands in the portal only, and stays
    THEIRS = "theirs"  # changed in the portal meanwhile, not in the file: stays as it is there
    GONE = "gone"  # removed in the portal meanwhile, not touched in the file: stays removed
    OVERWRITTEN = "overwritten"  # changed in both: the file's values are taken
    REMOVED_ANYWAY = "removed_anyway"  # changed in the portal meanwhile, missing in the file


@dataclass(frozen=True)
class Change:
    """What becomes of one row."""

    fate: Fate
    stored: StoredRow | None = None
    row: FileRow | None = None

    @property
    def outcome(self) -> Values | None:
        """Return what the row holds afterwards; None where there is no row any more."""
        if self.fate in (Fate.REMOVED, Fate.REMOVED_ANYWAY, Fate.GONE):
            return None
        if self.fate in (Fate.ADDED, Fate.CHANGED, Fate.OVERWRITTEN) and self.row:
            return self.row.values
        return self.stored.values if self.stored else None

    @property
    def differing(self) -> list[str]:
        """Return the names of the columns in which file and portal differ."""
        if not (self.stored and self.row):
            return []
        return [name for name, value in self.row.values.items() if value != self.stored.values.get(name)]


@dataclass(frozen=True)
class Comparison:
    """All changes, in the order in which the rows stand afterwards."""

    changes: Sequence[Change]
    is_reordered: bool

    def of(self, *fates: str) -> list[Change]:
        return [change for change in self.changes if change.fate in fates]

    @property
    def changes_nothing(self) -> bool:
        writes = (Fate.ADDED, Fate.CHANGED, Fate.REMOVED, Fate.OVERWRITTEN, Fate.REMOVED_ANYWAY)
        return not self.of(*writes) and not self.is_reordered

    @property
    def conflicts(self) -> list[Change]:
        """Return what would undo somebody else's change: to be agreed to."""
        return self.of(Fate.OVERWRITTEN, Fate.REMOVED_ANYWAY)

    @property
    def digest(self) -> str:
        """Return a fingerprint of all this: what is agreed to is what was shown."""
        lines = []
        for change in self.changes:
            now = fingerprint(change.stored.values) if change.stored else ""
            then = fingerprint(change.outcome) if change.outcome is not None else ""
            lines.append(f"{change.fate} {change.stored.key if change.stored else ''} {now} {then}")
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def compare(
    rows: Iterable[FileRow], stored: Sequence[StoredRow], downloaded: Mapping[str, str] | None, *, removes: bool
) -> Comparison:
    """Return what becomes of every row.

    `downloaded` has the keys of the rows that the file was made with and the fingerprint of each; None when that is
    not known any more, and then nothing is removed.
    """
    by_key = {row.key: row for row in stored}
    pairs = _paired(list(rows), by_key)
    changes = [_change(row, by_key.get(key) if key else None) for row, key in pairs]
    present = {change.stored.key for change in changes if change.stored}
    missing = [_missing(row, downloaded, removes=removes) for row in stored if row.key not in present]
    changes += sorted(missing, key=lambda change: change.fate != Fate.KEPT)
    before = [row.key for row in stored if row.key in present]
    after = [change.stored.key for change in changes if change.stored and change.stored.key in present]
    return Comparison(changes, is_reordered=removes and before != after)


def with_tickets(rows: Sequence[FileRow], *, owner: str, file_id: str) -> list[FileRow]:
    """Give each new row a ticket, the same whenever the same file is brought in again.

    A row that has lost its key, or was copied with it, has a ticket by what it holds: it is known again as long as it
    holds the same.
    """
    keepers = _keepers(rows)
    seen: Counter[str] = Counter()
    ticketed = []
    for row in rows:
        is_keeper = keepers.get(row.key) == row.number
        if is_keeper and (row.base or row.is_named):
            ticketed.append(row)
        elif is_keeper and file_id:
            ticketed.append(replace(row, key="", ticket=uuid5(NAMESPACE, f"{owner} {file_id} {row.key}")))
        else:
            content = fingerprint(row.values)
            seen[content] += 1
            ticket = uuid5(NAMESPACE, f"{owner} {content} {seen[content]}")
            ticketed.append(replace(row, key="", base=content, ticket=ticket))
    return ticketed


def _keepers(rows: Iterable[FileRow]) -> dict[str, int]:
    """Return which row keeps each key: a row that was copied in Excel took its key along, and one is the original."""
    keepers: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: fingerprint(row.values) != row.base):  # what nobody touched comes first
        if row.key:
            keepers.setdefault(row.key, row.number)
    return keepers


def _paired(rows: list[FileRow], by_key: Mapping[str, StoredRow]) -> list[tuple[FileRow, str]]:
    """Find for each row of the file the stored row it stands for: by its key, its ticket, or because it is the same."""
    tickets = {row.ticket: row.key for row in by_key.values() if row.ticket}
    found: dict[int, str] = {}
    taken: set[str] = set()
    for row in rows:
        key = row.key if row.key in by_key else (tickets.get(row.ticket, "") if row.ticket else "")
        if key and key not in taken:
            found[row.number] = key
            taken.add(key)
    free: dict[str, list[str]] = {}
    for key, each in by_key.items():
        if key not in taken:
            free.setdefault(fingerprint(each.values), []).append(key)
    for row in rows:
        if row.number not in found and (alike := free.get(fingerprint(row.values))):
            found[row.number] = alike.pop(0)
    return [(row, found.get(row.number, "")) for row in rows]


def _change(row: FileRow, stored: StoredRow | None) -> Change:
    content = fingerprint(row.values)
    is_untouched = content == row.base
    if stored is None:
        return Change(Fate.GONE if is_untouched and row.key else Fate.ADDED, None, row)
    now = fingerprint(stored.values)
    if now == content:
        return Change(Fate.SAME, stored, row)
    if is_untouched:
        return Change(Fate.THEIRS, stored, row)
    return Change(Fate.CHANGED if not row.base or now == row.base else Fate.OVERWRITTEN, stored, row)


def _missing(stored: StoredRow, downloaded: Mapping[str, str] | None, *, removes: bool) -> Change:
    base = (downloaded or {}).get(stored.key)
    if not removes or base is None:
        return Change(Fate.KEPT, stored)
    return Change(Fate.REMOVED if fingerprint(stored.values) == base else Fate.REMOVED_ANYWAY, stored)
