"""What the pages of inspections and visits show to one reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from conduct.findings import Repeats, repeats
from conduct.inspection_moves import INSPECTOR, LEAD, VERIFIED
from conduct.inspection_words import INSPECTION_LOOKS, INSPECTION_WORDS, VISIT_LOOKS, VISIT_WORDS
from conduct.inspections import who_may_ask
from conduct.models import Finding, Inspection, Visit
from conduct.step_form import StepWords
from units.models import Event, Role, User
from units.scoping import Scope
from units.workflow import may


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    is_main: bool = False


@dataclass(frozen=True)
class Line:
    """One step as `components/timeline.html` tells it."""

    state: str
    title: str
    at: datetime
    by: str
    note: str


def history(events: Iterable[Event], words: Mapping[str, StepWords], looks: Mapping[str, str]) -> list[Line]:
    return [
        Line(looks[event.to_state], words[event.verb].told, event.at, event.actor_label, event.note) for event in events
    ]


@dataclass
class InspectionPage:
    """One inspection as its reader may see it."""

    inspection: Inspection
    user: User

    @property
    def look(self) -> str:
        return INSPECTION_LOOKS[self.inspection.state]

    @property
    def may_prepare(self) -> bool:
        return self.inspection.is_preparing and Role.SECRETARY in self.inspection.roles_of(self.user)

    @property
    def buttons(self) -> list[Button]:
        verbs = [verb for verb in self.inspection.MOVES if may(self.inspection, verb, by=self.user)]
        return [
            Button(
                str(INSPECTION_WORDS[verb].button),
                reverse("inspection-step", args=[self.inspection.pk, verb]),
                is_main=verb != "call_off",
            )
            for verb in verbs
        ]

    @property
    def visits(self) -> list[tuple[Visit, str]]:
        rows = Visit.objects.visible_to(self.user).filter(inspection=self.inspection).told()
        return [(visit, VISIT_LOOKS[visit.state]) for visit in rows.by_cluster().with_counts()]

    @property
    def history(self) -> list[Line]:
        return history(self.inspection.events.order_by("-id"), INSPECTION_WORDS, INSPECTION_LOOKS)


@dataclass(frozen=True)
class FindingRow:
    """A finding with what was found before, and what may be done about it."""

    finding: Finding
    repeats: Repeats
    may_ask: bool
    may_change: bool

    @property
    def remedy_look(self) -> str:
        return self.finding.obligation.state if self.finding.obligation else ""


@dataclass
class VisitPage:
    """One visit as its reader may see it."""

    visit: Visit
    user: User

    def __post_init__(self) -> None:
        self.roles = self.visit.roles_of(self.user)
        self.is_own = self.visit.unit_id in Scope.of(self.user).own

    @property
    def look(self) -> str:
        return VISIT_LOOKS[self.visit.state]

    @property
    def is_of_team(self) -> bool:
        return bool(self.roles & {LEAD, INSPECTOR})

    @property
    def may_fill(self) -> bool:
        return self.is_of_team and self.visit.is_filling

    @property
    def may_read(self) -> bool:
        """Whether what was found is shown: to the unit once it was presented, to the council and the team at once."""
        return self.visit.state in VERIFIED or (self.visit.is_filling and not self.is_own)

    @property
    def buttons(self) -> list[Button]:
        grave = {"drop", "close_unsigned", "resume"}
        return [
            Button(
                str(VISIT_WORDS[verb].button),
                reverse("visit-step", args=[self.visit.pk, verb]),
                is_main=verb not in grave,
            )
            for verb in self.visit.MOVES
            if may(self.visit, verb, by=self.user)
        ]

    @property
    def history(self) -> list[Line]:
        return history(self.visit.events.defer("content").order_by("-id"), VISIT_WORDS, VISIT_LOOKS)

    def finding_rows(self) -> list[FindingRow]:
        rows = list(Finding.objects.filter(visit=self.visit).told().prefetch_related("photos"))
        return finding_rows(rows, self.user, may_fill=self.may_fill)


def finding_rows(rows: list[Finding], user: User, *, may_fill: bool = False) -> list[FindingRow]:
    """Return findings with their repeats and what this reader may do."""
    before, may_ask = repeats(rows, user), who_may_ask(user)
    return [FindingRow(row, before[row.pk], may_ask(row), may_fill) for row in rows]


def of_readers(user: User) -> dict[str, Any]:
    """Return what list pages need to know of their reader."""
    scope = Scope.of(user)
    return {"is_council": bool(scope.hosts), "may_prepare": scope.holds(Role.SECRETARY)}
