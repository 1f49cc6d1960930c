"""The sample's incidents: communes count them each month, a little fewer from year to year, some months not at all."""

from collections.abc import Iterator
from datetime import date, datetime
from random import Random

from django.utils.timezone import localtime

from conduct.models import Incident, IncidentMonth, Offence, PublicPlace
from conduct.models.incident import after
from portal.sample.casting import Casting
from portal.sample.hours import at_eight
from units.models import Kind, Unit

USUAL = {
    Offence.ENCROACHMENT: (PublicPlace.PAVEMENT, 6),
    Offence.LITTER: (PublicPlace.ROAD, 5),
    Offence.GRAFFITI: (PublicPlace.CULTURE_HOUSE, 3),
    Offence.ANIMALS: (PublicPlace.ROAD, 3),
    Offence.NOISE: (PublicPlace.CULTURE_HOUSE, 2),
    Offence.LANGUAGE: (PublicPlace.MARKET, 2),
    Offence.SMOKING: (PublicPlace.HOSPITAL, 1),
    Offence.LANDSCAPE: (PublicPlace.WORSHIP, 1),
    Offence.DISORDER: (PublicPlace.MARKET, 1),
}


def load_incidents(host: Unit, *, now: datetime) -> None:
    """Count 2023 and 2024, last year and this one up to the month before `now`."""
    casting, today = Casting(host), localtime(now).date()
    communes = list(Unit.objects.below(host).filter(kind__in=[Kind.COMMUNE, Kind.TOWN]).order_by("code"))
    reports: list[IncidentMonth] = []
    lines: list[Incident] = []
    for unit in communes:
        for month in _months(today):
            draw = Random(f"incidents {unit.code} {month}")
            if draw.random() < 0.07:
                continue  # a month that nobody counted
            noted_at = at_eight(after(month)) if after(month) <= today else now
            report = IncidentMonth(unit=unit, month=month, noted_by=casting.of(unit).drafter, noted_at=noted_at)
            reports.append(report)
            lines += _lines(report, month, draw)
    IncidentMonth.objects.bulk_create(reports, batch_size=1000)
    Incident.objects.bulk_create(lines, batch_size=1000)


def _months(today: date) -> Iterator[date]:
    for year in sorted({2023, 2024, today.year - 1, today.year}):
        yield from (month for n in range(1, 13) if (month := date(year, n, 1)) < today.replace(day=1))


def _lines(report: IncidentMonth, month: date, draw: Random) -> Iterator[Incident]:
    fewer = 0.9 ** (month.year - 2023)
    for kind, (place, most) in USUAL.items():
        number = round(draw.randint(0, most) * fewer)
        if number:
            handled = draw.randint(max(0, number - 1), number)
            yield Incident(report=report, kind=kind, place=place, number=number, handled=handled)
