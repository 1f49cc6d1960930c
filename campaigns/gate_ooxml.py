"""What a workbook or a Word document (Office Open XML) must be to be let in: what Office itself writes, and no more.

Such a file is an archive of XML. Nothing in it may run, lie elsewhere, unpack without end or lead a reader of XML
astray; after `check` a reader may open it without fear for anything but the number of its rows.
"""

import re
import zlib
from collections.abc import Mapping
from io import BytesIO
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.ElementTree import fromstring

from campaigns.gate_words import FileRefused, Refusal

MAX_MEMBERS = 300
MAX_UNPACKED = 60 * 2**20
MAX_RATIO = 150  # what people write packs to a fifth, tables of one number to a hundredth
SMALL_ENOUGH = 2**20  # below which the ratio says nothing
MAX_DIRECTORY = 2**17  # bytes of the archive's list of members
MAX_RELATIONS = 2 * 2**20
CHUNK = 2**16
SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.I)
# A cell from row 200,000 or column CAA (2,055) on; styles of whole columns and the sheet's own size say nothing.
FAR_ROW = rb"(?:[2-9]\d{5}|\d{7,})"
FAR_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["'](?:[A-Z]{1,3}%b|[C-Z][A-Z]{2}\d|[^"'<>]*&)"""  # &: a letter in disguise
    rb"""|<(?:\w+:)?row\s[^<>]*?\br\s*=\s*["'](?:%b|[^"'<>]*&)[^<>]*>\s*<(?:\w+:)?c\b""" % (FAR_ROW, FAR_ROW)
)

MAIN_PART: Mapping[str, str] = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml", "pptx": "ppt/presentation.xml"}
CONTENT_TYPES = "[Content_Types].xml"
ZIP, OLD_OFFICE, END = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x05\x06"
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)  # what reading an archive raises
LOCKED = "EncryptedPackage".encode("utf-16-le")

XML = re.compile(r"\.(xml|rels|vml)$", re.I)
PACKED_OFFICE = re.compile(r"\.(xlsx|docx|pptx)$", re.I)
HARMLESS = re.compile(
    r"\.(png|jpe?g|jpe|jfif|gif|bmp|tiff?|emf|wmf|wdp|webp|svg|odttf|fntdata)$"
    r"|(^|/)printerSettings/printerSettings\d+\.bin$|^xl/worksheets/binaryIndex\d+\.bin$",
    re.I,
)
MACROS = re.compile(r"macroEnabled|vbaProject", re.I)
ACTIVE = re.compile(r"vbaProject|activeX|oleObject|afchunk|externalLinks/", re.I)
DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
ENCODING = re.compile(rb"""^<\?xml[^>]*\bencoding\s*=\s*["'](?!utf-?8["']|us-ascii["'])""", re.I)


def check(body: bytes, *, kind: str, max_unpacked: int = MAX_UNPACKED) -> None:
    """Raise `FileRefused` for what is no sound .xlsx or .docx; `kind` is "xlsx" or "docx"."""
    if body.startswith(OLD_OFFICE):
        raise FileRefused(Refusal.LOCKED_OFFICE if LOCKED in body else Refusal.OLD_OFFICE, expected=kind)
    if not body.startswith(ZIP):
        raise FileRefused(Refusal.NO_OFFICE, expected=kind)
    try:
        _check_container(body, kind, max_unpacked, is_embedded=False)
    except (*BROKEN, ParseError) as error:
        raise FileRefused(Refusal.BROKEN_OFFICE) from error


def check_reach(body: bytes) -> None:
    """Raise `FileRefused` for a workbook, looked through before, with a cell so far out that a reader would fill
    memory with what lies between: who only opens it must not be harmed."""
    with ZipFile(BytesIO(body)) as archive:
        for name in archive.namelist():
            if SHEET.search(name) and FAR_CELL.search(archive.read(name)):
                raise FileRefused(Refusal.FAR_CELL)


def _check_container(body: bytes, kind: str, max_unpacked: int, *, is_embedded: bool) -> int:
    """Look through one archive and return how many bytes it unpacks to."""
    _check_frame(body)
    with ZipFile(BytesIO(body)) as archive:
        members = archive.infolist()
        _check_list(members, kind)
        unpacked = 0
        for member in members:
            content = _unpack(archive, member, max_unpacked - unpacked)
            unpacked += len(content)
            if XML.search(member.filename):
                _check_xml(member.filename, content)
            elif embedded := PACKED_OFFICE.search(member.filename):  # the figures behind a chart
                if is_embedded:
                    raise FileRefused(Refusal.ODD_OFFICE)
                rest = max_unpacked - unpacked
                unpacked += _check_container(content, embedded[1].lower(), rest, is_embedded=True)
    return unpacked


def _check_frame(body: bytes) -> None:
    """Refuse an archive with anything before, behind or beside it: another program would read something else in it."""
    end = body[-22:]
    if not end.startswith(END):
        raise FileRefused(Refusal.ODD_OFFICE if END in body[-(2**16) :] else Refusal.BROKEN_OFFICE)
    length, start = int.from_bytes(end[12:16], "little"), int.from_bytes(end[16:20], "little")
    if length > MAX_DIRECTORY or start + length + 22 != len(body) or b"%PDF-" in body[:1024]:
        raise FileRefused(Refusal.ODD_OFFICE)


def _check_list(members: list[ZipInfo], kind: str) -> None:
    names = [member.filename for member in members]
    if len(names) > MAX_MEMBERS or len({name.lower() for name in names}) != len(names):
        raise FileRefused(Refusal.ODD_OFFICE)
    if MAIN_PART[kind] not in names or CONTENT_TYPES not in names:
        is_other = "mimetype" in names or any(part in names for part in MAIN_PART.values())
        raise FileRefused(Refusal.OTHER_OFFICE if is_other else Refusal.NO_OFFICE, expected=kind)
    for member in members:
        _check_member(member)


def _check_member(member: ZipInfo) -> None:
    name = member.filename
    is_link = member.external_attr >> 28 == 0o12
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or is_link:
        raise FileRefused(Refusal.ODD_OFFICE)
    if member.flag_bits & 1:
        raise FileRefused(Refusal.LOCKED_OFFICE)
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise FileRefused(Refusal.ODD_OFFICE)
    if "vbaProject" in name:
        raise FileRefused(Refusal.MACROS_OFFICE)
    known = name.endswith("/") or XML.search(name) or PACKED_OFFICE.search(name) or HARMLESS.search(name)
    if ACTIVE.search(name) or not known:
        raise FileRefused(Refusal.LINKED_OFFICE if "externalLinks/" in name else Refusal.ACTIVE_OFFICE)


def _unpack(archive: ZipFile, member: ZipInfo, most: int) -> bytes:
    """Return a member's content, of which the list of members may have told a lie: what is unpacked is counted."""
    content = bytearray()
    with archive.open(member) as stream:
        while piece := stream.read(CHUNK):
            content += piece
            if len(content) > most or len(content) > max(SMALL_ENOUGH, MAX_RATIO * member.compress_size):
                raise FileRefused(Refusal.LARGE_OFFICE)
    return bytes(content)


def _check_xml(name: str, content: bytes) -> None:
    """Refuse XML that names other files or that two readers would decode in two ways."""
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"<") or b"\0" in text or ENCODING.match(text) or DTD.search(text):
        raise FileRefused(Refusal.ODD_OFFICE)
    if name == CONTENT_TYPES or name.lower().endswith(".rels"):
        _check_relations(text)


def _check_relations(text: bytes) -> None:
    """Read what the parts are and where they lie; as XML, because any letter can be written in several ways there."""
    if len(text) > MAX_RELATIONS:
        raise FileRefused(Refusal.LARGE_OFFICE)
    for element in fromstring(text).iter():
        if any(MACROS.search(value) for value in element.attrib.values()):
            raise FileRefused(Refusal.MACROS_OFFICE)
        is_elsewhere = element.get("TargetMode", "").strip().lower() == "external"
        if is_elsewhere and not element.get("Type", "").endswith("/hyperlink"):
            raise FileRefused(Refusal.LINKED_OFFICE)
