"""The pages of nominations: written without JavaScript and with it, nothing typed lost, reasons, the short way."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conduct.models import CheckOverride, Nomination
from tests import factories as make
from tests.conduct.dossiers import a_dossier, an_award
from tests.place import a_picture, let_go
from units.workflow import advance

pytestmark = pytest.mark.django_db
SWAP = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TRIGGER": "draft"}


@pytest.fixture
def award(db):
    return an_award()


@pytest.fixture
def dossier(host, unit, award, drafter):
    return a_dossier(host, unit, award, by=drafter)


@pytest.fixture
def as_drafter(client, drafter):
    client.force_login(drafter)
    return client


def fields(nomination, **changed):
    """Return what the form holds, as a browser sends it."""
    names = ("name", "position", "standing", "merit", "letter_number", "meeting_members", "meeting_present")
    data = {name: getattr(nomination, name) or "" for name in names} | {"meeting_yes": nomination.meeting_yes}
    texts = {f"achievement_{row.place}": row.text for row in nomination.achievements.all()}
    days = {"met_on": "01/06/2024", "letter_on": "03/06/2024"}
    return data | texts | days | {"version": nomination.version, "page": "mot-trang"} | changed


def test_a_draft_begins_with_the_standards_of_its_award(as_drafter, award, campaign):
    data = {"award": award.pk, "campaign": campaign.pk, "name": "Nguyễn  Thị Ánh "}
    response = as_drafter.post("/nominations/new/", data, follow=True)

    made = Nomination.objects.get()
    assert (made.name, made.subject, made.year, made.host) == ("Nguyễn Thị Ánh", "person", 2024, campaign.host)
    assert "Được tập thể bình xét" in response.content.decode()


def test_what_is_typed_is_saved_and_read_back(as_drafter, dossier):
    data = fields(dossier, merit="Đã giúp người già làm thủ tục", achievement_2="Được 19/20 phiếu", action="check")
    response = as_drafter.post(f"/nominations/{dossier.pk}/edit/", data)

    assert response.headers["Location"] == f"/nominations/{dossier.pk}/check/"
    dossier.refresh_from_db()
    assert dossier.merit == "Đã giúp người già làm thủ tục"
    assert dossier.achievements.get(place=2).text == "Được 19/20 phiếu"


def test_saving_as_one_types_answers_with_the_checks(as_drafter, dossier):
    response = as_drafter.post(f"/nominations/{dossier.pk}/edit/", fields(dossier, letter_number="ba"), **SWAP)

    assert response.headers["X-Draft"] == "saved"
    body = response.content.decode()
    assert 'id="check-number"' in body
    assert "hx-swap-oob" in body
    dossier.refresh_from_db()
    assert dossier.letter_number == "ba"


def test_what_cannot_be_stored_is_shown_again_as_it_was_typed(as_drafter, dossier):
    response = as_drafter.post(
        f"/nominations/{dossier.pk}/edit/", fields(dossier, met_on="32/13/2024", merit="Câu mới")
    )

    body = response.content.decode()
    assert "32/13/2024" in body
    assert "Câu mới" in body
    assert "id_met_on" in body
    dossier.refresh_from_db()
    assert dossier.merit != "Câu mới"


def test_two_people_who_write_are_told_and_neither_text_is_lost(as_drafter, dossier, unit):
    from conduct.nomination_actions import save_dossier

    other = make.person("drafter", unit, full_name="Lê Văn Hai")
    old = fields(dossier, merit="Câu của tôi")
    save_dossier(dossier, {"merit": "Câu của người kia"}, {}, by=other, version=dossier.version)

    response = as_drafter.post(f"/nominations/{dossier.pk}/edit/", old)

    body = response.content.decode()
    assert response.status_code == 409
    assert "Câu của tôi" in body
    assert "Câu của người kia" in body
    again = fields(dossier, merit="Câu của tôi", version=Nomination.objects.get().version)
    assert as_drafter.post(f"/nominations/{dossier.pk}/edit/", again).status_code == 302


def test_a_save_whose_answer_was_lost_is_no_conflict_with_oneself(as_drafter, dossier):
    data = fields(dossier, merit="Lần một")
    as_drafter.post(f"/nominations/{dossier.pk}/edit/", data, **SWAP)

    response = as_drafter.post(f"/nominations/{dossier.pk}/edit/", data | {"merit": "Lần hai"}, **SWAP)

    assert response.headers["X-Draft"] == "saved"
    assert Nomination.objects.get().merit == "Lần hai"


def test_evidence_is_added_read_by_the_council_and_kept_from_strangers(
    client, dossier, drafter, head, secretary, stranger
):
    client.force_login(drafter)
    file = SimpleUploadedFile("bien-ban.jpg", a_picture(), "image/jpeg")
    client.post(f"/nominations/{dossier.pk}/evidence/", {"file": file})
    advance(dossier, "submit", by=head)
    address = f"/nominations/{dossier.pk}/evidence/{dossier.evidence.get().evidence_id}/"

    for person, status in ((secretary, 200), (stranger, 404)):
        client.force_login(person)
        response = client.get(address)
        let_go(response)
        assert response.status_code == status


def test_the_page_before_the_hand_in_links_what_is_missing(as_drafter, dossier):
    Nomination.objects.filter(pk=dossier.pk).update(merit="")

    body = as_drafter.get(f"/nominations/{dossier.pk}/check/").content.decode()

    assert f"/nominations/{dossier.pk}/edit/#id_merit" in body


def test_it_is_returned_with_coded_reasons_that_stand_at_the_form(client, dossier, drafter, head, secretary):
    advance(dossier, "submit", by=head)
    client.force_login(secretary)
    address = f"/nominations/{dossier.pk}/return/"
    client.post(address, {"version": dossier.version})
    assert Nomination.objects.get().state == "submitted"
    client.post(address, {"version": dossier.version, "reasons": ["evidence", "meeting"], "note": "Thiếu biên bản."})

    assert Nomination.objects.get().state == "returned"
    client.force_login(drafter)
    body = client.get(f"/nominations/{dossier.pk}/edit/").content.decode()
    assert "Thiếu biên bản." in body
    assert "Thiếu minh chứng" in body


def test_the_office_lets_a_unit_past_a_check_from_the_dossier(client, host, unit, secretary, award):
    client.force_login(secretary)
    address = f"/council/nominations/overrides/?unit={unit.pk}&award={award.pk}&year=2024&code=quota"
    assert f'value="{unit.pk}" selected' in client.get(address).content.decode()
    data = {"unit": unit.pk, "award": award.pk, "year": 2024, "code": "quota"}
    client.post("/council/nominations/overrides/", data | {"why": "ngắn"})
    assert not CheckOverride.objects.exists()
    client.post("/council/nominations/overrides/", data | {"why": "Đơn vị dẫn đầu cụm thi đua"})

    assert CheckOverride.objects.get().by == secretary


@pytest.mark.parametrize(("who", "state"), [("head", "submitted"), ("drafter", "signing"), ("secretary", "eligible")])
def test_timely_praise_is_one_short_form_for_each(who, state, client, request, host, unit, other_unit, campaign):
    award = an_award("dot-xuat", takes_short_way=True)
    person = request.getfixturevalue(who)
    client.force_login(person)
    page = client.get("/nominations/praise/").content.decode()
    fields_shown = page.count('<label class="form-label') + page.count("<legend")
    data = {"name": "Bùi Thị Tử Tế", "position": "Bảo vệ", "standing": "direct", "merit": "Trả lại ví cho dân"}
    data |= {"award": award.pk}
    data |= {"unit": unit.pk} if who == "secretary" else {}
    client.post("/nominations/praise/", data)

    made = Nomination.objects.get()
    assert (made.state, made.unit, made.is_short_way, made.host) == (state, unit, True, host)
    assert fields_shown <= 7


def test_praise_with_something_missing_keeps_what_was_typed(client, head, campaign):
    an_award("dot-xuat", takes_short_way=True)
    client.force_login(head)

    body = client.post("/nominations/praise/", {"name": "Bùi Thị Tử Tế", "merit": ""}).content.decode()

    assert "Bùi Thị Tử Tế" in body
    assert not Nomination.objects.exists()


def test_lists_are_narrowed_and_go_out_as_a_workbook(client, dossier, head, secretary, unit):
    advance(dossier, "submit", by=head)
    client.force_login(secretary)

    assert dossier.name in client.get("/council/nominations/?q=tieu+bieu&group=agency").content.decode()
    assert dossier.name not in client.get("/council/nominations/?status=returned").content.decode()
    assert dossier.name not in client.get("/council/nominations/?group=school").content.decode()
    sheet = client.get("/council/nominations/?format=xlsx")
    assert sheet.headers["Content-Type"].endswith("spreadsheetml.sheet")
    let_go(sheet)
