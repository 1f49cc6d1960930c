"""Places in a deliverable: what each is called, and the address at which the unit mends it.

A place is a section (`heading`), a row (`activities.4`) or a field (`number`, `activities.4.lead`).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any, Final

from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import deliverables
from campaigns.models import Obligation, PaperKind
from campaigns.models.plan import Audience, Form

CHOICES: Final = {"form": Form, "audience": Audience, "paper_kind": PaperKind}
NUMBERS: Final = frozenset({"target", "times", "attendance", "amount", "part", "whole"})
FILES: Final = {"files": gettext_lazy("Files"), "evidence": gettext_lazy("Evidence")}


def sections(kind: str, obligation: Obligation | None = None) -> dict[str, str]:
    """Return the sections of a kind by name, with their titles: those in which the unit writes."""
    return {section.name: str(section.title) for section in sections_of(kind, obligation)}


def section_of(kind: str, place: str) -> str:
    """Return the section in which a place lies."""
    if own := deliverables.of(kind).places:
        return own.section_of(place)
    first = place.split(".", maxsplit=1)[0]
    names = [section.name for section in sections_of(kind) if first == section.name or first in section.keys]
    return names[0] if names else first


def sections_of(kind: str, obligation: Obligation | None = None) -> tuple[Any, ...]:
    """Return the sections of a kind; those of a kind that has them by obligation only where one is given."""
    module = import_module(deliverables.of(kind).form)
    if hasattr(module, "SECTIONS"):
        return module.SECTIONS
    return module.sections(obligation) if obligation else ()


def place_label(kind: str, place: str) -> str:
    """Return what a section or row is called; "" for the whole paper."""
    if not place:
        return ""
    if own := deliverables.of(kind).places:
        return own.label(place)
    return _row_word(kind, place) or sections(kind).get(section_of(kind, place), place)


def field_label(kind: str, place: str) -> str:
    """Return what a field is called, with its row: for lists of changes."""
    parts = place.split(".")
    if parts[0] in FILES:
        return _("File %(row)s") % {"row": parts[1]} if len(parts) > 1 else str(FILES[parts[0]])
    if own := deliverables.of(kind).places:
        return own.field_label(place)
    if word := _row_word(kind, place):
        return f"{word}: {_verbose(_rows(kind)[parts[0]].model, parts[2])}" if len(parts) > 2 else word
    return _verbose(deliverables.of(kind).model, parts[0]).capitalize()


def _row_word(kind: str, place: str) -> str:
    """Return what the row is called in which a place lies; "" where it lies in none."""
    first, _dot, row = place.partition(".")
    rows = _rows(kind).get(first)
    is_numbered = row[:1].isdecimal()  # places of a draft's rows have keys (`activities.k17`)
    return str(rows.word) % {"row": row.split(".")[0]} if rows and is_numbered else ""


def _rows(kind: str) -> Mapping[str, deliverables.Rows]:
    return deliverables.of(kind).rows


def value_words(place: str, value: str, kind: str = "") -> str:
    """Return a frozen value as one reads it: dates as days, codes as their words."""
    if kind and (own := deliverables.of(kind).places):
        return own.value_words(place, value)
    field = place.rpartition(".")[2]
    if field.endswith("_on") and value:
        return date_format(date.fromisoformat(value), "d/m/Y")
    if field in CHOICES and value in CHOICES[field].values:
        return str(CHOICES[field](value).label)
    return number_format(Decimal(value), force_grouping=True) if field in NUMBERS and value else value


def _verbose(model: type[Model] | None, name: str) -> str:
    known = {field.name: field for field in model._meta.get_fields()} if model else {}
    return str(known[name].verbose_name) if name in known else name  # type: ignore[union-attr]


def place_address(obligation: Obligation, place: str) -> str:
    """Return where the unit mends this place: its section, at the row."""
    section, (first, _dot, rest) = section_of(obligation.kind, place), place.partition(".")
    if section not in sections(obligation.kind, obligation):
        return reverse("obligation-edit", args=[obligation.pk])
    address = reverse("obligation-section", args=[obligation.pk, section])
    if own := deliverables.of(obligation.kind).places:
        return f"{address}#{own.anchor(place)}" if own.anchor(place) else address
    rows = _rows(obligation.kind).get(first)
    return f"{address}#{rows.anchor}-{rest.split('.')[0]}" if rows and rest else address


def place_choices(kind: str, content: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """Return the places of a handed-in content to which a reason can point: sections, and each row of their lists."""
    choices = [("", _("The whole paper"))]
    if own := deliverables.of(kind).places:
        return choices + (own.choices(content) if content else [])
    lists = {section_of(kind, key): (key, rows) for key, rows in _rows(kind).items()}
    for section, label in sections(kind).items():
        choices.append((section, label))
        if section in lists and content:
            key, rows = lists[section]
            numbered = enumerate(content.get(key, ()), start=1)
            choices += [(f"{key}.{n}", _row_label(str(rows.word) % {"row": n}, row)) for n, row in numbered]
    return choices


def _row_label(word: str, row: Mapping[str, str]) -> str:
    title = row.get("title") or row.get("name") or ""
    return f"— {word}: {title if len(title) <= 60 else f'{title[:59]}…'}"
