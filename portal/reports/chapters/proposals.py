"""What units propose in their progress reports, as it was last handed in; the same words stand once with all units."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from campaigns.figures import LedgerRow, last_hand_in
from campaigns.models import ObligationEvent
from portal.reports.chapters.chapter import Behind, Chapter, Reading, Sources, Table, Told, enumeration, written
from units.xlsx import CellKind, Column

MOST_TOLD: Final = 5
NO_PROPOSAL: Final = {"", "không", "không có", "không có kiến nghị", "không có đề xuất", "không đề nghị gì"}


def read(sources: Sources) -> list[dict[str, str]]:
    """Return the proposals of each unit's latest report that was handed in by then and not refused: one query."""
    latest: dict[str, tuple[date, str, int]] = {}
    for one in sources.owed:
        row = one.row
        if row.kind == "progress" and (event := last_hand_in(row, at=sources.at)):
            latest[row.unit_code] = max(latest.get(row.unit_code, (date.min, "", 0)), _key(row, event.id))
    places = sources.places
    wanted = {event: (code, ends) for code, (ends, _requirement, event) in latest.items() if code in places}
    return sorted(_said(sources, wanted), key=lambda row: (row["unit"], row["text"])) if wanted else []


def _key(row: LedgerRow, event: int) -> tuple[date, str, int]:
    return row.period_end or date.min, row.requirement, event


def _said(sources: Sources, wanted: Mapping[int, tuple[str, date]]) -> Iterator[dict[str, str]]:
    ends = [end for _code, end in wanted.values()]
    events = ObligationEvent.objects.filter(
        verb="submit",
        at__lte=sources.at,
        obligation__campaign=sources.campaign,
        obligation__kind="progress",
        obligation__period_end__range=(min(ends), max(ends)),
    ).exclude(content__proposals="")
    for event, text in events.values_list("id", "content__proposals"):
        said = (text or "").strip()
        if event in wanted and said.casefold().rstrip(".") not in NO_PROPOSAL:
            code, end = wanted[event]
            yield {"unit": code, "period_end": end.isoformat(), "text": said}


# --- what it tells ---------------------------------------------------------------------------------------------------


def tell(reading: Reading) -> Told:
    same = together(reading.own)
    units = reading.units
    rows = [(text, enumeration([units.get(code, code) for code in codes]), written(len(codes))) for text, codes in same]
    offered = [f"{enumeration([units.get(code, code) for code in codes])}: {text}" for text, codes in same[:MOST_TOLD]]
    told = _("%(units)s units propose something in their last report.") % {"units": written(len(reading.own))}
    heads = _("Proposal"), _("By"), _("Units")
    return Told(
        key="proposals",
        title=_("Proposals of units"),
        sentences=[told],
        tables=[Table(_("What units propose"), heads, rows, texts=2, is_long=True)],
        behind=[_behind(reading)],
        proposals=offered,
    )


def together(own: Iterable[Mapping[str, str]]) -> list[tuple[str, list[str]]]:
    """Return each text with the units that say it, what most say first."""
    found: dict[str, list[str]] = {}
    for row in own:
        found.setdefault(row["text"], []).append(row["unit"])
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def _behind(reading: Reading) -> Behind:
    columns = [
        Column(_("Code"), width=14),
        Column(_("Unit"), width=44),
        Column(_("Last day of the period"), CellKind.DATE, 14),
        Column(_("Proposal"), width=90),
    ]
    units = reading.units
    rows = [
        (row["unit"], units.get(row["unit"], row["unit"]), date.fromisoformat(row["period_end"]), row["text"])
        for row in reading.own
    ]
    return Behind(_("Proposals of units"), columns, rows)


CHAPTER: Final = Chapter("proposals", read, tell)
