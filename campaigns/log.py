"""The activity log: noting, correcting and taking back what a unit did, and reading it for other pages."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import store
from campaigns.gate import FileRefused, clean_file_name
from campaigns.models import ActivityEntry, ActivityPhoto, Campaign, Drive, Obligation, Participation
from campaigns.models.activity import ActivityEntryQuerySet
from campaigns.models.photo import SMALL
from campaigns.photos import drawn_anew
from campaigns.uploads import has_room
from units.clock import db_now
from units.models import Unit, User
from units.scoping import Scope

MOST_PHOTOS = 20  # of one activity
CORRECTED = (
    *("campaign", "held_on", "kind", "title", "form", "audience", "attendance", "place", "note", "link"),
    *("plan_activity", "drive"),
)  # what a sheet may correct


class LogRefused(Exception):
    """What the log does not take; `str()` is a sentence that says why and what to do."""


def entries_of(unit: Unit, campaign: Campaign, first: date, last: date) -> ActivityEntryQuerySet:
    """Return what a unit did for a campaign from `first` to `last`, both days included, in the order of the days."""
    return ActivityEntry.objects.filter(unit=unit, campaign=campaign).within(first, last).order_by("held_on", "id")


def running_campaigns(units: Iterable[int]) -> list[tuple[int, Campaign]]:
    """Return (unit id, campaign) for each open campaign in which one of these units takes part, latest first."""
    taking_part = Participation.objects.filter(
        unit__in=units, campaign__opened_at__isnull=False, campaign__closed_at=None
    ).select_related("campaign")
    rows = [(row.unit_id, row.campaign) for row in taking_part.order_by("-campaign__starts_on", "-campaign_id")]
    return rows


# --- activities ----------------------------------------------------------------------------------------------------


@transaction.atomic
def note_activity(
    entry: ActivityEntry,
    photos: Sequence[ActivityPhoto] = (),
    *,
    by: User,
    without: Sequence[ActivityPhoto] = (),
    at: datetime | None = None,
) -> ActivityEntry:
    """Write an activity into the log, with photos that waited for it. Raises `LogRefused` for a closed campaign.

    A page that is sent once more, because its answer got lost on the way, gives back what was written the first time.
    """
    entry.noted_by, entry.noted_at = by, at or db_now()
    hold(entry.campaign_id)
    known = (
        ActivityEntry.objects.filter(ticket=entry.ticket, unit__in=Scope.of(by).own).first() if entry.ticket else None
    )
    return known or change_activity(entry, photos, by=by, without=without)


@transaction.atomic
def change_activity(
    entry: ActivityEntry,
    photos: Sequence[ActivityPhoto] = (),
    *,
    by: User,
    without: Sequence[ActivityPhoto] = (),
) -> ActivityEntry:
    """Store an activity with the photos it shall have, and throw the others away. Raises `LogRefused`."""
    if entry.unit_id not in Scope.of(by).own:
        raise LogRefused(_("Only the unit itself writes its log."))
    hold(entry.campaign_id)
    entry.save()
    throw_away(without)
    for photo in photos:
        photo.entry, photo.unit_id = entry, entry.unit_id
        photo.save()
    return entry


def hold(*campaign_ids: int) -> None:
    """Hold campaigns while something is written for them. Raises `LogRefused` when one is closed."""
    held = Campaign.objects.select_for_update(of=("self",)).filter(pk__in=campaign_ids).order_by("pk")
    if any(campaign.closed_at for campaign in held):
        raise LogRefused(closed_sentence())


@transaction.atomic
def note_many(
    unit_id: int,
    campaign_ids: Iterable[int],
    write: Callable[[], tuple[list[ActivityEntry], list[ActivityEntry]]],
    *,
    by: User,
    at: datetime,
) -> None:
    """Write new and corrected activities of a unit, all or none, while the campaigns are held.

    `write` returns the new ones and the corrected ones. Raises `LogRefused`.
    """
    if unit_id not in Scope.of(by).own:
        raise LogRefused(_("Only the unit itself writes its log."))
    hold(*campaign_ids)
    new, corrected = write()
    for entry in new:
        entry.noted_by, entry.noted_at = by, at
    ActivityEntry.objects.bulk_create(new)
    ActivityEntry.objects.bulk_update(corrected, CORRECTED)


@transaction.atomic
def delete_activity(entry: ActivityEntry) -> None:
    """Take an activity out of the log for good, photos and all. Raises `LogRefused` while something stands on it."""
    if sentence := kept_because(entry):
        raise LogRefused(sentence)
    throw_away(list(entry.photos.all()))
    uses = list(entry.evidence_uses.select_related("evidence"))
    entry.evidence_uses.all().delete()
    entry.delete()
    for use in uses:
        store.throw_away(use.evidence)


def closed_sentence() -> str:
    return _("The campaign is closed: its log can be read, but nothing is added or changed any more.")


def kept_because(entry: ActivityEntry) -> str:
    """Return why an activity cannot be deleted, "" when it can: what was counted in a paper handed in stays."""
    if entry.campaign.closed_at:
        return closed_sentence()
    counted = Obligation.objects.filter(
        unit=entry.unit_id,
        campaign=entry.campaign_id,
        kind="progress",
        period_start__lte=entry.held_on,
        period_end__gte=entry.held_on,
        last_submitted_at__gte=entry.noted_at,
    ).first()
    if counted is None:
        return ""
    sentence = _("This activity was counted in “%(report)s”, which has been handed in. It stays; correct it instead.")
    return sentence % {"report": counted.title}


# --- photos --------------------------------------------------------------------------------------------------------


def take_photo(
    unit_id: int, upload: UploadedFile, *, by: User, max_bytes: int, at: datetime | None = None
) -> ActivityPhoto:
    """Draw a photo anew and keep it until its activity is saved. Raises `FileRefused` or `LogRefused`."""
    drawn = drawn_anew(upload, upload.name or "", max_bytes=max_bytes)
    if not has_room(len(drawn.body)):
        raise LogRefused(_("The portal has no room for files just now. Tell the administrator."))
    return ActivityPhoto.objects.create(
        unit_id=unit_id,
        file=ContentFile(drawn.body, "large"),
        thumbnail=ContentFile(drawn.small, SMALL),
        sha256=drawn.sha256,
        width=drawn.width,
        height=drawn.height,
        added_by=by,
        added_at=at or db_now(),
    )


def take_photos(
    unit_id: int, uploads: Sequence[UploadedFile], present: Sequence[ActivityPhoto], *, by: User, max_bytes: int
) -> tuple[list[ActivityPhoto], list[str]]:
    """Take what can be taken; return the new photos, and a sentence for each that cannot be."""
    taken: list[ActivityPhoto] = []
    refusals: list[str] = []
    there = {photo.sha256 for photo in present}
    for upload in uploads:
        name = clean_file_name(upload.name or "")
        if len(present) + len(taken) >= MOST_PHOTOS:
            refusals.append(
                _("%(name)s: one activity has at most %(most)s photos.") % {"name": name, "most": MOST_PHOTOS}
            )
            continue
        try:
            photo = take_photo(unit_id, upload, by=by, max_bytes=max_bytes)
        except (FileRefused, LogRefused) as error:
            refusals.append(f"{name}: {error}")
            continue
        if photo.sha256 in there:  # chosen twice: once is enough, and nobody has to do anything about it
            throw_away([photo])
            continue
        there.add(photo.sha256)
        taken.append(photo)
    return taken, refusals


def throw_away(photos: Iterable[ActivityPhoto]) -> None:
    """Delete photos and, once that is certain, their files."""
    for photo in photos:
        files = [photo.file, photo.thumbnail]
        photo.delete()
        transaction.on_commit(lambda files=files: [file.storage.delete(file.name) for file in files])  # type: ignore[misc]


def throw_away_forgotten(units: Iterable[int], *, at: datetime) -> None:
    """Throw away photos of pages that were never saved."""
    throw_away(ActivityPhoto.objects.filter(unit__in=units).forgotten(at=at))


# --- the unit's own drives -----------------------------------------------------------------------------------------


def note_drive(drive: Drive, *, by: User, at: datetime | None = None) -> Drive:
    """Write a unit's own drive down. Raises `LogRefused` for a closed campaign."""
    drive.made_by, drive.made_at = by, at or db_now()
    return change_drive(drive)


def change_drive(drive: Drive) -> Drive:
    if drive.campaign.closed_at:
        raise LogRefused(closed_sentence())
    drive.save()
    return drive
