"""The Word template of an inspection's minutes, in the layout of Decree 30/2020."""

from io import BytesIO

from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from portal.papers import kit
from portal.papers.layout import CENTER, LEFT_ALIGNED, grid, heading, new_paper, prose, rows_of, say, tag, two_columns

OPENING = (
    "hồi {{ when }}, tại {{ unit }}, Đoàn kiểm tra ({{ announced }}) tiến hành kiểm tra việc thực hiện Quy tắc ứng xử."
)
ANSWERS = ("TT", "Mã", "Nội dung", "Kết quả", "Ghi chú")
ANSWER_WIDTHS = (Mm(10), Mm(17), Mm(73), Mm(25), Mm(40))
ANSWER_CELLS = ("{{ row.number }}", "{{ row.clause }}", "{{ row.wording }}", "{{ row.answer }}", "{{ row.note }}")
FINDINGS = ("TT", "Mã", "Tồn tại", "Mức độ", "Khắc phục trước")
FINDING_WIDTHS = (Mm(10), Mm(17), Mm(83), Mm(25), Mm(30))
FINDING_CELLS = ("{{ row.number }}", "{{ row.clause }}", "{{ row.text }}", "{{ row.severity }}", "{{ row.remedy }}")
ALIGNS = [CENTER, CENTER, LEFT_ALIGNED, CENTER, LEFT_ALIGNED]


def build() -> bytes:
    """Return the template as a Word file with fields of docxtpl."""
    paper = new_paper()
    kit.letterhead(paper)
    kit.title(paper, "BIÊN BẢN KIỂM TRA")
    kit.gap(paper)
    prose(paper, "{% if basis %}Căn cứ {{ basis }}, {% endif %}" + OPENING)
    heading(paper, "I. THÀNH PHẦN")
    prose(paper, "Đoàn kiểm tra gồm:")
    kit.each_line(paper, "team")
    prose(paper, "Đại diện đơn vị: {{ met_with }}.")
    heading(paper, "II. KẾT QUẢ TỪNG NỘI DUNG")
    rows_of(grid(paper, ANSWERS, ANSWER_WIDTHS, size=12), "row in answers", ANSWER_CELLS, ALIGNS, size=12)
    prose(paper, "Kết quả chung: {{ score }}/100 điểm.")
    findings(paper)
    heads_words(paper)
    prose(paper, "Biên bản được lập thành hai bản, mỗi bên giữ một bản./.").paragraph_format.keep_with_next = True
    signatures(paper)
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def findings(paper: Paper) -> None:
    heading(paper, "III. TỒN TẠI")
    tag(paper, "{%p if findings %}")
    rows_of(grid(paper, FINDINGS, FINDING_WIDTHS, size=12), "row in findings", FINDING_CELLS, ALIGNS, size=12)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(8)
    tag(paper, "{%p else %}")
    prose(paper, "Không phát hiện tồn tại.")
    tag(paper, "{%p endif %}")


def heads_words(paper: Paper) -> None:
    heading(paper, "IV. Ý KIẾN CỦA THỦ TRƯỞNG ĐƠN VỊ")
    tag(paper, "{%p if unsigned %}")
    prose(paper, "Thủ trưởng đơn vị không ký biên bản. Lý do: {{ unsigned }}")
    tag(paper, "{%p else %}")
    kit.each_line(paper, "remarks")
    tag(paper, "{%p endif %}")


def signatures(paper: Paper) -> None:
    """Add both signatures beside each other; they never stand apart."""
    unit, team = two_columns(paper, Mm(80), Mm(85))
    for place, role, name in ((unit, "THỦ TRƯỞNG ĐƠN VỊ", "head"), (team, "TRƯỞNG ĐOÀN KIỂM TRA", "lead")):
        say(place, role, bold=True, before=6, after=70)
        say(place, "{{ " + name + " }}", bold=True)
    whole = OxmlElement("w:cantSplit")
    paper.tables[-1].rows[0]._tr.get_or_add_trPr().append(whole)
