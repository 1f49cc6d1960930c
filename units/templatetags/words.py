"""Numbers and dates as this office writes them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

TENTH = Decimal("0.1")


def percentage(part: int, whole: int) -> Decimal:
    """Return a rate in per cent, half up to one place; never 100 while one is missing, never 0 while one is there."""
    rate = (Decimal(100) * part / whole).quantize(TENTH, ROUND_HALF_UP)
    if 0 < part < whole:
        return min(max(rate, TENTH), 100 - TENTH)
    return rate


@register.simple_tag
def rate(part: int, whole: int) -> str:
    """Write `n/N (rate)`; nothing due is neither 0 % nor 100 %."""
    return f"{number_format(part)}/{number_format(whole)} ({percent(part, whole)})" if whole else "—"


@register.simple_tag
def percent(part: int, whole: int) -> str:
    """Write the rate alone."""
    if not whole:
        return "—"
    value = percentage(part, whole)
    return f"{number_format(value, 0 if value == int(value) else 1)}%"


def day_of(moment: date | datetime) -> date:
    """Return the day in the office's zone."""
    if isinstance(moment, datetime):
        return (timezone.localtime(moment) if timezone.is_aware(moment) else moment).date()
    return moment


@lru_cache(maxsize=4096)
def written_day(day: date, language: str) -> SafeString:
    """Write a day as a <time>; lists show the same few hundred again and again."""
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day, "SHORT_DATE_FORMAT"))


@register.filter
def vi_date(moment: date | datetime | None) -> SafeString | str:
    """Write 17/06/2026 as a <time>."""
    if not moment:
        return ""
    return written_day(day_of(moment), get_language() or "")


@register.filter
def vi_moment(moment: datetime | None) -> SafeString | str:
    """Write 15:42, 17/06/2026 as a <time>."""
    if not moment:
        return ""
    local = timezone.localtime(moment)
    written = date_format(local, "SHORT_DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), written)


@register.filter
def vi_hour(moment: datetime | None) -> SafeString | str:
    """Write 15:42 as a <time>."""
    if not moment:
        return ""
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), date_format(local, "TIME_FORMAT")
    )


@register.filter
def days_left(due: date | datetime, at: date | datetime | None = None) -> str:
    """Write how far a due day is from `at` (now if not given): 3 days left, due today, 2 days overdue."""
    days = (day_of(due) - day_of(at or timezone.now())).days
    if days > 0:
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    if days == 0:
        return _("Due today")
    return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}


@register.filter
def weekday(moment: date | datetime) -> str:
    """Write the day of the week."""
    return date_format(day_of(moment), "l")


@register.filter
def plain(number: int | None) -> str:
    """Write a number without separators: years, ids, values of inputs."""
    return "" if number is None else str(number)


@register.filter
def file_size(size: int) -> str:
    """Write a size in kB or MB, one place at most."""
    if size < 1_000_000:
        return f"{number_format(max(1, round(size / 1000)))} kB"
    return f"{number_format((Decimal(size) / 1_000_000).quantize(TENTH, ROUND_HALF_UP))} MB"
