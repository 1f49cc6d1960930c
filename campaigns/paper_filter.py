"""What can be asked of the list of papers in an address, and the list as a workbook."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.models import PaperKind
from campaigns.papers import STANDINGS, Listed, found_among, handed_in, listed, standing_words
from units.models import Unit, User
from units.scoping import Scope
from units.xlsx import CellKind, Column


class PaperFilter(forms.Form):
    """Search, kind, how they stand; the unit where there is a choice."""

    q = forms.CharField(label=_("Search the papers"), required=False, max_length=200, widget=forms.SearchInput)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, to_field_name="code", empty_label=_("All")
    )
    kind = forms.ChoiceField(label=_("Kind of paper"), required=False, choices=[("", _("All")), *PaperKind.choices])
    status = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: QueryDict, *, reader: User) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.reader = reader
        scope = Scope.of(reader)
        self.fields["unit"].queryset = Unit.objects.visible_to(reader)
        if not (scope.hosts or scope.below or len(scope.own) > 1):
            self.fields["unit"].widget = forms.HiddenInput()
        others = [(standing, standing_words(standing)) for standing in STANDINGS if standing != "in_force"]
        self.fields["status"].choices = [("", _t("In force")), *others, ("all", _t("All"))]

    @property
    def whose(self) -> Unit | None:
        """Return the one unit whose papers these are; None for all that the reader may see."""
        return self.cleaned_data.get("unit") if self.is_valid() else None

    def papers(self) -> list[Listed]:
        """Return what was asked for; nothing while the question cannot be understood."""
        if not self.is_valid():
            return []
        asked = {**self.cleaned_data}
        rows = listed(handed_in(self.reader, unit=asked.pop("unit")), on=localdate())
        return found_among(rows, **asked)


def paper_columns() -> list[Column]:
    return [
        Column(_t("Code"), width=14),
        Column(_t("Unit"), width=36),
        Column(_t("Kind of paper"), width=30),
        Column(_t("Number and symbol"), width=18),
        Column(_t("Date of issue"), CellKind.DATE, 12),
        Column(_t("What the paper is about"), width=60),
        Column(_t("Signer"), width=24),
        Column(_t("In force from"), CellKind.DATE, 12),
        Column(_t("In force until"), CellKind.DATE, 12),
        Column(_t("State"), width=16),
        Column(_t("Replaced by"), width=28),
        Column(_t("Handed in at"), CellKind.DATETIME, 18),
    ]


def paper_rows(papers: Iterable[Listed]) -> Iterator[list[Any]]:
    for one in papers:
        paper = one.paper
        yield [
            paper.unit.code,
            paper.unit.name,
            paper.kind_words,
            paper.number,
            paper.issued_on,
            paper.summary,
            paper.signer,
            paper.takes_effect_on or paper.issued_on,
            paper.expires_on,
            one.standing_words,
            str(one.replaced_by or ""),
            paper.handed_in_at,
        ]
