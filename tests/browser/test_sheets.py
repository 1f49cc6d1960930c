"""The way through Excel in a real browser: the form is taken along, mistakes are told, the mended copy comes in."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from campaigns.models import Obligation, Plan, PlanActivity
from tests import factories as make
from tests.browser.test_edit import picture
from tests.campaigns.test_sheet_of_plan import FORM, FROM, TARGET, TITLE, UNTIL
from tests.campaigns.workbooks import PLAN_TAB, edited, opened, put_in
from tests.sizes import PHONE, SWEPT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WRONG = {
    2: {TITLE: None},
    3: {FORM: "Hội ngị", TARGET: "1.234"},
    4: {TITLE: "Tọa đàm", FROM: "31/02/2024"},
    5: {TITLE: "kÕ ho¹ch"},
}
MENDED = {
    2: {TITLE: "Hội nghị quán triệt"},
    3: {FORM: "Hội nghị", TARGET: "1234"},
    4: {FROM: "01/03/2024", UNTIL: "05/03/2024"},
    5: {TITLE: "Tổng vệ sinh"},
}


@pytest.fixture
def open_plan(campaign, plan) -> Obligation:
    row = make.due_in(plan, days=10)
    stored = Plan.objects.create(obligation=row)
    facts = {"form": "talk", "audience": "staff", "target_unit": "lượt người"}
    PlanActivity.objects.bulk_create(
        PlanActivity(plan=stored, position=n, title=f"Hoạt động {letter}", **facts) for n, letter in enumerate("AB", 1)
    )
    return row


def filled_in(path: Path, to: Path, rows: dict) -> Path:
    to.write_bytes(edited(path.read_bytes(), lambda sheet: [put_in(sheet, n, cells) for n, cells in rows.items()]))
    return to


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", SWEPT)
def test_a_sheet_goes_out_comes_back_wrong_is_mended_and_saved(open_page, open_plan, drafter, tmp_path, axe, size):
    name = "phone" if size == PHONE else "desk"
    page = open_page(drafter, size=size)
    page.goto(f"/obligations/{open_plan.pk}/sheet/")
    assert axe(page) == []
    assert fits(page)
    picture(page, f"sheet-upload-{name}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải biểu mẫu").click()
    blank = Path(download.value.path())

    page.locator("input[type=file]").set_input_files(filled_in(blank, tmp_path / "sai.xlsx", WRONG))
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.locator("main")).to_contain_text("chưa lưu gì")
    assert axe(page) == []
    assert fits(page)
    picture(page, f"sheet-mistakes-{name}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp đã đánh dấu").click()
    marked = Path(download.value.path())
    assert "Hội nghị" in opened(marked.read_bytes())[PLAN_TAB]["D3"].comment.text

    page.goto(f"/obligations/{open_plan.pk}/sheet/")
    page.locator("input[type=file]").set_input_files(filled_in(marked, tmp_path / "dung.xlsx", MENDED))
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.locator("main")).to_contain_text("Tổng vệ sinh")
    assert axe(page) == []
    assert fits(page)
    picture(page, f"sheet-preview-{name}")
    page.get_by_role("button", name="Lưu tất cả").click()
    expect(page.locator("main")).to_contain_text("Tổng vệ sinh")
    titles = [row.title for row in PlanActivity.objects.in_order()]
    assert titles == ["Hội nghị quán triệt", "Hoạt động B", "Tọa đàm", "Tổng vệ sinh"]
