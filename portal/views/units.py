"""One unit's year, as the council sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from campaigns.facts import beside_campaigns
from campaigns.figures import Clocks, Figures, clocks, figures, late_in_a_row
from campaigns.models import Obligation
from campaigns.plain_words import sign
from portal.council import council, people_of
from portal.links import Links
from portal.lists import ListRow, list_rows, sheet_columns, sheet_row
from portal.standings import Picture
from units.access import UserRequest, for_council
from units.clock import db_now
from units.models import Unit, User
from units.xlsx import xlsx_response


@dataclass(frozen=True)
class Year:
    """What one unit owes in a campaign, row by row and counted."""

    rows: list[ListRow]
    clocks: dict[int, Clocks]
    figures: Figures
    in_a_row: int

    @property
    def with_clocks(self) -> list[tuple[ListRow, Clocks]]:
        return [(row, self.clocks[row.item.row.obligation_id]) for row in self.rows]

    @property
    def missed(self) -> list[ListRow]:
        """What was handed in late or is missing, latest due first."""
        missed = [row for row in self.rows if row.item.now.due and not row.item.now.on_time]
        return sorted(missed, key=lambda row: row.due_at, reverse=True)


def year(picture: Picture, links: Links, code: str) -> Year:
    """Put a unit's year together."""
    items = sorted(
        (one for one in picture.items if one.row.unit_code == code),
        key=lambda one: (one.now.effective_due, one.row.obligation_id),
    )
    return Year(
        rows=list_rows(picture, items, links),
        clocks={one.row.obligation_id: clocks(one.row, at=picture.at, holidays=picture.holidays) for one in items},
        figures=picture.figures(items),
        in_a_row=late_in_a_row([one.row for one in items], at=picture.at),
    )


@dataclass(frozen=True)
class Beside:
    """What one unit owes that no requirement asks for: listed and counted apart from any campaign."""

    rows: list[tuple[Obligation, str]]  # with its sign
    figures: Figures


def beside(unit: Unit, *, by: User, at: datetime) -> Beside | None:
    """Return remedies, answers and the like that the reader's council asked this unit for; None: there are none."""
    asked = Obligation.objects.under_council(by).filter(unit=unit).beside_campaigns()
    rows = [(row, sign(row, at=at)) for row in asked]
    return Beside(rows, figures(beside_campaigns(asked), at=at)) if rows else None


@for_council
def unit_detail(request: UserRequest, code: str) -> HttpResponseBase:
    """Show obligations, figures, people and lateness of one unit."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("cluster", "parent"), code=code)
    seen = council(request.user, request.GET.get("campaign", ""), unit=code)
    if seen is None:
        return redirect("council-desk")
    links = Links(seen.campaign.code, is_closed=seen.is_closed)
    page = year(seen.picture, links, code)
    if request.GET.get("format") == "xlsx":
        title = _("Year of")
        name = f"{title} {unit} {localtime(seen.picture.at):%Y-%m-%d}.xlsx"
        return xlsx_response(name, sheet_columns(), map(sheet_row, page.rows), expected_rows=len(page.rows))
    context = {
        "unit": unit,
        "member": seen.picture.unit.get(code),
        "campaign": seen.campaign,
        "campaigns": seen.campaigns,
        "at": seen.picture.at,
        "year": page,
        "beside": beside(unit, by=request.user, at=db_now()),
        "people": people_of(unit, by=request.user),
        "links": links,
    }
    return render(request, "portal/unit_detail.html", context)
