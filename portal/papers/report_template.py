"""The default Word template of the compliance report; an office's own has the same fields (docs/report-snapshot.md)."""

from collections.abc import Iterable
from io import BytesIO

from docx.document import Document as Paper
from docx.shared import Length, Mm, Pt

from portal.papers import kit
from portal.papers.layout import CENTER, LEFT_ALIGNED, add_annex, grid, heading, new_paper, prose, rows_of, say, tag
from portal.papers.report import IN_ANNEX, IN_TEXT

HEADS = ("Phải nộp", "Đã nộp", "Đúng hạn", "Đạt", "Chậm", "Chưa nộp", "Miễn")
NAMES = ("due", "submitted", "on_time", "accepted", "late", "overdue", "waived")
FIGURES = [f"{{{{ row.{name} }}}}" for name in NAMES]
FIGURE_WIDTHS = [Mm(15), Mm(28), Mm(28), Mm(28), Mm(12), Mm(12), Mm(12)]
LABEL = Mm(30)
TEXT_PARTS = {1: (1,), 2: (3, 2), 3: (1, 2, 4)}  # of a table's columns of words: of three, a code stands first
LISTED_WIDTHS = [Mm(11), Mm(68), Mm(25), Mm(44), Mm(17)]
COMPARED = ("submitted", "on_time", "accepted")
COMPARED_HEADS = HEADS[1:4]


def build() -> bytes:
    """Return the template as a Word file with fields of docxtpl."""
    paper = new_paper()
    kit.letterhead(paper)
    kit.title(paper, "BÁO CÁO")
    tag(paper, "{%p if replaces %}")
    say(paper, "{{ replaces }}", italic=True, size=13, before=2)
    tag(paper, "{%p endif %}")
    say(paper, "{{ as_of }}", italic=True, size=13, before=2, after=8)
    kit.part(paper, "I. TÌNH HÌNH CHỈ ĐẠO, TRIỂN KHAI", "guidance")
    results(paper)
    shortcomings(paper)
    kit.part(paper, "IV. PHƯƠNG HƯỚNG, GIẢI PHÁP, KIẾN NGHỊ", "tasks", "proposals")
    kit.foot(paper)
    annex(paper)
    annexes(paper)
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def results(paper: Paper) -> None:
    heading(paper, "II. KẾT QUẢ THỰC HIỆN")
    heading(paper, "1. Kết quả chung")
    kit.each_line(paper, "assessment")
    figures(paper, "groups", "Nhóm đơn vị")
    heading(paper, "2. Kết quả theo từng yêu cầu")
    figures(paper, "requirements", "Yêu cầu")
    heading(paper, "3. Kết quả theo khối, cụm thi đua")
    tag(paper, "{%p if chart %}")
    say(paper, "{{ chart }}", after=6)
    tag(paper, "{%p endif %}")
    figures(paper, "clusters", "Khối, cụm")
    compared(paper)
    chapters(paper)


def shortcomings(paper: Paper) -> None:
    kit.part(paper, "III. TỒN TẠI, HẠN CHẾ", "limits")
    for place, name, text, last in (
        (1, "missing", "Chưa nộp", "Khối, cụm"),
        (2, "late", "Nộp chậm", "Tình hình nộp"),
    ):
        heading(paper, f"{place}. {text}")
        tag(paper, "{%p if not " + name + " %}")
        prose(paper, "Không có.")
        tag(paper, "{%p endif %}")
        tag(paper, "{%p for part in " + name + " %}")
        prose(paper, "{{ part.title }}: {{ part.number }} trường hợp.").paragraph_format.keep_with_next = True
        table = grid(paper, ["TT", "Đơn vị", "Hạn nộp", last, "Liên tiếp (lần)"], LISTED_WIDTHS)
        cells = [f"{{{{ unit.{name} }}}}" for name in ("number", "name", "due", "note", "in_a_row")]
        rows_of(table, "unit in part.units", cells, [CENTER, LEFT_ALIGNED, CENTER, LEFT_ALIGNED, CENTER])
        paper.add_paragraph().paragraph_format.line_spacing = Pt(8)
        tag(paper, "{%p endfor %}")


def compared(paper: Paper) -> None:
    heading(paper, "4. So với các kỳ trước")
    tag(paper, "{%p if not compared %}")
    prose(paper, "Chưa có số liệu kỳ trước để so sánh.")
    tag(paper, "{%p endif %}")
    tag(paper, "{%p for one in compared %}")
    prose(paper, "So với {{ one.title }} (ngày {{ one.day }}):").paragraph_format.keep_with_next = True
    heads = [f"{head} (kỳ trước; tăng, giảm)" for head in COMPARED_HEADS]
    table = grid(paper, ["Nhóm, khối, cụm", *heads], [Mm(54), Mm(37), Mm(37), Mm(37)], size=10)
    cells = [f"{{{{ row.{name} }}}} ({{{{ row.{name}_before }}}}; {{{{ row.{name}_change }}}})" for name in COMPARED]
    rows_of(table, "row in one.rows", ["{{ row.label }}", *cells], [LEFT_ALIGNED, *[CENTER] * 3], size=10)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(8)
    tag(paper, "{%p for line in one.notes %}")
    prose(paper, "{{ line }}")
    tag(paper, "{%p endfor %}")
    tag(paper, "{%p endfor %}")


def chapters(paper: Paper) -> None:
    tag(paper, "{%p for chapter in chapters %}")
    heading(paper, "{{ chapter.title }}")
    tag(paper, "{%p for line in chapter.sentences %}")
    prose(paper, "{{ line }}")
    tag(paper, "{%p endfor %}")
    tag(paper, "{%p for table in chapter.tables %}")
    prose(paper, "{{ table.title }}:").paragraph_format.keep_with_next = True
    shaped(paper, 165, IN_TEXT)
    tag(paper, "{%p endfor %}")
    tag(paper, "{%p endfor %}")


def annexes(paper: Paper) -> None:
    tag(paper, "{%p if annexes %}")
    add_annex(paper, landscape=True)
    kit.annex_title(paper, "PHỤ LỤC SỐ LIỆU")
    tag(paper, "{%p for table in annexes %}")
    title = say(paper, "{{ table.title }}", bold=True, align=LEFT_ALIGNED, before=6, after=4)
    title.paragraph_format.keep_with_next = True
    shaped(paper, 252, IN_ANNEX)
    tag(paper, "{%p endfor %}")
    tag(paper, "{%p endif %}")


def shaped(paper: Paper, width: int, shapes: Iterable[tuple[int, int]]) -> None:
    """Add a table for each shape, of which one is filled: Word has no tables that grow sideways."""
    for columns, texts in shapes:
        tag(paper, f'{{%p if table.shape == "{columns}.{texts}" %}}')
        places = range(1, columns + 1)
        heads = [f"{{{{ table.h{n} }}}}" for n in places]
        table = grid(paper, heads, widths(columns, texts, within=width), size=10)
        aligns = [*[LEFT_ALIGNED] * texts, *[CENTER] * (columns - texts)]
        rows_of(table, "row in table.rows", [f"{{{{ row.c{n} }}}}" for n in places], aligns, size=10)
        tag(paper, "{%p endif %}")
    paper.add_paragraph().paragraph_format.line_spacing = Pt(8)


def widths(columns: int, texts: int, *, within: int) -> list[Length]:
    """Share out millimetres: figures need as much as each other, words the rest by the parts of `TEXT_PARTS`."""
    numbers = columns - texts
    each = 0 if not numbers else min(30 if texts == 1 else 24, within * 3 // 5 // numbers)
    parts = TEXT_PARTS[texts]
    rest = within - each * numbers
    return [*(Mm(rest * part / sum(parts)) for part in parts), *[Mm(each)] * numbers]


def figures(paper: Paper, name: str, label: str) -> None:
    """Add a table of figures with one row for each of `name`."""
    table = grid(paper, [label, *HEADS], [LABEL, *FIGURE_WIDTHS], size=10)
    rows_of(table, f"row in {name}", ["{{ row.label }}", *FIGURES], [LEFT_ALIGNED, *[CENTER] * 7], size=10)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(8)


def annex(paper: Paper) -> None:
    add_annex(paper, landscape=True)
    kit.annex_title(paper, "KẾT QUẢ CỦA TỪNG ĐƠN VỊ")
    kit.legend(paper, "{{ legend }}")
    heads = ["TT", "Đơn vị", "Khối, cụm", *HEADS]
    widths = [Mm(11), Mm(66), Mm(44), Mm(15), Mm(26), Mm(26), Mm(26), Mm(12), Mm(13), Mm(13)]
    table = grid(paper, heads, widths, size=10)
    cells = ["{{ row.number }}", "{{ row.label }}", "{{ row.cluster }}", *FIGURES]
    rows_of(table, "row in units", cells, [CENTER, LEFT_ALIGNED, LEFT_ALIGNED, *[CENTER] * 7], size=10)
