"""Inspectors at a unit: arriving, answers that two may give at once, findings, photos; all may be sent twice."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.gate import FileRefused, Refusal
from campaigns.log import LogRefused
from campaigns.photos import drawn_anew
from campaigns.uploads import has_room
from conduct.inspection_moves import INSPECTOR, LEAD
from conduct.models import AnswerSave, Clause, Finding, FindingPhoto, Visit, VisitAnswer, audience_of
from conduct.models.code import Method
from conduct.models.found import SMALL
from units.clock import db_now
from units.models import Event, User
from units.workflow import MoveRefused, NotAllowed, Shut, advance

MOST_PHOTOS: Final = 10  # of one finding


@transaction.atomic
def arrive(visit: Visit, *, by: User, at: datetime | None = None, **facts: object) -> Event:
    """Begin at a unit: the clauses that are put to it stand ready to be answered. Raises a `MoveRefused`."""
    event = advance(visit, "arrive", by=by, at=at, **facts)  # type: ignore[arg-type]
    clauses = Clause.objects.in_force(on=visit.day).verified_by(Method.INSPECTION)
    clauses = clauses.put_to(audience_of(visit.unit, on=visit.day))
    if themes := visit.inspection.themes:
        clauses = clauses.filter(theme__code__in=themes)
    VisitAnswer.objects.bulk_create(
        [VisitAnswer(visit=visit, clause=clause) for clause in clauses], ignore_conflicts=True
    )
    return event


@dataclass(frozen=True)
class Given:
    """What an inspector answers on one clause."""

    verdict: str = ""
    assessed: int | None = None
    complied: int | None = None
    note: str = ""

    @property
    def said(self) -> tuple[object, ...]:
        return (self.verdict, self.assessed, self.complied, self.note)


@dataclass(frozen=True)
class Saved:
    """The answer as it stands now; a conflict: somebody else answered since this page was read."""

    answer: VisitAnswer
    is_conflict: bool = False


@transaction.atomic
def save_answer(
    answer: VisitAnswer, given: Given, *, save: UUID, base: int, by: User, at: datetime | None = None
) -> Saved:
    """Write one answer down, on the version that its page was made of; sent twice, it is written once.

    Raises `NotAllowed` or `Shut` where nothing can be written.
    """
    hold_visit(answer.visit_id, by=by)
    row = VisitAnswer.objects.select_related("clause__theme", "changed_by").get(pk=answer.pk)
    if row.said == given.said or AnswerSave.objects.filter(pk=save, answer=row).exists():
        return Saved(row)
    if row.version != base:
        return Saved(row, is_conflict=True)
    row.verdict, row.assessed, row.complied, row.note = given.verdict, given.assessed, given.complied, given.note
    row.version += 1
    row.changed_by, row.changed_at = by, (at or db_now()).replace(microsecond=0)
    row.save()
    AnswerSave.objects.create(
        id=save,
        answer=row,
        version=row.version,
        verdict=row.verdict,
        assessed=row.assessed,
        complied=row.complied,
        note=row.note,
        by=by,
        at=row.changed_at,
    )
    return Saved(row)


def hold_visit(visit_id: int, *, by: User) -> Visit:
    """Hold a visit while something is written on the spot. Raises `NotAllowed` or `Shut`."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("inspection", "unit").get(pk=visit_id)
    if not visit.roles_of(by) & {LEAD, INSPECTOR}:
        raise NotAllowed
    if not visit.is_filling:
        raise Shut(_("What was found here has been presented to the head: nothing can be written any more."))
    return visit


@transaction.atomic
def set_met_with(visit: Visit, who: str, *, by: User) -> Visit:
    """Note who was there for the unit, by position."""
    row = hold_visit(visit.pk, by=by)
    row.met_with = who
    row.save(update_fields=["met_with"])
    return row


@transaction.atomic
def note_finding(finding: Finding, *, by: User, base: int | None = None, at: datetime | None = None) -> Finding:
    """Write a finding down, or correct it on the version that was read; sent twice, it stands once.

    Raises `NotAllowed`, `Shut`, or `FindingChanged` when somebody else corrected it meanwhile.
    """
    hold_visit(finding.visit_id, by=by)
    known = Finding.objects.filter(pk=finding.pk).first()
    if known is None:
        finding.found_by, finding.found_at = by, at or db_now()
        finding.save(force_insert=True)
        return finding
    if base is None:
        return known
    if known.version != base:
        raise FindingChanged
    finding.version = known.version + 1
    finding.save()
    return finding


class FindingChanged(MoveRefused):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this finding meanwhile. Look at it again; your words are kept below.")
        )


@transaction.atomic
def drop_finding(finding: Finding, *, by: User) -> None:
    """Take a finding back while nothing was presented, photos and all. Raises `Shut` if a violation stands on it."""
    hold_visit(finding.visit_id, by=by)
    if finding.violations.exists():
        raise Shut(_("A violation was reported from this finding: it stays. Correct its words instead."))
    for photo in finding.photos.all():
        _throw_away(photo)
    finding.delete()


@transaction.atomic
def add_photo(
    finding: Finding, upload: UploadedFile, *, photo: UUID, by: User, at: datetime | None = None
) -> FindingPhoto:
    """Draw a photo anew and keep it with a finding; sent twice, it stands once. Raises `FileRefused` or a refusal."""
    hold_visit(finding.visit_id, by=by)
    if known := FindingPhoto.objects.filter(pk=photo, finding=finding).first():
        return known
    drawn = drawn_anew(upload, upload.name or "", max_bytes=settings.UPLOAD_MAX_BYTES)
    if same := finding.photos.filter(sha256=drawn.sha256).first():
        return same
    if finding.photos.count() >= MOST_PHOTOS:
        raise FileRefused(Refusal.TOO_MANY, most=MOST_PHOTOS)
    if not has_room(len(drawn.body)):
        raise LogRefused(_("The portal has no room for files just now. Tell the administrator."))
    return FindingPhoto.objects.create(
        id=photo,
        finding=finding,
        file=ContentFile(drawn.body, "large"),
        thumbnail=ContentFile(drawn.small, SMALL),
        sha256=drawn.sha256,
        width=drawn.width,
        height=drawn.height,
        added_by=by,
        added_at=at or db_now(),
    )


@transaction.atomic
def drop_photo(photo: FindingPhoto, *, by: User) -> None:
    hold_visit(photo.finding.visit_id, by=by)
    _throw_away(photo)


def _throw_away(photo: FindingPhoto) -> None:
    files = [(file.storage, str(file.name)) for file in (photo.file, photo.thumbnail)]
    photo.delete()
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))
