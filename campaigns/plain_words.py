"""How an obligation stands, in words that a person would say, and by a sign. Pure: the time is an argument."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from campaigns.models import Obligation, State


def short_weekday(day: date) -> str:
    """Return the day of the week as one writes it before a date."""
    return (
        pgettext("day of the week", "Mon"),
        pgettext("day of the week", "Tue"),
        pgettext("day of the week", "Wed"),
        pgettext("day of the week", "Thu"),
        pgettext("day of the week", "Fri"),
        pgettext("day of the week", "Sat"),
        pgettext("day of the week", "Sun"),
    )[day.weekday()]


def day_words(moment: datetime) -> str:
    """Return "Wed, 17/06/2026" for a moment, in this office's zone."""
    day = localtime(moment).date()
    return f"{short_weekday(day)}, {date_format(day, 'd/m/Y')}"


def days_between(at: datetime, due: datetime) -> int:
    """Return how many midnights lie between two moments here; negative when `due` is past."""
    return (localtime(due).date() - localtime(at).date()).days


def time_left(due: datetime, *, at: datetime) -> str:
    """Say how far away a due moment is, in calendar days: 3 days left, due today, 2 days overdue."""
    days = days_between(at, due)
    if at > due:
        return (
            ngettext("%(days)s day overdue", "%(days)s days overdue", -days) % {"days": -days}
            if days
            else _("overdue since today")
        )
    if days == 0:
        return _("due today, until %(time)s") % {"time": date_format(localtime(due), "H:i")}
    if days == 1:
        return _("due tomorrow (%(day)s)") % {"day": day_words(due)}
    left = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    return f"{left} ({day_words(due)})"


def is_pressing(due: datetime, *, at: datetime) -> bool:
    """Whether it is due within three days, or overdue."""
    return days_between(at, due) <= 3


def sign(obligation: Obligation, *, at: datetime) -> str:
    """Return the one sign under which a list shows it now: a state, or waived, late, overdue.

    Reads the cache of now: for lists. Figures at a time are built from events.
    """
    if obligation.waived_at:
        return "waived"
    if obligation.state in {State.ACCEPTED, State.RETURNED}:
        return obligation.state
    first = obligation.first_submitted_at
    if first is None and at > obligation.effective_due_at and obligation.state != State.SUBMITTED:
        return "overdue"
    if first and first > obligation.effective_due_at and obligation.state == State.SUBMITTED:
        return "late"
    return obligation.state


def sign_words(mark: str) -> str:
    """Return the word that stands beside a sign."""
    beside_states = {"waived": _("Waived"), "late": _("Handed in late"), "overdue": _("Overdue")}
    return beside_states.get(mark) or str(State(mark).label)


def things_to_mend(number: int) -> str:
    """Say how much a return asks for."""
    if not number:
        return _("returned")
    return ngettext("returned, %(number)s thing to mend", "returned, %(number)s things to mend", number) % {
        "number": number
    }
