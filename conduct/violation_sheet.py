"""Violations as a sheet: without names, or with those that its reader may see."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from conduct.models import Violation, ViolationPerson
from units.xlsx import Column

MASKED = "•••"


def sheet_columns() -> list[Column]:
    return [
        Column(_("Day"), "date", 14),
        Column(_("Code"), "text", 14),
        Column(_("Unit"), "text", 40),
        Column(_("Clause"), "text", 10),
        Column(_("What it was"), "text", 60),
        Column(_("State"), "text", 18),
        Column(_("Full name"), "text", 28),
        Column(_("Position"), "text", 28),
    ]


def sheet_row(violation: Violation, people: Mapping[int, ViolationPerson]) -> list[Any]:
    person = people.get(violation.pk)
    return [
        violation.occurred_on,
        violation.unit.code,
        violation.unit.name,
        violation.clause.code,
        violation.description,
        violation.get_state_display(),
        person.name if person else MASKED,
        person.position if person else MASKED,
    ]
