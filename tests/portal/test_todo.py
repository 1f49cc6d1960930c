"""The unit's page: what it owes, soonest first."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from campaigns.models import Obligation
from campaigns.opening import open_campaign
from portal.todo import obligations_of, todo_list, year_lines
from tests import factories as make
from tests.story import complete_plan
from units.clock import db_now
from units.models import Kind, Membership, Role
from units.workflow import Reason, advance


@pytest.fixture
def open_plan(campaign, plan) -> Obligation:
    return make.due_in(plan, days=3)


def page(client: Client, user, query: str = "") -> str:
    client.force_login(user)
    response = client.get(f"/todo/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_what_is_owed_is_told_in_plain_words_with_one_button(client, drafter, open_plan):
    html = page(client, drafter)

    assert "Còn 1 việc phải làm" in html
    assert "còn 3 ngày (" in html
    assert "Bắt đầu viết" in html
    assert f'href="/obligations/{open_plan.pk}/edit/"' in html


def test_the_soonest_stands_first(drafter, campaign, open_plan):
    make.RequirementFactory(
        campaign=campaign, code="quy-che", kind="paper", title="Quy chế", due_on=make.date(2024, 3, 5)
    )
    open_campaign(campaign, by=drafter, at=make.moment(2024, 1, 16))
    paper = make.due_in(Obligation.objects.get(unit=open_plan.unit, kind="paper"), days=1)

    lines = todo_list(drafter, obligations_of(drafter), at=db_now()).to_do

    assert [line.obligation for line in lines] == [paper, open_plan]


def test_a_return_says_what_to_mend_and_leads_there(client, drafter, head, secretary, open_plan):
    complete_plan(open_plan, by=drafter, at=db_now())
    advance(open_plan, "submit", by=head)
    reasons = [Reason("figures", "activities.1", "Thiếu người phụ trách"), Reason("evidence", "scan")]
    advance(open_plan, "return", by=secretary, reasons=reasons, due_at=make.days_ahead(3))

    html = page(client, drafter)

    assert "Được trả lại, cần sửa 2 chỗ" in html
    assert "Hoạt động 1: Thiếu người phụ trách" in html
    assert f'class="btn btn-primary no-print" href="/obligations/{open_plan.pk}/edit/activities/' in html
    assert "Sửa ngay" in html


def test_reasons_of_a_return_that_was_answered_are_gone(client, drafter, head, secretary, open_plan):
    complete_plan(open_plan, by=drafter, at=db_now())
    advance(open_plan, "submit", by=head)
    advance(open_plan, "return", by=secretary, reasons=[Reason("form", "", "Sai mẫu")], due_at=make.days_ahead(3))
    advance(open_plan, "submit", by=head)

    html = page(client, drafter)

    assert "Sai mẫu" not in html
    assert "Chưa có việc phải làm" in html
    assert "Hội đồng đang giữ (1)" in html


def test_the_head_sees_what_waits_for_the_signature_first(client, drafter, head, open_plan):
    complete_plan(open_plan, by=drafter, at=db_now())
    advance(open_plan, "send", by=drafter)

    html = page(client, head)
    assert "Đang chờ đồng chí ký" in html
    assert f'href="/obligations/{open_plan.pk}/submit/"' in html
    html = page(client, drafter)
    assert "Đang chờ thủ trưởng ký" in html
    assert "Chưa có việc phải làm" in html
    assert f'href="/obligations/{open_plan.pk}/submit/"' not in html


def test_overdue_coming_locked_waived_done_and_closed_have_their_places(drafter, head, secretary, plan):
    def place() -> str:
        lists = vars(todo_list(drafter, obligations_of(drafter), at=db_now()))
        return next(name for name, lines in lists.items() if lines)

    assert place() == "locked"  # owed in 2024
    make.due_in(plan, days=-2)
    assert place() == "to_do"
    [line] = todo_list(drafter, obligations_of(drafter), at=db_now()).to_do
    assert (line.word, line.rest, line.due) == ("Quá hạn", "chưa bắt đầu", "quá hạn 2 ngày")
    Obligation.objects.filter(pk=plan.pk).update(opens_at=make.days_ahead(1))
    assert place() == "coming"
    make.due_in(plan, days=3)
    complete_plan(plan, by=drafter, at=db_now())
    advance(plan, "waive", by=secretary, note="Miễn")
    assert place() == "waived"
    advance(plan, "unwaive", by=secretary, note="Không miễn")
    advance(plan, "submit", by=head)
    assert place() == "with_council"
    advance(plan, "accept", by=secretary)
    assert place() == "done"


def test_a_closed_campaign_asks_for_nothing(client, drafter, open_plan):
    open_plan.campaign.closed_at = db_now()
    open_plan.campaign.save()

    html = page(client, drafter)

    assert "Bắt đầu viết" not in html
    assert "Chưa có việc phải làm" in html


def test_nothing_owed_at_all_is_said_kindly(client, other_unit, stranger):
    assert "Chưa có phong trào nào" in page(client, stranger)


def test_a_person_of_two_units_sees_whose_it_is(client, drafter, other_unit, open_plan):
    assert "Xã Tốt Động" not in page(client, drafter)
    Membership.objects.create(user=drafter, unit=other_unit, role=Role.HEAD, since=make.SINCE)

    html = page(client, drafter)

    assert "Xã Tốt Động" in html
    assert "Xã Đại Yên" in html


def test_another_units_obligations_are_not_there(client, stranger, open_plan):
    assert str(open_plan.get_absolute_url()) not in page(client, stranger)


def test_those_without_a_unit_are_turned_away(client, secretary, administrator, campaign):
    for user in (secretary, administrator):
        client.force_login(user)
        assert client.get("/todo/").status_code == 403


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?q=ke+hoach", 1),
        ("?q=quy+che", 0),
        ("?campaign=PT-2024-001", 1),
        ("?status=pending", 1),
        ("?status=accepted", 0),
        ("?group=agency", 1),
        ("?group=school", 0),
        ("?campaign=other", 1),  # what the list does not know is not asked
    ],
)
def test_filters_stand_in_the_address(client, drafter, open_plan, query, number):
    html = page(client, drafter, query)

    assert html.count('class="todo is-') == number
    assert (f"{number} việc phải làm khớp bộ lọc" in html) or "other" in query


def test_the_list_is_a_workbook_too(client, drafter, open_plan):
    client.force_login(drafter)

    response = client.get("/todo/?format=xlsx")

    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert sheet.max_row == 2
    assert [cell.value for cell in sheet[2]][2:4] == ["Kế hoạch thực hiện phong trào", "Chưa bắt đầu"]
    none = client.get("/todo/?format=xlsx&status=accepted")
    assert load_workbook(BytesIO(b"".join(none.streaming_content))).active.max_row == 1


def test_the_year_shows_a_mark_per_period(drafter, open_plan):
    [(campaign, [line])] = year_lines(obligations_of(drafter), at=db_now())

    assert campaign == open_plan.campaign.title
    assert (line.done, line.number, [mark.sign for mark in line.marks]) == (0, 1, ["pending"])


def test_the_page_needs_the_same_queries_for_three_and_thirty_units(
    client, host, drafter, campaign, secretary, open_plan, django_assert_max_num_queries
):
    client.force_login(drafter)
    for number in (3, 27):
        for _n in range(number):
            unit = make.UnitFactory(parent=host, kind=Kind.COMMUNE)
            Membership.objects.create(user=drafter, unit=unit, role=Role.DRAFTER, since=make.SINCE)
        open_campaign(campaign, by=secretary, at=make.moment(2024, 1, 20))
        client.get("/todo/")
        with django_assert_max_num_queries(12) as captured:
            client.get("/todo/")
        if number == 3:
            first = len(captured)
    assert len(captured) == first
