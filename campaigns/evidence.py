"""Evidence at its places: standing there, taken away, frozen with what is handed in.

A unit keeps the same content once (`campaigns.store`), whatever the number of places. Whoever needs evidence elsewhere
than with an obligation or an activity takes it in there and keeps a link of their own to it.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from campaigns import deliverables
from campaigns.actions import save_draft
from campaigns.gate import FileRefused, Refusal
from campaigns.log import hold
from campaigns.models import ActivityEntry, Evidence, EvidenceUse, Obligation
from campaigns.models.evidence import SCAN
from campaigns.store import take_file, take_link, take_note, throw_away
from campaigns.uploads import MOST_FILES
from units.clock import db_now
from units.models import User
from units.workflow import NotAllowed

__all__ = [
    "attach",
    "detach",
    "forget_rows",
    "freeze",
    "give_file",
    "give_link",
    "give_note",
    "take_file",
    "take_link",
    "take_note",
    "throw_away",
]

Place = Obligation | ActivityEntry  # with what evidence stands


def attach(evidence: Evidence, *, to: Place, place: str = "", by: User, at: datetime | None = None) -> EvidenceUse:
    """Let evidence stand at a place; once is enough. Raises `FileRefused`, a `MoveRefused` or `LogRefused`."""
    if evidence.unit_id != to.unit_id:
        raise NotAllowed
    moment = at or db_now()
    use = EvidenceUse(evidence=evidence, place=place, added_by=by, added_at=moment, **_with(to))

    def write() -> None:
        if isinstance(to, Obligation) and "." in place and (begin := deliverables.of(to.kind).begin):
            begin(to)
        there = to.evidence_uses.current().at_places([place])
        if known := there.filter(evidence=evidence).first():
            use.pk = known.pk
            return
        if there.count() >= MOST_FILES:
            raise FileRefused(Refusal.TOO_MANY, most=MOST_FILES)
        use.save(force_insert=True)

    _while_held(to, write, by=by, at=moment)
    return use


def give_file(upload: UploadedFile, *, to: Place, place: str, by: User, at: datetime | None = None) -> EvidenceUse:
    """Take a file in and let it stand at a place: both or neither. Raises what `take_file` and `attach` raise."""
    evidence = take_file(to.unit_id, upload, by=by, is_signed_paper=place == SCAN, at=at)
    try:
        return attach(evidence, to=to, place=place, by=by, at=at)
    except Exception:
        throw_away(evidence)
        raise


@transaction.atomic
def give_link(link: str, *, to: Place, place: str, by: User, name: str = "", at: datetime | None = None) -> EvidenceUse:
    """Keep a link and let it stand at a place: both or neither."""
    return attach(take_link(to.unit_id, link, name=name, by=by, at=at), to=to, place=place, by=by, at=at)


@transaction.atomic
def give_note(note: str, *, to: Place, place: str, by: User, at: datetime | None = None) -> EvidenceUse:
    """Keep a note and let it stand at a place: both or neither."""
    return attach(take_note(to.unit_id, note, by=by, at=at), to=to, place=place, by=by, at=at)


def detach(use: EvidenceUse, *, by: User, at: datetime | None = None) -> None:
    """Take evidence from its place; what was handed in stays for those who read that hand-in."""
    moment = at or db_now()

    _while_held(use.to, lambda: _take_away(use, at=moment), by=by, at=moment)


def forget_rows(obligation: Obligation, first: str, *, kept: Collection[str]) -> None:
    """Take away what stands at rows that went, while their draft is held; `first` is how the places of rows begin."""
    gone = obligation.evidence_uses.current().filter(place__startswith=first).exclude(place__in=kept)
    for use in gone.select_related("evidence"):
        _take_away(use, at=db_now())


def _take_away(use: EvidenceUse, *, at: datetime) -> None:
    if use.handed_in_at:
        use.removed_at = at
        use.save(update_fields=["removed_at"])
    else:
        use.delete()
        throw_away(use.evidence)


def _with(to: Place) -> dict[str, Place]:
    return {"obligation": to} if isinstance(to, Obligation) else {"entry": to}


def _while_held(to: Place, write: Callable[[], None], *, by: User, at: datetime) -> None:
    """Write while the draft or the log's campaign is held, and only while it may be written in."""
    if isinstance(to, Obligation):
        save_draft(to, lambda row: write(), by=by, version=None, at=at)
        return
    with transaction.atomic():
        hold(to.campaign_id)
        write()


# --- with what is handed in ------------------------------------------------------------------------------------------


def freeze(obligation: Obligation, *, numbered: Mapping[str, str] | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return what a hand-in keeps: the signed paper's files, and the evidence with its places.

    `numbered` gives places that are kept by a row's key the number under which that row is handed in.
    """
    uses = list(obligation.evidence_uses.current().select_related("evidence"))
    names = numbered or {}
    return {
        "files": [use.evidence.facts() for use in uses if use.place == SCAN],
        "evidence": [
            {"place": names.get(use.place, use.place), **use.evidence.facts()} for use in uses if use.place != SCAN
        ],
    }
