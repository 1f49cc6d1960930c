"""Initiatives handed in, recognised and taken over in a campaign's time, and what they save as it was handed in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from campaigns.calendar import local_day
from conduct.models import Adoption, InitiativeEvent, InitiativeField
from portal.reports.chapters.chapter import Behind, Chapter, Reading, Sources, Table, Told, exact, group_word, written
from units.xlsx import CellKind, Column

MINUTES: Final = 60


def read(sources: Sources) -> dict[str, Any]:
    """Return what was handed in, recognised and taken over by then; nothing where there is none. Two queries."""
    rows = _rows(sources)
    adopted = _adopted(sources)
    if not (rows or adopted):
        return {}
    places = sources.places
    return {
        "total": _part(rows, adopted),
        "groups": _parts(rows, adopted, lambda unit: places[unit].group),
        "clusters": _parts(rows, adopted, lambda unit: places[unit].cluster),
        "rows": rows,
        "adopted": adopted,
    }


def _rows(sources: Sources) -> list[dict[str, Any]]:
    """Read each initiative by its last hand-in, and whether it was recognised by then; names of people stay out.

    What its unit had withdrawn by then is not there.
    """
    events = InitiativeEvent.objects.filter(
        initiative__host=sources.campaign.host_id,
        at__range=(sources.first, sources.until),
        verb__in=("submit", "recognise", "decline", "withdraw"),
    )
    places = sources.places
    found: dict[int, dict[str, Any]] = {}
    columns = ("initiative_id", "initiative__unit__code", "verb", "at", "content")
    for initiative, unit, verb, at, content in events.order_by("id").values_list(*columns):
        if unit not in places:
            continue
        row = found.setdefault(initiative, {"unit": unit, "outcome": ""})
        if verb == "submit":
            row |= {"handed_in_on": local_day(at).isoformat(), **_told(content)}
        else:
            row["outcome"] = verb
    complete = [row for row in found.values() if "title" in row and row["outcome"] != "withdraw"]
    return sorted(complete, key=lambda row: (row["unit"], row["handed_in_on"], row["title"]))


def _told(content: Mapping[str, Any]) -> dict[str, Any]:
    cases = Decimal(content["cases"] or 0)
    return {
        "title": content["title"],
        "field": content["field"],
        "hours_a_year": exact(Decimal(content["minutes"] or 0) * cases / MINUTES),
        "money_a_year": exact(Decimal(content["money"] or 0) * cases),
    }


def _adopted(sources: Sources) -> list[list[str]]:
    """Read who took over what by then: unit and name of the initiative."""
    rows = Adoption.objects.filter(
        initiative__host=sources.campaign.host_id,
        noted_at__range=(sources.first, sources.until),
        adopted_on__lte=local_day(sources.at),
    ).values_list("unit__code", "initiative__title")
    return sorted(list(row) for row in rows if row[0] in sources.places)


def _parts(
    rows: Sequence[Mapping[str, Any]], adopted: Sequence[Sequence[str]], place: Callable[[str], str]
) -> list[dict[str, Any]]:
    keys = {place(row["unit"]) for row in rows} | {place(unit) for unit, _title in adopted}
    return [
        {
            "key": key,
            **_part(
                [row for row in rows if place(row["unit"]) == key], [one for one in adopted if place(one[0]) == key]
            ),
        }
        for key in sorted(keys)
    ]


def _part(rows: Sequence[Mapping[str, Any]], adopted: Sequence[Sequence[str]]) -> dict[str, Any]:
    good = [row for row in rows if row["outcome"] == "recognise"]
    return {
        "handed_in": len(rows),
        "recognised": len(good),
        "declined": sum(row["outcome"] == "decline" for row in rows),
        "adopted": len(adopted),
        "hours_a_year": exact(sum((Decimal(row["hours_a_year"]) for row in good), Decimal())),
        "money_a_year": exact(sum((Decimal(row["money_a_year"]) for row in good), Decimal())),
    }


# --- what it tells ---------------------------------------------------------------------------------------------------


def tell(reading: Reading) -> Told:
    total = reading.own["total"]
    text = _(
        "Initiatives handed in: %(handed_in)s; recognised: %(recognised)s; taken over by other units: %(adopted)s."
    )
    sentences = [text % {name: written(total[name]) for name in ("handed_in", "recognised", "adopted")}]
    if total["recognised"]:
        saved = _("Those recognised save %(hours)s hours and %(money)s đồng a year, as their units reckon.")
        sentences.append(
            saved % {"hours": written(total["hours_a_year"], places=0), "money": written(total["money_a_year"])}
        )
    return Told(
        key="initiatives",
        title=_("Initiatives"),
        sentences=sentences,
        tables=[_places(reading)],
        behind=[_behind(reading)],
        assessment=sentences[0],
    )


def _places(reading: Reading) -> Table:
    own = reading.own
    parts = [(group_word(part["key"]), part) for part in own["groups"]]
    found = {part["key"]: part for part in own["clusters"]}
    parts += [(name, found[code]) for code, name in reading.clusters.items() if code in found]
    names = ("handed_in", "recognised", "declined", "adopted")
    rows = [(name, *(written(part[n]) for n in names)) for name, part in [*parts, (_("In all"), own["total"])]]
    heads = (_("Group, cluster"), _("Handed in"), _("Recognised"), _("Not recognised"), _("Taken over"))
    return Table(_("Initiatives by group and cluster"), heads, rows)


def _behind(reading: Reading) -> Behind:
    columns = [
        Column(_("Code"), width=14),
        Column(_("Unit"), width=44),
        Column(_("Initiative"), width=70),
        Column(_("Field"), width=30),
        Column(_("Handed in at"), CellKind.DATE, 14),
        Column(_("Recognised"), width=14),
        Column(_("Hours saved a year"), CellKind.NUMBER, 14),
        Column(_("Đồng saved a year"), CellKind.NUMBER, 18),
    ]
    fields = dict(InitiativeField.choices)
    rows = [
        (
            row["unit"],
            reading.unit(row["unit"]),
            row["title"],
            str(fields.get(row["field"], row["field"])),
            date.fromisoformat(row["handed_in_on"]),
            {"recognise": _("yes"), "decline": _("no")}.get(row["outcome"], ""),
            Decimal(row["hours_a_year"]),
            Decimal(row["money_a_year"]),
        )
        for row in reading.own["rows"]
    ]
    return Behind(_("Initiatives"), columns, rows)


CHAPTER: Final = Chapter("initiatives", read, tell)
