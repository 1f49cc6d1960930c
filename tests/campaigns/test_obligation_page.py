"""The page of one obligation, to its unit, to the council, to a unit above, to strangers."""

import pytest
from django.test import Client

from campaigns.models import Obligation, Plan, State
from campaigns.obligation_page import ObligationPage
from tests import factories as make
from tests.story import complete_plan
from units.clock import db_now
from units.models import Role
from units.workflow import Reason, advance

REASONS = [Reason("figures", "activities.1", "Chưa có đơn vị tính"), Reason("evidence", "scan")]


@pytest.fixture
def open_plan(campaign, plan) -> Obligation:
    """A plan that is due in ten days from now."""
    return make.due_in(plan, days=10)


@pytest.fixture
def handed_in(open_plan, drafter, head) -> Obligation:
    complete_plan(open_plan, by=drafter, at=db_now())
    advance(open_plan, "submit", by=head)
    return open_plan


def page(client: Client, user, obligation: Obligation) -> str:
    client.force_login(user)
    response = client.get(obligation.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_unit_reads_its_draft_and_goes_on_writing(client, drafter, open_plan):
    complete_plan(open_plan, by=drafter, at=db_now())

    html = page(client, drafter, open_plan)

    assert "Quán triệt Quy tắc ứng xử" in html
    assert "Viết tiếp" in html
    assert f"/obligations/{open_plan.pk}/send/" in html


def test_the_council_does_not_see_a_draft(client, drafter, secretary, open_plan):
    complete_plan(open_plan, by=drafter, at=db_now())

    html = page(client, secretary, open_plan)

    assert "Quán triệt" not in html
    assert "Chưa có bản nộp" in html


def test_the_council_reads_what_was_handed_in_not_what_was_written_since(client, secretary, drafter, handed_in):
    advance(handed_in, "return", by=secretary, reasons=REASONS, due_at=make.days_ahead(9))
    Plan.objects.filter(obligation=handed_in).update(objectives="Mục tiêu viết lại")

    assert "Mục tiêu viết lại" not in page(client, secretary, handed_in)
    assert "Nâng cao kỷ luật" in page(client, secretary, handed_in)
    assert "Mục tiêu viết lại" in page(client, drafter, handed_in)


def test_reasons_of_a_return_lead_to_their_places(client, drafter, secretary, handed_in):
    advance(handed_in, "return", by=secretary, reasons=REASONS, due_at=make.days_ahead(9))

    html = page(client, drafter, handed_in)

    assert f'href="/obligations/{handed_in.pk}/edit/activities/#' in html
    assert f'href="/obligations/{handed_in.pk}/edit/scan/"' in html
    assert "Hoạt động 1: Chưa có đơn vị tính" in html
    assert "Sửa ngay" in html


def test_the_head_is_asked_to_sign_and_the_drafter_told_to_wait(client, drafter, head, open_plan):
    complete_plan(open_plan, by=drafter, at=db_now())
    advance(open_plan, "send", by=drafter)

    assert f"/obligations/{open_plan.pk}/submit/" in page(client, head, open_plan)
    html = page(client, drafter, open_plan)
    assert f"/obligations/{open_plan.pk}/submit/" not in html
    assert "Đang chờ thủ trưởng ký" in html


def test_what_the_head_says_to_the_drafter_stays_in_the_unit(client, drafter, head, secretary, open_plan):
    complete_plan(open_plan, by=drafter, at=db_now())
    advance(open_plan, "send", by=drafter)
    advance(open_plan, "hand_back", by=head, note="Xem lại mục tiêu")

    assert "Xem lại mục tiêu" in page(client, drafter, open_plan)
    assert "Xem lại mục tiêu" not in page(client, secretary, open_plan)


def test_a_unit_above_reads_what_was_handed_in_and_no_more(client, unit, secretary, handed_in):
    school = make.UnitFactory(parent=unit)
    above = make.person(Role.HEAD, unit, username="ubnd")
    Obligation.objects.filter(pk=handed_in.pk).update(unit=school)
    handed_in.refresh_from_db()
    advance(handed_in, "return", by=secretary, reasons=REASONS, note="Sửa nhanh", due_at=make.days_ahead(9))

    html = page(client, above, handed_in)

    assert "Nâng cao kỷ luật" in html
    assert "Sửa nhanh" not in html
    assert "/edit/" not in html
    assert client.get(f"/obligations/{handed_in.pk}/submit/").status_code == 403


def test_a_unit_above_sees_nothing_before_the_first_hand_in(client, unit, open_plan):
    school = make.UnitFactory(parent=unit)
    above = make.person(Role.HEAD, unit, username="ubnd")
    Obligation.objects.filter(pk=open_plan.pk).update(unit=school)
    client.force_login(above)

    assert client.get(open_plan.get_absolute_url()).status_code == 404


def test_the_locked_page_says_who_can_open_it(client, drafter, plan):
    assert "Thường trực Hội đồng" in page(client, drafter, plan)  # due and locked in 2024
    assert "Sửa ngay" not in page(client, drafter, plan)


def test_late_is_better_than_missing_and_the_page_says_until_when(client, drafter, plan):
    make.due_in(plan, days=-2)

    html = page(client, drafter, plan)

    assert "Đã quá hạn. Vẫn nộp được đến" in html
    assert "Bắt đầu viết" in html


def test_an_older_hand_in_shows_what_has_changed_since_the_one_before(client, drafter, head, secretary, handed_in):
    advance(handed_in, "return", by=secretary, reasons=REASONS, due_at=make.days_ahead(9))
    activity = handed_in.plan.activities.get()
    activity.lead, activity.ends_on = "Phòng Nội vụ", None
    activity.save()
    activity.ends_on = activity.starts_on
    activity.save()
    advance(handed_in, "submit", by=head)
    first, second = handed_in.events.filter(verb="submit").order_by("id")
    client.force_login(secretary)

    html = client.get(f"/obligations/{handed_in.pk}/handed-in/{second.pk}/").content.decode()

    assert "Hoạt động 1: " in html
    assert "Phòng Nội vụ" in html
    assert "30/11/2024" in html  # the end, as one reads it
    assert "2024-11-30" not in html.split("</table>")[0]
    assert client.get(f"/obligations/{handed_in.pk}/handed-in/{first.pk}/").status_code == 200


def test_only_hand_ins_have_such_a_page(client, drafter, handed_in, other_unit):
    client.force_login(drafter)
    start = handed_in.events.get(verb="start")

    assert client.get(f"/obligations/{handed_in.pk}/handed-in/{start.pk}/").status_code == 404
    strange = Obligation.objects.get(unit=other_unit)
    submit = handed_in.events.get(verb="submit")
    assert client.get(f"/obligations/{strange.pk}/handed-in/{submit.pk}/").status_code == 404


def test_days_at_the_unit_and_at_the_council_are_counted_apart(drafter, head, secretary, plan):
    complete_plan(plan, by=drafter, at=make.moment(2024, 2, 5))
    advance(plan, "submit", by=head, at=make.moment(2024, 2, 6))

    clocks = ObligationPage(plan, secretary, make.moment(2024, 2, 8)).clocks

    assert (clocks.unit, clocks.council) == (16, 2)


def test_strangers_and_nobody_find_nothing(client, stranger, handed_in):
    submit = handed_in.events.get(verb="submit")
    receipt = submit.receipt
    addresses = [
        handed_in.get_absolute_url(),
        f"/obligations/{handed_in.pk}/handed-in/{submit.pk}/",
        f"/receipts/{receipt.code}/",
        *(f"/obligations/{handed_in.pk}/{verb}/" for verb in ("send", "submit", "return", "accept", "waive")),
    ]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(stranger)
    for address in addresses:
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code == 404, address
    handed_in.refresh_from_db()
    assert handed_in.state == State.SUBMITTED


def test_the_page_needs_few_queries(client, drafter, secretary, handed_in, django_assert_max_num_queries):
    for user in (drafter, secretary):
        client.force_login(user)
        client.get(handed_in.get_absolute_url())
        with django_assert_max_num_queries(13):
            client.get(handed_in.get_absolute_url())


def test_before_the_first_word_the_page_tells_what_is_asked_for(client, drafter, open_plan):
    html = page(client, drafter, open_plan)

    assert "Nội dung cần nộp" in html
    assert "Các hoạt động" in html
    assert "Chưa điền" not in html
