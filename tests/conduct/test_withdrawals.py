"""What its unit withdraws stays to be read and counts nowhere."""

import pytest

from conduct.award_printing import with_same_letter
from conduct.commendation_page import blocks, of_unit, rows_of, sums_of
from conduct.commendation_sums import Sum
from conduct.models import Award, AwardTerms, Initiative, Nomination
from conduct.nomination_actions import praise
from conduct.nomination_facts import checks
from conduct.session_agenda import list_nominations
from tests import factories as make
from tests.conduct import councils
from tests.conduct import initiatives_cast as cast
from tests.conduct.dossiers import a_dossier, an_award
from tests.conduct.test_in_reports import snapshot_of
from tests.place import a_picture
from units.workflow import NotAllowed, Shut, WrongState, advance

pytestmark = pytest.mark.django_db
AT = make.moment(2024, 6, 3)
WHY = "Cá nhân đã chuyển công tác"


@pytest.fixture
def award(db) -> Award:
    return an_award()


@pytest.fixture
def dossier(host, unit, award, drafter) -> Nomination:
    return a_dossier(host, unit, award, by=drafter)


@pytest.fixture
def initiative(host, unit, campaign, drafter) -> Initiative:
    cast.scale()
    return cast.drafted(unit, by=drafter, picture=a_picture())


def withdraw(subject, head):
    advance(subject, "submit", by=head, at=AT)
    advance(subject, "withdraw", by=head, at=AT, note=WHY)


def answers(nomination):
    return {check.code: check for check in checks(nomination, at=AT)}


# --- nominations ------------------------------------------------------------------------------------------------------


def test_a_withdrawn_nomination_takes_up_no_place_in_the_quota(host, unit, award, drafter, head, dossier):
    AwardTerms.objects.filter(award=award).update(quota_percent=10, is_quota_firm=True)
    type(unit).objects.filter(pk=unit.pk).update(headcount=10)  # one of ten
    unit.refresh_from_db()
    advance(dossier, "submit", by=head, at=AT)
    second = a_dossier(host, unit, award, by=drafter, name="Trần Văn Thứ Hai")
    assert answers(second)["quota"].answer.value == "no"
    advance(dossier, "withdraw", by=head, at=AT, note=WHY)

    assert answers(second)["quota"].answer.value == "yes"


def test_the_same_person_can_be_proposed_again_after_a_withdrawal(host, unit, award, drafter, head, dossier):
    again = a_dossier(host, unit, award, by=drafter, name=dossier.name)
    before = {code: check.answer.value for code, check in answers(again).items()}
    withdraw(dossier, head)
    after = {code: check.answer.value for code, check in answers(again).items()}

    assert {code for code in before if before[code] != after[code]} == {"same"}


def test_a_withdrawn_nomination_is_in_no_statistics_and_no_letter(host, unit, award, drafter, head, dossier):
    other = a_dossier(host, unit, award, by=drafter, name="Trần Văn Thứ Hai")
    assert with_same_letter(other) == [dossier, other]
    withdraw(dossier, head)
    rows = rows_of(Nomination.objects.told())

    assert [row.state for row in rows] == ["drafting"]
    assert all(label for block in blocks(rows) for label, _one in block.lines)
    assert sums_of([dossier]) == Sum()
    assert with_same_letter(other) == [other]
    assert dossier in of_unit(unit, head)  # it stays to be read


def test_it_can_be_withdrawn_until_it_is_on_an_agenda_and_goes_on_none(unit, drafter, head):
    council = councils.council(5)
    unit.parent = council.host
    unit.save()
    award = councils.award(councils.rule())
    listed, kept = (councils.nomination(council.host, award, unit=unit, name=f"Người {n}") for n in "12")
    session = councils.session(council)
    advance(kept, "withdraw", by=head, note=WHY)
    with pytest.raises(WrongState):
        list_nominations(session, [kept], by=council.secretary)
    list_nominations(session, [listed], by=council.secretary)
    with pytest.raises(WrongState):
        advance(listed, "withdraw", by=head, note=WHY)

    assert not Nomination.objects.eligible().exists()


def test_nobody_but_the_head_withdraws_and_what_the_office_entered_stays(host, unit, award, drafter, head, secretary):
    AwardTerms.objects.filter(award=award).update(takes_short_way=True)
    own = a_dossier(host, unit, award, by=drafter)
    facts = {"position": "Công chức", "standing": "direct", "merit": "Trả lại của rơi cho người dân"}
    good = Nomination(host=host, unit=unit, year=2024, award=award, name="Lê Thị Việc Tốt", **facts)
    entered = praise(good, by=secretary, verb="enter")
    advance(own, "submit", by=head)
    for other in (drafter, secretary):
        with pytest.raises(NotAllowed):
            advance(own, "withdraw", by=other, note=WHY)
    with pytest.raises(Shut):
        advance(entered, "withdraw", by=head, note=WHY)


def test_the_pages_offer_it_ask_for_the_reason_and_say_so_afterwards(client, dossier, head, secretary):
    client.force_login(head)
    page = f"/nominations/{dossier.pk}/"
    assert f"{page}withdraw/" not in client.get(page).content.decode()  # a draft is thrown away
    advance(dossier, "submit", by=head)
    assert f"{page}withdraw/" in client.get(page).content.decode()
    assert client.post(f"{page}withdraw/", {"version": dossier.version, "note": ""}).status_code == 200
    assert client.post(f"{page}withdraw/", {"version": dossier.version, "note": WHY}).status_code == 302

    for reader in (head, secretary):
        client.force_login(reader)
        html = client.get(page).content.decode()
        assert "Đơn vị đã rút" in html
        assert WHY in html
        assert f"{page}withdraw/" not in html
    assert client.get("/council/commendations/").status_code == 200


# --- initiatives ------------------------------------------------------------------------------------------------------


def test_a_withdrawn_initiative_is_in_no_report_but_in_those_of_before(campaign, initiative, head):
    advance(initiative, "submit", by=head, at=AT)
    before = snapshot_of(campaign, make.moment(2024, 6, 4))["initiatives"]
    advance(initiative, "withdraw", by=head, at=make.moment(2024, 6, 5), note=WHY)

    assert before["total"]["handed_in"] == 1
    assert snapshot_of(campaign, make.moment(2024, 6, 4))["initiatives"] == before
    assert snapshot_of(campaign, make.moment(2024, 6, 6))["initiatives"] == {}


def test_an_initiative_that_members_mark_is_withdrawn_no_more(initiative, head, secretary, member):
    cast.handed_in(initiative, head=head)
    cast.put_to_members(initiative, secretary=secretary)

    with pytest.raises(WrongState):
        advance(initiative, "withdraw", by=head, note=WHY)


def test_the_page_of_an_initiative_says_that_it_was_withdrawn_and_why(client, initiative, head, secretary):
    client.force_login(head)
    page = f"/initiatives/{initiative.pk}/"
    assert f"{page}withdraw/" not in client.get(page).content.decode()
    advance(initiative, "submit", by=head)
    assert client.post(f"{page}withdraw/", {"version": initiative.version, "note": WHY}).status_code == 302

    for reader in (head, secretary):
        client.force_login(reader)
        html = client.get(page).content.decode()
        assert "Đơn vị đã rút" in html
        assert WHY in html
