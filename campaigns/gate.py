"""The gate for uploaded files: what a file really is, and the sentence that refuses it.

A file is what its content says; its name only has to agree. `PAPERS` and `EVIDENCE` are the lists of what is let in: a
kind tells how it begins, what its names end in and what else it must be. The type that a browser claims is never looked
at.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore
from typing import BinaryIO, Final, Protocol

from campaigns import gate_ooxml, gate_pdf
from campaigns.gate_words import FileRefused, Refusal
from units.vietnamese import nfc

__all__ = ["EVIDENCE", "PAPERS", "FileFacts", "FileKind", "FileRefused", "Refusal", "clean_file_name", "inspect"]

MAX_PIXELS = 40_000_000
MAX_NAME = 120
HEAD = 1024  # as far as browsers and PDF readers look for what a file is
ONE_PICTURE_AT_A_TIME = BoundedSemaphore(1)  # a picture of 40 million pixels takes 160 MB while it is decoded


class Readable(Protocol):
    """What an uploaded file and an open file have in common."""

    def read(self, size: int = ..., /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


@dataclass(frozen=True)
class FileFacts:
    """What is kept about a file that was let in; `clean_name` is for showing, never a path."""

    mime: str
    extension: str
    size: int
    sha256: str
    clean_name: str


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is let in; `check` raises `FileRefused` for one that is broken or dangerous."""

    name: str
    mime: str
    extensions: tuple[str, ...]
    begins: Callable[[bytes], bool]
    check: Callable[[bytes], None]


def inspect(
    file: BinaryIO | Readable, filename: str, *, max_bytes: int, kinds: "Sequence[FileKind] | None" = None
) -> FileFacts:
    """Return the facts of a file that may be kept: of a paper, where no other kinds are named.

    Raises `FileRefused`; leaves the file at its beginning.
    """
    kinds = PAPERS if kinds is None else kinds
    file.seek(0)
    body = file.read(max_bytes + 1)
    file.seek(0)
    if not body:
        raise FileRefused(Refusal.EMPTY)
    if len(body) > max_bytes:
        raise FileRefused(Refusal.TOO_LARGE, limit=max_bytes // 2**20)
    name = clean_file_name(filename)
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = next((kind for kind in kinds if kind.begins(body)), None)
    if kind is None:
        raise _what_else(body, extension, kinds)
    _agree(kind, extension)
    kind.check(body)
    return FileFacts(kind.mime, extension, len(body), hashlib.sha256(body).hexdigest(), name)


def clean_file_name(filename: str) -> str:
    """Return a name that can be shown and offered for download: no folders, nothing invisible, 120 characters."""
    name = nfc(filename.replace("\\", "/").rpartition("/")[2])
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:MAX_NAME].strip(" .") or "file"
    return f"{stem[: MAX_NAME - len(extension) - 1].rstrip(' .') or 'file'}.{extension}"


def _agree(kind: FileKind, extension: str) -> None:
    if not extension:
        raise FileRefused(Refusal.NO_EXTENSION, expected=kind.extensions[0])
    if extension in MACRO_NAMES:
        raise FileRefused(Refusal.MACROS_OFFICE)
    if extension not in kind.extensions:
        raise FileRefused(Refusal.WRONG_EXTENSION, extension=extension, kind=kind.name, expected=kind.extensions[0])


# --- what is let in --------------------------------------------------------------------------------------------------


def _check_pdf(body: bytes) -> None:
    if HTML.search(body[:HEAD]) or _ends_as_zip(body):
        raise FileRefused(Refusal.TWO_KINDS)
    gate_pdf.check(body)


def _check_picture(body: bytes, *, form: str) -> None:
    if HTML.search(body) or b"%PDF-" in body[:HEAD] or ARCHIVE_INSIDE.search(body) or _ends_as_zip(body):
        raise FileRefused(Refusal.TWO_KINDS)
    with ONE_PICTURE_AT_A_TIME:
        _decode(body, form)


def _decode(body: bytes, form: str) -> None:
    """Read every pixel: a picture that was cut off or made to burst shows only then."""
    from PIL import Image

    try:
        with Image.open(BytesIO(body), formats=[form]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise FileRefused(Refusal.TOO_MANY_PIXELS, limit=MAX_PIXELS // 10**6)
            picture.draft("L", (picture.width // 8, picture.height // 8))  # JPEG alone: decodes all, keeps an eighth
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused(Refusal.TOO_MANY_PIXELS, limit=MAX_PIXELS // 10**6) from error
    except FileRefused:
        raise
    except Exception as error:  # decoders raise whatever they stumble over
        raise FileRefused(Refusal.BROKEN_PICTURE) from error


def _picture(name: str, mime: str, extensions: tuple[str, ...], begins: Callable[[bytes], bool]) -> FileKind:
    return FileKind(name, mime, extensions, begins, lambda body: _check_picture(body, form=name.upper()))


def _office(name: str, extension: str, mime: str, part: bytes) -> FileKind:
    def begins(body: bytes) -> bool:
        return body.startswith(gate_ooxml.ZIP) and part in body

    def check(body: bytes) -> None:
        gate_ooxml.check(body, kind=extension)
        if extension == "xlsx":
            gate_ooxml.check_reach(body)

    return FileKind(name, mime, (extension,), begins, check)


PAPERS: Final[list[FileKind]] = [
    FileKind("PDF", "application/pdf", ("pdf",), lambda body: body.startswith(b"%PDF-"), _check_pdf),
    _picture("JPEG", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), lambda body: body.startswith(b"\xff\xd8\xff")),
    _picture("PNG", "image/png", ("png",), lambda body: body.startswith(b"\x89PNG\r\n\x1a\n")),
    _picture("WebP", "image/webp", ("webp",), lambda body: body[:4] == b"RIFF" and body[8:12] == b"WEBP"),
]
OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"
OFFICE: Final[list[FileKind]] = [
    _office("Word", "docx", f"{OPEN_XML}.wordprocessingml.document", b"word/document.xml"),
    _office("Excel", "xlsx", f"{OPEN_XML}.spreadsheetml.sheet", b"xl/workbook.xml"),
]
EVIDENCE: Final[list[FileKind]] = [*PAPERS, *OFFICE]


# --- what is not, and what to say about it ---------------------------------------------------------------------------

HTML = re.compile(rb"<(?:!doctype\s+html|html|script|iframe)[\s>]", re.IGNORECASE)
PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|meta|title|table|div|p|a)[\s>]", re.IGNORECASE)
SVG = re.compile(rb"<svg[\s>:]", re.IGNORECASE)
ARCHIVE_INSIDE = re.compile(rb"Rar!\x1a\x07[\x00\x01]|7z\xbc\xaf\x27\x1c")
OFFICE_INSIDE = re.compile(rb"\[Content_Types\]\.xml|application/vnd\.oasis\.opendocument")
MACROS_INSIDE = re.compile(rb"vbaProject|_VBA_PROJECT|V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0", re.IGNORECASE)
PROGRAM_NAMES = frozenset(
    ("exe", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "js", "jse", "wsf", "hta", "jar", "apk", "sh", "py", "php")
)
MACRO_NAMES = frozenset(("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm"))
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"<?php", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
OTHER_PICTURES = (b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00")
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis", b"avif")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def _what_else(body: bytes, extension: str, kinds: "Sequence[FileKind]") -> FileRefused:
    """Name the kind of a file that is not let in, so that its owner knows what to do."""
    refusal = _kind_of(body, extension)
    takes_office = any(kind in kinds for kind in OFFICE)
    if not takes_office or refusal not in {Refusal.OFFICE, Refusal.UNKNOWN}:
        return FileRefused(refusal)
    if refusal == Refusal.UNKNOWN:
        return FileRefused(Refusal.UNKNOWN_EVIDENCE)
    if not body.startswith(OLD_OFFICE):
        return FileRefused(Refusal.OTHER_OFFICE, expected="pdf")
    expected = "xlsx" if extension.startswith("xl") else "docx"
    return FileRefused(Refusal.LOCKED_OFFICE if gate_ooxml.LOCKED in body else Refusal.OLD_OFFICE, expected=expected)


def _kind_of(body: bytes, extension: str) -> Refusal:
    tests: Mapping[Refusal, bool] = {
        Refusal.PROGRAM: body.startswith(PROGRAMS) or extension in PROGRAM_NAMES,
        Refusal.MACROS: body.startswith((*ZIP, OLD_OFFICE)) and MACROS_INSIDE.search(body) is not None,
        Refusal.OFFICE: body.startswith(OLD_OFFICE)
        or (body.startswith(ZIP) and OFFICE_INSIDE.search(body) is not None),
        Refusal.ARCHIVE: body.startswith((*ZIP, *ARCHIVES)) or body[257:262] == b"ustar",
        Refusal.SVG: SVG.search(body[: 4 * HEAD]) is not None,
        Refusal.WEB_PAGE: PAGE.search(body[: 4 * HEAD]) is not None or extension in {"htm", "html", "xhtml", "mht"},
        Refusal.HEIC: body[4:8] == b"ftyp" and body[8:12] in HEIC_BRANDS,
        Refusal.OTHER_PICTURE: body.startswith(OTHER_PICTURES),
        Refusal.BROKEN_PDF: b"%PDF-" in body[:HEAD],
    }
    return next((refusal for refusal, it_is in tests.items() if it_is), Refusal.UNKNOWN)


def _ends_as_zip(body: bytes) -> bool:
    """Whether an unzipper would find an archive at the end: its directory lies where its last record says."""
    start = max(0, len(body) - 2**16 - 22)
    at = body.find(b"PK\x05\x06", start)
    while at >= 0:
        entries = int.from_bytes(body[at + 10 : at + 12], "little")
        length = int.from_bytes(body[at + 12 : at + 16], "little")
        if body[at - 20 : at].startswith(b"PK\x06\x07"):  # the large kind of archive says the rest elsewhere
            return True
        if entries and body[max(0, at - length) :].startswith(b"PK\x01\x02"):
            return True
        at = body.find(b"PK\x05\x06", at + 4)
    return False
