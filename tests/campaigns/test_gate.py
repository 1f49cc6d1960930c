"""What the gate lets in, what it refuses and that each refusal says what to do. The files are made here."""

import hashlib
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from campaigns.gate import PAPERS, FileRefused, Refusal, clean_file_name, inspect
from campaigns.gate_words import SENTENCES

LIMIT = 25 * 2**20


def look(body: bytes, name: str, limit: int = LIMIT, kinds=PAPERS):
    return inspect(BytesIO(body), name, max_bytes=limit, kinds=kinds)


def refusal(body: bytes, name: str, limit: int = LIMIT, kinds=PAPERS) -> Refusal | None:
    try:
        look(body, name, limit, kinds)
    except FileRefused as refused:
        assert len(str(refused)) > 20 and "%(" not in str(refused)
        return refused.refusal
    return None


def picture(form: str, size=(64, 48), **how) -> bytes:
    made = BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(made, form, **how)
    return made.getvalue()


def pdf(change=lambda writer: None) -> bytes:
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    change(writer)
    writer.write(made)
    return made.getvalue()


def pdf_of(*objects: bytes, tail: bytes = b"startxref\n9\n%%EOF\n") -> bytes:
    return b"%PDF-1.7\n" + b"\n".join(objects) + b"\ntrailer << /Root 1 0 R >>\n" + tail


def object_stream(content: bytes, about: bytes = b"/Filter /FlateDecode") -> bytes:
    packed = zlib.compress(content) if b"Flate" in about else content
    head = b"7 0 obj << /Type /ObjStm /N 1 /First 4 /Length %d %s >>\nstream\n" % (len(packed), about)
    return head + packed + b"\nendstream endobj"


def archive(*names: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name in names:
            packed.writestr(name, "content")
    return made.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


# --- what is let in


@pytest.mark.parametrize(
    ("name", "body", "mime"),
    [
        ("Kế hoạch.pdf", pdf(), "application/pdf"),
        ("ke-hoach.PDF", pdf() + b"\r\n\x00", "application/pdf"),
        ("ảnh.jpg", picture("JPEG"), "image/jpeg"),
        ("ảnh.JPEG", picture("JPEG", progressive=True), "image/jpeg"),
        ("ảnh.png", picture("PNG"), "image/png"),
        ("ảnh.webp", picture("WEBP"), "image/webp"),
    ],
)
def test_papers_and_pictures_are_let_in(name, body, mime):
    facts = look(body, name)
    assert (facts.mime, facts.size, facts.clean_name) == (mime, len(body), name)
    assert facts.sha256 == hashlib.sha256(body).hexdigest()
    assert facts.extension == name.rpartition(".")[2].lower()


def test_the_file_is_left_at_its_beginning():
    file = BytesIO(pdf())
    file.seek(7)
    inspect(file, "a.pdf", max_bytes=LIMIT)
    assert file.tell() == 0


def test_a_pdf_may_hold_links_object_streams_and_a_later_signature():
    assert refusal(pdf_of(object_stream(b"1 0 << /Type /Page /A << /S /URI >> >>")), "a.pdf") is None
    assert refusal(pdf() + b"9 0 obj << /Type /Sig >> endobj\nstartxref\n9\n%%EOF\n", "a.pdf") is None


def test_a_picture_from_a_phone_may_carry_its_own_data_behind_it():
    assert refusal(picture("JPEG") + b"MotionPhoto_Data" + bytes(2000), "a.jpg") is None
    exif = Image.Exif()
    exif[0x010F] = "A phone <3"
    assert refusal(picture("JPEG", exif=exif), "a.jpg") is None


# --- size and name


def test_an_empty_file_is_refused():
    assert refusal(b"", "a.pdf") == Refusal.EMPTY


def test_the_limit_is_the_last_size_that_is_let_in():
    body = pdf()
    assert refusal(body, "a.pdf", limit=len(body)) is None
    assert refusal(body, "a.pdf", limit=len(body) - 1) == Refusal.TOO_LARGE


def test_the_sentence_tells_the_limit_in_megabytes():
    with pytest.raises(FileRefused, match="25 MB"):
        look(b"%PDF-" + bytes(LIMIT), "a.pdf")


@pytest.mark.parametrize(
    ("name", "why"),
    [("anh.pdf", Refusal.WRONG_EXTENSION), ("anh.pdf.exe", Refusal.WRONG_EXTENSION), ("anh", Refusal.NO_EXTENSION)],
)
def test_the_ending_of_the_name_has_to_agree_with_the_content(name, why):
    assert refusal(picture("PNG"), name) == why


def test_the_sentence_names_the_ending_and_the_content():
    with pytest.raises(FileRefused, match=r"“\.pdf”.*PNG.*“\.png”"):
        look(picture("PNG"), "anh.pdf")


def test_an_ending_cannot_be_hidden_by_writing_from_right_to_left():
    assert refusal(picture("PNG"), "anh\u202egnp.exe") == Refusal.WRONG_EXTENSION


# --- other kinds


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.exe", b"MZ\x90\x00" + bytes(200), Refusal.PROGRAM),
        ("a.pdf", b"MZ\x90\x00" + bytes(200), Refusal.PROGRAM),
        ("a.pdf", b"\x7fELF\x02" + bytes(200), Refusal.PROGRAM),
        ("a.sh", b"#!/bin/sh\nrm -rf /\n", Refusal.PROGRAM),
        ("a.jpg", b"<?php system($_GET['c']); ?>", Refusal.PROGRAM),
        ("a.js", b"alert(1)", Refusal.PROGRAM),
        ("a.html", b"<!DOCTYPE html><title>x</title>", Refusal.WEB_PAGE),
        ("a.pdf", b"\xef\xbb\xbf \n<HTML><script>alert(1)</script>", Refusal.WEB_PAGE),
        ("a.png", b"hello <script>alert(1)</script>", Refusal.WEB_PAGE),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', Refusal.SVG),
        ("a.png", b'<?xml version="1.0"?><!-- x --><svg:svg onload="alert(1)"/>', Refusal.SVG),
        ("a.zip", archive("a.txt"), Refusal.ARCHIVE),
        ("a.pdf", archive("a.txt"), Refusal.ARCHIVE),
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(50), Refusal.ARCHIVE),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), Refusal.ARCHIVE),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml"), Refusal.OFFICE),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), Refusal.OFFICE),
        ("a.docm", archive("[Content_Types].xml", "word/vbaProject.bin"), Refusal.MACROS),
        ("a.docx", archive("[Content_Types].xml", "word/vbaProject.bin"), Refusal.MACROS),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Refusal.OFFICE),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), Refusal.MACROS),
        ("a.gif", picture("GIF"), Refusal.OTHER_PICTURE),
        ("a.bmp", picture("BMP"), Refusal.OTHER_PICTURE),
        ("a.tif", picture("TIFF"), Refusal.OTHER_PICTURE),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(100), Refusal.HEIC),
        ("a.txt", "Kế hoạch của xã".encode(), Refusal.UNKNOWN),
        ("a.pdf", b"\x00" * 500, Refusal.UNKNOWN),
    ],
)
def test_other_kinds_are_refused_by_what_they_are(name, body, why):
    assert refusal(body, name) == why


# --- two kinds at once


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    "tail",
    [
        archive("META-INF/MANIFEST.MF"),
        archive("a") + b"comment",
        b"<script>alert(1)</script>",
        b"Rar!\x1a\x07\x01\x00xx",
    ],
    ids=["zip", "zip with a comment", "html", "rar"],
)
def test_a_picture_with_something_behind_it_is_refused(form, tail):
    assert refusal(picture(form) + tail, f"a.{form.lower()}") == Refusal.TWO_KINDS


def test_a_picture_that_a_pdf_reader_would_open_is_refused():
    comment = b"%PDF-1.4 1 0 obj"
    body = picture("JPEG")
    assert refusal(body[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + body[2:], "a.jpg") == (
        Refusal.TWO_KINDS
    )


def test_a_pdf_that_a_browser_would_show_as_a_page_is_refused():
    assert refusal(pdf().replace(b"\n", b"\n<html><script>alert(1)</script>\n", 1), "a.pdf") == Refusal.TWO_KINDS


def test_a_pdf_with_an_archive_behind_it_or_around_its_end_is_refused():
    packed = archive("a.class")
    assert refusal(pdf() + packed, "a.pdf") == Refusal.TWO_KINDS
    with_comment = packed[:-2] + struct.pack("<H", 24) + b"\nstartxref\n9\n%%EOF\n"
    assert refusal(b"%PDF-1.7\n" + with_comment, "a.pdf") == Refusal.TWO_KINDS


def test_a_pdf_followed_by_anything_else_is_refused():
    assert refusal(pdf() + b"MZ\x90\x00", "a.pdf") == Refusal.TWO_KINDS


# --- pictures


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_was_not_copied_whole_is_refused(form):
    body = picture(form, size=(200, 200))
    assert refusal(body[: len(body) // 2], f"a.{form.lower()}") == Refusal.BROKEN_PICTURE


def test_a_beginning_alone_makes_no_picture():
    assert refusal(b"\xff\xd8\xff\xe0" + bytes(300), "a.jpg") == Refusal.BROKEN_PICTURE


@pytest.mark.parametrize("side", [6400, 12_000, 20_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(side):
    assert refusal(png_that_claims(side, side), "a.png") == Refusal.TOO_MANY_PIXELS


def test_a_large_photo_within_the_limit_is_let_in():
    made = BytesIO()
    Image.new("RGB", (7300, 5400), "teal").save(made, "JPEG", quality=20)
    assert refusal(made.getvalue(), "a.jpg") is None


# --- PDF


def attach(writer):
    writer.add_attachment("a.txt", b"content")


def opens_with(action: str):
    def change(writer):
        does = {NameObject("/S"): NameObject(action), NameObject("/F"): TextStringObject("cmd.exe")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(does)

    return change


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (opens_with("/JavaScript"), Refusal.ACTIVE_PDF),
        (attach, Refusal.ACTIVE_PDF),
        (opens_with("/Launch"), Refusal.ACTIVE_PDF),
        (lambda writer: writer.encrypt("secret", algorithm="RC4-128"), Refusal.LOCKED_PDF),
        (lambda writer: writer.encrypt("", "owner", algorithm="RC4-128"), Refusal.LOCKED_PDF),
    ],
    ids=["script", "attachment", "launch", "password", "owner's password"],
)
def test_a_pdf_that_runs_hides_or_is_locked_is_refused(change, why):
    assert refusal(pdf(change), "a.pdf") == why


@pytest.mark.parametrize(
    "body",
    [
        pdf_of(b"1 0 obj << /S /Java#53cript /JS (x) >> endobj"),
        pdf_of(b"1 0 obj << /S/#4cau#6Ech>> endobj"),
        pdf_of(b"1 0 obj << /XFA 5 0 R >> endobj"),
        pdf_of(object_stream(b"1 0 << /S /JavaScript /JS (x) >>")),
        pdf_of(object_stream(b"1 0 << /S /JavaScript /JS (x) >>", b"/Filter [ /FlateDecode ]")),
        pdf_of(object_stream(b"1 0 << /S /JavaScript /JS (x) >>", b"")),
        pdf_of(object_stream(b"1 0 << >>", b"/Filter [/ASCIIHexDecode /FlateDecode]")),
        pdf_of(object_stream(b"1 0 << >>", b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >>")),
        pdf_of(
            b"7 0 obj << /Type /ObjStm" + b" " * 9000 + b">>\nstream\n" + zlib.compress(b"/Launch ") + b"\nendstream"
        ),
    ],
    ids=range(9),
)
def test_what_runs_is_found_however_it_is_written(body):
    assert refusal(body, "a.pdf") == Refusal.ACTIVE_PDF


def test_names_that_only_begin_alike_are_let_in():
    assert refusal(pdf_of(b"1 0 obj << /LaunchPad 1 /EncryptMetadata false >> endobj"), "a.pdf") is None


@pytest.mark.parametrize(
    "body",
    [
        pdf()[:-200],
        pdf()[: len(pdf()) // 2],
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\nhello\nstartxref\n9\n%%EOF",
        b"junk\n" + pdf(),
        pdf_of(tail=b"startxref\n99999\n%%EOF"),
        pdf_of(object_stream(b"x").replace(b"stream\nx", b"stream\nBROKEN")),
        pdf_of(object_stream(bytes(70 * 2**20))),
    ],
    ids=["cut", "half", "only ends", "no objects", "junk before", "points outside", "broken stream", "bomb"],
)
def test_a_pdf_that_is_broken_or_bursts_is_refused(body):
    assert refusal(body, "a.pdf") == Refusal.BROKEN_PDF


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([pdf(), picture("PNG"), picture("JPEG"), b""]), st.integers(0, 400))
def test_nothing_that_is_sent_makes_the_gate_stumble(noise, body, at):
    for name in ("a.pdf", "a.png", "a.jpg"):
        refusal(body[:at] + noise + body[at:], name)


# --- names


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("Ke\u0302\u0301 hoạch.pdf", "Kế hoạch.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\cán bộ\\Kế hoạch.pdf", "Kế hoạch.pdf"),
        ("a\r\nb\x00\u202e\u200b.pdf", "a b.pdf"),
        ('a"<b>|?.pdf', "a__b___.pdf"),
        ("  .pdf", "pdf"),
        ("...", "file"),
        ("", "file"),
        ("ỹ" * 300 + ".pdf", "ỹ" * 116 + ".pdf"),
        ("x" * 300, "x" * 120),
        ("Số 12.KH-UBND ngày 02.02", "Số 12.KH-UBND ngày 02.02"),
    ],
)
def test_names_are_cleaned_for_showing(given_name, clean):
    assert clean_file_name(given_name) == clean


@given(st.text())
def test_a_clean_name_is_never_empty_a_path_or_longer_than_120(name):
    clean = clean_file_name(name)
    assert 0 < len(clean) <= 120
    assert not set(clean) & set("/\\\r\n\x00\u202e")
    assert clean_file_name(clean) == clean


# --- words


def test_every_refusal_has_a_sentence_of_its_own():
    assert set(SENTENCES) == set(Refusal)
    with translation.override(None):
        assert len({str(sentence) for sentence in SENTENCES.values()}) == len(Refusal)
