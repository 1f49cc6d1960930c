"""Drawing units by lot, so that anyone can draw the same again: pure, without a generator of random numbers.

Within each stratum the units stand in the order of SHA-256("<seed>:<code>"); the first ones are drawn. Whoever knows
the list, the seed and the number can check the draw with `sha256sum` alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256


def place_in_lot(seed: str, code: str) -> str:
    """Return what decides the place of a unit in its stratum."""
    return sha256(f"{seed}:{code}".encode()).hexdigest()


def draw(frame: Mapping[str, Sequence[str]], size: int, seed: str) -> list[str]:
    """Return `size` codes of each stratum, or all of one that has fewer; strata in the order of their names."""
    if size < 0:
        raise ValueError("Nothing less than nothing can be drawn.")
    return [
        code
        for stratum in sorted(frame)
        for code in sorted(set(frame[stratum]), key=lambda code: place_in_lot(seed, code))[:size]
    ]


def strata(units: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return (code, stratum) pairs as stratum → codes, both in order: what is written down of a draw."""
    found: dict[str, list[str]] = {}
    for code, stratum in sorted(units):
        found.setdefault(stratum, []).append(code)
    return dict(sorted(found.items()))
