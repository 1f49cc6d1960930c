"""The arithmetic of marks: exact at the threshold, and the same as a naive reckoning by fractions."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conduct.marking import Line, Yardstick, reckon

LINES = (Line("moi", 30), Line("hieu-qua", 40, least=20), Line("nhan-rong", 30))
SCALE = Yardstick(LINES, threshold=70)


def sheet(new: int, effect: int, spread: int) -> dict[str, int]:
    return {"moi": new, "hieu-qua": effect, "nhan-rong": spread}


def test_reaching_the_threshold_exactly_is_enough():
    result = reckon([sheet(20, 30, 20), sheet(21, 29, 20)], SCALE)

    assert result.mean == 70
    assert result.has_passed


def test_a_third_of_a_point_below_the_threshold_is_not_enough():
    result = reckon([sheet(20, 30, 20), sheet(20, 30, 20), sheet(20, 30, 19)], SCALE)

    assert result.mean == Fraction(209, 3)
    assert not result.has_passed


def test_a_criterion_below_its_own_least_fails_whatever_the_sum():
    result = reckon([sheet(30, 19, 30)], SCALE)

    assert result.mean == 79
    assert result.too_low == ["hieu-qua"]
    assert not result.has_passed


def test_nobody_marked_comes_to_nothing():
    assert reckon([], SCALE) is None


@pytest.mark.parametrize(("markers", "needed"), [(0, 1), (1, 1), (2, 2), (3, 2), (9, 6), (10, 7), (11, 8), (15, 10)])
def test_two_thirds_of_the_markers_are_rounded_up(markers, needed):
    assert SCALE.needed(markers) == needed
    assert SCALE.has_quorum(given=needed, markers=markers)
    assert not SCALE.has_quorum(given=needed - 1, markers=markers)


sheets = st.lists(st.builds(sheet, st.integers(0, 30), st.integers(0, 40), st.integers(0, 30)), min_size=1, max_size=15)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets=sheets, threshold=st.integers(0, 100))
def test_it_agrees_with_a_naive_reckoning(sheets, threshold):
    result = reckon(sheets, Yardstick(LINES, threshold))
    means = [Fraction(sum(one.values())) for one in sheets]
    effect = sum(Fraction(one["hieu-qua"]) for one in sheets) / len(sheets)

    assert result.mean == sum(means) / len(means)
    assert result.has_passed == (sum(means) / len(means) >= threshold and effect >= 20)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets=sheets)
def test_the_order_of_the_sheets_does_not_matter(sheets):
    assert reckon(sheets, SCALE) == reckon(sheets[::-1], SCALE)
