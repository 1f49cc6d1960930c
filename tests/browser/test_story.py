"""The whole story in a real browser, with a real worker: from the clerk's first word to the figure in the report."""

import csv
import io
import json
import re
from datetime import timedelta

import docx
import openpyxl
import pytest
from django.core.management import call_command
from django.utils.timezone import localdate

from campaigns.opening import open_campaign
from tests import factories as make
from tests import processes
from tests.campaigns.naive_figures import reckon
from tests.portal.test_frame_browser import PASSWORD
from tests.story import PDF
from units.clock import db_now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 90_000  # milliseconds, for what the worker makes


@pytest.fixture
def owed(host, unit, other_unit, secretary):
    """The plan that the unit owes in a campaign of this month; it was due some days ago and can still be handed in."""
    today = localdate()
    campaign = make.CampaignFactory(
        code="PT-NAY",
        host=host,
        year=today.year,
        starts_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=60),
    )
    make.RequirementFactory(campaign=campaign, due_on=today - timedelta(days=20))
    open_campaign(campaign, by=secretary, at=db_now() - timedelta(days=45))
    return campaign.obligations.get(unit=unit)


@pytest.fixture
def sign_in(browser, live_server):
    """Give each person a browser of their own, signed in by the login page."""
    contexts = []

    def signed_in(user):
        user.set_password(PASSWORD)
        user.save()
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN", accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/accounts/login/")
        page.get_by_label("Tên đăng nhập").fill(user.username)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda address: "/login/" not in address)
        return page

    yield signed_in
    for context in contexts:
        context.close()


def fill(page, **values):
    for name, value in values.items():
        field = page.locator(f"main [name='{name.replace('__', '-')}']")
        field.select_option(value) if field.evaluate("e => e.tagName") == "SELECT" else field.fill(value)


def go_on(page):
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_load_state()


def confirm(page, name):
    """Press the button that leads to the confirming page, then the one that makes the move."""
    page.locator("main a.btn, main button", has_text=name).first.click()
    page.wait_for_load_state()
    confirming = page.locator("main form:has([name=version]) button", has_text=name)
    if confirming.count():
        confirming.last.click()
        page.wait_for_load_state()


def test_from_the_first_word_to_the_figure_in_the_report(
    owed, drafter, head, secretary, chair, sign_in, live_server, tmp_path
):
    edit = f"{live_server.url}/obligations/{owed.pk}/edit/"

    # the clerk writes, leaves, comes back
    clerk = sign_in(drafter)
    clerk.goto(f"{live_server.url}/todo/")
    clerk.get_by_role("link", name="Bắt đầu viết").click()
    clerk.goto(f"{edit}heading/")
    fill(clerk, number="05/KH-UBND", issued_on="05/03/2026", signer_name="Đặng Văn Đức", signer_position="Chủ tịch")
    go_on(clerk)
    clerk.goto(f"{live_server.url}/todo/")
    clerk.get_by_role("link", name="Viết tiếp").click()
    clerk.goto(f"{edit}heading/")
    assert clerk.locator("[name=issued_on]").input_value() == "05/03/2026"
    clerk.goto(f"{edit}objectives/")
    fill(clerk, objectives="Nâng cao kỷ luật, kỷ cương.", legal_bases="Quyết định 522/QĐ-UBND")
    go_on(clerk)
    fill(clerk, commitment="Mỗi tháng kiểm tra một lần.")
    go_on(clerk)
    first, last = (owed.period_start + timedelta(days=9), owed.period_end)
    fill(
        clerk,
        activities__0__title="Quán triệt Quy tắc ứng xử tại chi bộ",
        activities__0__form="party_cell_meeting",
        activities__0__audience="staff",
        activities__0__starts_on=f"{first:%d/%m/%Y}",
        activities__0__ends_on=f"{last:%d/%m/%Y}",
        activities__0__lead="Chi ủy",
        activities__0__target="10,5",
        activities__0__target_unit="buổi",
    )
    go_on(clerk)
    clerk.locator("[name=files]").set_input_files(
        {"name": "kế hoạch.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    clerk.get_by_role("link", name="kế hoạch.pdf", exact=True).wait_for()

    # hands it to the head, who signs
    clerk.goto(f"{edit}check/")
    assert "10,5" in clerk.locator("main").inner_text()
    confirm(clerk, "Trình")
    signer = sign_in(head)
    signer.goto(f"{live_server.url}/obligations/{owed.pk}/")
    signer.get_by_role("link", name="Xem và ký nộp").first.click()
    signer.wait_for_load_state()
    confirm(signer, re.compile("Ký (và )?nộp"))
    owed.refresh_from_db()
    assert owed.state == "submitted"

    # the office returns it with a reason at one activity
    office = sign_in(secretary)
    office.goto(f"{live_server.url}/council/review/{owed.pk}/")
    office.get_by_text("Trả lại", exact=False).first.click()
    fill(office, reason__0__code="section", reason__0__place="activities.1", reason__0__text="Thiếu người phụ trách.")
    fill(office, due_at=f"{localdate() + timedelta(days=7):%d/%m/%Y}")
    office.locator("button[name=step][value=preview]").click()
    office.locator("main").get_by_role("button", name="Trả lại").last.click()
    office.wait_for_load_state()
    owed.refresh_from_db()
    assert owed.state == "returned"

    # the clerk goes straight to the place and mends it
    clerk.goto(f"{live_server.url}/todo/")
    clerk.get_by_role("link", name="Sửa ngay").click()
    clerk.goto(f"{edit}activities/")
    clerk.get_by_text("Thiếu người phụ trách.").first.wait_for()
    fill(clerk, activities__0__lead="Chi ủy và Văn phòng")
    clerk.get_by_text("Đã lưu lúc").wait_for()
    clerk.goto(f"{edit}check/")
    confirm(clerk, "Trình")
    signer.goto(f"{live_server.url}/obligations/{owed.pk}/")
    signer.get_by_role("link", name="Xem và ký nộp").first.click()
    signer.wait_for_load_state()
    confirm(signer, re.compile("Ký (và )?nộp"))

    # the office sees what changed, accepts; the cell turns
    office.goto(f"{live_server.url}/council/review/{owed.pk}/")
    assert "Chi ủy và Văn phòng" in office.locator("main").inner_text()
    office.locator("main").get_by_role("button", name="Đạt").first.click()
    office.wait_for_load_state()
    office.goto(f"{live_server.url}/council/matrix/?campaign={owed.campaign.code}")
    cell = office.locator(f"a[href$='/obligations/{owed.pk}/'], a[href$='/council/review/{owed.pk}/']").first
    assert "Đạt" in (cell.get_attribute("title") or cell.get_attribute("aria-label") or "")

    # asks for the report, which the worker makes
    environment = processes.environment()
    with processes.beat(environment), processes.worker(environment):
        office.goto(f"{live_server.url}/reports/new/")
        office.get_by_role("button", name="Lập báo cáo").click()
        office.get_by_role("link", name="DOCX").wait_for(timeout=PATIENCE)
    report = office.url.rstrip("/")

    # the figure is the same in every face, and in a naive reckoning from the exported ledger
    told = office.request.get(f"{report}.json").json()
    call_command("export_ledger", campaign=owed.campaign.code, out=tmp_path, verbosity=0)
    rows = [
        list(csv.DictReader(io.StringIO((tmp_path / name).read_text(encoding="utf-8"))))
        for name in ("obligations.csv", "events.csv")
    ]
    expected = reckon(*rows, told["as_of"])
    assert {name: told["totals"][name] for name in expected} == expected
    assert (expected["due"], expected["submitted"], expected["late"], expected["accepted"]) == (2, 1, 1, 1)
    rate = f"{expected['submitted']}/{expected['due']}"
    paper = docx.Document(io.BytesIO(office.request.get(f"{report}.docx").body()))
    words = "\n".join(p.text for p in paper.paragraphs)
    assert rate in words.replace(" ", "")
    book = openpyxl.load_workbook(io.BytesIO(office.request.get(f"{report}.xlsx").body()))
    totals = [value for _title, value in book.worksheets[0].iter_rows(values_only=True)][-len(expected) :]
    assert [int(value) for value in totals] == list(expected.values())
    codes = {participation.unit.code for participation in owed.campaign.participations.all()}
    until = 3 + len(expected)  # after code, unit and cluster
    counted = [row[3:until] for row in book["Đơn vị"].iter_rows(values_only=True) if row[0] in codes]
    assert [sum(column) for column in zip(*counted, strict=True)] == list(expected.values())
    assert rate in office.locator("main").inner_text().replace(" ", "")
    assert json.dumps(told, ensure_ascii=False).count(told["sha256"]) == 1
