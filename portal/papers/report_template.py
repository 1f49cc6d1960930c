"""The default Word template of the compliance report; an office's own has the same fields (docs/report-snapshot.md)."""

from io import BytesIO

from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from portal.papers.layout import (
    AGENCY,
    BODY,
    CENTER,
    JUSTIFIED,
    LEFT_ALIGNED,
    NATION,
    add_annex,
    grid,
    heading,
    new_paper,
    prose,
    rows_of,
    rule,
    say,
    tag,
    two_columns,
)

FIGURES = [f"{{{{ row[{place}] }}}}" for place in range(8)]  # label, due, three shares, three counts
HEADS = ["{{ heads[%d] }}" % place for place in range(7)]  # noqa: UP031  braces of docxtpl
FIGURE_WIDTHS = [Mm(15), Mm(28), Mm(28), Mm(28), Mm(12), Mm(12), Mm(12)]
LABEL = Mm(30)


def build() -> bytes:
    """Return the template as a Word file with fields of docxtpl."""
    paper = new_paper()
    letterhead(paper)
    title(paper)
    guidance(paper)
    results(paper)
    shortcomings(paper)
    heading(paper, "IV. PHƯƠNG HƯỚNG, GIẢI PHÁP, KIẾN NGHỊ")
    each_sentence(paper, "ahead", with_next=True)
    foot(paper)
    annex(paper)
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def letterhead(paper: Paper) -> None:
    agency, nation = two_columns(paper, AGENCY, NATION)
    say(agency, "{{ parent }}", size=13)
    say(agency, "{{ agency }}", size=13, bold=True)
    rule(agency, width=Mm(25), within=AGENCY)
    say(agency, "{{ number }}", size=13, before=2)
    say(nation, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True)
    say(nation, "Độc lập - Tự do - Hạnh phúc", size=14, bold=True)
    rule(nation, width=Mm(62), within=NATION)
    say(nation, "{{ place_and_date }}", size=14, italic=True, before=2)


def title(paper: Paper) -> None:
    say(paper, "BÁO CÁO", bold=True, before=18)
    say(paper, "{{ subject }}", bold=True)
    rule(paper, width=Mm(55), within=BODY)
    say(paper, "{{ as_of }}", italic=True, size=13, before=2, after=8)


def guidance(paper: Paper) -> None:
    heading(paper, "I. TÌNH HÌNH CHỈ ĐẠO, TRIỂN KHAI")
    each_sentence(paper, "guidance")


def results(paper: Paper) -> None:
    heading(paper, "II. KẾT QUẢ THỰC HIỆN")
    heading(paper, "1. Kết quả chung")
    prose(paper, "{{ summary }}")
    figures(paper, "groups", "Nhóm đơn vị")
    heading(paper, "2. Kết quả theo từng yêu cầu")
    figures(paper, "requirements", "Yêu cầu")
    heading(paper, "3. Kết quả theo khối, cụm thi đua")
    tag(paper, "{%p if chart %}")
    say(paper, "{{ chart }}", after=6)
    tag(paper, "{%p endif %}")
    figures(paper, "clusters", "Khối, cụm")


def shortcomings(paper: Paper) -> None:
    heading(paper, "III. TỒN TẠI, HẠN CHẾ")
    for place, name, text, last in (
        (1, "missing", "Chưa nộp", "Khối, cụm"),
        (2, "late", "Nộp chậm", "Tình hình nộp"),
    ):
        heading(paper, f"{place}. {text}")
        tag(paper, "{%p if not " + name + " %}")
        prose(paper, "Không có.")
        tag(paper, "{%p endif %}")
        tag(paper, "{%p for part in " + name + " %}")
        prose(paper, "{{ part.title }}: {{ part.units|length }} trường hợp.").paragraph_format.keep_with_next = True
        table = grid(paper, ["TT", "Đơn vị", "Hạn nộp", last], [Mm(11), Mm(76), Mm(26), Mm(52)])
        cells = ["{{ unit[0] }}", "{{ unit[1] }}", "{{ unit[2] }}", "{{ unit[3] }}"]
        rows_of(table, "unit in part.units", cells, [CENTER, LEFT_ALIGNED, CENTER, LEFT_ALIGNED])
        paper.add_paragraph().paragraph_format.line_spacing = Pt(8)
        tag(paper, "{%p endfor %}")


def each_sentence(paper: Paper, name: str, *, with_next: bool = False) -> None:
    tag(paper, "{%p for sentence in " + name + " %}")
    prose(paper, "{{ sentence }}").paragraph_format.keep_with_next = with_next
    tag(paper, "{%p endfor %}")


def figures(paper: Paper, name: str, label: str) -> None:
    """Add a table of figures with one row for each of `name`."""
    table = grid(paper, [label, *HEADS], [LABEL, *FIGURE_WIDTHS], size=10)
    rows_of(table, f"row in {name}", FIGURES, [LEFT_ALIGNED, *[CENTER] * 7], size=10)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(8)


def foot(paper: Paper) -> None:
    """Add recipients and signature; under the recipients what lets anyone check the printed paper."""
    recipients, signer = two_columns(paper, Mm(80), Mm(85))
    say(recipients, "Nơi nhận:", size=12, bold=True, italic=True, align=LEFT_ALIGNED, before=6)
    for line in (
        "- Chủ tịch Hội đồng (để báo cáo);",
        "- Các ủy viên Hội đồng;",
        "- Các đơn vị tham gia;",
        "- Lưu: VT, HĐ.",
    ):
        say(recipients, line, size=11, align=LEFT_ALIGNED)
    say(recipients, "{{ qr }}", align=LEFT_ALIGNED, before=4)
    say(recipients, "Mã kiểm tra: {{ code }}", size=10, bold=True, align=LEFT_ALIGNED)
    say(recipients, "{{ address }}", size=9, align=LEFT_ALIGNED)
    say(recipients, "SHA-256: {{ sha256 }}", size=7, align=LEFT_ALIGNED)
    say(signer, "TM. HỘI ĐỒNG", bold=True, before=6)
    say(signer, "CHỦ TỊCH", bold=True, after=70)
    say(signer, "{{ signer }}", bold=True)
    whole = OxmlElement("w:cantSplit")
    paper.tables[-1].rows[0]._tr.get_or_add_trPr().append(whole)


def annex(paper: Paper) -> None:
    add_annex(paper, landscape=True)
    say(paper, "Phụ lục", bold=True)
    say(paper, "KẾT QUẢ CỦA TỪNG ĐƠN VỊ", bold=True)
    say(paper, "{{ annex_of }}", italic=True, size=13, after=8)
    heads = ["TT", "Đơn vị", "Khối, cụm", *HEADS]
    widths = [Mm(11), Mm(66), Mm(44), Mm(15), Mm(26), Mm(26), Mm(26), Mm(12), Mm(13), Mm(13)]
    table = grid(paper, heads, widths, size=10)
    cells = [f"{{{{ unit[{place}] }}}}" for place in range(10)]
    rows_of(table, "unit in units", cells, [CENTER, LEFT_ALIGNED, LEFT_ALIGNED, *[CENTER] * 7], size=10)
    say(paper, "{{ legend }}", size=10, italic=True, align=JUSTIFIED, before=4)
