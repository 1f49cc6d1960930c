"""Evidence in a real browser: many files with bars, a line that drops in the middle, a page that is loaded anew."""

import random
from pathlib import Path

import pytest
from playwright.sync_api import expect

from campaigns.log import note_activity
from campaigns.models import ActivityEntry, Campaign, Evidence, Obligation, Paper, Upload
from campaigns.opening import open_campaign
from tests import factories as make
from tests.browser.test_edit import SAVED, picture
from tests.campaigns.test_photos import photo
from tests.sizes import PHONE
from tests.story import PDF
from units.clock import db_now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEGABYTES = 15
PIECE = "**/uploads/*-*/"
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "htmx:")


@pytest.fixture
def paper(campaign, unit, secretary) -> Obligation:
    """The office regulations, with number, date and signer on one page and evidence on another."""
    make.RequirementFactory(
        campaign=campaign, code="quy-che", kind="paper", title="Quy chế", due_on=make.date(2024, 3, 5)
    )
    open_campaign(campaign, by=secretary, at=make.moment(2024, 1, 16))
    return make.due_in(Obligation.objects.get(unit=unit, kind="paper"), days=10)


@pytest.fixture
def large(tmp_path) -> Path:
    """A PDF of 15 MB that does not pack."""
    filler = random.Random(7).randbytes(MEGABYTES * 2**20).replace(b"/", b"-")
    path = tmp_path / "biên bản họp.pdf"
    path.write_bytes(PDF[:9] + b"9 0 obj<</Length 1>>stream\n" + filler + b"\nendstream endobj\n" + PDF[9:])
    return path


def kept() -> bytes:
    """Return the bytes of the one file there is."""
    with Evidence.objects.get().file.open() as file:
        return file.read()


def forgive_the_line(page) -> None:
    """What the browser itself says about a line that is down is no complaint of the page."""
    page.complaints[:] = [line for line in page.complaints if not any(word in line for word in OFFLINE)]


def test_a_line_that_drops_in_the_middle_of_fifteen_megabytes_loses_nothing(open_page, paper, drafter, large):
    page = open_page(drafter)
    page.goto(f"/obligations/{paper.pk}/edit/heading/")
    page.get_by_label("Số, ký hiệu").fill("05/QĐ-UBND")
    expect(page.locator(SAVED)).to_contain_text("Đã lưu lúc")
    asked = []

    def drop(route) -> None:
        asked.append(route.request)
        if len(asked) == 8:
            page.context.set_offline(True)
            route.abort()
        else:
            route.continue_()

    page.route(PIECE, drop)
    page.get_by_label("Chọn tệp").set_input_files(large)
    state = page.locator(".queue__state")
    expect(state).to_contain_text("Mất kết nối", timeout=30000)
    assert 0 < page.locator("progress").evaluate("bar => bar.value") < MEGABYTES * 2**20
    page.get_by_label("Trích yếu nội dung").fill("Ban hành Nội quy cơ quan")
    expect(page.locator("#draft-saved")).to_contain_text("Chưa lưu: mất kết nối")
    picture(page, "evidence-offline")

    page.unroute(PIECE)
    page.context.set_offline(False)
    expect(page.get_by_role("link", name=large.name, exact=True)).to_be_visible(timeout=60000)
    expect(page.locator(SAVED)).to_contain_text("Đã lưu lúc", timeout=20000)
    expect(page.locator(".queue__file")).to_have_count(0)
    forgive_the_line(page)

    assert kept() == large.read_bytes()
    written = Paper.objects.get()
    assert (written.number, written.summary) == ("05/QĐ-UBND", "Ban hành Nội quy cơ quan")
    assert not Upload.objects.exists()


def test_the_same_file_goes_on_after_the_page_was_loaded_anew(open_page, paper, drafter, large):
    page = open_page(drafter)
    address = f"/obligations/{paper.pk}/edit/heading/"
    page.goto(address)
    asked, dropped = [], []

    def drops_after_six(route):
        if len(asked) == 6:
            dropped.append(1)
            return route.abort()
        asked.append(1)
        return route.continue_()

    page.route(PIECE, drops_after_six)
    page.get_by_label("Chọn tệp").set_input_files(large)
    while not dropped:
        page.wait_for_timeout(50)
    expect(page.locator(".queue__state")).to_contain_text("Mất kết nối", timeout=30000)
    come = Upload.objects.get().received
    assert come > 0
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute(PIECE)
    page.reload()
    expect(page.get_by_text("chưa gửi xong")).to_be_visible()
    picture(page, "evidence-unfinished")
    offsets = []
    page.on("request", lambda request: offsets.append(request.headers.get("upload-offset")))
    page.get_by_label("Chọn tệp").set_input_files(large)
    expect(page.get_by_role("link", name=large.name, exact=True)).to_be_visible(timeout=60000)
    forgive_the_line(page)

    assert next(offset for offset in offsets if offset) == str(come)
    assert kept() == large.read_bytes()


def test_many_files_at_once_each_with_its_own_word(open_page, paper, drafter, tmp_path, axe):
    names = {
        "a.pdf": PDF,
        "ảnh.jpg": photo((900, 600)),
        "rỗng.pdf": b"",
        "giả.pdf": b"MZ" + bytes(400),
        "loa.mp3": b"ID3",
    }
    for name, body in names.items():
        (tmp_path / name).write_bytes(body)
    page = open_page(drafter)
    page.goto(f"/obligations/{paper.pk}/edit/heading/")
    page.get_by_label("Chọn tệp").set_input_files([str(tmp_path / name) for name in names])

    expect(page.get_by_role("link", name="a.pdf", exact=True)).to_be_visible()
    expect(page.locator(".file--picture img")).to_be_visible()
    expect(page.locator(".queue__file[data-state=refused]")).to_have_count(3)
    words = page.locator(".queue").inner_text()
    assert "Tệp này rỗng" in words
    assert "chương trình" in words
    assert "Loại tệp này không được nhận ở đây" in words
    picture(page, "evidence-many")
    assert axe(page) == []
    page.locator(".queue__file").filter(has_text="giả.pdf").get_by_role("button", name="Bỏ").click()
    expect(page.locator(".queue__file")).to_have_count(2)
    page.complaints[:] = [line for line in page.complaints if "422" not in line]
    assert Evidence.objects.count() == 2


def test_save_and_continue_waits_for_the_files(open_page, paper, drafter, large):
    page = open_page(drafter)
    page.goto(f"/obligations/{paper.pk}/edit/scan/")
    page.get_by_label("Chọn tệp").set_input_files(large)
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_url("**/edit/check/", timeout=60000)
    assert Evidence.objects.count() == 1


def test_link_note_and_what_was_given_before(open_page, paper, drafter, unit, axe):
    page = open_page(drafter, size=PHONE)
    address = f"/obligations/{paper.pk}/edit/heading/"
    page.goto(address)
    page.get_by_text("Thêm liên kết hoặc ghi chú").click()
    page.get_by_label("Liên kết", exact=True).fill("javascript:alert(1)")
    page.get_by_label("Ghi chú").fill("Sổ họp chi bộ số 3, trang 12")
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.locator("[data-error-summary]")).to_contain_text("không phải địa chỉ trang web")
    expect(page.get_by_label("Ghi chú")).to_have_value("Sổ họp chi bộ số 3, trang 12")
    assert axe(page) == []
    page.get_by_label("Liên kết", exact=True).fill("https://chuongmy.example.org/tin-1")
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.locator(".file__note")).to_have_text("Sổ họp chi bộ số 3, trang 12")
    link = page.get_by_role("link", name="https://chuongmy.example.org/tin-1 (mở ở thẻ mới)")
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"

    day = make.date(2024, 2, 1)
    Campaign.objects.update(ends_on=make.date(2099, 12, 31))
    entry = ActivityEntry(unit=unit, campaign=paper.campaign, held_on=day, kind="clean_up", title="Dọn vệ sinh")
    note_activity(entry, by=drafter, at=db_now())
    page.goto(f"/log/{entry.pk}/")
    page.get_by_text("Chọn từ minh chứng đơn vị đã gửi").click()
    page.get_by_label("Sổ họp chi bộ số 3").check()
    page.get_by_role("button", name="Dùng cho mục này").click()
    expect(page.locator(".file__note")).to_have_text("Sổ họp chi bộ số 3, trang 12")
    picture(page, "evidence-entry-phone")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto(f"/log/{entry.pk}/evidence/?q=so+hop")
    expect(page.get_by_text("Không có minh chứng nào của đơn vị khớp")).to_be_visible()
    page.goto(f"/log/{entry.pk}/evidence/")
    picture(page, "evidence-place-phone")
    assert axe(page) == []


def test_without_javascript_the_form_sends_the_files_itself(open_page, paper, drafter, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(PDF + name.encode() + b"\nstartxref\n0\n%%EOF\n")
    page = open_page(drafter, javascript=False)
    page.goto(f"/obligations/{paper.pk}/edit/heading/")
    page.get_by_label("Chọn tệp").set_input_files([str(tmp_path / "a.pdf"), str(tmp_path / "b.pdf")])
    page.get_by_role("button", name="Đính kèm", exact=True).click()
    expect(page.get_by_role("link", name="a.pdf", exact=True)).to_be_visible()
    expect(page.get_by_text("Đã thêm 2 minh chứng")).to_be_visible()
    assert Evidence.objects.count() == 2
