"""What changed between two hand-ins: pure, on the frozen contents.

Places are paths into the content: `number`, `activities.2` (a row, counted from 1), `activities.2.lead`, `files.1`.
A row that was taken away is named by its number in the older content, everything else by the newer one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from units.vietnamese import fold

Content = Mapping[str, Any]
Row = Mapping[str, str]

NOT_WRITTEN_BY_THE_UNIT: Final = frozenset(
    {"kind", "title", "replaces_id", "unit_code", "unit_name", "checklist", "audience", "codes", "score"}
    | {"period_start", "period_end", "before_start", "before_end", "log"}
)
CODE: Final = "code"  # rows that carry one are named by it, not by their number
NAMES_OF_ROWS: Final = ("title", "name")
NOT_CONTENT: Final = frozenset(  # of a row: a file attached anew is the same file if its bytes are
    {"id", "logged_times", "logged_attendance", "logged_amount", "logged_part", "logged_whole"}
    | {"before_amount", "before_part", "before_whole"}
)
ALIKE: Final = 0.5  # rows that share at least half of their fields are one row, rewritten


@dataclass(frozen=True)
class Change:
    """One place that is new, gone or different."""

    place: str
    what: Literal["added", "removed", "changed"]
    before: str = ""
    after: str = ""


def differences(before: Content, after: Content) -> list[Change]:
    """Return what was added, removed and changed, in the order of the newer content."""
    keys = [*after, *(key for key in before if key not in after)]
    return [change for key in keys if key not in NOT_WRITTEN_BY_THE_UNIT for change in _compare(key, before, after)]


def changed_places(changes: Iterable[Change]) -> frozenset[str]:
    """Return the places of the newer content to mark, each row that holds one among them."""
    places = {change.place for change in changes if change.what != "removed" or "." not in change.place}
    return frozenset(places | {".".join(place.split(".")[:2]) for place in places})


def written(value: Any) -> Any:
    """Return a part of a content without what stands beside the unit's own words: of rows, the columns it writes."""
    if not isinstance(value, list):
        return value
    return [{field: text for field, text in row.items() if field not in NOT_CONTENT} for row in value]


def _compare(key: str, before: Content, after: Content) -> Iterator[Change]:
    old, new = before.get(key, ""), after.get(key, "")
    if isinstance(old, list) or isinstance(new, list):
        yield from _compare_rows(key, list(old or ()), list(new or ()))
    else:
        yield from _compare_text(key, str(old), str(new))


def _compare_text(place: str, old: str, new: str) -> Iterator[Change]:
    if old == new:
        return
    yield Change(place, "added" if not old else "removed" if not new else "changed", old, new)


def _compare_rows(key: str, old: list[Row], new: list[Row]) -> Iterator[Change]:
    if any(CODE in row for row in new or old):
        yield from _compare_coded(key, {row[CODE]: row for row in old}, {row[CODE]: row for row in new})
        return
    pairs = _pairs(old, new)
    for number, row in enumerate(new):
        if number not in pairs:
            yield Change(f"{key}.{number + 1}", "added", after=_name(row))
        else:
            yield from _compare_fields(f"{key}.{number + 1}", old[pairs[number]], row)
    for number in sorted(set(range(len(old))) - set(pairs.values())):
        yield Change(f"{key}.{number + 1}", "removed", before=_name(old[number]))


def _compare_coded(key: str, old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[Change]:
    for code, row in new.items():
        if code in old:
            yield from _compare_fields(f"{key}.{code}", old[code], row)
        else:
            yield Change(f"{key}.{code}", "added", after=_name(row))
    for code in old.keys() - new.keys():
        yield Change(f"{key}.{code}", "removed", before=_name(old[code]))


def _compare_fields(place: str, old: Row, new: Row) -> Iterator[Change]:
    for field in [*new, *(field for field in old if field not in new)]:
        if field in NOT_CONTENT:
            continue
        yield from _compare_text(f"{place}.{field}", str(old.get(field, "")), str(new.get(field, "")))


def _pairs(old: list[Row], new: list[Row]) -> dict[int, int]:
    """Return for each newer row which older row it was: the same, else of the same name, else much alike."""
    pairs = {
        block.b + step: block.a + step
        for block in SequenceMatcher(
            None, [_whole(row) for row in old], [_whole(row) for row in new], False
        ).get_matching_blocks()
        for step in range(block.size)
    }
    for fits in (_same, _same_name, _alike):
        for number, row in enumerate(new):
            if number in pairs:
                continue
            free = (n for n in range(len(old)) if n not in pairs.values() and fits(old[n], row))
            if (found := next(free, None)) is not None:
                pairs[number] = found
    return pairs


def _whole(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((field, str(value)) for field, value in row.items() if field not in NOT_CONTENT))


def _same(old: Row, new: Row) -> bool:
    return _whole(old) == _whole(new)


def _same_name(old: Row, new: Row) -> bool:
    return bool(_name(new)) and fold(_name(old)) == fold(_name(new))


def _alike(old: Row, new: Row) -> bool:
    written = {field for field in {*old, *new} if old.get(field) or new.get(field)}
    same = sum(old.get(field) == new.get(field) for field in written)
    return bool(written) and same / len(written) >= ALIKE


def _name(row: Row) -> str:
    return next((str(row[field]) for field in NAMES_OF_ROWS if row.get(field)), "")
