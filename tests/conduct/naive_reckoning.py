"""A second, slow reckoning of a vote: every member is a person in a list, parts are fractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from conduct.reckoning import Count, Rule

CAST = ("yes", "no", "blank", "invalid")


@dataclass(frozen=True)
class Person:
    """One member: in the room or not, recused or not, and what they did: a ballot, a written opinion, nothing."""

    here: bool
    recused: bool
    did: str  # a word of CAST, "" for nothing; of the absent, what they wrote


def counted(people: Sequence[Person]) -> Count:
    """Return the totals as a box and a list of written opinions give them."""

    def cast(word: str) -> int:
        return sum(person.did == word for person in people if person.here and not person.recused)

    def wrote(word: str) -> int:
        return sum(person.did == word for person in people if not person.here and not person.recused)

    return Count(
        members=len(people),
        present=sum(person.here for person in people),
        recused=sum(person.recused for person in people),
        recused_present=sum(person.recused and person.here for person in people),
        yes=cast("yes"),
        no=cast("no"),
        blank=cast("blank"),
        invalid=cast("invalid"),
        written_yes=wrote("yes"),
        written_no=wrote("no"),
        written_blank=wrote("blank"),
    )


def in_base(rule: Rule, people: Sequence[Person]) -> list[Person]:
    """Return those against whom the yes votes are measured."""
    wrote = [person for person in people if not person.here and not person.recused and person.did]
    base = rule.base
    if rule.written == "base_all" and wrote:
        base = "all"
    if base == "valid":
        voters = [person for person in people if person.here and not person.recused]
        voters += wrote if rule.written == "added" else []
        return [person for person in voters if person.did in ("yes", "no")]
    kept = [person for person in people if not (person.recused and rule.recused == "left_out")]
    if base == "all":
        return kept
    return [person for person in kept if person.here] + (wrote if rule.written == "added" else [])


def outcome(rule: Rule, people: Sequence[Person], chair_said_yes: bool | None) -> str:
    """Say what the vote came to."""
    quorum = Fraction(rule.quorum.numerator, rule.quorum.denominator)
    if not people or Fraction(sum(person.here for person in people), len(people)) < quorum:
        return "no_quorum"
    voices = [person for person in people if not person.recused and (person.here or rule.written != "none")]
    yes = sum(person.did == "yes" for person in voices)
    base = len(in_base(rule, people))
    if base == 0:
        return "failed"
    share, asked = Fraction(yes, base), Fraction(rule.threshold.numerator, rule.threshold.denominator)
    if share > asked or (share == asked and not rule.is_strict):
        return "passed"
    if share == asked == Fraction(1, 2) and rule.tie == "chair":
        return {True: "passed", False: "failed", None: "tie"}[chair_said_yes]
    return "failed"
