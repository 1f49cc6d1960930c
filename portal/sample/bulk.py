"""Moves of many obligations at once, written as `advance()` would have written them, one statement for hundreds.

For what the sample holds by the thousand; tests compare a history that is told here with the same told move by move.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from campaigns.figures import LedgerEvent, LedgerRow, standing
from campaigns.models import Obligation, ObligationEvent, Receipt
from units.models import User
from units.workflow import Reason, actor_label, content_hash

STATE = ("state", "version", "changed_at", "changed_by")
CACHES = ("effective_due_at", "next_due_at", "first_submitted_at", "last_submitted_at", "waived_at", "locks_at")
BATCH = 1000


@dataclass
class Histories:
    """The events of many obligations, kept until they are stored."""

    events: dict[int, list[ObligationEvent]] = field(default_factory=dict)
    rows: dict[int, Obligation] = field(default_factory=dict)

    def move(
        self,
        row: Obligation,
        verb: str,
        *,
        by: User,
        at: datetime,
        note: str = "",
        reasons: Iterable[Reason] = (),
        due_at: datetime | None = None,
        content: Mapping[str, Any] | None = None,
    ) -> ObligationEvent:
        """Make a move in memory; `content` is what is handed in with `submit`."""
        to_state = row.MOVES[verb].target_from(row.state)
        event = ObligationEvent(
            obligation=row,
            at=at,
            verb=verb,
            actor=by,
            actor_label=actor_label(by),
            from_state=row.state,
            to_state=to_state,
            due_at=due_at,
            note=note,
            reasons=[asdict(reason) for reason in reasons],
            content=content,
            content_sha256=content_hash(content) if content is not None else "",
        )
        row.state, row.version = to_state, row.version + 1
        row.changed_at, row.changed_by = at, by
        self.rows[row.pk] = row
        self.events.setdefault(row.pk, []).append(event)
        return event

    def store(self) -> None:
        """Store the events with their receipts, and bring the rows in line."""
        told = [event for events in self.events.values() for event in events]
        ObligationEvent.objects.bulk_create(told, batch_size=BATCH)
        submits = [event for event in told if event.verb == "submit"]
        Receipt.objects.bulk_create(
            (Receipt(obligation=event.obligation, event=event, code=Receipt.new_code()) for event in submits),
            batch_size=BATCH,
        )
        for pk, row in self.rows.items():
            _bring_in_line(row, self.events[pk])
        Obligation.objects.bulk_create(  # rows that are there are brought in line: much quicker than `bulk_update`
            self.rows.values(),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*STATE, *CACHES],
            batch_size=BATCH,
        )


def _bring_in_line(row: Obligation, events: list[ObligationEvent]) -> None:
    """Set what lists read of now, by the same function that the figures use."""
    moves = tuple(LedgerEvent(event.at, event.verb, event.to_state, event.due_at) for event in events)
    last = events[-1]
    now = standing(LedgerRow(row.pk, "", "", "", "", row.kind, row.due_at, moves), at=last.at)
    row.effective_due_at, row.first_submitted_at = now.effective_due, now.submitted_at
    row.next_due_at = now.open_return_due or now.effective_due
    for event in events:
        if event.due_at:
            row.locks_at = max(row.locks_at, event.due_at + row.grace)
        if event.verb == "submit":
            row.last_submitted_at = event.at
        if event.verb == "waive":
            row.waived_at = event.at
