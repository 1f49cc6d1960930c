"""Where else the same evidence stands: the same file, whoever gave it and under whatever name. Told as far as the
reader may know: a place that is hidden from them is not counted either."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from campaigns.models import ActivityEntry, ActivityPhoto, EvidenceUse, Obligation
from campaigns.models.evidence import SCAN
from campaigns.places import place_label
from campaigns.serving import PICTURES
from units.models import Unit, User

MOST_TOLD: Final = 8


@dataclass(frozen=True)
class Standing:
    """One other place of the same file."""

    unit: Unit
    title: str
    place: str
    at: datetime | None
    url: str
    is_of_another_unit: bool


@dataclass
class Shown:
    """One piece of evidence of a content: its facts as they were frozen, and where else the same stands."""

    facts: Mapping[str, Any]
    elsewhere: list[Standing] = field(default_factory=list)

    @property
    def told(self) -> list[Standing]:
        return self.elsewhere[:MOST_TOLD]

    @property
    def more(self) -> int:
        return max(0, len(self.elsewhere) - MOST_TOLD)


def evidence_rows(content: Mapping[str, Any], place: str) -> list[Mapping[str, Any]]:
    """Return the facts of what stands at one place of a content."""
    if place == SCAN:
        return list(content.get("files", ()))
    return [row for row in content.get("evidence", ()) if row["place"] == place]


def with_elsewhere(
    rows: list[Mapping[str, Any]], content: Mapping[str, Any], place: str, *, obligation: Obligation, reader: User
) -> list[Shown]:
    """Return evidence of one place with its other places, which are read once for the whole content."""
    known = standings_of(content, obligation=obligation, reader=reader)
    return [Shown(row, [*_beside(row, content, place, obligation), *known.get(row["id"], ())]) for row in rows]


def _beside(
    row: Mapping[str, Any], content: Mapping[str, Any], place: str, obligation: Obligation
) -> Iterator[Standing]:
    """Yield the other places of the same content; rows of a draft have keys there and numbers here."""
    for other in [*({**each, "place": SCAN} for each in content.get("files", ())), *content.get("evidence", ())]:
        if other["place"] != place and other.get("sha256") and _source(other) == _source(row):
            label = place_label(obligation.kind, other["place"])
            yield Standing(obligation.unit, obligation.title, label, None, obligation.get_absolute_url(), False)


def _source(row: Mapping[str, Any]) -> str:
    """Return the hash of a file as it came."""
    return row.get("source_sha256") or row.get("sha256", "")


def standings_of(content: Mapping[str, Any], *, obligation: Obligation, reader: User) -> dict[str, list[Standing]]:
    """Return for each piece of a content the same file's places elsewhere; read once and kept on the obligation."""
    kept = getattr(obligation, "_standings", None)
    if kept is None or kept[0] is not content:
        kept = (content, _read(content, obligation=obligation, reader=reader))
        obligation._standings = kept  # type: ignore[attr-defined]
    return kept[1]


def _read(content: Mapping[str, Any], *, obligation: Obligation, reader: User) -> dict[str, list[Standing]]:
    rows = [row for row in [*content.get("files", ()), *content.get("evidence", ())] if row.get("sha256")]
    sources = {row["id"]: _source(row) for row in rows}
    drawn = {row["sha256"] for row in rows if row["mime"] in PICTURES}
    places: dict[str, list[Standing]] = defaultdict(list)
    for use in _uses(reader, set(sources.values()), besides=obligation) if rows else ():
        places[use.evidence.source_sha256].append(_of_use(use, obligation.unit_id))
    for photo in _photos(reader, drawn) if drawn else ():
        places[photo.sha256].append(_of_entry(photo.entry, obligation.unit_id))  # type: ignore[arg-type]
    return {
        row["id"]: [found for sha256 in {sources[row["id"]], row["sha256"]} for found in places[sha256]] for row in rows
    }


def _uses(reader: User, sources: set[str], *, besides: Obligation) -> Iterable[EvidenceUse]:
    same = EvidenceUse.objects.visible_to(reader).filter(evidence__source_sha256__in=sources, removed_at=None)
    same = same.exclude(obligation__isnull=False, obligation=besides)
    return same.select_related("evidence", "obligation__unit", "entry__unit").order_by("-added_at", "-id")[:200]


def _photos(reader: User, hashes: set[str]) -> Iterable[ActivityPhoto]:
    same = ActivityPhoto.objects.visible_to(reader).filter(sha256__in=hashes, entry__isnull=False)
    return same.select_related("entry__unit").order_by("-added_at", "id")[:200]


def _of_use(use: EvidenceUse, unit_id: int) -> Standing:
    if use.obligation is None:
        return _of_entry(use.entry, unit_id)  # type: ignore[arg-type]
    row = use.obligation
    label = place_label(row.kind, use.place)
    return Standing(row.unit, row.title, label, use.added_at, row.get_absolute_url(), row.unit_id != unit_id)


def _of_entry(entry: ActivityEntry, unit_id: int) -> Standing:
    url = entry.get_absolute_url()
    return Standing(entry.unit, entry.title, _("Activity log"), entry.noted_at, url, entry.unit_id != unit_id)
