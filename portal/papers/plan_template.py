"""The Word template of the unit's plan, in the layout of Decree 30/2020."""

from io import BytesIO

from docx.document import Document as Paper
from docx.shared import Mm, Pt

from portal.papers import kit
from portal.papers.layout import CENTER, LEFT_ALIGNED, grid, heading, new_paper, prose, rows_of

HEADS = ("TT", "Nội dung hoạt động", "Hình thức, đối tượng", "Thời gian", "Chủ trì", "Kết quả dự kiến")
WIDTHS = (Mm(10), Mm(46), Mm(40), Mm(25), Mm(23), Mm(21))
CELLS = (
    "{{ row.number }}",
    "{{ row.title }}{% if row.criterion %} ({{ row.criterion }}){% endif %}",
    "{{ row.form }}{% if row.audience %}; {{ row.audience|lower }}{% endif %}",
    "{{ row.when }}",
    "{{ row.lead }}",
    "{{ row.target }}",
)


def build() -> bytes:
    """Return the template as a Word file with fields of docxtpl."""
    paper = new_paper()
    kit.letterhead(paper)
    kit.title(paper, "KẾ HOẠCH")
    kit.gap(paper)
    kit.bases(paper, "legal_bases")
    prose(paper, "{{ unit }} xây dựng Kế hoạch {{ subject_in_text }} như sau:")
    kit.part(paper, "I. MỤC ĐÍCH, YÊU CẦU", "objectives")
    activities(paper)
    kit.part(paper, "III. CAM KẾT CỦA NGƯỜI ĐỨNG ĐẦU", "commitment")
    kit.closing(paper, "Trên đây là Kế hoạch {{ subject_in_text }} của {{ unit }}")
    kit.foot(paper)
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def activities(paper: Paper) -> None:
    heading(paper, "II. NỘI DUNG, HÌNH THỨC TRIỂN KHAI")
    table = grid(paper, HEADS, WIDTHS, size=12)
    aligns = [CENTER, LEFT_ALIGNED, LEFT_ALIGNED, CENTER, LEFT_ALIGNED, LEFT_ALIGNED]
    rows_of(table, "row in activities", CELLS, aligns, size=12)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(8)
