"""When a council has said yes: by hand at every boundary, and against a naive second reckoning."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conduct.reckoning import (
    Base,
    Count,
    Outcome,
    PaperTally,
    Part,
    Recused,
    Rule,
    Slip,
    Tie,
    Written,
    base_of,
    has_quorum,
    reckon,
    slips,
)
from tests.conduct.naive_reckoning import CAST, Person, counted, in_base, outcome

COUNCILS = [9, 11, 13, 15]
TWO_THIRDS, HALF, EIGHTY = Part(2, 3), Part(1, 2), Part(4, 5)
MAJORITY_OF_ALL = Rule(quorum=TWO_THIRDS, base=Base.ALL, threshold=HALF, is_strict=True)
MAJORITY_OF_PRESENT = replace(MAJORITY_OF_ALL, base=Base.PRESENT)
TWO_THIRDS_OF_ALL = Rule(quorum=TWO_THIRDS, base=Base.ALL, threshold=TWO_THIRDS, is_strict=False)
EIGHTY_OF_ALL = Rule(quorum=TWO_THIRDS, base=Base.ALL, threshold=EIGHTY, is_strict=False)


def said(rule: Rule, **facts: int) -> Outcome:
    facts.setdefault("present", facts["members"])
    return reckon(rule, Count(**facts)).outcome


# --- the boundaries, by hand (domain.md 3.2) ------------------------------------------------------------------------


@pytest.mark.parametrize(("members", "least"), [(9, 6), (11, 8), (13, 9), (15, 10)])
def test_two_thirds_of_the_members_are_a_quorum(members, least):
    assert has_quorum(MAJORITY_OF_ALL, members=members, present=least)
    assert not has_quorum(MAJORITY_OF_ALL, members=members, present=least - 1)


@pytest.mark.parametrize(("members", "least"), [(9, 5), (11, 6), (13, 7), (15, 8)])
def test_more_than_half_of_all_members(members, least):
    assert said(MAJORITY_OF_ALL, members=members, yes=least, no=members - least) == "passed"
    assert said(MAJORITY_OF_ALL, members=members, yes=least - 1, no=members - least + 1) == "failed"


@pytest.mark.parametrize(("members", "least"), [(9, 6), (11, 8), (13, 9), (15, 10)])
def test_at_least_two_thirds_of_all_members(members, least):
    assert said(TWO_THIRDS_OF_ALL, members=members, yes=least) == "passed"
    assert said(TWO_THIRDS_OF_ALL, members=members, yes=least - 1) == "failed"


@pytest.mark.parametrize(("members", "least"), [(9, 8), (11, 9), (13, 11), (15, 12)])
def test_at_least_eighty_percent_of_all_members(members, least):
    assert said(EIGHTY_OF_ALL, members=members, yes=least) == "passed"
    assert said(EIGHTY_OF_ALL, members=members, yes=least - 1) == "failed"
    assert reckon(EIGHTY_OF_ALL, Count(members=members, present=members)).needed == least


@pytest.mark.parametrize(
    ("members", "present", "least"),
    [(9, 6, 4), (9, 7, 4), (11, 8, 5), (13, 9, 5), (13, 10, 6), (15, 10, 6), (15, 15, 8)],
)
def test_the_absent_are_not_in_a_base_of_those_present(members, present, least):
    assert said(MAJORITY_OF_PRESENT, members=members, present=present, yes=least) == "passed"
    assert said(MAJORITY_OF_PRESENT, members=members, present=present, yes=least - 1) in {"failed", "tie"}


@pytest.mark.parametrize(("members", "present"), [(9, 6), (11, 8), (13, 9), (15, 10)])
def test_the_absent_weigh_as_a_no_in_a_base_of_all_members(members, present):
    for rule in (MAJORITY_OF_ALL, TWO_THIRDS_OF_ALL, EIGHTY_OF_ALL):
        reckoned = reckon(rule, Count(members=members, present=present, yes=present))
        assert reckoned.base == members
        assert reckoned.outcome == ("passed" if present >= reckoned.needed else "failed")


def test_six_of_nine_who_are_all_there_is_cannot_give_eighty_percent():
    assert said(EIGHTY_OF_ALL, members=9, present=6, yes=6) == "failed"


@pytest.mark.parametrize(("members", "least"), [(9, 7), (11, 8), (13, 10), (15, 12)])
def test_one_recused_member_is_left_out_where_the_rule_says_so(members, least):
    """80 % of 8, 10, 12, 14: 6.4, 8, 9.6, 11.2."""
    rule = replace(EIGHTY_OF_ALL, recused=Recused.LEFT_OUT)
    facts = {"members": members, "recused": 1, "recused_present": 1}

    assert said(rule, **facts, yes=least) == "passed"
    assert said(rule, **facts, yes=least - 1) == "failed"
    kept = replace(rule, recused=Recused.COUNTED)
    assert reckon(kept, Count(present=members, **facts)).base == members


def test_a_recused_member_who_is_absent_leaves_a_base_of_all_members_only():
    facts = {"members": 9, "present": 8, "recused": 1, "recused_present": 0}
    rule = replace(MAJORITY_OF_ALL, recused=Recused.LEFT_OUT)

    assert base_of(rule, Count(**facts)) == 8
    assert base_of(replace(rule, base=Base.PRESENT), Count(**facts)) == 8
    assert base_of(replace(rule, base=Base.PRESENT), Count(**facts | {"recused_present": 1})) == 7


def test_blank_and_invalid_ballots_are_no_yes_and_are_in_no_base_of_valid_ones():
    facts = {"members": 9, "yes": 4, "no": 2, "blank": 2, "invalid": 1}

    assert said(MAJORITY_OF_ALL, **facts) == "failed"
    assert said(MAJORITY_OF_PRESENT, **facts) == "failed"
    assert said(replace(MAJORITY_OF_ALL, base=Base.VALID), **facts) == "passed"
    assert reckon(replace(MAJORITY_OF_ALL, base=Base.VALID), Count(present=9, **facts)).base == 6


@pytest.mark.parametrize(
    ("written", "base", "result"),
    [(Written.NONE, 7, "failed"), (Written.ADDED, 9, "passed"), (Written.BASE_ALL, 11, "failed")],
)
def test_written_opinions_count_as_the_rule_says(written, base, result):
    """Eleven members, seven there: three say yes, four no; two of the absent write yes. 3/7, 5/9, 5/11."""
    rule = replace(MAJORITY_OF_PRESENT, written=written)
    count = Count(members=11, present=7, yes=3, no=4, written_yes=2)
    rule = replace(rule, quorum=HALF)

    reckoned = reckon(rule, count)

    assert (reckoned.base, reckoned.outcome) == (base, result)


def test_without_a_written_opinion_the_base_stays_those_present():
    rule = replace(MAJORITY_OF_PRESENT, written=Written.BASE_ALL)

    assert base_of(rule, Count(members=9, present=7)) == 7
    assert base_of(rule, Count(members=9, present=7, written_blank=1)) == 9


@pytest.mark.parametrize(("said_yes", "result"), [(None, "tie"), (True, "passed"), (False, "failed")])
def test_exactly_half_is_a_tie_that_the_chairs_side_wins(said_yes, result):
    rule = replace(MAJORITY_OF_PRESENT, tie=Tie.CHAIR)

    assert reckon(rule, Count(members=9, present=8, yes=4, no=4), chair_said_yes=said_yes).outcome == result
    assert reckon(rule, Count(members=9, present=8, yes=5, no=3), chair_said_yes=False).outcome == "passed"
    assert reckon(rule, Count(members=9, present=8, yes=3, no=5), chair_said_yes=True).outcome == "failed"


def test_exactly_half_is_not_approved_where_the_rule_says_so_and_no_tie_of_another_threshold():
    half = Count(members=9, present=8, yes=4, no=4)

    assert reckon(replace(MAJORITY_OF_PRESENT, tie=Tie.REJECTED), half).outcome == "failed"
    assert reckon(replace(TWO_THIRDS_OF_ALL, tie=Tie.CHAIR), Count(members=9, present=9, yes=5)).outcome == "failed"
    at_least_half = replace(MAJORITY_OF_PRESENT, is_strict=False, tie=Tie.CHAIR)
    assert reckon(at_least_half, half).outcome == "passed"


def test_nobody_voted_is_no_approval_whatever_the_threshold():
    rule = replace(MAJORITY_OF_ALL, base=Base.VALID, is_strict=False)

    assert said(rule, members=9, blank=9) == "failed"


def test_without_a_quorum_even_one_voice_is_no_result():
    assert said(MAJORITY_OF_PRESENT, members=9, present=5, yes=5) == "no_quorum"


# --- against the naive reckoning ------------------------------------------------------------------------------------

parts = st.sampled_from([Part(1, 2), Part(2, 3), Part(3, 4), Part(4, 5), Part(9, 10), Part(1, 1), Part(1, 3)])
rules = st.builds(
    Rule,
    quorum=st.sampled_from([Part(1, 2), Part(2, 3), Part(3, 4)]),
    base=st.sampled_from(Base),
    threshold=parts,
    is_strict=st.booleans(),
    recused=st.sampled_from(Recused),
    written=st.sampled_from(Written),
    tie=st.sampled_from(Tie),
)
people = st.builds(
    Person,
    here=st.sampled_from([True, True, True, False]),
    recused=st.sampled_from([False, False, False, True]),
    did=st.sampled_from(["", *CAST, "yes", "yes"]),
).map(lambda person: person if person.here or person.did != "invalid" else replace(person, did=""))
councils = st.sampled_from(COUNCILS).flatmap(lambda size: st.lists(people, min_size=size, max_size=size))


@given(rules, councils, st.sampled_from([None, True, False]))
@settings(max_examples=1500, deadline=None)
def test_both_reckonings_agree(rule, council, chair):
    count = counted(council)

    assert reckon(rule, count, chair_said_yes=chair).outcome == outcome(rule, council, chair)
    assert base_of(rule, count) == len(in_base(rule, council))


@given(rules, councils)
@settings(max_examples=500, deadline=None)
def test_what_is_told_as_needed_is_the_least_that_passes(rule, council):
    count = counted(council)
    reckoned = reckon(rule, count)

    if reckoned.outcome is Outcome.PASSED:
        assert reckoned.yes >= reckoned.needed
    if reckoned.outcome is Outcome.FAILED and reckoned.base:
        assert reckoned.yes < reckoned.needed


@pytest.mark.parametrize("members", COUNCILS)
def test_every_number_of_yes_votes_around_every_threshold(members):
    """All splits of a whole council, under every rule of a base of all or of those present."""
    for base in (Base.ALL, Base.PRESENT):
        for part in (Part(1, 2), Part(2, 3), Part(4, 5), Part(9, 10)):
            for strict in (True, False):
                rule = Rule(quorum=TWO_THIRDS, base=base, threshold=part, is_strict=strict)
                for yes in range(members + 1):
                    council = [Person(True, False, "yes")] * yes + [Person(True, False, "no")] * (members - yes)
                    assert reckon(rule, counted(council)).outcome == outcome(rule, council, None)


# --- paper ----------------------------------------------------------------------------------------------------------

RIGHT = PaperTally(issued=9, received=9, valid=7, invalid=1, blank=1, yes=5, no=2)


def test_a_right_tally_has_no_slips():
    assert list(slips(RIGHT, voters=9)) == []


@pytest.mark.parametrize(
    ("change", "slip"),
    [
        ({"issued": 10}, Slip.ISSUED),
        ({"issued": 8}, Slip.RECEIVED),
        ({"invalid": 2}, Slip.PARTS),
        ({"yes": 6}, Slip.VALID),
    ],
)
def test_a_tally_that_does_not_add_up_is_told_where(change, slip):
    assert list(slips(replace(RIGHT, **change), voters=9)) == [slip]
