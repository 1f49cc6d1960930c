"""The progress report in a real browser: filled in from a phone, saved as it is typed, without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from campaigns.models import Campaign, IndicatorValue, Obligation, ReportedActivity
from tests import factories as make
from tests.campaigns.reports import again, ask_for_reports, complete_report, report_of
from tests.campaigns.test_activity_log import entry
from tests.campaigns.test_log_browser import NOTED, running, two_photos  # noqa: F401
from tests.portal.test_frame_browser import assert_calm, visit  # noqa: F401
from tests.portal.test_todo_browser import signed_in
from tests.sizes import DESK, PHONE, SWEPT
from units.workflow import advance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = "#draft-saved .saved:not(.saved--failed)"


@pytest.fixture
def report(running, plan, unit, secretary) -> Obligation:  # noqa: F811
    """The report of the quarter in which today lies."""
    ask_for_reports(Campaign.objects.get(pk=running.pk), by=secretary, at=make.moment(2024, 1, 16))
    row = make.due_in(report_of(unit, ends=make.date(2024, 3, 14)), days=10)
    around = localdate() - timedelta(days=45), localdate() + timedelta(days=45)
    Obligation.objects.filter(pk=row.pk).update(period_start=around[0], period_end=around[1], cutoff_on=around[1])
    return again(row)


def test_what_was_noted_on_a_phone_with_two_photos_stands_in_the_quarters_report(
    visit,  # noqa: F811
    live_server,
    report,
    drafter,
    two_photos,  # noqa: F811
):
    page = signed_in(visit, drafter, "/log/new/", size=PHONE, has_touch=True, is_mobile=True)
    page.get_by_text("Tuyên truyền Quy tắc ứng xử", exact=True).tap()
    page.get_by_label("Việc đã làm").fill("Phát thanh Quy tắc ứng xử tại thôn Đồng")
    page.get_by_label("Số người tham gia").fill("120")
    page.locator("input[name=photos]").set_input_files(two_photos)
    page.locator("input[name=photos][data-small]").wait_for()
    page.get_by_role("button", name="Lưu", exact=True).tap()
    page.wait_for_url(NOTED)
    page.goto(f"{live_server.url}/todo/")
    page.get_by_role("link", name="Báo cáo kết quả thực hiện phong trào").first.tap()
    page.get_by_role("link", name="Bắt đầu viết").tap()
    page.get_by_role("link", name="Hoạt động trong kỳ").tap()

    row = page.get_by_role("group", name="Tuyên truyền Quy tắc ứng xử")
    expect(row.get_by_role("link", name="Phát thanh Quy tắc ứng xử tại thôn Đồng")).to_be_visible()
    expect(row).to_contain_text("120 người · 2 ảnh")
    expect(row.get_by_label("Số lần thực hiện")).to_have_value("1")
    expect(row.get_by_label("Số lượt người tham gia")).to_have_value("120")
    assert_calm(page)
    page.get_by_role("link", name="Số liệu", exact=True).first.tap()
    page.get_by_text("số liệu được lấy từ nhật ký").tap()
    expect(page.get_by_role("textbox", name="Lượt người dự cuộc tuyên truyền").first).to_have_value("120")
    assert_calm(page)
    page.goto(f"{live_server.url}/obligations/{report.pk}/edit/texts/")
    expect(page.get_by_label("I. Tình hình chỉ đạo, triển khai")).to_have_value(re.compile("1 hoạt động với 120 lượt"))
    assert_calm(page)


def test_a_figure_is_saved_as_it_is_typed_and_doubted_at_once(visit, live_server, report, drafter):  # noqa: F811
    page = signed_in(visit, drafter, f"/obligations/{report.pk}/edit/figures/", size=DESK)
    share = page.get_by_role("group", name="Tỷ lệ văn bản đi được ký số")
    share.get_by_role("textbox", name="Văn bản đi được ký số", exact=True).fill("130")
    share.get_by_role("textbox", name="Văn bản đi", exact=True).fill("120")
    expect(page.locator(SAVED)).to_contain_text("Đã lưu lúc")
    expect(share.locator(".doubt")).to_contain_text("Tử số lớn hơn mẫu số")

    share.locator("summary").last.click()
    share.locator("textarea").fill("Tính cả văn bản của năm trước.")
    expect(share.locator(".doubt")).to_contain_text("đã giải trình")
    assert_calm(page)
    value = IndicatorValue.objects.get(indicator__code="documents-signed")
    assert (value.part, value.explanation) == (130, "Tính cả văn bản của năm trước.")


def test_without_javascript_figures_are_corrected_and_taken_from_the_log_anew(
    visit,  # noqa: F811
    live_server,
    report,
    running,  # noqa: F811
    unit,
    drafter,
):
    entry(unit, running, drafter, localdate(), kind="clean_up", attendance=30)
    page = signed_in(
        visit, drafter, f"/obligations/{report.pk}/edit/activities/", size=PHONE, java_script_enabled=False
    )
    page.get_by_label("Số lượt người tham gia").fill("35")
    page.get_by_role("button", name="Lưu và quay lại").click()
    entry(unit, running, drafter, localdate(), kind="training", attendance=8)
    page.goto(f"{live_server.url}/obligations/{report.pk}/edit/activities/")
    page.get_by_role("link", name="Xem chỗ khác và cập nhật").click()
    expect(page.get_by_role("row", name="Tập huấn Trong báo cáo")).to_contain_text("1 lần, 8 lượt người")
    page.get_by_role("button", name="Cập nhật", exact=True).click()

    rows = {row.kind: row.attendance for row in ReportedActivity.objects.all()}
    assert (rows["clean_up"], rows["training"]) == (35, 8)


@pytest.mark.parametrize("size", SWEPT)
def test_the_pages_of_a_report_are_calm(visit, live_server, report, running, unit, drafter, head, secretary, size):  # noqa: F811
    entry(unit, running, drafter, localdate(), kind="clean_up", attendance=30)
    complete_report(report, by=head, at=make.days_ahead(0), documents_signed={"part": 130, "whole": 120})
    page = signed_in(visit, drafter, f"/obligations/{report.pk}/edit/", size=size)
    entry(unit, running, drafter, localdate(), kind="training", attendance=8)
    for path in ("heading/", "activities/", "figures/", "texts/", "from-log/", "check/", "../"):
        page.goto(f"{live_server.url}/obligations/{report.pk}/edit/{path}")
        assert_calm(page)
    advance(report, "submit", by=head)

    page = signed_in(visit, secretary, f"/council/review/{report.pk}/", size=size)
    assert_calm(page)
    assert page.locator("tr > .pin").count() == 0  # a button beside the cells would push them out of their columns
    assert page.locator("tr > th > .pin").count() > 0
    page.goto(f"{live_server.url}/council/indicators/")
    assert_calm(page)
    page.get_by_role("link", name="Tỷ lệ văn bản đi được ký số").click()
    page.wait_for_url("**/documents-signed/**")
    assert_calm(page)
    page.get_by_role("link", name=unit.short_name).click()
    expect(page.locator("[id='figures.5']")).to_contain_text("Tử số lớn hơn mẫu số")
