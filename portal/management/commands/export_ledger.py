"""The ledger of a campaign as two CSV files from which anyone can reckon every figure again."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from campaigns.models import Obligation, ObligationEvent
from portal.management.commands.make_report import campaign_of
from portal.reports.compute import moment

OBLIGATION_FIELDS = {
    "id": "pk",
    "unit_code": "unit__code",
    "unit_name": "participation__unit_name",
    "group": "group",
    "cluster": "cluster__code",
    "requirement": "requirement__code",
    "kind": "kind",
    "period_start": "period_start",
    "period_end": "period_end",
    "cutoff_on": "cutoff_on",
    "opens_at": "opens_at",
    "due_at": "due_at",
    "locks_at": "locks_at",
}
EVENT_FIELDS = {
    "id": "pk",
    "obligation_id": "obligation_id",
    "at": "at",
    "verb": "verb",
    "actor": "actor__username",
    "from_state": "from_state",
    "to_state": "to_state",
    "due_at": "due_at",
    "note": "note",
}


class Command(BaseCommand):
    help = "Write obligations.csv and events.csv of a campaign into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", required=True, metavar="CODE")
        parser.add_argument("--out", required=True, metavar="DIR", type=Path)

    def handle(self, *, campaign: str, out: Path, **options: Any) -> None:
        obligations = Obligation.objects.filter(campaign=campaign_of(campaign), requirement__isnull=False)
        events = ObligationEvent.objects.filter(obligation__in=obligations)
        out.mkdir(parents=True, exist_ok=True)
        # Events first: each of them then has its obligation in the other file, whatever is written meanwhile.
        told = write(out / "events.csv", EVENT_FIELDS, events.order_by("id").values_list(*EVENT_FIELDS.values()))
        owed = obligations.order_by("id").values_list(*OBLIGATION_FIELDS.values())
        owed_rows = write(out / "obligations.csv", OBLIGATION_FIELDS, owed)
        self.stdout.write(f"{out}: {owed_rows} obligations, {told} events")


def write(path: Path, head: Iterable[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a CSV file that appears whole or not at all; return how many rows it holds."""
    fresh = path.with_name(f".{path.name}")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        number = sum(1 for row in rows if writer.writerow([cell(value) for value in row]))
    fresh.replace(path)
    return number


def cell(value: Any) -> str:
    """Write one value for machines: times with the offset of Hà Nội, dates as ISO 8601, text as it is."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else str(value)
