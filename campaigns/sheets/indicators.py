"""The figures of a progress report as a sheet: a row for each indicator that is asked for, none to add or take away."""

from collections.abc import Iterator
from copy import copy
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.models import Indicator, IndicatorValue
from campaigns.models.sheet import SheetKind
from campaigns.progress import ReportDraft, key_of
from campaigns.progress_form import FigureForm, FigureRows
from campaigns.sheets.columns import Kind, SheetColumn, Values
from campaigns.sheets.comparing import Comparison, Fate, StoredRow
from campaigns.sheets.paper import PaperSheet
from campaigns.sheets.values import Percent
from units.fields import written_figure
from units.models import User

FIGURES: Final = ("amount", "part", "whole")
MOST: Final = 9_999_999_999_999_999


def _figure(name: str, title: Any, help: Any) -> SheetColumn:
    return SheetColumn(name, title, Kind.NUMBER, help, width=16, most=MOST, parts_thousands=True)


class IndicatorSheet(PaperSheet):
    kind = SheetKind.INDICATORS
    section = "figures"
    file_word = "so-lieu"
    tab = _("Figures")
    columns = (
        SheetColumn("code", _("Code of the indicator"), is_required=True, is_given=True, width=22, longest=40),
        SheetColumn("name", _("Indicator"), is_given=True, width=52),
        SheetColumn("measure", _("Counted in"), is_given=True, width=34),
        _figure("amount", _("Value"), _("For everything but shares; 0 where there is nothing.")),
        _figure("part", _("Part"), _("For shares only.")),
        _figure("whole", _("Whole"), _("For shares only.")),
        SheetColumn("explanation", _("Explanation"), Kind.PASSAGE, width=44),
    )
    named_by = "name"
    key_column = "code"
    most_rows = 300
    blank_rows = 0
    removes = False
    about = _(
        "It holds the indicators that this report asks for, with the figures that stand in the portal now. Fill in the "
        "figures; the sheet “Instructions” explains every column."
    )
    when_deleted = _("A figure whose row is deleted here stays in the portal as it is.")
    hints = (
        _("The grey columns are given. A share has part and whole, everything else has a value."),
        _("Thousands may be parted by a dot: 1.234 is one thousand two hundred and thirty-four here."),
    )

    def _values(self) -> dict[str, IndicatorValue]:
        return {key_of(value): value for value in ReportDraft.of(self.obligation).values}

    def stored(self) -> list[StoredRow]:
        return [StoredRow(key, _row(value)) for key, value in self._values().items()]

    def fill_in(self, values: dict[str, Any]) -> None:
        """Put back what is given: only the code tells which row it is."""
        if known := self._values().get(values["code"]):
            values |= _given(known.indicator)

    def complaints(self, values: Values) -> Iterator[tuple[str, str]]:
        known = self._values().get(values["code"])
        if known is None:
            yield "code", _t("This report does not ask for “%(code)s”. Delete the row.") % {"code": values["code"]}
            return
        wrong = ("amount",) if known.indicator.is_share else ("part", "whole")
        for name in FIGURES:
            if isinstance(values[name], Percent):
                yield name, _t("A percentage stands here. Write the number, for shares part and whole.")
            elif name in wrong and values[name] is not None:
                share = _t("This is a share. Write part and whole, and leave this cell empty.")
                number = _t("This is no share. Write the value in its column, and leave this cell empty.")
                yield name, share if name == "amount" else number
        form = FigureForm(_typed(values, ""), instance=copy(known))
        for name, sentences in form.errors.items():
            yield from ((name, str(sentence)) for sentence in sentences)

    def store(self, comparison: Comparison, *, by: User, at: datetime) -> None:
        posted: dict[str, str] = {}
        for change in comparison.of(Fate.CHANGED, Fate.OVERWRITTEN):
            if change.stored and change.row:
                posted |= _typed(change.row.values, f"{FigureRows.PREFIX}-{change.stored.key}-")
        rows = FigureRows(self.obligation, posted)
        if not rows.is_valid():
            raise ValueError(f"figures that were right are wrong: {rows.posted}")
        rows.write(self.obligation)


def _row(value: IndicatorValue) -> Values:
    figures = {name: getattr(value, name) for name in (*FIGURES, "explanation")}
    return {"code": key_of(value), **_given(value.indicator), **figures}


def _given(indicator: Indicator) -> dict[str, str]:
    parts = f"{indicator.part_label} / {indicator.whole_label}" if indicator.is_share else indicator.measure
    return {"name": indicator.name, "measure": parts}


def _typed(values: Values, prefix: str) -> dict[str, str]:
    """Return the figures as they would be typed on the page."""
    typed = {f"{prefix}{name}": "" if values[name] is None else written_figure(values[name]) for name in FIGURES}
    return typed | {f"{prefix}explanation": values["explanation"]}
