"""The frozen rows behind a report's figures: which of them make a figure, of which unit, cluster or requirement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.reports.comparison import FLAGS, figure_words
from portal.reports.outline import local
from units.models import Group
from units.templatetags.look import state_word


@dataclass(frozen=True)
class Row:
    """One obligation that counts at the report's moment, in words."""

    unit: str
    cluster: str
    requirement: str
    period_end: date
    due: datetime
    submitted: datetime | None
    state: str
    sign: str


class RowFilter(forms.Form):
    """Which rows are shown; every choice is one of the report's own."""

    figure = forms.ChoiceField(label=_("Figure"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    requirement = forms.ChoiceField(label=_("Requirement"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, data: QueryDict, snapshot: Mapping[str, Any], words: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="filter_%s")
        names = dict(words["clusters"])
        self._offer("figure", zip(FLAGS, figure_words(), strict=True))
        self._offer("group", Group.choices)
        self._offer("cluster", ((row["key"], names.get(row["key"], row["key"])) for row in snapshot["clusters"]))
        self._offer("requirement", words["requirements"])
        self._offer("unit", ((unit["code"], unit["name"]) for unit in snapshot["units"]))

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = [("", _t("All")), *choices]  # type: ignore[attr-defined]

    @property
    def choice(self) -> dict[str, str]:
        """Return what was chosen; what the report does not know is left out, and the field's error tells so."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


def behind(snapshot: Mapping[str, Any], words: Mapping[str, Any], choice: Mapping[str, str]) -> list[Row]:
    """Return the rows that were chosen, in the order of the snapshot."""
    units = {unit["code"]: unit for unit in snapshot["units"]}
    clusters, titles = dict(words["clusters"]), dict(words["requirements"])
    return [
        _row(row, units[row["unit"]], clusters, titles)
        for row in snapshot["rows"]
        if _is_chosen(row, units[row["unit"]], choice)
    ]


def _is_chosen(row: Mapping[str, Any], unit: Mapping[str, Any], choice: Mapping[str, str]) -> bool:
    figure = choice.get("figure")
    own = all(row[name] == choice[name] for name in ("unit", "requirement") if name in choice)
    place = all(unit[name] == choice[name] for name in ("group", "cluster") if name in choice)
    return own and place and (not figure or bool(row[figure]))


def _row(
    row: Mapping[str, Any], unit: Mapping[str, Any], clusters: Mapping[str, str], titles: Mapping[str, str]
) -> Row:
    sign = "waived" if row["waived"] else "overdue" if row["overdue"] else row["state"]
    return Row(
        unit=unit["name"],
        cluster=clusters.get(unit["cluster"], unit["cluster"]),
        requirement=titles.get(row["requirement"], row["requirement"]),
        period_end=date.fromisoformat(row["period_end"]),
        due=local(row["due_at"]),
        submitted=local(row["submitted_at"]) if row["submitted_at"] else None,
        state=state_word(sign),
        sign=sign,
    )
