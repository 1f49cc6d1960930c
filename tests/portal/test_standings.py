"""What one can ask of a campaign: every number leads to exactly the rows that it counted."""

from dataclasses import replace

import pytest
from django.utils import translation

from portal.standings import STATUSES, Choice, chosen
from tests.portal.ledgers import AT, DAY, DUE, event, handed_in, row, seen

ACCEPTED = row(1, "10015", handed_in(DUE - DAY), event(DUE, "accept", "accepted"))
LATE = row(2, "10018", handed_in(DUE + DAY), event(DUE + 2 * DAY, "accept", "accepted"))
MISSING = row(3, "NV", event(DUE - DAY, "start", "drafting"))
WAITING = row(4, "MN-1", handed_in(DUE))
WAIVED = row(5, "10015", event(DUE - DAY, "waive", "pending"), requirement="quy-che")
RETURNED = row(6, "10018", handed_in(DUE), event(DUE + DAY, "return", "returned", AT + DAY), requirement="quy-che")
COMING = row(7, "NV", requirement="quy-che", due=AT + 5 * DAY)
FAR = row(8, "MN-1", requirement="quy-che", due=AT + 60 * DAY)
CANCELLED = row(9, "MN-1", event(DUE, "cancel", "pending"))
ALL = (ACCEPTED, LATE, MISSING, WAITING, WAIVED, RETURNED, COMING, FAR, CANCELLED)


def numbers(**choice):
    return [one.row.obligation_id for one in chosen(seen(*ALL), Choice(**choice))]


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("overdue", [3]),
        ("late", [2]),
        ("submitted", [4]),
        ("returned", [6]),
        ("accepted", [1, 2]),
        ("waived", [5]),
        ("pending", [7, 8]),
        ("at_unit", [7, 8]),
        ("soon", [7]),
        ("due", [1, 2, 6, 3, 4]),
        ("handed_in", [1, 2, 6, 4]),
        ("on_time", [1, 6, 4]),
        ("accepted_due", [1, 2]),
        ("often", []),
    ],
)
def test_a_status_finds_its_rows(status, found):
    assert sorted(numbers(status=status)) == sorted(found)


def test_each_figure_counts_as_many_as_its_status_finds():
    picture = seen(*ALL)
    figures = picture.figures(picture.items)
    names = {"due": "due", "submitted": "handed_in", "on_time": "on_time", "accepted": "accepted_due"}
    names |= {"overdue": "overdue", "late": "late", "waived": "waived"}

    for figure, status in names.items():
        assert getattr(figures, figure) == len(numbers(status=status)), figure


def test_what_was_cancelled_is_found_nowhere():
    assert all(9 not in numbers(status=status) for status in ["", *STATUSES])


@pytest.mark.parametrize("query", ["dai yen", "ĐẠI YÊN", "xa dai yen", "10015"])
def test_units_are_found_without_diacritics_and_by_code(query):
    assert 1 in numbers(q=query)
    assert 3 not in numbers(q=query)


def test_an_abbreviation_finds_the_long_name():
    assert numbers(q="MN") == [4, 8]


def test_filters_narrow_together():
    assert numbers(group="agency", cluster="CUM-XA-1", requirement="quy-che") == [5, 6]


def test_units_that_missed_several_in_a_row_are_named_with_how_often():
    picture = seen(MISSING, row(10, "NV", requirement="quy-che", due=DUE + DAY), LATE)

    assert picture.often_late == {"NV": 2}
    assert [one.row.obligation_id for one in chosen(picture, Choice(status="often"))] == [3, 10]


def test_columns_stand_in_the_order_of_their_due_dates():
    assert [column.title for column in seen(COMING, ACCEPTED).columns] == ["Kế hoạch", "Quy chế"]


def test_requirements_of_one_title_are_told_apart_by_who_owes_them():
    rows = ACCEPTED, row(11, "MN-1", requirement="quy-che")
    picture = replace(seen(*rows), titles={"ke-hoach": "Kế hoạch", "quy-che": "Kế hoạch"})

    with translation.override("vi"):
        assert picture.names == {"ke-hoach": "Kế hoạch (cơ quan)", "quy-che": "Kế hoạch (trường)"}
