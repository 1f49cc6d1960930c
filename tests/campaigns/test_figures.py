"""The figures at a time T: hand-worked examples, one sentence each."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from time import process_time

import pytest

from campaigns.calendar import VIET_NAM
from campaigns.figures import (
    Clocks,
    Figures,
    LedgerEvent,
    LedgerRow,
    Share,
    by,
    clocks,
    days_late,
    figures,
    first_time_acceptance,
    late_in_a_row,
    standing,
)

TO_STATE = {
    "start": "drafting",
    "send": "signing",
    "hand_back": "drafting",
    "submit": "submitted",
    "return": "returned",
    "refuse": "drafting",
    "accept": "accepted",
    "reopen": "returned",
}
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def day(number, month=3):
    """The last second of a day of March 2024."""
    return datetime(2024, month, number, 23, 59, 59, tzinfo=VIET_NAM)


def noon(number, month=3):
    return datetime(2024, month, number, 12, 0, 0, tzinfo=VIET_NAM)


DUE = day(15)  # a Friday
LATER = day(29)


def row(*moves, due_at=DUE, pk=1, unit="NV", group="agency", cluster="KHOI-CO-QUAN"):
    """A row with moves told as (verb, at) or (verb, at, date)."""
    state, events = "pending", []
    for number, (verb, at, *date_set) in enumerate(moves, start=1):
        state = TO_STATE.get(verb, state)
        events.append(LedgerEvent(at, verb, state, date_set[0] if date_set else None, number))
    opens_at = datetime(2024, 3, 1, tzinfo=VIET_NAM)
    return LedgerRow(pk, unit, group, cluster, "PLAN", "plan", due_at, tuple(events), opens_at)


def counted(*moves, at=LATER, **facts):
    """What a single row counts as."""
    found = figures([row(*moves, **facts)], at=at).as_dict()
    assert (
        found["overdue"] == found["due"] - found["submitted"] and found["late"] == found["submitted"] - found["on_time"]
    )
    return {name for name, number in found.items() if number}


ON_TIME = {"due", "submitted", "on_time"}
LATE = {"due", "submitted", "late"}
OVERDUE = {"due", "overdue"}


# --- due


def test_nothing_counts_before_it_is_due():
    assert counted(("start", noon(2)), ("submit", noon(3)), ("accept", noon(4)), at=noon(5)) == set()


def test_it_is_due_from_the_last_second_of_the_day_in_viet_nam():
    assert counted(at=DUE - SECOND) == set()
    assert counted(at=DUE) == OVERDUE
    assert counted(at=datetime(2024, 3, 15, 16, 59, 59, tzinfo=UTC)) == OVERDUE


# --- the hand-in


def test_a_hand_in_in_the_last_second_is_on_time():
    assert counted(("submit", DUE)) == ON_TIME


def test_a_hand_in_at_midnight_is_late():
    assert counted(("submit", DUE + SECOND)) == LATE
    assert counted(("submit", datetime(2024, 3, 16, tzinfo=VIET_NAM))) == LATE


def test_a_hand_in_after_the_time_asked_about_is_not_there_yet():
    assert counted(("submit", noon(18)), at=noon(18) - SECOND) == OVERDUE
    assert counted(("submit", noon(18)), at=noon(18)) == LATE


def test_sending_to_the_head_is_no_hand_in():
    assert counted(("start", noon(2)), ("send", noon(3))) == OVERDUE


def test_the_first_hand_in_counts_not_the_last():
    assert counted(("submit", noon(14)), ("return", noon(18), day(22)), ("submit", noon(21))) == ON_TIME


def test_what_is_accepted_counts_as_accepted_only_while_it_is():
    moves = ("submit", noon(14)), ("accept", noon(18)), ("reopen", noon(20), day(25))
    assert counted(*moves, at=noon(19)) == ON_TIME | {"accepted"}
    assert counted(*moves, at=noon(20)) == ON_TIME


def test_a_late_hand_in_can_be_accepted():
    assert counted(("submit", noon(18)), ("accept", noon(19))) == LATE | {"accepted"}


# --- returns


def test_a_return_after_a_timely_submission_leaves_the_unit_on_time():
    assert counted(("submit", noon(14)), ("return", noon(18), day(22)), at=noon(20)) == ON_TIME


def test_an_unanswered_return_runs_through_the_last_second_of_its_date():
    moves = ("submit", noon(14)), ("return", noon(18), day(22))
    assert counted(*moves, at=day(22)) == ON_TIME
    assert counted(*moves, at=day(22) + SECOND) == LATE


def test_a_return_answered_after_its_date_makes_the_unit_late_for_good():
    moves = ("submit", noon(14)), ("return", noon(18), day(22)), ("submit", day(22) + SECOND), ("accept", noon(25))
    assert counted(*moves) == LATE | {"accepted"}


def test_every_return_has_its_own_date():
    first = ("submit", noon(14)), ("return", noon(15), day(18)), ("submit", noon(18))
    assert counted(*first, ("return", noon(19), day(21)), ("submit", noon(21))) == ON_TIME
    assert counted(*first, ("return", noon(19), day(21)), ("submit", noon(22))) == LATE


def test_a_reopening_is_answered_like_a_return():
    moves = ("submit", noon(14)), ("accept", noon(18)), ("reopen", noon(19), day(22))
    assert counted(*moves, ("submit", noon(22)), ("accept", noon(25))) == ON_TIME | {"accepted"}
    assert counted(*moves, ("submit", noon(25))) == LATE


def test_a_return_does_not_move_the_due_date():
    assert counted(("submit", noon(14)), ("return", noon(14), day(28)), at=noon(20)) == ON_TIME
    assert standing(row(("submit", noon(14)), ("return", noon(14), day(28))), at=noon(20)).effective_due == DUE


# --- refusals


def test_a_refused_hand_in_counts_as_not_made():
    assert counted(("submit", noon(14)), ("refuse", noon(18))) == OVERDUE


def test_until_it_was_refused_it_counted():
    assert counted(("submit", noon(14)), ("refuse", noon(18)), at=noon(17)) == ON_TIME


def test_after_a_refusal_the_next_hand_in_is_the_first():
    assert counted(("submit", noon(12)), ("refuse", noon(13)), ("submit", noon(15))) == ON_TIME
    assert counted(("submit", noon(14)), ("refuse", noon(18)), ("submit", noon(19))) == LATE


def test_a_refused_answer_leaves_the_return_open_and_its_date_running():
    moves = ("submit", noon(14)), ("return", noon(18), day(22)), ("submit", noon(20)), ("refuse", noon(21))
    assert counted(*moves, at=day(22)) == ON_TIME
    assert counted(*moves, at=day(22) + SECOND) == LATE
    assert counted(*moves, ("submit", noon(22))) == ON_TIME
    assert counted(*moves, ("submit", noon(23))) == LATE


def test_refusing_an_answer_does_not_take_back_the_hand_in_before_it():
    moves = ("submit", noon(14)), ("return", noon(18), day(28)), ("submit", noon(20)), ("refuse", noon(21))
    assert standing(row(*moves), at=noon(22)).submitted_at == noon(14)
    assert standing(row(*moves), at=noon(22)).open_return_due == day(28)


# --- extensions


def test_an_extension_granted_in_time_moves_the_due_date():
    moves = ("extend", DUE, day(22)), ("submit", noon(22))
    assert counted(*moves, at=noon(20)) == set()
    assert counted(*moves) == ON_TIME


def test_an_extension_granted_after_the_due_date_never_makes_late_into_on_time():
    assert counted(("extend", DUE + SECOND, day(22)), ("submit", noon(20))) == LATE
    assert counted(("extend", DUE + SECOND, day(22)), at=noon(20)) == OVERDUE


def test_a_second_extension_must_come_before_the_date_of_the_first():
    assert counted(("extend", noon(14), day(20)), ("extend", noon(19), day(25)), ("submit", noon(25))) == ON_TIME
    assert counted(("extend", noon(14), day(20)), ("extend", noon(21), day(25)), ("submit", noon(25))) == LATE


def test_before_the_extension_was_granted_the_old_date_held():
    moves = (("extend", noon(14), day(22)),)
    assert standing(row(*moves), at=noon(13)).effective_due == DUE
    assert standing(row(*moves), at=noon(14)).effective_due == day(22)


def test_a_changed_requirement_redates_what_nobody_has_started():
    assert counted(("redate", noon(5), day(8)), at=noon(10)) == OVERDUE


# --- waived and cancelled


def test_what_is_waived_counts_as_waived_alone_due_or_not():
    assert counted(("waive", noon(5)), at=noon(6)) == {"waived"}
    assert counted(("submit", noon(18)), ("waive", noon(19))) == {"waived"}


def test_a_waiver_taken_back_lets_the_first_date_hold_again():
    assert counted(("waive", noon(5)), ("unwaive", noon(20)), at=noon(19)) == {"waived"}
    assert counted(("waive", noon(5)), ("unwaive", noon(20)), at=noon(20)) == OVERDUE


def test_what_is_cancelled_counts_nowhere_from_then_on():
    moves = ("waive", noon(5)), ("unwaive", noon(6)), ("submit", noon(7)), ("waive", noon(20)), ("cancel", noon(25))
    assert counted(*moves, at=noon(19)) == ON_TIME
    assert counted(*moves) == set()


# --- many


def test_rates_are_exact_and_a_rate_of_nothing_is_none():
    rows = [row(pk=1), row(("submit", noon(14)), pk=2), row(("submit", noon(18)), pk=3), row(("waive", noon(1)), pk=4)]
    found = figures(rows, at=LATER)
    assert found == Figures(due=3, submitted=2, on_time=1, accepted=0, waived=1)
    assert (found.submitted_rate, found.on_time_rate, found.accepted_rate) == (Fraction(2, 3), Fraction(1, 3), 0)
    assert figures(rows, at=noon(1)).submitted_rate is None


def test_the_names_and_their_order_are_those_of_the_contract():
    assert list(Figures().as_dict()) == ["due", "submitted", "on_time", "accepted", "overdue", "late", "waived"]


def test_groups_are_counted_apart_and_add_up():
    rows = [row(pk=1), row(("submit", noon(14)), pk=2, group="school"), row(pk=3, group="school")]
    found = by(rows, lambda one: one.group, at=LATER)
    assert found == {"agency": Figures(due=1), "school": Figures(due=2, submitted=1, on_time=1)}
    assert sum(found.values(), Figures()) == figures(rows, at=LATER)


# --- beside the seven


def test_first_time_acceptance_leaves_out_what_came_back():
    rows = [
        row(("submit", noon(14)), ("accept", noon(15)), pk=1),
        row(("submit", noon(14)), ("return", noon(15), day(20)), ("submit", noon(16)), ("accept", noon(17)), pk=2),
        row(("submit", noon(12)), ("refuse", noon(13)), ("submit", noon(14)), ("accept", noon(15)), pk=3),
        row(("submit", noon(12)), pk=4),
    ]
    assert first_time_acceptance(rows, at=LATER) == Share(1, 3)
    assert first_time_acceptance(rows, at=LATER).rate == Fraction(1, 3)
    assert first_time_acceptance([], at=LATER).rate is None


@pytest.mark.parametrize(
    ("moves", "late"),
    [
        ((), 9),  # Friday 15 to Friday 29 with one holiday
        ((("submit", DUE),), 0),
        ((("submit", DUE + SECOND),), 0),  # Saturday: late, by no working day
        ((("submit", noon(18)),), 0),  # a holiday here
        ((("submit", noon(19)),), 1),
        ((("submit", noon(14)), ("return", noon(18), day(22)), ("submit", noon(26))), 2),
        ((("submit", noon(20)), ("return", noon(21), day(22)), ("submit", noon(26))), 4),
        ((("waive", noon(20)),), 0),
    ],
)
def test_days_late_are_working_days_past_each_date(moves, late):
    assert days_late(row(*moves), at=LATER, holidays={date(2024, 3, 18)}) == late


def test_how_often_in_a_row_a_unit_was_late_is_counted_from_the_last_due():
    rows = [
        row(due_at=day(1), pk=1),
        row(("submit", noon(7)), due_at=day(8), pk=2),
        row(("submit", noon(18)), due_at=day(15), pk=3),
        row(due_at=day(22), pk=4),
        row(("waive", noon(2)), due_at=day(25), pk=5),
        row(due_at=day(1, month=4), pk=6),
    ]
    assert late_in_a_row(rows, at=LATER) == 2
    assert late_in_a_row(rows, at=day(8)) == 0
    assert late_in_a_row(rows, at=day(7)) == 1
    assert late_in_a_row([], at=LATER) == 0


def test_days_at_the_unit_and_at_the_council_are_counted_apart():
    moves = ("submit", noon(6)), ("return", noon(13), day(20)), ("submit", noon(18)), ("accept", noon(20))
    assert clocks(row(*moves), at=LATER, holidays=()) == Clocks(unit=3 + 3, council=5 + 2)
    assert clocks(row(*moves), at=noon(12), holidays=()) == Clocks(unit=3, council=4)
    assert clocks(row(), at=noon(8), holidays={date(2024, 3, 8)}) == Clocks(unit=4)
    assert clocks(row(("waive", noon(6))), at=LATER, holidays=()) == Clocks(unit=3)
    assert clocks(row(), at=noon(1) - DAY, holidays=()) == Clocks()


def test_a_year_of_sixty_obligations_for_124_units_is_reckoned_in_a_moment():
    moves = ("start", noon(5)), ("submit", noon(14)), ("return", noon(18), day(22)), ("submit", noon(20))
    rows = [row(*moves, pk=number) for number in range(124 * 60)]
    at = LATER.astimezone(UTC)

    def once():
        began = process_time()
        assert figures(rows, at=at).on_time == len(rows)
        return process_time() - began

    assert min(once() for _ in range(5)) < 0.5  # seconds of the processor; 0.03 where nothing else runs
