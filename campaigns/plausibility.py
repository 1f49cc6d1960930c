"""What makes a reported figure look wrong beside itself and beside the last period. Pure: no Django, no database.

A doubt stops nobody: the unit explains it in the row, and the reviewer sees the doubts that were not explained.
"""

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Final

from campaigns.indicator_sums import Figure

TIMES: Final = 5  # so many times more, or less, than the last period
SEVERAL: Final = 3  # from so many on, nothing at all is a surprise
NOTABLE: Final = 10  # amounts nearer to each other than this are small numbers, which jump
POINTS: Final = Fraction(30, 100)  # a share that moves further than this


class Doubt(StrEnum):
    MORE_THAN_WHOLE = "more_than_whole"
    SHARE_OF_NOTHING = "share_of_nothing"
    GREW = "grew"
    FELL = "fell"
    FELL_TO_ZERO = "fell_to_zero"
    SHARE_MOVED = "share_moved"


def doubts(now: Figure, before: Figure) -> Iterator[Doubt]:
    """Yield what looks wrong; `before` is the same figure of the last period, if there is one."""
    if now.amount is not None:
        yield from _of_amounts(Fraction(now.amount), before.value)
    elif now.part is not None and now.whole is not None:
        yield from _of_shares(now, before)


def _of_amounts(now: Fraction, before: Fraction | None) -> Iterator[Doubt]:
    if before is None:
        return
    is_notable = abs(now - before) >= NOTABLE
    if now == 0 and before >= SEVERAL:
        yield Doubt.FELL_TO_ZERO
    elif is_notable and before > 0 and now >= TIMES * before:
        yield Doubt.GREW
    elif is_notable and now * TIMES <= before:
        yield Doubt.FELL


def _of_shares(now: Figure, before: Figure) -> Iterator[Doubt]:
    assert now.part is not None and now.whole is not None
    if not now.whole:
        if now.part:
            yield Doubt.SHARE_OF_NOTHING
        return
    if now.part > now.whole:
        yield Doubt.MORE_THAN_WHOLE
    share, last = now.value, before.value
    if share is not None and last is not None and abs(share - last) > POINTS:
        yield Doubt.SHARE_MOVED
