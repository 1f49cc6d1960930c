"""What the pages of initiatives show to one reader: buttons, markers, marks when it is time, where it has spread."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.urls import reverse

from conduct.initiative_moves import MARKS_OPEN_TO_COUNCIL, InitiativeState
from conduct.initiative_rules import result_of
from conduct.initiative_words import LOOKS, WORDS, InitiativeReason
from conduct.initiatives import why_not_adopt
from conduct.inspection_page import Button
from conduct.marking import Result
from conduct.models import Adoption, Initiative, InitiativeEvent, InitiativeFile, Mark, Marker, MarkSheet
from conduct.nomination_page import Line
from conduct.scoring import decimal
from conduct.spread import Bar, Picture, picture_of
from conduct.step_form import reason_words
from units.models import Unit, User
from units.scoping import Scope
from units.workflow import Problem, may

N = InitiativeState
SENDS_BACK: Final = frozenset({"return", "hand_back"})


@dataclass(frozen=True)
class Row:
    """One marker with their marks, as far as the reader may see them."""

    marker: Marker
    marks: Sequence[Mark]
    remark: str

    @property
    def total(self) -> int:
        return sum(mark.points for mark in self.marks)


@dataclass
class InitiativePage:
    """One initiative as its reader may see it."""

    initiative: Initiative
    user: User

    @property
    def look(self) -> str:
        return LOOKS[self.initiative.state]

    @cached_property
    def is_own(self) -> bool:
        return self.initiative.unit_id in Scope.of(self.user).own

    @cached_property
    def is_of_council(self) -> bool:
        return self.initiative.host_id in Scope.of(self.user).hosts and not self.is_own

    @property
    def buttons(self) -> list[Button]:
        verbs = [verb for verb in self.initiative.MOVES if may(self.initiative, verb, by=self.user)]
        if not self.events:  # a draft that nobody has sent on is thrown away instead
            verbs = [verb for verb in verbs if verb != "withdraw"]
        return [
            Button(str(WORDS[verb].button), reverse("initiative-step", args=[self.initiative.pk, verb]), is_main=n == 0)
            for n, verb in enumerate(verbs)
        ]

    @property
    def may_edit(self) -> bool:
        return self.is_own and self.initiative.is_editable

    @cached_property
    def problems(self) -> list[Problem]:
        return self.initiative.problems() if self.is_own and self.initiative.is_editable else []

    @cached_property
    def files(self) -> list[InitiativeFile]:
        rows = InitiativeFile.objects.visible_to(self.user).filter(initiative=self.initiative)
        return list(rows.select_related("evidence"))

    @property
    def history(self) -> list[Line]:
        if not (self.is_own or self.is_of_council):
            return []
        return [told(event) for event in self.events]

    @cached_property
    def events(self) -> list[InitiativeEvent]:
        return list(self.initiative.events.defer("content").order_by("-id"))

    @property
    def sent_back(self) -> Line | None:
        """The last time that somebody sent it back, while the unit has not mended it; or that the unit withdrew it."""
        last = self.events[0] if self.events else None
        is_told = last and (last.verb == "withdraw" or (self.is_own and last.verb in SENDS_BACK))
        return told(last) if last and is_told else None

    # --- marks ---

    @cached_property
    def markers(self) -> list[Marker]:
        if not self.is_of_council:
            return []
        return list(Marker.objects.visible_to(self.user).filter(initiative=self.initiative))

    @property
    def marking(self) -> Marker | None:
        """The reader's own place among the markers, while marks can be given."""
        if self.initiative.state != N.MARKING:
            return None
        return next((row for row in self.markers if row.person_id == self.user.pk and not row.ground), None)

    @property
    def shows_marks(self) -> bool:
        return self.is_of_council and self.initiative.state in MARKS_OPEN_TO_COUNCIL

    @cached_property
    def rows(self) -> list[Row]:
        """Each marker's marks when marking is closed."""
        sheets = MarkSheet.objects.visible_to(self.user).filter(marker__initiative=self.initiative)
        by_marker = {sheet.marker_id: sheet for sheet in sheets.prefetch_related("marks__criterion")}
        return [
            Row(marker, list(sheet.marks.all()), sheet.remark)
            for marker in self.markers
            if (sheet := by_marker.get(marker.pk))
        ]

    @cached_property
    def criteria(self) -> list[Any]:
        return list(self.initiative.scale.criteria.all()) if self.initiative.scale else []

    @cached_property
    def result(self) -> Result | None:
        """What the marks come to: for the council when marking is closed, for the unit when it is decided."""
        if self.shows_marks or (self.is_own and self.initiative.is_decided):
            return result_of(self.initiative)
        return None

    @property
    def mean(self) -> Any:
        return decimal(self.result.mean) if self.result else None

    @property
    def means(self) -> list[tuple[Any, Any]]:
        result = self.result
        return [(one, decimal(result.mean_of(one.code))) for one in self.criteria] if result else []

    @property
    def too_low(self) -> list[str]:
        low = self.result.too_low if self.result else []
        return [one.name for one in self.criteria if one.code in low]

    # --- spread ---

    @cached_property
    def adoptions(self) -> list[Adoption]:
        rows = Adoption.objects.visible_to(self.user).filter(initiative=self.initiative)
        return list(rows.told())

    @cached_property
    def own_adoptions(self) -> list[Adoption]:
        own = Scope.of(self.user).own
        return [row for row in self.adoptions if row.unit_id in own]

    @property
    def may_adopt(self) -> list[Unit]:
        """The reader's units that can take it over and have not."""
        taken = {row.unit_id for row in self.own_adoptions}
        own = Unit.objects.visible_to(self.user).filter(pk__in=Scope.of(self.user).own).exclude(pk__in=taken)
        if self.initiative.state != N.RECOGNISED:
            return []
        return [unit for unit in own if not why_not_adopt(self.initiative, unit)]

    @property
    def picture(self) -> Picture | None:
        if not self.adoptions:
            return None
        counted = Counter(str(row.unit.cluster or row.unit) for row in self.adoptions)
        return picture_of(Bar(label, number) for label, number in counted.most_common())


def told(event: InitiativeEvent) -> Line:
    """Return a move as the history tells it."""
    reasons = [reason_words(reason, InitiativeReason) for reason in event.coded_reasons]
    return Line(LOOKS[event.to_state], WORDS[event.verb].told, event.at, event.actor_label, event.note, reasons=reasons)


def people(initiative: Initiative) -> Iterator[str]:
    """Yield the authors' names, for lists."""
    for author in initiative.authors.all():
        yield author.name
