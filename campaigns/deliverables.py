"""The registry of what can be handed in: kind → label, rules, freezer, the template that shows it.

`campaigns` registers plan, progress report and paper; packages above register theirs in `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Model
from django.utils.functional import Promise

from campaigns import rules
from campaigns.models.obligation import Obligation, ObligationEvent
from units.workflow import Problem


class PlaceWords(Protocol):
    """What a kind says of its places itself, where its sections depend on the obligation."""

    def section_of(self, place: str) -> str: ...  # the section in which a place lies
    def label(self, place: str) -> str: ...
    def field_label(self, place: str) -> str: ...  # with its row: for lists of changes
    def value_words(self, place: str, value: str) -> str: ...
    def anchor(self, place: str) -> str: ...  # the id of the element where it is mended, "" for the whole section
    def choices(self, content: Mapping[str, Any]) -> list[tuple[str, str]]: ...  # to which a reason can point


@dataclass(frozen=True)
class Rows:
    """A list within a content: the model that names its columns, what a row is called, its anchor on the edit page."""

    model: type[Model]
    word: str | Promise  # with %(row)s for the number
    anchor: str


@dataclass(frozen=True)
class Deliverable:
    """One kind of thing that a unit hands in."""

    kind: str
    label: str | Promise
    freeze: Callable[[Obligation], dict[str, Any]]  # the draft as data: checked, shown, hashed, kept for ever
    problems: Callable[[Mapping[str, Any]], Iterable[Problem]]  # what of that data stands between draft and hand-in
    template: str  # shows that data, to the unit and to the council alike
    form: str  # dotted path of the module with `SECTIONS` or `sections(obligation)`, what the edit pages are made of
    model: type[Model] | None = None  # names the fields of the content that stand in no list
    rows: Mapping[str, Rows] = field(default_factory=dict)  # the lists of the content by their keys
    warnings: Callable[[Mapping[str, Any]], Iterable[Problem]] = rules.warnings  # what looks unusual and stops nobody
    places: PlaceWords | None = None
    on_hand_in: Callable[[Obligation, ObligationEvent], None] | None = None  # what else is written down of a hand-in
    begin: Callable[[Obligation], object] | None = None  # writes down rows that something is to stand with
    printer: Callable[[Obligation, Mapping[str, Any]], dict[str, Any]] | None = None  # that data as texts for paper


_registry: dict[str, Deliverable] = {}


def register(deliverable: Deliverable) -> None:
    _registry[deliverable.kind] = deliverable


def of(kind: str) -> Deliverable:
    """Return the deliverable of this kind; KeyError for a kind that nobody registered."""
    return _registry[kind]


def choices() -> list[tuple[str, str | Promise]]:
    return [(entry.kind, entry.label) for entry in _registry.values()]


def register_own() -> None:
    from django.utils.translation import gettext_lazy as _

    from campaigns import freezing, paper_rules, printing, progress
    from campaigns.models import IndicatorValue, Paper, Plan, PlanActivity, ProgressReport, ReportedActivity

    activity = _("Activity %(row)s")
    register(
        Deliverable(
            kind="plan",
            label=_("Plan"),
            freeze=freezing.plan,
            problems=rules.plan_problems,
            template="campaigns/plan_content.html",
            form="campaigns.plan_form",
            printer=printing.plan,
            model=Plan,
            rows={"activities": Rows(PlanActivity, activity, "activity")},
        )
    )
    register(
        Deliverable(
            kind="progress",
            label=_("Progress report"),
            freeze=freezing.progress,
            problems=rules.progress_problems,
            template="campaigns/progress_content.html",
            form="campaigns.progress_form",
            begin=progress.begun,
            printer=printing.progress,
            model=ProgressReport,
            rows={
                "activities": Rows(ReportedActivity, activity, "activity"),
                "figures": Rows(IndicatorValue, _("Figure %(row)s"), "figure"),
            },
            warnings=rules.progress_warnings,
        )
    )
    register(
        Deliverable(
            kind="paper",
            label=_("Paper"),
            freeze=freezing.paper,
            problems=rules.paper_problems,
            template="campaigns/paper_content.html",
            form="campaigns.paper_form",
            model=Paper,
            warnings=paper_rules.warnings,
        )
    )
