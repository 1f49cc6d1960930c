"""The sample's activity log: what each unit did, drawn from the activities of its plan."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.utils.timezone import localtime

from campaigns.models import ActivityEntry, Campaign, LogAudience, PlanActivity
from campaigns.models.plan import Audience
from portal.sample.casting import Cast, Casting
from portal.sample.hours import at_eight
from portal.sample.log_texts import UNPLANNED
from portal.sample.photos import take_photos
from units.models import Group, Unit

KIND_OF_FORM = {
    "conference": "publicity",
    "talk": "directive_05",
    "training": "training",
    "professional_meeting": "professional_meeting",
    "party_cell_meeting": "party_cell_meeting",
    "visual": "publicity",
    "loudspeaker": "publicity",
    "online": "media",
    "contest": "publicity",
    "clean_up": "clean_up",
    "other": "head_check",
}
PLACES = {
    Group.AGENCY: ["Hội trường UBND", "Phòng họp tầng 2", "Nhà văn hóa thôn", "Bộ phận Một cửa", "Trụ sở cơ quan"],
    Group.SCHOOL: ["Phòng hội đồng", "Sân trường", "Phòng họp chi bộ", "Lớp học", "Cổng trường"],
}


def load_log(campaign: Campaign, host: Unit, *, until: datetime) -> None:
    """Note what units did: of their plans from the hand-in on, and beside them through the year; some do little."""
    casting = Casting(host)
    rows = []
    for activity in _planned(campaign):
        obligation = activity.plan.obligation
        draw = Random(f"log {campaign.year} {obligation.unit.code} {activity.position}")
        first = localtime(obligation.first_submitted_at).date()
        days = _days(
            draw, first, localtime(until).date() - timedelta(days=1), diligence=_diligence(campaign, obligation.unit)
        )
        rows += [_entry(activity, day, casting.of(obligation.unit), draw) for day in days]
    for place in campaign.participations.select_related("unit").order_by("unit__code"):
        rows += _unplanned(campaign, place.unit, casting, until=localtime(until).date())
    ActivityEntry.objects.bulk_create(rows, batch_size=500)
    take_photos(rows)


def _unplanned(campaign: Campaign, unit: Unit, casting: Casting, *, until: date) -> Iterator[ActivityEntry]:
    """Yield what a unit does month by month without a plan asking for it; schools rest in July."""
    draw = Random(f"beside {campaign.year} {unit.code}")
    pool, group = UNPLANNED[Group(unit.group or Group.AGENCY)], Group(unit.group or Group.AGENCY)
    for month in range(1, 13):
        often = draw.randint(0, _diligence(campaign, unit))
        for title, kind, audience, low, high in draw.sample(pool, min(often, len(pool))):
            day = date(campaign.year, month, draw.randint(1, 28))
            rests = day.weekday() > 5 or (group == Group.SCHOOL and month == 7)
            if rests or not campaign.starts_on <= day < until:
                continue
            yield ActivityEntry(
                unit=unit,
                campaign=campaign,
                held_on=day,
                kind=kind,
                title=title,
                audience=audience,
                attendance=draw.randint(low, high),
                place=draw.choice(PLACES[group]),
                noted_by=casting.of(unit).drafter,
                noted_at=at_eight(day) + timedelta(hours=draw.randint(1, 9)),
            )


def _planned(campaign: Campaign) -> list[PlanActivity]:
    handed_in = PlanActivity.objects.filter(
        plan__obligation__campaign=campaign, plan__obligation__first_submitted_at__isnull=False
    )
    rows = handed_in.select_related("plan__obligation__unit", "plan__obligation__campaign")
    return list(rows.order_by("plan__obligation__unit__code", "position"))


def _diligence(campaign: Campaign, unit: Unit) -> int:
    """Return how many times, at most, this unit notes each of its activities: the same for all of its rows."""
    return Random(f"diligence {campaign.year} {unit.code}").choice([1, 2, 2, 3, 4])


def _days(draw: Random, first: date, last: date, *, diligence: int) -> list[date]:
    span = (last - first).days
    if span < 1:
        return []
    days = {first + timedelta(days=draw.randint(1, span)) for _n in range(draw.randint(0, diligence))}
    return sorted(day for day in days if day.weekday() < 6)


def _entry(activity: PlanActivity, day: date, cast: Cast, draw: Random) -> ActivityEntry:
    obligation = activity.plan.obligation
    is_inside = activity.audience == Audience.STAFF
    people = draw.randint(8, 60) if is_inside else draw.randint(40, 350)
    return ActivityEntry(
        unit=obligation.unit,
        campaign=obligation.campaign,
        held_on=day,
        kind=KIND_OF_FORM.get(activity.form, "other"),
        title=activity.title,
        form=activity.form,
        audience=LogAudience.STAFF if is_inside else LogAudience.RESIDENTS,
        attendance=people,
        place=draw.choice(PLACES[Group(obligation.group)]),
        plan_activity=activity,
        noted_by=cast.drafter,
        noted_at=at_eight(day) + timedelta(hours=draw.randint(1, 9)),
    )
