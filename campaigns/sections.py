"""A draft in sections: what each one holds, how far it has come, what it lacks and what reviewers said about it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Protocol

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns import deliverables, printing
from campaigns.differences import written
from campaigns.models import Obligation, ObligationEvent, State
from campaigns.places import place_address
from campaigns.places import sections_of as sections_of_kind
from units.workflow import Problem, content_hash


class SectionForm(Protocol):
    """What the edit page needs of a section's form; `write` runs while the obligation is held."""

    focus: str
    said: str

    def is_valid(self) -> bool: ...
    def has_changed(self) -> bool: ...
    def show_theirs(self) -> None: ...
    def write(self, obligation: Obligation) -> None: ...


@dataclass(frozen=True)
class Section:
    """One page of the form. Its name is the place that problems and reasons point at."""

    name: str
    title: str | Promise
    keys: tuple[str, ...]  # what of the draft's content is written here
    form: Callable[..., SectionForm] | None  # none: all that stands here is evidence
    template: str = "campaigns/edit_fields.html"
    live: str = ""  # a template of what the page says about the text: drawn anew with each save
    merges: bool = False  # its form finds out itself what somebody else changed meanwhile
    takes_evidence: bool = False  # below the form, at the place that is named as the section
    opens_evidence: bool = False  # that part stands open: here evidence is the usual thing
    evidence_rows: Callable[[Obligation], Mapping[str, str]] | None = None  # more places: rows, with their names

    def holds(self, place: str) -> bool:
        """Whether a place (`activities.3`, `number`) lies in this section."""
        first = place.partition(".")[0]
        return first == self.name or first in self.keys

    def begun(self, content: dict[str, Any]) -> bool:
        return any(content[key] for key in self.keys)

    def fingerprint(self, content: dict[str, Any]) -> str:
        """Return a fingerprint of what is stored here: two people in two sections do not disturb each other."""
        return content_hash({key: written(content[key]) for key in self.keys})[:16]


SCAN: Final = Section("scan", gettext_lazy("Signed scan"), ("files",), None)


@dataclass(frozen=True)
class Task:
    """A line of the task list."""

    name: str
    label: str
    url: str
    state: str
    word: str
    places: list[tuple[str, Problem]]  # the address of each place that lacks something
    current: bool = False


class Draft:
    """One reading of an obligation's draft."""

    def __init__(self, obligation: Obligation, *, current: Section | None = None) -> None:
        self.obligation, self.current = obligation, current
        self.deliverable = deliverables.of(obligation.kind)
        self.sections = sections_of(obligation)
        self.content = self.deliverable.freeze(obligation)
        self.problems = list(self.deliverable.problems(self.content))
        self.warnings = list(self.deliverable.warnings(self.content))

    @property
    def template(self) -> str:
        return self.deliverable.template

    @property
    def is_printable(self) -> bool:
        """Whether the draft can be had in the official layout."""
        return self.deliverable.printer is not None

    @property
    def is_ready_to_sign(self) -> bool:
        """Whether it can be printed to be signed, not as a mere draft."""
        return printing.is_ready_to_sign(self.obligation, self.content)

    @cached_property
    def remarks(self) -> list[ObligationEvent]:
        """Return what was said about the last hand-in by those who sent it back, newest first."""
        return list(self.obligation.events.unanswered_remarks())

    @property
    def tasks(self) -> list[Task]:
        return [self._task(section) for section in self.sections]

    def _task(self, section: Section) -> Task:
        lacking = [problem for problem in self.problems if section.holds(problem.place)]
        state, word = self._standing(section, lacking)
        url = section_url(self.obligation, section.name)
        return Task(section.name, str(section.title), url, state, word, self.placed(lacking), section == self.current)

    def _standing(self, section: Section, lacking: Sequence[Problem]) -> tuple[str, str]:
        if any(section.holds(reason.place) for event in self.remarks for reason in event.coded_reasons):
            return "returned", _("To mend")
        if not lacking:
            return "accepted", _("Done")
        if not section.begun(self.content):
            return "pending", _("Not started")
        return "drafting", ngettext("%(n)d thing missing", "%(n)d things missing", len(lacking)) % {"n": len(lacking)}

    @property
    def fingerprint(self) -> str:
        return self.current.fingerprint(self.content) if self.current else ""

    @property
    def placed_problems(self) -> list[tuple[str, Problem]]:
        return self.placed(self.problems)

    @property
    def placed_warnings(self) -> list[tuple[str, Problem]]:
        return self.placed(self.warnings)

    def placed(self, problems: Iterable[Problem]) -> list[tuple[str, Problem]]:
        """Return each problem with the address where it is mended."""
        return [(place_address(self.obligation, problem.place), problem) for problem in problems]


def sections_of(obligation: Obligation) -> tuple[Section, ...]:
    return sections_of_kind(obligation.kind, obligation)


def section_named(obligation: Obligation, name: str) -> Section | None:
    return next((section for section in sections_of(obligation) if section.name == name), None)


def evidence_places(obligation: Obligation) -> dict[str, str]:
    """Return the places of a draft where evidence may stand, with their names."""
    places: dict[str, str] = {}
    for section in sections_of(obligation):
        if section.form is None or section.takes_evidence:
            places[section.name] = str(section.title)
        if section.evidence_rows:
            places |= section.evidence_rows(obligation)
    return places


def next_url(obligation: Obligation, section: Section) -> str:
    """Return the address of the section after this one, or of the page of all answers."""
    names = [each.name for each in sections_of(obligation)]
    after = names[names.index(section.name) + 1 :]
    return section_url(obligation, after[0]) if after else reverse("obligation-check", args=[obligation.pk])


def section_url(obligation: Obligation, name: str) -> str:
    return reverse("obligation-section", args=[obligation.pk, name])


def closed_sentence(obligation: Obligation, *, at: datetime) -> str:
    """Return why the unit can write nothing here now and who can open it; "" where it can."""
    if reason := obligation.shut_reason(at=at):
        return reason
    return {
        State.SIGNING: _("This is with the head for signature. The head can hand it back to be mended."),
        State.SUBMITTED: _("This has been handed in. The standing office of the council can return it to be mended."),
        State.ACCEPTED: _("This has been accepted. Only the chair of the council can open it again."),
    }.get(State(obligation.state), "")
