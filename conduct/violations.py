"""Violations: reporting one without a name, confirming it with one, reading and taking names out, forgetting them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from campaigns.calendar import due_moment
from conduct.masking import masked
from conduct.models import (
    PrivacyEvent,
    PrivacySubject,
    PrivacyVerb,
    Violation,
    ViolationPerson,
    ViolationState,
)
from units.clock import db_now
from units.models import Event, Unit, User
from units.workflow import MoveRefused, NotAllowed, advance

BATCH: Final = 200


class NameMissing(MoveRefused):
    def __init__(self) -> None:
        super().__init__(_("Say who it was: without a name there is nothing to confirm."))


def report(violation: Violation, *, host: Unit, by: User, at: datetime | None = None) -> Violation:
    """Write a case down, without a name: whatever looks like one is taken out of its words."""
    violation.host, violation.reported_by, violation.reported_at = host, by, at or db_now()
    violation.description = masked(violation.description)
    violation.state = ViolationState.REPORTED
    violation.save()
    return violation


def kept_until(at: datetime) -> datetime:
    """Return when a name is erased: so many months after the end of the year of its confirmation (domain.md 2.5)."""
    year, month = divmod(localtime(at).year * 12 + 11 + settings.VIOLATION_MONTHS, 12)
    return due_moment(localtime(at).date().replace(year=year, month=month + 1, day=28), ())


@transaction.atomic
def confirm(
    violation: Violation, *, name: str, position: str = "", by: User, at: datetime | None = None, **facts: object
) -> Event:
    """Confirm a case and write down, apart from it, who it was. Raises a `MoveRefused`."""
    if not name.strip():
        raise NameMissing
    facts["note"] = masked(str(facts.get("note", "")), [name])  # the step is kept for ever, the name is not
    event = advance(violation, "confirm", by=by, at=at, **facts)  # type: ignore[arg-type]
    ViolationPerson.objects.create(violation=violation, name=name, position=position, erase_at=kept_until(event.at))
    violation.description = masked(violation.description, [name])
    violation.save(update_fields=["description"])
    return event


@transaction.atomic
def withdraw(violation: Violation, *, by: User, at: datetime | None = None, **facts: object) -> Event:
    """Take a confirmation back; the name goes at once."""
    people = list(ViolationPerson.objects.filter(violation=violation).select_related("violation__host"))
    facts["note"] = masked(str(facts.get("note", "")), [person.name for person in people])
    event = advance(violation, "withdraw", by=by, at=at, **facts)  # type: ignore[arg-type]
    for person in people:
        _erase(person, at=event.at)
    return event


def dismiss(violation: Violation, *, by: User, at: datetime | None = None, **facts: object) -> Event:
    """Find a case not confirmed; names are taken out of the reason, which is kept for ever."""
    facts["note"] = masked(str(facts.get("note", "")))
    return advance(violation, "dismiss", by=by, at=at, **facts)  # type: ignore[arg-type]


def read_person(violation: Violation, *, by: User, at: datetime | None = None) -> ViolationPerson | None:
    """Hand a name out to who may read it, and write down that it was read; None where there is none for them."""
    person = ViolationPerson.objects.visible_to(by).filter(violation=violation).first()
    if person:
        facts = {"host": violation.host, "by": by, "at": at or db_now(), "row": violation.pk}
        PrivacyEvent.note(PrivacyVerb.READ, PrivacySubject.VIOLATION, **facts)  # type: ignore[arg-type]
    return person


@transaction.atomic
def export_people(
    violations: Iterable[Violation], *, host: Unit, reason: str, by: User, at: datetime | None = None
) -> dict[int, ViolationPerson]:
    """Return the names that this person may take out, by violation; the export and its reason are written down first.

    Raises `NotAllowed` without a reason.
    """
    if not reason.strip():
        raise NotAllowed
    keys = [violation.pk for violation in violations]
    people = {person.pk: person for person in ViolationPerson.objects.visible_to(by).filter(violation__in=keys)}
    PrivacyEvent.note(
        PrivacyVerb.EXPORT,
        PrivacySubject.VIOLATION,
        host=host,
        by=by,
        at=at or db_now(),
        number=len(people),
        reason=reason,
    )
    return people


@transaction.atomic
def erase_people(*, at: datetime) -> int:
    """Erase names whose time is over, a batch of them; return how many. May run twice at once and be broken off."""
    due = ViolationPerson.objects.outlived(at=at).select_for_update(skip_locked=True, of=("self",))
    gone = list(due.select_related("violation__host")[:BATCH])
    for person in gone:
        _erase(person, at=at)
    return len(gone)


def _erase(person: ViolationPerson, *, at: datetime) -> None:
    violation = person.violation
    PrivacyEvent.note(
        PrivacyVerb.ERASE, PrivacySubject.VIOLATION, host=violation.host, by=None, at=at, row=violation.pk
    )
    person.delete()
