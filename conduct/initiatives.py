"""Initiatives: written as a draft, marked by the council's members each for themselves, taken over by other units."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns.evidence import take_file, throw_away
from campaigns.gate import FileRefused, Refusal
from campaigns.models import Campaign
from conduct.conflicts import Dossier, grounds
from conduct.conflicts import Member as Sitting
from conduct.initiative_moves import InitiativeState
from conduct.models import (
    Adoption,
    AuthorKind,
    Initiative,
    InitiativeAuthor,
    InitiativeFile,
    Mark,
    Marker,
    MarkSheet,
)
from units.clock import db_now
from units.models import Event, Kind, Membership, Role, Unit, User
from units.scoping import Scope
from units.workflow import MoveRefused, NotAllowed, Shut, WrongState, advance, editing

MOST_FILES: Final = 20

# --- the draft ------------------------------------------------------------------------------------------------------


def begin(unit: Unit, *, title: str, by: User, at: datetime | None = None) -> Initiative:
    """Begin a draft, in the running movement if there is one. Raises `Shut` for a unit without a council."""
    moment = at or db_now()
    campaign = Campaign.objects.visible_to(by).running().order_by("-year", "-id").first()
    host = campaign.host if campaign else _host_of(unit)
    if host is None:
        raise Shut(_("There is no council above this unit."))
    return Initiative.objects.create(
        host=host,
        unit=unit,
        campaign=campaign,
        year=localdate(moment).year,
        title=title,
        state=InitiativeState.DRAFTING,
        changed_at=moment.replace(microsecond=0),
        changed_by=by,
    )


def _host_of(unit: Unit) -> Unit | None:
    above: Unit | None = unit
    while above is not None and above.kind != Kind.HOST:
        above = above.parent
    return above


def save_draft(
    initiative: Initiative,
    facts: Mapping[str, Any],
    authors: Iterable[InitiativeAuthor],
    *,
    by: User,
    version: int | None,
    at: datetime | None = None,
) -> None:
    """Write a draft with its authors anew. Raises `StaleVersion` when somebody else was quicker, `WrongState`."""
    with editing(initiative, by=by, version=version, at=at) as row:
        if not row.is_editable:
            raise WrongState
        for name, value in facts.items():
            setattr(row, name, value)
        row.authors.all().delete()
        for place, author in enumerate(authors):
            author.initiative, author.place = row, place
            author.save(force_insert=True)


def drop_draft(initiative: Initiative, *, by: User) -> None:
    """Throw a draft away that was never handed in, its files too. Raises a `MoveRefused`."""
    with transaction.atomic():
        row = _held(initiative, by=by)
        if row.received_at or row.events.exists():
            raise Shut(_("This was sent on before: it stays. It can only be mended."))
        files = list(row.files.select_related("evidence"))
        row.delete()
        for file in files:
            throw_away(file.evidence)


def _held(initiative: Initiative, *, by: User) -> Initiative:
    """Hold a draft while its papers change."""
    row = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if row.unit_id not in Scope.of(by).own:
        raise NotAllowed
    if not row.is_editable:
        raise WrongState
    return row


def add_file(
    initiative: Initiative, upload: UploadedFile, *, kind: str, by: User, at: datetime | None = None
) -> InitiativeFile:
    """Take a paper in and keep it with the draft. Raises `FileRefused` or a `MoveRefused`."""
    moment = at or db_now()
    is_paper = kind == InitiativeFile.Kind.CERTIFICATE
    with transaction.atomic():
        row = _held(initiative, by=by)
        if row.files.count() >= MOST_FILES:
            raise FileRefused(Refusal.TOO_MANY, most=MOST_FILES)
        evidence = take_file(row.unit_id, upload, by=by, is_signed_paper=is_paper, at=moment)
        kept, _new = InitiativeFile.objects.get_or_create(
            initiative=row, evidence=evidence, defaults={"kind": kind, "added_by": by, "added_at": moment}
        )
    return kept


@transaction.atomic
def remove_file(file: InitiativeFile, *, by: User) -> None:
    """Take a paper away from a draft; of what was handed in the event keeps the facts, and the file stays."""
    row = _held(file.initiative, by=by)
    evidence = file.evidence
    file.delete()
    if row.received_at is None:
        transaction.on_commit(partial(throw_away, evidence))


# --- marking --------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_marking(initiative: Initiative, *, by: User, at: datetime | None = None, **facts: Any) -> Event:
    """Put an initiative to the members who sit on the council that day; conflicts of interest are written down."""
    event = advance(initiative, "open", by=by, at=at, **facts)
    day = localdate(event.at)
    dossiers = _dossiers(initiative)
    for sitting, role in _sitting(initiative.host_id, on=day):
        found = next(
            (
                ground
                for dossier in dossiers
                for ground in grounds(dossier, sitting, directly_above=settings.RECUSE_DIRECTLY_ABOVE)
            ),
            "",
        )
        Marker.objects.create(
            initiative=initiative, person_id=sitting.person, name=sitting.name, role=role, ground=found
        )
    return event


def _dossiers(initiative: Initiative) -> list[Dossier]:
    """Return what conflicts of interest look at: the unit, and each person among the authors."""
    authors = initiative.authors.filter(kind=AuthorKind.PERSON)
    people = [(author.person_id, author.name) for author in authors] or [(None, "")]
    return [Dossier(initiative.unit_id, initiative.unit.parent_id, person, name) for person, name in people]


def _sitting(host_id: int, *, on: Any) -> list[tuple[Sitting, str]]:
    """Return chair and members with their unit roles on that day, each person once."""
    council = Membership.objects.filter(unit=host_id, role__in=[Role.CHAIR, Role.MEMBER]).in_force(on=on)
    seats = {row.user_id: row for row in council.select_related("user").order_by("-role", "id")}
    held = Membership.objects.filter(user__in=list(seats), role__in=Role.at_units()).in_force(on=on)
    units: dict[int, set[int]] = {}
    for person, unit in held.values_list("user", "unit"):
        units.setdefault(person, set()).add(unit)
    return [
        (Sitting(person, row.user.full_name, frozenset(units.get(person, ()))), row.role)
        for person, row in seats.items()
    ]


class NotAMarker(MoveRefused):
    def __init__(self) -> None:
        super().__init__(_("You have no marks to give here."))


@transaction.atomic
def give_marks(
    initiative: Initiative,
    points: Mapping[int, int],
    *,
    remark: str = "",
    by: User,
    at: datetime | None = None,
) -> MarkSheet:
    """Write one member's marks down, or change their own while marking is open; `points` by criterion.

    Raises `NotAMarker`, `WrongState`, or `Shut` for points that the scale does not have.
    """
    row = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    marker = Marker.objects.filter(initiative=row, person=by, ground="").first()
    if marker is None or row.scale_id is None:
        raise NotAMarker
    if row.state != InitiativeState.MARKING:
        raise WrongState
    criteria = {one.pk: one.most for one in row.scale.criteria.all()}  # type: ignore[union-attr]
    if points.keys() != criteria.keys() or any(not 0 <= points[key] <= most for key, most in criteria.items()):
        raise Shut(_("Give whole points on every criterion, none above its most."))
    sheet, _new = MarkSheet.objects.update_or_create(marker=marker, defaults={"remark": remark})
    sheet.marks.all().delete()
    Mark.objects.bulk_create(Mark(sheet=sheet, criterion_id=key, points=given) for key, given in points.items())
    Marker.objects.filter(pk=marker.pk).update(marked_at=(at or db_now()).replace(microsecond=0))
    return sheet


@transaction.atomic
def record_decision(
    initiative: Initiative,
    *,
    number: str,
    on: date,
    by: User,
    version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Event:
    """Keep number and date of the decision by which it was recognised; the history keeps what stood before.

    Raises a `MoveRefused`.
    """
    told = f"{number}, {on:%d/%m/%Y}. {note}".strip()
    event = advance(initiative, "record", by=by, at=at, version=version, note=told)
    initiative.decision_number, initiative.decision_on = number, on
    initiative.save(update_fields=["decision_number", "decision_on"])
    return event


# --- spreading ------------------------------------------------------------------------------------------------------


def why_not_adopt(initiative: Initiative, unit: Unit) -> str:
    """Return why a unit cannot take an initiative over; "" where it can."""
    if initiative.state != InitiativeState.RECOGNISED:
        return _("Only what the council has recognised can be taken over.")
    if initiative.unit_id == unit.pk:
        return _("The initiative is this unit’s own.")
    return ""


@transaction.atomic
def adopt(initiative: Initiative, unit: Unit, *, by: User, note: str = "", at: datetime | None = None) -> Adoption:
    """Note that a unit has taken an initiative over; twice is once. Raises a `MoveRefused`."""
    moment = at or db_now()
    if unit.pk not in Scope.of(by).own:
        raise NotAllowed
    if sentence := why_not_adopt(initiative, unit):
        raise Shut(sentence)
    facts = {"adopted_on": localdate(moment), "note": note, "adopted_by": by, "noted_at": moment}
    return Adoption.objects.get_or_create(initiative=initiative, unit=unit, defaults=facts)[0]


def note_adoption(adoption: Adoption, *, note: str, adopted_on: Any, by: User, at: datetime | None = None) -> None:
    """Say what an initiative brought the unit that took it over. Raises `NotAllowed`."""
    if adoption.unit_id not in Scope.of(by).own:
        raise NotAllowed
    adoption.note, adoption.adopted_on, adoption.noted_at = note, adopted_on, at or db_now()
    adoption.save(update_fields=["note", "adopted_on", "noted_at"])


def take_adoption_back(adoption: Adoption, *, by: User) -> None:
    """Take a slip of the finger back. Raises `NotAllowed`."""
    if adoption.unit_id not in Scope.of(by).own:
        raise NotAllowed
    adoption.delete()
