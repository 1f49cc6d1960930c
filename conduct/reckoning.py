"""When has a council said yes? Whole numbers only; nothing here knows the portal, a database or a clock.

The rule is a row of the catalogue (domain.md 3.2); what it may ask for:

- quorum: so large a part of all members is in the room, the recused among them;
- base: all members, those present, or the valid ballots (yes and no; blank and invalid ones are not valid);
- the recused count in the base, or are left out of it;
- written opinions of the absent: none, added to those present, or counted, and then the base is all members;
- so large a part of the base says yes: at least that much, or more than that;
- a tie, exactly half where more than half is asked for: the chair's side wins, or it is not approved.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Base(StrEnum):
    ALL = "all"
    PRESENT = "present"
    VALID = "valid"


class Recused(StrEnum):
    COUNTED = "counted"
    LEFT_OUT = "left_out"


class Written(StrEnum):
    NONE = "none"
    ADDED = "added"
    BASE_ALL = "base_all"


class Tie(StrEnum):
    CHAIR = "chair"
    REJECTED = "rejected"


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    TIE = "tie"  # the chair's side is still to be heard
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True)
class Part:
    """A part of a whole, as 2/3."""

    numerator: int
    denominator: int

    def is_reached(self, number: int, of: int) -> bool:
        return number * self.denominator >= self.numerator * of

    def is_exceeded(self, number: int, of: int) -> bool:
        return number * self.denominator > self.numerator * of

    def at_least(self, of: int) -> int:
        """Return the least number that reaches this part."""
        return -(-self.numerator * of // self.denominator)

    def more_than(self, of: int) -> int:
        """Return the least number that exceeds this part."""
        return self.numerator * of // self.denominator + 1

    @property
    def is_half(self) -> bool:
        return self.numerator * 2 == self.denominator


@dataclass(frozen=True)
class Rule:
    """What is asked of a vote."""

    quorum: Part
    base: Base
    threshold: Part
    is_strict: bool
    recused: Recused = Recused.COUNTED
    written: Written = Written.NONE
    tie: Tie = Tie.REJECTED

    def frozen(self) -> dict[str, Any]:
        """Return the rule as a session keeps it from the opening of the vote on."""
        return asdict(self)

    @classmethod
    def thawed(cls, kept: Mapping[str, Any]) -> "Rule":
        return cls(
            quorum=Part(**kept["quorum"]),
            base=Base(kept["base"]),
            threshold=Part(**kept["threshold"]),
            is_strict=kept["is_strict"],
            recused=Recused(kept["recused"]),
            written=Written(kept["written"]),
            tie=Tie(kept["tie"]),
        )


@dataclass(frozen=True)
class Count:
    """What came out of a box or of a show of hands, and the council it came from."""

    members: int
    present: int  # the recused among them too
    recused: int = 0  # present or not
    recused_present: int = 0
    yes: int = 0
    no: int = 0
    blank: int = 0
    invalid: int = 0
    written_yes: int = 0
    written_no: int = 0
    written_blank: int = 0

    @property
    def voters(self) -> int:
        """How many were given a ballot: in the room and not recused."""
        return self.present - self.recused_present

    @property
    def received(self) -> int:
        return self.yes + self.no + self.blank + self.invalid

    @property
    def written(self) -> int:
        return self.written_yes + self.written_no + self.written_blank


@dataclass(frozen=True)
class Reckoned:
    """What a vote came to: yes votes, the base, how many were needed, and the outcome."""

    yes: int
    base: int
    needed: int
    outcome: Outcome


def has_quorum(rule: Rule, *, members: int, present: int) -> bool:
    return members > 0 and rule.quorum.is_reached(present, members)


def base_of(rule: Rule, count: Count) -> int:
    """Return what the yes votes are measured against."""
    takes_written = rule.written is not Written.NONE and count.written > 0
    base = Base.ALL if takes_written and rule.written is Written.BASE_ALL else rule.base
    leaves_out = rule.recused is Recused.LEFT_OUT
    if base is Base.ALL:
        return count.members - (count.recused if leaves_out else 0)
    if base is Base.PRESENT:
        here = count.present - (count.recused_present if leaves_out else 0)
        return here + (count.written if takes_written else 0)
    return count.yes + count.no + (count.written_yes + count.written_no if takes_written else 0)


def reckon(rule: Rule, count: Count, *, chair_said_yes: bool | None = None) -> Reckoned:
    """Say what the vote came to; `chair_said_yes` matters where a tie goes to the chair's side (None: not heard)."""
    base = base_of(rule, count)
    yes = count.yes + (count.written_yes if rule.written is not Written.NONE else 0)
    part = rule.threshold
    needed = part.more_than(base) if rule.is_strict else part.at_least(base)
    outcome = Outcome.PASSED if base > 0 and yes >= needed else Outcome.FAILED
    is_tie = rule.is_strict and part.is_half and base > 0 and yes * 2 == base
    if is_tie and rule.tie is Tie.CHAIR:
        outcome = {None: Outcome.TIE, True: Outcome.PASSED, False: Outcome.FAILED}[chair_said_yes]
    if not has_quorum(rule, members=count.members, present=count.present):
        outcome = Outcome.NO_QUORUM
    return Reckoned(yes=yes, base=base, needed=needed, outcome=outcome)


@dataclass(frozen=True)
class PaperTally:
    """The record of a paper ballot as the tellers wrote it down."""

    issued: int
    received: int
    valid: int
    invalid: int
    blank: int
    yes: int
    no: int


class Slip(StrEnum):
    """What cannot be right in a record of a paper ballot; the words are the form's."""

    ISSUED = "issued"  # more ballots than members who may vote
    RECEIVED = "received"  # more came back than were given out
    PARTS = "parts"  # valid, invalid and blank ones are not those received
    VALID = "valid"  # yes and no are not the valid ones


def slips(tally: PaperTally, *, voters: int) -> Iterator[Slip]:
    """Yield what does not add up in a paper tally."""
    if tally.issued > voters:
        yield Slip.ISSUED
    if tally.received > tally.issued:
        yield Slip.RECEIVED
    if tally.valid + tally.invalid + tally.blank != tally.received:
        yield Slip.PARTS
    if tally.yes + tally.no != tally.valid:
        yield Slip.VALID
