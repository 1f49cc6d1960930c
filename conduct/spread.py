"""A picture of how far something has spread: bars with their numbers, laid out here, drawn as SVG by a template.

Pure: no request, no script. The table beside it says the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 640  # of the drawing's own units; the page scales it
LABEL: Final = 232  # room for the words at the left
NUMBER: Final = 48  # room for the number at the right
STEP: Final = 34  # from one bar to the next
HEIGHT: Final = 18  # of a bar
LONGEST: Final = 30  # letters of a label; the whole stands in its title


@dataclass(frozen=True)
class Bar:
    """So many under one heading; `url` leads to what is counted."""

    label: str
    number: int
    url: str = ""


@dataclass(frozen=True)
class Drawn:
    """A bar where it stands in the picture."""

    bar: Bar
    y: int
    length: int

    @property
    def short(self) -> str:
        label = self.bar.label
        return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"

    @property
    def middle(self) -> int:
        return self.y + HEIGHT // 2 + 5  # where the words stand on their line

    @property
    def number_at(self) -> int:
        return LABEL + self.length + 8


@dataclass(frozen=True)
class Picture:
    """All bars, longest first as they came."""

    bars: tuple[Drawn, ...]

    width = WIDTH
    label = LABEL
    label_end = LABEL - 10
    bar_height = HEIGHT

    @property
    def height(self) -> int:
        return len(self.bars) * STEP + 4

    @property
    def total(self) -> int:
        return sum(drawn.bar.number for drawn in self.bars)


def picture_of(bars: Iterable[Bar]) -> Picture:
    """Lay bars out; the longest takes the whole room, and one that is not nought can be seen."""
    rows = list(bars)
    most = max((bar.number for bar in rows), default=0)
    room = WIDTH - LABEL - NUMBER
    drawn = [
        Drawn(bar, n * STEP + 4, max(2, bar.number * room // most) if bar.number else 0) for n, bar in enumerate(rows)
    ]
    return Picture(tuple(drawn))
