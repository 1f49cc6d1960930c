"""The honour board: who was awarded what, from the decisions in force; name, position, unit, award, decision alone."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import ExtractYear
from django.http import QueryDict

from conduct.models import DecisionLine, DecisionState, Story
from conduct.story_forms import HonourFilter
from units.vietnamese import matches


class HonourBoard:
    """What the board shows for one question."""

    def __init__(self, query: QueryDict) -> None:
        years = self._all.order_by().annotate(year=ExtractYear("decision__issued_on")).values_list("year", flat=True)
        awards = self._all.order_by("award_name").values_list("award_name", flat=True).distinct()
        self.form = HonourFilter(query, years=sorted(set(years), reverse=True), awards=list(awards))

    @property
    def _all(self) -> Any:
        """Every line that stands in a decision that stands."""
        return DecisionLine.objects.standing().filter(decision__state=DecisionState.ISSUED)

    @cached_property
    def lines(self) -> Sequence[DecisionLine]:
        """Return the lines that were asked for, the latest decision first; each with its published story."""
        if not self.form.is_valid():
            return []
        asked = self.form.cleaned_data
        exact = {"decision__issued_on__year": asked["year"], "award_name": asked["award"]}
        rows = self._all.filter(**{name: value for name, value in exact.items() if value})
        told = rows.select_related("decision").prefetch_related(
            Prefetch("stories", Story.objects.published(), to_attr="told")
        )
        found = told.order_by("-decision__issued_on", "-decision", "place", "id")
        return [row for row in found if matches(asked["q"], row.name, row.position, row.unit_name)]
