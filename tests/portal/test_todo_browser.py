"""The unit's pages in a real browser: axe, both sizes, the keyboard, without JavaScript, on paper."""

import pytest

from campaigns.models import Obligation, State
from tests import factories as make
from tests.portal.test_frame_browser import PASSWORD, assert_calm, visit  # noqa: F401
from tests.sizes import SWEPT
from tests.story import complete_plan
from units.clock import db_now
from units.workflow import Reason, advance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def drafted(campaign, plan, drafter) -> Obligation:
    make.due_in(plan, days=3)
    complete_plan(plan, by=drafter, at=db_now())
    return plan


def signed_in(visit, user, path, **options):  # noqa: F811
    user.set_password(PASSWORD)
    user.save()
    page = visit(f"/accounts/login/?next={path}", **options)
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_label("Mật khẩu").press("Enter")
    page.wait_for_url(f"**{path}")
    return page


@pytest.mark.parametrize("size", SWEPT)
def test_the_pages_of_a_returned_plan_are_calm(visit, live_server, drafted, drafter, head, secretary, size):  # noqa: F811
    advance(drafted, "submit", by=head)
    reasons = [Reason("figures", "activities.1", "Chưa có đơn vị tính"), Reason("evidence", "scan")]
    advance(drafted, "return", by=secretary, reasons=reasons, due_at=make.days_ahead(3))
    receipt = drafted.receipts.get()
    page = signed_in(visit, drafter, "/todo/", size=size)
    assert_calm(page)

    for path in (
        drafted.get_absolute_url(),
        f"/obligations/{drafted.pk}/handed-in/{receipt.event_id}/",
        receipt.get_absolute_url(),
        f"/verify/{receipt.code}/",
        "/verify/",
    ):
        page.goto(live_server.url + path)
        assert_calm(page)


@pytest.mark.parametrize("size", SWEPT)
def test_the_pages_of_moves_are_calm(visit, drafted, head, secretary, size):  # noqa: F811
    page = signed_in(visit, head, f"/obligations/{drafted.pk}/submit/", size=size)
    assert_calm(page)
    advance(drafted, "submit", by=head)
    page = signed_in(visit, secretary, f"/obligations/{drafted.pk}/return/", size=size)
    assert_calm(page)
    page.get_by_role("button", name="Trả lại").click()
    assert page.locator("[role=alert]").count() >= 1
    assert_calm(page)


def test_the_head_signs_by_keyboard_without_javascript(visit, drafted, drafter, head):  # noqa: F811
    advance(drafted, "send", by=drafter)
    page = signed_in(visit, head, "/todo/", java_script_enabled=False)

    page.get_by_role("link", name="Xem và ký nộp").press("Enter")
    page.wait_for_url("**/submit/")
    page.get_by_role("button", name="Ký nộp").press("Enter")
    page.wait_for_url("**/receipts/**")

    assert page.get_by_alt_text("Mã QR").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Đăng xuất").is_visible()
    assert page.get_by_text("Ủy ban nhân dân huyện Chương Mỹ", exact=True).is_visible()
    drafted.refresh_from_db()
    assert drafted.state == State.SUBMITTED
