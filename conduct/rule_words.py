"""A voting rule and a result in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conduct.models import ItemResult, Outcome
from conduct.models.vote_rule import BASES
from conduct.reckoning import Base, Part, Recused, Rule, Written

Text = str | Promise
OUTCOMES: Final[dict[str, Text]] = {
    Outcome.PASSED: gettext_lazy("Passed"),
    Outcome.FAILED: gettext_lazy("Not passed"),
    Outcome.TIE: gettext_lazy("A tie: the chair decides"),
    Outcome.NO_QUORUM: gettext_lazy("No quorum"),
}


def part(of: Part) -> str:
    """Write a part: as percent where it is one that people write so, else as a fraction."""
    if 100 % of.denominator == 0 and of.denominator not in {2, 4}:
        return f"{100 * of.numerator // of.denominator}%"
    return f"{of.numerator}/{of.denominator}"


def threshold(rule: Rule) -> str:
    """Say what a vote needs: more than 1/2 of all members."""
    told = {"part": part(rule.threshold), "base": dict(BASES)[Base(rule.base).value]}
    if rule.is_strict:
        return _("more than %(part)s of %(base)s") % told
    return _("at least %(part)s of %(base)s") % told


def told_rule(rule: Rule) -> list[str]:
    """Say everything that a rule asks for, sentence by sentence."""
    said = [
        _("Passed by %(threshold)s.") % {"threshold": threshold(rule)},
        _("Quorum: %(part)s of all members.") % {"part": part(rule.quorum)},
    ]
    if rule.recused == Recused.LEFT_OUT:
        said.append(_("Who may not vote on an item is left out of the base."))
    if rule.written == Written.ADDED:
        said.append(_("Written opinions of absent members count; they are added to those present."))
    if rule.written == Written.BASE_ALL:
        said.append(_("Written opinions of absent members count; the base is then all members."))
    return said


def verdict(result: ItemResult) -> tuple[str, str]:
    """Return a result's state, for its sign, and its word."""
    passed = result.has_passed
    if result.was_tie and passed is not None:
        word = _("Passed, by the chair's side in a tie") if passed else _("Not passed, by the chair's side in a tie")
        return ("accepted" if passed else "overdue"), word
    states = {Outcome.PASSED: "accepted", Outcome.FAILED: "overdue"}
    return states.get(Outcome(result.outcome), "returned"), str(OUTCOMES[Outcome(result.outcome)])
