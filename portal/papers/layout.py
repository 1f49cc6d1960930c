"""The layout of official papers in Word, by Decree 30/2020/ND-CP, annex I: page, fonts, head, foot, tables.

Measures in millimetres and points as the decree gives them; texts may hold fields of docxtpl.
"""

from collections.abc import Sequence

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
SHORT, LONG = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
BODY = Mm(165)  # width of the text on an upright page
AGENCY, NATION = Mm(66), Mm(99)  # the two halves of the head; the nation's name must stay on one line
INDENT = Mm(12.7)
EMU_IN_TWIP = 635

CENTER, LEFT_ALIGNED, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
RIGHT_ALIGNED = WD_ALIGN_PARAGRAPH.RIGHT


def new_paper() -> Paper:
    """Return an empty A4 paper with the decree's margins, Times New Roman 14 and page numbers on top."""
    paper = Document()
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    set_page(paper.sections[0])
    number_pages(paper.sections[0])
    return paper


def set_page(section: Section, *, landscape: bool = False) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = TOP, BOTTOM, LEFT, RIGHT
    section.header_distance = section.footer_distance = Mm(10)


def number_pages(section: Section) -> None:
    """Number the pages from 1, centred in the top margin, not on the first."""
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        mark = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            mark.text = text
        else:
            mark.set(qn("w:fldCharType"), kind or "")
        run._r.append(mark)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.append(start)


def add_annex(paper: Paper, *, landscape: bool) -> None:
    """Begin a new page for an annex, with page numbers of its own."""
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    set_page(section, landscape=landscape)
    number_pages(section)


# --- paragraphs ------------------------------------------------------------------------------------------------------


def say(
    place: Paper | _Cell,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = CENTER,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    """Add a paragraph of one run; the empty one with which a cell begins is used up."""
    first = place.paragraphs[0] if isinstance(place, _Cell) and not place.paragraphs[0].runs else None
    paragraph = first or place.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return paragraph


def prose(paper: Paper, text: str, *, italic: bool = False) -> Paragraph:
    """Add a paragraph of the body: justified, first line indented."""
    paragraph = say(paper, text, italic=italic, align=JUSTIFIED, after=6)
    paragraph.paragraph_format.first_line_indent = INDENT
    paragraph.paragraph_format.line_spacing = 1.1
    return paragraph


def article(paper: Paper, number: int, text: str) -> Paragraph:
    """Add an article [Điều] of a decision: its name stands bold before what it says."""
    paragraph = prose(paper, f"Điều {number}.")
    paragraph.runs[0].bold = True
    paragraph.add_run(f" {text}").font.size = paragraph.runs[0].font.size
    return paragraph


def heading(paper: Paper, text: str) -> Paragraph:
    paragraph = say(paper, text, bold=True, align=LEFT_ALIGNED, before=6, after=6)
    paragraph.paragraph_format.first_line_indent = INDENT
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def tag(place: Paper | _Cell, text: str) -> None:
    """Add a paragraph that holds only a control tag of docxtpl and vanishes."""
    say(place, text) if isinstance(place, _Cell) else place.add_paragraph(text)


def rule(place: Paper | _Cell, *, width: Length, within: Length) -> None:
    """Draw a solid line of this width, centred, right under the paragraph before it."""
    paragraph = place.add_paragraph()
    side = Length((within - width) // 2)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = side
    shape.line_spacing = Pt(6)
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")


# --- tables ----------------------------------------------------------------------------------------------------------


def two_columns(paper: Paper, left: Length, right: Length) -> tuple[_Cell, _Cell]:
    """Add a table without lines and margins: the head and the foot of a paper."""
    table = paper.add_table(rows=1, cols=2)
    fix(table, [left, right], margin=0)
    return table.rows[0].cells[0], table.rows[0].cells[1]


def grid(paper: Paper, heads: Sequence[str], widths: Sequence[Length], *, size: float = 11) -> Table:
    """Add a ruled table with a head that is repeated on each page."""
    table = paper.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        say(cell, head, size=size, bold=True, before=2, after=2)
    again = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(again)
    fix(table, widths, margin=1.2)
    return table


def rows_of(
    table: Table, loop: str, cells: Sequence[str], aligns: Sequence[WD_ALIGN_PARAGRAPH], size: float = 11
) -> None:
    """Add the row that docxtpl repeats for each of `loop`."""
    tags = ("{%tr for " + loop + " %}", "{%tr endfor %}")
    table.add_row().cells[0].text = tags[0]
    row = table.add_row()
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)
    for cell, text, align in zip(row.cells, cells, aligns, strict=True):
        say(cell, text, size=size, align=align, before=1, after=1)
    table.add_row().cells[0].text = tags[1]
    fix(table, [column.width or Mm(10) for column in table.columns], margin=1.2)


def fix(table: Table, widths: Sequence[Length], *, margin: float) -> None:
    """Set the widths for good: of columns and of each cell, or Word and LibreOffice choose their own."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblCellMar")):
        properties.remove(old)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(Mm(margin) // EMU_IN_TWIP))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties.append(margins)
