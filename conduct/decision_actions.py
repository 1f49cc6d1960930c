"""Decisions: drafted from what the council approved, recorded when they are signed, taken back in part or whole."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.evidence import take_file
from conduct.models import Decision, DecisionLine, DecisionState, Nomination, NominationState, Session
from units.models import Unit, User
from units.workflow import Shut, StaleVersion, WrongState, advance, editing


def prepare_decision(
    host: Unit,
    nominations: Iterable[Nomination],
    *,
    title: str,
    by: User,
    session: Session | None = None,
    at: datetime | None = None,
) -> Decision:
    """Begin a decision that names these nominations, in the words that they have today."""
    with transaction.atomic():
        decision = Decision.objects.create(host=host, session=session, title=title, state=DecisionState.DRAFT)
        with editing(decision, by=by, version=None, at=at) as row:
            add_lines(row, nominations)
    return decision


def add_lines(decision: Decision, nominations: Iterable[Nomination]) -> None:
    """Name nominations after those that the decision names already."""
    last = decision.lines.aggregate(last=Max("place"))["last"] or 0
    DecisionLine.objects.bulk_create(
        DecisionLine(
            decision=decision,
            nomination=nomination,
            unit=nomination.unit,
            place=place,
            name=nomination.name,
            position=nomination.position,
            unit_name=nomination.unit.name,
            award_name=nomination.award.name,
        )
        for place, nomination in enumerate(nominations, last + 1)
    )


def to_be_decided(host: Unit) -> Iterable[Nomination]:
    """Return what was approved and no decision names yet."""
    approved = Nomination.objects.filter(host=host, state=NominationState.APPROVED)
    named = DecisionLine.objects.exclude(decision__state=DecisionState.REVOKED).values("nomination")
    return approved.exclude(pk__in=named.exclude(nomination=None)).select_related("award", "unit")


def change_draft(
    decision: Decision,
    *,
    title: str,
    add: Iterable[Nomination],
    remove: Iterable[DecisionLine],
    by: User,
    version: int | None,
    at: datetime | None = None,
) -> None:
    """Change a draft's subject line and whom it names. Raises a `MoveRefused`."""
    with editing(decision, by=by, version=version, at=at) as row:
        if row.state != DecisionState.DRAFT:
            raise WrongState
        row.title = title
        for line in remove:
            line.delete()
        add_lines(row, add)


def issue(
    decision: Decision,
    *,
    by: User,
    scan: UploadedFile | None = None,
    version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Record a signed decision: from now on its nominations are awarded. Raises `FileRefused` or a `MoveRefused`."""
    with transaction.atomic():
        row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        for name in ("number", "issued_on", "signer_name", "signer_position"):
            setattr(row, name, getattr(decision, name))
        if scan:
            row.scan = take_file(row.host_id, scan, by=by, is_signed_paper=True, at=at)
        row.save(update_fields=["number", "issued_on", "signer_name", "signer_position", "scan"])
        event = advance(row, "issue", by=by, version=version, note=note, at=at)
        for nomination in Nomination.objects.filter(lines__decision=row).order_by("lines__place"):
            advance(nomination, "publish", by=None, at=event.at, note=row.number)
    decision.refresh_from_db()


def strike(line: DecisionLine, *, by: User, note: str, version: int | None = None, at: datetime | None = None) -> None:
    """Take one award of a decision back. Raises a `MoveRefused`."""
    with transaction.atomic():
        decision = line.decision
        if line.struck_at:
            raise Shut(_("This has been done already."))
        event = advance(decision, "strike", by=by, version=version, note=f"{line}: {note}", at=at)
        line.struck_at, line.struck_why = event.at, note
        line.save(update_fields=["struck_at", "struck_why"])
        _revoke(line, note=note, at=event.at)


def revoke(
    decision: Decision,
    *,
    number: str,
    on: date,
    by: User,
    note: str,
    version: int | None = None,
    at: datetime | None = None,
) -> None:
    """Take a whole decision back, by the number of the one that does so. Raises a `MoveRefused`."""
    with transaction.atomic():
        row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if version is not None and version != row.version:
            raise StaleVersion(row)
        event = advance(row, "revoke", by=by, note=note, at=at)
        Decision.objects.filter(pk=row.pk).update(revoked_by_number=number, revoked_on=on)
        for line in row.lines.standing().select_related("nomination"):
            _revoke(line, note=note, at=event.at)
    decision.refresh_from_db()


def _revoke(line: DecisionLine, *, note: str, at: datetime) -> None:
    nomination = line.nomination
    if nomination and nomination.state == NominationState.PUBLISHED:
        advance(nomination, "revoke", by=None, note=note, at=at)
