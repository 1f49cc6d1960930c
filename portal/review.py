"""What a reviewer sees of one paper: what was handed in, what changed since it was sent back, what the rules say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns import deliverables, places
from campaigns.calendar import add_working_days
from campaigns.differences import changed_places, differences
from campaigns.history import ChangeLine, Reader, change_lines, reason_lines
from campaigns.models import Holiday, Obligation, ObligationEvent, ReviewNote
from campaigns.obligation_page import ObligationPage
from campaigns.told import Told, told_at
from portal.notice_mails import send_letter
from portal.review_notes import NoteForm
from units.models import Membership, Role, User
from units.workflow import Problem, Reason, may

MEND_DAYS: Final = 5  # working days that a unit gets to mend, unless the office says otherwise


@dataclass(frozen=True)
class Check:
    """One section as the rules see it; no sentence: passed."""

    label: str
    sentences: list[str]


@dataclass
class Review:
    """One paper under review, as `user` may read it."""

    page: ObligationPage
    user: User
    note_form: NoteForm | None = None  # a note that is being written; None: an empty one

    @property
    def obligation(self) -> Obligation:
        return self.page.obligation

    @cached_property
    def hand_ins(self) -> list[ObligationEvent]:
        """The last hand-in and the one before it, with their contents."""
        return list(self.obligation.events.filter(verb="submit").order_by("-id")[:2])

    @property
    def last(self) -> ObligationEvent | None:
        return self.hand_ins[0] if self.hand_ins else None

    @property
    def before(self) -> ObligationEvent | None:
        """The hand-in that was sent back, if this one answers it."""
        return self.hand_ins[1] if len(self.hand_ins) > 1 else None

    @property
    def number(self) -> int:
        return sum(event.verb == "submit" for event in self.page.events)

    @cached_property
    def content(self) -> Mapping[str, Any] | None:
        return self.last.content if self.last else None

    @cached_property
    def changes(self) -> list[ChangeLine]:
        if not (self.before and self.last):
            return []
        return change_lines(self.obligation.kind, self.before.content, self.last.content)

    @cached_property
    def changed(self) -> frozenset[str]:
        """Places to mark in the margin: fields, rows, and the sections in which they lie."""
        if not (self.before and self.last):
            return frozenset()
        marked = changed_places(differences(self.before.content, self.last.content))
        return marked | {places.section_of(self.obligation.kind, place) for place in marked}

    @property
    def checks(self) -> list[Check]:
        """Each section with what the rules say against it."""
        problems = list(deliverables.of(self.obligation.kind).problems(self.content)) if self.content else []
        kind = self.obligation.kind
        return [
            Check(label, [str(problem) for problem in problems if places.section_of(kind, problem.place) == section])
            for section, label in places.sections(kind, self.obligation).items()
        ]

    @property
    def unusual(self) -> list[Problem]:
        """What the rules let pass and a reviewer should look at."""
        return list(deliverables.of(self.obligation.kind).warnings(self.content)) if self.content else []

    @cached_property
    def notes(self) -> list[ReviewNote]:
        """Internal notes; the unit never sees them."""
        visible = ReviewNote.objects.visible_to(self.user).filter(obligation=self.obligation)
        return list(visible.select_related("author").prefetch_related("mentions"))

    @cached_property
    def told(self) -> Told:
        """To whom a decision is mailed."""
        return told_at({self.obligation.unit_id}, by=self.user)

    @cached_property
    def neighbours(self) -> tuple[int | None, int | None]:
        """Which papers stand before and after this one in the queue."""
        if not self.obligation.last_submitted_at:
            return None, None
        return Obligation.objects.under_council(self.user).awaiting_review().neighbours(self.obligation)

    @property
    def new_note(self) -> NoteForm:
        return self.note_form or NoteForm(self.obligation, by=self.user)

    @property
    def can_decide(self) -> bool:
        return may(self.obligation, "accept", by=self.user)

    @property
    def can_note(self) -> bool:
        """The standing office writes notes, except on the unit where the person holds a role."""
        return Role.SECRETARY in self.obligation.roles_of(self.user)


def day_to_mend() -> date:
    """Return by when a unit mends: five working days from today, holidays left out."""
    return add_working_days(localdate(), MEND_DAYS, Holiday.objects.days())


# --- what goes out ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Letter:
    """The message to the unit, shown before it goes out."""

    people: list[Membership]
    subject: str
    body: str

    def send(self, event: ObligationEvent) -> None:
        """Put it into the outbox, in the caller's transaction; it is each person's notice of this event."""
        each = {place.user_id: place.user for place in self.people}
        send_letter(event, each.values(), subject=self.subject, body=self.body)


def letter(
    obligation: Obligation, verb: str, *, people: list[Membership], reasons: Iterable[Reason] = (), **facts: Any
) -> Letter:
    """Write what the unit is told of a return or a refusal; `facts` are the note and the date."""
    subjects = {"return": _("To be mended: %(title)s"), "refuse": _("Not taken in: %(title)s")}
    lines = reason_lines(obligation, reasons, Reader.COUNCIL)
    context = {"obligation": obligation, "verb": verb, "reasons": lines, **facts}
    body = render_to_string("portal/review_letter.txt", context).strip()
    return Letter(people, subjects[verb] % {"title": obligation.title}, body)
