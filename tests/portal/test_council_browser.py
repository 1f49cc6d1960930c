"""The council's pages in a real browser: axe, keyboard, pins, charts, no JavaScript."""

import re

import pytest

from tests import factories as make
from tests.portal.test_frame_browser import PASSWORD, assert_calm, visit
from tests.sizes import SWEPT
from tests.story import complete_plan
from units.clock import db_now
from units.workflow import advance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["visit"]  # a fixture


@pytest.fixture
def paper(campaign, plan, drafter, head):
    """A plan that waits for review."""
    make.due_in(plan, days=10)
    complete_plan(plan, by=drafter, at=db_now())
    advance(plan, "submit", by=head)
    return plan


@pytest.fixture
def office(visit, secretary, paper):
    secretary.set_password(PASSWORD)
    secretary.save()

    def signed_in(path, **options):
        page = visit(f"/accounts/login/?next={path}", **options)
        page.get_by_label("Tên đăng nhập").fill(secretary.username)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(f"**{path}")
        return page

    return signed_in


@pytest.mark.parametrize("size", SWEPT)
def test_the_councils_pages_are_calm(office, live_server, paper, size):
    page = office("/council/", size=size)
    page.locator("figure[data-ready=true]").first.wait_for()
    for path in (
        "/council/",
        "/council/matrix/",
        "/council/obligations/",
        f"/council/units/{paper.unit.code}/",
        "/council/review/",
        f"/council/review/{paper.pk}/",
        f"/council/review/{paper.pk}/refuse/",
        f"/council/review/accept/?pick={paper.pk}:{paper.version}",
    ):
        page.goto(live_server.url + path)
        assert_calm(page)


def test_arrow_keys_walk_the_matrix_and_enter_opens(office, paper):
    page = office("/council/matrix/")
    row = page.locator("tbody th[scope=row] a", has_text="Xã Đại Yên")
    row.focus()

    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('td').className").startswith("cell is-submitted")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.title").startswith("Xã Tốt Động")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/obligations/{paper.pk}/")


def test_a_cluster_folds(office):
    page = office("/council/matrix/")

    page.locator(".matrix__fold").click()

    assert page.locator("tbody th[scope=row] a", has_text="Xã Đại Yên").is_hidden()


def test_a_pin_fills_the_place_and_the_message_is_seen_before_it_goes(office, paper):
    page = office(f"/council/review/{paper.pk}/")

    page.get_by_role("button", name=re.compile("Ghim lý do vào chỗ này: Hoạt động 1")).click()
    assert page.locator("[name=reason-0-place]").input_value() == "activities.1"
    page.locator("[name=reason-0-code]").select_option("section")
    page.get_by_role("button", name="Xem trước thông báo").click()

    assert "Hoạt động 1" in page.locator(".letter").inner_text()
    paper.refresh_from_db()
    assert paper.state == "submitted"
    page.get_by_role("button", name="Trả lại").click()
    page.wait_for_url("**/council/review/")
    paper.refresh_from_db()
    assert paper.state == "returned"


def test_keys_lead_to_the_buttons_but_decide_nothing(office, paper):
    page = office(f"/council/review/{paper.pk}/")

    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.dataset.key") == "a"
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.name") == "reason-0-code"
    paper.refresh_from_db()
    assert paper.state == "submitted"


def test_without_javascript_a_paper_is_returned_too(office, paper):
    page = office(f"/council/review/{paper.pk}/", java_script_enabled=False)

    page.get_by_text("Trả lại", exact=False).first.click()
    page.locator("[name=reason-0-code]").select_option("section")
    page.locator("[name=reason-0-place]").select_option("activities")
    page.get_by_role("button", name="Xem trước thông báo").click()
    page.get_by_role("button", name="Trả lại").click()

    paper.refresh_from_db()
    assert paper.state == "returned"
