"""The Word templates of the papers of commendation, in the layout of Decree 30/2020; the certificates lie across."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from docx.document import Document as Paper
from docx.shared import Length, Mm, Pt

from portal.papers import kit
from portal.papers.layout import (
    CENTER,
    LEFT_ALIGNED,
    add_annex,
    article,
    grid,
    heading,
    new_paper,
    number_pages,
    prose,
    rows_of,
    say,
    set_page,
    tag,
    two_columns,
)

LIST_HEADS: Final = ("TT", "Họ và tên, tập thể, hộ gia đình", "Chức vụ, địa chỉ", "Đơn vị", "Hình thức", "Thành tích")
LIST_WIDTHS: Final = (Mm(11), Mm(46), Mm(42), Mm(48), Mm(42), Mm(63))
LIST_CELLS: Final = [f"{{{{ row.{name} }}}}" for name in ("number", "name", "position", "unit", "award", "merit")]
COUNT_HEADS: Final = (
    "TT",
    "Nội dung",
    "Phát ra",
    "Thu về",
    "Hợp lệ",
    "Không hợp lệ",
    "Trắng",
    "Đồng ý",
    "Không đồng ý",
)
COUNT_WIDTHS: Final = (Mm(10), Mm(58), Mm(13), Mm(13), Mm(13), Mm(15), Mm(14), Mm(14), Mm(15))
COUNT_CELLS: Final = [
    f"{{{{ row.{name} }}}}"
    for name in ("number", "title", "issued", "received", "valid", "invalid", "blank", "yes", "no")
]


def saved(paper: Paper) -> bytes:
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def listed(paper: Paper, loop: str) -> None:
    """Add the list of who is proposed or awarded, across."""
    table = grid(paper, LIST_HEADS, LIST_WIDTHS, size=12)
    aligns = [CENTER, LEFT_ALIGNED, LEFT_ALIGNED, LEFT_ALIGNED, LEFT_ALIGNED, LEFT_ALIGNED]
    rows_of(table, f"row in {loop}", LIST_CELLS, aligns, size=12)


def counted(paper: Paper) -> None:
    """Add the table of ballots, and under it what each vote needed and what came out."""
    table = grid(paper, COUNT_HEADS, COUNT_WIDTHS, size=11)
    rows_of(table, "row in items", COUNT_CELLS, [CENTER, LEFT_ALIGNED] + [CENTER] * 7, size=11)
    say(paper, "", size=4)
    tag(paper, "{%p for row in items %}")
    prose(
        paper,
        "{{ row.number }}. {{ row.title }}: {{ row.manner }}; {{ row.rule }}."
        "{% if row.recused %} Không tham gia biểu quyết: {{ row.recused }}.{% endif %}"
        "{% if row.base %} {{ row.yes_in_all }}/{{ row.base }} đồng ý (cần {{ row.needed }}).{% endif %}"
        " Kết quả: {{ row.outcome }}.",
    )
    tag(paper, "{%p endfor %}")


def names(paper: Paper, title: str, name: str) -> None:
    """Add a line with the names of a list, if it has any."""
    tag(paper, "{%p if " + name + " %}")
    prose(paper, title + ": {% for line in " + name + " %}{{ line }}{% if not loop.last %}; {% endif %}{% endfor %}.")
    tag(paper, "{%p endif %}")


def signed_by_two(paper: Paper, left: tuple[str, str], right: tuple[str, str]) -> None:
    """Add two signatures side by side: title and name of each."""
    for place, (title, name) in zip(two_columns(paper, Mm(82), Mm(83)), (left, right), strict=True):
        say(place, title, bold=True, before=12, after=70)
        say(place, name, bold=True)


def letter() -> bytes:
    """Return the template of the submission letter [tờ trình] with its list."""
    paper = new_paper()
    kit.letterhead(paper)
    kit.title(paper, "TỜ TRÌNH")
    say(paper, "Kính gửi: {{ to }}", before=10, after=8)
    kit.bases(paper, "bases")
    tag(paper, "{%p if meeting %}")
    prose(paper, "{{ meeting }}")
    tag(paper, "{%p endif %}")
    prose(paper, "{{ unit }} kính trình {{ to }} xem xét, đề nghị khen thưởng cho {{ total }} (có danh sách kèm theo).")
    kit.closing(
        paper, "{{ unit }} cam kết thành tích nêu trong hồ sơ là đúng và kính đề nghị Hội đồng xem xét, quyết định"
    )
    kit.foot(paper)
    add_annex(paper, landscape=True)
    kit.annex_title(paper, "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG")
    listed(paper, "nominees")
    return saved(paper)


def nominees() -> bytes:
    """Return the template of the list of who is proposed [danh sách đề nghị]."""
    paper = new_paper()
    kit.letterhead(paper)
    kit.title(paper, "DANH SÁCH")
    say(paper, "{{ annex_of }}", italic=True, size=13, before=2, after=8)
    prose(paper, "Tổng số: {{ total }}.")
    table = grid(paper, UPRIGHT_HEADS, UPRIGHT_WIDTHS, size=12)
    rows_of(table, "row in nominees", UPRIGHT_CELLS, [CENTER] + [LEFT_ALIGNED] * 3, size=12)
    say(paper, "", size=4)
    kit.foot(paper)
    return saved(paper)


UPRIGHT_HEADS: Final = ("TT", "Họ và tên, chức vụ, đơn vị", "Hình thức", "Thành tích")
UPRIGHT_WIDTHS: Final = (Mm(11), Mm(58), Mm(42), Mm(54))
UPRIGHT_CELLS: Final = (
    "{{ row.number }}",
    "{{ row.name }}{% if row.position %}, {{ row.position }}{% endif %}, {{ row.unit }}",
    "{{ row.award }}",
    "{{ row.merit }}",
)


def minutes() -> bytes:
    """Return the template of the minutes [biên bản họp]."""
    paper = new_paper()
    kit.letterhead(paper)
    kit.title(paper, "BIÊN BẢN")
    kit.gap(paper)
    prose(paper, "{{ opened }}")
    prose(paper, "{{ place }}")
    heading(paper, "I. THÀNH PHẦN")
    prose(paper, "{{ quorum }}")
    names(paper, "Có mặt", "present")
    names(paper, "Vắng mặt", "absent")
    names(paper, "Đến sau khi mở biểu quyết, không tham gia biểu quyết", "late")
    names(paper, "Kiểm phiếu viên", "tellers")
    heading(paper, "II. NỘI DUNG VÀ KẾT QUẢ BIỂU QUYẾT")
    counted(paper)
    heading(paper, "III. KẾT LUẬN")
    names(paper, "Hội đồng thông qua", "passed")
    tag(paper, "{%p if keys %}")
    prose(paper, "{{ keys }}")
    tag(paper, "{%p endif %}")
    prose(paper, "{{ closed }}")
    kit.closing(paper, "Biên bản được lập thành văn bản, các thành viên đã nghe và nhất trí")
    signed_by_two(paper, ("THƯ KÝ", "{{ secretary }}"), ("CHỦ TỌA", "{{ chair }}"))
    return saved(paper)


def tally() -> bytes:
    """Return the template of the record of the count [biên bản kiểm phiếu]."""
    paper = new_paper()
    kit.letterhead(paper)
    kit.title(paper, "BIÊN BẢN KIỂM PHIẾU")
    kit.gap(paper)
    prose(paper, "{{ opened }}")
    prose(paper, "{{ quorum }}")
    names(paper, "Kiểm phiếu viên", "tellers")
    heading(paper, "KẾT QUẢ KIỂM PHIẾU")
    counted(paper)
    kit.closing(paper, "Biên bản được lập ngay sau khi kiểm phiếu")
    signed_by_two(paper, ("KIỂM PHIẾU VIÊN", "{{ first_teller }}"), ("KIỂM PHIẾU VIÊN", "{{ second_teller }}"))
    return saved(paper)


def decision() -> bytes:
    """Return the template of the decision [quyết định khen thưởng] with its list."""
    paper = new_paper()
    kit.letterhead(paper)
    kit.title(paper, "QUYẾT ĐỊNH")
    say(paper, "{{ giver }}", bold=True, before=8, after=8)
    kit.bases(paper, "bases")
    say(paper, "QUYẾT ĐỊNH:", bold=True, before=6, after=6)
    article(
        paper,
        1,
        "Tặng danh hiệu, hình thức khen thưởng cho {{ total }} tập thể, cá nhân, hộ gia đình có tên trong danh sách "
        "kèm theo.",
    )
    article(paper, 2, "Tiền thưởng được chi từ Quỹ thi đua, khen thưởng theo quy định hiện hành.")
    last = article(
        paper,
        3,
        "Chánh Văn phòng, {{ council }} và các tập thể, cá nhân, hộ gia đình có tên tại Điều 1 chịu trách nhiệm thi "
        "hành Quyết định này./.",
    )
    last.paragraph_format.keep_with_next = True
    kit.foot(paper)
    add_annex(paper, landscape=True)
    kit.annex_title(paper, "DANH SÁCH ĐƯỢC KHEN THƯỞNG")
    listed(paper, "lines")
    return saved(paper)


# --- certificates ----------------------------------------------------------------------------------------------------


def certificate() -> bytes:
    """Return the template of certificates, A4 across, a page each: `certificates` is gone through."""
    paper = new_paper()
    section = paper.sections[0]
    set_page(section, landscape=True)
    number_pages(section)
    tag(paper, "{%p for one in certificates %}")
    certificate_page(paper)
    tag(paper, "{%p endfor %}")
    return saved(paper)


def certificate_page(paper: Paper) -> None:
    tag(paper, "{%p if loop.first %}")
    say(paper, kit.COUNTRY, size=15, bold=True)
    tag(paper, "{%p else %}")  # no paragraph of its own for the new page: on a full one it would take another
    say(paper, kit.COUNTRY, size=15, bold=True).paragraph_format.page_break_before = True
    tag(paper, "{%p endif %}")
    lines: Sequence[tuple[str, float, bool, float]] = (  # text, points, bold, room above
        ("Độc lập - Tự do - Hạnh phúc", 15, True, 0),
        ("{{ one.giver }}", 17, True, 8),
        ("TẶNG", 15, True, 4),
        ("{{ one.kind }}", 36, True, 2),
        ("{{ one.name }}", 26, True, 8),
        ("{{ one.detail }}", 16, False, 2),
        ("{{ one.achievement }}", 16, False, 8),
    )
    for text, size, bold, before in lines:
        say(paper, text, size=size, bold=bold, before=before)
    say(paper, "", size=6)
    widths: tuple[Length, Length] = (Mm(132), Mm(120))
    left, right = two_columns(paper, *widths)
    say(left, "{{ one.decision }}", size=12, align=LEFT_ALIGNED, before=10)
    say(left, "{{ one.register }}", size=12, align=LEFT_ALIGNED)
    say(left, "{% if one.code %}Mã kiểm tra: {{ one.code }}{% endif %}", size=10, align=LEFT_ALIGNED)
    say(right, "{{ one.place_and_date }}", italic=True)
    say(right, "{{ one.authority }}", bold=True, after=44)
    say(right, "{{ one.signer }}", size=15, bold=True)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(1)
