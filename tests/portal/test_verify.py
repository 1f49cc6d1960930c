"""The public check of codes."""

import pytest

from campaigns.models import Obligation
from campaigns.receipts import tidy_code
from portal.models import Report
from tests import factories as make
from tests.story import complete_plan
from units.clock import db_now
from units.workflow import Reason, advance


@pytest.fixture
def handed_in(campaign, plan, drafter, head) -> Obligation:
    make.due_in(plan, days=10)
    complete_plan(plan, by=drafter, at=db_now())
    advance(plan, "submit", by=head)
    return plan


def code_of(obligation: Obligation) -> str:
    return obligation.receipts.order_by("id").first().code


@pytest.mark.parametrize(
    "typed", ["ABCD-EFGH-JKMN", "abcd efgh jkmn", " abcdefghjkmn ", "ABCD–EFGH–JKMN", "a-b.c/defghjkmn"]
)
def test_codes_are_read_as_people_type_them(typed):
    assert tidy_code(typed) == "ABCD-EFGH-JKMN"


def test_a_reports_code_wears_its_kind_before():
    assert tidy_code("bcabcdefghjkmn") == "BC-ABCD-EFGH-JKMN"
    assert tidy_code("") == ""


def test_anyone_can_check_a_receipt(client, handed_in):
    code = code_of(handed_in)

    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " ")):
        response = client.get(f"/verify/{typed}/")
        assert response.status_code == 200
        html = response.content.decode()
        assert handed_in.title in html
        assert "Ủy ban nhân dân xã Đại Yên" in html
        assert handed_in.events.last().content_sha256 in html
        assert "lần nộp hợp lệ" in html


def test_no_person_is_named_to_the_public(client, handed_in):
    html = client.get(f"/verify/{code_of(handed_in)}/").content.decode()

    assert "Đặng Văn Đức" not in html
    assert "Nguyễn Thị Ánh" not in html


def test_an_older_hand_in_says_that_there_is_a_newer_one(client, head, secretary, handed_in):
    advance(handed_in, "return", by=secretary, reasons=[Reason("form")], due_at=make.days_ahead(5))
    assert "lần nộp hợp lệ" in client.get(f"/verify/{code_of(handed_in)}/").content.decode()

    advance(handed_in, "submit", by=head)

    assert "lần nộp mới hơn" in client.get(f"/verify/{code_of(handed_in)}/").content.decode()


def test_a_refused_hand_in_says_so_even_after_a_newer_one(client, head, secretary, handed_in):
    advance(handed_in, "refuse", by=secretary, note="Nộp nhầm")
    assert "không được tiếp nhận" in client.get(f"/verify/{code_of(handed_in)}/").content.decode()

    advance(handed_in, "submit", by=head)

    assert "không được tiếp nhận" in client.get(f"/verify/{code_of(handed_in)}/").content.decode()


def test_a_report_is_checked_by_its_code(client, campaign):
    Report.objects.create(
        campaign=campaign,
        host=campaign.host,
        as_of=make.end_of(2024, 6, 14),
        state="ready",
        snapshot={},
        sha256="c" * 64,
        code="BC-WXYZ-2345-6789",
        made_at=make.moment(2024, 6, 15),
    )

    html = client.get("/verify/bc wxyz 2345 6789/").content.decode()

    assert campaign.title in html
    assert "c" * 64 in html
    assert "14/06/2024" in html


def test_an_unknown_code_is_a_friendly_404_that_asks_again(client, db):
    response = client.get("/verify/ABCD-ABCD-ABCD/")

    assert response.status_code == 404
    assert 'name="code"' in response.content.decode()
    assert client.get("/verify/<script>/").status_code == 404
    assert b"<script>/" not in client.get("/verify/<script>/").content


def test_the_search_leads_to_the_codes_own_address(client, db):
    assert client.get("/verify/").status_code == 200
    assert client.get("/verify/", {"code": "abcd efgh jkmn"}).url == "/verify/ABCD-EFGH-JKMN/"
    assert client.get("/verify/", {"code": " - "}).status_code == 200


def test_the_receipt_is_for_the_unit_and_the_council(client, drafter, secretary, stranger, handed_in):
    address = f"/receipts/{code_of(handed_in)}/"
    for user, status in ((drafter, 200), (secretary, 200), (stranger, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status
