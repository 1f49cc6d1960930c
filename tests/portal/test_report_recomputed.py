"""Every figure of a report, reckoned again in SQL from the files of `export_ledger`, for random dates and scopes."""

import random
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from campaigns.calendar import VIET_NAM
from campaigns.models import ObligationEvent
from portal.reports import facts
from tests.crowd import crowd
from tests.portal import sql_figures
from units.clock import db_now
from units.models import Cluster, Group

NONE = dict.fromkeys(sql_figures.NAMES, 0)


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker, tmp_path_factory):
    """A council of thirty units with eighteen hundred obligations, and the two files of its ledger."""
    folder = tmp_path_factory.mktemp("ledger")
    with django_db_blocker.unblock(), transaction.atomic():
        made = crowd(30, requirements=5, code="SQL")
        call_command("export_ledger", campaign=made.campaign.code, out=folder, verbosity=0)
        yield made, folder
        transaction.set_rollback(True)


@pytest.mark.parametrize("draws", [60, pytest.param(300, marks=pytest.mark.slow)])
def test_sql_over_the_files_agrees_in_every_figure_for_random_dates_and_scopes(council, django_db_blocker, draws):
    made, folder = council
    drawn = random.Random(f"scopes {draws}")
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        clusters = sorted(Cluster.objects.filter(units__in=made.units).distinct().values_list("code", flat=True))
        told = list(ObligationEvent.objects.filter(obligation__campaign=made.campaign).values_list("at", flat=True))
        sql_figures.load(cursor, folder)
        for _number in range(draws):
            scope = drawn.choice([{}, {"group": drawn.choice(Group.values)}, {"cluster": drawn.choice(clusters)}])
            at = a_moment(drawn, made, told)
            compare(
                facts.read(made.campaign, at=at, **scope).snapshot(),
                sql_figures.reckon(cursor, at.isoformat(), **scope),
            )


def a_moment(drawn, made, told):
    """Return a second of the campaign, often the very one of an event or the one beside it."""
    opened = made.campaign.opened_at
    anywhere = opened + timedelta(seconds=drawn.randrange(int((db_now() - opened).total_seconds())))
    at = drawn.choice([anywhere, drawn.choice(told), drawn.choice(told) + timedelta(seconds=drawn.choice([-1, 1]))])
    return max(opened, min(at, db_now())).astimezone(VIET_NAM).replace(microsecond=0)


def compare(snapshot, reckoned):
    assert figures(snapshot["totals"]) == reckoned["totals"].get("", NONE)
    for part, key in (("groups", "key"), ("clusters", "key"), ("units", "code"), ("requirements", "key")):
        mine = {row[key]: figures(row) for row in snapshot[part]}
        theirs = {name: counts for name, counts in reckoned[part].items() if name in mine or counts != NONE}
        assert {name: counts for name, counts in mine.items() if counts != NONE} == {
            name: counts for name, counts in theirs.items() if counts != NONE
        }, (part, snapshot["as_of"])


def figures(row):
    return {name: row[name] for name in sql_figures.NAMES}
