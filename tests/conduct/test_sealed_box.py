"""The box's cryptography: what a code on paper is worth, what a ballot tells, what a guard finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conduct import sealed_box

CODES = [sealed_box.new_code(), sealed_box.new_code()]
KEYS = [sealed_box.public_half(code) for code in CODES]


def test_what_is_sealed_for_two_is_opened_by_both_together_and_by_neither_alone():
    box = [sealed_box.seal(choice, KEYS) for choice in "ynby"]

    assert sealed_box.unseal(box, CODES) == ["b", "n", "y", "y"]
    assert sealed_box.unseal(box, CODES[:1]) == ["?"] * 4
    assert sealed_box.unseal(box, CODES[1:]) == ["?"] * 4
    assert sealed_box.unseal(box, CODES[::-1]) == ["?"] * 4


def test_two_equal_choices_look_as_different_as_two_others():
    box = {sealed_box.seal(choice, KEYS) for choice in "y" * 50 + "n" * 50 + "b" * 50}

    assert len(box) == 150
    assert len({len(ballot) for ballot in box}) == 1


def test_nobody_can_tell_a_choice_by_sealing_it_again():
    ballot = sealed_box.seal("y", KEYS)

    assert all(sealed_box.seal("y", KEYS) != ballot for _n in range(100))


def test_what_says_nothing_is_told_apart_and_not_lost():
    broken = sealed_box.seal("y", KEYS)[:-8] + "AAAAAAA="

    assert sealed_box.unseal([broken, "not base64", sealed_box.seal("x", KEYS)], CODES) == ["?", "?", "x"]


def test_a_longer_word_is_no_ballot():
    with pytest.raises(ValueError, match="few words"):
        sealed_box.seal("y" * 17, KEYS)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_one_wrong_letter_on_the_paper_is_noticed(data):
    code = CODES[0].replace("-", "")
    place = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.sampled_from([other for other in sealed_box.LETTERS if other != code[place]]))

    with pytest.raises(sealed_box.MisreadCode):
        sealed_box.public_half(code[:place] + letter + code[place + 1 :])


@pytest.mark.parametrize("read", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")])
def test_a_code_is_read_as_people_type(read):
    assert sealed_box.opens(read(CODES[0]), KEYS[0])


def test_letters_that_look_like_others_are_taken_for_them():
    code = next(code for code in iter(sealed_box.new_code, "") if {"0", "1"} <= set(code))

    typed = code.replace("0", "O").replace("1", "l")

    assert sealed_box.public_half(typed) == sealed_box.public_half(code)


WRONG = {
    "empty": "",
    "short": "ABCD",
    "a letter less": CODES[0][:-1],
    "a letter more": CODES[0] + "A",
    "signs": "!" * 56,
    "Vietnamese": "Đ" * 56,
}


@pytest.mark.parametrize("typed", WRONG.values(), ids=WRONG)  # codes are random: ids must be the same in each worker
def test_what_is_no_code_is_said_to_be_none(typed):
    with pytest.raises(sealed_box.MisreadCode):
        sealed_box.public_half(typed)


def test_another_code_opens_nothing():
    assert not sealed_box.opens(CODES[1], KEYS[0])
    assert not sealed_box.opens(CODES[0], "")


def test_a_guard_knows_its_item_its_ballots_and_its_secret():
    box = [sealed_box.seal("y", KEYS), sealed_box.seal("n", KEYS)]
    guard = sealed_box.guard("secret", item=1, box=box)

    assert guard == sealed_box.guard("secret", item=1, box=list(box))
    for other in (
        sealed_box.guard("secret", item=2, box=box),
        sealed_box.guard("other", item=1, box=box),
        sealed_box.guard("secret", item=1, box=box[:1]),
        sealed_box.guard("secret", item=1, box=[box[0], sealed_box.seal("n", KEYS)]),
    ):
        assert other != guard
