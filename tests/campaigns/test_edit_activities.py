"""The rows of a plan: added, removed and moved with and without JavaScript, stored in order, scoped to the plan."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Obligation, Plan, PlanActivity
from tests import factories as make
from tests.campaigns.test_edit import hidden

FIELDS = ("key", "title", "criterion", "form", "audience", "starts_on", "ends_on", "lead", "target", "target_unit")
ROW = {
    "title": "Hội nghị quán triệt Quy tắc ứng xử",
    "form": "conference",
    "audience": "staff",
    "starts_on": "01/04/2026",
    "ends_on": "30/04/2026",
    "lead": "Văn phòng",
    "target": "87,5",
    "target_unit": "lượt người",
}


@pytest.fixture
def open_plan(campaign, plan) -> Obligation:
    return make.due_in(plan, days=10)


@pytest.fixture
def address(client, drafter, open_plan) -> str:
    client.force_login(drafter)
    return f"/obligations/{open_plan.pk}/edit/activities/"


@pytest.fixture
def stored(open_plan) -> Plan:
    plan = Plan.objects.create(obligation=open_plan)
    PlanActivity.objects.bulk_create(
        PlanActivity(plan=plan, position=n, title=f"Hoạt động {letter}") for n, letter in enumerate("ABC", start=1)
    )
    return plan


def rows(*typed: dict[str, str]) -> dict[str, str]:
    return {f"activities-{n}-{name}": row.get(name, "") for n, row in enumerate(typed) for name in FIELDS}


def as_shown(response) -> dict[str, str]:
    """Return what a browser would post of the page as it is."""
    forms = response.context["form"].forms
    data = {f"{form.prefix}-{name}": form[name].value() or "" for form in forms for name in FIELDS}
    return hidden(response) | {name: str(value) for name, value in data.items()}


def titles() -> list[str]:
    return [row.title for row in PlanActivity.objects.in_order()]


def swap(client, address, data):
    return client.post(address, data, headers={"HX-Request": "true"})


# --- storing --------------------------------------------------------------------------------------------------------


def test_rows_are_stored_in_their_order(client, address):
    carried = hidden(client.get(address))
    client.post(address, carried | rows(ROW, {"title": "Nói chuyện chuyên đề"}))

    first, second = PlanActivity.objects.in_order()
    assert (first.title, first.position) == (ROW["title"], 1)
    assert (first.starts_on, first.target) == (date(2026, 4, 1), Decimal("87.5"))
    assert (second.title, second.position, second.target) == ("Nói chuyện chuyên đề", 2, None)


@pytest.mark.parametrize(("typed", "number"), [("87,5", "87.5"), ("87.5", "87.5"), ("1.234,5", "1234.5"), ("12", "12")])
def test_numbers_take_comma_and_dot_and_come_back_as_they_can_be_read_again(client, address, typed, number):
    client.post(address, hidden(client.get(address)) | rows(ROW | {"target": typed}))
    assert PlanActivity.objects.get().target == Decimal(number)

    version = Obligation.objects.get(plan__isnull=False).version
    client.post(address, as_shown(client.get(address)))
    assert Obligation.objects.get(plan__isnull=False).version == version  # nothing had changed


@pytest.mark.parametrize("whole", ["1234", "1000000"])
def test_a_whole_number_survives_being_shown_and_posted_again(client, address, whole):
    client.post(address, hidden(client.get(address)) | rows(ROW | {"target": whole}))

    response = client.post(address, as_shown(client.get(address)) | {"activities-0-title": "Đổi tên"})
    assert response.status_code == 302
    assert PlanActivity.objects.get().target == Decimal(whole)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_on": "31/03/2026"}, "Ngày kết thúc hoạt động trước ngày bắt đầu"),
        ({"target": "-1"}, "không được là số âm"),
        ({"starts_on": "hôm qua"}, "“hôm qua” không phải là ngày"),
        ({"target": "nhiều"}, "một số"),
    ],
)
def test_what_cannot_be_stored_is_said_at_its_row_and_nothing_typed_is_lost(client, address, wrong, sentence):
    response = client.post(address, hidden(client.get(address)) | rows({"title": "Một"}, ROW | wrong))

    html = response.content.decode()
    field = next(iter(wrong))
    assert sentence in html
    assert f'href="#id_activities-1-{field}"' in html
    assert "Hoạt động 2, " in html.split("data-error-summary")[1].split("</div>")[0]
    assert f'value="{wrong[field]}"' in html
    assert ROW["title"] in html
    assert not PlanActivity.objects.exists()


def test_the_one_empty_row_of_a_new_plan_is_not_stored(client, address):
    client.post(address, as_shown(client.get(address)) | {"action": "continue"})
    assert not Plan.objects.exists()


def test_a_post_without_rows_removes_none(client, address, stored):
    client.post(address, hidden(client.get(address)) | {"action": "stay"})
    assert titles() == ["Hoạt động A", "Hoạt động B", "Hoạt động C"]


def test_saving_keeps_the_keys_of_rows(client, address, stored):
    keys = set(stored.activities.values_list("pk", flat=True))
    client.post(address, as_shown(client.get(address)) | {"activities-1-lead": "Văn phòng"})

    assert set(stored.activities.values_list("pk", flat=True)) == keys
    assert stored.activities.get(lead="Văn phòng").title == "Hoạt động B"


def test_forged_keys_reach_no_row_of_another_plan(client, address, campaign, other_unit, stored):
    theirs = Plan.objects.create(obligation=Obligation.objects.get(unit=other_unit))
    victim = PlanActivity.objects.create(plan=theirs, position=1, title="Của đơn vị khác")

    data = as_shown(client.get(address)) | {"activities-0-key": str(victim.pk), "activities-0-title": "Chiếm"}
    client.post(address, data)
    client.post(address, as_shown(client.get(address)) | {"activities-0-key": str(victim.pk), "action": "drop-0"})

    victim.refresh_from_db()
    assert (victim.title, victim.plan_id) == ("Của đơn vị khác", theirs.pk)
    assert not stored.activities.filter(pk=victim.pk).exists()


def test_the_same_key_twice_is_one_row_and_one_new_one(client, address, stored):
    shown = as_shown(client.get(address))
    client.post(address, shown | {"activities-1-key": shown["activities-0-key"]})

    assert sorted(titles()) == ["Hoạt động A", "Hoạt động B", "Hoạt động C"]
    assert stored.activities.count() == 3


@pytest.mark.parametrize("action", ["drop-99", "up-0", "down-2", "drop-", "add-x", "__init__", "drop--1"])
def test_actions_that_fit_no_row_do_nothing(client, address, stored, action):
    client.post(address, as_shown(client.get(address)) | {"action": action})
    assert titles() == ["Hoạt động A", "Hoạt động B", "Hoạt động C"]


# --- adding, removing, moving ---------------------------------------------------------------------------------------


def test_a_row_is_added_without_javascript_and_takes_the_focus(client, address, stored):
    response = client.post(address, as_shown(client.get(address)) | {"activities-0-title": "A mới", "action": "add"})

    assert response.url == f"{address}#id_activities-3-title"
    assert titles() == ["A mới", "Hoạt động B", "Hoạt động C", ""]
    assert client.get(address).content.decode().count("<fieldset") == 4


def test_a_row_is_added_by_htmx_in_a_part_of_the_page(client, address, stored):
    response = swap(client, address, as_shown(client.get(address)) | {"action": "add"})

    html = response.content.decode()
    assert "<html" not in html
    assert html.count("<fieldset") == 4
    assert "Hoạt động 4" in html
    assert '"focusOn": "id_activities-3-title"' in response["HX-Trigger-After-Settle"]
    assert hidden(response)["version"] == str(Obligation.objects.get(plan=stored).version)


def test_the_first_row_of_a_new_plan_can_be_followed_by_another(client, address):
    client.post(address, as_shown(client.get(address)) | {"action": "add"})
    assert titles() == ["", ""]


def test_a_row_that_holds_text_is_removed_after_asking_once_more(client, address, stored):
    asked = client.post(address, as_shown(client.get(address)) | {"action": "ask-1"}, follow=True)
    assert titles() == ["Hoạt động A", "Hoạt động B", "Hoạt động C"]
    assert 'value="drop-1"' in asked.content.decode()

    client.post(address, as_shown(asked) | {"action": "drop-1"})
    assert titles() == ["Hoạt động A", "Hoạt động C"]


def test_htmx_asks_in_the_row(client, address, stored):
    response = swap(client, address, as_shown(client.get(address)) | {"action": "ask-1"})
    assert 'value="drop-1"' in response.content.decode()
    assert 'value="drop-0"' not in response.content.decode()


def test_an_empty_row_goes_at_once(client, address, stored):
    client.post(address, as_shown(client.get(address)) | {"action": "add"})
    client.post(address, as_shown(client.get(address)) | {"action": "ask-3"})
    assert titles() == ["Hoạt động A", "Hoạt động B", "Hoạt động C"]


def test_the_last_row_can_go(client, address):
    client.post(address, hidden(client.get(address)) | rows(ROW))
    client.post(address, as_shown(client.get(address)) | {"action": "drop-0"})
    assert titles() == []
    assert client.get(address).content.decode().count("<fieldset") == 1  # one empty row to write in


@pytest.mark.parametrize(
    ("action", "order", "focus"),
    [("up-2", "ACB", "1-up"), ("up-1", "BAC", "0-down"), ("down-0", "BAC", "1-down"), ("down-1", "ACB", "2-up")],
)
def test_rows_move_and_the_focus_goes_along(client, address, stored, action, order, focus):
    response = swap(client, address, as_shown(client.get(address)) | {"action": action})

    assert titles() == [f"Hoạt động {letter}" for letter in order]
    assert f"id_activities-{focus}" in response["HX-Trigger-After-Settle"]
    assert f'id="id_activities-{focus}"' in response.content.decode()


def test_a_row_action_beside_a_mistake_loses_nothing(client, address, stored):
    typed = as_shown(client.get(address)) | {"activities-0-starts_on": "32/13/2026", "action": "add"}
    response = swap(client, address, typed)

    html = response.content.decode()
    assert html.count("<fieldset") == 4
    assert 'value="32/13/2026"' in html
    assert "Chưa lưu" in html
    assert titles() == ["Hoạt động A", "Hoạt động B", "Hoạt động C"]


def test_no_more_rows_than_a_plan_holds(client, address, open_plan):
    plan = Plan.objects.create(obligation=open_plan)
    PlanActivity.objects.bulk_create(PlanActivity(plan=plan, position=n, title=f"{n}") for n in range(100))
    response = swap(client, address, as_shown(client.get(address)) | {"action": "add"})
    assert "tối đa 100" in response.content.decode()
    assert plan.activities.count() == 100


# --- somebody else was quicker --------------------------------------------------------------------------------------


def test_a_conflict_shows_what_differs_and_keeps_the_rows_of_both(client, address, stored, head):
    mine = as_shown(client.get(address)) | {"activities-0-title": "A của tôi"}
    before = Obligation.objects.get(plan=stored)
    stored.activities.filter(title="Hoạt động B").delete()
    stored.activities.create(position=9, title="Thêm bởi người khác")
    Obligation.objects.filter(pk=before.pk).update(
        version=before.version + 1, changed_by=head, changed_at="2026-01-01T00:00Z"
    )

    shown = client.post(address, mine)
    html = shown.content.decode()
    assert shown.status_code == 409
    assert "Hiện đang lưu: “Hoạt động A”" in html
    assert "người khác vừa thêm" in html
    assert "Hoạt động B" in html

    client.post(address, as_shown(shown) | {"action": "stay"})
    assert titles() == ["A của tôi", "Hoạt động B", "Hoạt động C", "Thêm bởi người khác"]


# --- many rows ------------------------------------------------------------------------------------------------------


def many(open_plan, number: int) -> None:
    plan, _new = Plan.objects.get_or_create(obligation=open_plan)
    PlanActivity.objects.bulk_create(
        PlanActivity(plan=plan, position=n, title=f"Hoạt động số {n}", lead="Văn phòng", target=n)
        for n in range(number)
    )


@pytest.mark.parametrize("section", ["", "heading/", "objectives/", "activities/", "scan/", "check/"])
def test_reading_takes_the_same_few_queries_for_any_number_of_rows(client, drafter, open_plan, section):
    client.force_login(drafter)
    counts = []
    for number in (3, 57):
        many(open_plan, number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/obligations/{open_plan.pk}/edit/{section}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16, [query["sql"][:90] for query in queries.captured_queries]


def test_saving_sixty_rows_takes_no_more_queries_than_three(client, address, open_plan):
    client.post(address, hidden(client.get(address)) | rows(ROW))  # the first words also make the move `start`
    counts = []
    for number in (3, 57):
        many(open_plan, number)
        data = as_shown(client.get(address))
        data |= {name: "Phòng Nội vụ" for name in data if name.endswith("-lead")}
        with CaptureQueriesContext(connection) as queries:
            client.post(address, data, headers={"HX-Request": "true", "HX-Trigger": "draft"})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30
    assert set(PlanActivity.objects.values_list("lead", flat=True)) == {"Phòng Nội vụ"}


def test_each_row_is_a_group_with_its_name(client, address, stored):
    html = client.get(address).content.decode()
    assert re.findall(r"<legend>([^<]*)</legend>", html) == ["Hoạt động 1", "Hoạt động 2", "Hoạt động 3"]
