"""The figures of a progress report, out to Excel and in again: each keeps its row, its type and its reading."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from campaigns.models import IndicatorValue, Obligation, ProgressReport
from tests import factories as make
from tests.campaigns.reports import ask_for_reports, report_of
from tests.campaigns.test_activity_log import entry
from tests.campaigns.workbooks import edited, opened, put_in, rows_of, upload

TAB, CODE, AMOUNT, PART, WHOLE, WHY = "Số liệu", "Mã chỉ tiêu", "Giá trị", "Tử số", "Mẫu số", "Giải trình"
COUNT, SHARE, MINUTES = "documents-in", "documents-signed", "waiting-minutes"


@pytest.fixture
def report(campaign, plan, unit, secretary, drafter) -> Obligation:
    ask_for_reports(campaign, by=secretary, at=make.moment(2024, 1, 16))
    entry(unit, campaign, drafter, date(2024, 3, 1), kind="clean_up", title="Dọn vệ sinh", attendance=1200)
    return make.due_in(report_of(unit, ends=date(2024, 3, 14)), days=10)


@pytest.fixture
def page(client, drafter, report) -> str:
    client.force_login(drafter)
    return f"/obligations/{report.pk}/sheet"


@pytest.fixture
def form(client, page) -> bytes:
    return client.get(f"{page}.xlsx").content


def brought(client, page, body: bytes):
    return client.post(f"{page}/", {"file": upload(body)}, follow=True)


def filled(form: bytes, **figures: dict[str, Any]) -> bytes:
    """Fill figures in by the codes of their indicators, low lines for hyphens."""

    def change(sheet):
        rows = {sheet.cell(row, 2).value: row for row in range(2, sheet.max_row + 1)}
        for code, cells in figures.items():
            put_in(sheet, rows[code.replace("_", "-")], cells)

    return edited(form, change, TAB)


def agree(client, response, **more):
    data = {"agreed": response.context["form"].initial["agreed"], **more}
    return client.post(response.request["PATH_INFO"], data, follow=True)


def fates(response) -> list[str]:
    return sorted(str(change.fate) for change in response.context["comparison"].changes)


def told(response) -> dict[str, str]:
    return {mistake.cell: mistake.sentence for mistake in response.context["mistakes"]}


def value(code: str) -> IndicatorValue:
    return IndicatorValue.objects.get(indicator__code=code)


def test_the_form_has_a_row_for_each_indicator_with_what_the_log_says(form):
    rows = {row[CODE]: row for row in rows_of(form, TAB)}
    assert len(rows) == 8
    assert rows["activities-clean-up"][AMOUNT] == 1
    assert AMOUNT not in rows[SHARE] and " / " in rows[SHARE]["Đơn vị tính"]
    assert opened(form)[TAB]["B2"].fill.fgColor.rgb == "FFF5F4F0"


def test_a_visit_writes_nothing_and_a_file_that_was_not_changed_neither(client, page, form):
    assert fates(brought(client, page, form)) == ["same"] * 8
    assert not ProgressReport.objects.exists()


def test_figures_of_every_type_are_saved(client, page, form, report):
    figures = {
        COUNT: {AMOUNT: "1.250", WHY: "Tăng do\nsáp nhập"},
        SHARE: {PART: 90, WHOLE: "120"},
        MINUTES: {AMOUNT: "12,5"},
        "money-saved": {AMOUNT: "3.500.000 đồng"},
    }
    response = brought(client, page, filled(form, **{code.replace("-", "_"): cells for code, cells in figures.items()}))
    assert fates(response) == ["changed"] * 4 + ["same"] * 4
    assert "<del>để trống</del> → <ins>1250</ins>" in response.content.decode()
    agree(client, response)

    assert (value(COUNT).amount, value(COUNT).explanation) == (1250, "Tăng do\nsáp nhập")
    assert (value(SHARE).part, value(SHARE).whole, value(SHARE).amount) == (90, 120, None)
    assert (value(MINUTES).amount, value("money-saved").amount) == (Decimal("12.5"), 3_500_000)
    assert value("activities-clean-up").amount == 1
    report.refresh_from_db()
    assert report.state == "drafting"


def test_a_figure_can_be_emptied_and_the_same_file_changes_nothing_twice(client, page, form):
    body = filled(form, activities_clean_up={AMOUNT: None}, documents_in={AMOUNT: 7})
    agree(client, brought(client, page, body))
    assert (value("activities-clean-up").amount, value(COUNT).amount) == (None, 7)
    assert fates(brought(client, page, body)) == ["same"] * 8


def test_names_and_measures_that_were_written_over_are_not_read(client, page, form):
    body = filled(form, documents_in={"Chỉ tiêu": "Số khác", "Đơn vị tính": "tấn"})
    assert fates(brought(client, page, body)) == ["same"] * 8


@pytest.mark.parametrize(
    ("code", "cells", "cell", "sentence"),
    [
        (COUNT, {AMOUNT: "12,5"}, "E", "không phải số nguyên"),
        (COUNT, {AMOUNT: "1,250"}, "E", "hai cách"),
        (COUNT, {AMOUNT: -1}, "E", "quá nhỏ"),
        (COUNT, {AMOUNT: "90%"}, "E", "phần trăm"),
        (COUNT, {PART: 3}, "F", "không phải chỉ tiêu tỷ lệ"),
        (SHARE, {AMOUNT: 3}, "E", "Đây là chỉ tiêu tỷ lệ"),
        (SHARE, {PART: "90%"}, "F", "tử số và mẫu số"),
        (COUNT, {CODE: "khac"}, "B", "không yêu cầu chỉ tiêu “khac”"),
        (COUNT, {CODE: SHARE}, "B", "đã có ở dòng"),
        (COUNT, {CODE: None}, "B", "bắt buộc"),
        (MINUTES, {AMOUNT: "12,3456"}, "E", "quá nhiều chữ số thập phân"),
    ],
)
def test_what_cannot_be_is_told_at_its_cell_and_nothing_is_saved(client, page, form, code, cells, cell, sentence):
    response = brought(client, page, filled(form, **{code.replace("-", "_"): cells}))
    found = [said for place, said in told(response).items() if place.startswith(cell)]
    assert any(sentence in said for said in found), told(response)
    assert not ProgressReport.objects.exists()


def test_without_the_hidden_parts_the_code_alone_tells_the_row(client, page, form):
    def strip(sheet):
        del sheet.parent["_thanhlich"]
        sheet.delete_cols(1)
        sheet.delete_rows(2, 3)

    response = brought(client, page, filled(edited(form, strip, TAB)))
    assert fates(response) == ["kept"] * 3 + ["same"] * 5


def test_what_others_wrote_meanwhile_stays(client, page, form, report):
    agree(client, brought(client, page, filled(form, documents_in={AMOUNT: 5}, waiting_minutes={AMOUNT: 3})))
    response = brought(client, page, filled(form, money_saved={AMOUNT: 1}, waiting_minutes={AMOUNT: 4}))
    assert fates(response) == ["changed", "overwritten", *["same"] * 5, "theirs"]
    agree(client, response, overwrites="on")
    assert (value(COUNT).amount, value(MINUTES).amount, value("money-saved").amount) == (5, 4, 1)


def test_the_section_leads_to_the_sheet(client, page, report):
    assert f'href="{page}/"' in client.get(f"/obligations/{report.pk}/edit/figures/").content.decode()
