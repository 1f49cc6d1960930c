"""Words for what a draft or a hand-in holds as data, and for what reviewers said about it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from campaigns.indicator_sums import Figure
from campaigns.models import Obligation, ObligationEvent, PaperKind
from campaigns.models.plan import Audience, Form
from campaigns.places import place_address, place_label
from campaigns.progress_words import doubt_words
from campaigns.rules import figure_doubts
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
def paper_kind_word(code: str) -> str:
    """Write what kind of paper it is."""
    return str(PaperKind(code).label) if code in PaperKind.values else code


@register.filter
def number_words(text: str) -> str:
    """Write a number that is kept as decimal text."""
    return number_format(Decimal(text), force_grouping=True) if text else ""


@register.filter
def row_place(number: int) -> str:
    """Return the place of an activity by its number."""
    return f"activities.{number}"


@register.filter
def figure_place(number: int) -> str:
    """Return the place of a figure by its number."""
    return f"figures.{number}"


@register.filter
def doubts_of(figure: Mapping[str, str]) -> list[str]:
    """Say what looks wrong about a frozen figure."""
    return [doubt_words(doubt) for doubt in figure_doubts(figure)]


@register.filter
def figure_words(figure: Figure | Mapping[str, str], prefix: str = "") -> str:
    """Write a figure: an amount, or a share with its part and whole; "" where it was not given."""
    read = figure if isinstance(figure, Figure) else Figure.read(figure, prefix)
    if not read.is_given:
        return ""
    if read.amount is not None:
        return _grouped(read.amount)
    assert read.part is not None and read.whole is not None
    share = "—" if read.value is None else f"{_grouped(_tenth(100 * read.value))}%"
    return f"{share} ({_grouped(read.part)}/{_grouped(read.whole)})"


def _tenth(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _grouped(number: Decimal) -> str:
    """Write a number with two places at most, half up."""
    rounded = number.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return number_format(f"{rounded:f}", force_grouping=True)


@register.filter
def numbered(rows: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Give each row of a content its number, counted from 1."""
    return [{**row, "number": number} for number, row in enumerate(rows, start=1)]


@register.filter
def gap_words(values: Mapping[str, Any]) -> str:
    """Write one side of a difference between report and log."""
    if "text" in values:
        return values["text"] or "—"
    if "times" in values:
        counts = {name: _grouped(Decimal(number)) if number is not None else "—" for name, number in values.items()}
        return _("%(times)s times, attendance %(attendance)s") % counts
    return figure_words(Figure(**values)) or "—"


@register.filter
def entries_of(content: Mapping[str, Any], number: int) -> list[Mapping[str, str]]:
    """Return what the log noted for one row of a progress report's content."""
    return [entry for entry in content["log"] if entry["row"] == str(number)]


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
