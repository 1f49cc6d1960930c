"""What citizens say of units, in totals alone: of fewer than five answers no mean is kept, nor can it be worked out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from campaigns.facts import beside_campaigns
from campaigns.figures import standing
from campaigns.models import Obligation
from conduct.feedback_moves import FeedbackState
from conduct.models import Facet, Feedback
from conduct.models.feedback import FEWEST, VIRTUES, FeedbackEvent
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

LOW: Final = Decimal(3)  # of five
UNCOUNTED: Final = (FeedbackState.SPAM, FeedbackState.MERGED)


@dataclass(frozen=True)
class Tally:
    """So many answers with the sums of their four scores."""

    number: int = 0
    sums: tuple[int, ...] = (0,) * len(VIRTUES)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.number + other.number, tuple(a + b for a, b in zip(self.sums, other.sums, strict=True)))

    def as_dict(self, *, shown: bool) -> dict[str, Any]:
        """Give number and sums; no sums where they would tell of too few."""
        return {"number": self.number, "scores": dict(zip(VIRTUES, self.sums, strict=True)) if shown else None}


def read(sources: Sources) -> dict[str, Any]:
    """Return totals by group, cluster and unit as they were counted then; nothing where nobody said anything."""
    units = _tallies(sources)
    if not units:
        return {}
    places = sources.places
    total = sum(units.values(), Tally())
    return {
        "total": total.as_dict(shown=total.number >= FEWEST),
        "groups": _parts(units, lambda unit: places[unit].group),
        "clusters": _parts(units, lambda unit: places[unit].cluster),
        "units": _parts(units, lambda unit: unit),
        "answers": _answers(sources),
    }


def _tallies(sources: Sources) -> dict[str, Tally]:
    """Sum up what came in the campaign's time and counted by then: each feedback in the state it had then."""
    campaign, at = sources.campaign, sources.at
    moves = FeedbackEvent.objects.filter(feedback=OuterRef("pk"), at__lte=at).order_by("-id").values("to_state")[:1]
    came = Feedback.objects.filter(host=campaign.host_id).within(since=sources.first, until=sources.until)
    counted = came.annotate(then=Coalesce(Subquery(moves), Value(FeedbackState.RECEIVED.value)))
    places = sources.places
    found: dict[str, Tally] = {}
    for unit, *scores in counted.exclude(then__in=UNCOUNTED).values_list("unit__code", *VIRTUES):
        if unit in places:
            found[unit] = found.get(unit, Tally()) + Tally(1, tuple(scores))
    return found


def _parts(units: Mapping[str, Tally], place: Callable[[str], str]) -> list[dict[str, Any]]:
    found: dict[str, Tally] = {}
    for unit, tally in units.items():
        found[place(unit)] = found.get(place(unit), Tally()) + tally
    open_ones = shown(found)
    return [{"key": key, **found[key].as_dict(shown=key in open_ones)} for key in sorted(found)]


def shown(parts: Mapping[str, Tally]) -> set[str]:
    """Return the parts whose means can be told: five answers each, and what the rest comes to is none or five, too.

    Else the few that are held back could be worked out from the total.
    """
    kept = {key for key, tally in parts.items() if tally.number >= FEWEST}
    while kept:
        rest = sum(tally.number for key, tally in parts.items() if key not in kept)
        if not 0 < rest < FEWEST:
            break
        kept.remove(min(kept, key=lambda key: (parts[key].number, key)))
    return kept


def _answers(sources: Sources) -> dict[str, int]:
    """Count the answers that units owed by then: three queries."""
    campaign, at, places = sources.campaign, sources.at, sources.places
    asked = Obligation.objects.filter(feedback__host=campaign.host_id, opens_at__lte=at, opens_at__gte=sources.first)
    stood = [standing(row, at=at) for row in beside_campaigns(asked) if row.unit_code in places]
    stood = [one for one in stood if not (one.cancelled or one.waived)]
    return {
        "asked": len(stood),
        "submitted": sum(one.submitted_at is not None for one in stood),
        "due": sum(one.due for one in stood),
        "on_time": sum(one.on_time for one in stood),
        "overdue": sum(one.overdue for one in stood),
    }


# --- what it tells ---------------------------------------------------------------------------------------------------


def tell(reading: Reading) -> Told:
    own, total = reading.own, reading.own["total"]
    sentences = [_("Feedback of citizens: %(number)s.") % {"number": written(total["number"])}]
    if total["scores"]:
        words = "; ".join(f"{Facet(name).label}: {mean(total, name)}" for name in VIRTUES)
        sentences.append(_("Means of five: %(scores)s.") % {"scores": words})
    answers = own["answers"]
    if answers["asked"]:
        text = _("Units were to answer %(asked)s times and answered %(submitted)s times; overdue: %(overdue)s.")
        sentences.append(text % {name: written(answers[name]) for name in ("asked", "submitted", "overdue")})
    return Told(
        key="feedback",
        title=_("Feedback of citizens"),
        sentences=sentences,
        tables=[_places(reading)] if total["scores"] else [],
        behind=[_behind(reading)],
        assessment=" ".join(sentences[:2]),
        limits=list(_limits(own)),
        tasks=_tasks(answers),
    )


def mean(part: Mapping[str, Any], name: str) -> str:
    """Write the mean of one score; — where it is held back."""
    return score(_mean(part, name))


def _mean(part: Mapping[str, Any], name: str) -> str | None:
    return exact(Fraction(part["scores"][name], part["number"])) if part["scores"] else None


def _limits(own: Mapping[str, Any]) -> Iterable[str]:
    for name in VIRTUES:
        value = _mean(own["total"], name)
        if value is not None and Decimal(value) < LOW:
            text = _("Citizens give %(score)s only %(mean)s of five.")
            yield text % {"score": str(Facet(name).label).lower(), "mean": score(value)}


def _tasks(answers: Mapping[str, int]) -> list[str]:
    if not answers["overdue"]:
        return []
    return [_("Units answer at once the feedback that is overdue (%(n)s).") % {"n": written(answers["overdue"])}]


def _places(reading: Reading) -> Table:
    own = reading.own
    parts = [(group_word(part["key"]), part) for part in own["groups"]]
    found = {part["key"]: part for part in own["clusters"]}
    parts += [(name, found[code]) for code, name in reading.clusters.items() if code in found]
    rows = [_row(name, part) for name, part in [*parts, (_("In all"), own["total"])]]
    heads = (_("Group, cluster"), _("Feedback"), *(str(Facet(name).label) for name in VIRTUES))
    return Table(_("Means of five; of fewer than %(n)s none is told") % {"n": FEWEST}, heads, rows)


def _row(name: str, part: Mapping[str, Any]) -> tuple[str, ...]:
    return (name, written(part["number"]), *(mean(part, virtue) for virtue in VIRTUES))


def _behind(reading: Reading) -> Behind:
    columns = [
        Column(_("Code"), width=14),
        Column(_("Unit"), width=44),
        Column(_("Feedback"), CellKind.INTEGER, 12),
        *(Column(_("Sum: %(score)s") % {"score": Facet(name).label}, CellKind.INTEGER, 14) for name in VIRTUES),
    ]
    units = reading.units
    rows = [
        (part["key"], units.get(part["key"], part["key"]), part["number"], *_sums(part))
        for part in reading.own["units"]
    ]
    return Behind(_("Feedback"), columns, rows)


def _sums(part: Mapping[str, Any]) -> Sequence[int | None]:
    return [part["scores"][name] if part["scores"] else None for name in VIRTUES]


CHAPTER: Final = Chapter("feedback", read, tell)
