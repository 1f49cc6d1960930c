"""The reports' pages in a real browser: axe, both sizes, without JavaScript, watched while one is made, on paper."""

import pytest

from portal.models import Report, ReportState
from portal.models.report import Step
from portal.reports import asking, making
from tests import factories as make
from tests.portal.test_frame_browser import assert_calm, visit  # noqa: F401
from tests.portal.test_todo_browser import signed_in
from tests.sizes import PHONE, SWEPT
from units.models import Cluster

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
END = make.end_of(2024, 3, 31)


@pytest.fixture
def report(history, secretary):
    report = asking.ask(history, at=END, by=secretary)
    assert making.make_next()
    return report


@pytest.mark.parametrize("size", SWEPT)
def test_the_reports_pages_are_calm(visit, live_server, report, history, secretary, size):  # noqa: F811
    waiting, failed = (asking.ask(history, at=END - n * make.DAY, by=secretary) for n in range(2))
    Report.objects.filter(pk=failed.pk).update(state=ReportState.FAILED, error="OperationalError")
    page = signed_in(visit, secretary, "/reports/", size=size)
    assert_calm(page)

    rows = f"{report.get_absolute_url()}rows/?figure=overdue"
    for address in ("/reports/new/", rows, *(each.get_absolute_url() for each in (report, waiting, failed))):
        page.goto(live_server.url + address)
        assert_calm(page)


def test_on_a_phone_a_bar_keeps_its_whole_name(visit, history, unit, secretary):  # noqa: F811
    """Cut after a few words, the names of three clusters of schools would be one."""
    Cluster.objects.filter(pk=unit.cluster_id).update(name="Khối thi đua các trường trung học cơ sở")
    report = asking.ask(history, at=END, by=secretary)
    assert making.make_next()

    page = signed_in(visit, secretary, report.get_absolute_url(), size=PHONE)
    page.locator("figure[data-ready=true]").wait_for()
    names = page.locator(".chart__picture .role-axis-label text").all_text_contents()

    assert "Khối thi đua cáctrường trung học cơ sở" in [name.strip() for name in names]


def test_a_page_that_waits_turns_into_the_report_by_itself(visit, history, secretary):  # noqa: F811
    report = asking.ask(history, at=END, by=secretary)
    page = signed_in(visit, secretary, report.get_absolute_url())
    assert page.get_by_text("Đang chờ lập").is_visible()

    Report.objects.update(state=ReportState.RUNNING, step=Step.COUNTING, units_done=1, units_all=2)
    page.get_by_text("1 / 2 đơn vị").wait_for()
    page.reload()
    assert page.get_by_text("1 / 2 đơn vị").is_visible()

    Report.objects.update(state=ReportState.QUEUED)
    assert making.make_next()
    page.get_by_role("link", name="DOCX").wait_for()
    assert "NaN" not in page.content()


def test_without_javascript_one_asks_waits_and_reads(visit, history, secretary):  # noqa: F811
    page = signed_in(visit, secretary, "/reports/new/", java_script_enabled=False)
    page.get_by_label("Tính đến hết ngày").fill("31/03/2024")
    page.locator("main").get_by_role("button", name="Lập báo cáo").click()
    assert making.make_next()

    page.get_by_role("link", name="Tải lại").click()

    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "bao-cao-2024-03-31.xlsx"


def test_the_printed_page_shows_the_annex_and_no_buttons(visit, report, secretary):  # noqa: F811
    page = signed_in(visit, secretary, report.get_absolute_url())
    page.emulate_media(media="print")

    assert not page.get_by_role("link", name="DOCX").is_visible()
    assert page.get_by_text("SHA-256").is_visible()
    assert page.locator("details .table-figures").last.is_visible()
