"""What the campaign is to reach, beside what the frozen figures say: the target as it stood then, met or not."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.models import CampaignTarget, Indicator, TargetFigure
from portal.reports.chapters.chapter import (
    NOTHING,
    Behind,
    Chapter,
    Reading,
    Sources,
    Table,
    Told,
    exact,
    group_word,
    written,
)
from units.xlsx import CellKind, Column

RATES: Final = (TargetFigure.SUBMITTED, TargetFigure.ON_TIME, TargetFigure.ACCEPTED)
SCORES: Final = (TargetFigure.DECLARED, TargetFigure.VERIFIED)


def read(sources: Sources) -> list[dict[str, Any]]:
    """Return the targets that were in force then: one query."""
    rows = [
        {
            "figure": str(row.figure),
            "indicator": row.indicator.code if row.indicator else None,
            "group": row.group or None,
            "value": exact(row.value),
            "at_most": row.is_at_most,
            "source": row.source,
            "decided_on": row.decided_on.isoformat(),
        }
        for row in CampaignTarget.objects.in_force(sources.campaign, at=sources.at)
    ]
    return sorted(rows, key=lambda row: (row["figure"], row["indicator"] or "", row["group"] or ""))


def names(own: list[Mapping[str, Any]]) -> dict[str, Any]:
    codes = [row["indicator"] for row in own if row["indicator"]]
    return {
        "indicators": [
            list(row) for row in Indicator.objects.filter(code__in=codes).values_list("code", "name", "measure")
        ]
    }


# --- what was reached: from the frozen figures alone -----------------------------------------------------------------


def reached(snapshot: Mapping[str, Any], row: Mapping[str, Any]) -> Fraction | None:
    """Return what the report's own figures say of a target; None where they say nothing, or of another group."""
    scope = snapshot["scope"]["group"]
    if row["group"] and scope and row["group"] != scope:
        return None
    if row["figure"] in RATES:
        part = _part(snapshot, row["group"], snapshot["totals"], "groups")
        return Fraction(100 * part[row["figure"]], part["due"]) if part and part["due"] else None
    if row["figure"] in SCORES:
        own = snapshot.get("conduct") or {}
        part = _part(own, row["group"], own.get("total"), "groups")
        return Fraction(part[row["figure"]]) if part and part[row["figure"]] is not None else None
    return _indicator(snapshot, row)


def _part(own: Mapping[str, Any], group: str | None, total: Any, name: str) -> Any:
    if not group:
        return total
    return next((part for part in own.get(name, ()) if part["key"] == group), None)


def _indicator(snapshot: Mapping[str, Any], row: Mapping[str, Any]) -> Fraction | None:
    own = next((one for one in snapshot.get("indicators", ()) if one["key"] == row["indicator"]), None)
    part = _part(own, row["group"], own["total"], "groups") if own else None
    if part is None:
        return None
    if part["amount"] is not None:
        return Fraction(part["amount"])
    whole = Fraction(part["whole"] or 0)
    return 100 * Fraction(part["part"]) / whole if whole else None


def is_met(row: Mapping[str, Any], value: Fraction) -> bool:
    wanted = Fraction(row["value"])
    return value <= wanted if row["at_most"] else value >= wanted


# --- what it tells ---------------------------------------------------------------------------------------------------


def tell(reading: Reading) -> Told:
    lines = [(row, reached(reading.snapshot, row)) for row in reading.own]
    known = [(row, value) for row, value in lines if value is not None]
    met = [row for row, value in known if is_met(row, value)]
    sentence = _("Targets reached: %(met)s of %(known)s.") % {"met": written(len(met)), "known": written(len(known))}
    heads = _("Target"), _("Source"), _("To be reached"), _("Reached"), _("Met")
    rows = [(title(row, reading), source(row), wanted(row), _told(value), _met(row, value)) for row, value in lines]
    return Told(
        key="targets",
        title=_("Beside the campaign’s targets"),
        sentences=[sentence],
        tables=[Table(_("Targets of the campaign"), heads, rows, texts=2)],
        behind=[_behind(reading, lines)],
        assessment=sentence if known else "",
        limits=list(_limits(known, reading)),
    )


def title(row: Mapping[str, Any], reading: Reading) -> str:
    names = {code: f"{name} ({measure})" for code, name, measure in reading.names.get("indicators", ())}
    what = names.get(row["indicator"], row["indicator"]) if row["indicator"] else str(TargetFigure(row["figure"]).label)
    return f"{what} – {group_word(row['group'])}" if row["group"] else what


def source(row: Mapping[str, Any]) -> str:
    return f"{row['source']}, {date_format(date.fromisoformat(row['decided_on']), 'd/m/Y')}"


def wanted(row: Mapping[str, Any]) -> str:
    return f"{'≤' if row['at_most'] else '≥'} {written(row['value'])}"


def _told(value: Fraction | None) -> str:
    return NOTHING if value is None else written(exact(value), places=1)


def _met(row: Mapping[str, Any], value: Fraction | None) -> str:
    if value is None:
        return NOTHING
    return _("met") if is_met(row, value) else _("not met")


def _limits(known: list[tuple[Mapping[str, Any], Fraction]], reading: Reading) -> Iterator[str]:
    for row, value in known:
        if not is_met(row, value):
            told = {"target": title(row, reading), "value": _told(value), "wanted": wanted(row)}
            yield _("Not reached: %(target)s: %(value)s (to be %(wanted)s).") % told


def _behind(reading: Reading, lines: list[tuple[Mapping[str, Any], Fraction | None]]) -> Behind:
    columns = [
        Column(_("Target"), width=60),
        Column(_("Source"), width=50),
        Column(_("To be reached"), CellKind.NUMBER, 14),
        Column(_("Reached"), CellKind.NUMBER, 14),
        Column(_("Met"), width=12),
    ]
    rows = [
        (
            title(row, reading),
            source(row),
            Decimal(row["value"]),
            None if value is None else float(round(value, 2)),
            _met(row, value),
        )
        for row, value in lines
    ]
    return Behind(_("Targets"), columns, rows)


CHAPTER: Final = Chapter("targets", read, tell, names)
