"""Photos of the sample's activities: drawn, every one a little different, and kept as an upload would be."""

from collections.abc import Sequence
from random import Random
from typing import Final

from django.core.files.base import ContentFile

from campaigns.models import ActivityEntry, ActivityPhoto
from campaigns.models.photo import SMALL
from campaigns.photos import MIME, draw
from portal.sample.log_texts import CAPTIONS
from portal.sample.scenes import scene
from units.models import Group

EACH: Final = 60  # of so many activities one has photos
SHOWN_TO: Final = ("10015", "TH-10018", "NV")  # the accounts named in the README find some of their own


def take_photos(entries: Sequence[ActivityEntry]) -> None:
    """Give one activity in so many a photo or two, and each of the README's units a few."""
    mine = [entry for entry in entries if entry.unit.code in SHOWN_TO][::6]
    chosen = {id(entry): entry for entry in (*entries[::EACH], *mine)}
    photos = [photo for entry in chosen.values() for photo in _photos(entry)]
    ActivityPhoto.objects.bulk_create(photos, batch_size=100)


def _photos(entry: ActivityEntry) -> list[ActivityPhoto]:
    random = Random(f"photos {entry.unit.code} {entry.held_on} {entry.title}")
    at_school = entry.unit.group == Group.SCHOOL and entry.audience == "pupils" and entry.kind != "clean_up"
    kind = "yard" if at_school else entry.kind
    return [_photo(entry, kind, number) for number in range(random.choice([1, 1, 2]))]


def _photo(entry: ActivityEntry, kind: str, number: int) -> ActivityPhoto:
    body = scene(kind, f"{entry.unit.code} {entry.held_on} {entry.title} {number}", entry.title)
    kept = draw(body, MIME)
    photo = ActivityPhoto(
        unit=entry.unit,
        entry=entry,
        sha256=kept.sha256,
        width=kept.width,
        height=kept.height,
        caption=CAPTIONS.get(entry.kind, "Quang cảnh hoạt động"),
        is_agreed=True,
        added_by=entry.noted_by,
        added_at=entry.noted_at,
    )
    photo.file = ContentFile(kept.body, "large")
    photo.thumbnail = ContentFile(kept.small, SMALL)
    return photo
