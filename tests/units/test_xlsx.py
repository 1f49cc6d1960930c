"""Workbooks: opened again with another library, cell by cell."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from units.xlsx import Column, RowsMissing, xlsx_response

COLUMNS = [
    Column("Tên đơn vị", "text", 40),
    Column("Số nhiệm vụ", "integer"),
    Column("Hạn", "date"),
    Column("Nộp lúc", "datetime"),
    Column("Tỷ lệ", "percent"),
]
ROW = ["Xã Đại Yên", 12, date(2024, 2, 29), datetime(2024, 2, 29, 16, 59, 59, tzinfo=UTC), Decimal("0.985")]


def sheet_of(response):
    return load_workbook(BytesIO(b"".join(response.streaming_content))).active


def test_numbers_and_dates_are_real_and_in_our_time_zone():
    row = [cell.value for cell in sheet_of(xlsx_response("a.xlsx", COLUMNS, [ROW]))[2]]

    assert row == ["Xã Đại Yên", 12, datetime(2024, 2, 29), datetime(2024, 2, 29, 23, 59, 59), 0.985]


@pytest.mark.parametrize("text", ["=1+1", "+84 24", "-5", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0", "007", "http://a.b"])
def test_text_is_never_a_formula_a_number_or_a_link(text):
    cell = sheet_of(xlsx_response("a.xlsx", [Column("x")], [[text]]))["A2"]

    assert (cell.value, cell.hyperlink) == (text, None)
    assert cell.data_type in ("s", "inlineStr")


def test_the_head_is_frozen_and_filters():
    sheet = sheet_of(xlsx_response("a.xlsx", COLUMNS, [ROW, ROW]))

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"
    assert [cell.value for cell in sheet[1]] == [column.title for column in COLUMNS]
    assert sheet.column_dimensions["A"].width == pytest.approx(40, abs=1)


def test_nothing_is_written_for_what_is_not_known():
    row = sheet_of(xlsx_response("a.xlsx", COLUMNS, [["", None, None, None, None], ROW]))[2]

    assert [cell.value for cell in row] == [None] * 5


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_a_list_that_is_too_short_or_too_long_is_refused(expected):
    with pytest.raises(RowsMissing):
        xlsx_response("a.xlsx", COLUMNS, [ROW, ROW], expected_rows=expected)


def test_a_list_of_the_expected_length_is_fine():
    assert sheet_of(xlsx_response("a.xlsx", COLUMNS, iter([ROW, ROW]), expected_rows=2)).max_row == 3


def test_a_row_with_a_cell_too_few_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        xlsx_response("a.xlsx", COLUMNS, [ROW[:-1]])


def test_text_that_no_cell_can_hold_ends_with_a_sign_that_it_was_cut():
    value = sheet_of(xlsx_response("a.xlsx", [Column("x")], [["đ" * 40_000]]))["A2"].value

    assert len(value) == 32_767
    assert value.endswith("…")


def test_the_file_keeps_its_vietnamese_name():
    response = xlsx_response("Nhiệm vụ quá hạn 14-06.xlsx", COLUMNS, [ROW])

    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Nhi%E1%BB%87m%20v%E1%BB%A5%20qu%C3%A1%20h%E1%BA%A1n%2014-06.xlsx"
    )
    assert response["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_long_list_holds_every_row():
    response = xlsx_response("a.xlsx", COLUMNS[:2], ([f"Đơn vị {n}", n] for n in range(5000)), expected_rows=5000)

    assert sheet_of(response)["A5001"].value == "Đơn vị 4999"
