"""What a cell holds: the right value or a sentence, never a guess."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from campaigns.sheets.columns import Kind, SheetColumn
from campaigns.sheets.reading import Cell, CellType
from campaigns.sheets.values import CellRefused, Percent, read_cell, typed

DAY, WHOLE, NUMBER = (SheetColumn(kind, kind, kind) for kind in (Kind.DAY, Kind.WHOLE, Kind.NUMBER))
LINE = SheetColumn("line", "line", Kind.LINE, longest=50)
PASSAGE = SheetColumn("passage", "passage", Kind.PASSAGE)
CHOICE = SheetColumn(
    "choice", "choice", Kind.CHOICE, choices={"a": "Hội nghị", "b": "Tọa đàm", "c": "Quý I", "d": "quy i", "e": "Loa"}
)
KINDS = [DAY, WHOLE, NUMBER, LINE, PASSAGE, CHOICE]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def text(content: str) -> Cell:
    return Cell(CellType.TEXT, content)


def number(content: str, type_=CellType.NUMBER) -> Cell:
    return Cell(type_, Decimal(content))


def refusal(column: SheetColumn, cell: Cell) -> str:
    with pytest.raises(CellRefused) as refused:
        read_cell(column, cell)
    return str(refused.value)


# --- dates


@pytest.mark.parametrize(
    "written",
    [
        "05/03/2024",
        "5/3/2024",
        "5-3-2024",
        "05.03.2024",
        "5 / 3 / 2024",
        "2024-03-05",
        "2024/03/05",
        "2024-03-05 00:00:00",
        "2024-03-05T00:00:00",
        "ngày 5 tháng 3 năm 2024",
        "Ngày 05 tháng 03 năm 2024",
        "5 tháng 3 năm 2024",
        "ngay 5 thang 3 nam 2024",
        "  05/03/2024\u200b ",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_day_is_read_however_it_is_written(written, form):
    assert read_cell(DAY, text(unicodedata.normalize(form, written))) == date(2024, 3, 5)


def test_a_day_of_excel_is_read():
    assert read_cell(DAY, Cell(CellType.DAY, date(2024, 3, 5))) == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("05/03/24", "read in two ways"),
        ("5.3.24", "read in two ways"),
        ("03/25/2024", "25/03/2024"),
        ("31/02/2024", "no day “31/02/2024”"),
        ("0/0/2024", "no day"),
        ("2024-13-45", "no day"),
        ("05/03-2024", "no date"),
        ("05/03", "no date"),
        ("tháng 3/2024", "no date"),
        ("quý I", "no date"),
        ("05/03/1024", "year 1024"),
        ("05/03/9999", "year 9999"),
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused(written, sentence):
    assert sentence in refusal(DAY, text(written))


@pytest.mark.parametrize("cell", [number("45356"), number("20240305"), Cell(CellType.TRUTH, "1")])
def test_a_number_is_no_day(cell):
    assert "is no date" in refusal(DAY, cell)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_form_of_a_day_gives_that_day(day):
    forms = ("{0:%d/%m/%Y}", "{0.day}-{0.month}-{0.year}", "{0:%Y-%m-%d}", "ngày {0.day} tháng {0.month} năm {0.year}")
    assert {read_cell(DAY, text(form.format(day))) for form in forms} == {day}


# --- numbers


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (number("1234"), "1234"),
        (number("87.5"), "87.5"),
        (text("1234"), "1234"),
        (text("87,5"), "87.5"),
        (text("87.5"), "87.5"),
        (text("1.234,5"), "1234.5"),
        (text("1,234.5"), "1234.5"),
        (text("1.234.567"), "1234567"),
        (text("1,234,567"), "1234567"),
        (text("1 234 567"), "1234567"),
        (text("1\u00a0234,5"), "1234.5"),
        (text("0,125"), None),
        (text("702.000.000 đồng"), "702000000"),
        (text("1.500.000đ"), "1500000"),
    ],
)
def test_a_number_is_read_with_comma_and_dot(cell, value):
    if value is None:
        assert "too many places" in refusal(NUMBER, cell)
    else:
        assert read_cell(NUMBER, cell) == Decimal(value)


@pytest.mark.parametrize("written", ["1.234", "1,234", "12.500", "8,750"])
def test_a_number_that_could_be_two_is_refused_where_fractions_are_possible(written):
    assert "read in two ways" in refusal(NUMBER, text(written))


@pytest.mark.parametrize("written", ["1.234", "1,234", "1234", "1 234", "1.234 "])
def test_a_count_has_no_fraction_so_its_groups_have_one_reading(written):
    assert read_cell(WHOLE, text(written)) == Decimal(1234)


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        (NUMBER, text("khoảng 50"), "is no number"),
        (NUMBER, text("12 người"), "is no number"),
        (NUMBER, text("1.2.3"), "is no number"),
        (NUMBER, text("∞"), "is no number"),
        (NUMBER, text("NaN"), "is no number"),
        (NUMBER, text("1e5"), "is no number"),
        (NUMBER, text("12,345678"), "too many places"),
        (NUMBER, number("-1"), "too small"),
        (NUMBER, number("1E+300"), "too large"),
        (NUMBER, text("9" * 400), "too large"),
        (NUMBER, Cell(CellType.TRUTH, "1"), "“TRUE” is no number"),
        (NUMBER, Cell(CellType.DAY, date(2024, 3, 5)), "“05/03/2024” is no number"),
        (WHOLE, number("12.5"), "not a whole number"),
        (WHOLE, text("12,5"), "not a whole number"),
        (WHOLE, text("50%"), "percentage"),
        (WHOLE, number("0.5", CellType.PERCENT), "percentage"),
        (NUMBER, Cell(CellType.ERROR, "#DIV/0!"), "#DIV/0!"),
        (NUMBER, Cell(CellType.FORMULA, "=SUM(A1:A9)"), "formula"),
        (LINE, Cell(CellType.FORMULA, '=HYPERLINK("http://x")'), "formula"),
    ],
)
def test_what_is_no_such_number_is_refused(column, cell, sentence):
    assert sentence in refusal(column, cell)


@pytest.mark.parametrize("cell", [text("87,5%"), text("87.5 %"), number("0.875", CellType.PERCENT)])
def test_a_percentage_is_told_from_a_number(cell):
    value = read_cell(NUMBER, cell)
    assert (value, type(value)) == (Decimal("87.5"), Percent)


@given(st.decimals(0, 999_999_999, places=2))
def test_a_number_comes_back_as_it_was_shown(value):
    assert read_cell(NUMBER, text(typed(Cell(CellType.NUMBER, value)))) == value


# --- text and choices


def test_text_is_composed_and_cleaned():
    decomposed = unicodedata.normalize("NFD", " Hội   nghị\u200b ")
    assert read_cell(LINE, text(decomposed)) == "Hội nghị"
    assert read_cell(PASSAGE, text("Một\r\nHai\t ba")) == "Một\nHai ba"


@pytest.mark.parametrize("written", ["=1+1", "+84", "-5", "@SUM", "＝1+1"])
def test_text_that_looks_like_a_formula_stays_text(written):
    assert read_cell(LINE, text(written)) == unicodedata.normalize("NFC", written)


def test_numbers_and_days_in_a_column_of_text_are_text():
    assert read_cell(LINE, number("12.50")) == "12,5"
    assert read_cell(LINE, Cell(CellType.DAY, date(2024, 3, 5))) == "05/03/2024"


def test_text_that_is_too_long_is_refused():
    assert read_cell(LINE, text("y" * 50)) == "y" * 50
    assert "51 characters, 50 is the most" in refusal(LINE, text("y" * 51))


@pytest.mark.parametrize("column", KINDS)
@pytest.mark.parametrize(("written", "encoding"), [("kÕ ho¹ch thùc hiÖn", "TCVN3"), ("keá hoaïch thöïc hieän", "VNI")])
def test_an_old_encoding_is_named_and_how_to_convert_it(column, written, encoding):
    sentence = refusal(column, text(written))
    assert encoding in sentence and "UniKey" in sentence


@pytest.mark.parametrize("written", ["Hội nghị", "hội nghị", "HOI NGHI", " Hội  nghị ", "Hô\u0323i nghi\u0323"])
def test_a_choice_is_known_by_its_words(written):
    assert read_cell(CHOICE, text(written)) == "a"


def test_of_two_choices_that_differ_by_marks_alone_the_exact_one_is_meant():
    assert (read_cell(CHOICE, text("Quý I")), read_cell(CHOICE, text("quy i"))) == ("c", "d")
    assert "not in the list" in refusal(CHOICE, text("QUÝ i"))


@pytest.mark.parametrize(
    ("written", "sentence"), [("Hội ngị", "Is “Hội nghị” meant?"), ("Bay", "Choose from the list"), ("a", "not in the")]
)
def test_what_is_no_choice_is_refused_with_what_was_meant(written, sentence):
    assert sentence in refusal(CHOICE, text(written))


def test_an_empty_list_says_so():
    assert "nothing to choose" in refusal(SheetColumn("x", "x", Kind.CHOICE), text("Hội nghị"))


# --- whatever comes


@pytest.mark.parametrize("column", KINDS)
def test_an_empty_cell_is_nothing(column):
    assert read_cell(column, None) in ("", None)


@given(st.sampled_from(KINDS), st.text(max_size=80))
def test_whatever_is_written_gives_a_value_or_a_sentence(column, written):
    try:
        read_cell(column, text(written))
    except CellRefused as refused:
        assert len(str(refused)) > 15


@given(st.sampled_from(KINDS), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["number", "percent"]))
def test_whatever_number_stands_there_gives_a_value_or_a_sentence(column, value, type_):
    try:
        read_cell(column, number(f"{value:.15g}", CellType(type_)))
    except CellRefused as refused:
        assert len(str(refused)) > 15
