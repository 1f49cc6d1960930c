"""Due dates and states in plain words, at their boundaries."""

from datetime import datetime

import pytest
from django.utils import translation

from campaigns.models import Obligation, State
from campaigns.plain_words import day_words, is_pressing, sign, sign_words, things_to_mend, time_left
from tests.factories import end_of, moment

DUE = end_of(2026, 6, 17)  # a Wednesday


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (moment(2026, 6, 14, 0, 0, 0), "còn 3 ngày (T4, 17/06/2026)"),
        (end_of(2026, 6, 14), "còn 3 ngày (T4, 17/06/2026)"),
        (moment(2026, 6, 15, 0, 0, 0), "còn 2 ngày (T4, 17/06/2026)"),
        (moment(2026, 6, 16, 0, 0, 0), "hạn ngày mai (T4, 17/06/2026)"),
        (end_of(2026, 6, 16), "hạn ngày mai (T4, 17/06/2026)"),
        (moment(2026, 6, 17, 0, 0, 0), "hạn hôm nay, đến 23:59"),
        (DUE, "hạn hôm nay, đến 23:59"),
        (moment(2026, 6, 18, 0, 0, 0), "quá hạn 1 ngày"),
        (moment(2026, 6, 19, 8, 0, 0), "quá hạn 2 ngày"),
    ],
)
def test_a_due_date_is_told_in_calendar_days(at: datetime, words: str):
    assert time_left(DUE, at=at) == words


def test_a_due_moment_within_the_day_is_overdue_from_that_moment_on():
    noon = moment(2026, 6, 17, 12)

    assert time_left(noon, at=noon) == "hạn hôm nay, đến 12:00"
    assert time_left(noon, at=moment(2026, 6, 17, 12, 0, 1)) == "quá hạn từ hôm nay"


def test_days_are_those_of_this_office_not_of_greenwich():
    half_past_midnight = moment(2026, 6, 17, 0, 30)  # still the 16th in Greenwich

    assert time_left(DUE, at=half_past_midnight) == "hạn hôm nay, đến 23:59"


def test_english_counts_in_the_singular():
    with translation.override("en"):
        assert time_left(DUE, at=moment(2026, 6, 18)) == "1 day overdue"
        assert time_left(DUE, at=moment(2026, 6, 19)) == "2 days overdue"


def test_sunday_has_its_own_name():
    assert day_words(moment(2026, 6, 14)) == "CN, 14/06/2026"
    assert day_words(moment(2026, 6, 15)) == "T2, 15/06/2026"


def test_the_last_three_days_press():
    assert not is_pressing(DUE, at=end_of(2026, 6, 13))
    assert is_pressing(DUE, at=moment(2026, 6, 14, 0))
    assert is_pressing(DUE, at=moment(2026, 6, 20))


def owed(state: str, **facts: datetime) -> Obligation:
    return Obligation(state=state, effective_due_at=DUE, next_due_at=DUE, **facts)


@pytest.mark.parametrize(
    ("obligation", "at", "mark"),
    [
        (owed(State.DRAFTING), DUE, "drafting"),
        (owed(State.DRAFTING), moment(2026, 6, 18, 0), "overdue"),
        (owed(State.SIGNING), moment(2026, 6, 18, 0), "overdue"),
        (owed(State.SUBMITTED, first_submitted_at=DUE), moment(2026, 7, 1), "submitted"),
        (owed(State.SUBMITTED, first_submitted_at=moment(2026, 6, 18, 0)), moment(2026, 7, 1), "late"),
        (owed(State.RETURNED, first_submitted_at=DUE), moment(2026, 7, 1), "returned"),
        (owed(State.DRAFTING, first_submitted_at=DUE), moment(2026, 7, 1), "drafting"),
        (owed(State.ACCEPTED, first_submitted_at=moment(2026, 6, 18, 0)), moment(2026, 7, 1), "accepted"),
        (owed(State.PENDING, waived_at=DUE), moment(2026, 7, 1), "waived"),
    ],
)
def test_each_standing_has_one_sign(obligation: Obligation, at: datetime, mark: str):
    assert sign(obligation, at=at) == mark
    assert sign_words(mark)


def test_a_return_says_how_much_it_asks_for():
    assert things_to_mend(2) == "được trả lại, cần sửa 2 chỗ"
    assert things_to_mend(0) == "được trả lại"
