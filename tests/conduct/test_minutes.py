"""The minutes of a visit on paper: a draft says so, what was presented stays, the head's words stand in them."""

from io import BytesIO

import pytest
from docx import Document

from conduct.inspections import ask_for_remedy
from conduct.minutes import minutes_facts
from conduct.models import Finding
from tests import factories as make
from tests.conduct.cast import answer_all, code_in_force, found, inspection_of, visit_under_way
from units.models import Role
from units.workflow import advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(host):
    return make.person(Role.OBSERVER, host, username="thanhtra", full_name="Hoàng Thị Ngọc", position="Thanh tra viên")


@pytest.fixture
def visit(host, unit, lead, secretary):
    code_in_force()
    inspection = inspection_of(host, [unit], lead=lead, others=[], by=secretary)
    visit = visit_under_way(inspection, unit, lead=lead, by=secretary)
    answer_all(visit, by=lead)
    found(visit, "GD-01", by=lead, severity=2)
    return visit


def words(client, visit, person) -> str:
    client.force_login(person)
    response = client.get(f"/visits/{visit.pk}.docx")
    assert response.status_code == 200
    paper = Document(BytesIO(response.content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in paper.paragraphs] + cells)


def test_a_draft_says_so_and_the_unit_does_not_have_it_yet(client, visit, lead, head):
    assert "DỰ THẢO" in words(client, visit, lead)
    client.force_login(head)
    assert client.get(f"/visits/{visit.pk}.docx").status_code == 404


def test_what_was_presented_and_what_the_head_said_stand_in_the_minutes(client, visit, lead, head, secretary):
    advance(visit, "present", by=lead)
    ask_for_remedy(Finding.objects.get(), due_at=make.days_ahead(9), by=secretary)
    advance(visit, "acknowledge", by=head, note="Đơn vị tiếp thu, sẽ niêm yết bổ sung")
    text = words(client, visit, head)

    for said in (
        "DỰ THẢO",
        "Thủ trưởng đơn vị không ký",
    ):
        assert said not in text
    for said in (
        "BIÊN BẢN KIỂM TRA",
        "Quyết định số 125/QĐ-UBND ngày 01/03/2024",
        "Hoàng Thị Ngọc, Thanh tra viên – Trưởng đoàn",
        "Đại diện đơn vị: Phó Chủ tịch.",
        "9/10",
        "Niêm yết thiếu 3 thủ tục",
        "Đáng kể",
        "Đơn vị tiếp thu, sẽ niêm yết bổ sung",
        head.full_name,
    ):
        assert said in text, said


def test_a_head_who_did_not_sign_is_written_down(client, visit, lead):
    advance(visit, "present", by=lead)
    advance(visit, "close_unsigned", by=lead, note="Thủ trưởng đi công tác")
    text = words(client, visit, lead)

    assert "Thủ trưởng đơn vị không ký biên bản. Lý do: Thủ trưởng đi công tác" in text


def test_the_minutes_are_what_was_presented_whatever_is_written_later(visit, lead):
    advance(visit, "present", by=lead)
    before = minutes_facts(visit)
    Finding.objects.update(text="Sửa sau")

    assert minutes_facts(visit) == before
    assert before["findings"][0]["text"] == "Niêm yết thiếu 3 thủ tục"
