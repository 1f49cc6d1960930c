"""Hours of the sample: offices open at eight, and things happen in office hours of working days."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils.timezone import get_current_timezone, localtime


def at_eight(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=get_current_timezone())


def office_hour(moment: datetime, days: int, draw: Random) -> datetime:
    """Return an office hour so many days after a moment, of a working day."""
    day = localtime(moment).date() + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1 if days > 0 else -1)
    clock = time(draw.choice([8, 9, 10, 13, 14, 15, 16]), draw.randint(0, 59), draw.randint(0, 59))
    return datetime.combine(day, clock, tzinfo=get_current_timezone())
