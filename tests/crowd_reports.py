"""Progress reports of a crowd: last month's handed in by every unit, this month's waiting, and a log behind them."""

from datetime import date, timedelta
from io import StringIO

from django.core.management import call_command

from campaigns.calendar import local_day
from campaigns.deliverables import of
from campaigns.models import ActivityEntry, ActivityKind, Indicator, Obligation, Participation
from campaigns.opening import Pen
from portal.sample.bulk import Histories
from tests import factories as make
from tests.crowd import Crowd

FIGURE = "documents-in"


def reported(made: Crowd) -> tuple[Obligation, Obligation]:
    """Return the first unit's report that waits, and the one that it handed in."""
    if not Indicator.objects.exists():
        call_command("fill_indicators", stdout=StringIO())
    rows = _owed(made)
    _noted(made, rows[-1].period_start)
    by_unit: dict[int, list[Obligation]] = {}
    for row in sorted(rows, key=lambda row: row.period_start):
        if row.opens_at <= made.at:
            by_unit.setdefault(row.unit_id, []).append(row)
    _hand_in(made, [own[-2] for own in by_unit.values()])
    own = by_unit[made.units[0].pk]
    return own[-1], own[-2]


def _owed(made: Crowd) -> list[Obligation]:
    asked = make.RequirementFactory(
        campaign=made.campaign,
        code="bao-cao-thang",
        kind="progress",
        title="Báo cáo tháng",
        frequency="monthly",
        scheme="calendar",
        due_on=None,
        due_days=5,
    )
    asked.indicators.set(Indicator.objects.all())
    participations = list(Participation.objects.filter(campaign=made.campaign).select_related("unit", "campaign"))
    rows = Pen.of(made.campaign, at=made.campaign.opened_at).missing(asked, participations)
    return Obligation.objects.bulk_create(rows)


def _noted(made: Crowd, last: date) -> None:
    """Let every unit note something of each kind in each of the last three months."""
    facts = {"campaign": made.campaign, "noted_by": made.drafters[0], "noted_at": made.at, "title": "Hội nghị"}
    today = local_day(made.at)
    ActivityEntry.objects.bulk_create(
        ActivityEntry(unit=unit, kind=kind, held_on=today - timedelta(days=days), attendance=30, **facts)
        for unit in made.units
        for kind in ActivityKind.values
        for days in (2, 32, 62)
    )


def _hand_in(made: Crowd, rows: list[Obligation]) -> None:
    """Hand in what the first unit would, for each of them; nobody compares the names within."""
    content = of("progress").freeze(
        Obligation.objects.select_related("unit", "campaign", "requirement").get(pk=rows[0].pk)
    )
    figures = [figure | {"amount": "12"} if figure["indicator"] == FIGURE else figure for figure in content["figures"]]
    histories, actors = Histories(), dict(zip((unit.pk for unit in made.units), made.heads, strict=True))
    for row in rows:
        at = max(row.opens_at, made.at - timedelta(days=20))
        histories.move(row, "start", by=actors[row.unit_id], at=at)
        frozen = content | {"figures": figures, "unit_code": row.unit.code, "unit_name": row.unit.name}
        histories.move(row, "submit", by=actors[row.unit_id], at=at, content=frozen)
    histories.store()
