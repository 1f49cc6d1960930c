"""The activity log: noted in under a minute, found again, read by those who may."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.utils.timezone import localdate

from campaigns.log import LogRefused, change_activity, entries_of, kept_because
from campaigns.models import ActivityEntry, Campaign, Drive, PlanActivity
from tests import factories as make
from tests.story import complete_plan
from units.models import Kind, Role

DAY = date(2024, 3, 4)
SAID = {
    "held_on": "04/03/2024",
    "kind": "publicity",
    "title": "Phát thanh trên loa của xã",
    "audience": "staff",
    "seen": "",
    "action": "save",
}


def entry(unit, campaign, by, held_on=DAY, **facts) -> ActivityEntry:
    facts = {"kind": "publicity", "title": "Phát thanh trên loa của xã", "noted_at": make.moment(2024, 3, 5)} | facts
    return ActivityEntry.objects.create(unit=unit, campaign=campaign, held_on=held_on, noted_by=by, **facts)


def drive(unit, campaign, by, title="Tuần lễ không giấy tờ trễ hẹn") -> Drive:
    days = {"starts_on": date(2024, 3, 1), "ends_on": date(2024, 3, 31)}
    return Drive.objects.create(
        unit=unit, campaign=campaign, title=title, made_by=by, made_at=make.moment(2024, 3, 1), **days
    )


@pytest.fixture
def planned(plan, drafter, at) -> PlanActivity:
    return complete_plan(plan, by=drafter, at=at).activities.get()


@pytest.fixture
def mine(client, drafter, campaign):
    client.force_login(drafter)
    return client


# --- noting ---------------------------------------------------------------------------------------------------------


def test_day_kind_and_what_was_done_are_enough(mine, drafter, unit, campaign):
    response = mine.post("/log/new/", SAID, follow=True)

    noted = ActivityEntry.objects.get()
    assert (noted.unit, noted.campaign, noted.noted_by) == (unit, campaign, drafter)
    assert (noted.held_on, noted.kind, noted.title) == (DAY, "publicity", "Phát thanh trên loa của xã")
    assert noted.attendance is None
    assert response.redirect_chain == [(noted.get_absolute_url(), 302)]


def test_the_page_proposes_today_and_offers_every_kind_and_former_places(mine, unit, campaign, drafter):
    entry(unit, campaign, drafter, place="Hội trường UBND xã")

    html = mine.get("/log/new/").content.decode()

    assert f'value="{localdate():%d/%m/%Y}"' in html
    assert html.count('type="radio"') == 13
    assert '<option value="Hội trường UBND xã">' in html


def test_everything_else_is_kept_too(mine, planned, unit, campaign, drafter):
    own = drive(unit, campaign, drafter)
    facts = {
        "form": "talk",
        "audience": "residents",
        "attendance": "1200",
        "place": "Nhà  văn hóa",
        "note": "Đông vui",
        "link": "xadaiyen.chuongmy.example/tin",
        "plan_activity": planned.pk,
        "drive": own.pk,
    }

    mine.post("/log/new/", SAID | facts)

    noted = ActivityEntry.objects.get()
    assert (noted.form, noted.audience, noted.attendance, noted.place) == ("talk", "residents", 1200, "Nhà văn hóa")
    assert (noted.link, noted.plan_activity, noted.drive) == ("https://xadaiyen.chuongmy.example/tin", planned, own)


def test_the_planned_activity_gives_its_title_when_none_was_typed(mine, planned):
    mine.post("/log/new/", SAID | {"title": "", "plan_activity": planned.pk})

    assert ActivityEntry.objects.get().title == planned.title


def test_noting_another_keeps_the_day(mine):
    response = mine.post("/log/new/", SAID | {"action": "another"}, follow=True)

    assert response.request["PATH_INFO"] == "/log/new/"
    assert 'value="04/03/2024"' in response.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "Ghi vài chữ về việc đã làm."),
        ({"kind": ""}, "bắt buộc"),
        ({"kind": "party"}, "“party”"),
        ({"held_on": "31/02/2024"}, "không phải là ngày"),
        ({"held_on": "04/03/2023"}, "01/01/2024 – 31/12/2024"),
        ({"attendance": "khoảng 50"}, "số"),
        ({"attendance": "1.200"}, "1200"),
        ({"link": "javascript:alert(1)"}, "Địa chỉ"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(mine, change, sentence):
    response = mine.post("/log/new/", SAID | {"place": "Hội trường"} | change)

    html = response.content.decode()
    assert sentence in html.split("data-error-summary")[1].split("</form>")[0]
    assert 'value="Hội trường"' in html
    assert not ActivityEntry.objects.exists()


def test_a_page_that_comes_empty_is_asked_for_again(mine):
    assert "data-error-summary" in mine.post("/log/new/", {}).content.decode()


def test_a_day_that_has_not_come_is_refused(mine, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=localdate() + timedelta(days=30))

    html = mine.post("/log/new/", SAID | {"held_on": f"{localdate() + timedelta(days=1):%d/%m/%Y}"}).content.decode()

    assert "Ngày này chưa đến" in html
    assert not ActivityEntry.objects.exists()


def test_of_two_running_movements_the_day_decides_unless_one_is_chosen(mine, campaign, host, secretary, unit):
    from campaigns.opening import open_campaign

    other = make.CampaignFactory(code="pt-he", title="Hè văn minh", host=host, starts_on=date(2024, 6, 1))
    make.RequirementFactory(campaign=other, due_on=date(2024, 6, 28))
    open_campaign(other, by=secretary, at=make.moment(2024, 5, 20))

    mine.post("/log/new/", SAID)
    mine.post("/log/new/", SAID | {"held_on": "04/06/2024"})
    mine.post("/log/new/", SAID | {"held_on": "04/06/2024", "campaign": campaign.pk})
    refused = mine.post("/log/new/", SAID | {"campaign": other.pk})

    assert list(ActivityEntry.objects.order_by("id").values_list("campaign__code", flat=True)) == [
        "PT-2024-001",
        "pt-he",
        "PT-2024-001",
    ]
    assert "không diễn ra trong ngày này" in refused.content.decode()


def test_a_clerk_of_two_units_says_for_which(client, campaign, drafter, unit, other_unit):
    from units.models import Membership

    Membership.objects.create(user=drafter, unit=other_unit, role=Role.DRAFTER, since=make.SINCE)
    client.force_login(drafter)

    client.post("/log/new/", SAID)
    assert not ActivityEntry.objects.exists()
    client.post("/log/new/", SAID | {"unit": other_unit.pk})
    assert ActivityEntry.objects.get().unit == other_unit


def test_the_plan_and_the_drives_of_others_cannot_be_named(client, planned, other_unit, campaign, drafter, stranger):
    client.force_login(stranger)
    theirs = drive(other_unit, campaign, stranger)

    client.post("/log/new/", SAID | {"plan_activity": planned.pk})
    client.force_login(drafter)
    client.post("/log/new/", SAID | {"drive": theirs.pk})

    assert not ActivityEntry.objects.exclude(drive=None, plan_activity=None).exists()


def test_without_a_running_movement_the_page_says_so(mine, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(closed_at=make.moment(2024, 12, 31))

    html = mine.get("/log/new/").content.decode()

    assert "Không có phong trào nào đang diễn ra" in html
    assert "<form" not in html.split("<main")[1]


def test_what_was_being_written_when_the_session_ended_comes_back(client, campaign, drafter):
    client.post("/log/new/", SAID)
    client.force_login(drafter)

    assert "Phát thanh trên loa của xã" in client.get("/log/new/").content.decode()


def test_a_page_that_is_sent_twice_is_noted_once(mine, campaign):
    ticket = str(mine.get("/log/new/").context["form"]["ticket"].value())

    first = mine.post("/log/new/", SAID | {"ticket": ticket})
    again = mine.post("/log/new/", SAID | {"ticket": ticket})

    assert ActivityEntry.objects.count() == 1
    assert again["Location"] == first["Location"]
    mine.post("/log/new/", SAID | {"ticket": str(mine.get("/log/new/").context["form"]["ticket"].value())})
    assert ActivityEntry.objects.count() == 2


# --- correcting and taking out --------------------------------------------------------------------------------------


def test_the_unit_corrects_what_it_noted(mine, unit, campaign, drafter):
    noted = entry(unit, campaign, drafter, attendance=1200)
    page = mine.get(f"/log/{noted.pk}/edit/")
    assert 'value="1200"' in page.content.decode()
    stamp = page.context["form"].stamp

    mine.post(f"/log/{noted.pk}/edit/", SAID | {"title": "Tọa đàm", "attendance": "35", "seen": stamp})

    noted.refresh_from_db()
    assert (noted.title, noted.attendance, noted.noted_at) == ("Tọa đàm", 35, make.moment(2024, 3, 5))


def test_two_who_correct_at_once_are_told(mine, unit, campaign, drafter):
    noted = entry(unit, campaign, drafter)
    stamp = mine.get(f"/log/{noted.pk}/edit/").context["form"].stamp
    ActivityEntry.objects.filter(pk=noted.pk).update(title="Của người khác")

    html = mine.post(f"/log/{noted.pk}/edit/", SAID | {"title": "Của tôi", "seen": stamp}).content.decode()

    assert 'value="Của tôi"' in html
    noted.refresh_from_db()
    assert noted.title == "Của người khác"


def test_it_is_taken_out_after_asking_once_more(mine, unit, campaign, drafter):
    noted = entry(unit, campaign, drafter)

    assert "Phát thanh" in mine.get(f"/log/{noted.pk}/delete/").content.decode()
    assert ActivityEntry.objects.exists()
    mine.post(f"/log/{noted.pk}/delete/", {"seen": ""})
    assert not ActivityEntry.objects.exists()


def test_what_a_report_that_was_handed_in_has_counted_stays(mine, plan, unit, campaign, drafter):
    from campaigns.models import Obligation

    noted = entry(unit, campaign, drafter)
    later = entry(unit, campaign, drafter, noted_at=make.moment(2024, 4, 20))
    Obligation.objects.filter(pk=plan.pk).update(
        kind="progress",
        period_start=date(2024, 1, 1),
        period_end=date(2024, 3, 31),
        last_submitted_at=make.moment(2024, 4, 10),
    )

    response = mine.post(f"/log/{noted.pk}/delete/", {"x": "1"}, follow=True)

    assert "đã được tính trong" in response.content.decode()
    assert ActivityEntry.objects.count() == 2
    assert kept_because(later) == ""  # noted after the hand-in: nothing that was handed in speaks of it


def test_a_closed_movement_takes_nothing_more(mine, unit, campaign, drafter):
    noted = entry(unit, campaign, drafter)
    Campaign.objects.filter(pk=campaign.pk).update(closed_at=make.moment(2024, 12, 31))

    for address in (f"/log/{noted.pk}/edit/", f"/log/{noted.pk}/delete/"):
        assert "Phong trào đã đóng" in mine.post(address, SAID, follow=True).content.decode()
    with pytest.raises(LogRefused):
        change_activity(noted, by=drafter)
    assert ActivityEntry.objects.get().title == noted.title


# --- who reads and who writes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "edit/", "delete/"])
def test_other_units_find_nothing(client, unit, campaign, drafter, stranger, address):
    noted = entry(unit, campaign, drafter)
    client.force_login(stranger)

    assert client.get(f"/log/{noted.pk}/{address}").status_code == 404
    assert "Phát thanh" not in client.get("/log/").content.decode()


def test_the_council_reads_and_does_not_write(client, unit, campaign, drafter, observer):
    noted = entry(unit, campaign, drafter)
    client.force_login(observer)

    html = client.get(f"/log/?unit={unit.code}").content.decode()
    assert noted.title in html
    assert "/log/new/" not in html
    detail = client.get(noted.get_absolute_url()).content.decode()
    assert noted.title in detail
    assert "/edit/" not in detail
    for address in ("/log/new/", f"/log/{noted.pk}/edit/", f"/log/{noted.pk}/delete/"):
        assert client.post(address, SAID).status_code == 403


def test_the_council_finds_the_log_from_the_unit_s_year(client, unit, campaign, secretary):
    client.force_login(secretary)

    assert f'href="/log/?unit={unit.code}"' in client.get(f"/council/units/{unit.code}/").content.decode()


def test_those_above_read_the_logs_of_units_below(client, unit, host, campaign, drafter):
    office = make.UnitFactory(code="PGD", name="Phòng Giáo dục", parent=host, kind=Kind.DEPARTMENT)
    unit.parent = office
    unit.save()
    noted = entry(unit, campaign, drafter)
    client.force_login(make.person(Role.HEAD, office))

    assert noted.title not in client.get("/log/").content.decode()
    assert noted.title in client.get(f"/log/?unit={unit.code}").content.decode()
    assert client.get(noted.get_absolute_url()).status_code == 200
    assert client.get(f"/log/{noted.pk}/edit/").status_code == 404


def test_a_plan_never_handed_in_is_not_told_to_the_council(client, planned, unit, campaign, drafter, secretary):
    noted = entry(unit, campaign, drafter, plan_activity=planned, title="Họp chi bộ")

    client.force_login(drafter)
    assert planned.title in client.get(noted.get_absolute_url()).content.decode()
    client.force_login(secretary)
    assert planned.title not in client.get(noted.get_absolute_url()).content.decode()


def test_the_log_is_one_of_the_unit_s_doors(mine):
    assert '<a href="/log/" aria-current="page">' in " ".join(mine.get("/log/").content.decode().split())


# --- finding again --------------------------------------------------------------------------------------------------


@pytest.fixture
def year(unit, campaign, drafter, planned):
    return [
        entry(unit, campaign, drafter, date(2024, 3, 4), title="Tọa đàm về văn hóa công sở", place="Hội trường"),
        entry(unit, campaign, drafter, date(2024, 4, 8), kind="clean_up", title="Dọn vệ sinh", audience="residents"),
        entry(unit, campaign, drafter, date(2024, 5, 9), title="Sinh hoạt chi bộ", plan_activity=planned),
        entry(unit, campaign, drafter, date(2024, 6, 9), title="Treo pa nô", drive=drive(unit, campaign, drafter)),
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [3, 2, 1, 0]),
        ("q=van+hoa", [0]),
        ("q=hoi+truong", [0]),
        ("kind=clean_up", [1]),
        ("audience=residents", [1]),
        ("since=08/04/2024&until=09052024", [2, 1]),
        ("campaign=PT-2024-001", [3, 2, 1, 0]),
        ("plan_activity={planned}", [2]),
        ("drive={drive}", [3]),
        ("kind=no-such-kind", []),
        ("q=khong+co+gi+nhu+the", []),
    ],
)
def test_filters_find_what_they_say(mine, year, asked, found):
    address = "/log/?" + asked.format(planned=year[2].plan_activity_id, drive=year[3].drive_id)

    assert [row.title for row in mine.get(address).context["page"]] == [year[number].title for number in found]


def test_pages_hold_fifty(mine, unit, campaign, drafter):
    for number in range(51):
        entry(unit, campaign, drafter, title=f"Việc {number}")

    assert len(mine.get("/log/").context["page"]) == 50
    assert len(mine.get("/log/?page=2").context["page"]) == 1


def test_the_workbook_holds_every_row_that_was_asked_for(mine, year):
    response = mine.get("/log/?format=xlsx&kind=publicity")

    sheet = openpyxl.load_workbook(BytesIO(response.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 4
    assert rows[1][0].date() == date(2024, 6, 9)
    assert rows[3][4] == "Tọa đàm về văn hóa công sở"
    assert rows[2][9] == year[2].plan_activity.title


def test_the_calendar_shows_a_month(mine, year, unit, campaign, drafter):
    for number in range(6):
        entry(unit, campaign, drafter, date(2024, 4, 9), title=f"Việc {number}")

    html = mine.get("/log/calendar/?month=2024-04").content.decode()

    assert "Dọn vệ sinh" in html
    assert "Tọa đàm" not in html
    assert "Việc 3" in html
    assert "Việc 4" not in html  # four stand in a day, the rest is behind a link
    assert "since=09%2F04%2F2024&amp;until=09%2F04%2F2024" in html
    assert "month=2024-03" in html


@pytest.mark.parametrize("month", ["", "2024-13", "x", "0000-01", "2024-04-01"])
def test_a_month_that_is_none_is_this_month(mine, month):
    html = mine.get(f"/log/calendar/?month={month}").content.decode()

    assert f"{localdate():%m/%Y}" in html


# --- the unit's own drives ------------------------------------------------------------------------------------------


def test_a_unit_begins_a_drive_and_its_activities_are_counted(mine, unit, campaign, drafter):
    facts = {"title": "Tuần lễ xanh", "aim": "Sạch", "starts_on": "01/03/2024", "ends_on": "07/03/2024", "seen": ""}

    mine.post("/log/drives/new/", facts)
    made = Drive.objects.get()
    for attendance in (20, 15):
        entry(unit, campaign, drafter, drive=made, attendance=attendance)
    html = " ".join(mine.get("/log/drives/").content.decode().split())

    assert (made.unit, made.campaign, made.made_by) == (unit, campaign, drafter)
    assert f'<a href="/log/?drive={made.pk}">2</a>' in html
    assert ">35</td>" in html


def test_a_drive_that_ends_before_it_starts_is_refused(mine):
    facts = {"title": "Tuần lễ xanh", "starts_on": "07/03/2024", "ends_on": "01/03/2024", "seen": ""}

    html = mine.post("/log/drives/new/", facts).content.decode()

    assert "kết thúc trước khi bắt đầu" in html
    assert not Drive.objects.exists()


def test_a_drive_is_changed_by_its_unit_alone(client, unit, campaign, drafter, stranger, secretary):
    made = drive(unit, campaign, drafter)
    facts = {"title": "Tên mới", "starts_on": "01/03/2024", "ends_on": "07/03/2024"}

    client.force_login(stranger)
    assert client.post(f"/log/drives/{made.pk}/edit/", facts).status_code == 404
    client.force_login(secretary)
    assert client.post(f"/log/drives/{made.pk}/edit/", facts).status_code == 403
    assert made.title in client.get(f"/log/drives/?unit={unit.code}").content.decode()
    client.force_login(drafter)
    stamp = client.get(f"/log/drives/{made.pk}/edit/").context["form"].stamp
    client.post(f"/log/drives/{made.pk}/edit/", facts | {"seen": stamp})
    made.refresh_from_db()
    assert made.title == "Tên mới"


# --- what a report is filled in from --------------------------------------------------------------------------------


def test_the_entries_of_a_period_are_those_of_its_days_first_and_last_included(campaign, unit, other_unit, drafter):
    days = [date(2024, 3, 31), date(2024, 4, 1), date(2024, 6, 30), date(2024, 7, 1)]
    made = [entry(unit, campaign, drafter, day) for day in reversed(days)]
    entry(other_unit, campaign, drafter, date(2024, 5, 1))

    assert list(entries_of(unit, campaign, date(2024, 4, 1), date(2024, 6, 30))) == [made[2], made[1]]
