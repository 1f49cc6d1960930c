"""The activity log in a real browser: on a phone, by thumb, with two photos; and without JavaScript."""

import re
from datetime import date

import pytest

from campaigns.models import ActivityEntry, Campaign
from tests.campaigns.test_activity_log import drive, entry
from tests.campaigns.test_photos import photo
from tests.portal.test_frame_browser import assert_calm, visit  # noqa: F401
from tests.portal.test_todo_browser import signed_in
from tests.sizes import PHONE, SWEPT
from tests.story import complete_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTED = re.compile(r"/log/[0-9]+/$")
WIDTH = "(file) => createImageBitmap(file).then((picture) => picture.width)"
SIZES = f"(form) => Promise.all([...form.elements.photos.files].map({WIDTH}))"


@pytest.fixture
def running(campaign, plan, drafter, at) -> Campaign:
    """The movement runs today, and the unit has planned something for it."""
    complete_plan(plan, by=drafter, at=at)
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=date(2099, 12, 31))
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def two_photos(tmp_path) -> list[str]:
    paths = [tmp_path / "loa.jpg", tmp_path / "hop.png"]
    paths[0].write_bytes(photo((3000, 2000)))
    paths[1].write_bytes(photo((640, 900), form="PNG"))
    return [str(path) for path in paths]


def test_an_activity_with_two_photos_is_noted_on_a_phone_and_found_again(visit, running, drafter, two_photos):  # noqa: F811
    page = signed_in(visit, drafter, "/log/", size=PHONE, has_touch=True, is_mobile=True)
    page.get_by_role("link", name="Ghi hoạt động").tap()
    page.wait_for_url("**/log/new/")
    assert_calm(page)

    page.get_by_text("Tuyên truyền Quy tắc ứng xử", exact=True).tap()
    page.get_by_label("Thực hiện hoạt động nào trong kế hoạch").select_option(index=1)
    assert page.get_by_label("Việc đã làm").input_value() == "Quán triệt Quy tắc ứng xử tại sinh hoạt chi bộ"
    page.get_by_label("Số người tham gia").fill("42")
    page.locator("input[name=photos]").set_input_files(two_photos)
    page.locator("input[name=photos][data-small]").wait_for()
    assert page.locator("form.log-form").evaluate(SIZES) == [
        2000,
        640,
    ]  # the large one was made small before it was sent
    page.get_by_role("button", name="Lưu", exact=True).tap()
    page.wait_for_url(NOTED)

    noted = ActivityEntry.objects.get()
    assert (noted.attendance, noted.photos.count()) == (42, 2)
    assert page.locator(".gallery img").count() == 2
    page.locator(".gallery").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 0)")
    assert_calm(page)
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Nhật ký").tap()
    page.wait_for_url("**/log/")
    row = page.get_by_role("row").filter(has_text=noted.title)
    assert "42" in row.inner_text()
    assert "2" in row.locator("td[data-label=Ảnh]").inner_text()
    assert_calm(page)


def test_what_was_forgotten_costs_neither_text_nor_photos(visit, running, drafter, two_photos):  # noqa: F811
    page = signed_in(visit, drafter, "/log/new/", size=PHONE, java_script_enabled=False)
    page.get_by_label("Việc đã làm").fill("Họp thôn")
    page.locator("input[name=photos]").set_input_files(two_photos)
    page.get_by_role("button", name="Lưu", exact=True).click()

    assert page.get_by_role("alert").is_visible()
    assert page.locator(".photo img").count() == 2
    page.get_by_text("Đối thoại với nhân dân", exact=True).click()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_url(NOTED)
    assert ActivityEntry.objects.get().photos.count() == 2


@pytest.mark.parametrize("size", SWEPT)
def test_the_pages_of_the_log_are_calm(visit, live_server, running, unit, drafter, size):  # noqa: F811
    own = drive(unit, running, drafter)
    noted = entry(unit, running, drafter, drive=own, place="Hội trường", attendance=1200, note="Đông vui")
    page = signed_in(visit, drafter, "/log/", size=size)

    for path in (
        "/log/?q=phat+thanh",
        "/log/calendar/?month=2024-03",
        f"/log/{noted.pk}/",
        f"/log/{noted.pk}/edit/",
        f"/log/{noted.pk}/delete/",
        "/log/drives/",
        "/log/drives/new/",
        f"/log/drives/{own.pk}/edit/",
    ):
        page.goto(live_server.url + path)
        assert_calm(page)
