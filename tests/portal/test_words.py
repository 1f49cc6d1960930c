"""Rates, dates and sizes as pages write them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from units.templatetags import words


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with translation.override("vi"):
        yield


RATES = {
    (46, 46): "46/46 (100%)",
    (71, 78): "71/78 (91%)",
    (0, 78): "0/78 (0%)",
    (0, 0): "—",
    (1, 8): "1/8 (12,5%)",
    (2999, 3000): "2.999/3.000 (99,9%)",
    (1, 3000): "1/3.000 (0,1%)",
}


@pytest.mark.parametrize(("counts", "written"), RATES.items())
def test_a_rate_stands_beside_its_counts_and_never_says_all_while_one_is_missing(counts, written):
    assert words.rate(*counts) == written


def test_a_day_is_that_of_the_office_not_of_utc():
    late_evening = datetime(2026, 6, 16, 17, 30, tzinfo=UTC)

    assert words.vi_date(late_evening) == '<time datetime="2026-06-17">17/06/2026</time>'
    assert ">00:30, 17/06/2026<" in words.vi_moment(late_evening)
    assert ">00:30<" in words.vi_hour(late_evening)


@pytest.mark.parametrize("day", [14, 15, 17])
def test_days_left_are_counted_between_days(day):
    due = datetime(2026, 6, 15, 16, 59, 59, tzinfo=UTC)  # 23:59:59 in Hà Nội

    left = words.days_left(due, date(2026, 6, day))

    assert ("1" in left) == (day == 14) and ("2" in left) == (day == 17)


def test_years_are_not_grouped():
    template = Template("{% load words %}{{ year|plain }} {{ year }}")

    assert template.render(Context({"year": 2026})) == "2026 2.026"


def test_sizes_are_rounded_for_reading():
    assert words.file_size(2_483_112) == "2,5 MB"
    assert words.file_size(900) == "1 kB"
