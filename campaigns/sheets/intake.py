"""Taking a workbook in: looked through, kept for a day while somebody reads what it would change, then thrown away."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import gate_ooxml
from campaigns.gate import clean_file_name
from campaigns.models import Obligation, SheetUpload
from campaigns.models.sheet import SheetKind
from campaigns.sheets.checking import Checked, SheetRefused, check
from campaigns.sheets.indicators import IndicatorSheet
from campaigns.sheets.log import LogSheet
from campaigns.sheets.paper import PaperSheet
from campaigns.sheets.plan import PlanSheet
from campaigns.sheets.sheet import Sheet
from campaigns.uploads import has_room
from units.models import Unit, User

MOST_BYTES: Final = 5 * 2**20
MOST_UNPACKED: Final = 20 * 2**20
OF_PAPERS: Final[Mapping[str, type[PaperSheet]]] = {"plan": PlanSheet, "progress": IndicatorSheet}


def sheet_of(obligation: Obligation) -> Sheet | None:
    """Return the sheet in which a part of this paper can be filled in."""
    made = OF_PAPERS.get(obligation.kind)
    return made(obligation) if made else None


def sheet_of_upload(upload: SheetUpload, *, by: User) -> Sheet | None:
    if upload.kind == SheetKind.LOG:
        return LogSheet(upload.unit, by=by)
    return sheet_of(upload.obligation) if upload.obligation else None


def take(
    sheet: Sheet, file: UploadedFile, *, unit: Unit, obligation: Obligation | None, by: User, at: datetime
) -> SheetUpload:
    """Keep a workbook until it is saved. Raises `FileRefused` or `SheetRefused` for one that is no such sheet."""
    size = file.size or 0
    if size > MOST_BYTES:
        raise SheetRefused(too_large_sentence())
    if not has_room(size):
        raise SheetRefused(_("The portal has no room for files just now. Tell the administrator."))
    body = file.read()
    look_through(sheet, body)
    throw_away_old(unit, at=at)
    return SheetUpload.objects.create(
        unit=unit,
        kind=sheet.kind,
        obligation=obligation,
        file=ContentFile(body, "workbook"),
        name=clean_file_name(file.name or ""),
        added_by=by,
        added_at=at,
    )


def look_through(sheet: Sheet, body: bytes) -> Checked:
    """Return the rows and the mistakes of a workbook. Raises `FileRefused` or `SheetRefused`."""
    gate_ooxml.check(body, kind="xlsx", max_unpacked=MOST_UNPACKED)
    return check(sheet, body)


def too_large_sentence() -> str:
    sentence = _(
        "This workbook is larger than %(limit)s MB. Delete pictures, empty rows and sheets that are not needed."
    )
    return sentence % {"limit": MOST_BYTES // 2**20}


def throw_away_old(unit: Unit, *, at: datetime) -> None:
    """Delete workbooks of more than a day ago and, once that is certain, their files."""
    _throw_away(SheetUpload.objects.filter(unit=unit).old(at=at))


def _throw_away(uploads: Iterable[SheetUpload]) -> None:
    for upload in uploads:
        file = upload.file
        upload.delete()
        transaction.on_commit(lambda file=file: file.storage.delete(file.name))  # type: ignore[misc]
