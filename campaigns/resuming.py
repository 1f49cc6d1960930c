"""Files that come in pieces: begin, go on where the last piece ended, take the whole in. (docs/adr/0013)

The same file chosen again by the same person goes on where it stopped, also on another page or after a restart. What
the file is, is asked only when it is whole (`campaigns.gate`); until then it is bytes under a random name.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from campaigns.gate import FileRefused, Refusal, clean_file_name
from campaigns.models import Upload
from campaigns.models.upload import parts_folder
from campaigns.uploads import has_room
from units.clock import db_now
from units.models import User

PIECE: Final = 2**20  # at most; the browser chooses smaller ones on a slow line
MOST_OPEN: Final = 60
MOST_BYTES: Final = 600 * 2**20
MOST_AN_HOUR: Final = 600


class PieceRefused(Exception):
    """A piece that does not fit; `str()` is a sentence, `status` what it is in the words of HTTP."""

    def __init__(self, sentence: str, *, status: int) -> None:
        super().__init__(sentence)
        self.status = status


def begin(
    person: User, *, name: str, size: int, mark: str, sha256: str = "", page: str = "", at: datetime | None = None
) -> Upload:
    """Return a new upload, or the one that this person began before with the same file.

    Raises `FileRefused` for what would be refused anyway, `PieceRefused` for a person who sends too much at once.
    """
    if size <= 0:
        raise FileRefused(Refusal.EMPTY)
    if size > settings.UPLOAD_MAX_BYTES:
        raise FileRefused(Refusal.TOO_LARGE, limit=settings.UPLOAD_MAX_BYTES // 2**20)
    moment = at or db_now()
    own = Upload.objects.visible_to(person)
    throw_away(own.forgotten(at=moment))
    facts = {"name": clean_file_name(name), "size": size, "mark": mark}
    if known := own.filter(**facts).first():
        own.filter(pk=known.pk).update(page=page, touched_at=moment)
        return known
    _check_limits(person, size)
    upload, _new = Upload.objects.get_or_create(
        person=person, **facts, defaults={"sha256": sha256, "page": page, "begun_at": moment, "touched_at": moment}
    )
    return upload


def _check_limits(person: User, size: int) -> None:
    own = Upload.objects.visible_to(person)
    if own.count() >= MOST_OPEN or (own.aggregate(all=Sum("size"))["all"] or 0) + size > MOST_BYTES:
        sentence = _("Too many files are on their way. Let those finish, or give some up, then choose this one again.")
        raise PieceRefused(sentence, status=429)
    key = f"uploads-begun-{person.pk}"
    cache.add(key, 0, timeout=3600)
    if cache.incr(key) > MOST_AN_HOUR:
        raise PieceRefused(_("Too many files were sent within an hour. Go on a little later."), status=429)
    if not has_room(size):
        raise FileRefused(Refusal.NO_ROOM)


def add_piece(upload: Upload, offset: int, piece: bytes, *, at: datetime | None = None) -> Upload:
    """Write a piece where the last one ended. Raises `PieceRefused`; the row then says how far the file has come."""
    with transaction.atomic():
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        upload.received = row.received
        if offset != row.received:
            raise PieceRefused(_("This piece is not the next one."), status=409)
        if row.received + len(piece) > row.size:
            raise PieceRefused(_("The file is longer than it was said to be."), status=413)
        if not has_room(len(piece)):
            raise FileRefused(Refusal.NO_ROOM)
        is_there = _length(row) >= row.received
        if is_there:
            _write(row, piece)
        row.received = row.received + len(piece) if is_there else 0
        row.touched_at = at or db_now()
        row.save(update_fields=["received", "touched_at"])
    upload.received = row.received
    if is_there and not (upload.is_whole and _is_damaged(upload)):
        return upload
    Upload.objects.filter(pk=upload.pk).update(received=0)
    upload.received = 0
    raise PieceRefused(_("The file did not come as it was sent. It is sent once more."), status=409)


def _write(upload: Upload, piece: bytes) -> None:
    """Write at the place where the piece belongs: one that came twice, or half, is written over."""
    try:
        parts_folder().mkdir(parents=True, exist_ok=True, mode=0o750)
        upload.path.touch(mode=0o640)
        with upload.path.open("r+b") as file:
            file.seek(upload.received)
            file.write(piece)
            file.truncate()
    except OSError as error:
        raise FileRefused(Refusal.NO_ROOM) from error


def _length(upload: Upload) -> int:
    return upload.path.stat().st_size if upload.path.exists() else 0


def _is_damaged(upload: Upload) -> bool:
    """Whether what lies there is not what the browser read, as far as it could reckon that."""
    with upload.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return upload.sha256 not in {"", digest}


def _lies_there(upload: Upload) -> bool:
    return upload.is_whole and _length(upload) == upload.size


@contextmanager
def arrived(person: User, keys: Iterable[UUID]) -> Iterator[list[UploadedFile]]:
    """Give the files that came whole, as a form gives those that came with it; afterwards they are gone."""
    uploads = [upload for upload in Upload.objects.visible_to(person).filter(pk__in=list(keys)) if _lies_there(upload)]
    files = [UploadedFile(upload.path.open("rb"), upload.name, size=upload.size) for upload in uploads]
    try:
        yield files
    finally:
        for file in files:
            file.close()
    throw_away(uploads)


def throw_away(uploads: Iterable[Upload]) -> None:
    for upload in uploads:
        path = upload.path
        upload.delete()
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def sweep(*, at: datetime) -> None:
    """Throw away what was forgotten, and pieces of which no row knows."""
    throw_away(Upload.objects.forgotten(at=at))
    known = {key.hex for key in Upload.objects.values_list("pk", flat=True)}
    folder = parts_folder()
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in known:
            path.unlink(missing_ok=True)
