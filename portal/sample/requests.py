"""Requests for more time in the running year: some wait for their answer, some have it."""

from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Final

from django.utils.timezone import localtime

from campaigns.extensions import ask_extension, decline_extension, grant_extension, withdraw_extension
from campaigns.models import Campaign, ExtensionRequest, Obligation, State
from portal.sample import texts
from portal.sample.casting import Casting
from portal.sample.years import PINNED

STEP: Final = 5  # one open plan or paper in so many
ANSWERS: Final = ("", "granted", "", "declined", "", "withdrawn")  # "": it waits
MOST: Final = 18
KEPT: Final = {code for _requirement, code in PINNED}


def ask_for_time(campaign: Campaign, casting: Casting, *, now: datetime) -> None:
    """Let some units ask for more time these days; every second request has its answer."""
    at_unit = Obligation.objects.filter(campaign=campaign, kind__in=("plan", "paper")).open_now()
    open_rows = at_unit.filter(state__in=[State.PENDING, State.DRAFTING], next_due_at__gte=now)
    rows = open_rows.exclude(unit__code__in=KEPT).select_related("unit").order_by("next_due_at", "unit__code")
    for row, answer in zip(rows[::STEP][:MOST], cycle(ANSWERS), strict=False):
        draw = Random(f"more time {campaign.year} {row.unit.code} {row.kind}")
        some_days_ago = now - timedelta(days=draw.randint(1, 4), hours=draw.randint(1, 6))
        at = max(some_days_ago, row.changed_at or row.opens_at)
        _ask(row, answer, casting, draw, at=at, now=now)


def _ask(row: Obligation, answer: str, casting: Casting, draw: Random, *, at: datetime, now: datetime) -> None:
    cast = casting.of(row.unit)
    until = localtime(row.effective_due_at).date() + timedelta(days=draw.choice([5, 7, 10]))
    asked = ask_extension(row, until=until, reason=draw.choice(texts.EXTENSIONS), by=cast.drafter, at=at)
    _answer(asked, answer, casting, at=min(at + timedelta(hours=draw.randint(3, 20)), now))


def _answer(asked: ExtensionRequest, answer: str, casting: Casting, *, at: datetime) -> None:
    office = casting.secretary
    if answer == "granted":
        grant_extension(asked, until=asked.wanted_until, note=asked.reason, by=office, version=None, at=at)
    elif answer == "declined":
        decline_extension(asked, reason=texts.DECLINED, by=office, at=at)
    elif answer == "withdrawn":
        withdraw_extension(asked, by=casting.of(asked.obligation.unit).drafter, at=at)
