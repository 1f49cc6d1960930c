"""The checks of a dossier: each answers yes, no or not known with its rule and record; what blocks, what does not."""

from dataclasses import replace
from datetime import date

import pytest

from conduct.nomination_checks import ALIKE, Answer, Dossier, Earlier, Need, Quota, checks_of, likeness, overruled

TODAY = date(2024, 6, 3)
DOSSIER = Dossier(
    today=TODAY,
    law="98/2023/NĐ-CP",
    movement="Văn hóa công sở",
    period=(date(2024, 1, 1), date(2024, 12, 31)),
    overdue=(),
    reports=4,
    is_person=True,
    merit="Giúp đỡ người dân làm thủ tục ngoài giờ hành chính",
    number="03/TTr-PNV",
    met_on=date(2024, 6, 1),
    members=21,
    present=20,
    voted_yes=19,
)
QUOTA = Quota("15", "biên chế", "xuống", 1, most=3, base=23, others=2, is_firm=True)
EARLIER = Earlier(
    told="Giấy khen 2023",
    award="Giấy khen",
    year=2023,
    merit="Giúp đỡ người dân làm thủ tục ngoài giờ hành chính.",
    is_same_award=False,
    was_given=True,
)


def the(code: str, dossier: Dossier):
    return next((check for check in checks_of(dossier) if check.code == code), None)


def test_a_good_dossier_stands_before_every_check():
    assert {check.answer for check in checks_of(DOSSIER)} == {Answer.YES}
    assert all(check.rule and check.record for check in checks_of(DOSSIER))


@pytest.mark.parametrize(
    ("others", "most", "answer", "stops"),
    [(0, 3, "yes", False), (2, 3, "yes", False), (3, 3, "no", True), (4, 3, "no", True), (0, 1, "yes", False)],
)
def test_the_quota_ends_exactly_at_its_number(others, most, answer, stops):
    check = the("quota", replace(DOSSIER, quota=replace(QUOTA, others=others, most=most)))

    assert (check.answer, check.stops) == (answer, stops)


def test_over_a_quota_that_is_not_firm_one_is_told_and_not_stopped():
    check = the("quota", replace(DOSSIER, quota=replace(QUOTA, others=3, is_firm=False)))

    assert (check.answer, check.stops) == (Answer.NO, False)


def test_a_quota_whose_base_nobody_knows_is_not_known_and_stops_nobody():
    check = the("quota", replace(DOSSIER, quota=replace(QUOTA, base=None, most=None, others=9)))

    assert (check.answer, check.stops) == (Answer.UNKNOWN, False)


def test_an_award_without_a_quota_is_not_asked_for_one():
    assert the("quota", DOSSIER) is None


@pytest.mark.parametrize(
    ("change", "answer", "stops"),
    [
        ({"closed_on": date(2024, 6, 3)}, "no", True),
        ({"closed_on": date(2024, 6, 4)}, "yes", False),
        ({"period": (date(2024, 6, 4), date(2024, 12, 31))}, "no", True),
        ({"period": (date(2024, 6, 3), date(2024, 12, 31))}, "yes", False),
        ({"period": None}, "unknown", False),
    ],
)
def test_a_movement_takes_proposals_from_its_first_day_until_it_is_closed(change, answer, stops):
    check = the("period", replace(DOSSIER, **change))

    assert (check.answer, check.stops) == (answer, stops)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"overdue": ("Báo cáo quý II",)}, "no"),
        ({"late": ("Kế hoạch năm",)}, "no"),
        ({"overdue": None}, "unknown"),
        ({}, "yes"),
    ],
)
def test_reports_overdue_or_late_are_told_by_name_and_stop_nobody(change, answer):
    check = the("late", replace(DOSSIER, **change))

    assert (check.answer, check.stops) == (answer, False)
    assert all(title in check.record for titles in change.values() if titles for title in titles)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"violations": 1}, "unknown"),  # whom it concerns is nobody's business here
        ({"violations": 1, "is_person": False}, "no"),
        ({"reported": 1, "is_person": False}, "unknown"),
        ({"is_person": False}, "yes"),
    ],
)
def test_a_violation_in_the_unit_is_no_proof_against_a_person(change, answer):
    check = the("violations", replace(DOSSIER, **change))

    assert (check.answer, check.stops) == (answer, False)


@pytest.mark.parametrize(
    ("earlier", "answer"),
    [
        (EARLIER, "no"),  # the same deed in the same words, a full stop apart
        (replace(EARLIER, merit="Đạt giải nhất hội thi cán bộ một cửa"), "yes"),
        (replace(EARLIER, merit="", is_same_award=True, year=2024), "no"),
        (replace(EARLIER, merit="", is_same_award=True, year=2023), "yes"),
    ],
)
def test_the_same_achievement_is_told(earlier, answer):
    check = the("same", replace(DOSSIER, earlier=[earlier]))

    assert (check.answer, check.stops) == (answer, False)
    assert earlier.told in check.record


def test_likeness_looks_past_diacritics_and_nothing_is_like_nothing():
    assert likeness("Giúp đỡ người dân", "giup do nguoi dan") == 1
    assert likeness("", "") == 0
    assert likeness("Trực ngày Tết", "Đạt giải hội thi") < ALIKE


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("03/TTr-PNV", "yes"),
        ("1245/QĐ-UBND", "yes"),
        ("07/BB-HĐTĐKT", "yes"),
        ("05/KH-THCSNSL", "yes"),
        ("03", "no"),
        ("TTr-03", "no"),
        ("03/TTr", "no"),
        ("03 / TTr-PNV", "no"),
        ("", "unknown"),
    ],
)
def test_a_number_is_looked_at_and_stops_nobody(number, answer):
    check = the("number", replace(DOSSIER, number=number))

    assert (check.answer, check.stops) == (answer, False)


@pytest.mark.parametrize(("found", "answer"), [(0, "unknown"), (1, "unknown"), (2, "yes"), (3, "yes")])
def test_awards_needed_before_are_found_or_not_known(found, answer):
    check = the("needs", replace(DOSSIER, needs=[Need("Lao động tiên tiến", 2, 2, found)]))

    assert (check.answer, check.stops) == (answer, False)


@pytest.mark.parametrize(("initiative", "answer", "stops"), [("", "no", True), ("Sổ tay · 12/QĐ", "yes", False)])
def test_a_title_that_needs_an_initiative_stops_without_one(initiative, answer, stops):
    check = the("initiative", replace(DOSSIER, needs_initiative=True, initiative=initiative))

    assert (check.answer, check.stops) == (answer, stops)


@pytest.mark.parametrize(
    ("members", "present", "yes", "answer"),
    [
        (20, 11, 6, "yes"),
        (20, 10, 10, "no"),  # half of the members is not more than half
        (20, 12, 6, "no"),  # half of the votes is not more than half
        (20, 12, 7, "yes"),
        (None, 12, 7, "unknown"),
        (20, 12, None, "unknown"),
    ],
)
def test_the_units_meeting_carries_with_more_than_half(members, present, yes, answer):
    check = the("meeting", replace(DOSSIER, members=members, present=present, voted_yes=yes))

    assert check.answer == answer


def test_the_short_way_asks_for_neither_meeting_nor_letter():
    codes = {check.code for check in checks_of(replace(DOSSIER, is_short_way=True))}

    assert not codes & {"meeting", "number"}


def test_what_the_office_overruled_says_so_and_stops_no_more():
    checks = overruled(checks_of(replace(DOSSIER, quota=replace(QUOTA, others=3))), {"quota": "Đơn vị dẫn đầu cụm"})
    check = next(check for check in checks if check.code == "quota")

    assert (check.answer, check.stops, check.overruled_why) == (Answer.NO, False, "Đơn vị dẫn đầu cụm")
