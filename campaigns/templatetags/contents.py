"""Words for what a draft or a hand-in holds as data, and for what reviewers said about it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import template
from django.utils.formats import number_format

from campaigns.models import Obligation, ObligationEvent
from campaigns.models.plan import Audience, Form
from campaigns.places import place_address, place_label
from campaigns.workflow import VERB_LABELS, ReasonCode
from units.templatetags.words import vi_date
from units.workflow import Reason

register = template.Library()


@register.filter
def iso_day(text: str) -> str:
    """Write a day that is kept as ISO text."""
    return vi_date(date.fromisoformat(text)) if text else ""


@register.filter
def form_word(code: str) -> str:
    """Write the form of an activity; a code that is no longer known stands as it is."""
    return str(Form(code).label) if code in Form.values else code


@register.filter
def audience_word(code: str) -> str:
    """Write for whom an activity is."""
    return str(Audience(code).label) if code in Audience.values else code


@register.filter
def number_words(text: str) -> str:
    """Write a number that is kept as decimal text."""
    return number_format(Decimal(text), force_grouping=True) if text else ""


@register.filter
def row_place(number: int) -> str:
    """Return the place of an activity by its number."""
    return f"activities.{number}"


@register.filter
def into(place: str, field: str) -> str:
    """Return the place of a field within a row."""
    return f"{place}.{field}"


@register.filter
def reasons_at(event: ObligationEvent, place: str) -> list[Reason]:
    """Return the reasons of an event that point at this place or into it; all of them for no place."""
    return [reason for reason in event.coded_reasons if f"{reason.place}.".startswith(f"{place}." if place else "")]


@register.filter
def verb_words(verb: str) -> str:
    return str(VERB_LABELS.get(verb, verb))


@register.filter
def reason_words(reason: Reason) -> str:
    """Write a reason: its own text, or what its code means."""
    label = str(ReasonCode(reason.code).label) if reason.code in ReasonCode.values else reason.code
    return f"{label}: {reason.text}" if reason.text else label


@register.filter
def among(place: str, places: Iterable[str] | None) -> bool:
    """Whether this place is one of those to be marked."""
    return place in (places or ())


@register.simple_tag
def place_href(obligation: Obligation, place: str) -> str:
    """Return the address where the unit mends this place."""
    return place_address(obligation, place)


@register.simple_tag
def place_words(obligation: Obligation, place: str) -> str:
    """Write what a place is called."""
    return place_label(obligation.kind, place)
