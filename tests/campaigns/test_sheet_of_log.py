"""The activity log, out to Excel and in again: added and corrected, never doubled, never lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from campaigns.models import ActivityEntry, Campaign, Drive, PlanActivity, SheetUpload
from campaigns.opening import open_campaign
from tests import factories as make
from tests.campaigns.workbooks import LOG_TAB, edited, opened, put_in, rows_of, upload
from tests.story import complete_plan
from units.models import Role

DAY, KIND, WHAT, PLANNED, FOR_WHOM, HOW_MANY, PLACE, FORM, DRIVE, LINK, NOTE = (
    *("Ngày", "Loại hoạt động", "Việc đã làm", "Thực hiện hoạt động nào trong kế hoạch"),
    *(
        "Đối tượng",
        "Số người tham gia",
        "Địa điểm",
        "Hình thức",
        "Đợt thi đua của đơn vị",
        "Liên kết tin, bài đã đăng",
        "Ghi chú",
    ),
)
SAID = {DAY: "04/03/2024", KIND: "Tuyên truyền Quy tắc ứng xử", WHAT: "Phát thanh trên loa của xã"}


@pytest.fixture
def planned(plan, drafter, at) -> PlanActivity:
    return complete_plan(plan, by=drafter, at=at).activities.get()


@pytest.fixture
def drive(unit, campaign, drafter) -> Drive:
    days = {"starts_on": date(2024, 3, 1), "ends_on": date(2024, 3, 31)}
    facts = {"title": "Tuần lễ xanh", "made_by": drafter, "made_at": make.moment(2024, 3, 1)}
    return Drive.objects.create(unit=unit, campaign=campaign, **days, **facts)


def noted(unit, campaign, by, **facts: Any) -> ActivityEntry:
    facts = {"held_on": date(2024, 3, 1), "kind": "training", "title": "Tập huấn", "attendance": 30} | facts
    return ActivityEntry.objects.create(
        unit=unit, campaign=campaign, noted_by=by, noted_at=make.moment(2024, 3, 5), **facts
    )


@pytest.fixture
def mine(client, drafter, campaign):
    client.force_login(drafter)
    return client


def form_of(client) -> bytes:
    return client.get("/log/sheet.xlsx").content


def brought(client, body: bytes, address: str = "/log/sheet/"):
    return client.post(address, {"file": upload(body, "nhat-ky.xlsx")}, follow=True)


def written(client, *rows: dict[str, Any], first: int = 2):
    """Fill rows in, from row `first` on, and bring the file in."""
    body = edited(form_of(client), lambda sheet: [put_in(sheet, n, row) for n, row in enumerate(rows, first)], LOG_TAB)
    return brought(client, body)


def agree(client, response, **more):
    data = {"agreed": response.context["form"].initial["agreed"], **more}
    return client.post(response.request["PATH_INFO"], data, follow=True)


def fates(response) -> list[str]:
    return sorted(str(change.fate) for change in response.context["comparison"].changes)


def told(response) -> dict[str, str]:
    return {mistake.cell: mistake.sentence for mistake in response.context["mistakes"]}


def test_the_form_holds_the_log_in_the_order_of_its_days(mine, unit, other_unit, campaign, drafter, drive):
    noted(unit, campaign, drafter, title="Sau", held_on=date(2024, 3, 9), drive=drive)
    noted(unit, campaign, drafter, title="Trước")
    noted(other_unit, campaign, drafter, title="Của đơn vị khác")

    first, second = rows_of(form_of(mine), LOG_TAB)
    assert (first[WHAT], second[WHAT]) == ("Trước", "Sau")
    assert (first[DAY].date(), first[KIND], first[HOW_MANY]) == (date(2024, 3, 1), "Tập huấn", 30)
    assert second[DRIVE] == "Tuần lễ xanh"


def test_a_log_that_was_not_changed_changes_nothing(mine, unit, campaign, drafter, drive, planned):
    noted(unit, campaign, drafter, drive=drive, plan_activity=planned, link="https://x.example/", note="Một\nHai")
    noted(unit, campaign, drafter, attendance=None, audience="pupils", form="talk", place="=1+1")
    assert fates(brought(mine, form_of(mine))) == ["same", "same"]


def test_rows_are_noted_as_on_the_page(mine, unit, campaign, drafter, drive, planned):
    everything = {
        PLANNED: planned.title,
        FOR_WHOM: "Nhân dân",
        HOW_MANY: "1.200",
        PLACE: "Nhà  văn hóa",
        FORM: "Tọa đàm, nói chuyện",
        DRIVE: "Tuần lễ xanh",
        LINK: "xadaiyen.chuongmy.example/tin",
        NOTE: "Đông vui",
    }
    response = written(mine, SAID, SAID | everything, {DAY: date(2024, 3, 5), KIND: "Tập huấn", PLANNED: planned.title})
    assert fates(response) == ["added"] * 3
    agree(mine, response)

    short, full, untitled = ActivityEntry.objects.order_by("held_on", "pk")
    assert (short.unit, short.campaign, short.noted_by) == (unit, campaign, drafter)
    assert (short.held_on, short.kind, short.title) == (date(2024, 3, 4), "publicity", SAID[WHAT])
    assert (short.audience, short.attendance) == ("staff", None)
    assert (full.plan_activity, full.drive, full.attendance) == (planned, drive, 1200)
    assert (full.place, full.form, full.audience) == ("Nhà văn hóa", "talk", "residents")
    assert full.link == "https://xadaiyen.chuongmy.example/tin"
    assert untitled.title == planned.title


def test_the_same_file_twice_notes_each_row_once(mine):
    body = edited(form_of(mine), lambda sheet: [put_in(sheet, n, SAID) for n in (2, 3)], LOG_TAB)
    agree(mine, brought(mine, body))
    assert fates(brought(mine, body)) == ["same", "same"]

    righted = edited(body, lambda sheet: put_in(sheet, 3, {WHAT: "Họp thôn"}), LOG_TAB)
    agree(mine, brought(mine, righted))
    assert sorted(ActivityEntry.objects.values_list("title", flat=True)) == ["Họp thôn", SAID[WHAT]]


def test_two_files_that_are_agreed_to_at_the_same_time_note_each_row_once(mine):
    body = edited(form_of(mine), lambda sheet: put_in(sheet, 2, SAID), LOG_TAB)
    first, second = brought(mine, body), brought(mine, body)
    agree(mine, first)
    assert "Tệp này không làm thay đổi gì" in agree(mine, second).content.decode()
    assert ActivityEntry.objects.count() == 1


def test_a_corrected_row_keeps_its_photos_and_who_noted_it(mine, unit, campaign, drafter, head):
    entry = noted(unit, campaign, head)
    response = written(mine, {HOW_MANY: 45, WHAT: "Tập huấn Quy tắc ứng xử"})
    html = response.content.decode()
    assert "<del>30</del> → <ins>45</ins>" in html
    agree(mine, response)

    entry.refresh_from_db()
    assert (entry.attendance, entry.title, entry.noted_by) == (45, "Tập huấn Quy tắc ứng xử", head)
    assert entry.noted_at == make.moment(2024, 3, 5)


def test_a_row_that_is_missing_in_the_file_stays_in_the_log(mine, unit, campaign, drafter):
    noted(unit, campaign, drafter)
    response = brought(mine, edited(form_of(mine), lambda sheet: sheet.delete_rows(2), LOG_TAB))
    assert fates(response) == ["kept"]
    assert "trên cổng vẫn giữ nguyên" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "cell", "sentence"),
    [
        ({WHAT: None}, "D2", "Ghi vài chữ"),
        ({DAY: None}, "B2", "bắt buộc"),
        ({KIND: None}, "C2", "bắt buộc"),
        ({KIND: "Liên hoan"}, "C2", "không có trong danh sách"),
        ({DAY: "04/03/2023"}, "B2", "01/01/2024 – 31/12/2024"),
        ({DAY: "04/03/24"}, "B2", "hai cách"),
        ({HOW_MANY: "khoảng 50"}, "G2", "không phải là số"),
        ({HOW_MANY: -3}, "G2", "tối thiểu là 0"),
        ({LINK: "javascript:alert(1)"}, "K2", "Địa chỉ"),
        ({DRIVE: "Phong trào lạ"}, "J2", "chưa có gì để chọn"),
        ({PLACE: "y" * 201}, "H2", "201 ký tự"),
    ],
)
def test_what_cannot_be_is_told_at_its_cell(mine, change, cell, sentence):
    response = written(mine, SAID | change)
    assert list(told(response)) == [cell] and sentence in told(response)[cell]
    assert not ActivityEntry.objects.exists()


def test_one_wrong_row_among_many_saves_none(mine):
    response = written(mine, *([SAID] * 20), SAID | {DAY: "hôm qua"})
    assert list(told(response)) == ["B22"]
    assert mine.post(response.request["PATH_INFO"], {"agreed": "x"}).status_code == 200
    assert not ActivityEntry.objects.exists()


def test_a_day_that_has_not_come_is_refused(mine, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=localdate() + timedelta(days=30))
    response = written(mine, SAID | {DAY: localdate() + timedelta(days=1)})
    assert "Ngày này chưa đến" in told(response)["B2"]


def test_with_two_movements_one_is_named_or_found_by_the_day(mine, campaign, host, secretary, unit):
    other = make.CampaignFactory(code="pt-he", title="Hè văn minh", host=host, starts_on=date(2024, 6, 1))
    make.RequirementFactory(campaign=other, due_on=date(2024, 6, 28))
    open_campaign(other, by=secretary, at=make.moment(2024, 5, 20))

    june = SAID | {DAY: "04/06/2024"}
    response = written(mine, SAID, june, june | {"Phong trào": campaign.title}, june | {"Phong trào": "Hè văn minh"})
    agree(mine, response)
    assert list(ActivityEntry.objects.order_by("pk").values_list("campaign__code", flat=True)) == [
        *("PT-2024-001", "pt-he", "PT-2024-001", "pt-he")
    ]
    assert fates(brought(mine, form_of(mine))) == ["same"] * 4
    wrong = written(mine, SAID | {"Phong trào": "Hè văn minh"}, first=6)
    assert "không diễn ra trong ngày này" in told(wrong)["B6"]


def test_a_closed_movement_takes_no_file(mine, campaign):
    response = written(mine, SAID)
    Campaign.objects.filter(pk=campaign.pk).update(closed_at=make.moment(2024, 12, 31))

    assert agree(mine, response).redirect_chain[-1][0] == "/log/"
    assert not ActivityEntry.objects.exists()
    assert "Không có phong trào nào đang diễn ra" in mine.get("/log/sheet/").content.decode()


def test_who_writes_for_two_units_chooses_one(mine, drafter, other_unit, unit):
    make.Membership.objects.create(user=drafter, unit=other_unit, role=Role.DRAFTER, since=make.SINCE)
    html = mine.get("/log/sheet/").content.decode()
    assert f"?unit={unit.code}" in html and f"?unit={other_unit.code}" in html

    body = edited(mine.get(f"/log/sheet.xlsx?unit={other_unit.code}").content, lambda s: put_in(s, 2, SAID), LOG_TAB)
    wrong = brought(mine, body, f"/log/sheet/?unit={unit.code}")
    assert "đơn vị khác" in wrong.content.decode()
    agree(mine, brought(mine, body, f"/log/sheet/?unit={other_unit.code}"))
    assert ActivityEntry.objects.get().unit == other_unit


def test_no_unit_but_ones_own_can_be_asked_for(mine, other_unit):
    assert mine.get(f"/log/sheet/?unit={other_unit.code}").status_code == 404
    assert mine.get(f"/log/sheet.xlsx?unit={other_unit.code}").status_code == 404


def test_the_log_leads_to_the_sheet(mine):
    assert 'href="/log/sheet/' in mine.get("/log/").content.decode()


def test_a_long_log_gives_its_latest_rows_and_room_for_more(mine, unit, campaign, drafter):
    facts = {
        "unit": unit,
        "campaign": campaign,
        "kind": "media",
        "noted_by": drafter,
        "noted_at": make.moment(2024, 3, 5),
    }
    ActivityEntry.objects.bulk_create(
        ActivityEntry(title=f"Tin {n}", held_on=date(2024, 1, 2) + timedelta(days=n // 3), **facts) for n in range(900)
    )
    body = form_of(mine)
    rows = rows_of(body, LOG_TAB)
    assert (len(rows), rows[0][WHAT], rows[-1][WHAT]) == (800, "Tin 100", "Tin 899")
    assert opened(body)[LOG_TAB]["A1001"].value == "n1001"
    response = brought(mine, body)
    assert fates(response) == ["kept"] * 100 + ["same"] * 800
    assert SheetUpload.objects.count() == 1
