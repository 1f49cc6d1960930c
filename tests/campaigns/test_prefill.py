"""What a report can be filled in with: pure, on rows of plan and log."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from campaigns import prefill
from campaigns.indicator_sums import Figure
from campaigns.prefill import Asked, Noted, Planned, Shorter
from campaigns.progress_words import wording
from tests.campaigns.test_indicator_sums import amount, share

FIRST, LAST = date(2024, 3, 15), date(2024, 6, 14)
KINDS = {"party_cell_meeting": "Sinh hoạt chi bộ", "clean_up": "Vệ sinh", "other": "Khác"}


def planned(pk: int, starts=FIRST, ends=LAST, title="Hội nghị") -> Planned:
    return Planned(pk, title, starts, ends, Decimal(3), "buổi")


def noted(pk: int, *, kind="clean_up", people=10, plan=None, audience="staff", photos=0) -> Noted:
    return Noted(pk, date(2024, 4, pk), kind, f"Việc {pk}", audience, people, plan, photos)


# --- activities ------------------------------------------------------------------------------------------------------


def test_planned_activities_of_the_period_come_first_done_or_not_then_the_unplanned_by_kind():
    plan = [planned(1), planned(2), planned(3, date(2024, 9, 1), date(2024, 9, 30))]
    log = [noted(1, plan=1), noted(2, plan=1, people=None), noted(3), noted(4, kind="party_cell_meeting"), noted(5)]

    lines = prefill.lines(plan, log, FIRST, LAST, KINDS)

    assert [(line.source, line.times, line.attendance) for line in lines] == [
        (("plan", 1), 2, 10),
        (("plan", 2), 0, 0),
        (("kind", "party_cell_meeting"), 1, 10),
        (("kind", "clean_up"), 2, 20),
    ]


def test_what_was_done_before_or_after_its_planned_days_is_told_with_its_plan():
    lines = prefill.lines([planned(3, date(2024, 9, 1), date(2024, 9, 30))], [noted(1, plan=3)], FIRST, LAST, KINDS)

    assert [(line.source, line.times) for line in lines] == [(("plan", 3), 1)]


def test_an_activity_of_another_plan_counts_as_unplanned():
    lines = prefill.lines([planned(1)], [noted(1, plan=99)], FIRST, LAST, KINDS)

    assert [line.source for line in lines] == [("plan", 1), ("kind", "clean_up")]


@pytest.mark.parametrize(
    ("starts", "ends", "inside"),
    [
        (None, None, True),
        (date(2024, 6, 14), None, True),
        (date(2024, 6, 15), date(2024, 7, 1), False),
        (date(2024, 1, 1), date(2024, 3, 14), False),
        (date(2024, 1, 1), date(2024, 3, 15), True),
        (date(2024, 1, 1), date(2024, 12, 31), True),
    ],
)
def test_an_activity_falls_within_the_period_if_some_day_of_it_does(starts, ends, inside):
    assert planned(1, starts, ends).falls_within(FIRST, LAST) is inside


# --- figures ---------------------------------------------------------------------------------------------------------


def asked(pk: int = 1, prefill="", kinds=(), audiences=(), aggregation="sum") -> Asked:
    return Asked(pk, f"x{pk}", aggregation, prefill, kinds, audiences)


def test_figures_are_counted_from_the_log_by_kind_and_audience():
    log = [noted(1), noted(2, kind="other", people=7), noted(3, audience="pupils", people=30), noted(4, people=None)]
    wanted = [
        asked(1, "entries"),
        asked(2, "entries", kinds=["clean_up"]),
        asked(3, "attendance"),
        asked(4, "attendance", audiences=["pupils", "parents"]),
        asked(5, "drives"),
        asked(6),
    ]

    found = prefill.figures(wanted, log, 2, [])

    assert {pk: int(figure.amount) for pk, figure in found.items()} == {1: 4, 2: 3, 3: 47, 4: 30, 5: 2}


def test_what_the_log_does_not_know_is_carried_over_from_the_shorter_reports():
    quarters = [{"x1": amount(10), "x2": share(1, 4), "x3": amount(1)}, {"x1": amount(5), "x2": share(3, 4)}]
    shorter = [Shorter(1, "quarterly", FIRST, LAST, figures) for figures in quarters]

    found = prefill.figures([asked(1), asked(2), asked(3), asked(4, aggregation="mean")], [], 0, shorter)

    assert found == {1: amount(15), 2: share(4, 8)}  # x3 is missing in the second quarter, x4 in both


def report(requirement: int, first: date, last: date, frequency="quarterly") -> Shorter:
    return Shorter(requirement, frequency, first, last, {})


Q1 = report(1, date(2023, 12, 15), date(2024, 3, 14))
Q2 = report(1, date(2024, 3, 15), date(2024, 6, 14))
HALF = report(2, date(2023, 12, 15), date(2024, 6, 14), "half_yearly")


def test_two_quarters_without_a_gap_cover_the_half_year():
    assert prefill.covering([Q2, Q1], date(2023, 12, 15), date(2024, 6, 14)) == [Q1, Q2]


@pytest.mark.parametrize("known", [[], [Q1], [Q2], [HALF]])
def test_a_gap_or_the_period_itself_covers_nothing(known):
    assert prefill.covering(known, date(2023, 12, 15), date(2024, 6, 14)) == []


def test_reports_of_two_requirements_are_not_counted_twice():
    q3, q4 = (
        report(1, date(2024, 6, 15), date(2024, 9, 14)),
        report(1, date(2024, 9, 15), date(2024, 12, 14)),
    )
    second = report(2, date(2024, 6, 15), date(2024, 12, 14), "half_yearly")

    year = prefill.covering([Q1, Q2, q3, q4, HALF, second], date(2023, 12, 15), date(2024, 12, 14))

    assert year == [HALF, second]


def test_the_last_period_is_the_latest_of_the_same_frequency_within_a_year():
    old = report(1, date(2022, 12, 15), date(2023, 3, 14))

    assert prefill.last_before([old, Q1, HALF], date(2024, 3, 15), "quarterly") == Q1
    assert prefill.last_before([old, HALF], date(2024, 6, 15), "quarterly") is None
    assert prefill.last_before([HALF, Q2], date(2024, 6, 15), "half_yearly") == HALF


# --- sentences -------------------------------------------------------------------------------------------------------


def test_the_text_begins_with_sentences_from_the_log():
    log = [
        noted(1, kind="party_cell_meeting", people=1200, plan=1),
        noted(2, kind="publicity", people=300, audience="residents"),
    ]
    plan = [planned(1, title="Sinh hoạt chi bộ quý II"), planned(2, title="Hội thi")]
    with translation.override("vi"):
        words = wording()
    lines = prefill.lines(plan, log, FIRST, LAST, words.kinds)

    texts = prefill.texts(words, lines, log, 1, [planned(3, title="Tổng kết")], (FIRST, LAST))

    assert "từ ngày 15/03/2024 đến ngày 14/06/2024" in texts["direction"].lower()
    assert "1.500" in texts["direction"]
    assert "1.200" in texts["results"]
    assert len([line for line in texts["results"].splitlines() if line[:2] in {"1.", "2.", "3.", "4."}]) == 4
    assert texts["limits"].splitlines()[1:] == ["- Hội thi"]
    assert texts["next_steps"].splitlines()[1:] == ["- Tổng kết"]
    assert texts["proposals"] == ""


def test_an_empty_log_begins_no_text():
    with translation.override("vi"):
        texts = prefill.texts(wording(), [], [], 0, [], (FIRST, LAST))

    assert set(texts.values()) == {""}


def test_figures_that_were_frozen_are_read_as_they_stood():
    row = {"amount": "", "part": "3", "whole": "4", "before_amount": "7.5"}

    assert Figure.read(row) == share(3, 4)
    assert Figure.read(row, "before_") == amount("7.5")
    assert not Figure.read({}).is_given
