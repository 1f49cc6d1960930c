"""Who was honoured in a campaign's time: awards of decisions that stood at that moment, by award, group and cluster."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from conduct.models import DecisionEvent, DecisionLine
from portal.reports.chapters.chapter import Behind, Chapter, Reading, Sources, Table, Told, group_word, written
from units.xlsx import CellKind, Column

COLUMNS: Final = ("unit__code", "award_name", "nomination__subject", "decision__number", "decision__issued_on")
NAMED: Final = ("unit", "award", "subject", "decision", "issued_on")


def read(sources: Sources) -> dict[str, Any]:
    """Return awards without names of people: those issued by then and not taken back by then; one query."""
    rows = _rows(sources)
    if not rows:
        return {}
    places = sources.places
    return {
        "total": len(rows),
        "decisions": len({row["decision"] for row in rows}),
        "groups": _parts(rows, lambda unit: places[unit].group),
        "clusters": _parts(rows, lambda unit: places[unit].cluster),
        "awards": [
            {
                "key": award,
                "number": number,
                "groups": _parts([r for r in rows if r["award"] == award], lambda u: places[u].group),
            }
            for award, number in sorted(Counter(row["award"] for row in rows).items())
        ],
        "rows": rows,
    }


def _rows(sources: Sources) -> list[dict[str, Any]]:
    campaign, at, places = sources.campaign, sources.at, sources.places
    moves = DecisionEvent.objects.filter(decision=OuterRef("decision"), at__lte=at)
    lines = DecisionLine.objects.filter(
        Q(struck_at=None) | Q(struck_at__gt=at),
        Exists(moves.filter(verb="issue")),
        ~Exists(moves.filter(verb="revoke")),
        decision__host=campaign.host_id,
        decision__issued_on__range=(campaign.starts_on, campaign.ends_on),
    )
    rows = [dict(zip(NAMED, row, strict=True)) for row in lines.values_list(*COLUMNS)]
    own = [{**row, "issued_on": row["issued_on"].isoformat()} for row in rows if row["unit"] in places]
    return sorted(own, key=lambda row: tuple(row[name] or "" for name in NAMED))


def _parts(rows: Sequence[Mapping[str, Any]], place: Callable[[str], str]) -> list[dict[str, Any]]:
    found = Counter(place(row["unit"]) for row in rows)
    return [{"key": key, "number": found[key]} for key in sorted(found)]


# --- what it tells ---------------------------------------------------------------------------------------------------


def tell(reading: Reading) -> Told:
    own = reading.own
    text = _("Awards given: %(number)s, by %(decisions)s decisions.")
    sentence = text % {"number": written(own["total"]), "decisions": written(own["decisions"])}
    return Told(
        key="commendations",
        title=_("Commendations"),
        sentences=[sentence],
        tables=[_awards(own), _clusters(reading)],
        behind=[_behind(reading)],
        assessment=sentence,
    )


def _awards(own: Mapping[str, Any]) -> Table:
    rows = []
    for part in own["awards"]:
        groups = {group["key"]: group["number"] for group in part["groups"]}
        rows.append(
            (part["key"], *(written(groups.get(key, 0)) for key in ("agency", "school")), written(part["number"]))
        )
    heads = (_("Award"), group_word("agency"), group_word("school"), _("In all"))
    return Table(_("Commendations by award"), heads, rows)


def _clusters(reading: Reading) -> Table:
    found = {part["key"]: part["number"] for part in reading.own["clusters"]}
    rows = [(name, written(found[code])) for code, name in reading.clusters.items() if code in found]
    return Table(_("Commendations by cluster"), (_("Cluster"), _("Awards")), rows)


def _behind(reading: Reading) -> Behind:
    columns = [
        Column(_("Code"), width=14),
        Column(_("Unit"), width=44),
        Column(_("Award"), width=44),
        Column(_("Decision"), width=20),
        Column(_("Day"), CellKind.DATE, 12),
    ]
    units = reading.units
    rows = [
        (
            row["unit"],
            units.get(row["unit"], row["unit"]),
            row["award"],
            row["decision"],
            date.fromisoformat(row["issued_on"]),
        )
        for row in reading.own["rows"]
    ]
    return Behind(_("Commendations"), columns, rows)


CHAPTER: Final = Chapter("commendations", read, tell)
