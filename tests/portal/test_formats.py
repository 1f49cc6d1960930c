"""Dates and numbers as Vietnamese write them: the traps of shared habits and of Django's own "vi"."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format, number_format

from units.fields import ScoreField, VietnameseDecimalField

LANGUAGES = ["vi", "en"]


@pytest.fixture(params=LANGUAGES)
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize("typed", ["5/12/2026", "05/12/2026", "05-12-2026", "5.12.2026", "2026-12-05", "05/12/26"])
def test_the_fifth_of_december_is_not_the_twelfth_of_may(language, typed):
    assert forms.DateField().clean(typed) == date(2026, 12, 5)


def test_the_last_day_of_the_year_is_a_date(language):
    assert forms.DateField().clean("31/12/2026") == date(2026, 12, 31)


@pytest.mark.parametrize("typed", ["31/13/2026", "29/02/2026", "12/31/2026", "hôm nay"])
def test_what_is_no_date_is_refused(language, typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize("typed", ["05/12/2026 15:30", "15:30, 05/12/2026", "2026-12-05T15:30"])
def test_a_moment_is_read_day_first(language, typed):
    assert forms.DateTimeField().clean(typed).replace(tzinfo=None) == datetime(2026, 12, 5, 15, 30)


def test_dates_are_shown_day_first(language):
    assert date_format(date(2024, 2, 2), "SHORT_DATE_FORMAT") == "02/02/2024"


def test_the_long_date_is_the_one_of_official_papers(vietnamese):
    assert date_format(date(2024, 2, 2), "DATE_FORMAT") == "ngày 02 tháng 02 năm 2024"


def test_the_week_starts_on_monday(language):
    from django.utils.formats import get_format

    assert get_format("FIRST_DAY_OF_WEEK") == 1


def test_numbers_are_grouped_by_dots_with_a_decimal_comma(vietnamese):
    assert number_format(Decimal("1234567.5")) == "1.234.567,5"


NUMBERS = {
    "87,5": "87.5",
    "87.5": "87.5",
    "8,75": "8.75",
    "1.234,5": "1234.5",
    "1,234.5": "1234.5",
    "1.234.567": "1234567",
    "1.234.567,89": "1234567.89",
    " 1 234,5 ": "1234.5",
    "0,125": "0.125",
    "-2,5": "-2.5",
    "702000": "702000",
    ",5": "0.5",
    "12.": "12",
}


@pytest.mark.parametrize(("typed", "meant"), NUMBERS.items())
def test_comma_and_dot_are_both_read(language, typed, meant):
    assert VietnameseDecimalField().clean(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["8.750", "1,234", "702.000"])
def test_what_can_be_read_in_two_ways_is_asked_again(language, typed):
    with pytest.raises(forms.ValidationError) as refusal:
        VietnameseDecimalField().clean(typed)

    assert refusal.value.error_list[0].code == "two_readings"


def test_the_question_shows_both_readings(vietnamese):
    with pytest.raises(forms.ValidationError) as refusal:
        VietnameseDecimalField().clean("8.750")

    assert "8750" in refusal.value.messages[0]
    assert "8,75" in refusal.value.messages[0]


@pytest.mark.parametrize(
    "typed", ["1.2.3", "1,23,4", "12.34.567", "mười", "1e5", "NaN", "--3", "1.234,5,6", "1.234.567.8"]
)
def test_what_is_no_number_is_refused(language, typed):
    with pytest.raises(forms.ValidationError):
        VietnameseDecimalField().clean(typed)


@pytest.mark.parametrize("typed", ["-1", "100,5", "7,125", "101"])
def test_a_score_is_between_nought_and_its_maximum_with_two_places(vietnamese, typed):
    with pytest.raises(forms.ValidationError):
        ScoreField().clean(typed)


def test_a_number_comes_back_as_it_was_typed_or_as_it_is_written_here(vietnamese):
    class Sheet(forms.Form):
        score = ScoreField(required=False)

    assert 'value="87,5"' in str(Sheet({"score": "87,5"})["score"])
    assert 'value="87.5x"' in str(Sheet({"score": "87.5x"})["score"])
    assert 'value="87,5"' in str(Sheet(initial={"score": Decimal("87.5")})["score"])
    assert not Sheet({"score": "87,50"}, initial={"score": Decimal("87.5")}).has_changed()


def test_an_empty_number_is_none_where_it_may_be(language):
    assert ScoreField(required=False).clean("  ") is None
