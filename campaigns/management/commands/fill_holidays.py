"""Fill the catalogue of holidays from the `holidays` library; what the administrator wrote stays."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaigns.calendar import vietnamese_holidays
from campaigns.models import Holiday


class Command(BaseCommand):
    help = "Add the public holidays of Viet Nam, Tet and days in lieu included, for a range of years."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--years", type=int, nargs=2, required=True, metavar=("FIRST", "LAST"))

    def handle(self, *, years: list[int], **options: Any) -> None:
        first, last = years
        if last < first:
            raise CommandError(_("The last year lies before the first."))
        rows = [Holiday(day=day, name=name) for day, name in vietnamese_holidays(range(first, last + 1)).items()]
        before = Holiday.objects.count()
        Holiday.objects.bulk_create(rows, ignore_conflicts=True)
        added = Holiday.objects.count() - before
        told = {"added": added, "kept": len(rows) - added}
        self.stdout.write(_("Holidays: %(added)s added, %(kept)s stood already") % told)
