"""The checklist on the spot in a real browser: the network is cut in the middle, and nothing is lost."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from conduct.models import AnswerSave, Finding, Visit, VisitAnswer
from conduct.on_the_spot import Given, save_answer
from tests import factories as make
from tests.campaigns.test_photos import photo
from tests.conduct.cast import answer_all, code_in_force, found, inspection_of, visit_under_way
from tests.portal.test_frame_browser import assert_calm, visit  # noqa: F401
from tests.portal.test_todo_browser import signed_in
from tests.sizes import PHONE, SWEPT
from units.models import Role
from units.workflow import advance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALL_SENT = "Cổng đã nhận đủ."


@pytest.fixture
def lead(host):
    return make.person(Role.OBSERVER, host, username="thanhtra", full_name="Hoàng Thị Ngọc")


@pytest.fixture
def second(host):
    return make.person(Role.MEMBER, host, username="uyvien.hai", full_name="Vũ Văn Minh")


@pytest.fixture
def spot(host, unit, lead, second, secretary) -> Visit:
    code_in_force()
    inspection = inspection_of(host, [unit], lead=lead, others=[second], by=secretary)
    return visit_under_way(inspection, unit, lead=lead, by=secretary)


def opened(visit, spot, person, **options):  # noqa: F811
    return signed_in(visit, person, f"/visits/{spot.pk}/fill/", size=PHONE, **options)


def card(page, code):
    return page.locator(f"#answer-{code}")


def stored(spot) -> dict[str, tuple]:
    return {answer.clause.code: answer.said for answer in VisitAnswer.objects.of(spot)}


def test_an_inspection_loses_nothing_when_the_network_is_cut_in_the_middle(visit, spot, lead, tmp_path):  # noqa: F811
    page = opened(visit, spot, lead, has_touch=True, is_mobile=True)
    status = page.locator("#spot-status")
    card(page, "GD-01").get_by_text("Đạt", exact=True).tap()
    expect(card(page, "GD-01").locator("[data-told]")).to_contain_text("Cổng đã nhận lúc")

    page.context.set_offline(True)
    card(page, "GD-02").get_by_text("Chưa đạt", exact=True).tap()
    card(page, "GD-02").get_by_label("Ghi chú").fill("Không có ai trực lúc 8 giờ")
    card(page, "GD-05").get_by_label("Số người được xem xét").fill("12")
    card(page, "GD-05").get_by_label("Trong đó thực hiện tốt").fill("11")
    card(page, "GD-01").get_by_text("Đạt một phần", exact=True).tap()  # thought better of it
    picture = tmp_path / "ban-lam-viec.jpg"
    picture.write_bytes(photo((2400, 1600)))
    card(page, "GD-02").get_by_role("link", name="Ghi tồn tại").tap()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tồn tại phát hiện").fill("Bộ phận một cửa đóng cửa lúc 8 giờ 20")
    dialog.get_by_text("Đáng kể", exact=True).tap()
    dialog.locator("input[name=photos]").set_input_files(str(picture))
    page.locator("input[name=photos][data-small]").wait_for()
    dialog.get_by_role("button", name="Giữ lại").tap()
    page.get_by_label("Đại diện đơn vị làm việc với đoàn").fill("Phó Chủ tịch")
    page.get_by_label("Đại diện đơn vị làm việc với đoàn").blur()
    expect(status).to_contain_text("Mất mạng")
    assert stored(spot)["GD-02"][0] == ""
    assert not Finding.objects.exists()
    page.complaints.clear()  # the browser tells of each attempt that failed

    page.context.set_offline(False)
    expect(status).to_have_text(ALL_SENT)

    assert stored(spot) == {
        "GD-01": ("partly", None, None, ""),
        "GD-02": ("not_met", None, None, "Không có ai trực lúc 8 giờ"),
        "GD-05": ("counted", 12, 11, ""),
    }
    finding = Finding.objects.get()
    assert (finding.text, finding.severity, finding.photos.count()) == ("Bộ phận một cửa đóng cửa lúc 8 giờ 20", 2, 1)
    spot.refresh_from_db()
    assert spot.met_with == "Phó Chủ tịch"
    page.reload()
    expect(page.locator("#spot-answered")).to_have_text("3/3")
    assert_calm(page)


def test_what_waited_when_the_page_was_closed_is_sent_when_it_is_opened_again(visit, live_server, spot, lead):  # noqa: F811
    page = opened(visit, spot, lead)
    page.context.set_offline(True)
    card(page, "GD-01").get_by_label("Ghi chú").fill("Đã nhắc nhở tại chỗ")
    card(page, "GD-01").get_by_text("Đạt một phần", exact=True).click()
    expect(page.locator("#spot-status")).to_contain_text("Mất mạng")
    page.close()
    assert stored(spot)["GD-01"][0] == ""

    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(f"{live_server.url}/visits/{spot.pk}/fill/")
    expect(again.locator("#spot-status")).to_have_text(ALL_SENT)
    assert stored(spot)["GD-01"] == ("partly", None, None, "Đã nhắc nhở tại chỗ")
    assert card(again, "GD-01").get_by_label("Ghi chú").input_value() == "Đã nhắc nhở tại chỗ"


def test_an_answer_whose_receipt_was_lost_is_written_once(visit, spot, lead):  # noqa: F811
    page = opened(visit, spot, lead)
    lost = []

    def lose(route):
        route.fetch()  # the portal has it, the phone does not learn of it
        lost.append(route.request.url)
        route.abort()

    page.route(re.compile(r"/answers/"), lose, times=1)
    card(page, "GD-01").get_by_text("Đạt", exact=True).click()
    expect(page.locator("#spot-status")).to_contain_text("Mất mạng")
    assert len(lost) == 1
    expect(page.locator("#spot-status")).to_have_text(ALL_SENT)
    assert AnswerSave.objects.count() == 1


def test_two_inspectors_on_one_clause_are_shown_both_answers(visit, spot, lead, second):  # noqa: F811
    page = opened(visit, spot, lead)
    answer = VisitAnswer.objects.of(spot)[0]
    save_answer(answer, Given("met", note="Tôi thấy đủ"), save=uuid4(), base=0, by=second)
    card(page, "GD-01").get_by_text("Chưa đạt", exact=True).click()

    conflict = card(page, "GD-01").locator("[data-conflict]")
    expect(conflict).to_be_visible()
    assert "Vũ Văn Minh" in conflict.inner_text()
    assert "Tôi thấy đủ" in conflict.inner_text()
    assert stored(spot)["GD-01"][0] == "met"
    page.complaints.clear()  # 409 is an error to the console, and an answer to us
    assert_calm(page)

    conflict.get_by_role("button", name="Giữ câu trả lời của tôi").click()
    expect(page.locator("#spot-status")).to_have_text(ALL_SENT)
    assert stored(spot)["GD-01"][0] == "not_met"

    save_answer(answer, Given("partly"), save=uuid4(), base=2, by=second)
    card(page, "GD-01").get_by_text("Đạt", exact=True).click()
    card(page, "GD-01").get_by_role("button", name="Lấy câu trả lời của người kia").click()
    assert stored(spot)["GD-01"][0] == "partly"
    assert card(page, "GD-01").get_by_label("Đạt một phần").is_checked()


def test_when_the_session_ends_everything_stays_on_the_phone(visit, spot, lead):  # noqa: F811
    page = opened(visit, spot, lead)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    card(page, "GD-01").get_by_text("Đạt", exact=True).click()
    expect(page.locator("#spot-sign-in")).to_be_visible()
    page.context.add_cookies(cookies)
    page.reload()
    expect(page.locator("#spot-status")).to_have_text(ALL_SENT)
    assert stored(spot)["GD-01"][0] == "met"


def test_without_javascript_one_button_saves_and_conflicts_are_told(visit, spot, lead, second):  # noqa: F811
    page = opened(visit, spot, lead, java_script_enabled=False)
    card(page, "GD-01").get_by_text("Đạt", exact=True).click()
    card(page, "GD-05").get_by_label("Số người được xem xét").fill("10")
    page.get_by_label("Đại diện đơn vị làm việc với đoàn").fill("Chánh Văn phòng")
    page.get_by_role("button", name="Lưu tất cả").click()
    assert "Hãy ghi đủ hai số" in page.content()
    card(page, "GD-05").get_by_label("Trong đó thực hiện tốt").fill("10")
    page.get_by_role("button", name="Lưu tất cả").click()
    assert stored(spot)["GD-05"] == ("counted", 10, 10, "")

    save_answer(
        VisitAnswer.objects.of(spot)[0], Given("not_met", note="Tôi thấy khác"), save=uuid4(), base=1, by=second
    )
    card(page, "GD-01").get_by_text("Đạt một phần", exact=True).click()
    page.get_by_role("button", name="Lưu tất cả").click()
    assert "Tôi thấy khác" in page.get_by_role("alert").inner_text()
    assert stored(spot)["GD-01"][0] == "not_met"
    page.get_by_role("button", name="Lưu tất cả").click()
    assert stored(spot)["GD-01"][0] == "partly"

    card(page, "GD-01").get_by_role("link", name="Ghi tồn tại").click()
    page.get_by_label("Tồn tại phát hiện").fill("Thiếu biển tên")
    page.get_by_role("button", name="Lưu", exact=True).click()
    assert Finding.objects.get().clause.code == "GD-01"


@pytest.mark.parametrize("size", SWEPT)
def test_the_pages_of_an_inspection_are_calm(visit, live_server, spot, lead, secretary, size):  # noqa: F811
    found(spot, "GD-01", by=lead, severity=3)
    preparing = inspection_of(spot.inspection.host, [spot.unit], lead=lead, others=[], by=secretary)
    page = signed_in(visit, secretary, "/inspections/", size=size)
    for path in (
        "/inspections/",
        "/inspections/new/",
        f"/inspections/{preparing.pk}/",
        f"/inspections/{preparing.pk}/edit/",
        f"/inspections/{preparing.pk}/team/",
        f"/inspections/{preparing.pk}/units/",
        f"/visits/{spot.pk}/",
        "/council/findings/",
    ):
        page.goto(live_server.url + path)
        assert_calm(page)
    answer_all(spot, by=lead)
    advance(spot, "present", by=lead)
    finding = Finding.objects.get()
    for path in (f"/visits/{spot.pk}/", f"/findings/{finding.pk}/remedy/", "/council/findings/"):
        page.goto(live_server.url + path)
        assert_calm(page)


@pytest.mark.parametrize("size", SWEPT)
def test_the_head_reads_and_acknowledges(visit, live_server, spot, lead, head, size):  # noqa: F811
    found(spot, "GD-01", by=lead)
    answer_all(spot, by=lead)
    advance(spot, "present", by=lead)
    page = signed_in(visit, head, "/inspections/", size=size)
    page.get_by_role("link", name="Kiểm tra công vụ quý I").click()
    assert_calm(page)
    page.get_by_role("link", name="Xác nhận biên bản").click()
    page.get_by_label("Ý kiến của đồng chí").fill("Đơn vị tiếp thu")
    assert_calm(page)
    page.get_by_role("button", name="Xác nhận biên bản").click()
    assert "Đơn vị tiếp thu" in page.locator(".said").first.inner_text()
