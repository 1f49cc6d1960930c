"""Columns that keep Vietnamese text sortable, and form fields that read numbers as Vietnamese write them."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _


class SortKeyField(models.CharField):
    """A column that sorts the text of another one in the order of the Vietnamese alphabet.

    Filled whenever the row is saved; compared byte by byte (collation "C"), so that it sorts alike on every server.
    """

    def __init__(self, *, source: str = "", key: Callable[[str], str] | None = None, **options: Any) -> None:
        self.source, self.key = source, key
        options.setdefault("max_length", 600)
        options.update(db_collation="C", editable=False)
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        del options["db_collation"], options["editable"]
        return name, path, args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        if self.key:
            setattr(model_instance, self.attname, self.key(getattr(model_instance, self.source)))
        return super().pre_save(model_instance, add)


TWO_READINGS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")  # 8.750: 8750 to one, 8,75 to another
PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
GROUPED = re.compile(r"([+-]?\d{1,3})(([.,])\d{3}(?:\3\d{3})*)(?:(?!\3)[.,](\d*))?")


class TwoReadings(ValueError):
    """A number that two readers would take for two numbers."""


def read_number(text: str) -> Decimal:
    """Read a number in which comma or dot may be the decimal sign: 87,5 · 87.5 · 1.234,5 · 1.234.567.

    Raises TwoReadings for what could be two numbers, ValueError for what is none.
    """
    text = "".join(text.split())
    if TWO_READINGS.fullmatch(text):
        raise TwoReadings(text)
    if PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if grouped := GROUPED.fullmatch(text):
        head, groups, _sign, rest = grouped.groups()
        return Decimal(f"{head}{re.sub('[.,]', '', groups)}.{rest or 0}")
    raise ValueError(text)


class VietnameseDecimalField(forms.DecimalField):
    """A number typed with comma or dot as decimal sign; what has two readings is asked again, never guessed."""

    default_error_messages = {
        "two_readings": _("This can be read in two ways. Write %(whole)s or %(fraction)s."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("localize", True)
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = self._read(value) if value.strip() else None
        return super().to_python(value)

    def _read(self, text: str) -> Decimal:
        try:
            return read_number(text)
        except TwoReadings as two:
            whole, fraction = re.split(r"[.,]", str(two))
            readings = {"whole": whole + fraction, "fraction": f"{whole},{fraction.rstrip('0') or '0'}"}
            raise forms.ValidationError(
                self.error_messages["two_readings"], code="two_readings", params=readings
            ) from two
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number without groups: 1.234 would have two readings when it comes back."""
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", get_format("DECIMAL_SEPARATOR"))
        return super().prepare_value(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal"}


IN_GROUPS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")  # 1.234.567,5: nobody else's number looks like this


class FigureField(VietnameseDecimalField):
    """A figure from 0 as a report writes it, 1.234.567,5: a dot before three digits parts thousands, never decimals."""

    default_error_messages = {
        "not_whole": _("“%(typed)s” is not a whole number. Write thousands with a dot, as in 1.234."),
    }

    def __init__(self, *, places: int = 0, **options: Any) -> None:
        self.places = places
        options.update(min_value=0, max_digits=18)
        super().__init__(decimal_places=2, **options)

    def _read(self, text: str) -> Decimal:
        text = "".join(text.split())
        return Decimal(text.replace(".", "").replace(",", ".")) if IN_GROUPS.fullmatch(text) else super()._read(text)

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override]
        figure = super().clean(value)
        if figure is not None and not self.places and figure != int(figure):
            raise forms.ValidationError(self.error_messages["not_whole"], code="not_whole", params={"typed": value})
        return figure

    def prepare_value(self, value: Any) -> Any:
        """Show a stored figure with its groups: they read back as they were meant."""
        return written_figure(value) if isinstance(value, Decimal | int) else super().prepare_value(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | ({} if self.places else {"inputmode": "numeric"})


def written_figure(value: Decimal | int) -> str:
    """Write a number as Vietnamese papers do, whatever the reader's language: 1.234.567,5."""
    whole, _dot, rest = f"{Decimal(value).normalize():f}".partition(".")
    groups = f"{int(whole):,}".replace(",", ".")
    return f"{groups},{rest}" if rest else groups


class ScoreField(VietnameseDecimalField):
    """Points from 0 to `max_value`, two places at most."""

    def __init__(self, *, max_value: Decimal | int = 100, **options: Any) -> None:
        options.update(min_value=0, max_value=max_value, decimal_places=2)
        super().__init__(**options)
