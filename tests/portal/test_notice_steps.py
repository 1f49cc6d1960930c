"""The ladder of reminders: hand-worked days, and what holds for any due date."""

from datetime import date, datetime, timedelta
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from campaigns.calendar import VIET_NAM, is_working_day, vietnamese_holidays, working_days_between
from portal.models import NoticeStep
from portal.notice_steps import LADDER, REACH, Owed, due_days, reached, rungs, steps_of, told_to

TET = frozenset(vietnamese_holidays([2023, 2024, 2025, 2026]))
DUE = date(2024, 2, 29)  # a Thursday, after Tết (8 to 14 February 2024)


def moment(month, day, hour=9, minute=0):
    return datetime(2024, month, day, hour, minute, tzinfo=VIET_NAM)


def owed(state="pending", **facts):
    return Owed(state=state, opens_at=moment(1, 15), due_at=moment(2, 29, 23, 59), **facts)


def names(passed):
    return [rung.step for rung in passed]


def test_the_days_of_a_ladder_are_working_days():
    days = {rung.step: rung.at.date() for rung in rungs(DUE, TET)}

    assert days == {
        "due_7": date(2024, 2, 20),
        "due_3": date(2024, 2, 26),
        "due_1": date(2024, 2, 28),
        "due_today": date(2024, 2, 29),
        "overdue": date(2024, 3, 1),
        "overdue_head": date(2024, 3, 5),
        "overdue_office": date(2024, 3, 7),
    }


def test_a_step_is_reached_once_at_half_past_six():
    before, then = moment(2, 26, 6, 29), moment(2, 26, 6, 30)

    assert names(reached(DUE, after=before, until=then, holidays=TET)) == ["due_3"]
    assert reached(DUE, after=then, until=moment(2, 27), holidays=TET) == []


def test_after_an_outage_everyone_hears_the_last_step_that_concerns_them():
    passed = steps_of(owed(), after=moment(2, 19), until=moment(3, 8), holidays=TET)

    assert len(passed) == len(LADDER)
    assert told_to({"drafter"}, passed).step == "overdue"
    assert told_to({"head"}, passed).step == "overdue_head"
    assert told_to({"drafter", "head"}, passed).step == "overdue_head"
    assert told_to({"secretary"}, passed).step == "overdue_office"
    assert told_to({"member"}, passed) is None


@pytest.mark.parametrize(
    "nothing_owed",
    [
        owed("submitted"),
        owed("accepted"),
        owed(is_waived=True),
        owed(is_cancelled=True),
        owed(is_closed=True),
        Owed("pending", opens_at=moment(12, 1), due_at=moment(2, 29)),
    ],
)
def test_nothing_is_said_where_nothing_is_owed(nothing_owed):
    assert steps_of(nothing_owed, after=moment(1, 1), until=moment(4, 1), holidays=TET) == []


@pytest.mark.parametrize("state", ["pending", "drafting", "signing", "returned"])
def test_what_is_owed_is_reminded_of(state):
    assert names(steps_of(owed(state), after=moment(2, 28), until=moment(2, 29), holidays=TET)) == ["due_today"]


def test_every_step_has_words():
    assert {step.name for step in LADDER} <= set(NoticeStep.values)


@given(due=some.dates(date(2023, 3, 1), date(2026, 10, 30)))
def test_every_step_lies_on_a_working_day_at_its_distance_and_within_reach(due):
    for step, rung in zip(LADDER, rungs(due, TET), strict=True):
        day = rung.at.date()
        assert abs(day - due) <= REACH - timedelta(days=2)
        if step.days:
            assert is_working_day(day, TET)
        if step.days > 0 or is_working_day(due, TET):
            assert working_days_between(due, day, TET) == step.days


@given(
    due=some.dates(date(2024, 1, 1), date(2024, 12, 31)),
    cuts=some.lists(some.datetimes(datetime(2023, 11, 1), datetime(2025, 2, 28)), min_size=2, max_size=8),
)
def test_however_time_is_cut_each_step_is_reached_once(due, cuts):
    cuts = sorted(cut.replace(tzinfo=VIET_NAM) for cut in cuts)
    pieces = [names(reached(due, after=start, until=end, holidays=TET)) for start, end in pairwise(cuts)]

    assert list(chain.from_iterable(pieces)) == names(reached(due, after=cuts[0], until=cuts[-1], holidays=TET))


@given(due=some.dates(date(2024, 1, 1), date(2024, 12, 31)), after=some.integers(0, 300), length=some.integers(0, 12))
def test_the_search_by_days_finds_what_each_day_says(due, after, length):
    start = moment(1, 1) + timedelta(days=after)
    end = start + timedelta(days=length)

    expected = reached(due, after=start, until=end, holidays=TET)
    assert due_days(after=start, until=end, holidays=TET).get(due, []) == expected
