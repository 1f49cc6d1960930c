"""Rows of the review queue, for page and sheet. No queries."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from campaigns import deliverables
from campaigns.calendar import local_day, working_days_between
from campaigns.models import Obligation
from units.xlsx import Column


@dataclass(frozen=True)
class QueueRow:
    """One paper that waits, and how long: working days."""

    obligation: Obligation
    kind: str
    days: int
    number: int  # the how-manieth hand-in of this paper
    is_late: bool

    @property
    def pick(self) -> str:
        """What a tick in front of it stands for: this paper as it was read."""
        return f"{self.obligation.pk}:{self.obligation.version}"


def queue_rows(rows: Iterable[Obligation], *, at: datetime, holidays: Collection[date]) -> Iterator[QueueRow]:
    labels = {kind: str(label) for kind, label in deliverables.choices()}
    for row in rows:
        since = row.last_submitted_at or at
        yield QueueRow(
            obligation=row,
            kind=labels.get(row.kind, row.kind),
            days=working_days_between(local_day(since), local_day(at), holidays),
            number=row.hand_ins,  # type: ignore[attr-defined]
            is_late=bool(row.first_submitted_at and row.first_submitted_at > row.effective_due_at),
        )


def queue_columns() -> list[Column]:
    return [
        Column(_("Code"), "text", 14),
        Column(_("Unit"), "text", 44),
        Column(_("Cluster"), "text", 30),
        Column(_("Kind"), "text", 14),
        Column(_("Requirement"), "text", 44),
        Column(_("Handed in"), "datetime", 18),
        Column(_("Working days waiting"), "integer", 14),
        Column(_("Hand-in number"), "integer", 10),
        Column(_("Due date in force"), "datetime", 18),
    ]


def sheet_row(row: QueueRow) -> list[Any]:
    paper = row.obligation
    return [
        paper.unit.code,
        paper.unit.name,
        paper.cluster.name,
        row.kind,
        paper.title,
        paper.last_submitted_at,
        row.days,
        row.number,
        paper.effective_due_at,
    ]
