"""The log as a workbook."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import ActivityEntry, ActivityKind, LogAudience
from campaigns.models.plan import Form
from units.xlsx import CellKind, Column


def log_columns() -> list[Column]:
    return [
        Column(_("Day"), CellKind.DATE, 12),
        Column(_("Code"), width=14),
        Column(_("Unit"), width=36),
        Column(_("Kind of activity"), width=30),
        Column(_("What was done"), width=60),
        Column(_("In which form"), width=20),
        Column(_("For whom"), width=16),
        Column(_("How many took part"), CellKind.INTEGER, 10),
        Column(_("Venue"), width=30),
        Column(_("Activity of the plan"), width=44),
        Column(_("Drive"), width=30),
        Column(_("Note"), width=40),
        Column(_("Link"), width=40),
        Column(_("Photos"), CellKind.INTEGER, 8),
        Column(_("Noted at"), CellKind.DATETIME, 18),
    ]


def log_rows(entries: Iterable[ActivityEntry]) -> Iterator[list[Any]]:
    """Yield a row for each entry; the words for kinds are looked up once, not for every row."""
    kinds, forms, audiences = (
        {value: str(label) for value, label in choices.choices} for choices in (ActivityKind, Form, LogAudience)
    )
    for entry in entries:
        yield [
            entry.held_on,
            entry.unit.code,
            entry.unit.name,
            kinds.get(entry.kind, entry.kind),
            entry.title,
            forms.get(entry.form, ""),
            audiences.get(entry.audience, entry.audience),
            entry.attendance,
            entry.place,
            entry.told_plan_activity or "",  # type: ignore[attr-defined]
            str(entry.drive or ""),
            entry.note,
            entry.link,
            entry.photo_count,  # type: ignore[attr-defined]
            entry.noted_at,
        ]
