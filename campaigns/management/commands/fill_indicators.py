"""Fill the catalogue of indicators from the file that comes with the portal; what stands already stays as it is."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from campaigns.models import Indicator

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogues" / "indicators.csv"
LISTS = ("groups", "prefill_kinds", "prefill_audiences")


class Command(BaseCommand):
    help = "Add the indicators of the movement's reports that are not there yet, each with its definition and source."

    def handle(self, **options: Any) -> None:
        with CATALOGUE.open(encoding="utf-8", newline="") as lines:
            rows = [_indicator(row) for row in csv.DictReader(lines)]
        standing = set(Indicator.objects.values_list("code", flat=True))
        new = [row for row in rows if row.code not in standing]
        Indicator.objects.bulk_create(new)
        told = {"added": len(new), "kept": len(rows) - len(new)}
        self.stdout.write(_("Indicators: %(added)s added, %(kept)s stood already") % told)


def _indicator(row: dict[str, str]) -> Indicator:
    lists = {name: [each for each in row.pop(name).split(",") if each] for name in LISTS}
    return Indicator(**row, **lists)
