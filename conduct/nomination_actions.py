"""Writing a dossier: begun, saved as it is typed, given evidence, dropped; praised the short way; checks overruled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.evidence import take_file, take_link, throw_away
from campaigns.models import Evidence
from campaigns.uploads import MOST_FILES
from conduct.models import Achievement, Award, CheckOverride, Nomination, NominationEvidence, NominationState
from units.clock import db_now
from units.models import User
from units.workflow import Shut, WrongState, advance, editing


def begin(nomination: Nomination, *, by: User, at: datetime | None = None) -> Nomination:
    """Begin a draft with room for what was achieved against each standard of its award."""
    moment = at or db_now()
    with transaction.atomic():
        nomination.state = NominationState.DRAFTING
        nomination.subject = nomination.award.subject
        nomination.changed_by, nomination.changed_at = by, moment
        nomination.save()
        lay_out(nomination, at=moment)
    return nomination


def lay_out(nomination: Nomination, *, at: datetime) -> None:
    """Bring the list of standards in line with the award; what was typed stays, by its place."""
    terms = nomination.terms_for(at)
    standards = terms.standard_lines if terms and not nomination.is_short_way else []
    there = {row.place: row for row in nomination.achievements.all()}
    for place, standard in enumerate(standards, 1):
        Achievement.objects.update_or_create(nomination=nomination, place=place, defaults={"standard": standard[:500]})
    for place, row in there.items():
        if place > len(standards) and not row.text.strip():
            row.delete()


def save_dossier(
    nomination: Nomination,
    facts: Mapping[str, Any],
    texts: Mapping[int, str],
    *,
    by: User,
    version: int | None,
    at: datetime | None = None,
) -> None:
    """Save what was typed into a draft: columns, and the texts by the place of their standard. Raises `MoveRefused`."""
    with editing(nomination, by=by, version=version, at=at) as row:
        _require_draft(row)
        for name, value in facts.items():
            setattr(row, name, value)
        for place, text in texts.items():
            Achievement.objects.filter(nomination=row, place=place).update(text=text)


def change_award(nomination: Nomination, award: Award, *, by: User, version: int | None) -> None:
    """Propose for another award; the texts stay at their places. Raises a `MoveRefused`."""
    with editing(nomination, by=by, version=version) as row:
        _require_draft(row)
        if row.received_at:
            raise Shut(_("This dossier was received under the law of its day: propose anew for another award."))
        row.award, row.subject = award, award.subject
        if row.subject != "person":
            row.person, row.standing = None, ""
        lay_out(row, at=db_now())


def _require_draft(nomination: Nomination) -> None:
    if not nomination.is_draft:
        raise WrongState


def discard(nomination: Nomination) -> None:
    """Throw away a draft that nobody has seen but the unit; one that was sent stays. Raises a `MoveRefused`."""
    with transaction.atomic():
        row = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
        if row.events.exists():
            raise Shut(_("This dossier has a history: it stays."))
        given = [each.evidence for each in row.evidence.select_related("evidence")]
        row.delete()
        for evidence in given:
            throw_away(evidence)


# --- evidence ---------------------------------------------------------------------------------------------------------


def give_file(nomination: Nomination, upload: UploadedFile, *, by: User, at: datetime | None = None) -> None:
    """Take a file in and let it stand in the dossier: both or neither. Raises `FileRefused` or a `MoveRefused`."""
    evidence = take_file(nomination.unit_id, upload, by=by, at=at)
    try:
        _add(nomination, evidence, by=by, at=at)
    except Exception:
        throw_away(evidence)
        raise


def give_link(nomination: Nomination, link: str, *, by: User, name: str = "", at: datetime | None = None) -> None:
    """Keep a link with the dossier. Raises a `MoveRefused`."""
    with transaction.atomic():
        _add(nomination, take_link(nomination.unit_id, link, name=name, by=by, at=at), by=by, at=at)


def _add(nomination: Nomination, evidence: Evidence, *, by: User, at: datetime | None) -> None:
    with editing(nomination, by=by, version=None, at=at) as row:
        _require_draft(row)
        if row.evidence.count() >= MOST_FILES:
            raise Shut(_("A dossier holds at most %(most)s pieces of evidence.") % {"most": MOST_FILES})
        facts = {"added_by": by, "added_at": at or db_now()}
        NominationEvidence.objects.get_or_create(nomination=row, evidence=evidence, defaults=facts)


def take_away(use: NominationEvidence, *, by: User) -> None:
    """Take evidence out of a draft. Raises a `MoveRefused`."""
    with editing(use.nomination, by=by, version=None) as row:
        _require_draft(row)
        evidence = use.evidence
        use.delete()
    throw_away(evidence)


# --- the short way, and going past a check ----------------------------------------------------------------------------


def praise(nomination: Nomination, *, by: User, verb: str, at: datetime | None = None) -> Nomination:
    """Propose timely praise in one step: begun and `send`, `submit` or `enter`ed at once. Raises a `MoveRefused`."""
    with transaction.atomic():
        nomination.is_short_way = True
        begin(nomination, by=by, at=at)
        advance(nomination, verb, by=by, at=at)
    return nomination


def overrule(override: CheckOverride, *, by: User, at: datetime | None = None) -> CheckOverride:
    """Let a unit go past a check for one award and year, with the reason that was given."""
    override.by, override.at = by, at or db_now()
    override.save(force_insert=True)
    return override
