"""The council's page of incidents: a year beside the one before, by kind, month and unit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext as _

from conduct.incident_form import IncidentFilter
from conduct.incidents import Pair, Tally, compare, tallies
from conduct.models import IncidentMonth, Offence, PublicPlace
from units.models import Kind, Unit, User
from units.xlsx import CellKind, Column

FIRST_YEAR: Final = 2023
MONTHS: Final = range(1, 13)


@dataclass(frozen=True)
class Row:
    label: str
    pair: Pair
    reported: int | None = None  # in how many months this unit has counted


@dataclass
class IncidentPage:
    """What was counted under a council in a year."""

    user: User
    query: QueryDict
    today: date

    def __post_init__(self) -> None:
        self.years = list(range(self.today.year, FIRST_YEAR - 1, -1))
        self.form = IncidentFilter(self.query, self.years)
        self.year, self.kind, self.place = self.form.chosen(today=self.today)

    @cached_property
    def tallied(self) -> list[Tally]:
        found = tallies(IncidentMonth.objects.under_council(self.user), self.year)
        return [one for one in found if self.kind in ("", one.kind) and self.place in ("", one.place)]

    @property
    def until(self) -> int:
        """The last month that both years can have: the running year is set beside the same months of the one before."""
        return self.today.month if self.year == self.today.year else 12

    def _pairs(self, key: Callable[[Tally], Any]) -> dict[Any, Pair]:
        return compare(self.tallied, self.year, key, until=self.until)

    @property
    def whole(self) -> Pair:
        return self._pairs(lambda one: "").get("", Pair())

    @property
    def kinds(self) -> list[Row]:
        pairs = self._pairs(lambda one: one.kind)
        return [Row(str(kind.label), pairs[kind.value]) for kind in Offence if kind.value in pairs]

    @property
    def places(self) -> list[Row]:
        pairs = self._pairs(lambda one: one.place)
        return [Row(str(place.label), pairs[place.value]) for place in PublicPlace if place.value in pairs]

    @property
    def months(self) -> list[Row]:
        pairs = self._pairs(lambda one: one.month.month)
        return [Row(f"{month:02d}", pairs.get(month, Pair())) for month in MONTHS if month <= self.until]

    @cached_property
    def units(self) -> list[Row]:
        """Every commune, and every other unit that counted; who did not count is told apart from who found none."""
        pairs = self._pairs(lambda one: one.unit)
        reports = IncidentMonth.objects.under_council(self.user).filter(month__year=self.year)
        reported = dict(reports.order_by().values_list("unit__code").annotate(n=Count("id")))
        visible = Unit.objects.visible_to(self.user).exclude(kind=Kind.HOST)
        return [
            Row(name, pairs.get(code, Pair()), reported.get(code, 0))
            for code, name, kind in visible.values_list("code", "short_name", "kind")
            if code in reported or code in pairs or kind in {Kind.COMMUNE, Kind.TOWN, Kind.WARD}
        ]

    @property
    def chart(self) -> dict[str, Any]:
        """Describe both years month by month, as two lines."""
        values = [
            {"month": row.label, "year": str(year), "number": number}
            for row in self.months
            for year, number in ((self.year, row.pair.now), (self.year - 1, row.pair.before))
        ]
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
            "data": {"values": values},
            "width": "container",
            "height": 220,
            "mark": {"type": "line", "point": True},
            "encoding": {
                "x": {"field": "month", "type": "ordinal", "title": _("Month"), "axis": {"labelAngle": 0}},
                "y": {"field": "number", "type": "quantitative", "title": _("Incidents")},
                "color": {"field": "year", "type": "nominal", "title": None, "legend": {"orient": "bottom"}},
                "strokeDash": {"field": "year", "type": "nominal", "legend": None},
            },
        }


def sheet_columns() -> list[Column]:
    return [
        Column(_("Unit"), width=36),
        Column(_("Month"), CellKind.DATE, 12),
        Column(_("Kind of incident"), width=36),
        Column(_("Where"), width=26),
        Column(_("How many"), CellKind.INTEGER, 10),
        Column(_("Dealt with"), CellKind.INTEGER, 10),
    ]


def sheet_rows(page: IncidentPage) -> Iterator[list[Any]]:
    """Yield what the page's figures are made of, this year's and last year's lines."""
    names = dict(Unit.objects.visible_to(page.user).values_list("code", "short_name"))
    kinds, places = ({key: str(label) for key, label in each.choices} for each in (Offence, PublicPlace))
    for one in sorted(page.tallied, key=lambda one: (one.month, one.unit, one.kind, one.place)):
        yield [names.get(one.unit, one.unit), one.month, kinds[one.kind], places[one.place], one.number, one.handled]
