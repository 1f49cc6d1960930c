"""The form behind a poster in a real browser: two taps on a phone, by keyboard alone, without JavaScript, with zoom."""

import pytest

from conduct import feedback_budget
from conduct.models import Feedback, FeedbackContact, FeedbackLink
from tests.conduct.cast import code_in_force, poster, said
from tests.portal.test_frame_browser import assert_calm, visit  # noqa: F401
from tests.portal.test_todo_browser import signed_in
from tests.sizes import DESK, PHONE, SWEPT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHEAP = (320, 480)


@pytest.fixture(autouse=True)
def _memory_of_other_tests():
    feedback_budget.forget_spent()


@pytest.fixture
def link(host, unit, secretary) -> FeedbackLink:
    code_in_force()
    return poster(host, unit, secretary)


def test_two_taps_on_the_cheapest_phone(visit, link):  # noqa: F811
    page = visit(link.get_absolute_url(), size=CHEAP, java_script_enabled=False, has_touch=True, is_mobile=True)
    page.wait_for_timeout(2500)  # a person reads the page first
    page.get_by_role("radio", name="Tốt", exact=True).tap()
    page.get_by_role("button", name="Gửi").tap()
    page.wait_for_url("**/feedback/sent/**")

    assert [value for _word, value in Feedback.objects.get().scores] == [4, 4, 4, 4]
    assert page.get_by_role("heading", level=1).inner_text() == "Xin cảm ơn"


def test_by_keyboard_alone_and_without_javascript(visit, link):  # noqa: F811
    page = visit(link.get_absolute_url(), size=DESK, java_script_enabled=False)
    press = page.keyboard.press
    page.wait_for_timeout(2500)
    press("Tab")  # into the first row of five
    press("ArrowRight")
    press("ArrowLeft")
    press("Tab")
    press("Enter")  # opens the four words
    press("Tab")
    press("Space")  # discipline: bad
    for _n in range(4):
        press("Tab")  # over the other three words, onto “tell us more”
    press("Enter")
    press("Tab")
    press("ArrowDown")  # what it is about: the first that is offered
    press("Tab")
    page.keyboard.type("Quầy số 3")
    press("Tab")
    page.keyboard.type("Chờ hai giờ")
    press("Tab")
    page.keyboard.type("Người Thử")
    press("Tab")
    page.keyboard.type("0900 000 001")
    press("Tab")
    press("Space")
    press("Tab")
    press("Enter")
    page.wait_for_url("**/feedback/sent/**")

    feedback = Feedback.objects.get()
    assert (feedback.place, feedback.text, feedback.clause.code) == ("Quầy số 3", "Chờ hai giờ", "GD-01")
    assert (feedback.discipline, feedback.friendliness) == (1, 1)
    assert FeedbackContact.objects.get().way == "0900 000 001"


def test_who_is_too_quick_answers_a_sum_and_loses_nothing(visit, link):  # noqa: F811
    page = visit(link.get_absolute_url(), size=PHONE, java_script_enabled=False)
    page.get_by_text("Nói thêm").click()
    page.get_by_label("Việc gì đã xảy ra?").fill("Xem https://example.org")
    page.get_by_role("radio", name="Kém", exact=True).check()
    page.get_by_role("button", name="Gửi").click()
    question = page.locator(".riddle label").inner_text()
    words = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    first, second = (words.index(word) for word in question.casefold().split(" bằng")[0].split(" cộng "))
    assert page.evaluate("document.activeElement.className") == "errors"
    assert page.get_by_label("Việc gì đã xảy ra?").input_value() == "Xem https://example.org"

    page.get_by_label(question).fill(str(first + second))
    page.get_by_role("button", name="Gửi").click()
    page.wait_for_url("**/feedback/sent/**")
    assert Feedback.objects.get().discipline == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [CHEAP, PHONE, DESK, (683, 384)])
def test_the_public_pages_are_calm(visit, live_server, link, size, theme):  # noqa: F811
    code = said(link).code
    page = visit(link.get_absolute_url(), size=size, color_scheme=theme)
    for summary in page.locator("summary").all():
        summary.click()
    assert_calm(page)
    page.get_by_role("button", name="Gửi").click()
    page.locator(".errors").wait_for()
    assert_calm(page)
    for path in (f"/feedback/sent/{code}/", "/feedback/"):
        page.goto(live_server.url + path)
        assert_calm(page)


@pytest.mark.parametrize("size", SWEPT)
def test_the_office_s_pages_are_calm(visit, live_server, link, secretary, size):  # noqa: F811
    feedback = said(link, contact="0900 000 001")
    for _n in range(5):
        said(link)
    page = signed_in(visit, secretary, "/council/feedback/", size=size)
    assert_calm(page)
    for path in (
        "/council/feedback/totals/",
        "/council/feedback/posters/",
        f"/council/feedback/{feedback.pk}/",
        f"/council/feedback/{feedback.pk}/forward/",
        f"/council/feedback/{feedback.pk}/merge/",
        f"/unit/feedback/{feedback.pk}/whole/",
        "/posters/",
    ):
        page.goto(live_server.url + path)
        assert_calm(page)


@pytest.mark.parametrize("size", SWEPT)
def test_the_unit_s_page_is_calm(visit, link, head, size):  # noqa: F811
    for _n in range(5):
        said(link)
    page = signed_in(visit, head, "/unit/feedback/", size=size)
    assert "2,0" in page.content()
    assert_calm(page)
