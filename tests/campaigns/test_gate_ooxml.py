"""Which workbooks and Word documents are let in, and that each refusal says what to do. The files are made here."""

import random
import struct
import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chart import BarChart

from campaigns.gate import FileRefused, Refusal
from campaigns.gate_ooxml import check

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(change=lambda book: None) -> bytes:
    book, made = Workbook(), BytesIO()
    book.active.append(["Kế hoạch", 12])
    change(book)
    book.save(made)
    return made.getvalue()


def document() -> bytes:
    paper, made = Document(), BytesIO()
    paper.add_paragraph("Kế hoạch")
    paper.save(made)
    return made.getvalue()


def with_parts(body: bytes, **parts: bytes | None) -> bytes:
    """Put parts into an archive, in the place of those of the same name; None takes one out."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in parts:
                new.writestr(member, old.read(member))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return made.getvalue()


def part(body: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(body)) as archive:
        return archive.read(name)


def refusal(body: bytes, kind: str = "xlsx") -> Refusal | None:
    try:
        check(body, kind=kind)
    except FileRefused as refused:
        assert len(str(refused)) > 20 and "%(" not in str(refused)
        return refused.refusal
    return None


SHEET = "xl/worksheets/sheet1.xml"
GOOD = workbook()


# --- what is let in


def test_what_office_writes_is_let_in():
    assert refusal(GOOD) is None
    assert refusal(document(), "docx") is None


def test_pictures_links_and_the_figures_behind_a_chart_are_let_in():
    def draw(book):
        book.active["A3"].hyperlink = "https://chuongmy.example/"
        book.active.add_chart(BarChart(), "D2")

    assert refusal(workbook(draw)) is None
    embedded = {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": GOOD, "word/media/image1.png": b"\x89PNG"}
    assert refusal(with_parts(document(), **embedded), "docx") is None
    settings_of_a_printer = {"xl/printerSettings/printerSettings1.bin": b"\0\1\2"}
    assert refusal(with_parts(GOOD, **settings_of_a_printer)) is None


# --- other kinds of file


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", Refusal.NO_OFFICE),
        (b"a;b;c\n1;2;3\n", Refusal.NO_OFFICE),
        (b"<html><table><tr><td>1</td></tr></table></html>", Refusal.NO_OFFICE),
        (b"%PDF-1.7\n", Refusal.NO_OFFICE),
        (with_parts(GOOD, **{"xl/workbook.xml": None}), Refusal.NO_OFFICE),
        (document(), Refusal.OTHER_OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Refusal.OLD_OFFICE),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            Refusal.LOCKED_OFFICE,
        ),
        (GOOD[: len(GOOD) // 2], Refusal.BROKEN_OFFICE),
        (b"PK\x03\x04" + bytes(100), Refusal.BROKEN_OFFICE),
    ],
    ids=["empty", "csv", "html", "pdf", "no workbook", "docx", "xls", "password", "half", "head only"],
)
def test_other_kinds_are_refused_by_what_they_are(body, why):
    assert refusal(body) == why


def test_an_open_document_is_named_as_another_kind():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert refusal(made.getvalue()) == Refusal.OTHER_OFFICE


def test_the_sentence_names_the_ending_that_is_wanted():
    with pytest.raises(FileRefused, match=r"\.docx"):
        check(GOOD, kind="docx")


# --- what runs, hides or lies elsewhere


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("xl/vbaProject.bin", b"x", Refusal.MACROS_OFFICE),
        ("xl/embeddings/oleObject1.bin", b"x", Refusal.ACTIVE_OFFICE),
        ("xl/activeX/activeX1.xml", b"<x/>", Refusal.ACTIVE_OFFICE),
        ("word/afchunk.htm", b"<html>", Refusal.ACTIVE_OFFICE),
        ("xl/media/setup.exe", b"MZ", Refusal.ACTIVE_OFFICE),
        ("xl/media/page.html", b"<html>", Refusal.ACTIVE_OFFICE),
        ("xl/data", b"<x/>", Refusal.ACTIVE_OFFICE),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", Refusal.LINKED_OFFICE),
        ("../../etc/passwd.xml", b"<x/>", Refusal.ODD_OFFICE),
        ("/etc/passwd.xml", b"<x/>", Refusal.ODD_OFFICE),
        ("XL/Workbook.xml", b"<x/>", Refusal.ODD_OFFICE),
        ("xl/a.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', Refusal.ODD_OFFICE),
        ("xl/a.xml", b"<x><!--" + b"-" * 65_530 + b"--><!DOCTYPE x></x>", Refusal.ODD_OFFICE),
        ("xl/a.xml", '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16"), Refusal.ODD_OFFICE),
        ("xl/a.xml", '<?xml version="1.0" encoding="cp037"?><x/>'.encode("cp037"), Refusal.ODD_OFFICE),
        ("xl/a.xml", b'<?xml version="1.0" encoding="utf-7"?><x/>', Refusal.ODD_OFFICE),
        ("xl/embeddings/a.xlsx", with_parts(GOOD, **{"xl/embeddings/b.xlsx": GOOD}), Refusal.ODD_OFFICE),
        ("xl/embeddings/a.xlsx", with_parts(GOOD, **{"xl/vbaProject.bin": b"x"}), Refusal.MACROS_OFFICE),
        ("xl/embeddings/a.xlsx", b"no archive", Refusal.BROKEN_OFFICE),
        ("xl/_rels/a.xml.rels", b"<Relationships", Refusal.BROKEN_OFFICE),
    ],
)
def test_what_runs_hides_or_leads_astray_is_refused(name, content, why):
    assert refusal(with_parts(GOOD, **{name: content})) == why


def test_a_macro_workbook_is_found_by_its_type_whatever_its_name():
    types = part(GOOD, "[Content_Types].xml").replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    )
    assert refusal(with_parts(GOOD, **{"[Content_Types].xml": types})) == Refusal.MACROS_OFFICE


@pytest.mark.parametrize("mode", ["External", " external ", "&#69;xternal"])
def test_content_that_lies_elsewhere_is_refused_however_it_is_written(mode):
    relation = f'<Relationship Id="r1" Type="{RELATIONS}/image" Target="file://server/x" TargetMode="{mode}"/>'
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'
    assert refusal(with_parts(GOOD, **{"xl/_rels/a.xml.rels": rels.encode()})) == Refusal.LINKED_OFFICE
    link = rels.replace("/image", "/hyperlink")
    assert refusal(with_parts(GOOD, **{"xl/_rels/a.xml.rels": link.encode()})) is None


@pytest.mark.parametrize(
    "body",
    [
        b"MZ" + GOOD,
        GOOD + b"<script>alert(1)</script>",
        GOOD[:-2] + struct.pack("<H", 5) + b"hello",
        b"PK\x03\x04%PDF-1.7\n" + GOOD,
    ],
    ids=["before", "behind", "comment", "pdf"],
)
def test_an_archive_with_anything_around_it_is_refused(body):
    assert refusal(body) in (Refusal.ODD_OFFICE, Refusal.NO_OFFICE)


def test_locked_members_and_rare_ways_of_packing_are_refused():
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as new:
        for name in ("xl/workbook.xml", "[Content_Types].xml"):
            new.writestr(name, "<x/>")
    assert refusal(made.getvalue()) == Refusal.ODD_OFFICE
    locked = bytearray(GOOD)
    entry = locked.find(b"PK\x01\x02")
    locked[entry + 8] |= 1
    assert refusal(bytes(locked)) == Refusal.LOCKED_OFFICE


# --- bombs


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/a.xml", b"<x>" + bytes(0) + b" " * (20 * 2**20) + b"</x>"),
        ("xl/media/image1.png", bytes(61 * 2**20)),
        ("xl/embeddings/a.xlsx", with_parts(GOOD, **{"xl/a.xml": b"<!--" + b"a" * (30 * 2**20) + b"--></x>"})),
    ],
    ids=["blanks", "picture", "nested"],
)
def test_a_bomb_is_refused_before_it_bursts(name, content):
    body = with_parts(GOOD, **{name: content})
    started = time.process_time()
    tracemalloc.start()
    try:
        assert refusal(body) == Refusal.LARGE_OFFICE
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.process_time() - started < 5
    assert peak < 80 * 2**20


def test_many_parts_that_are_small_each_do_not_unpack_without_end():
    noise = random.Random(8).randbytes(2**20)
    parts = {f"xl/media/image{n}.png": noise[:60_000] * 100 for n in range(12)}
    assert refusal(with_parts(GOOD, **parts)) == Refusal.LARGE_OFFICE


def test_a_lie_about_the_size_is_found_out():
    body = bytearray(with_parts(GOOD, **{"xl/a.xml": b"<x>" + b" " * 5000 + b"</x>"}))
    entry = body.rfind(b"PK\x01\x02")
    body[entry + 24 : entry + 28] = struct.pack("<I", 10)
    assert refusal(bytes(body)) == Refusal.BROKEN_OFFICE


def test_a_list_of_too_many_members_is_refused():
    parts = {f"xl/a{n}.xml": b"<x/>" for n in range(300)}
    assert refusal(with_parts(GOOD, **parts)) == Refusal.ODD_OFFICE


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(GOOD)), st.integers(0, 60))
def test_nothing_that_is_sent_makes_the_gate_stumble(noise, at, gap):
    refusal(GOOD[:at] + noise + GOOD[at + gap :])
