"""The Word template of the unit's progress report, in the layout of Decree 30/2020."""

from io import BytesIO

from docx.document import Document as Paper
from docx.shared import Mm, Pt

from portal.papers import kit
from portal.papers.layout import CENTER, LEFT_ALIGNED, add_annex, grid, new_paper, prose, rows_of, say, tag

ACTIVITY_HEADS = ("TT", "Hoạt động", "Kế hoạch", "Số lần", "Lượt người", "Ghi chú")
ACTIVITY_WIDTHS = (Mm(10), Mm(56), Mm(22), Mm(14), Mm(17), Mm(46))
ACTIVITY_CELLS = [f"{{{{ row.{name} }}}}" for name in ("number", "title", "target", "times", "attendance", "remark")]
FIGURE_HEADS = ("TT", "Chỉ tiêu", "Đơn vị tính", "Kỳ trước", "Kỳ này", "Giải trình")
FIGURE_WIDTHS = (Mm(11), Mm(105), Mm(26), Mm(28), Mm(28), Mm(54))
FIGURE_CELLS = [f"{{{{ row.{name} }}}}" for name in ("number", "name", "measure", "before", "value", "explanation")]


def build() -> bytes:
    """Return the template as a Word file with fields of docxtpl."""
    paper = new_paper()
    kit.letterhead(paper)
    kit.title(paper, "BÁO CÁO")
    say(paper, "{{ period }}", italic=True, size=13, before=2, after=8)
    kit.part(paper, "I. TÌNH HÌNH CHỈ ĐẠO, TRIỂN KHAI", "direction")
    kit.part(paper, "II. KẾT QUẢ THỰC HIỆN", "results")
    activities(paper)
    kit.part(paper, "III. TỒN TẠI, HẠN CHẾ, NGUYÊN NHÂN", "limits")
    kit.part(paper, "IV. PHƯƠNG HƯỚNG, GIẢI PHÁP", "next_steps")
    tag(paper, "{%p if proposals %}")
    kit.part(paper, "V. KIẾN NGHỊ, ĐỀ XUẤT", "proposals")
    tag(paper, "{%p endif %}")
    kit.closing(paper, "Trên đây là Báo cáo {{ subject_in_text }} của {{ unit }}")
    kit.foot(paper)
    figures(paper)
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def activities(paper: Paper) -> None:
    tag(paper, "{%p if activities %}")
    prose(paper, "Kết quả các hoạt động trong kỳ:").paragraph_format.keep_with_next = True
    table = grid(paper, ACTIVITY_HEADS, ACTIVITY_WIDTHS, size=12)
    aligns = [CENTER, LEFT_ALIGNED, LEFT_ALIGNED, CENTER, CENTER, LEFT_ALIGNED]
    rows_of(table, "row in activities", ACTIVITY_CELLS, aligns, size=12)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(8)
    tag(paper, "{%p endif %}")


def figures(paper: Paper) -> None:
    add_annex(paper, landscape=True)
    kit.annex_title(paper, "SỐ LIỆU TRONG KỲ BÁO CÁO")
    table = grid(paper, FIGURE_HEADS, FIGURE_WIDTHS, size=11)
    aligns = [CENTER, LEFT_ALIGNED, CENTER, CENTER, CENTER, LEFT_ALIGNED]
    rows_of(table, "row in figures", FIGURE_CELLS, aligns, size=11)
