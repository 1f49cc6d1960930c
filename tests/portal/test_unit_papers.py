"""A unit's plan as a Word file: which text whom, marked as what it is, in the layout of Decree 30/2020/ND-CP."""

from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from campaigns.models import EvidenceUse, Obligation, Plan
from tests import factories as make
from tests.papers import NATION, WIDEST, find, look, opened, paragraphs, words_of
from tests.story import complete_plan
from units.clock import db_now
from units.models import Role
from units.workflow import Reason, advance


@pytest.fixture
def draft(campaign, plan, drafter) -> Obligation:
    """A plan that is written to the end and signed by nobody."""
    complete_plan(make.due_in(plan, days=10), by=drafter, at=db_now())
    EvidenceUse.objects.all().delete()
    return plan


@pytest.fixture
def handed_in(campaign, plan, drafter, head) -> Obligation:
    complete_plan(make.due_in(plan, days=10), by=drafter, at=db_now())
    advance(plan, "submit", by=head)
    return plan


def get(client: Client, user, obligation: Obligation, query: str = ""):
    client.force_login(user)
    return client.get(reverse("obligation-docx", args=[obligation.pk]) + query)


def text_of(client: Client, user, obligation: Obligation, query: str = "") -> str:
    response = get(client, user, obligation, query)
    assert response.status_code == 200
    return words_of(response.content)


def test_a_draft_says_that_it_is_one(client, drafter, draft):
    response = get(client, drafter, draft)

    assert "DỰ THẢO" in words_of(response.content)
    assert "Mã kiểm tra" not in words_of(response.content)
    assert "Kế hoạch Xã Đại Yên 2024 (dự thảo).docx" in unquote(response["Content-Disposition"])
    assert "no-store" in response["Cache-Control"]


def test_a_complete_draft_is_printed_clean_to_be_signed(client, drafter, draft):
    assert "DỰ THẢO" not in text_of(client, drafter, draft, "?sign=1")


def test_an_incomplete_one_is_not(client, drafter, draft):
    Plan.objects.update(commitment="")

    assert "DỰ THẢO" in text_of(client, drafter, draft, "?sign=1")


def test_a_hand_in_bears_the_code_of_its_receipt(client, secretary, handed_in):
    text = text_of(client, secretary, handed_in)
    receipt = handed_in.receipts.get()

    assert "DỰ THẢO" not in text
    assert f"Mã kiểm tra: {receipt.code}" in text
    assert f"/verify/{receipt.code}/" in text
    assert receipt.event.content_sha256 in text


def test_the_council_reads_what_was_handed_in_whatever_the_unit_writes_since(client, secretary, drafter, handed_in, at):
    advance(handed_in, "return", by=secretary, reasons=[Reason("other", "", "Sửa")], due_at=make.days_ahead(9))
    Plan.objects.update(objectives="Viết lại từ đầu")

    assert "Viết lại từ đầu" not in text_of(client, secretary, handed_in)
    own = text_of(client, drafter, handed_in)
    assert "Viết lại từ đầu" in own
    assert "DỰ THẢO" in own
    event = handed_in.events.get(verb="submit")
    once = client.get(reverse("handed-in-docx", args=[handed_in.pk, event.pk]))
    assert "Viết lại từ đầu" not in words_of(once.content)


def test_nobody_else_gets_a_draft(client, secretary, stranger, draft, unit):
    above = make.person(Role.HEAD, unit.parent, username="cap.tren")

    for user in (secretary, stranger, above):
        assert get(client, user, draft).status_code == 404


def test_what_has_no_layout_is_not_printed(client, drafter, draft):
    Obligation.objects.filter(pk=draft.pk).update(kind="paper")

    assert get(client, drafter, draft).status_code == 404


def test_the_pages_lead_to_the_files(client, drafter, draft):
    client.force_login(drafter)
    address = reverse("obligation-docx", args=[draft.pk])

    for name, args in (
        ("obligation-detail", []),
        ("obligation-check", []),
        ("obligation-section", ["scan"]),
    ):
        html = client.get(reverse(name, args=[draft.pk, *args])).content.decode()
        assert f'href="{address}"' in html, name
        assert (f'href="{address}?sign=1"' in html) == (name != "obligation-detail"), name


# --- measured --------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper(client, secretary, handed_in):
    type(handed_in.unit).objects.update(place="Chương Mỹ")
    return opened(get(client, secretary, handed_in).content)


@pytest.mark.parametrize(
    ("text", "size", "bold", "italic"),
    [
        (NATION, 13, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False),
        ("ỦY BAN NHÂN DÂN\nXÃ ĐẠI YÊN", 13, True, False),
        ("Số: 05/KH-UBND", 13, False, False),
        ("Chương Mỹ, ngày 05 tháng 02 năm 2024", 14, False, True),
        ("KẾ HOẠCH", 14, True, False),
        ("Thực hiện văn hóa công sở", 14, True, False),
        ("Căn cứ", 14, False, True),
        ("I. MỤC ĐÍCH", 14, True, False),
        ("Nâng cao kỷ luật", 14, False, False),
        ("Quán triệt", 12, False, False),
        ("Trên đây là Kế hoạch", 14, False, False),
        ("Nơi nhận:", 12, True, True),
        ("- Lưu: VT.", 11, False, False),
        ("TM. ỦY BAN NHÂN DÂN", 14, True, False),
        ("Đặng Văn Đức", 14, True, False),
    ],
)
def test_each_part_has_the_size_and_weight_of_the_decree(paper, text, size, bold, italic):
    assert look(find(paper, text)) == (Pt(size), bold, italic)


def test_the_page_has_the_margins_of_the_decree_and_the_nation_one_line(paper):
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [20, 20, 30, 15]
    cell = next(cell for cell in paper.tables[0].rows[0].cells if NATION in cell.text)
    assert cell.width.mm >= WIDEST


def test_the_body_is_justified_and_ends_as_the_decree_has_it(paper):
    body = find(paper, "Trên đây là Kế hoạch")

    assert body.text.endswith("./.")
    assert body.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert abs(body.paragraph_format.first_line_indent - Mm(12.7)) < Pt(0.1)
    assert body.paragraph_format.keep_with_next


def test_nothing_of_the_template_is_left(paper):
    text = "".join(paragraph.text for paragraph in paragraphs(paper))

    assert "{{" not in text
    assert "{%" not in text
