"""Handing over and standing in: only unit roles, only in reach, and the past stays as it was."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from campaigns.models import ObligationEvent
from portal.administrators import fill_group
from tests import factories as make
from units.models import Membership, Role, User
from units.workflow import advance

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PEOPLE = "/people/"


@pytest.fixture
def colleague(unit):
    return make.person(Role.DRAFTER, unit, username="dongnghiep", full_name="Lý Thị Bình")


def hand_over(client, leaver, **given):
    given = {"last_day": localdate().strftime("%d/%m/%Y")} | given
    return client.post(reverse("people-hand-over", args=[leaver.username]), given)


def held(user):
    return {(row.role, row.unit.code, row.until) for row in Membership.objects.filter(user=user).select_related("unit")}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_head_hands_a_clerks_work_to_a_colleague(head, drafter, unit, plan, submitted_plan):
    newcomer = make.person(None, None, username="moi", full_name="Trần Văn Mới")
    leaver_client = signed_in(drafter)
    before = list(ObligationEvent.objects.values("actor_id", "actor_label", "at", "verb"))

    response = hand_over(signed_in(head), drafter, username="moi")

    assert response.headers["Location"] == PEOPLE
    assert held(newcomer) == {("drafter", unit.code, None)}
    assert held(drafter) == {("drafter", unit.code, localdate())}
    assert leaver_client.get("/todo/").status_code == 302
    assert Session.objects.count() == 1
    assert list(ObligationEvent.objects.values("actor_id", "actor_label", "at", "verb")) == before
    assert signed_in(newcomer).get(plan.get_absolute_url()).status_code == 200


def test_what_is_handed_over_is_shown_before(head, drafter, plan):
    make.due_in(plan, days=9)
    page = signed_in(head).get(reverse("people-hand-over", args=[drafter.username])).content.decode()

    assert "Kế hoạch thực hiện phong trào" in page and "Nguyễn Thị Ánh" in page


def test_a_last_day_to_come_leaves_sessions_and_rights_until_then(head, drafter, colleague, unit):
    client, later = signed_in(drafter), localdate() + 9 * DAY
    hand_over(signed_in(head), drafter, colleague=colleague.pk, last_day=later.strftime("%d/%m/%Y"))

    assert held(drafter) == {("drafter", unit.code, later)}
    assert client.get("/todo/").status_code == 200


def test_a_last_day_of_yesterday_ends_every_right_at_once(head, drafter, colleague, unit):
    yesterday = localdate() - DAY
    hand_over(signed_in(head), drafter, colleague=colleague.pk, last_day=yesterday.strftime("%d/%m/%Y"))

    assert held(drafter) == {("drafter", unit.code, yesterday)}
    assert held(colleague) == {("drafter", unit.code, None)}
    assert signed_in(drafter).get("/todo/").status_code == 403


@pytest.mark.parametrize("who", ["stranger", "member", "secretary", "chair"])
def test_only_a_colleague_or_a_new_account_takes_over(who, request, head, drafter, unit):
    other = request.getfixturevalue(who)
    before = held(other)
    for given in ({"colleague": other.pk}, {"username": other.username}, {}):
        assert hand_over(signed_in(head), drafter, **given).status_code == 200

    assert held(other) == before
    assert held(drafter) == {("drafter", unit.code, None)}


def test_a_head_moves_drafters_and_the_own_role_but_no_other_head(head, drafter, colleague, unit):
    other_head = make.person(Role.HEAD, unit, username="thutruong2")
    client = signed_in(head)
    assert hand_over(client, other_head, colleague=colleague.pk).status_code == 403
    assert hand_over(client, head, colleague=colleague.pk).status_code == 302

    assert ("head", unit.code, None) in held(colleague)
    assert client.get("/todo/").status_code == 302


def test_strangers_find_nobody_and_drafters_may_not(head, drafter, stranger, member):
    address = reverse("people-hand-over", args=[head.username])
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(member).get(address).status_code == 404
    assert signed_in(drafter).get(address).status_code == 403


def test_office_and_administrator_hand_over_a_head_but_never_a_council_role(
    secretary, administrator, head, colleague, unit, chair, host
):
    clerk = make.UserFactory(username="quantri2", is_staff=True)
    clerk.groups.add(fill_group())
    assert hand_over(signed_in(secretary), head, colleague=colleague.pk).status_code == 302
    assert ("head", unit.code, None) in held(colleague)
    assert hand_over(signed_in(clerk), colleague, username=make.UserFactory(username="moi").username).status_code == 302
    assert {role for role, _unit, _until in held(User.objects.get(username="moi"))} == {"head", "drafter"}
    for person in (secretary, administrator, clerk):
        assert signed_in(person).get(reverse("people-hand-over", args=[chair.username])).status_code == 404
    assert held(chair) == {("chair", host.code, None)}


def test_a_council_role_of_the_leaver_stays(head, drafter, colleague, host, unit):
    Membership.objects.create(user=drafter, unit=host, role=Role.MEMBER, since=make.SINCE)
    hand_over(signed_in(head), drafter, colleague=colleague.pk)

    assert ("member", host.code, None) in held(drafter)
    assert all(role != "member" for role, _unit, _until in held(colleague))


# --- delegation ------------------------------------------------------------------------------------------------------


def stand_in(client, colleague, since, until):
    place = Membership.objects.get(user=colleague, role=Role.DRAFTER)
    days = {"since": since.strftime("%d/%m/%Y"), "until": until.strftime("%d/%m/%Y")}
    return client.post(reverse("people-delegate"), {"colleague": place.pk, **days})


def test_a_head_lets_a_colleague_stand_in_and_it_ends_by_itself(head, drafter, unit, plan):
    today = localdate()
    assert stand_in(signed_in(head), drafter, today, today + 5 * DAY).status_code == 302

    assert held(drafter) == {("drafter", unit.code, None), ("head", unit.code, today + 5 * DAY)}
    assert plan.allows("submit", User.objects.get(pk=drafter.pk))
    page = signed_in(drafter).get(PEOPLE).content.decode()
    assert (today + 5 * DAY).strftime("%d/%m/%Y") in page
    Membership.objects.filter(user=drafter, role=Role.HEAD).update(since=today - 9 * DAY, until=today - DAY)
    assert not plan.allows("submit", User.objects.get(pk=drafter.pk))


def test_who_signed_is_written_with_their_own_name(submitted_plan, head, drafter, secretary):
    stand_in(signed_in(head), drafter, localdate(), localdate())
    advance(submitted_plan, "refuse", by=secretary, note="Sai", at=make.moment(2024, 2, 7))
    event = advance(submitted_plan, "submit", by=User.objects.get(pk=drafter.pk), at=make.moment(2024, 2, 8))

    assert event.actor == drafter


def test_a_delegation_is_ended_before_its_day_by_the_head_alone(head, drafter, unit):
    today = localdate()
    stand_in(signed_in(head), drafter, today, today + 5 * DAY)
    place = Membership.objects.get(user=drafter, role=Role.HEAD)
    address = reverse("people-delegation-end", args=[place.pk])
    assert signed_in(drafter).post(address).status_code == 403
    own = Membership.objects.get(user=head)
    assert signed_in(drafter).post(reverse("people-delegation-end", args=[own.pk])).status_code == 403

    assert "Nguyễn Thị Ánh" in signed_in(head).get(address).content.decode()
    assert signed_in(head).post(address).status_code == 302
    assert held(drafter) == {("drafter", unit.code, None)}


def test_days_that_make_no_sense_are_refused(head, drafter):
    today = localdate()
    client = signed_in(head)
    for since, until in ((today - DAY, today), (today + 2 * DAY, today + DAY)):
        assert stand_in(client, drafter, since, until).status_code == 200
    assert stand_in(client, drafter, today, today + DAY).status_code == 302
    assert Membership.objects.filter(user=drafter, role=Role.HEAD).count() == 1


def test_who_stands_in_cannot_stretch_it(head, drafter, colleague, unit):
    today = localdate()
    stand_in(signed_in(head), drafter, today, today + DAY)

    assert stand_in(signed_in(drafter), colleague, today, today + 9 * DAY).status_code == 200
    assert held(colleague) == {("drafter", unit.code, None)}


def test_nobody_else_delegates_and_no_stranger_stands_in(drafter, head, stranger, secretary):
    assert signed_in(drafter).get(reverse("people-delegate")).status_code == 403
    assert signed_in(secretary).get(reverse("people-delegate")).status_code == 403
    assert stand_in(signed_in(head), stranger, localdate(), localdate()).status_code == 200
    assert all(role == "drafter" for role, _unit, _until in held(stranger))


def test_the_list_shows_the_own_unit_to_units_and_all_units_to_the_office(drafter, head, stranger, secretary, member):
    page = signed_in(drafter).get(PEOPLE).content.decode()
    assert "Đặng Văn Đức" in page and "Bùi Anh Đào" not in page
    client = signed_in(secretary)
    assert "Bùi Anh Đào" in client.get(PEOPLE).content.decode()
    found = client.get(PEOPLE, {"q": "anh dao"}).content.decode()
    assert "Bùi Anh Đào" in found and "Đặng Văn Đức" not in found
    assert signed_in(member).get(PEOPLE).status_code == 403
