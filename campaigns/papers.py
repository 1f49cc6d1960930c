"""The papers that units handed in, which of them are in force, and which took the place of another.

Read from what was handed in, as of any moment: a paper that is being mended stands as the council has it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.models import Obligation, ObligationEvent, PaperKind
from campaigns.models.obligation import ObligationQuerySet
from units.models import Unit, User
from units.vietnamese import matches

Standing = Literal["in_force", "not_yet", "expired", "replaced"]
NEEDED: Final = (
    *("obligation__title", "obligation__unit__code", "obligation__unit__name", "obligation__unit__short_name"),
    "obligation__requirement__paper_kind",
)
STANDINGS: Final[tuple[Standing, ...]] = ("in_force", "not_yet", "expired", "replaced")


@dataclass(frozen=True)
class HandedIn:
    """One paper as it was handed in last."""

    obligation: Obligation
    paper_kind: str
    number: str
    issued_on: date | None
    signer: str
    summary: str
    takes_effect_on: date | None
    expires_on: date | None
    replaces: int | None  # the obligation whose paper it takes the place of
    handed_in_at: datetime

    @property
    def unit(self) -> Unit:
        return self.obligation.unit

    @property
    def kind_words(self) -> str:
        return str(PaperKind(self.paper_kind).label) if self.paper_kind in PaperKind.values else self.paper_kind

    def __str__(self) -> str:
        return numbered(self.number, self.issued_on) or self.obligation.title


@dataclass(frozen=True)
class Listed:
    """A paper in a list of papers: how it stands on a day, and what took its place."""

    paper: HandedIn
    standing: Standing
    replaced_by: HandedIn | None

    @property
    def standing_words(self) -> str:
        return standing_words(self.standing)


def standing_words(standing: str) -> str:
    words = {"in_force": _("In force"), "not_yet": _("Not yet in force"), "expired": _("Expired")}
    return words.get(standing) or _("Replaced")


def numbered(number: str, issued_on: date | None) -> str:
    """Return how a paper is cited: its number and its day."""
    if number and issued_on:
        return _("%(number)s of %(day)s") % {"number": number, "day": date_format(issued_on, "SHORT_DATE_FORMAT")}
    return number


def handed_in(reader: User, *, unit: Unit | None = None, at: datetime | None = None) -> list[HandedIn]:
    """Return the papers that a person may read, of one unit or of all, the latest issued first: one query."""
    rows = Obligation.objects.visible_to(reader)
    return _papers(rows.filter(unit=unit) if unit else rows, at=at)


def of_unit(unit_id: int, *, at: datetime | None = None) -> list[HandedIn]:
    """Return one unit's papers as they stood at `at` (None: now), the latest issued first: one query."""
    return _papers(Obligation.objects.filter(unit=unit_id), at=at)


def _papers(rows: ObligationQuerySet, *, at: datetime | None) -> list[HandedIn]:
    events = ObligationEvent.objects.filter(obligation__in=rows.counted().filter(kind="paper"))
    events = events.filter(at__lte=at) if at else events
    told = events.standing_hand_ins().select_related("obligation__unit", "obligation__requirement")
    found = told.only("at", "content", *NEEDED)
    papers = [_read(event) for event in found]
    return sorted(papers, key=lambda paper: (paper.issued_on or date.min, paper.obligation.pk), reverse=True)


def _read(event: ObligationEvent) -> HandedIn:
    content: dict[str, Any] = event.content or {}
    row = event.obligation
    asked = row.requirement.paper_kind if row.requirement else ""
    replaces = content.get("replaces_id", "")
    return HandedIn(
        obligation=row,
        paper_kind=content.get("paper_kind") or asked or PaperKind.OTHER,
        number=content.get("number", ""),
        issued_on=_day(content.get("issued_on", "")),
        signer=content.get("signer_name", ""),
        summary=content.get("summary", ""),
        takes_effect_on=_day(content.get("takes_effect_on", "")),
        expires_on=_day(content.get("expires_on", "")),
        replaces=int(replaces) if replaces else None,
        handed_in_at=event.at,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def listed(papers: Sequence[HandedIn], *, on: date) -> list[Listed]:
    """Say of each paper how it stands on a day. It is replaced from the day on which its successor takes effect."""
    successors = {paper.replaces: paper for paper in reversed(papers) if paper.replaces and _has_begun(paper, on=on)}
    return [
        Listed(paper, _standing(paper, successors.get(paper.obligation.pk), on=on), successors.get(paper.obligation.pk))
        for paper in papers
    ]


def _has_begun(paper: HandedIn, *, on: date) -> bool:
    first = paper.takes_effect_on or paper.issued_on
    return first is None or first <= on


def _standing(paper: HandedIn, successor: HandedIn | None, *, on: date) -> Standing:
    if successor:
        return "replaced"
    if paper.expires_on and paper.expires_on < on:
        return "expired"
    return "in_force" if _has_begun(paper, on=on) else "not_yet"


def found_among(papers: Iterable[Listed], *, q: str = "", kind: str = "", status: str = "") -> list[Listed]:
    """Keep what a list's filters ask for; no status asks for what is in force, `all` for everything."""
    wanted = status or "in_force"
    return [
        one
        for one in papers
        if wanted in {"all", one.standing}
        and (not kind or one.paper.paper_kind == kind)
        and (not q or matches(q, one.paper.number, one.paper.summary, one.paper.unit.name, one.paper.kind_words))
    ]


def successor_of(obligation: Obligation, *, on: date) -> HandedIn | None:
    """Return what has taken the place of an obligation's paper, if anything has: one query."""
    return next(
        (one.replaced_by for one in listed(of_unit(obligation.unit_id), on=on) if one.paper.obligation == obligation),
        None,
    )
