"""The Word file in the layout of Decree 30/2020/ND-CP, measured."""

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from portal.models import Report, ReportPaper
from portal.reports import asking, making
from portal.reports.render_docx import docx
from tests import factories as make
from tests.papers import NATION, WIDEST, find, look, opened, paragraphs, words_of
from units.letterhead import written_day


@pytest.fixture
def paper(history, secretary, host):
    type(host).objects.update(place="Chương Mỹ")
    report = asking.ask(history, at=make.end_of(2024, 3, 31), by=secretary)
    assert making.make_next()
    report.refresh_from_db()
    return opened(docx(report, address=f"https://portal.example.vn/verify/{report.code}/"))


def test_the_page_is_a4_with_the_margins_of_the_decree(paper):
    upright, annex = paper.sections
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    assert (annex.orientation, round(annex.page_width.mm)) == (WD_ORIENT.LANDSCAPE, 297)
    for section in paper.sections:
        sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(side.mm) for side in sides] == [20, 20, 30, 15]


def test_the_font_is_times_new_roman_for_every_script(paper):
    fonts = paper.styles["Normal"].element.rPr.rFonts

    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    named = {run.font.name for paragraph in paragraphs(paper) for run in paragraph.runs}
    assert named <= {None, "Times New Roman"}


@pytest.mark.parametrize(
    ("text", "size", "bold", "italic"),
    [
        (NATION, 13, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False),
        ("ỦY BAN NHÂN DÂN", 13, False, False),
        ("HỘI ĐỒNG", 13, True, False),
        ("Số:", 13, False, False),
        ("Chương Mỹ, ngày", 14, False, True),
        ("BÁO CÁO", 14, True, False),
        ("Kết quả thực hiện", 14, True, False),
        ("II. KẾT QUẢ", 14, True, False),
        ("Tính đến", 14, False, False),
        ("TM. HỘI ĐỒNG", 14, True, False),
        ("DỰ THẢO", 13, True, False),
        ("Nơi nhận:", 12, True, True),
        ("- Lưu: VT", 11, False, False),
        ("Phụ lục", 14, True, False),
    ],
)
def test_each_part_has_the_size_and_weight_of_the_decree(paper, text, size, bold, italic):
    assert look(find(paper, text)) == (Pt(size), bold, italic)


def test_the_name_of_the_nation_has_room_for_one_line(paper):
    cell = next(cell for cell in paper.tables[0].rows[0].cells if NATION in cell.text)
    margins = paper.tables[0]._tbl.tblPr.find(qn("w:tblCellMar"))

    assert cell.width.mm >= WIDEST
    assert {edge.get(qn("w:w")) for edge in margins} == {"0"}


def test_the_body_is_justified_with_its_first_line_indented(paper):
    body = find(paper, "Tính đến")

    assert body.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert abs(body.paragraph_format.first_line_indent - Mm(12.7)) < Pt(0.1)
    assert body.paragraph_format.space_after == Pt(6)


def test_pages_are_numbered_on_top_but_not_the_first(paper):
    for section in paper.sections:
        assert section.different_first_page_header_footer
        header = section.header.paragraphs[0]
        assert "PAGE" in header._p.xml
        assert header.alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert not section.first_page_header.paragraphs[0].text
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_it_says_what_was_edited_and_is_a_draft_until_it_is_issued(history, secretary):
    report = asking.ask(history, at=make.end_of(2024, 3, 31), by=secretary)
    making.make_next()
    edited = {"assessment": "Đánh giá của Thường trực", "proposals": "Một\nHai", "signer_name": "Lê Văn An"}
    issued_on = make.date(2024, 4, 2)
    ReportPaper.objects.update(number="27/BC-HĐTĐKT", issued_on=issued_on, signer_position="Chủ tịch UBND", **edited)
    draft = words_of(docx(Report.objects.get(pk=report.pk), address="https://portal.example.vn/"))

    for words in ("DỰ THẢO", "Số: 27/BC-HĐTĐKT", "ngày 02 tháng 4 năm 2024", *edited["proposals"].split(), "Lê Văn An"):
        assert words in draft.split("\n") or f"……, {words}" in draft.split("\n"), words
    assert edited["assessment"] in draft
    ReportPaper.objects.update(state="issued")
    assert "DỰ THẢO" not in words_of(docx(Report.objects.get(pk=report.pk), address="https://portal.example.vn/"))


def test_no_field_of_the_template_is_left(paper):
    text = "".join(paragraph.text for paragraph in paragraphs(paper))

    assert "{{" not in text
    assert "{%" not in text
    assert len(paper.inline_shapes) == 2  # the chart and the QR code


def test_heads_of_tables_come_again_on_each_page(paper):
    ruled = [table for table in paper.tables if table.style is not None and table.style.name == "Table Grid"]

    assert ruled
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in ruled)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        ((2024, 2, 2), "ngày 02 tháng 02 năm 2024"),
        ((2024, 3, 14), "ngày 14 tháng 3 năm 2024"),
        ((2024, 12, 9), "ngày 09 tháng 12 năm 2024"),
    ],
)
def test_dates_are_written_as_the_decree_writes_them(day, written):
    assert written_day(make.moment(*day)) == written
