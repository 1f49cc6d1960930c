"""How the code of conduct is kept: what units declare, what inspectors found, and the gap where both are known."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext as _

from conduct import declared
from conduct.gap import Mean, Seen, by, gaps, weighted
from conduct.models import Clause
from conduct.verified import verified
from portal.reports.chapters.chapter import (
    Behind,
    Chapter,
    Reading,
    Sources,
    Table,
    Told,
    exact,
    group_word,
    score,
    written,
)
from units.xlsx import CellKind, Column

LOW: Final = Decimal(80)  # of a hundred: a clause below is named among the limits
WIDE: Final = Decimal(10)  # points: a gap above is named, too
MOST_NAMED: Final = 3
Sums = Mapping[tuple[str, str], Mean]  # by clause and unit


@dataclass(frozen=True)
class Known:
    """What is known of the clauses in a scope: sums by clause and unit, and how much a clause weighs."""

    said: Sums
    found: Sums
    differ: Sums
    weights: Mapping[str, int]

    def line(self, wanted: Callable[[tuple[str, str]], bool]) -> dict[str, Any]:
        """Put together what is wanted of clauses and units: of a hundred, each clause by its weight."""
        told: dict[str, Any] = {}
        for name, sums in (("declared", self.said), ("verified", self.found), ("gap", self.differ)):
            own = {pair: mean for pair, mean in sums.items() if wanted(pair)}
            share = weighted(_by_clause(own), self.weights, self.weights.keys())
            told[name] = None if share is None else exact(100 * share)
            told[f"{name}_units"] = len({unit for _clause, unit in own})
        return told


def _by_clause(sums: Sums) -> dict[str, Mean]:
    found: dict[str, Mean] = defaultdict(Mean)
    for (clause, _unit), mean in sums.items():
        found[clause] += mean
    return found


def read(sources: Sources) -> dict[str, Any]:
    """Return declared, verified and gap in all, by group, cluster and clause; nothing where nothing is known."""
    places = sources.places
    said = _declared(sources)
    seen = [one for one in verified(sources.campaign, at=sources.at) if one.unit in places]
    found = by(seen, lambda one: (one.clause, one.unit))
    if not (said or found):
        return {}
    known = Known(said, found, _differ(said, found), _weights(sources, {clause for clause, _unit in {**said, **found}}))
    clusters = sorted({member.cluster for member in places.values()})
    return {
        "total": known.line(lambda pair: True),
        "groups": _parts(known, ("agency", "school"), lambda unit: places[unit].group),
        "clusters": _parts(known, clusters, lambda unit: places[unit].cluster),
        "clauses": [{"weight": known.weights[code], **part} for code, part in _clauses(known)],
        "units": [[unit, clause, *_row(known, clause, unit)] for unit, clause in _pairs(known)],
    }


def _declared(sources: Sources) -> dict[tuple[str, str], Mean]:
    """Sum up the rates of each clause and unit in the database: one query."""
    summed = declared.summed(declared.standing(sources.campaign, at=sources.at), "clause__code", "unit__code")
    places = sources.places
    return {(clause, unit): Mean(number, Fraction(total)) for clause, unit, number, total in summed if unit in places}


def _differ(said: Sums, found: Sums) -> dict[tuple[str, str], Mean]:
    """Take the gap of each clause and unit of which both are known."""
    both = said.keys() & found.keys()
    mine, theirs = ([Seen(*pair, "", sums[pair].share or Fraction(0)) for pair in both] for sums in (said, found))
    return gaps(mine, theirs, lambda one: (one.clause, one.unit))


def _weights(sources: Sources, codes: Collection[str]) -> dict[str, int]:
    """Return the weight of each clause in the last version that was published by then."""
    published = Clause.objects.filter(version__published_at__lte=sources.at, code__in=codes)
    rows = published.order_by("version__number").values_list("code", "severity")
    return dict.fromkeys(sorted(codes), 1) | dict(rows)


def _parts(known: Known, keys: Iterable[str], place: Callable[[str], str]) -> list[dict[str, Any]]:
    told = [{"key": key, **known.line(lambda pair, key=key: place(pair[1]) == key)} for key in keys]  # type: ignore[misc]
    return [part for part in told if part["declared_units"] or part["verified_units"]]


def _clauses(known: Known) -> Iterable[tuple[str, dict[str, Any]]]:
    for code in sorted(known.weights):
        yield code, {"key": code, **known.line(lambda pair, code=code: pair[0] == code)}  # type: ignore[misc]


def _pairs(known: Known) -> list[tuple[str, str]]:
    return sorted({(unit, clause) for clause, unit in {**known.said, **known.found}})


def _row(known: Known, clause: str, unit: str) -> list[Any]:
    """Return the mean of a clause in a unit, declared and verified, each with how many answers it is made of."""
    told: list[Any] = []
    for sums in (known.said, known.found):
        mean = sums.get((clause, unit), Mean())
        told += [mean.number, exact(100 * mean.share) if mean.share is not None else None]
    return told


def names(own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the wording of the clauses, in the order in which the codes are read."""
    wanted = {part["key"] for part in own.get("clauses", ())}
    return {
        "clauses": [
            [code, clause.theme.name, clause.wording] for code, clause in declared.clauses().items() if code in wanted
        ]
    }


# --- what it tells ---------------------------------------------------------------------------------------------------


def tell(reading: Reading) -> Told:
    own, total = reading.own, reading.own["total"]
    sentences = [
        _("Declared by %(units)s units: %(share)s of 100.")
        % {"units": written(total["declared_units"]), "share": score(total["declared"])}
    ]
    if total["verified"] is not None:
        text = _("Found by inspectors at %(units)s units: %(share)s of 100; declared above found by %(gap)s points.")
        shares = {"share": score(total["verified"]), "gap": score(total["gap"])}
        sentences.append(text % {"units": written(total["verified_units"]), **shares})
        sentences.append(_("The gap counts only what both sides know: it need not be the difference of the two."))
    clauses = _in_order(reading)
    return Told(
        key="conduct",
        title=_("Keeping the codes of conduct"),
        sentences=sentences,
        tables=[_places(reading), _clause_table(clauses)],
        behind=[_behind(reading)],
        assessment=sentences[0],
        limits=list(_limits(own, clauses)),
    )


Line = tuple[Mapping[str, Any], str, str]  # figures, theme, wording


def _in_order(reading: Reading) -> list[Line]:
    known = {code: (theme, wording) for code, theme, wording in reading.names.get("clauses", ())}
    place = {code: number for number, code in enumerate(known)}
    own = sorted(reading.own["clauses"], key=lambda part: place.get(part["key"], len(place)))
    return [(part, *known.get(part["key"], ("", part["key"]))) for part in own]


def _figures(part: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        *(written(part["declared_units"]), score(part["declared"])),
        *(written(part["verified_units"]), score(part["verified"]), score(part["gap"])),
    )


def _heads() -> tuple[str, ...]:
    return _("Units that declared"), _("Declared"), _("Units inspected"), _("Verified"), _("Gap")


def _places(reading: Reading) -> Table:
    own, clusters = reading.own, reading.clusters
    rows = [(group_word(part["key"]), *_figures(part)) for part in own["groups"]]
    found = {part["key"]: part for part in own["clusters"]}
    rows += [(name, *_figures(found[code])) for code, name in clusters.items() if code in found]
    rows.append((_("In all"), *_figures(own["total"])))
    return Table(_("Declared and verified, of 100"), (_("Group, cluster"), *_heads()), rows)


def _clause_table(clauses: Iterable[Line]) -> Table:
    rows = [(part["key"], theme, wording, *_figures(part)) for part, theme, wording in clauses]
    heads = (_("Clause"), _("Theme"), _("Wording"), *_heads())
    return Table(_("Declared and verified by clause, of 100"), heads, rows, texts=3, is_long=True)


def _limits(own: Mapping[str, Any], clauses: Iterable[Line]) -> Iterable[str]:
    """Name the clauses that are kept least, and those declared much better than found."""
    low = [
        (Decimal(part["declared"]), part["key"], wording)
        for part, _theme, wording in clauses
        if part["declared"] is not None and Decimal(part["declared"]) < LOW
    ]
    for share, code, wording in sorted(low)[:MOST_NAMED]:
        text = _("Clause %(code)s is kept to %(share)s of 100 only: %(wording)s")
        yield text % {"code": code, "share": score(str(share)), "wording": wording}
    wide = [part["key"] for part, *_words in clauses if part["gap"] is not None and Decimal(part["gap"]) > WIDE]
    if wide:
        yield _("Units declare more than is found on the clauses %(codes)s.") % {"codes": ", ".join(wide)}


def _behind(reading: Reading) -> Behind:
    columns = [
        Column(_("Code"), width=14),
        Column(_("Unit"), width=44),
        Column(_("Clause"), width=12),
        Column(_("Answers declared"), CellKind.INTEGER, 12),
        Column(_("Declared, of 100"), CellKind.NUMBER, 12),
        Column(_("Visits"), CellKind.INTEGER, 12),
        Column(_("Verified, of 100"), CellKind.NUMBER, 12),
    ]
    units = reading.units
    rows = [
        (unit, units.get(unit, unit), clause, number, _decimal(said), visits, _decimal(found))
        for unit, clause, number, said, visits, found in reading.own["units"]
    ]
    return Behind(_("Codes of conduct"), columns, rows)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


CHAPTER: Final = Chapter("conduct", read, tell, names)
