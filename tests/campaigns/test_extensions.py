"""More time: asked for by the unit, granted or declined once, told both ways; figures know when it was granted."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse

from campaigns.extensions import (
    AnsweredAlready,
    ask_extension,
    decline_extension,
    grant_extension,
    withdraw_extension,
)
from campaigns.facts import ledger
from campaigns.figures import standing
from campaigns.models import ExtensionRequest, ObligationEvent
from campaigns.opening import close_campaign
from portal import notices
from portal.models import Notice
from tests import factories as make
from units.models import Role
from units.workflow import DateMissing, NotAllowed, ReasonMissing, Shut, StaleVersion, advance

pytestmark = pytest.mark.django_db
WANTED = date(2024, 3, 14)
WHY = "Đơn vị tổ chức lễ hội, cần thêm thời gian"
LATER = make.moment(2024, 2, 20)


@pytest.fixture
def asked(plan, drafter, at) -> ExtensionRequest:
    return ask_extension(plan, until=WANTED, reason=WHY, by=drafter, at=at)


def now_of(plan, *, at):
    (row,) = [row for row in ledger(plan.campaign) if row.obligation_id == plan.pk]
    return standing(row, at=at)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


# --- asking ----------------------------------------------------------------------------------------------------------


def test_asking_moves_no_date(asked, plan, drafter):
    plan.refresh_from_db()

    assert (asked.state, asked.asked_by, asked.reason) == ("waiting", drafter, WHY)
    assert plan.effective_due_at == plan.due_at == make.end_of(2024, 2, 29)
    assert not ObligationEvent.objects.exists()


def test_one_request_at_a_time(asked, plan, head, at):
    with pytest.raises(Shut):
        ask_extension(plan, until=WANTED, reason=WHY, by=head, at=at)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"reason": "  "}, ReasonMissing),
        ({"until": date(2024, 2, 29)}, DateMissing),  # the due date in force itself
        ({"until": date(2024, 1, 2)}, DateMissing),
        ({"at": make.moment(2024, 1, 10)}, Shut),  # not opened yet
    ],
)
def test_what_cannot_be_asked_for(facts, refusal, plan, drafter, at):
    with pytest.raises(refusal):
        ask_extension(plan, **({"until": WANTED, "reason": WHY, "by": drafter, "at": at} | facts))
    assert not ExtensionRequest.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "secretary", "chair", "member", "observer", "administrator"])
def test_only_the_unit_asks(who, plan, request, at):
    with pytest.raises(NotAllowed):
        ask_extension(plan, until=WANTED, reason=WHY, by=request.getfixturevalue(who), at=at)


def test_what_is_with_the_council_waived_or_closed_is_not_extended(submitted_plan, plan, drafter, secretary, at):
    with pytest.raises(Shut):
        ask_extension(submitted_plan, until=WANTED, reason=WHY, by=drafter, at=at)
    advance(submitted_plan, "refuse", by=secretary, note="Sai", at=at)
    advance(submitted_plan, "waive", by=secretary, note="Miễn", at=at)
    with pytest.raises(Shut):
        ask_extension(submitted_plan, until=WANTED, reason=WHY, by=drafter, at=at)
    advance(submitted_plan, "unwaive", by=secretary, note="Thôi", at=at)
    close_campaign(submitted_plan.campaign, by=secretary, at=at)
    submitted_plan.refresh_from_db()
    with pytest.raises(Shut):
        ask_extension(submitted_plan, until=WANTED, reason=WHY, by=drafter, at=at)


def test_a_lock_is_no_reason_not_to_ask(plan, drafter, secretary):
    locked = make.moment(2024, 6, 3)
    asked = ask_extension(plan, until=date(2024, 6, 20), reason=WHY, by=drafter, at=locked)

    grant_extension(asked, until=date(2024, 6, 20), note=WHY, by=secretary, version=None, at=locked)

    plan.refresh_from_db()
    assert plan.is_editable(at=make.moment(2024, 6, 19))
    assert plan.effective_due_at == make.end_of(2024, 2, 29)
    assert now_of(plan, at=locked).overdue


def test_a_request_can_be_taken_back_and_made_anew(asked, plan, head, secretary, at):
    withdraw_extension(asked, by=head, at=at)

    with pytest.raises(AnsweredAlready):
        grant_extension(asked, until=WANTED, note=WHY, by=secretary, version=None, at=LATER)
    again = ask_extension(plan, until=date(2024, 3, 8), reason=WHY, by=head, at=at)
    assert [one.state for one in ExtensionRequest.objects.order_by("id")] == ["withdrawn", "waiting"]
    assert again.pk != asked.pk


# --- answering -------------------------------------------------------------------------------------------------------


def test_granting_is_the_move_extend_until_the_wanted_day_or_another(asked, plan, secretary):
    event = grant_extension(asked, until=date(2024, 3, 9), note="Đồng ý", by=secretary, version=None, at=LATER)

    plan.refresh_from_db()
    assert (event.verb, event.note, event.due_at) == ("extend", "Đồng ý", make.end_of(2024, 3, 11))  # the 9th: Saturday
    assert plan.effective_due_at == make.end_of(2024, 3, 11)
    assert (asked.state, asked.event_id, asked.granted_until) == ("granted", event.pk, date(2024, 3, 11))
    assert (asked.answered_by, asked.answered_at) == (secretary, LATER)


def test_figures_respect_when_it_was_granted(asked, plan, secretary):
    grant_extension(asked, until=WANTED, note="Đồng ý", by=secretary, version=None, at=LATER)
    after = make.end_of(2024, 3, 1)

    assert now_of(plan, at=LATER - timedelta(seconds=1)).effective_due == make.end_of(2024, 2, 29)
    assert now_of(plan, at=LATER).effective_due == make.end_of(2024, 3, 14)
    assert not now_of(plan, at=after).due


def test_what_is_granted_after_the_due_date_leaves_it_late(plan, drafter, secretary):
    late = make.moment(2024, 3, 4)
    asked = ask_extension(plan, until=WANTED, reason=WHY, by=drafter, at=late)
    grant_extension(asked, until=WANTED, note="Đồng ý", by=secretary, version=None, at=late)

    assert now_of(plan, at=late).overdue
    assert now_of(plan, at=late).effective_due == make.end_of(2024, 2, 29)


def test_declining_says_why_and_leaves_the_date(asked, plan, secretary):
    with pytest.raises(ReasonMissing):
        decline_extension(asked, reason=" ", by=secretary, at=LATER)
    decline_extension(asked, reason="Cả cụm đã nộp", by=secretary, at=LATER)

    plan.refresh_from_db()
    assert (asked.state, asked.answer) == ("declined", "Cả cụm đã nộp")
    assert plan.effective_due_at == make.end_of(2024, 2, 29)
    with pytest.raises(AnsweredAlready, match=str(secretary)):
        grant_extension(asked, until=WANTED, note="Đồng ý", by=secretary, version=None, at=LATER)


@pytest.mark.parametrize("who", ["drafter", "head", "stranger", "chair", "member", "observer", "foreigner"])
def test_only_the_standing_office_answers(who, asked, request):
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        decline_extension(asked, reason="Không", by=person, at=LATER)
    with pytest.raises(NotAllowed):
        grant_extension(asked, until=WANTED, note="Có", by=person, version=None, at=LATER)
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_nobody_answers_for_the_unit_where_they_hold_a_role(asked, unit, host):
    both = make.person(Role.SECRETARY, host)
    both.memberships.create(unit=unit, role=Role.DRAFTER, since=make.SINCE)
    with pytest.raises(NotAllowed):
        grant_extension(asked, until=WANTED, note="Có", by=both, version=None, at=LATER)


def test_two_officers_at_once_the_second_is_told(asked, plan, secretary):
    seen = plan.version
    grant_extension(asked, until=WANTED, note="Có", by=secretary, version=seen, at=LATER)
    with pytest.raises(AnsweredAlready):
        decline_extension(asked, reason="Không", by=secretary, at=LATER)
    assert ObligationEvent.objects.filter(verb="extend").count() == 1


def test_a_paper_that_moved_meanwhile_is_looked_at_again(asked, plan, drafter, secretary, at):
    seen = plan.version
    advance(plan, "start", by=drafter, at=at)
    with pytest.raises(StaleVersion):
        grant_extension(asked, until=WANTED, note="Có", by=secretary, version=seen, at=LATER)


def test_an_extension_that_the_office_gives_by_itself_answers_the_request(asked, plan, secretary):
    advance(plan, "extend", by=secretary, note="Cả cụm", due_at=make.end_of(2024, 3, 29), at=LATER)

    asked.refresh_from_db()
    assert (asked.state, asked.granted_until, asked.answer) == ("granted", date(2024, 3, 29), "Cả cụm")


@pytest.mark.parametrize("change", [{"reason": "khác"}, {"answered_at": None, "answer": ""}])
def test_what_was_answered_stays_as_it_is(change, asked, secretary):
    decline_extension(asked, reason="Không", by=secretary, at=LATER)
    with pytest.raises(InternalError), transaction.atomic():
        ExtensionRequest.objects.update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        ExtensionRequest.objects.all().delete()


def test_the_queue_holds_what_is_still_at_the_unit(asked, plan, drafter, head, secretary, foreigner, at):
    mine = ExtensionRequest.objects.under_council(secretary)
    assert list(mine.waiting()) == [asked]
    assert not ExtensionRequest.objects.visible_to(foreigner).exists()
    advance(plan, "waive", by=secretary, note="Miễn", at=LATER)
    assert list(mine.waiting()) == []
    advance(plan, "unwaive", by=secretary, note="Thôi", at=LATER)
    assert list(mine.waiting()) == [asked]
    decline_extension(asked, reason="Không", by=secretary, at=LATER)
    assert (list(mine.waiting()), list(mine.in_state("declined"))) == ([], [asked])


# --- notices ---------------------------------------------------------------------------------------------------------


def test_the_office_hears_that_it_is_asked_and_the_unit_what_it_answered(plan, drafter, head, secretary, at):
    notices.make(at=make.moment(2024, 2, 1))
    asked = ask_extension(plan, until=WANTED, reason=WHY, by=drafter, at=at)
    for minute in (1, 2):
        notices.make(at=at + timedelta(minutes=minute))
    assert told("extension_asked") == ["thuongtruc"]

    decline_extension(asked, reason="Không", by=secretary, at=at + timedelta(minutes=3))
    for minute in (4, 5):
        notices.make(at=at + timedelta(minutes=minute))
    assert told("extension_declined") == ["canbo", "thutruong"]

    again = ask_extension(plan, until=WANTED, reason=WHY, by=drafter, at=at + timedelta(minutes=6))
    grant_extension(again, until=WANTED, note="Có", by=secretary, version=None, at=at + timedelta(minutes=7))
    notices.make(at=at + timedelta(minutes=8))
    assert told("extended") == ["canbo", "thutruong"]
    assert Notice.objects.get(step="extension_asked", person=secretary, occasion=f"request-{again.pk}").mail is None


def told(step):
    return sorted(Notice.objects.filter(step=step).values_list("person__username", flat=True))


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def current(plan):
    """The same plan as of today: due in nine days."""
    return make.due_in(plan, days=9)


def test_a_unit_asks_and_the_office_grants_another_day(current, drafter, secretary):
    clerk, office = signed_in(drafter), signed_in(secretary)
    ask = reverse("extension-ask", args=[current.pk])
    assert ask in clerk.get(current.get_absolute_url()).content.decode()
    page = clerk.get(ask).content.decode()
    assert "Thư sẽ gửi tới:" in page and "Thường trực Hội đồng" in page

    day = make.days_ahead(30).strftime("%d/%m/%Y")
    answer = clerk.post(ask, {"wanted_until": day, "reason": WHY})
    assert answer.headers["Location"] == current.get_absolute_url()
    asked = ExtensionRequest.objects.get()
    page = clerk.get(current.get_absolute_url()).content.decode()
    assert WHY in page and reverse("extension-withdraw", args=[current.pk]) in page
    assert f'href="{ask}"' not in page

    assert WHY in office.get(reverse("extension-queue")).content.decode()
    detail = office.get(reverse("extension-detail", args=[asked.pk])).content.decode()
    assert "Thư sẽ gửi tới:" in detail and str(drafter) in detail
    other = make.days_ahead(20)
    given = {"grant-version": current.version, "grant-until": other.strftime("%d/%m/%Y"), "grant-note": "Đồng ý"}
    assert office.post(reverse("extension-grant", args=[asked.pk]), given).status_code == 302
    current.refresh_from_db()
    assert current.effective_due_at >= other
    assert "Đồng ý" in clerk.get(current.get_absolute_url()).content.decode()


def test_what_was_typed_is_kept_and_the_error_says_the_first_day(current, drafter):
    clerk = signed_in(drafter)
    ask = reverse("extension-ask", args=[current.pk])
    page = clerk.post(ask, {"wanted_until": "1/1/2020", "reason": WHY}).content.decode()

    assert WHY in page and "trở đi" in page
    assert not ExtensionRequest.objects.exists()


def test_the_office_declines_and_the_unit_reads_why(current, drafter, secretary):
    asked = ask_extension(current, until=make.days_ahead(30).date(), reason=WHY, by=drafter)
    office = signed_in(secretary)
    address = reverse("extension-decline", args=[asked.pk])
    assert office.post(address, {"decline-reason": ""}).status_code == 200
    assert office.post(address, {"decline-reason": "Cả cụm đã nộp"}).status_code == 302

    page = signed_in(drafter).get(current.get_absolute_url()).content.decode()
    assert "Không đồng ý gia hạn" in page and "Cả cụm đã nộp" in page
    refused = office.post(address, {"decline-reason": "Lần hai"})
    assert refused.status_code == 409 and "Lần hai" not in page


def test_a_paper_that_was_started_meanwhile_is_shown_before_it_is_extended(current, drafter, secretary):
    asked = ask_extension(current, until=make.days_ahead(30).date(), reason=WHY, by=drafter)
    seen = current.version
    advance(current, "start", by=drafter)
    day = make.days_ahead(30).strftime("%d/%m/%Y")
    given = {"grant-version": seen, "grant-until": day, "grant-note": "Lời đã viết"}
    answer = signed_in(secretary).post(reverse("extension-grant", args=[asked.pk]), given)

    assert answer.status_code == 409
    assert "Lời đã viết" in answer.content.decode()
    assert f'value="{current.version}"' in answer.content.decode()


def test_the_door_counts_what_waits(current, drafter, secretary, member):
    ask_extension(current, until=make.days_ahead(30).date(), reason=WHY, by=drafter)

    assert "1 việc chờ đồng chí xử lý" in signed_in(secretary).get("/council/").content.decode()
    assert "việc chờ đồng chí xử lý" not in signed_in(member).get("/council/").content.decode()


def test_the_list_of_answered_requests_and_its_workbook(current, drafter, secretary):
    asked = ask_extension(current, until=make.days_ahead(30).date(), reason=WHY, by=drafter)
    decline_extension(asked, reason="Không", by=secretary)
    office = signed_in(secretary)

    assert WHY not in office.get("/council/extensions/").content.decode()
    assert WHY in office.get("/council/extensions/?status=declined").content.decode()
    assert office.get("/council/extensions/?status=x").status_code == 200
    assert office.get("/council/extensions/?status=&format=xlsx").headers["Content-Type"].endswith("sheet")
