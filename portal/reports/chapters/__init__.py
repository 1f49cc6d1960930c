"""What a report tells beside the ledger, a chapter each; a new one is a module with a `Chapter` and a line here.

What a chapter reads is a function of scope and moment alone: whole numbers, texts and sorted lists, part of the hash.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from portal.reports.chapters import (
    commendations,
    conduct,
    feedback,
    indicators,
    initiatives,
    inspections,
    proposals,
    targets,
)
from portal.reports.chapters.chapter import Chapter, Reading, Sources, Told

CHAPTERS: Final[tuple[Chapter, ...]] = (
    targets.CHAPTER,
    conduct.CHAPTER,
    inspections.CHAPTER,
    feedback.CHAPTER,
    indicators.CHAPTER,
    commendations.CHAPTER,
    initiatives.CHAPTER,
    proposals.CHAPTER,
)


def read(sources: Sources) -> dict[str, Any]:
    """Read every chapter of a scope at a moment: a fixed number of queries, whatever its size."""
    return {chapter.key: chapter.read(sources) for chapter in CHAPTERS}


def names(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names that chapters show beside their codes; frozen with a report, but no part of its hash."""
    return {chapter.key: chapter.names(snapshot[chapter.key]) for chapter in CHAPTERS if chapter.key in snapshot}


def told(snapshot: Mapping[str, Any], words: Mapping[str, Any]) -> Iterator[Told]:
    """Yield what the chapters of a frozen report say; one that knows nothing is left out, as in reports before it."""
    for chapter in CHAPTERS:
        if snapshot.get(chapter.key):
            yield chapter.tell(Reading(snapshot, words, chapter.key))
