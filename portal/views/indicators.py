"""The figures that units report, summed up: all indicators of a period, then one of them down to the units' rows."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from campaigns.calendar import END_OF_DAY, VIET_NAM
from campaigns.indicator_facts import handed_in
from campaigns.models import Indicator
from portal.council import Council, as_of, council
from portal.filters import FigureFilter
from portal.indicator_sheets import line_columns, line_rows, unit_columns, unit_rows
from portal.indicators import IndicatorLine, asked_items, cluster_lines, latest, lines, spans
from portal.links import Links
from portal.standings import Item
from units.access import UserRequest, for_council
from units.xlsx import xlsx_response


class Sums:
    """What the address asks for: reports of a span, of a cluster or all, as of a day or now."""

    def __init__(self, seen: Council, request: UserRequest) -> None:
        choices = spans(seen.picture)
        self.form = FigureFilter(request.GET, seen.picture, choices, latest(seen.picture, choices))
        self.chosen = self.form.chosen
        until = self.chosen["until"]
        self.seen = as_of(seen, datetime.combine(until, END_OF_DAY, VIET_NAM)) if until else seen
        self.span, self.cluster = self.chosen["span"], self.chosen["cluster"]

    @property
    def items(self) -> list[Item]:
        return asked_items(self.seen.picture, self.span) if self.span else []

    def lines(self, code: str = "") -> list[IndicatorLine]:
        """Put the indicators of the span together, those that are asked for and those that were reported."""
        rows = [one.row for one in self.items]
        reported = handed_in(self.seen.campaign, rows, at=self.seen.picture.at)
        given = {row.indicator for row in reported}
        known = Indicator.objects.asked_by(self.seen.campaign, self.span.requirement) if self.span else []
        wanted = [one for one in known if one.is_asked or one.code in given]
        if code:
            wanted = [one for one in wanted if one.code == code]
        return lines(wanted, reported, self.items, cluster=self.cluster)

    def context(self) -> dict[str, Any]:
        return {
            "campaign": self.seen.campaign,
            "campaigns": self.seen.campaigns,
            "at": self.seen.picture.at,
            "form": self.form,
            "words": self.chosen["words"],
            "span": self.span,
            "cluster_name": self.seen.picture.cluster_names.get(self.cluster, ""),
            "links": Links(self.seen.campaign.code, is_closed=self.seen.is_closed),
        }

    def sheet_name(self, what: str) -> str:
        span = self.span.key if self.span else ""
        return f"{what} {self.seen.campaign.code} {span} {localtime(self.seen.picture.at):%Y-%m-%d}.xlsx"


@for_council
def council_indicators(request: UserRequest) -> HttpResponseBase:
    """Sums by group of every indicator of a period."""
    seen = council(request.user, request.GET.get("campaign", ""))
    if seen is None:
        return redirect("council-desk")
    sums = Sums(seen, request)
    found = sums.lines()
    if request.GET.get("format") == "xlsx":
        rows = line_rows(found, sums.seen.picture.cluster_names)
        return xlsx_response(sums.sheet_name(_("Figures")), line_columns(), rows, expected_rows=len(rows))
    number = len({unit for line in found for unit in line.units})
    context = {"lines": found, "reports": number, "owed": len({one.row.unit_code for one in sums.items})}
    return render(request, "portal/indicator_list.html", sums.context() | context)


@for_council
def council_indicator(request: UserRequest, code: str) -> HttpResponseBase:
    """One indicator by cluster, and what each unit gave: those that stand apart first."""
    indicator = get_object_or_404(Indicator, code=code)
    seen = council(request.user, request.GET.get("campaign", ""))
    if seen is None:
        raise Http404
    sums = Sums(seen, request)
    line = next(iter(sums.lines(code)), None)
    clusters = cluster_lines(line, sums.items, sums.seen.picture) if line else []
    clusters = [each for each in clusters if sums.cluster in ("", each.code)]
    if request.GET.get("format") == "xlsx":
        rows = unit_rows(clusters)
        return xlsx_response(sums.sheet_name(code), unit_columns(indicator), rows, expected_rows=len(rows))
    context = {"indicator": indicator, "line": line, "clusters": clusters}
    return render(request, "portal/indicator_detail.html", sums.context() | context)
