"""A picture of how far something has spread: bars with their numbers, laid out here, drawn as SVG by a template.

Pure: no request, no script. The table beside it says the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 400  # of the drawing's own units: words can be read on a phone, too
NUMBER: Final = 48  # room for the number at the right
STEP: Final = 48  # from one bar to the next
WORDS: Final = 16  # from the top of a bar's place to the line of its words, which stand above it
HEIGHT: Final = 16  # of a bar
LONGEST: Final = 46  # letters of a label; the whole stands in the picture's title and in the table


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
    def words_at(self) -> int:
        return self.y + WORDS

    @property
    def bar_at(self) -> int:
        return self.y + WORDS + 7

    @property
    def number_y(self) -> int:
        return self.bar_at + HEIGHT - 3

    @property
    def number_x(self) -> int:
        return self.length + 8


@dataclass(frozen=True)
class Picture:
    """All bars, longest first as they came."""

    bars: tuple[Drawn, ...]

    width = WIDTH
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
    room = WIDTH - NUMBER
    drawn = [
        Drawn(bar, n * STEP + 4, max(2, bar.number * room // most) if bar.number else 0) for n, bar in enumerate(rows)
    ]
    return Picture(tuple(drawn))
