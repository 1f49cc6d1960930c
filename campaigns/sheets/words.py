"""What a file would change, in words: for the page on which it is agreed to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.sheets.checking import Checked
from campaigns.sheets.columns import Kind, SheetColumn, Values
from campaigns.sheets.comparing import Change, Comparison, Fate, StoredRow
from campaigns.sheets.sheet import Sheet
from campaigns.sheets.values import typed
from campaigns.sheets.writing import as_cell

BARE = (Kind.DAY, Kind.WHOLE, Kind.NUMBER)  # says nothing without its heading


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One row of the preview."""

    row: int | None
    title: str
    facts: str = ""
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """The rows that share a fate."""

    heading: str
    state: str
    lines: list[Line]
    has_rows: bool  # whether they stand in the file


def groups(sheet: Sheet, comparison: Comparison) -> list[Group]:
    """Return what is shown before it is agreed to; conflicts first, what stays as it is not at all."""
    headed = (
        (Fate.OVERWRITTEN, _("Changed in the file and meanwhile in the portal: the file's text is taken"), "returned"),
        (Fate.REMOVED_ANYWAY, _("Deleted in the file, changed meanwhile in the portal: deleted"), "returned"),
        (Fate.REMOVED, _("Will be deleted"), "overdue"),
        (Fate.CHANGED, _("Will be changed"), "drafting"),
        (Fate.ADDED, _("Will be added"), "submitted"),
        (Fate.THEIRS, _("Changed meanwhile in the portal, not in the file: stays as it is in the portal"), "waived"),
        (Fate.GONE, _("Deleted meanwhile in the portal, not changed in the file: stays deleted"), "waived"),
    )
    found = []
    for fate, heading, state in headed:
        if changes := comparison.of(fate):
            lines = [_line(sheet, change) for change in changes]
            found.append(Group(heading, state, lines, any(line.row for line in lines)))
    return found


def _line(sheet: Sheet, change: Change) -> Line:
    values = (
        change.outcome or (change.stored.values if change.stored else {}) or (change.row and change.row.values) or {}
    )
    row = change.row.number if change.row else None
    title = next(_shown(sheet, values, (sheet.named_by,)), "")
    if change.stored and change.row:
        return Line(row, title, differences=list(_differences(sheet, change)))
    others = [column.name for column in sheet.columns if column.name != sheet.named_by]
    return Line(row, title, " · ".join(_shown(sheet, values, others)))


def _differences(sheet: Sheet, change: Change) -> Iterator[Difference]:
    if change.stored is None or change.row is None:
        return
    for name in change.differing:
        column = sheet.column(name)
        before, after = shown(column, change.stored.values[name]), shown(column, change.row.values[name])
        yield Difference(column.heading, before, after)


def _shown(sheet: Sheet, values: Values, names: Any) -> Iterator[str]:
    for name in names:
        column = sheet.column(name)
        if text := shown(column, values.get(name)):
            yield f"{column.heading}: {text}" if column.kind in BARE else text


def shown(column: SheetColumn, value: Any) -> str:
    """Return a value as a person reads it."""
    return typed(as_cell(column, value))


def stale_sentence(checked: Checked, comparison: Comparison) -> str:
    """Return that the portal has moved on since the file was downloaded, "" when it has not."""
    since = comparison.of(Fate.OVERWRITTEN, Fate.REMOVED_ANYWAY, Fate.THEIRS, Fate.GONE)
    known = checked.mark.rows
    newer = [row for row in _kept(comparison) if known is not None and row.key not in known]
    if not since and not newer:
        return ""
    when = date_format(localtime(checked.mark.made_at), "SHORT_DATETIME_FORMAT") if checked.mark.made_at else ""
    if not when:
        return _("Rows were changed in the portal since this file was made.")
    return _("This file was downloaded at %(when)s. Since then rows were changed in the portal.") % {"when": when}


def kept_sentence(sheet: Sheet, checked: Checked, comparison: Comparison) -> str:
    """Return that rows which are missing in the file stay in the portal, "" where there are none."""
    known = checked.mark.rows or {}
    number = sum(row.key in known for row in _kept(comparison))
    if sheet.removes or not number:
        return ""
    return ngettext(
        "%(n)d row is missing in the file and stays in the portal as it is.",
        "%(n)d rows are missing in the file and stay in the portal as they are.",
        number,
    ) % {"n": number}


def _kept(comparison: Comparison) -> list[StoredRow]:
    return [change.stored for change in comparison.of(Fate.KEPT) if change.stored]


def done_sentence(comparison: Comparison) -> str:
    """Return what was saved."""
    added, changed, removed = (
        len(comparison.of(*fates))
        for fates in (
            (Fate.ADDED,),
            (Fate.CHANGED, Fate.OVERWRITTEN),
            (Fate.REMOVED, Fate.REMOVED_ANYWAY),
        )
    )
    facts = {"added": added, "changed": changed, "removed": removed}
    return _("Saved from the file: %(added)s new, %(changed)s changed, %(removed)s deleted.") % facts
