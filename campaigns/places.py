"""Places in a deliverable: what each is called, and the address at which the unit mends it.

A place is a section (`heading`), a row (`activities.4`) or a field (`number`, `activities.4.lead`).
"""

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import deliverables
from campaigns.models import Obligation, Paper, Plan, PlanActivity
from campaigns.models.plan import Audience, Form

CHOICES: Final = {"form": Form, "audience": Audience}
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
    first, _dot, row = place.partition(".")
    if first == "activities" and row:
        return _("Activity %(row)s") % {"row": row.split(".")[0]}
    return sections(kind).get(section_of(kind, place), place)


def field_label(kind: str, place: str) -> str:
    """Return what a field is called, with its row: for lists of changes."""
    parts = place.split(".")
    if parts[0] not in FILES and (own := deliverables.of(kind).places):
        return own.field_label(place)
    if parts[0] in FILES:
        return _("File %(row)s") % {"row": parts[1]} if len(parts) > 1 else str(FILES[parts[0]])
    if parts[0] == "activities" and len(parts) > 1:
        row = _("Activity %(row)s") % {"row": parts[1]}
        return f"{row}: {_verbose(PlanActivity, parts[2])}" if len(parts) > 2 else row
    return _verbose(Paper if kind == "paper" else Plan, parts[0]).capitalize()


def value_words(place: str, value: str, kind: str = "") -> str:
    """Return a frozen value as one reads it: dates as days, codes as their words."""
    if kind and (own := deliverables.of(kind).places):
        return own.value_words(place, value)
    field = place.rpartition(".")[2]
    if field.endswith("_on") and value:
        return date_format(date.fromisoformat(value), "d/m/Y")
    if field in CHOICES and value in CHOICES[field].values:
        return str(CHOICES[field](value).label)
    return value


def _verbose(model: type, name: str) -> str:
    known = {field.name: field for field in model._meta.get_fields()}  # type: ignore[attr-defined]
    return str(known[name].verbose_name) if name in known else name


def place_address(obligation: Obligation, place: str) -> str:
    """Return where the unit mends this place: its section, at the row."""
    section, row = section_of(obligation.kind, place), place.partition(".")[2].split(".")[0]
    if section not in sections(obligation.kind, obligation):
        return reverse("obligation-edit", args=[obligation.pk])
    address = reverse("obligation-section", args=[obligation.pk, section])
    if own := deliverables.of(obligation.kind).places:
        return f"{address}#{own.anchor(place)}" if own.anchor(place) else address
    return f"{address}#activity-{row}" if row else address


def place_choices(kind: str, content: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """Return the places of a handed-in content to which a reason can point: sections, and each activity."""
    choices = [("", _("The whole paper"))]
    if own := deliverables.of(kind).places:
        return choices + (own.choices(content) if content else [])
    for section, label in sections(kind).items():
        choices.append((section, label))
        if section == "activities" and content:
            rows = enumerate(content.get("activities", ()), start=1)
            choices += [(f"activities.{n}", _row_label(n, row["title"])) for n, row in rows]
    return choices


def _row_label(number: int, title: str) -> str:
    short = title if len(title) <= 60 else f"{title[:59]}…"
    return f"— {_('Activity %(row)s') % {'row': number}}: {short}"
