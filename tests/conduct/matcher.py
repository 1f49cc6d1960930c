"""The attacker: who has everything that the database shows and tries to say what each member voted.

A `Sight` is one look at the tables: the roll and whatever could be a ballot, each row with its place on the page
(`ctid`), its transaction (`xmin`) and its content. A matcher gets the looks (one after each vote, as write-ahead log or
backups give them, and one at the end) and the totals that everybody knows, and names a choice for each voter.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

CHOICES = ("y", "n", "b")
Guess = dict[int, str]  # voter → choice


@dataclass(frozen=True)
class Row:
    """A row as the page holds it."""

    ctid: tuple[int, int]
    xmin: int
    content: str  # of the roll: the voter; of ballots: what can be read


@dataclass(frozen=True)
class Sight:
    """One look: rows of the roll that say "voted", and the tokens that could be ballots, as they are stored."""

    voted: Sequence[Row]
    tokens: Sequence[Row]


def readable(content: str) -> str | None:
    return content if content in CHOICES else None


def by_transaction(sights: Sequence[Sight], totals: Mapping[str, int]) -> Guess:
    """Join roll and ballots by the transaction that wrote them, in any of the looks."""
    known: Guess = {}
    for sight in sights:
        tokens: dict[int, list[str]] = {}
        for token in sight.tokens:
            tokens.setdefault(token.xmin, []).append(token.content)
        for row in sight.voted:
            same = tokens.get(row.xmin, [])
            if len(same) == 1 and (choice := readable(same[0])):
                known[int(row.content)] = choice
    return known


def by_page_order(sights: Sequence[Sight], totals: Mapping[str, int]) -> Guess:
    """Lay the roll's order on the page beside the ballots'."""
    return _aligned(sights, totals, roll=lambda row: row.ctid, token=lambda row: row.ctid)


def by_transaction_order(sights: Sequence[Sight], totals: Mapping[str, int]) -> Guess:
    """Lay the order of the transactions that marked the roll beside the stored order of the ballots."""
    return _aligned(sights, totals, roll=lambda row: row.xmin, token=lambda row: row.xmin)


def by_stored_order(sights: Sequence[Sight], totals: Mapping[str, int]) -> Guess:
    """Lay the order of the transactions beside the order in which tokens stand in their column."""
    return _aligned(sights, totals, roll=lambda row: row.xmin, token=None)


def by_differences(sights: Sequence[Sight], totals: Mapping[str, int]) -> Guess:
    """Between two looks one voter and one token were added: read it, or guess by its letters."""
    added = _added(sights)
    known = {voter: choice for token, voter in added if (choice := readable(token))}
    return known or dict(zip((voter for _token, voter in sorted(added)), _spread(totals), strict=False))


def by_length(sights: Sequence[Sight], totals: Mapping[str, int]) -> Guess:
    """Sort what was added by its length: shorter words, shorter ballots."""
    added = sorted((len(token), token, voter) for token, voter in _added(sights))
    return dict(zip((voter for _length, _token, voter in added), _spread(totals), strict=False))


def _added(sights: Sequence[Sight]) -> list[tuple[str, int]]:
    """Return which token came with which voter."""
    found = []
    for before, after in pairwise(sights):
        voters = {row.content for row in after.voted} - {row.content for row in before.voted}
        fresh = Counter(row.content for row in after.tokens) - Counter(row.content for row in before.tokens)
        if len(voters) == 1 and fresh.total() == 1:
            found.append((next(iter(fresh)), int(voters.pop())))
    return found


def _spread(totals: Mapping[str, int]) -> list[str]:
    return [choice for choice in CHOICES for _n in range(totals[choice])]


def _aligned(sights: Sequence[Sight], totals: Mapping[str, int], *, roll, token) -> Guess:
    """Lay two orders side by side in the last look with ballots; unreadable ones get the totals' choices in turn."""
    sight = next((look for look in reversed(sights) if len(look.tokens) == len(look.voted)), sights[-1])
    voters = [int(row.content) for row in sorted(sight.voted, key=roll)]
    tokens = sorted(sight.tokens, key=token) if token else list(sight.tokens)
    words = [readable(row.content) for row in tokens]
    if None in words or len(words) != len(voters):
        words = _spread(totals)
    return dict(zip(voters, words, strict=False))  # type: ignore[arg-type]


MATCHERS: dict[str, Callable[[Sequence[Sight], Mapping[str, int]], Guess]] = {
    "the same transaction": by_transaction,
    "order on the page": by_page_order,
    "order of transactions": by_transaction_order,
    "order in the column": by_stored_order,
    "differences between dumps": by_differences,
    "length": by_length,
}


def hits(guess: Guess, truth: Guess) -> int:
    return sum(guess.get(voter) == choice for voter, choice in truth.items())


@dataclass
class Chance:
    """What guessing with the known totals gives: its mean and its variance, summed over sessions."""

    mean: float = 0.0
    variance: float = 0.0

    def add(self, truth: Guess, draw: Random, rounds: int = 3000) -> None:
        right, words = list(truth.values()), list(truth.values())
        found = []
        for _n in range(rounds):
            draw.shuffle(words)
            found.append(sum(a == b for a, b in zip(right, words, strict=True)))
        mean = sum(found) / rounds
        self.mean += mean
        self.variance += sum((number - mean) ** 2 for number in found) / rounds

    def deviations(self, number: int) -> float:
        """How many standard deviations a number of hits lies above chance."""
        return (number - self.mean) / self.variance**0.5
