"""The store of what a unit gave as evidence: looked into, kept once, thrown away when nothing stands on it any more."""

from contextlib import suppress
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError, Sum

from campaigns.gate import EVIDENCE, PAPERS, FileFacts, FileRefused, Refusal, inspect
from campaigns.models import Evidence
from campaigns.models.evidence import SMALL
from campaigns.photos import FORMATS, MIME, Drawn, draw
from campaigns.uploads import has_room
from units.clock import db_now
from units.models import User
from units.vietnamese import nfc


def take_file(
    unit_id: int, upload: UploadedFile, *, by: User, is_signed_paper: bool = False, at: datetime | None = None
) -> Evidence:
    """Check a file and keep it for the unit; a content that it gave before is not kept twice. Raises `FileRefused`.

    Pictures are drawn anew and lose what the camera wrote into them; a signed paper is kept as it came, bit for bit.
    """
    limit = settings.UPLOAD_MAX_BYTES
    kinds = PAPERS if is_signed_paper else EVIDENCE
    facts = inspect(upload, upload.name or "", max_bytes=limit, kinds=kinds)
    drawn = draw(upload.read(limit + 1), facts.mime) if facts.mime in FORMATS else None
    upload.seek(0)
    evidence = Evidence(unit_id=unit_id, added_by=by, added_at=at or db_now(), source_sha256=facts.sha256)
    if drawn and not is_signed_paper:
        _fill_drawn(evidence, facts, drawn)
    else:
        _fill(evidence, facts, upload)
    if drawn:
        evidence.thumbnail = ContentFile(drawn.small, SMALL)
    known = Evidence.objects.of_unit(unit_id).filter(sha256=evidence.sha256).first()
    if known:
        return known
    _find_room(evidence)
    evidence.save(force_insert=True)
    return evidence


def _fill(evidence: Evidence, facts: FileFacts, upload: UploadedFile) -> None:
    evidence.file = upload
    evidence.name, evidence.mime = facts.clean_name, facts.mime
    evidence.size, evidence.sha256 = facts.size, facts.sha256


def _fill_drawn(evidence: Evidence, facts: FileFacts, drawn: Drawn) -> None:
    evidence.file = ContentFile(drawn.body, "large")
    evidence.name, evidence.mime = f"{facts.clean_name.rpartition('.')[0]}.jpg", MIME
    evidence.size, evidence.sha256 = len(drawn.body), drawn.sha256
    evidence.width, evidence.height = drawn.width, drawn.height


def _find_room(evidence: Evidence) -> None:
    """Raise `FileRefused` when the disk or the unit's share of it is full."""
    if not has_room(evidence.size):
        raise FileRefused(Refusal.NO_ROOM)
    given = Evidence.objects.filter(unit=evidence.unit_id, added_at__year=evidence.added_at.year)
    if (given.aggregate(size=Sum("size"))["size"] or 0) + evidence.size > settings.UNIT_MAX_BYTES:
        raise FileRefused(Refusal.QUOTA, limit=settings.UNIT_MAX_BYTES // 2**20)


def take_link(unit_id: int, link: str, *, by: User, name: str = "", at: datetime | None = None) -> Evidence:
    """Keep a link for the unit; the form has seen to it that it is http or https."""
    facts = {"name": nfc(name), "added_by": by, "added_at": at or db_now()}
    known = Evidence.objects.of_unit(unit_id).filter(link=link).first()
    return known or Evidence.objects.create(unit_id=unit_id, link=link, **facts)


def take_note(unit_id: int, note: str, *, by: User, at: datetime | None = None) -> Evidence:
    """Keep a note for the unit: where something can be seen that is no file."""
    return Evidence.objects.create(unit_id=unit_id, note=note, added_by=by, added_at=at or db_now())


def throw_away(evidence: Evidence) -> None:
    """Delete evidence on which nothing stands any more, its files once that is certain; all else stays."""
    files = [file for file in (evidence.file, evidence.thumbnail) if file]
    with suppress(ProtectedError), transaction.atomic():
        evidence.delete()
        for file in files:
            transaction.on_commit(partial(file.storage.delete, str(file.name)))
