"""What the pages of initiatives show to one reader: buttons, markers, marks when it is time, where it has spread."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conduct.initiative_moves import MARKS_OPEN_TO_COUNCIL, InitiativeState
from conduct.initiative_rules import result_of
from conduct.initiatives import why_not_adopt
from conduct.inspection_page import Button, Line, history
from conduct.marking import Result
from conduct.models import Adoption, Initiative, InitiativeFile, Marker, MarkSheet
from conduct.scoring import decimal
from conduct.spread import Bar, Picture, picture_of
from conduct.step_form import StepWords
from units.models import Unit, User
from units.scoping import Scope
from units.workflow import Problem, may

N = InitiativeState
LOOKS: Final[Mapping[str, str]] = {
    N.DRAFTING: "drafting",
    N.SIGNING: "signing",
    N.SUBMITTED: "submitted",
    N.RETURNED: "returned",
    N.MARKING: "submitted",
    N.MARKED: "submitted",
    N.RECOGNISED: "accepted",
    N.NOT_RECOGNISED: "waived",
}
WORDS: Final[Mapping[str, StepWords]] = {
    "send": StepWords(
        button=_("Send to the head"),
        what=_("The head reads it, signs and hands it in to the council, or hands it back."),
        done=_("It is with the head."),
        event=_("Sent to the head"),
    ),
    "hand_back": StepWords(
        button=_("Hand back"),
        what=_("The drafter can write in it again."),
        done=_("Handed back."),
        note_label=_("What is to be mended"),
        event=_("Handed back to the drafter"),
    ),
    "submit": StepWords(
        button=_("Sign and hand in"),
        what=_(
            "By handing it in the head signs for what stands here. It goes to the council and can be mended only when "
            "the standing office returns it."
        ),
        done=_("Handed in to the council."),
        event=_("Signed and handed in"),
    ),
    "return": StepWords(
        button=_("Return"),
        what=_("The unit mends it and hands it in again."),
        done=_("Returned to the unit."),
        note_label=_("What is to be mended"),
        event=_("Returned to mend"),
    ),
    "open": StepWords(
        button=_("Put to the members"),
        what=_(
            "Every member of the council marks it alone, on the scale that was in force when it was first handed in. "
            "Who has a conflict of interest is left out. Nobody sees the marks of others until marking is closed."
        ),
        done=_("The members can mark it now."),
        event=_("Put to the members to be marked"),
    ),
    "close": StepWords(
        button=_("Close marking"),
        what=_("No marks can be given or changed any more; the council sees them all."),
        done=_("Marking is closed."),
        event=_("Marking closed"),
    ),
    "recognise": StepWords(
        button=_("Recognise"),
        what=_("The initiative is recognised; other units see it and can take it over."),
        done=_("Recognised."),
        event=_("Recognised"),
    ),
    "decline": StepWords(
        button=_("Do not recognise"),
        what=_("The unit reads the reason."),
        done=_("Not recognised."),
        note_label=_("Why it is not recognised"),
        is_grave=True,
        event=_("Not recognised"),
    ),
}


@dataclass(frozen=True)
class Row:
    """One marker with their marks, as far as the reader may see them."""

    marker: Marker
    points: Sequence[int]
    remark: str

    @property
    def total(self) -> int:
        return sum(self.points)


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
        return history(self.initiative.events.defer("content").order_by("-id"), WORDS, LOOKS)

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
            Row(marker, [mark.points for mark in sheet.marks.all()], sheet.remark)
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


def people(initiative: Initiative) -> Iterator[str]:
    """Yield the authors' names, for lists."""
    for author in initiative.authors.all():
        yield author.name
