"""Drawing units by lot: the same again from the same seed, so many of each stratum, nobody favoured."""

import subprocess
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conduct.sampling import draw, place_in_lot, strata

codes = st.text(alphabet="ABCDEFGHIJ0123456789-", min_size=1, max_size=8)
frames = st.dictionaries(codes, st.lists(codes, max_size=12, unique=True), max_size=5)


@given(frames, st.integers(0, 15), st.text(max_size=20))
def test_so_many_are_drawn_of_each_stratum_and_all_of_a_small_one(frame, size, seed):
    drawn = draw(frame, size, seed)
    per_stratum = Counter(stratum for stratum, members in frame.items() for code in members if code in drawn)

    assert len(drawn) == sum(min(size, len(members)) for members in frame.values())
    assert all(per_stratum[stratum] >= min(size, len(members)) for stratum, members in frame.items())


@given(frames, st.integers(0, 15), st.text(max_size=20), st.randoms())
def test_the_same_seed_draws_the_same_whatever_the_order(frame, size, seed, random):
    shuffled = {stratum: random.sample(members, len(members)) for stratum, members in frame.items()}
    assert draw(frame, size, seed) == draw(dict(reversed(shuffled.items())), size, seed)


@given(frames, st.integers(0, 10), st.text(max_size=20))
def test_a_larger_draw_holds_the_smaller_one(frame, size, seed):
    assert set(draw(frame, size, seed)) <= set(draw(frame, size + 1, seed))


def test_a_naive_second_drawing_says_the_same():
    frame = strata([("10015", "xã"), ("10018", "xã"), ("NV", "phòng"), ("10027", "xã"), ("GDDT", "phòng")])
    by_hand = []
    for stratum in ("phòng", "xã"):
        lots = [(place_in_lot("2024-03", code), code) for code in frame[stratum]]
        by_hand += [min(lots)[1]]

    assert frame == {"phòng": ["GDDT", "NV"], "xã": ["10015", "10018", "10027"]}
    assert draw(frame, 1, "2024-03") == by_hand


def test_anyone_can_check_a_draw_at_a_command_line():
    printed = subprocess.run(["sha256sum"], input="seed:10015", capture_output=True, text=True, check=True).stdout
    assert printed.split()[0] == place_in_lot("seed", "10015")


def test_nobody_is_favoured():
    frame = {"xã": [f"{n:05d}" for n in range(20)]}
    times = Counter(code for seed in range(2000) for code in draw(frame, 5, str(seed)))

    assert len(times) == 20
    assert all(420 <= number <= 580 for number in times.values())  # 500 expected, four deviations either way


def test_less_than_nothing_is_refused():
    with pytest.raises(ValueError, match="Nothing less"):
        draw({}, -1, "")
