"""Writing a plan in a browser: saved as one types, rows by keyboard, a line that drops, a session that ends."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from campaigns.models import EvidenceUse, Obligation, Plan, PlanActivity, State
from tests import factories as make
from tests.sizes import SWEPT
from tests.story import PDF, complete_plan
from units.clock import db_now
from units.models import Role
from units.workflow import Reason, advance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVED = "#draft-saved .saved:not(.saved--failed)"
LONG = "Tổ chức hội nghị quán triệt, học tập Quy tắc ứng xử của cán bộ, công chức, viên chức, người lao động " * 2


@pytest.fixture
def open_plan(campaign, plan) -> Obligation:
    return make.due_in(plan, days=10)


@pytest.fixture
def url(open_plan) -> str:
    return f"/obligations/{open_plan.pk}/edit/"


def write_rows(obligation: Obligation, number: int) -> Plan:
    plan, _new = Plan.objects.get_or_create(obligation=obligation)
    PlanActivity.objects.bulk_create(
        PlanActivity(plan=plan, position=n, title=f"Hoạt động số {n}", lead="Văn phòng HĐND và UBND")
        for n in range(1, number + 1)
    )
    return plan


def picture(page, name: str) -> None:
    """Keep a picture for people to look at, where one is asked for (PICTURES=folder)."""
    import os

    if folder := os.environ.get("PICTURES"):
        Path(folder).mkdir(exist_ok=True)
        before = list(page.complaints)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True, caret="initial")
        page.complaints[:] = before


def test_a_clerk_writes_leaves_comes_back_and_sends_to_the_head(open_page, url, drafter, open_plan, tmp_path):
    page = open_page(drafter)
    page.goto(url)
    picture(page, "tasks-new")
    page.get_by_role("link", name="Số, ngày ban hành và người ký").click()
    page.get_by_label("Số, ký hiệu").fill("05/KH-UBND")
    page.get_by_label("Ngày ban hành").fill("5/3/2026")
    expect(page.locator(SAVED)).to_contain_text("Đã lưu lúc")
    page.goto("/todo/")
    page.goto(f"{url}heading/")
    expect(page.get_by_label("Ngày ban hành")).to_have_value("05/03/2026")
    page.get_by_label("Người ký", exact=True).fill("Đặng Văn Đức")
    page.get_by_label("Chức vụ người ký").fill("Chủ tịch UBND xã")
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    page.get_by_label("Mục đích, yêu cầu").fill("Nâng cao kỷ luật, kỷ cương hành chính.\nKhông để quá hạn hồ sơ.")
    page.get_by_label("Căn cứ pháp lý", exact=True).fill("Quyết định số 522/QĐ-UBND ngày 25/01/2017")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_label("Cam kết").fill("Gương mẫu thực hiện, mỗi tháng kiểm tra một lần.")
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    row = page.get_by_role("group", name="Hoạt động 1")
    row.get_by_label("Nội dung hoạt động").fill(LONG)
    row.get_by_label("Hình thức").select_option("conference")
    row.get_by_label("Đối tượng").select_option("staff")
    row.get_by_label("Từ ngày").fill("01/04/2026")
    row.get_by_label("Đến ngày").fill("30/04/2026")
    row.get_by_label("phụ trách").fill("Văn phòng HĐND và UBND xã")
    row.get_by_label("Kết quả dự kiến").fill("87,5")
    row.get_by_label("Đơn vị tính").fill("lượt người")
    picture(page, "activities-1")
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    scan = tmp_path / "bản ký.pdf"
    scan.write_bytes(PDF)
    page.get_by_label("Chọn tệp").set_input_files(scan)
    expect(page.get_by_role("link", name="bản ký.pdf", exact=True)).to_be_visible()  # it goes up by itself
    picture(page, "scan")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    picture(page, "check-drafter")
    page.get_by_role("button", name="Trình thủ trưởng ký").click()

    open_plan.refresh_from_db()
    assert open_plan.state == State.SIGNING
    assert EvidenceUse.objects.count() == 1


def test_rows_are_added_moved_and_removed_by_keyboard(open_page, url, drafter, open_plan, axe):
    write_rows(open_plan, 2)
    page = open_page(drafter)
    page.goto(f"{url}activities/")
    page.get_by_role("button", name="Thêm hoạt động").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_activities-2-title")).to_be_focused()
    page.keyboard.type("Nói chuyện chuyên đề")
    expect(page.locator(SAVED)).to_contain_text("Đã lưu lúc")

    page.locator("#id_activities-2-up").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_activities-1-up")).to_be_focused()
    expect(page.locator("#id_activities-1-title")).to_have_value("Nói chuyện chuyên đề")

    page.locator("#id_activities-0-ask").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_activities-0-keep")).to_be_focused()
    picture(page, "activities-asking")
    assert axe(page) == []
    page.locator("#id_activities-0-drop").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Hoạt động 3")).to_have_count(0)
    expect(page.locator("#id_activities-0-title")).to_be_focused()

    titles = [row.title for row in PlanActivity.objects.in_order()]
    assert titles == ["Nói chuyện chuyên đề", "Hoạt động số 2"]


def test_typing_in_a_new_row_is_saved_once(open_page, url, drafter, open_plan):
    page = open_page(drafter)
    page.goto(f"{url}activities/")
    for words in ("Hội nghị", "Hội nghị quán triệt"):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator("#id_activities-0-title").fill(words)
    expect(page.locator(SAVED)).to_contain_text("Đã lưu lúc")
    assert [row.title for row in PlanActivity.objects.all()] == ["Hội nghị quán triệt"]


def test_a_button_pressed_while_saving_waits_for_it(open_page, url, drafter):
    page = open_page(drafter)
    page.goto(f"{url}heading/")
    held = []
    page.route("**/edit/heading/", lambda route: route.continue_() if held else held.append(route))
    page.get_by_label("Số, ký hiệu").fill("05/KH-UBND")
    expect(page.locator("#draft")).to_have_class("htmx-request")  # on its way, and the line is slow
    page.get_by_label("Người ký", exact=True).fill("Đặng Văn Đức")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    held[0].continue_()
    page.wait_for_url("**/edit/objectives/")
    assert Plan.objects.get().signer_name == "Đặng Văn Đức"


def test_text_typed_just_before_leaving_is_not_lost(open_page, url, drafter):
    page = open_page(drafter)
    page.goto(f"{url}commitment/")
    page.get_by_label("Cam kết").fill("Gương mẫu")
    page.get_by_role("link", name="Các hoạt động").click()
    page.wait_for_url("**/edit/activities/")
    page.goto(f"{url}commitment/")
    expect(page.get_by_label("Cam kết")).to_have_value("Gương mẫu")


def test_a_line_that_drops_is_told_and_tried_again(open_page, url, drafter):
    page = open_page(drafter)
    page.goto(f"{url}heading/")
    page.context.set_offline(True)
    page.get_by_label("Số, ký hiệu").fill("05/KH-UBND")
    expect(page.locator("#draft-saved")).to_contain_text("Chưa lưu: mất kết nối")
    picture(page, "offline")
    page.context.set_offline(False)
    expect(page.locator(SAVED)).to_contain_text("Đã lưu lúc", timeout=15000)
    assert Plan.objects.get().number == "05/KH-UBND"
    page.complaints[:] = [
        line for line in page.complaints if "ERR_INTERNET_DISCONNECTED" not in line and "htmx:" not in line
    ]


def test_a_session_that_ends_gives_the_text_back(open_page, url, drafter):
    drafter.set_password("mat-khau-rat-dai-1")
    drafter.save()
    page = open_page(drafter)
    page.goto(f"{url}commitment/")
    Session.objects.all().delete()
    page.get_by_label("Cam kết").fill("Không để hồ sơ quá hạn")
    page.wait_for_url("**/accounts/login/**")
    page.locator("input[name=login]").fill(drafter.username)
    page.locator("input[name=password]").fill("mat-khau-rat-dai-1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/commitment/")
    expect(page.get_by_label("Cam kết")).to_have_value("Không để hồ sơ quá hạn")
    expect(page.get_by_text("Phiên làm việc đã kết thúc")).to_be_visible()
    picture(page, "kept")
    expect(page.locator(SAVED)).to_contain_text("Đã lưu lúc")
    assert Plan.objects.get().commitment == "Không để hồ sơ quá hạn"
    page.complaints[:] = [line for line in page.complaints if "401" not in line]


def test_two_people_on_one_section(open_page, url, drafter, unit, axe):
    other = make.person(Role.DRAFTER, unit, username="dongnghiep", full_name="Lê Thị Hoa")
    mine, theirs = open_page(drafter), open_page(other)
    mine.goto(f"{url}commitment/")
    theirs.goto(f"{url}commitment/")
    theirs.get_by_label("Cam kết").fill("Bản của Hoa")
    expect(theirs.locator(SAVED)).to_contain_text("Đã lưu lúc")

    mine.get_by_label("Cam kết").fill("Bản của Ánh")
    expect(mine.locator("#draft-saved")).to_contain_text("Lê Thị Hoa")
    mine.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(mine.get_by_label("Cam kết")).to_have_value("Bản của Ánh")
    expect(mine.get_by_text("Hiện đang lưu: “Bản của Hoa”")).to_be_visible()
    picture(mine, "conflict")
    assert axe(mine) == []
    mine.get_by_role("button", name="Lưu đè").click()
    expect(mine.get_by_label("Cam kết")).to_have_value("Bản của Ánh")
    assert Plan.objects.get().commitment == "Bản của Ánh"
    mine.complaints[:] = [line for line in mine.complaints if "409" not in line]


def test_everything_works_without_javascript(open_page, url, drafter, open_plan):
    write_rows(open_plan, 1)
    page = open_page(drafter, javascript=False)
    page.goto(f"{url}activities/")
    page.get_by_role("button", name="Thêm hoạt động").click()
    expect(page.locator("#id_activities-1-title")).to_be_focused()
    page.locator("#id_activities-1-title").fill("Nói chuyện chuyên đề")
    page.get_by_role("button", name="Chuyển lên hoạt động 2").click()
    expect(page.locator("#id_activities-0-title")).to_have_value("Nói chuyện chuyên đề")
    page.get_by_role("button", name="Gỡ bỏ hoạt động 2").click()
    page.get_by_role("button", name="Gỡ bỏ", exact=True).click()
    page.locator("#id_activities-0-lead").fill("Công đoàn")
    page.locator("#id_activities-0-lead").press("Enter")  # Enter saves; it presses no row's button
    assert [(row.title, row.lead) for row in PlanActivity.objects.all()] == [("Nói chuyện chuyên đề", "Công đoàn")]


def test_errors_take_the_focus_and_lead_to_their_fields(open_page, url, drafter, open_plan, axe):
    write_rows(open_plan, 2)
    page = open_page(drafter)
    page.goto(f"{url}activities/")
    page.locator("#id_activities-1-starts_on").fill("31/02/2026")
    page.locator("#id_activities-1-target").fill("-3")
    expect(page.locator("#draft-saved")).to_contain_text("Chưa lưu: Hoạt động 2, Từ ngày")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    picture(page, "activities-errors")
    assert axe(page) == []
    page.get_by_role("link", name="Hoạt động 2, Từ ngày").click()
    expect(page.locator("#id_activities-1-starts_on")).to_be_focused()
    expect(page.locator("#id_activities-1-starts_on")).to_have_value("31/02/2026")


@pytest.mark.parametrize("size", SWEPT)
def test_every_page_is_clean_at_both_sizes(open_page, url, drafter, head, secretary, open_plan, axe, size):
    complete_plan(open_plan, by=drafter, at=db_now())
    write_rows(open_plan, 11)
    PlanActivity.objects.filter(position=3).update(title=LONG, target=1234, target_unit="lượt người")
    PlanActivity.objects.update(form="talk", audience="staff", starts_on="2026-04-01", ends_on="2026-04-30")
    PlanActivity.objects.filter(target=None).update(target=10, target_unit="buổi")
    advance(open_plan, "submit", by=head, at=db_now() - timedelta(days=1))
    reasons = [
        Reason("figures", "activities.3", "Chỉ tiêu chưa rõ: ghi số buổi, số lượt người"),
        Reason("form", "heading"),
    ]
    advance(open_plan, "return", by=secretary, note="Cần sửa 2 chỗ", due_at=make.days_ahead(20), reasons=reasons)

    page = open_page(drafter, size=size)
    for section in ("", "heading/", "objectives/", "commitment/", "activities/", "scan/", "check/"):
        page.goto(url + section)
        picture(page, f"{size[0]}-{section.strip('/') or 'tasks'}")
        assert axe(page) == [], section
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), section


def test_sixty_rows_can_be_worked_with(open_page, url, drafter, open_plan):
    write_rows(open_plan, 60)
    page = open_page(drafter)
    page.goto(f"{url}activities/")
    page.locator("#id_activities-59-lead").fill("Công đoàn")
    expect(page.locator(SAVED)).to_contain_text("Đã lưu lúc")
    page.get_by_role("button", name="Thêm hoạt động").click()
    expect(page.locator("#id_activities-60-title")).to_be_focused()
    assert PlanActivity.objects.count() == 61
