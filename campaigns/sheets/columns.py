"""What a sheet asks for, column by column; what a row of it holds; and when two rows hold the same."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import override

from units.vietnamese import fold, nfc

Values = Mapping[
    str, Any
]  # by the columns' names: text, Decimal, date or the value of a choice; None and "" for nothing
SHEETS_LANGUAGE: Final = "vi"  # a workbook is passed on in the office: it speaks as the office does


class Kind(StrEnum):
    LINE = "line"
    PASSAGE = "passage"  # text of several lines
    WHOLE = "whole"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"


@dataclass(frozen=True)
class SheetColumn:
    """One column: its heading, what it takes, how it is explained. Widths are in characters."""

    name: str
    title: str | Promise
    kind: Kind = Kind.LINE
    help: str | Promise = ""
    choices: Mapping[str, str | Promise] = field(default_factory=dict)
    is_required: bool = False
    is_given: bool = False  # filled in by the portal; what is written over it is not read
    parts_thousands: bool = False  # a dot before three digits always does: 1.234 has one reading here
    width: int = 18
    longest: int = 2_000
    places: int = 2
    least: Decimal | int = 0
    most: Decimal | int = 1_000_000_000

    @property
    def heading(self) -> str:
        """Return the heading in the reader's language."""
        return capfirst(str(self.title))

    @cached_property
    def headings(self) -> frozenset[str]:
        """Return what the heading may read, folded: in each language of the portal."""
        return frozenset(fold(title) for title in in_every_language(self.title))

    def choice(self, word: str) -> str | None:
        """Return the value of what was written, None for what is none of the choices or could be two of them."""
        exact = self._choices_by_word.get(word)
        return exact if exact is not None else self.choices_folded.get(fold(word))

    @cached_property
    def _choices_by_word(self) -> dict[str, str]:
        return {nfc(word): value for value, label in self.choices.items() for word in in_every_language(label)}

    @cached_property
    def choices_folded(self) -> dict[str, str]:
        """Return the values by their words without diacritics, except words that would stand for two values."""
        meant: dict[str, set[str]] = {}
        for word, value in self._choices_by_word.items():
            meant.setdefault(fold(word), set()).add(value)
        return {word: values.pop() for word, values in meant.items() if len(values) == 1}


def of_field(form: Any, name: str, **facts: Any) -> SheetColumn:
    """Return the column of a model form's field, headed and explained as on the page."""
    field = form._meta.model._meta.get_field(name)
    declared = form.declared_fields.get(name)
    label = declared.label if declared else (form._meta.labels or {}).get(name, field.verbose_name)
    told = {"help": (form._meta.help_texts or {}).get(name, ""), "longest": getattr(field, "max_length", None) or 2_000}
    return SheetColumn(name, facts.pop("title", label), **(told | facts))


def in_every_language(text: str | Promise) -> Iterator[str]:
    """Yield a text in each language of the portal."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield str(text)


def fingerprint(values: Values) -> str:
    """Return a short fingerprint of what a row holds: two rows with the same one hold the same."""
    plain = {name: as_plain(value) for name, value in values.items()}
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def as_plain(value: Any) -> str:
    """Return a value as text that is the same for the same value."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)
