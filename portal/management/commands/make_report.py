"""The compliance report of the portal from the command line, without storing it."""

import json
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.calendar import VIET_NAM
from campaigns.models import Campaign
from portal.reports import facts
from portal.reports.compute import sealed
from portal.reports.dates import end_of
from units.clock import db_now
from units.models import Cluster, Group
from units.workflow import content_hash


def moment(text: str) -> datetime:
    """Read ISO 8601 with an offset, or a date, which means its end in Hà Nội. Raises `CommandError`."""
    try:
        if len(text) == len("2024-12-14"):
            return end_of(date.fromisoformat(text))
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--at {text}: write a date (2024-12-14) or a time as ISO 8601 with its offset.") from None
    if at.tzinfo is None:
        raise CommandError(f"--at {text}: a time needs its offset, as in 2024-12-14T23:59:59+07:00.")
    return at.astimezone(VIET_NAM).replace(microsecond=0)


class Command(BaseCommand):
    help = "Write the compliance report of a campaign at a time as JSON, the same that the portal makes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", required=True, metavar="CODE")
        parser.add_argument("--at", required=True, metavar="TIME")
        parser.add_argument("--group", default="", choices=["", *Group.values])
        parser.add_argument("--cluster", default="", metavar="CODE")
        parser.add_argument("--out", required=True, metavar="FILE.json", type=Path)

    def handle(self, *, campaign: str, at: str, group: str, cluster: str, out: Path, **options: Any) -> None:
        time = moment(at)
        if time > db_now():
            raise CommandError(f"--at {at} lies ahead: a report tells how things stood, not how they will.")
        if cluster and not Cluster.objects.filter(code=cluster).exists():
            raise CommandError(f"There is no cluster {cluster}.")
        snapshot = facts.read(campaign_of(campaign), at=time, group=group, cluster=cluster).snapshot()
        text = json.dumps(sealed(snapshot, content_hash(snapshot)), ensure_ascii=False, indent=1)
        out.write_text(text + "\n", encoding="utf-8")
        self.stdout.write(f"{out}: {content_hash(snapshot)}")


def campaign_of(code: str) -> Campaign:
    """Return the campaign with this code. Raises `CommandError`."""
    try:
        return Campaign.objects.select_related("host").get(code=code)
    except Campaign.DoesNotExist:
        raise CommandError(f"There is no campaign {code}.") from None
