"""Pieces of the page: icons, states, fields, errors, filters. What each one takes: docs/components.md."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.core.paginator import Paginator
from django.forms import BaseForm, BaseFormSet, BoundField, ModelChoiceField
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from heroicons.templatetags.heroicons import heroicon_outline

register = template.Library()

STATE_WORDS: Mapping[str, Any] = {
    "pending": _("Not started"),
    "drafting": _("Being drafted"),
    "signing": _("With the head"),
    "submitted": _("Handed in"),
    "returned": _("Returned"),
    "accepted": _("Accepted"),
    "late": _("Handed in late"),
    "overdue": _("Overdue"),
    "waived": _("Waived"),
}


@register.simple_tag
def icon(name: str, size: int = 20) -> str:
    """Draw a heroicon beside a word; it is hidden from screen readers, for the word is there."""
    return heroicon_outline(name + "", size=size, **{"class": "icon", "aria_hidden": "true", "focusable": "false"})


@register.filter
def state_word(state: str) -> str:
    """Return the one word for a state."""
    return str(STATE_WORDS[state])


@register.simple_tag
def sign(state: str) -> SafeString:
    """Draw the sign of a state alone; its word must stand beside it or in the title around it."""
    return format_html('<span class="sign is-{}" aria-hidden="true"></span>', state)


@register.simple_tag
def state_badge(state: str, word: str = "") -> SafeString:
    """Draw a state: sign, word and tint."""
    return drawn_badge(state, word or state_word(state))


@lru_cache(maxsize=500)
def drawn_badge(state: str, word: str) -> SafeString:
    return format_html('<span class="state is-{}"><span class="sign" aria-hidden="true"></span>{}</span>', state, word)


@register.inclusion_tag("components/crumbs.html")
def crumbs(*pairs: str) -> dict[str, Any]:
    """Show the way to this page: label, address, label, address; the page itself is its heading."""
    return {"crumbs": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("components/field.html")
def field(field: BoundField, unit: str = "") -> dict[str, Any]:
    """Show one field: label, help, error, control, and the unit of a number beside it."""
    return {"field": field, "unit": unit}


class Complaint(NamedTuple):
    """One sentence about one field; `anchor` is empty for what concerns the whole form."""

    anchor: str
    label: str
    sentence: str


def complaints(form: BaseForm, place: str = "") -> Iterator[Complaint]:
    """Yield what stands against a form, in the order of its fields."""
    for sentence in form.non_field_errors():
        yield Complaint("", place, str(sentence))
    for bound in form:
        label = f"{place}, {bound.label}" if place else str(bound.label)
        for sentence in bound.errors:
            yield Complaint(bound.id_for_label or f"div_{bound.auto_id}", label, str(sentence))


def complaints_of(thing: BaseForm | BaseFormSet) -> Iterator[Complaint]:
    """Yield what stands against a form, or against a formset and each of its rows."""
    if isinstance(thing, BaseForm):
        yield from complaints(thing)
        return
    for sentence in thing.non_form_errors():
        yield Complaint("", "", str(sentence))
    for number, form in enumerate(thing.forms, start=1):
        named = str(getattr(thing, "row_name", _("Row %(number)s")) % {"number": number})
        yield from complaints(form, place=getattr(form, "name", named))


@register.inclusion_tag("components/error_summary.html")
def error_summary(*things: BaseForm | BaseFormSet | None) -> dict[str, Any]:
    """List all errors of forms and formsets on top of the page, each linked to its field."""
    bound = [thing for thing in things if thing is not None and thing.is_bound]
    return {"complaints": [complaint for thing in bound for complaint in complaints_of(thing)]}


def chosen_words(bound: BoundField, value: Any) -> str:
    """Return a filter's value as the reader chose it."""
    if isinstance(bound.field, ModelChoiceField):
        return bound.field.label_from_instance(value)
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(dict(getattr(bound.field, "choices", ())).get(value, value))


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context: template.Context, form: BaseForm, keep: str = "") -> dict[str, Any]:
    """Show a GET form as a bar of filters, with a chip for each that is set; `keep` names parameters to hand on."""
    request = context["request"]
    cleaned = getattr(form, "cleaned_data", {}) if form.is_bound and form.is_valid() else {}
    chips = []
    for bound in form.visible_fields():
        value = cleaned.get(bound.name)
        if value in (None, "", False):
            continue
        query = request.GET.copy()
        for name in (bound.name, "page"):
            query.pop(name, None)
        chips.append(
            {"label": bound.label, "value": chosen_words(bound, value), "url": f"{request.path}?{query.urlencode()}"}
        )
    kept = [(name, request.GET[name]) for name in keep.split() if name in request.GET]
    return {"form": form, "chips": chips, "kept": kept, "path": request.path}


@register.filter
def controlled(bound: BoundField) -> SafeString:
    """Draw a filter's control with our class, without label and help."""
    select = bound.field.widget.__class__.__name__.startswith(("Select", "NullBoolean"))
    return bound.as_widget(attrs={"class": "form-select" if select else "form-control"})


@register.filter
def page_numbers(paginator: Paginator, number: int) -> list[int | None]:
    """Return the pages to offer around one; None stands for those left out."""
    pages = paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    return [page if isinstance(page, int) else None for page in pages]
