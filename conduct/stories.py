"""Stories: written, given pictures and consents, taken back together with the name."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.gate import FileRefused, Refusal
from campaigns.photos import drawn_anew
from campaigns.uploads import has_room
from conduct.masking import NAME, masked
from conduct.models import PrivacyEvent, PrivacySubject, PrivacyVerb, Story, StoryConsent, StoryPhoto, StoryState
from conduct.models.story import SMALL
from units.clock import db_now
from units.models import Event, Kind, Role, Unit, User
from units.scoping import Scope
from units.workflow import NotAllowed, Shut, WrongState, advance, editing

MOST_PHOTOS: Final = 8


def begin(unit: Unit, *, title: str, category: str, by: User, at: datetime | None = None) -> Story:
    """Begin a draft of a unit, or of the council's office where the unit is its host. Raises `Shut`."""
    host: Unit | None = unit
    while host is not None and host.kind != Kind.HOST:
        host = host.parent
    if host is None:
        raise Shut(_("There is no council above this unit."))
    return Story.objects.create(
        host=host,
        unit=unit,
        title=title,
        category=category,
        state=StoryState.DRAFTING,
        changed_at=(at or db_now()).replace(microsecond=0),
        changed_by=by,
    )


def may_write(story: Story, user: User) -> bool:
    """Whether this person writes in it: people of the unit, or the office where it is the office's own."""
    scope = Scope.of(user)
    if story.unit_id == story.host_id:
        return Role.SECRETARY in scope.roles_at(story.host_id)
    return story.unit_id in scope.own


def save_draft(
    story: Story, facts: Mapping[str, Any], *, by: User, version: int | None, at: datetime | None = None
) -> None:
    """Write the draft. Raises `StaleVersion`, `NotAllowed` or `WrongState`."""
    with editing(story, by=by, version=version, at=at) as row:
        _check(row, by=by)
        for name, value in facts.items():
            setattr(row, name, value)


def _check(story: Story, *, by: User) -> None:
    if not may_write(story, by):
        raise NotAllowed
    if not story.is_written_in:
        raise WrongState


def _held(story: Story, *, by: User) -> Story:
    row = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    _check(row, by=by)
    return row


@transaction.atomic
def add_photo(story: Story, upload: UploadedFile, *, alt: str, by: User, at: datetime | None = None) -> StoryPhoto:
    """Draw a picture anew and keep it, with words for who does not see it. Raises `FileRefused` or a `MoveRefused`."""
    row = _held(story, by=by)
    drawn = drawn_anew(upload, upload.name or "", max_bytes=settings.UPLOAD_MAX_BYTES)
    if same := row.photos.filter(sha256=drawn.sha256).first():
        return same
    number = row.photos.count()
    if number >= MOST_PHOTOS:
        raise FileRefused(Refusal.TOO_MANY, most=MOST_PHOTOS)
    if not has_room(len(drawn.body)):
        raise FileRefused(Refusal.NO_ROOM)
    return StoryPhoto.objects.create(
        story=row,
        position=number,
        file=ContentFile(drawn.body, "large"),
        thumbnail=ContentFile(drawn.small, SMALL),
        sha256=drawn.sha256,
        width=drawn.width,
        height=drawn.height,
        alt=alt,
        added_by=by,
        added_at=at or db_now(),
    )


@transaction.atomic
def remove_photo(photo: StoryPhoto, *, by: User) -> None:
    """Take a picture away from a draft, its files too."""
    _held(photo.story, by=by)
    _throw_away(photo)


def _throw_away(photo: StoryPhoto) -> None:
    files = [(file.storage, str(file.name)) for file in (photo.file, photo.thumbnail)]
    photo.delete()
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))


# --- consent --------------------------------------------------------------------------------------------------------


def record_consent(
    story: Story, *, who: str, manner: str, given_on: date, by: User, at: datetime | None = None
) -> StoryConsent:
    """Write down who agreed to be shown, when and how. Raises `NotAllowed`."""
    if not may_write(story, by) and not _is_office(story, by):
        raise NotAllowed
    facts = {"who": who, "manner": manner, "given_on": given_on, "recorded_by": by, "recorded_at": at or db_now()}
    return StoryConsent.objects.create(story=story, **facts)


def _is_office(story: Story, user: User) -> bool:
    return bool(story.roles_of(user) & {Role.SECRETARY, Role.CHAIR})


@transaction.atomic
def withdraw_consent(story: Story, *, manner: str, by: User, at: datetime | None = None, **facts: Any) -> Event:
    """Take a story down because somebody does not want to be shown any more, and take their name out of it for good.

    Names go from title, text and consents, pictures are thrown away; what happened to the story stays, without them.
    """
    facts["note"] = masked(str(facts.get("note", "")), [story.name])
    event = advance(story, "withdraw", by=by, at=at, **facts)
    consents = list(story.consents.standing().select_for_update())
    names = [story.name, *(consent.who for consent in consents)]
    for consent in consents:
        consent.who, consent.withdrawn_manner = NAME, manner
        consent.withdrawn_by, consent.withdrawn_at = by, event.at
        consent.save()
    _hide_name(story, names, at=event.at)
    for photo in story.photos.all():
        _throw_away(photo)
    PrivacyEvent.note(PrivacyVerb.ERASE, PrivacySubject.STORY, host=story.host, by=by, at=event.at, row=story.pk)
    return event


def _hide_name(story: Story, names: list[str], *, at: datetime) -> None:
    for column in ("title", "lead", "body"):
        setattr(story, column, masked(getattr(story, column), names))
    story.name = story.position = ""
    story.line, story.name_hidden_at = None, at
    story.save(update_fields=["title", "lead", "body", "name", "position", "line", "name_hidden_at"])


def units_to_write_for(user: User) -> Any:
    """Return the units for which this person writes stories: their own, and the host for the office."""
    scope = Scope.of(user)
    return Unit.objects.visible_to(user).filter(Q(pk__in=scope.own) | Q(pk__in=scope.where(Role.SECRETARY)))
