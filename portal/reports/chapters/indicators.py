"""The figures that units report, summed up: by period, group and cluster, with who stands apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.indicator_facts import handed_in
from campaigns.indicator_sums import Figure, Reported, Total, of_units, outliers_in_clusters, over_units, totals
from campaigns.models import Indicator
from campaigns.models.indicator import Aggregation
from campaigns.templatetags.contents import figure_words
from portal.reports.chapters.chapter import NOTHING, Behind, Chapter, Reading, Sources, Table, Told, exact, written
from units.history import as_it_was
from units.xlsx import CellKind, Column

Span = tuple[str, date, date]  # requirement, first and last day of the period
FIRST_SECTION: Final = "I. "  # of the annex of figures: what part I of the report tells
KEPT: Final = ("amount", "part", "whole")


def read(sources: Sources) -> list[dict[str, Any]]:
    """Return each indicator that was reported by then, put together as it was defined then."""
    rows = [one.row for one in sources.owed if one.row.kind == "progress" and one.row.unit_code in sources.places]
    spans = {row.obligation_id: (row.requirement, row.period_start, row.period_end) for row in rows}
    found: dict[str, list[tuple[Span, Reported]]] = defaultdict(list)
    for row in handed_in(sources.campaign, rows, at=sources.at):
        if row.figure.is_given:
            found[row.indicator].append((spans[row.obligation], row))  # type: ignore[arg-type]
    how = aggregations(sources) if found else {}
    return [_indicator(code, found[code], how.get(code, Aggregation.SUM)) for code in sorted(found)]


def aggregations(sources: Sources) -> dict[str, str]:
    """Return how each indicator was put together at that moment: its definition may have changed since."""
    return {row["code"]: row["aggregation"] for row in as_it_was(Indicator, "code", "aggregation", at=sources.at)}


def _indicator(code: str, given: Sequence[tuple[Span, Reported]], how: str) -> dict[str, Any]:
    units = of_units(widest(given), how)
    rows = list(units.values())
    return {
        "key": code,
        "aggregation": str(how),
        "total": _total(over_units([row.figure for row in rows], how)),
        "groups": _parts(totals(rows, how, by="group")),
        "clusters": _parts(totals(rows, how, by="cluster")),
        "far": sorted(outliers_in_clusters(rows)),
        "units": [[row.unit, *_kept(row.figure)] for row in sorted(rows, key=lambda row: row.unit)],
        "periods": [_period(span, given, how) for span in sorted({span for span, _row in given}, key=_in_time)],
    }


def _in_time(span: Span) -> tuple[date, str]:
    return span[2], span[0]


def widest(given: Iterable[tuple[Span, Reported]]) -> list[Reported]:
    """Keep of each unit the reports of one requirement, whose periods cover the most days: nothing counts twice."""
    by_unit: dict[str, dict[str, list[tuple[int, Reported]]]] = defaultdict(lambda: defaultdict(list))
    for (requirement, first, last), row in given:
        by_unit[row.unit][requirement].append(((last - first).days, row))
    kept: list[Reported] = []
    for requirements in by_unit.values():
        days = {code: sum(span for span, _row in rows) for code, rows in requirements.items()}
        chosen = min(requirements, key=lambda code: (-days[code], code))
        kept += [row for _span, row in requirements[chosen]]
    return kept


def _period(span: Span, given: Iterable[tuple[Span, Reported]], how: str) -> dict[str, Any]:
    requirement, first, last = span
    rows = sorted((row for own, row in given if own == span), key=lambda row: row.unit)
    return {
        "requirement": requirement,
        "period_start": first.isoformat(),
        "period_end": last.isoformat(),
        "total": _total(over_units([row.figure for row in rows], how)),
        "values": [[row.unit, *_kept(row.figure)] for row in rows],
    }


def _parts(found: Mapping[str, Total]) -> list[dict[str, Any]]:
    return [{"key": key, **_total(found[key])} for key in sorted(found)]


def _total(total: Total) -> dict[str, Any]:
    return {"units": total.units, **dict(zip(KEPT, _kept(total.figure), strict=True))}


def _kept(figure: Figure) -> list[str | None]:
    return [exact(getattr(figure, name)) for name in KEPT]


def names(own: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return name, unit of measure and section of each indicator, in the order of the catalogue."""
    known = Indicator.objects.filter(code__in=[one["key"] for one in own]).order_by("position", "code")
    return {"all": [list(row) for row in known.values_list("code", "name", "measure", "section")]}


# --- what it tells ---------------------------------------------------------------------------------------------------


def tell(reading: Reading) -> Told:
    known = {code: (name, measure, section) for code, name, measure, section in reading.names.get("all", ())}
    place = {code: number for number, code in enumerate(known)}
    own = sorted(reading.own, key=lambda one: place.get(one["key"], len(place)))
    lines = [(one, *known.get(one["key"], (one["key"], "", ""))) for one in own]
    far = {code for one in own for code in one["far"]}
    told = _("Figures were reported on %(number)s indicators; the full table is in the annex of figures.")
    sentences = [told % {"number": written(len(own))}]
    if far:
        words = ngettext(
            "%(n)s unit stands apart from its cluster in some figure and checks it again.",
            "%(n)s units stand apart from their clusters in some figure and check it again.",
            len(far),
        )
        sentences.append(words % {"n": written(len(far))})
    return Told(
        key="indicators",
        title=_("Figures that units report"),
        sentences=sentences,
        tables=[_summed(lines), _apart(lines, reading)],
        behind=[_behind(lines, reading)],
        guidance=_guidance(lines),
        tasks=[_("Units whose figures stand apart check them and explain.")] if far else [],
    )


Lines = Sequence[tuple[Mapping[str, Any], str, str, str]]


def _summed(lines: Lines) -> Table:
    heads = (
        *(_("Indicator"), _("Unit of measure"), _("Agencies"), _("Schools"), _("In all")),
        *(_("Last period"), _("Period before"), _("Units")),
    )
    rows = []
    for one, name, measure, _section in lines:
        groups = {part["key"]: words_of(part) for part in one["groups"]}
        parts = [groups.get(key, NOTHING) for key in ("agency", "school")]
        rows.append((name, measure, *parts, words_of(one["total"]), *_last_two(one), written(one["total"]["units"])))
    return Table(_("Annex of figures"), heads, rows, texts=2, is_long=True)


def _last_two(one: Mapping[str, Any]) -> tuple[str, str]:
    """Write the totals of the last period and of the one before, of the requirement that came in last."""
    last = one["periods"][-1]
    same = [period for period in one["periods"] if period["requirement"] == last["requirement"]]
    return words_of(last["total"]), words_of(same[-2]["total"]) if len(same) > 1 else NOTHING


def _apart(lines: Lines, reading: Reading) -> Table:
    heads = _("Indicator"), _("Unit"), _("Its figure"), _("In all")
    rows = []
    for one, name, _measure, _section in lines:
        figures = {code: kept for code, *kept in one["units"]}
        rows += [(name, reading.unit(code), _words(figures[code]), words_of(one["total"])) for code in one["far"]]
    return Table(_("Figures that stand apart within their cluster"), heads, rows, texts=2, is_long=True)


def _guidance(lines: Lines) -> list[str]:
    """Say how much was held and how many came: the counts of the first section, added up by unit of measure."""
    sums: dict[str, Decimal] = {}
    for one, _name, measure, section in lines:
        if section.startswith(FIRST_SECTION) and one["total"]["amount"]:
            sums[measure] = sums.get(measure, Decimal()) + Decimal(one["total"]["amount"])
    told = ", ".join(f"{written(str(number))} {measure}" for measure, number in sums.items() if number)
    return [_("Units report on publicity and instruction: %(figures)s.") % {"figures": told}] if told else []


def words_of(kept: Mapping[str, Any]) -> str:
    """Write a kept total."""
    return _words([kept[name] for name in KEPT])


def _words(kept: Iterable[str | None]) -> str:
    return figure_words(Figure(*(None if text is None else Decimal(text) for text in kept))) or NOTHING


def _behind(lines: Lines, reading: Reading) -> Behind:
    columns = [
        Column(_("Indicator"), width=50),
        Column(_("Unit of measure"), width=14),
        Column(_("Code"), width=14),
        Column(_("Unit"), width=44),
        Column(_("First day of the period"), CellKind.DATE, 14),
        Column(_("Last day of the period"), CellKind.DATE, 14),
        *(Column(title, CellKind.NUMBER, 14) for title in (_("Value"), _("Part"), _("Whole"))),
        Column(_("Stands apart"), width=12),
    ]
    units = reading.units
    rows = [
        (name, measure, code, units.get(code, code), *_days(period), *map(_number, kept), _yes(code in one["far"]))
        for one, name, measure, _section in lines
        for period in one["periods"]
        for code, *kept in period["values"]
    ]
    return Behind(_("Reported figures"), columns, rows)


def _days(period: Mapping[str, str]) -> tuple[date, date]:
    return date.fromisoformat(period["period_start"]), date.fromisoformat(period["period_end"])


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _yes(is_so: bool) -> str:
    return _("yes") if is_so else ""


CHAPTER: Final = Chapter("indicators", read, tell, names)
