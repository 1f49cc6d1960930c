"""Every button that mails says to whom, before: the moves of the council, of one paper and of many, and the opening."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.models import Obligation
from campaigns.move_words import MOVE_WORDS
from campaigns.opening import open_campaign
from portal.notice_mails import STEP_OF
from tests import factories as make
from tests.story import complete_plan
from units.clock import db_now
from units.workflow import advance

pytestmark = pytest.mark.django_db
TOLD = "Thư sẽ gửi tới:"
STATES = {"return": "submitted", "refuse": "submitted", "accept": "submitted", "reopen": "accepted"}


@pytest.fixture
def current(plan, drafter) -> Obligation:
    """The plan, due in ten days."""
    row = make.due_in(plan, days=10)
    complete_plan(row, by=drafter, at=db_now() - timedelta(hours=1))
    return row


def bring_to(row: Obligation, state: str, *, head, secretary) -> None:
    if state in ("submitted", "accepted"):
        advance(row, "submit", by=head)
    if state == "accepted":
        advance(row, "accept", by=secretary)


def test_the_moves_that_say_so_are_those_that_are_told_by_mail():
    with_a_page = {verb for verb in STEP_OF if verb in MOVE_WORDS}

    assert {verb for verb, words in MOVE_WORDS.items() if words.mails} == with_a_page
    assert set(STEP_OF) - with_a_page == {"redate"}  # a page of the requirement, below


@pytest.mark.parametrize("verb", sorted(verb for verb, words in MOVE_WORDS.items() if words.mails))
def test_a_move_names_those_whom_it_mails(client, current, drafter, head, secretary, chair, verb):
    bring_to(current, STATES.get(verb, "drafting"), head=head, secretary=secretary)
    if verb == "unwaive":
        advance(current, "waive", by=secretary, note="Đơn vị mới sáp nhập")
    client.force_login(chair if verb == "reopen" else secretary)
    html = client.get(f"/obligations/{current.pk}/{verb}/").content.decode()

    assert TOLD in html
    assert str(drafter) in html and str(head) in html


def test_who_has_no_address_is_told_apart(client, current, drafter, head, secretary):
    type(drafter).objects.filter(pk=drafter.pk).update(email="")
    client.force_login(secretary)
    html = client.get(f"/obligations/{current.pk}/extend/").content.decode()

    assert f"{drafter} (" in html and "chưa có thư điện tử" in html


def test_the_review_says_to_whom_for_one_and_for_many(client, current, drafter, head, secretary):
    advance(current, "submit", by=head)
    client.force_login(secretary)
    for address in (
        reverse("review-detail", args=[current.pk]),
        f"{reverse('review-accept-many')}?pick={current.pk}:{current.version}",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert TOLD in response.content.decode(), address


def test_opening_a_campaign_says_how_many_are_told(client, secretary, host, unit, other_unit, drafter, head):
    draft = make.CampaignFactory(code="PT-2024-009", host=host)
    make.RequirementFactory(campaign=draft)
    client.force_login(secretary)
    html = client.get(reverse("campaign-preview", args=[draft.code])).content.decode()

    assert TOLD in html
    assert str(drafter) in html and str(head) in html


def test_a_new_date_says_to_whom_before_it_is_given(client, secretary, host, unit, drafter):
    campaign = make.CampaignFactory(
        code="PT-2030", host=host, starts_on=make.date(2026, 1, 1), ends_on=make.date(2031, 12, 31)
    )
    requirement = make.RequirementFactory(campaign=campaign, due_on=make.date(2031, 3, 3))
    open_campaign(campaign, by=secretary)
    client.force_login(secretary)
    data = {"due_rule": "date", "due_on": "17/03/2031", "note": "Lùi theo lịch họp"}
    html = client.post(reverse("requirement-redate", args=[campaign.code, requirement.code]), data).content.decode()

    assert TOLD in html and str(drafter) in html
    assert Obligation.objects.get(unit=unit, campaign=campaign).effective_due_at == make.end_of(2031, 3, 3)
