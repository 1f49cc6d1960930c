"""Voting and counting: one ballot for a member, nothing before the close, nothing of anyone's afterwards."""

from dataclasses import replace

import pgtrigger
import pytest
from django.db import DatabaseError, transaction

from conduct import sealed_box
from conduct.ballots import (
    AlreadyVoted,
    BallotRefused,
    BoxDisturbed,
    NoVote,
    VotingNotOpen,
    WrongCode,
    cast,
    count_boxes,
    enter_tally,
)
from conduct.models import BallotBox, Choice, ItemResult, Manner, OpenVote, RollEntry
from conduct.reckoning import PaperTally
from conduct.session_actions import close_voting, convene, give_up, open_voting, say_side, write_opinion
from tests.conduct import councils
from tests.conduct.councils import B, N, Y, ask, attend, council, counted, opened, seat, session, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def nine(db):
    return council(9)


@pytest.fixture
def two_items(nine):
    """A session of nine with two secret items."""
    held = session(nine)
    rule = councils.rule()
    return held, [ask(held, rule, title="Một"), ask(held, rule, title="Hai")]


@pytest.fixture
def at_vote(two_items, nine):
    held, items = two_items
    return held, items, opened(held, nine)


def all_say(items, people, words):
    """Return what each person says of every item, person by person."""
    return {person: {item.pk: word for item in items} for person, word in zip(people, words, strict=True)}


def test_a_session_of_nine_from_the_first_ballot_to_the_result(at_vote, nine):
    held, items, codes = at_vote
    vote(held, all_say(items, nine.people, [Y, Y, Y, Y, Y, N, N, B, Y]))
    counted(held, nine, codes)

    results = list(ItemResult.objects.filter(item__session=held))
    assert held.state == "counted"
    assert [(row.yes, row.no, row.blank, row.invalid) for row in results] == [(6, 2, 1, 0)] * 2
    assert [(row.issued, row.received, row.valid, row.base, row.needed) for row in results] == [(9, 9, 8, 9, 5)] * 2
    assert all(row.has_passed for row in results)
    assert [event.verb for event in held.events.all()] == ["convene", "change", "open", "close", "count"]


def test_after_the_count_no_ballot_is_left(at_vote, nine):
    held, items, codes = at_vote
    vote(held, all_say(items, nine.people, [Y, N, B] * 3))
    counted(held, nine, codes)

    assert list(BallotBox.objects.values_list("sealed", flat=True)) == [[], []]
    assert RollEntry.objects.filter(state="voted").count() == 18


def test_each_voter_finds_their_mark_in_the_published_list(at_vote, nine):
    held, items, codes = at_vote
    marks = {
        cast(held, {items[0].pk: word}, by=person)[0].mark
        for person, word in zip(nine.people, [Y, N, B] * 3, strict=False)
    }
    counted(held, nine, codes)

    assert sorted(marks) == ItemResult.objects.get(item=items[0]).marks
    assert len(marks) == 9


def test_who_has_voted_cannot_vote_again_and_the_box_stays_as_it_is(at_vote, nine):
    held, items, _codes = at_vote
    cast(held, {items[0].pk: Y}, by=nine.people[3])
    before = BallotBox.objects.get(item=items[0]).sealed

    with pytest.raises(AlreadyVoted):
        cast(held, {items[0].pk: N}, by=nine.people[3])
    with pytest.raises(AlreadyVoted):
        cast(held, {items[0].pk: N, items[1].pk: N}, by=nine.people[3])

    assert BallotBox.objects.get(item=items[0]).sealed == before
    assert BallotBox.objects.get(item=items[1]).sealed == []
    assert RollEntry.objects.filter(state="voted").count() == 1


def test_who_is_not_on_the_roll_casts_nothing(at_vote, nine):
    held, items, _codes = at_vote

    for person in (nine.secretary, *nine.tellers):
        with pytest.raises(NoVote):
            cast(held, {items[0].pk: Y}, by=person)
    assert not RollEntry.objects.filter(state="voted").exists()


def test_an_item_of_another_session_is_not_on_this_roll(at_vote, nine):
    held, _items, _codes = at_vote
    other = session(nine)
    stranger = ask(other, councils.rule())
    opened(other, nine)

    with pytest.raises(NoVote):
        cast(held, {stranger.pk: Y}, by=nine.people[1])
    with pytest.raises(NoVote):
        cast(held, {}, by=nine.people[1])


@pytest.mark.parametrize("word", ["", "x", "yes", "Y", "y "])
def test_a_forged_choice_is_no_ballot(at_vote, nine, word):
    held, items, _codes = at_vote

    with pytest.raises(ValueError, match="valid Choice"), transaction.atomic():
        cast(held, {items[0].pk: word}, by=nine.people[1])
    assert not RollEntry.objects.filter(state="voted").exists()


def test_nobody_votes_before_the_opening_or_after_the_close(two_items, nine):
    held, items = two_items
    with pytest.raises(VotingNotOpen):
        cast(held, {items[0].pk: Y}, by=nine.people[1])
    opened(held, nine)
    close_voting(held, by=nine.chair, at=councils.HELD)

    with pytest.raises(VotingNotOpen):
        cast(held, {items[0].pk: Y}, by=nine.people[1])


def test_an_absent_member_has_no_ballot(two_items, nine):
    held, items = two_items
    opened(held, nine, absent=nine.people[7:])

    with pytest.raises(NoVote):
        cast(held, {items[0].pk: Y}, by=nine.people[8])
    assert items[0].roll.count() == 7


def test_a_forged_word_in_the_box_is_an_invalid_ballot(at_vote, nine):
    """As if a compromised process had sealed something else."""
    held, items, codes = at_vote
    vote(held, all_say(items, nine.people[:8], [Y] * 8))
    keys = [teller.public_key for teller in held.tellers.order_by("place")]
    from conduct.ballots import _fill

    for item in items:
        box = BallotBox.objects.get(item=item)
        _fill(box, [*box.sealed, sealed_box.seal("both", keys)])
    RollEntry.objects.filter(state="eligible").update(state="voted")
    counted(held, nine, codes)

    result = ItemResult.objects.filter(item__session=held).first()
    assert (result.yes, result.invalid, result.received, result.valid) == (8, 1, 9, 8)


# --- counting -------------------------------------------------------------------------------------------------------


def test_counting_waits_for_the_close_and_happens_once(at_vote, nine):
    held, items, codes = at_vote
    vote(held, all_say(items, nine.people, [Y] * 9))
    with pytest.raises(BallotRefused):
        count_boxes(held, codes, by=nine.tellers[0])
    counted(held, nine, codes)
    with pytest.raises(BallotRefused):
        count_boxes(held, codes, by=nine.tellers[0])

    assert ItemResult.objects.count() == 2


def test_one_teller_alone_opens_nothing(at_vote, nine):
    held, items, codes = at_vote
    vote(held, all_say(items, nine.people, [Y] * 9))
    close_voting(held, by=nine.chair, at=councils.HELD)

    for tried in ([codes[0], codes[0]], [codes[1], codes[0]], [codes[0], sealed_box.new_code()]):
        with pytest.raises(WrongCode):
            count_boxes(held, tried, by=nine.tellers[0])
    with pytest.raises(sealed_box.MisreadCode):
        count_boxes(held, [codes[0], codes[1][:-1]], by=nine.tellers[0])
    assert not ItemResult.objects.exists()
    assert len(BallotBox.objects.first().sealed) == 9


@pytest.mark.parametrize("change", ["swapped", "taken out", "added", "guard"])
def test_a_box_that_was_changed_in_the_database_is_found(at_vote, nine, change):
    held, items, codes = at_vote
    vote(held, all_say(items, nine.people, [Y] * 9))
    close_voting(held, by=nine.chair, at=councils.HELD)
    box = BallotBox.objects.get(item=items[0])
    keys = [teller.public_key for teller in held.tellers.order_by("place")]
    forged = sealed_box.seal(N, keys)
    changed = {
        "swapped": {"sealed": sorted([*box.sealed[1:], forged])},
        "taken out": {"sealed": box.sealed[1:]},
        "added": {"sealed": sorted([*box.sealed, forged])},
        "guard": {"guard": "0" * 64},
    }[change]
    with_triggers_off(lambda: BallotBox.objects.filter(pk=box.pk).update(**changed))

    with pytest.raises(BoxDisturbed):
        count_boxes(held, codes, by=nine.tellers[0])
    assert not ItemResult.objects.exists()


def test_an_older_box_with_its_own_guard_does_not_fit_the_roll(at_vote, nine):
    held, items, codes = at_vote
    vote(held, all_say(items, nine.people[:5], [Y] * 5))
    older = BallotBox.objects.get(item=items[0])
    vote(held, all_say(items, nine.people[5:], [N] * 4))
    close_voting(held, by=nine.chair, at=councils.HELD)
    with_triggers_off(lambda: BallotBox.objects.filter(pk=older.pk).update(sealed=older.sealed, guard=older.guard))

    with pytest.raises(BoxDisturbed):
        count_boxes(held, codes, by=nine.tellers[0])


def with_triggers_off(change) -> None:
    """Do what the database's owner could do."""
    with pgtrigger.ignore("conduct.BallotBox:one_more_or_emptied"):
        change()


def test_the_database_itself_lets_a_box_grow_by_one_or_be_emptied_and_nothing_else(at_vote, nine):
    held, items, _codes = at_vote
    vote(held, all_say(items, nine.people[:3], [Y, N, B]))
    box = BallotBox.objects.get(item=items[0])

    for ballots in (box.sealed[:2], [*box.sealed, "a", "b"], box.sealed):
        with pytest.raises(DatabaseError), transaction.atomic():
            BallotBox.objects.filter(pk=box.pk).update(sealed=ballots)
    with pytest.raises(DatabaseError), transaction.atomic():
        box.delete()


def test_the_database_itself_lets_a_member_vote_once(at_vote, nine):
    held, items, _codes = at_vote
    vote(held, all_say(items, nine.people[:1], [Y]))
    entry = RollEntry.objects.get(item=items[0], seat__person=nine.people[0])

    for change in ({"state": "eligible"}, {"state": "voted"}, {"seat": seat(held, nine.people[1])}):
        with pytest.raises(DatabaseError), transaction.atomic():
            RollEntry.objects.filter(pk=entry.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()


def test_results_are_kept_for_ever(at_vote, nine):
    held, items, codes = at_vote
    vote(held, all_say(items, nine.people, [Y] * 9))
    counted(held, nine, codes)

    with pytest.raises(DatabaseError), transaction.atomic():
        ItemResult.objects.update(yes=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        ItemResult.objects.all().delete()


def test_a_void_vote_leaves_no_ballots_and_no_result(at_vote, nine):
    held, items, _codes = at_vote
    vote(held, all_say(items, nine.people[:6], [Y, N] * 3))

    give_up(held, "void", by=nine.chair, note="Một kiểm phiếu viên đánh mất phong bì.", at=councils.HELD)

    assert held.state == "voided"
    assert list(BallotBox.objects.values_list("sealed", flat=True)) == [[], []]
    assert not ItemResult.objects.exists()


# --- open votes, paper, written opinions, ties ----------------------------------------------------------------------


@pytest.fixture
def openly(nine):
    held = session(nine)
    rule = councils.rule("co-mat", base="present", quorum_numerator=2, tie="chair", written="base_all")
    return held, ask(held, rule, manner=Manner.OPEN)


def test_an_open_vote_keeps_names_and_is_counted_at_the_close(openly, nine):
    held, item = openly
    opened(held, nine)
    vote(held, {person: {item.pk: word} for person, word in zip(nine.people, [Y] * 5 + [N] * 3 + [B], strict=True)})
    close_voting(held, by=nine.chair, at=councils.HELD)

    assert OpenVote.objects.filter(choice=Choice.NO).count() == 3
    assert (item.result.yes, item.result.no, item.result.blank, item.result.marks) == (5, 3, 1, [])
    assert held.state == "counted"


@pytest.mark.parametrize(("chairs", "passed"), [(Y, True), (N, False)])
def test_an_open_tie_goes_to_the_side_that_the_chair_voted_for(openly, nine, chairs, passed):
    held, item = openly
    opened(held, nine, absent=nine.people[8:])
    rest = [Y] * (3 if chairs == Y else 4) + [N] * (4 if chairs == Y else 3)
    vote(held, {person: {item.pk: word} for person, word in zip(nine.people, [chairs, *rest], strict=False)})
    close_voting(held, by=nine.chair, at=councils.HELD)

    assert (item.result.yes, item.result.no) == (4, 4)
    assert item.result.has_passed is passed


def test_a_secret_tie_waits_for_the_chair_to_say_it_openly(nine):
    held = session(nine)
    item = ask(held, councils.rule("co-mat", base="present", tie="chair"))
    codes = opened(held, nine, absent=nine.people[8:])
    vote(held, {person: {item.pk: word} for person, word in zip(nine.people, [Y, N] * 4, strict=False)})
    counted(held, nine, codes)
    item.refresh_from_db()
    assert (item.result.outcome, item.result.has_passed) == ("tie", None)
    assert any(problem.place == "results" for problem in held.problems())

    say_side(item, says_yes=True, by=nine.chair)

    item = type(item).objects.get(pk=item.pk)
    assert item.result.has_passed is True
    assert list(held.problems()) == []


def test_written_opinions_are_counted_apart_with_names_and_make_the_base_all_members(openly, nine):
    held, item = openly
    convene(held, by=nine.secretary, at=councils.HELD)
    attend(held, by=nine.secretary, absent=nine.people[6:])
    for person, word in zip(nine.people[6:], [Y, Y, N], strict=False):
        write_opinion(item, seat(held, person), word, by=nine.secretary)
    open_voting(held, by=nine.chair, at=councils.HELD)
    vote(held, {person: {item.pk: word} for person, word in zip(nine.people[:6], [Y, Y, N, N, N, B], strict=False)})
    close_voting(held, by=nine.chair, at=councils.HELD)

    result = item.result
    assert (result.yes, result.written_yes, result.written_no, result.yes_in_all, result.base) == (2, 2, 1, 4, 9)
    assert (result.needed, result.outcome) == (5, "failed")


def test_only_the_absent_write_and_only_once(openly, nine):
    from django.db import IntegrityError

    from units.workflow import Shut

    held, item = openly
    convene(held, by=nine.secretary, at=councils.HELD)
    attend(held, by=nine.secretary, absent=nine.people[8:])
    with pytest.raises(Shut):
        write_opinion(item, seat(held, nine.people[0]), Y, by=nine.secretary)
    write_opinion(item, seat(held, nine.people[8]), Y, by=nine.secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        write_opinion(item, seat(held, nine.people[8]), N, by=nine.secretary)


def test_the_tally_of_a_paper_ballot_is_reckoned_by_the_same_rule(nine):
    held = session(nine)
    item = ask(held, councils.rule("co-mat", base="valid"), manner=Manner.PAPER)
    convene(held, by=nine.secretary, at=councils.HELD)
    attend(held, by=nine.secretary)
    open_voting(held, by=nine.chair, at=councils.HELD)
    close_voting(held, by=nine.chair, at=councils.HELD)
    assert held.state == "closed"
    tally = PaperTally(issued=9, received=8, valid=6, invalid=1, blank=1, yes=4, no=2)

    enter_tally(item, tally, by=nine.secretary)

    held.refresh_from_db()
    assert held.state == "counted"
    assert (item.result.base, item.result.outcome, item.result.issued) == (6, "passed", 9)
    with pytest.raises(BallotRefused):
        enter_tally(item, replace(tally, yes=6, no=0), by=nine.secretary)


def test_secret_and_open_items_of_one_session_are_voted_on_together(nine):
    held = session(nine)
    rule = councils.rule()
    secret, openly = ask(held, rule), ask(held, rule, manner=Manner.OPEN)
    codes = opened(held, nine)
    for person in nine.people:
        told = cast(held, {secret.pk: Y, openly.pk: N}, by=person)
        assert [bool(one.mark) for one in told] == [True, False]
    counted(held, nine, codes)

    assert (secret.result.yes, openly.result.no) == (9, 9)


def test_a_box_without_ballots_is_counted_as_none(at_vote, nine):
    held, _items, codes = at_vote
    counted(held, nine, codes)

    assert {row.outcome for row in ItemResult.objects.filter(item__session=held)} == {"failed"}
