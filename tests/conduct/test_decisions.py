"""The register of decisions: drafted, recorded, given out, taken back; and what anybody may check."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from conduct.decision_actions import issue, prepare_decision, revoke, strike, to_be_decided
from conduct.models import Decision, NominationState
from tests.conduct import councils
from tests.conduct.test_session_pages import browser, text
from tests.place import a_picture, let_go
from units.workflow import Incomplete, Shut, StaleVersion, WrongState

pytestmark = pytest.mark.django_db
FACTS = {"number": "1245/QĐ-UBND", "issued_on": "24/12/2024", "signer_name": "Lê Văn An", "signer_position": "Chủ tịch"}


@pytest.fixture
def approved(host, unit):
    award = councils.award(councils.rule())
    both = [councils.nomination(host, award, unit=unit, name=name) for name in ("Trần Văn A", "Lê Thị B")]
    type(both[0]).objects.update(state=NominationState.APPROVED)
    return both


@pytest.fixture
def decision(approved, host, secretary) -> Decision:
    return prepare_decision(host, to_be_decided(host), title="Về việc khen thưởng", by=secretary)


@pytest.fixture
def issued(decision, secretary) -> Decision:
    decision.number, decision.issued_on = "1245/QĐ-UBND", date(2024, 12, 24)
    decision.signer_name, decision.signer_position = "Lê Văn An", "Chủ tịch UBND huyện"
    issue(decision, by=secretary)
    return decision


def a_scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("quyet-dinh.jpg", a_picture(), "image/jpeg")


def states(approved) -> list[str]:
    for row in approved:
        row.refresh_from_db()
    return [row.state for row in approved]


def test_a_decision_names_what_was_approved_and_no_decision_names_yet(decision, host):
    assert [line.name for line in decision.lines.all()] == ["Trần Văn A", "Lê Thị B"]
    assert list(to_be_decided(host)) == []


def test_recording_it_gives_the_awards_and_freezes_what_it_said(issued, approved):
    assert states(approved) == ["published", "published"]
    kept = issued.events.get(verb="issue").content
    assert kept["number"] == "1245/QĐ-UBND"
    assert [line["name"] for line in kept["lines"]] == ["Trần Văn A", "Lê Thị B"]


def test_without_number_date_and_signer_nothing_is_recorded(decision, approved, secretary):
    with pytest.raises(Incomplete) as refused:
        issue(decision, by=secretary)

    assert {problem.place for problem in refused.value.problems} == {"number", "issued_on", "signer_name"}
    assert states(approved) == ["approved", "approved"]


def test_a_number_stands_once_a_year_in_the_register_of_a_host(issued, host, secretary):
    facts = {"host": host, "title": "Khác", "number": issued.number, "state": "draft", "signer_name": "An"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(issued_on=date(2024, 1, 2), **facts)

    Decision.objects.create(issued_on=date(2025, 1, 2), **facts)


def test_one_award_taken_back_leaves_the_others(issued, approved, secretary):
    line = issued.lines.first()
    strike(line, by=secretary, note="Kê khai sai thành tích.")

    assert states(approved) == ["revoked", "published"]
    with pytest.raises(Shut):
        strike(line, by=secretary, note="Lần nữa.")


def test_a_decision_taken_back_takes_all_its_awards_back_and_stays_in_the_register(issued, approved, secretary, host):
    revoke(issued, number="7/QĐ-UBND", on=date(2025, 1, 8), by=secretary, note="Sai thẩm quyền.")

    assert states(approved) == ["revoked", "revoked"]
    assert (issued.state, issued.revoked_by_number) == ("revoked", "7/QĐ-UBND")
    with pytest.raises(WrongState):
        revoke(issued, number="8/QĐ-UBND", on=date(2025, 1, 9), by=secretary, note="Lần nữa.")
    with pytest.raises(StaleVersion):
        revoke(issued, number="8/QĐ-UBND", on=date(2025, 1, 9), by=secretary, note="…", version=0)


# --- pages ----------------------------------------------------------------------------------------------------------


def test_the_secretary_drafts_and_records_a_decision_with_its_scan(approved, secretary, member):
    client = browser(secretary)
    client.post("/council/decisions/new/", {"title": "Về việc khen thưởng", "add": [row.pk for row in approved]})
    decision = Decision.objects.get()
    address = f"/decisions/{decision.pk}/"

    wrong = client.post(f"{address}issue/", FACTS | {"version": decision.version, "number": "1245", "scan": a_scan()})
    assert "1245/QĐ-UBND" in text(wrong)
    assert 'value="Lê Văn An"' in text(wrong)
    assert client.post(f"{address}issue/", FACTS | {"version": decision.version}).status_code == 200
    client.post(f"{address}issue/", FACTS | {"version": decision.version, "scan": a_scan()})

    assert states(approved) == ["published", "published"]
    given = browser(member).get(f"{address}file/")
    let_go(given)
    assert given.status_code == 200


def test_a_unit_reads_its_own_line_of_a_decision_and_no_other(issued, drafter, stranger, host, other_unit):
    theirs = issued.lines.last()
    type(theirs).objects.filter(pk=theirs.pk).update(unit=other_unit)
    page = text(browser(drafter).get(f"/decisions/{issued.pk}/"))

    assert "Trần Văn A" in page
    assert "Lê Thị B" not in page
    assert "Lê Thị B" in text(browser(stranger).get(f"/decisions/{issued.pk}/"))


def test_a_draft_is_seen_by_the_council_alone(decision, drafter, member):
    assert browser(drafter).get(f"/decisions/{decision.pk}/").status_code == 404
    assert browser(member).get(f"/decisions/{decision.pk}/").status_code == 200


def test_the_register_is_searched_without_diacritics_and_had_as_a_workbook(issued, member):
    client = browser(member)

    assert "1245/QĐ-UBND" in text(client.get("/council/decisions/?q=khen+thuong&year=2024"))
    assert "1245/QĐ-UBND" not in text(client.get("/council/decisions/?status=revoked"))
    assert "1245/QĐ-UBND" not in text(client.get("/council/decisions/?q=ky+luat"))
    assert client.get("/council/decisions/?format=xlsx")["Content-Type"].endswith("spreadsheetml.sheet")


def test_anybody_checks_a_decision_by_its_code_and_learns_when_it_was_taken_back(issued, secretary):
    anybody = Client()
    page = text(anybody.get(f"/verify/{issued.code.lower().replace('-', '')}/"))
    assert "1245/QĐ-UBND" in page
    assert "Trần Văn A" in page

    strike(issued.lines.first(), by=secretary, note="Kê khai sai.")
    struck = text(anybody.get(f"/verify/{issued.code}/"))
    assert "<s>Trần Văn A</s>" in struck
    assert "Kê khai sai" not in struck
    revoke(issued, number="7/QĐ-UBND", on=date(2025, 1, 8), by=secretary, note="Sai thẩm quyền.")
    gone = text(anybody.get(f"/verify/{issued.code}/"))
    assert "7/QĐ-UBND" in gone
    assert "Sai thẩm quyền" not in gone


def test_a_drafts_code_is_unknown_to_the_public(decision):
    assert Client().get(f"/verify/{decision.code}/").status_code == 404
