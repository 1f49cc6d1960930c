"""Load the demo's sample: units, people, catalogues, two years of a campaign."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation

from campaigns.models import Campaign, LegalBasis, SchoolYear
from portal.models import NoticeRun
from portal.reports.asking import ask, end_of
from portal.sample.awards import load_awards
from portal.sample.casting import Casting
from portal.sample.codes import load_codes, load_windows
from portal.sample.feedback import load_feedback, load_posters
from portal.sample.hours import at_eight
from portal.sample.incidents import load_incidents
from portal.sample.initiatives import load_initiatives
from portal.sample.inspections import load_inspections_2024, load_inspections_now
from portal.sample.log import load_log
from portal.sample.nominations import load_nominations
from portal.sample.people import load_people
from portal.sample.progress import play_reports
from portal.sample.reports import load_reports, load_schedules, set_targets
from portal.sample.requests import ask_for_time
from portal.sample.sessions import load_sessions
from portal.sample.stillness import count_again, keep_still
from portal.sample.stories import load_stories
from portal.sample.successions import load_successions
from portal.sample.years import AS_OF_2024, load_2024, load_this_year
from units.clock import db_now
from units.models import Kind, Unit, User

CODES_LAID_DOWN = date(2023, 12, 1)  # when the administrator entered the codes, before the first campaign
POSTERS_HUNG = date(2024, 1, 22)
DATA = Path(__file__).resolve().parents[2] / "sample" / "data"


class Command(BaseCommand):
    help = "Load the demo's sample into an empty database, all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="say nothing and do nothing when units are there")

    def handle(self, *, if_empty: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The sample has accounts whose password everyone knows: it is loaded by ./run demo only."
            )
        if Unit.objects.exists():
            if if_empty:
                return
            raise CommandError("There are units already; ./run reset throws the demo's data away.")
        with transaction.atomic(), translation.override("vi"):
            keep_still()
            call_command("load_units", DATA / "units.csv", clusters=DATA / "clusters.csv", stdout=self.stdout)
            self.load_catalogues()
            host = Unit.objects.get(kind=Kind.HOST)
            load_people(host, list(Unit.objects.below(host).select_related("cluster").order_by("code")))
            load_codes(by=User.objects.get(username="admin"), at=at_eight(CODES_LAID_DOWN))
            load_windows(since=CODES_LAID_DOWN)
            self.stdout.write("2024 …")
            closed = load_2024(host)
            load_posters(host, at=at_eight(POSTERS_HUNG))
            load_feedback(host, first=at_eight(POSTERS_HUNG), until=at_eight(AS_OF_2024), number=320, is_over=True)
            load_inspections_2024(host, closed)
            load_nominations(host, closed)
            set_targets(closed, on=date(2024, 1, 10))
            load_reports(closed)
            self.ask_for_report()
            self.stdout.write("this year …")
            now = db_now()
            this_year = load_this_year(host, now=now)
            load_log(this_year, host, until=now)
            ask_for_time(this_year, Casting(host), now=now - timedelta(hours=1))
            play_reports(this_year, Casting(host).of, until=now - timedelta(hours=1))
            load_sessions(host, this_year, now=now)
            load_incidents(host, now=now)
            load_initiatives(host, closed, this_year, now=now)
            load_stories(host, now=now)
            a_while_ago = now - timedelta(days=40)
            load_feedback(host, first=a_while_ago, until=now - timedelta(hours=2), number=90, is_over=False)
            load_inspections_now(host, this_year, now=now)
            set_targets(this_year, on=timezone.localdate() - timedelta(days=44))
            load_schedules()
            load_successions()
            NoticeRun.objects.all().delete()  # what was loaded is no news: notices begin anew from here
        count_again()

    def ask_for_report(self) -> None:
        """Leave the worker something to do first: the report of the closed year."""
        campaign = Campaign.objects.get(year=AS_OF_2024.year)
        ask(campaign, at=end_of(AS_OF_2024), by=User.objects.get(username="thuongtruc"))

    def load_catalogues(self) -> None:
        call_command("fill_holidays", years=[2023, timezone.localdate().year + 2], stdout=self.stdout)
        call_command("fill_indicators", stdout=self.stdout)
        catalogues: list[tuple[type[Any], str]] = [(LegalBasis, "legal_bases.csv"), (SchoolYear, "school_years.csv")]
        for model, file in catalogues:
            with (DATA / file).open(encoding="utf-8", newline="") as lines:
                model.objects.bulk_create(
                    [model(**{key: value or None for key, value in row.items()}) for row in csv.DictReader(lines)]
                )
        load_awards()
