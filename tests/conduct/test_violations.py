"""Violations: a name comes with the confirmation, is read by those named, taken out with a reason, and forgotten."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from conduct.models import PrivacyEvent, Violation, ViolationEvent, ViolationPerson
from conduct.violations import NameMissing, confirm, dismiss, erase_people, export_people, kept_until, report, withdraw
from tests import factories as make
from tests.conduct.cast import code_in_force, found, inspection_of, visit_under_way
from units.clock import db_now
from units.models import Role
from units.workflow import NotAllowed, ReasonMissing, WrongState

pytestmark = pytest.mark.django_db

NAME = "Trịnh Văn Thử"


@pytest.fixture
def lead(host):
    return make.person(Role.OBSERVER, host, username="thanhtra", full_name="Hoàng Thị Ngọc")


@pytest.fixture
def case(host, unit, secretary, lead) -> Violation:
    clauses = code_in_force()
    inspection = inspection_of(host, [unit], lead=lead, others=[], by=secretary)
    finding = found(visit_under_way(inspection, unit, lead=lead, by=secretary), "GD-01", by=lead)
    words = f"Ông {NAME} bỏ vị trí từ 14 giờ"
    facts = {"unit": unit, "clause": clauses["GD-01"], "finding": finding, "occurred_on": make.date(2024, 3, 5)}
    return report(Violation(description=words, **facts), host=host, by=secretary)


@pytest.fixture
def confirmed(case, head) -> Violation:
    confirm(case, name=NAME, position="Chuyên viên", by=head, note=f"Đã làm việc với {NAME}")
    return case


def test_a_report_holds_no_name(case):
    assert case.description == "Ông [tên] bỏ vị trí từ 14 giờ"
    assert not ViolationPerson.objects.exists()


def test_head_and_office_confirm_and_nobody_else(case, head, drafter, member, lead):
    for person in (drafter, member, lead):
        with pytest.raises(NotAllowed):
            confirm(case, name=NAME, by=person)
    with pytest.raises(NameMissing):
        confirm(case, name=" ", by=head)
    confirm(case, name=NAME, by=head)
    with pytest.raises(WrongState):
        confirm(case, name=NAME, by=head)


def test_what_is_kept_for_ever_holds_no_name(confirmed):
    assert NAME not in str(list(ViolationEvent.objects.values()))
    assert NAME not in str(list(Violation.objects.values()))


def test_the_name_is_seen_by_head_office_and_inspectors_alone(
    confirmed, head, secretary, lead, drafter, stranger, member, chair, observer, administrator, foreigner
):
    for person in (head, secretary, lead):
        assert ViolationPerson.objects.visible_to(person).get().name == NAME, person
    for person in (drafter, stranger, member, chair, observer, administrator, foreigner):
        assert not ViolationPerson.objects.visible_to(person).exists(), person


def test_reading_a_name_is_written_down(client, confirmed, head, drafter):
    client.force_login(head)
    address = f"/violations/{confirmed.pk}/name/"
    assert NAME not in client.get(address).content.decode()
    assert not PrivacyEvent.objects.exists()
    assert NAME in client.post(address).content.decode()
    assert PrivacyEvent.objects.get().actor == head
    client.force_login(drafter)
    assert client.post(address).status_code == 404


def sheet(response) -> str:
    body = b"".join(response.streaming_content)
    return str(list(load_workbook(BytesIO(body)).active.iter_rows(values_only=True)))


def test_names_are_taken_out_with_a_reason_that_cannot_be_taken_back(client, confirmed, secretary, member):
    client.force_login(secretary)
    assert client.post("/violations/export/", {"reason": "abc"}).status_code == 200
    assert not PrivacyEvent.objects.exists()
    assert NAME in sheet(client.post("/violations/export/", {"reason": "Lập hồ sơ kỷ luật theo quy định"}))

    event = PrivacyEvent.objects.get()
    assert (event.verb, event.number, event.reason) == ("export", 1, "Lập hồ sơ kỷ luật theo quy định")
    for change in (lambda rows: rows.update(reason=""), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(PrivacyEvent.objects.all())
    assert "Lập hồ sơ kỷ luật" in client.get("/council/privacy/").content.decode()
    assert NAME not in sheet(client.get("/violations/?format=xlsx"))
    client.force_login(member)
    assert client.post("/violations/export/", {"reason": "Lập hồ sơ kỷ luật"}).status_code == 403


def test_nothing_is_taken_out_without_a_reason(confirmed, host, secretary):
    with pytest.raises(NotAllowed):
        export_people([confirmed], host=host, reason=" ", by=secretary)


def test_a_name_goes_after_its_time_once(confirmed):
    until = kept_until(db_now())
    assert erase_people(at=until - timedelta(hours=1)) == 0
    assert erase_people(at=until) == 1
    assert erase_people(at=until) == 0
    assert PrivacyEvent.objects.get().verb == "erase"
    assert Violation.objects.get().state == "confirmed"


def test_the_time_is_two_years_after_the_year_of_the_confirmation():
    assert kept_until(make.moment(2024, 3, 5)).date().isoformat() == "2026-12-28"
    assert kept_until(make.moment(2024, 12, 31)).date().isoformat() == "2026-12-28"


def test_a_name_in_a_disciplinary_file_stays_with_it(confirmed):
    Violation.objects.update(file_number="12/QĐ-UBND")
    assert erase_people(at=db_now() + timedelta(days=5000)) == 0


def test_a_confirmation_that_is_taken_back_takes_the_name_along(confirmed, secretary):
    with pytest.raises(ReasonMissing), transaction.atomic():
        withdraw(confirmed, by=secretary)
    withdraw(confirmed, by=secretary, note=f"Nhầm với {NAME}")
    assert not ViolationPerson.objects.exists()
    assert NAME not in str(list(ViolationEvent.objects.values()))


def test_a_case_that_is_not_confirmed_names_nobody(case, head):
    dismiss(case, by=head, note=f"Không phải ông {NAME}")
    assert NAME not in str(list(ViolationEvent.objects.values()))


def test_the_head_confirms_on_a_page(client, case, head):
    client.force_login(head)
    address = f"/violations/{case.pk}/confirm/"
    assert client.post(address, {"version": case.version, "name": ""}).status_code == 200
    client.post(address, {"version": case.version, "name": NAME, "position": "Chuyên viên"})
    assert ViolationPerson.objects.get().name == NAME
    assert NAME not in client.get(case.get_absolute_url()).content.decode()


def test_a_finding_on_which_a_violation_stands_is_not_taken_back(client, case, lead):
    client.force_login(lead)
    page = client.post(f"/findings/{case.finding_id}/drop/", follow=True)

    assert "vi phạm" in page.content.decode()
    assert Violation.objects.get().finding == case.finding
