"""Work that no page waits for: opening a campaign, making a report in all its faces, searching."""

import time
from collections.abc import Callable, Iterator

from django.db import connection

from bench.reporting import lines
from campaigns.opening import open_campaign
from tests import factories as make
from tests.crowd import Crowd
from units.models import Role, Unit

LIKE_OPENING = """
    CREATE TEMP TABLE copied (LIKE campaigns_obligation INCLUDING ALL);
    ALTER TABLE copied ALTER id DROP IDENTITY;
"""


def seconds(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def tasks(crowd: Crowd) -> Iterator[tuple[str, str, str]]:
    """Yield what was done, how long it took, and beside what."""
    yield from opening(crowd)
    yield from searching()
    yield from reporting(crowd)


def opening(crowd: Crowd) -> Iterator[tuple[str, str, str]]:
    first = crowd.campaign
    campaign = make.CampaignFactory(
        code="bench-opening", host=crowd.host, starts_on=first.starts_on, ends_on=first.ends_on, year=first.year
    )
    for requirement in first.requirements.order_by("position"):
        requirement.pk, requirement.campaign = None, campaign
        requirement.save(force_insert=True)
    took = seconds(lambda: open_campaign(campaign, by=crowd.council[Role.SECRETARY]))
    number = campaign.obligations.count()
    with connection.cursor() as cursor:
        cursor.execute(LIKE_OPENING)
        copy = "INSERT INTO copied SELECT * FROM campaigns_obligation WHERE campaign_id = %s"
        floor = seconds(lambda: cursor.execute(copy, [campaign.pk]))
    told = f"{took / floor:.1f} × one INSERT … SELECT of the same rows ({floor * 1000:.0f} ms); goal ≤ 10 ×"
    yield f"open a campaign, {number:,} obligations", f"{took * 1000:.0f} ms", told


def searching() -> Iterator[tuple[str, str, str]]:
    query = Unit.objects.search("truong yen 1").values("pk")
    with connection.cursor() as cursor:
        sql, params = query.query.sql_with_params()
        times = sorted(seconds(lambda: cursor.execute(sql, params)) for _ in range(20))
    number = Unit.objects.count()
    yield (
        f"search without diacritics over {number:,} units",
        f"{times[10] * 1000:.1f} ms",
        "in the database; goal ≤ 15 ms",
    )


def reporting(crowd: Crowd) -> Iterator[tuple[str, str, str]]:
    secretary = crowd.council[Role.SECRETARY]
    yield from lines(crowd.campaign.code, secretary.pk, len(crowd.units), seconds=5 if len(crowd.units) < 1000 else 30)
