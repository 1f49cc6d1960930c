"""What the pages of nominations show to one reader."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from conduct import nomination_facts
from conduct.models import AwardKind, Nomination, NominationState
from conduct.nomination_checks import OVERRULED, Check
from conduct.nomination_rules import problems
from conduct.nomination_words import LOOKS, NOMINATION_WORDS, TOLD, ReturnReason
from conduct.step_form import reason_words
from units.models import Event, Role, User
from units.scoping import Scope
from units.workflow import Problem, may
from units.xlsx import CellKind, Column

OPEN_TO_CHECKS = frozenset(
    {NominationState.DRAFTING, NominationState.SIGNING, NominationState.SUBMITTED, NominationState.RETURNED}
)
SENDS_BACK = frozenset({"return", "hand_back", "reject"})


@dataclass(frozen=True)
class Line:
    """One step as `components/timeline.html` tells it."""

    state: str
    title: str
    at: datetime
    by: str
    note: str
    reasons: Sequence[str] = field(default_factory=list)


def history(events: Iterable[Event]) -> list[Line]:
    return [
        Line(
            *(LOOKS[event.to_state], str(TOLD[event.verb]), event.at, event.actor_label, event.note),
            reasons=[reason_words(reason, ReturnReason) for reason in event.coded_reasons],
        )
        for event in events
    ]


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    is_main: bool = False
    is_grave: bool = False


@dataclass(frozen=True)
class Mend:
    """What is missing, and where in the form it is mended."""

    text: str
    url: str


def mends(nomination: Nomination, found: Iterable[Problem]) -> list[Mend]:
    edit = reverse("nomination-edit", args=[nomination.pk])
    return [Mend(str(one), f"{edit}#{'' if one.place.startswith('check-') else 'id_'}{one.place}") for one in found]


@dataclass
class NominationPage:
    """One dossier as its reader may see it; `at` is the moment of the reading."""

    nomination: Nomination
    user: User
    at: datetime

    def __post_init__(self) -> None:
        self.is_own = self.nomination.unit_id in Scope.of(self.user).own
        self.roles = self.nomination.roles_of(self.user)
        self.events = list(self.nomination.events.order_by("-id"))
        self.checks: list[Check] = self._checks()

    def _checks(self) -> list[Check]:
        """Return the checks as they stand, while something can still be mended; later as they were at the hand-in."""
        if self.nomination.state in OPEN_TO_CHECKS:
            return nomination_facts.checks(self.nomination, at=self.at)
        content = self.handed_in
        return [thawed(row) for row in content.get("checks", ())] if content else []

    @property
    def handed_in(self) -> Mapping[str, Any] | None:
        """What was handed in last, as it was frozen."""
        return next((event.content for event in self.events if event.content), None)

    @property
    def law(self) -> Mapping[str, Any] | None:
        """The law of the day of receipt, as it was frozen with the first hand-in."""
        contents = [event.content for event in self.events if event.content]
        return contents[-1].get("law") if contents else None

    @property
    def look(self) -> str:
        return LOOKS[self.nomination.state]

    @property
    def from_council(self) -> bool:
        """Whether the reader comes from the council's list."""
        return not self.is_own and bool(self.roles & Role.at_councils())

    @property
    def may_write(self) -> bool:
        return self.is_own and self.nomination.is_draft

    @property
    def may_overrule(self) -> bool:
        return Role.SECRETARY in self.roles

    @property
    def overrulable(self) -> frozenset[str]:
        return OVERRULED if self.may_overrule else frozenset()

    @property
    def sent_back(self) -> Line | None:
        """The last time that somebody sent it back, while it is not mended; or that the unit withdrew it."""
        last = self.events[0] if self.events else None
        return history([last])[0] if last and last.verb in SENDS_BACK | {"withdraw"} else None

    @property
    def missing(self) -> list[Mend]:
        open_states = {NominationState.DRAFTING, NominationState.SIGNING, NominationState.RETURNED}
        if not self.is_own or self.nomination.state not in open_states:
            return []
        return mends(self.nomination, problems(self.nomination, at=self.at))

    @property
    def buttons(self) -> list[Button]:
        verbs = [verb for verb in NOMINATION_WORDS if may(self.nomination, verb, by=self.user) and self._fits(verb)]
        grave = {verb for verb in verbs if NOMINATION_WORDS[verb].is_grave}
        return [
            Button(
                str(NOMINATION_WORDS[verb].button),
                reverse("nomination-step", args=[self.nomination.pk, verb]),
                is_main=verb not in grave | SENDS_BACK,
                is_grave=verb in grave,
            )
            for verb in verbs
        ]

    def _fits(self, verb: str) -> bool:
        """Whether this step makes sense for the kind of award and the way that it takes."""
        if verb in {"publish", "revoke"}:
            return self.nomination.award.kind == AwardKind.PRAISE
        if verb == "withdraw":  # a draft that nobody has sent on is thrown away instead
            return bool(self.events) and all(event.verb != "enter" for event in self.events)
        if verb == "grant":
            return bool(self.nomination.terms and self.nomination.terms.takes_short_way)
        return not (verb == "send" and Role.HEAD in self.roles)

    @property
    def history(self) -> list[Line]:
        return history(self.events)

    @property
    def achievements(self) -> list[Any]:
        return list(self.nomination.achievements.all())

    @property
    def evidence(self) -> list[Any]:
        return list(self.nomination.evidence.select_related("evidence"))

    @property
    def decisions(self) -> list[Any]:
        """The lines of decisions that name it and that this reader may know of."""
        from conduct.models import DecisionLine

        lines = DecisionLine.objects.visible_to(self.user).filter(nomination=self.nomination)
        return list(lines.select_related("decision"))

    @property
    def items(self) -> list[Any]:
        """The agendas on which it stood, for the council alone."""
        if not self.roles & Role.at_councils():
            return []
        return list(self.nomination.items.select_related("session").order_by("session__held_at"))


def thawed(row: Mapping[str, Any]) -> Check:
    from conduct.nomination_checks import Answer

    return Check(**{**row, "answer": Answer(row["answer"])})


def waiting_for(user: User, rows: Sequence[Nomination]) -> dict[str, int]:
    """Return how many of these rows wait for this person: to be looked at, to be signed, to be approved."""
    scope = Scope.of(user)
    states = [row.state for row in rows]
    praised = sum(row.is_short_way and row.state == NominationState.ELIGIBLE for row in rows)
    return {
        "to_look_at": states.count(NominationState.SUBMITTED) if scope.holds(Role.SECRETARY) else 0,
        "to_sign": states.count(NominationState.SIGNING) if scope.holds(Role.HEAD) else 0,
        "to_grant": praised if scope.holds(Role.CHAIR) else 0,
    }


# --- lists ------------------------------------------------------------------------------------------------------------


def listed(rows: Iterable[Nomination]) -> Iterator[tuple[Nomination, str]]:
    """Yield each row with the state whose sign it bears."""
    for row in rows:
        yield row, LOOKS[row.state]


def sheet_columns() -> list[Column]:
    return [
        Column(_("Name"), width=32),
        Column(_("Position"), width=32),
        Column(_("Given to")),
        Column(_("Leads or does the work"), width=22),
        Column(_("Unit"), width=36),
        Column(_("Cluster"), width=28),
        Column(_("Award"), width=44),
        Column(_("Year"), CellKind.INTEGER),
        Column(_("State"), width=18),
        Column(_("Received at"), CellKind.DATETIME),
        Column(_("What is praised"), width=70),
    ]


def sheet_row(row: Nomination) -> tuple[Any, ...]:
    return (
        *(row.name, row.position, row.get_subject_display(), row.get_standing_display()),
        *(row.unit.name, str(row.unit.cluster or ""), row.award.name, row.year),
        *(row.get_state_display(), row.received_at, row.merit),
    )
