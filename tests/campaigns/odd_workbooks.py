"""Two hundred workbooks as they should not be: broken, hostile, or filled in as offices fill things in.

Each is made here, the same on every run, with what has to come of it: a sentence at the field (`refused`), a mistake in
a cell (`told`), or a row with certain values (`right`).
"""

import random
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx import Document

from tests.campaigns.workbooks import LOG_TAB, edited, part, plain, put_in, replaced

DAY, KIND, WHAT, HOW_MANY, LINK = (
    "Ngày",
    "Loại hoạt động",
    "Việc đã làm",
    "Số người tham gia",
    "Liên kết tin, bài đã đăng",
)
HEADINGS = (
    *("Ngày", "Loại hoạt động", "Việc đã làm", "Thực hiện hoạt động nào trong kế hoạch", "Đối tượng"),
    *("Số người tham gia", "Địa điểm", "Hình thức", "Đợt thi đua của đơn vị", "Liên kết tin, bài đã đăng", "Ghi chú"),
)
SAID = {DAY: "04/03/2024", KIND: "Tập huấn", WHAT: "Tập huấn Quy tắc ứng xử"}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Case:
    """A workbook and what has to come of it; `any_end` where nothing counts but that nothing breaks."""

    name: str
    body: bytes
    refused: str = ""
    told: tuple[str, str] = ("", "")
    right: Mapping[str, Any] | None = None
    any_end: bool = False


# --- made by hand, part by part --------------------------------------------------------------------------------------


def text(content: str) -> str:
    return f't="inlineStr"><is><t xml:space="preserve">{escape(content)}</t></is>'


def number(content: str, style: int = 0) -> str:
    """Return a number; style 1 is a date, 2 a percentage, 3 a date with words in its format."""
    return f's="{style}"><v>{content}</v>'


def formula(content: str, result: str = "1") -> str:
    return f"><f>{escape(content)}</f><v>{result}</v>"


def by_hand(
    row: Mapping[str, str], *, head: Mapping[int, str] | None = None, around: str = "", before: str = ""
) -> bytes:
    """Return a small workbook whose row 2 holds these cells, each given as the inside of its element."""
    headings = {place: heading for place, heading in enumerate(HEADINGS)} | dict(head or {})
    first = "".join(f'<c r="{chr(65 + place)}1" {text(heading)}</c>' for place, heading in headings.items())
    names = {heading: chr(65 + place) for place, heading in headings.items()}
    second = "".join(f'<c r="{names[heading]}2" {inside}</c>' for heading, inside in row.items())
    rows = f'<row r="1">{first}</row><row r="2">{second}</row>'
    return package(f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{around}</worksheet>')


def package(sheet: str, *, properties: str = "", name: str = LOG_TAB) -> bytes:
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{office}.{kind}+xml"/>'
        for part, kind in (("xl/workbook.xml", "sheet.main"), (SHEET, "worksheet"), ("xl/styles.xml", "styles"))
    )
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{rels}{types}</Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
        'formatCode="&quot;ngày &quot;dd&quot; tháng &quot;mm"/></numFmts><cellXfs count="4"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        SHEET: sheet,
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part_name, content in parts.items():
            archive.writestr(part_name, content)
    return made.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{to}"/>'
        for n, (kind, to) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def row(**changes: str) -> dict[str, str]:
    """Return the cells of a good row, some of them changed: `day=`, `kind=`, `what=`, `many=`, `link=`."""
    cells = {heading: text(content) for heading, content in SAID.items()}
    names = {"day": DAY, "kind": KIND, "what": WHAT, "many": HOW_MANY, "link": LINK}
    return cells | {names[name]: inside for name, inside in changes.items()}


def nfd(content: str) -> str:
    return unicodedata.normalize("NFD", content)


# --- broken and other files ------------------------------------------------------------------------------------------


def broken(form: bytes) -> Iterator[Case]:
    """Yield what a bad line, a bad disk or a bad program makes of a file."""
    noise = random.Random(2024)
    for share in range(1, 10):
        yield Case(f"cut at {share}/10", form[: len(form) * share // 10], refused="Không mở được tệp này")
    for n in range(12):
        at = noise.randrange(4, len(form))
        body = form[:at] + bytes([form[at] ^ (1 << noise.randrange(8))]) + form[at + 1 :]
        yield Case(f"bit {n} turned", body, any_end=True)
    for n in range(8):
        at, length = noise.randrange(len(form)), noise.randrange(1, 200)
        yield Case(f"hole {n}", form[:at] + form[at + length :], any_end=True)
    yield Case("noise", b"PK\x03\x04" + noise.randbytes(5000), refused="Không mở được tệp này")
    yield Case("zeros", bytes(5000), refused="không phải tệp .xlsx")


def others(form: bytes) -> Iterator[Case]:
    """Yield files of other kinds whose names end in .xlsx."""
    paper, docx = Document(), BytesIO()
    paper.save(docx)
    table = "<html><table><tr><td>Ngày</td></tr></table></html>"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    yield Case("empty", b"", refused="Tệp này rỗng")
    yield Case("csv", "Ngày;Việc đã làm\n04/03/2024;Họp".encode("utf-8-sig"), refused="không phải tệp .xlsx")
    yield Case("csv in TCVN3", "Ngµy,ViÖc ®· lµm".encode("latin-1"), refused="không phải tệp .xlsx")
    yield Case("web page", table.encode(), refused="không phải tệp .xlsx")
    yield Case("xml of 2003", b'<?xml version="1.0"?><Workbook/>', refused="không phải tệp .xlsx")
    yield Case("pdf", b"%PDF-1.7\n%%EOF", refused="không phải tệp .xlsx")
    yield Case("picture", b"\x89PNG\r\n\x1a\n" + bytes(100), refused="không phải tệp .xlsx")
    yield Case("program", b"MZ" + bytes(1000), refused="không phải tệp .xlsx")
    yield Case("xls", old, refused="Office 97–2003")
    yield Case("password", old + "EncryptedPackage".encode("utf-16-le"), refused="khóa bằng mật khẩu")
    yield Case("docx", docx.getvalue(), refused="loại khác")
    yield Case("ods", archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), refused="loại khác")
    yield Case("archive", archive({"ke-hoach.xlsx": form}), refused="không phải tệp .xlsx")
    yield Case("junk before", b"junk" + form, refused="không phải tệp .xlsx")
    yield Case("junk behind", form + b"<script>alert(1)</script>", refused="không có cấu trúc")
    yield Case("macros", replaced(form, {"xl/vbaProject.bin": b"x"}), refused="macro")
    yield Case("program inside", replaced(form, {"xl/media/a.exe": b"MZ"}), refused="nhúng")
    yield Case("object inside", replaced(form, {"xl/embeddings/oleObject1.bin": b"x"}), refused="nhúng")
    yield Case(
        "another book's values", replaced(form, {"xl/externalLinks/externalLink1.xml": b"<x/>"}), refused="liên kết"
    )


def archive(parts: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed_:
        for name, content in parts.items():
            packed_.writestr(name, content)
    return made.getvalue()


def odd_parts(form: bytes) -> Iterator[Case]:
    """Yield workbooks with a part that is missing, is no XML, or leads a reader of XML astray."""
    names = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET, "[Content_Types].xml"]
    for name in names:
        is_gone = {names[0]: "không phải tệp .xlsx", names[3]: "loại khác"}.get(name, "Không mở được tệp này")
        yield Case(f"without {name}", replaced(form, {name: None}), refused=is_gone)
        yield Case(f"empty {name}", replaced(form, {name: b""}), refused="không có cấu trúc")
        yield Case(f"no XML in {name}", replaced(form, {name: b"hello"}), refused="không có cấu trúc")
        yield Case(f"half of {name}", replaced(form, {name: part(form, name)[:-30]}), refused="Không mở được tệp này")
    for name in (*names[:3], "xl/sharedStrings.xml"):
        for title, kind in DTDS.items():
            yield Case(
                f"{title} in {name}", replaced(form, {name: kind + part(form, name)}), refused="không có cấu trúc"
            )
    utf16 = part(form, SHEET).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    yield Case("UTF-16", replaced(form, {SHEET: utf16}), refused="không có cấu trúc")
    yield Case("a path outside", replaced(form, {"../../x.xml": b"<x/>"}), refused="không có cấu trúc")
    away = relations(("worksheet", "../../../../etc/passwd"), ("styles", "styles.xml")).encode()
    small = by_hand(row())
    yield Case("a sheet elsewhere", replaced(small, {names[1]: away}), refused="Không mở được tệp này")
    lost = part(small, "xl/workbook.xml").replace(b"rId1", b"rId9")
    yield Case("a sheet without a part", replaced(small, {"xl/workbook.xml": lost}), refused="Không mở được tệp này")


DTDS = {
    "XXE": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "outer DTD": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
}


def odd_cells() -> Iterator[Case]:
    """Yield sheets whose cells are not what the format allows, or hold what is no number."""
    bad = "Không mở được tệp này"
    good = part(by_hand(row()), SHEET).decode()
    for title, old, new in (
        ("row abc", '<row r="2">', '<row r="abc">'),
        ("cell 1A", 'r="C2"', 'r="1A"'),
        ("cell A0", 'r="C2"', 'r="A0"'),
        ("cell AAAA2", 'r="C2"', 'r="AAAA2"'),
        ("string of words", f'r="C2" {text(SAID[WHAT])}', 'r="C2" t="s"><v>x</v>'),
        ("string 999", f'r="C2" {text(SAID[WHAT])}', 'r="C2" t="s"><v>999</v>'),
        ("merge of nothing", "</sheetData>", '</sheetData><mergeCells><mergeCell ref="?"/></mergeCells>'),
        ("column x", "<sheetData>", '<cols><col min="x" max="y" hidden="1"/></cols><sheetData>'),
    ):
        if old not in good:
            raise ValueError(title)
        yield Case(title, package(good.replace(old, new, 1)), refused=bad)
    for content in ("NaN", "inf", "-inf", "abc", "1e999", "--1", "0x10"):
        yield Case(f"number {content}", by_hand(row(many=number(content))), told=("F2", "lỗi của Excel"))
    for content, said in (
        ("1e300", "quá lớn"),
        ("-1", "quá nhỏ"),
        ("1.5", "không phải số nguyên"),
        ("1e-300", "nguyên"),
    ):
        yield Case(f"number {content}", by_hand(row(many=number(content))), told=("F2", said))
    for content in ("99999999", "2958466", "0.25"):
        yield Case(f"day {content}", by_hand(row(day=number(content, 1))), told=("A2", "không phải là ngày"))
    yield Case("day -5", by_hand(row(day=number("-5", 1))), told=("A2", "Năm 1899"))
    yield Case("style 99", by_hand(row(many=number("12", 99))), right={"attendance": 12})
    yield Case("a row and cells without names", package(good.replace(' r="2"', "").replace('r="C2"', "")), any_end=True)
    yield Case("an unknown kind", by_hand(row(many='t="zzz"><v>12</v>')), right={"attendance": 12})
    yield Case("truth", by_hand(row(many='t="b"><v>1</v>')), told=("F2", "“TRUE” không phải là số"))
    yield Case("#N/A", by_hand(row(what='t="e"><v>#N/A</v>')), told=("C2", "#N/A"))
    yield Case("control letters", by_hand(row(what=text("Họp_x0000__xD800__x0007_ thôn"))), right={"title": "Họp thôn"})


def bombs() -> Iterator[Case]:
    """Yield what bursts a reader that builds what a file claims."""
    large = "lớn hơn rất nhiều"
    many = "tối đa 1000 dòng"
    yield Case("1,000,000 empty rows", sheet_of("".join(f'<row r="{n}"/>' for n in range(2, 1_000_002))), refused=large)
    yield Case("a cell at XFD1048576", sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), refused=many)
    yield Case("a cell at XFD2", sheet_of('<row r="2"><c r="XFD2"><v>1</v></c></row>'), any_end=True)
    yield Case(
        "2,000 rows",
        sheet_of("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 2002))),
        refused=many,
    )
    yield Case("300,000 cells", sheet_of(f"<row>{'<c><v>1</v></c>' * 300_000}</row>"), refused=large)
    yield Case("19 MB of blanks", sheet_of(" " * (19 * 2**20)), refused=large)
    yield Case("25 MB of blanks", sheet_of(" " * (25 * 2**20)), refused=large)
    yield Case("deep", sheet_of("<a>" * 100_000 + "</a>" * 100_000), any_end=True)
    yield Case("wide", sheet_of(f'<row x="{"y" * 900_000}"/>'), any_end=True)
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(2, 40_002))
    yield Case("40,000 merges", by_hand(row(), around=f"<mergeCells>{merges}</mergeCells>"), told=("A2", "gộp"))
    texts = f'<sst xmlns="{MAIN}">{"<si><t>x</t></si>" * 120_000}</sst>'
    yield Case("120,000 strings", replaced(by_hand(row()), {"xl/sharedStrings.xml": texts.encode()}), refused=large)
    yield Case("a text of 32,767", by_hand(row(what=text("y" * 32_767))), told=("C2", "tối đa là 300"))
    dimension = '<dimension ref="A1:XFD1048576"/>'
    yield Case("a dimension that lies", by_hand(row(), before=dimension), right={"title": SAID[WHAT]})


def sheet_of(rows: str) -> bytes:
    first = "".join(f'<c r="{chr(65 + place)}1" {text(heading)}</c>' for place, heading in enumerate(HEADINGS))
    return package(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{first}</row>{rows}</sheetData></worksheet>')


# --- sheets, headings, the hidden part -------------------------------------------------------------------------------


def structures(form: bytes) -> Iterator[Case]:
    """Yield forms whose sheets or headings were changed in Excel."""

    def fills(change: Callable[[Any], Any]) -> bytes:
        return edited(form, lambda sheet: (put_in(sheet, 2, SAID), change(sheet)), LOG_TAB)

    yield Case("renamed", fills(lambda sheet: setattr(sheet, "title", "Sheet1")), refused="“Sheet1”")
    yield Case("another form's sheet", plain({"Các hoạt động": [HEADINGS]}), refused="không có trang tính")
    yield Case("nothing but an empty sheet", plain({LOG_TAB: []}), refused="thiếu cột “Ngày”")
    yield Case("lower case, no marks", renamed(form, "nhat ky hoat dong"), refused="“nhat ky hoat dong”")
    shouted_tab = package(part(by_hand(row()), SHEET).decode(), name=LOG_TAB.upper())
    yield Case("another case", shouted_tab, right={"title": SAID[WHAT]})
    for place, heading in enumerate(HEADINGS):
        if place % 2 == 0:
            yield Case(f"without {heading}", by_hand({}, head={place: "x"}), refused=f"thiếu cột “{heading}”")
        else:
            yield Case(f"twice {heading}", by_hand({}, head={11: heading}), refused=f"hai cột “{heading}”")
    shouted = {place: nfd(heading.upper()) for place, heading in enumerate(HEADINGS)}
    cells = {shouted[0]: text(SAID[DAY]), shouted[1]: text(SAID[KIND]), shouted[2]: text(SAID[WHAT])}
    yield Case("headings in capitals, decomposed", by_hand(cells, head=shouted), right={"title": SAID[WHAT]})
    yield Case("headings above", package(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'), refused="thiếu cột")
    yield Case("another owner", marked(form, "B3", "log 10060"), refused="đơn vị khác")
    yield Case("another form", marked(form, "B2", "plan"), refused="biểu mẫu khác")
    yield Case("an older form", marked(form, "B1", "0"), refused="biểu mẫu cũ")
    yield Case("a time that is none", marked(form, "B5", "hôm qua"), right={"title": SAID[WHAT]})
    yield Case("rows that are none", marked(form, "B6", "[1, 2"), right={"title": SAID[WHAT]})
    yield Case("a list for rows", marked(form, "B6", "[1, 2]"), right={"title": SAID[WHAT]})
    yield Case(
        "forged key", fills(lambda sheet: setattr(sheet["A2"], "value", "1.000000000000")), right={"title": SAID[WHAT]}
    )
    yield Case("merged", fills(lambda sheet: sheet.merge_cells("D2:D3")), told=("D2", "gộp"))
    yield Case("hidden row", fills(lambda sheet: hide(sheet.row_dimensions[2])), right={"title": SAID[WHAT]})
    yield Case("hidden column", fills(lambda sheet: hide(sheet.column_dimensions["D"])), right={"title": SAID[WHAT]})


def hide(dimension: Any) -> None:
    dimension.hidden = True


def renamed(form: bytes, name: str) -> bytes:
    def change(sheet: Any) -> None:
        put_in(sheet, 2, SAID)
        sheet.title = name

    return edited(form, change, LOG_TAB)


def marked(form: bytes, cell: str, value: str) -> bytes:
    def change(sheet: Any) -> None:
        put_in(sheet, 2, SAID)
        sheet.parent["_thanhlich"][cell] = value

    return edited(form, change, LOG_TAB)


# --- what people write -----------------------------------------------------------------------------------------------


def days() -> Iterator[Case]:
    march = date(2024, 3, 5)
    for written in (
        *("05/03/2024", "5/3/2024", "5-3-2024", "05.03.2024", "2024-03-05", "2024/03/05", "2024-03-05 00:00:00"),
        *("ngày 5 tháng 3 năm 2024", "Ngày 05 tháng 03 năm 2024", nfd("ngày 5 tháng 3 năm 2024"), " 5 / 3 / 2024 "),
    ):
        yield Case(f"day {written!r}", by_hand(row(day=text(written))), right={"held_on": march})
    for style in (1, 3):
        yield Case(f"day of Excel, {style}", by_hand(row(day=number("45356", style))), right={"held_on": march})
    yield Case("day and hour of Excel", by_hand(row(day=number("45356.75", 1))), right={"held_on": march})
    yield Case("day of ISO", by_hand(row(day='t="d"><v>2024-03-05T00:00:00</v>')), right={"held_on": march})
    since_1904 = part(by_hand(row(day=number("43894", 1))), SHEET).decode()
    body = package(since_1904, properties='<workbookPr date1904="1"/>')
    yield Case("day of an old Mac", body, right={"held_on": march})
    for written, said in (
        ("05/03/24", "hai cách"),
        ("03/25/2024", "25/03/2024"),
        ("31/02/2024", "Lịch không có ngày"),
        ("tháng 3/2024", "không phải là ngày"),
        ("Thứ Ba", "không phải là ngày"),
        ("05/03/1024", "Năm 1024"),
        ("04/03/2023", "01/01/2024 – 31/12/2024"),
        ("04/03/2099", "chưa đến"),
    ):
        yield Case(f"day {written!r}", by_hand(row(day=text(written))), told=("A2", said))
    yield Case("day as a bare number", by_hand(row(day=number("45356"))), told=("A2", "không phải là ngày"))
    yield Case("day as a formula", by_hand(row(day=formula("TODAY()", "45356"))), told=("A2", "công thức"))
    yield Case("no day", by_hand({name: cell for name, cell in row().items() if name != DAY}), told=("A2", "bắt buộc"))


def numbers() -> Iterator[Case]:
    for written, value in (
        *(("50", 50), ("1.234", 1234), ("1,234", 1234), ("1 234", 1234), ("1\u00a0234", 1234), ("050", 50)),
        *(("12,0", 12), ("12.0", 12), ("1.000.000", 1_000_000), ("1,000,000", 1_000_000), ("0", 0)),
    ):
        yield Case(f"number {written!r}", by_hand(row(many=text(written))), right={"attendance": value})
    for written, value in (("50", 50), ("5E1", 50), ("49.9999999999999999", 50)):
        yield Case(f"number of Excel {written}", by_hand(row(many=number(written))), right={"attendance": value})
    for written, said in (
        *(("khoảng 50", "không phải là số"), ("50 người", "không phải là số"), ("năm mươi", "không phải là số")),
        *(("12,5", "số nguyên"), ("12.5", "số nguyên"), ("-3", "quá nhỏ"), ("50%", "phần trăm")),
        *(("1.234,5", "số nguyên"), ("9999999", "quá lớn"), ("1.2.3", "không phải là số"), ("٣", "")),
    ):
        if said:
            yield Case(f"number {written!r}", by_hand(row(many=text(written))), told=("F2", said))
        else:
            yield Case(f"number {written!r}", by_hand(row(many=text(written))), any_end=True)
    yield Case("share of Excel", by_hand(row(many=number("0.5", 2))), told=("F2", "phần trăm"))
    yield Case("day for a number", by_hand(row(many=number("45356", 1))), told=("F2", "“05/03/2024” không phải là số"))
    yield Case("sum", by_hand(row(many=formula("SUM(F3:F9)", "50"))), told=("F2", "công thức"))
    yield Case("sum with text", by_hand(row(many='t="str"><f>F3</f><v>50</v>')), told=("F2", "công thức"))


def texts() -> Iterator[Case]:
    for written in ('=HYPERLINK("http://x";"y")', "+84 24 3386", "-5 độ", "@SUM(A1)", "=cmd|'/c calc'!A0", "'=1+1"):
        yield Case(f"text {written!r}", by_hand(row(what=text(written))), right={"title": written})
    for written in ('HYPERLINK("http://x")', 'WEBSERVICE("http://127.0.0.1:1")', "cmd|'/c calc'!A0", "1+1"):
        yield Case(f"formula {written!r}", by_hand(row(what=formula(written))), told=("C2", "công thức"))
    for written, encoding in OLD:
        yield Case(f"{encoding} {written!r}", by_hand(row(what=text(written))), told=("C2", encoding))
        yield Case(f"{encoding} in a choice {written!r}", by_hand(row(kind=text(written))), told=("B2", encoding))
    for written, value in (
        (nfd("Hội nghị quán triệt"), "Hội nghị quán triệt"),
        ("  Hội   nghị\u200b\u00a0quán triệt ", "Hội nghị quán triệt"),
        ("Hội nghị\u202etxt.exe", "Hội nghịtxt.exe"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{{7*7}} {% x %} %(typed)s %s", "{{7*7}} {% x %} %(typed)s %s"),
        ("Họp 😀", "Họp 😀"),
        ("Müller, café, Đắk Lắk, 12 m²", "Müller, café, Đắk Lắk, 12 m²"),
    ):
        yield Case(f"text {written!r}", by_hand(row(what=text(written))), right={"title": value})
    yield Case("a number for a text", by_hand(row(what=number("2024"))), right={"title": "2024"})
    yield Case("too long", by_hand(row(what=text("ệ" * 301))), told=("C2", "301 ký tự"))
    yield Case("blank", by_hand(row(what=text("   "))), told=("C2", "Ghi vài chữ"))
    for written in ("Tập huấn", "tap huan", "TẬP HUẤN", nfd("Tập huấn"), "Training"):
        yield Case(f"kind {written!r}", by_hand(row(kind=text(written))), right={"kind": "training"})
    for written, said in (
        ("Tập hấn", "“Tập huấn”"),
        ("training_x", "danh sách"),
        ("%s", "danh sách"),
        ("", "bắt buộc"),
    ):
        yield Case(f"kind {written!r}", by_hand(row(kind=text(written))), told=("B2", said))
    for written in ("javascript:alert(1)", "file:///etc/passwd", "http://", "không có"):
        yield Case(f"link {written!r}", by_hand(row(link=text(written))), told=("J2", ""))


OLD = (
    ("TËp huÊn quy t¾c øng xö", "TCVN3"),
    ("Héi nghÞ qu¸n triÖt", "TCVN3"),
    ("Taäp huaán quy taéc öùng xöû", "VNI"),
    ("HOÄI NGHÒ QUAÙN TRIEÄT", "VNI"),
    ("Kª hoÕch thñc hi®n", "VISCII"),
    ("Táº­p huáº¥n quy táº¯c á»©ng xá»\xad", "UTF-8"),
)


FAMILIES: Mapping[str, Callable[[bytes], Iterator[Case]]] = {
    "broken": broken,
    "others": others,
    "odd parts": odd_parts,
    "odd cells": lambda form: odd_cells(),
    "bombs": lambda form: bombs(),
    "structures": structures,
    "days": lambda form: days(),
    "numbers": lambda form: numbers(),
    "texts": lambda form: texts(),
}
