"""Pages of initiatives, stories and honours in a real browser: axe, no scrolling sideways, saved while typing."""

import pytest
from playwright.sync_api import expect

from conduct.models import Initiative
from tests.conduct import initiatives_cast as cast
from tests.place import a_picture
from tests.portal.test_frame_browser import assert_calm, visit  # noqa: F401
from tests.portal.test_todo_browser import signed_in
from tests.sizes import SWEPT
from tests.stories_place import drafted, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def idea(campaign, unit, drafter) -> Initiative:
    cast.scale()
    return cast.drafted(unit, by=drafter, picture=a_picture())


@pytest.mark.parametrize("size", SWEPT)
def test_the_pages_of_a_unit_are_calm(visit, live_server, idea, unit, drafter, size):  # noqa: F811
    story = drafted(unit, by=drafter, picture=a_picture())
    page = signed_in(visit, drafter, "/initiatives/", size=size)
    paths = ["new/", f"{idea.pk}/", f"{idea.pk}/edit/", f"{idea.pk}/drop/", f"{idea.pk}/send/", "spread/"]
    stories = ["", "new/", f"{story.pk}/", f"{story.pk}/edit/", f"{story.pk}/pictures/new/", f"{story.pk}/consent/"]
    for path in [f"/initiatives/{each}" for each in paths] + [f"/examples/{each}" for each in stories]:
        page.goto(live_server.url + path)
        assert_calm(page)


@pytest.mark.parametrize("size", SWEPT)
def test_marking_and_what_was_recognised_are_calm(
    visit,  # noqa: F811
    live_server,
    idea,
    head,
    secretary,
    member,
    chair,
    size,
):
    cast.put_to_members(cast.handed_in(idea, head=head), secretary=secretary)
    page = signed_in(visit, member, f"/initiatives/{idea.pk}/mark/", size=size)
    assert_calm(page)
    page.get_by_label("Tính mới").fill("30")
    page.get_by_role("textbox", name="Hiệu quả").fill("45")
    page.get_by_role("button", name="Lưu điểm của tôi").click()
    expect(page.get_by_text("Đã lưu điểm của đồng chí")).to_be_visible()
    assert_calm(page)
    Initiative.objects.update(state="marked")
    page.goto(f"{live_server.url}/initiatives/{idea.pk}/")
    assert_calm(page)


def test_what_is_typed_is_saved_by_itself(visit, live_server, idea, drafter):  # noqa: F811
    page = signed_in(visit, drafter, f"/initiatives/{idea.pk}/edit/")
    page.get_by_label("Vấn đề").fill("Đang viết thì mất điện")
    expect(page.locator("#draft-saved")).to_contain_text("Đã lưu lúc")
    assert Initiative.objects.get(pk=idea.pk).problem == "Đang viết thì mất điện"
    page.get_by_label("Giải pháp").fill("Viết tiếp trên cùng trang")
    page.get_by_role("button", name="Lưu và xem toàn bộ").click()
    page.wait_for_url(f"**/initiatives/{idea.pk}/")

    assert Initiative.objects.get(pk=idea.pk).solution == "Viết tiếp trên cùng trang"


@pytest.mark.parametrize("size", SWEPT)
def test_what_everyone_reads_is_calm_and_can_be_rated_without_script(
    visit,  # noqa: F811
    live_server,
    campaign,
    unit,
    drafter,
    secretary,
    size,
):
    story = published(unit, by=drafter, secretary=secretary, picture=a_picture())
    page = visit("/stories/", size=size)
    for path in ("/stories/", story.public_url, "/honours/", "/"):
        page.goto(live_server.url + path)
        assert_calm(page)
    plain = visit(story.public_url, size=size, java_script_enabled=False)
    plain.get_by_role("button", name="Rất tốt").click()
    expect(plain.get_by_text("đánh giá đã được ghi nhận")).to_be_visible()
