"""What is pointed out about a figure, and what is left in peace."""

from decimal import Decimal

import pytest

from campaigns.indicator_sums import NOTHING, Figure
from campaigns.plausibility import Doubt, doubts
from tests.campaigns.test_indicator_sums import amount, share


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (500, 100, [Doubt.GREW]),
        (499, 100, []),
        (12, 2, [Doubt.GREW]),
        (10, 2, []),  # eight more: small numbers jump
        (20, 100, [Doubt.FELL]),
        (21, 100, []),
        (0, 100, [Doubt.FELL_TO_ZERO]),
        (0, 3, [Doubt.FELL_TO_ZERO]),
        (0, 2, []),
        (0, 0, []),
        (1000, 0, []),  # the first time is no leap
    ],
)
def test_an_amount_is_compared_with_the_last_period(now, before, found):
    assert list(doubts(amount(now), amount(before))) == found


def test_a_first_period_and_a_figure_not_given_raise_no_doubt():
    assert list(doubts(amount(10**9), NOTHING)) == []
    assert list(doubts(NOTHING, amount(100))) == []
    assert list(doubts(Figure(None, Decimal(3), None), share(1, 2))) == []


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (share(11, 10), NOTHING, [Doubt.MORE_THAN_WHOLE]),
        (share(10, 10), NOTHING, []),
        (share(3, 0), NOTHING, [Doubt.SHARE_OF_NOTHING]),
        (share(0, 0), share(1, 2), []),
        (share(95, 100), share(60, 100), [Doubt.SHARE_MOVED]),
        (share(90, 100), share(60, 100), []),
        (share(0, 100), share(60, 100), [Doubt.SHARE_MOVED]),
        (share(150, 100), share(60, 100), [Doubt.MORE_THAN_WHOLE, Doubt.SHARE_MOVED]),
    ],
)
def test_a_share_is_held_against_its_whole_and_the_last_share(now, before, found):
    assert list(doubts(now, before)) == found
