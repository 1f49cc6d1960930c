"""Uploads before they are looked into: no file larger than allowed is ever stored, and none fills the disk."""

import shutil
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

TOO_LARGE: Final = "campaigns.too_large"
ROOM_TO_LEAVE: Final = 200 * 2**20
MOST_FILES: Final = 40


class SizeGuard(FileUploadHandler):
    """Stops keeping a file as soon as it is larger than allowed; the rest is read and thrown away."""

    def new_file(self, *args: object, **options: object) -> None:
        super().new_file(*args, **options)  # type: ignore[arg-type]
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.size += len(raw_data)
        if self.size > settings.UPLOAD_MAX_BYTES:
            if self.request is not None:
                self.request.META.setdefault(TOO_LARGE, []).append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def too_large(request: HttpRequest) -> list[str]:
    """Return the names of the files that were larger than allowed."""
    return request.META.get(TOO_LARGE, [])


def has_room(size: int) -> bool:
    """Whether the disk holds a file of this size and still leaves room for the database and the logs."""
    place = Path(settings.MEDIA_ROOT)
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free - size > ROOM_TO_LEAVE
