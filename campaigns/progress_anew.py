"""Taking a progress report from the log anew: what the unit has corrected stays unless it says otherwise."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from campaigns.actions import save_draft
from campaigns.models import IndicatorValue, Obligation, ReportedActivity
from campaigns.models.progress import TEXTS
from campaigns.prefill import Line
from campaigns.progress import ReportDraft, Row, begun, source_of
from units.clock import db_now
from units.models import User


@dataclass(frozen=True)
class Gap:
    """One place where the draft and the log of this moment differ; values by the names of its columns."""

    key: str
    label: str
    mine: dict[str, Any]
    logged: dict[str, Any]
    is_corrected: bool = False  # the unit wrote something of its own: it stays unless the unit says otherwise
    is_stale: bool = True  # the log has changed since it was taken
    is_new: bool = False
    is_gone: bool = False


def gaps(draft: ReportDraft) -> list[Gap]:
    """Return where the log says something else than the draft, in the order of the report."""
    return [*_row_gaps(draft), *_new_lines(draft), *_text_gaps(draft)]


def stale_gaps(draft: ReportDraft) -> int:
    """Count the places of which the log says something else than when they were taken over."""
    return sum(gap.is_stale for gap in gaps(draft)) if draft.report.pk else 0


def _row_gaps(draft: ReportDraft) -> Iterator[Gap]:
    for key, row in draft.rows:
        mine, logged = {name: getattr(row, name) for name in row.TAKEN}, draft.logged(row)
        is_unknown = isinstance(row, IndicatorValue) and all(value is None for value in logged.values())
        if mine == logged or is_unknown:
            continue
        is_gone = isinstance(row, ReportedActivity) and draft.offer.line(source_of(row)) is None
        yield Gap(
            key,
            str(row.indicator if isinstance(row, IndicatorValue) else row),
            mine,
            logged,
            is_corrected=is_corrected(row) or (is_gone and bool(row.remark)),  # type: ignore[union-attr]
            is_stale=any(getattr(row, f"taken_{name}") != value for name, value in logged.items()),
            is_gone=is_gone,
        )


def _new_lines(draft: ReportDraft) -> Iterator[Gap]:
    known = {source_of(row) for row in draft.activities}
    for line in draft.offer.lines:
        if line.source not in known:
            yield Gap(_key(line), line.title, {}, {"times": line.times, "attendance": line.attendance}, is_new=True)


def _key(line: Line) -> str:
    return "-".join(map(str, line.source))


def _text_gaps(draft: ReportDraft) -> Iterator[Gap]:
    for name in TEXTS:
        mine, taken = getattr(draft.report, name), getattr(draft.report, f"taken_{name}")
        logged = draft.offer.texts.get(name, "")
        if logged not in (taken, mine):
            label = str(draft.report._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]
            yield Gap(name, label, {"text": mine}, {"text": logged}, is_corrected=mine != taken)


def is_corrected(row: Row) -> bool:
    """Whether the unit reports something else than what was taken over."""
    return any(getattr(row, name) != getattr(row, f"taken_{name}") for name in row.TAKEN)


def take_anew(obligation: Obligation, *, by: User, version: int | None, also: Collection[str] = ()) -> int:
    """Take from the log what the unit has not corrected, and of what it has, the places named in `also`.

    Returns how many places changed. Raises what `save_draft` raises.
    """
    taken: list[Gap] = []

    def write(row: Obligation) -> None:
        draft = begun(row)
        found = gaps(draft)
        taken.extend(gap for gap in found if not gap.is_corrected or gap.key in also)
        _take(draft, {gap.key: gap for gap in found}, {gap.key for gap in taken})

    save_draft(obligation, write, by=by, version=version)
    return len(taken)


def _take(draft: ReportDraft, found: dict[str, Gap], wanted: Collection[str]) -> None:
    """Set what is wanted; what stays is noted as seen, so that nobody is told of it again."""
    for key, row in list(draft.rows):
        if key in wanted and found[key].is_gone:
            draft.activities.remove(row)  # type: ignore[arg-type]
            row.delete()
        elif key in found:
            _set(row, found[key].logged, stays=key not in wanted)
            row.save()
    for name in TEXTS:
        if name in found:
            _set(draft.report, {name: found[name].logged["text"]}, stays=name not in wanted)
    draft.add_lines([line for line in draft.offer.lines if _key(line) in wanted and found[_key(line)].is_new])
    draft.report.taken_at = db_now()
    draft.report.save()
    draft.store(at=draft.report.taken_at)


def _set(row: Any, values: dict[str, Any], *, stays: bool) -> None:
    for name, value in values.items():
        setattr(row, f"taken_{name}", value)
        if not stays:
            setattr(row, name, value)
