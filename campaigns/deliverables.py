"""The registry of what can be handed in: kind → label, rules, freezer, the template that shows it.

`campaigns` registers plan and paper; packages above register theirs in `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from campaigns.models.obligation import Obligation
from units.workflow import Problem


@dataclass(frozen=True)
class Deliverable:
    """One kind of thing that a unit hands in."""

    kind: str
    label: str | Promise
    problems: Callable[[Obligation], Iterable[Problem]]  # what stands between the draft and its hand-in
    freeze: Callable[[Obligation], dict[str, Any]]  # the draft as data: shown, hashed, kept for ever
    template: str  # shows that data, to the unit and to the council alike
    form: str  # dotted path of the module with `SECTIONS`, what the edit pages are made of


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

    from campaigns import freezing, rules

    register(
        Deliverable(
            kind="plan",
            label=_("Plan"),
            problems=rules.plan_problems,
            freeze=freezing.plan,
            template="campaigns/plan_content.html",
            form="campaigns.plan_form",
        )
    )
    register(
        Deliverable(
            kind="paper",
            label=_("Paper"),
            problems=rules.paper_problems,
            freeze=freezing.paper,
            template="campaigns/paper_content.html",
            form="campaigns.paper_form",
        )
    )
