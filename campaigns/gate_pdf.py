"""What a PDF must be to be let in: whole, unlocked, and without anything that runs or hides.

Names in a PDF may be spelled with #xx and may stand in compressed object streams; both are looked through. What cannot
be looked through is refused: printing the paper to PDF again always gives one that can.
"""

import re
import zlib
from collections.abc import Iterator

from campaigns.gate_words import FileRefused, Refusal

TAIL = 2048
MAX_INFLATED = 60 * 2**20
MAX_READ = 400 * 2**20
MAX_OBJECT_STREAMS = 20_000
CHUNK = 2**14
BLANK = b"\x00\t\n\x0c\r "
OBJECT = re.compile(rb"\d\s+obj\b")
END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF$")


def _name(*names: str) -> re.Pattern[bytes]:
    """Match a name of PDF however its letters are written."""
    spelled = ("".join(f"(?:{char}|#{ord(char):02x}|#{ord(char):02X})" for char in name) for name in names)
    return re.compile(f"/(?:{'|'.join(spelled)})(?=[\\s/<>\\[\\](){{}}%]|$)".encode())


LOCKED = _name("Encrypt")
ACTIVE = _name("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA")
OBJECT_STREAM = _name("ObjStm")
FILTER = _name("Filter")
PLAIN_FLATE = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\s*\]?\s*(?=[/>])")
PREDICTOR = _name("Predictor", "DecodeParms")


def check(body: bytes) -> None:
    """Raise `FileRefused` for a PDF that is cut off, locked, active, or followed by something else."""
    text = body.rstrip(BLANK)
    if not text.endswith(b"%%EOF"):
        raise FileRefused(Refusal.TWO_KINDS if b"%%EOF" in text[-TAIL:] else Refusal.BROKEN_PDF)
    end = END.search(text[-TAIL:])
    if end is None or int(end[1]) >= len(text) or len(body) - len(text) > TAIL or not _has_a_root(body):
        raise FileRefused(Refusal.BROKEN_PDF)
    if LOCKED.search(body):
        raise FileRefused(Refusal.LOCKED_PDF)
    if ACTIVE.search(body) or any(ACTIVE.search(objects) for objects in _object_streams(body)):
        raise FileRefused(Refusal.ACTIVE_PDF)


def _has_a_root(body: bytes) -> bool:
    return b"/Root" in body and OBJECT.search(body) is not None


def _object_streams(body: bytes) -> Iterator[bytes]:
    """Give the unpacked content of each stream that holds objects; the work is bounded whatever the file claims."""
    unpacked = read = 0
    for number, found in enumerate(OBJECT_STREAM.finditer(body)):
        start = body.rfind(b"obj", max(0, found.start() - TAIL), found.start())
        stream = body.find(b"stream", found.end(), found.end() + TAIL)
        if start < 0 or stream < 0 or number > MAX_OBJECT_STREAMS:
            raise FileRefused(Refusal.ACTIVE_PDF)
        about = body[start:stream]
        if not FILTER.search(about):
            continue  # not packed: looked through with the rest
        if not PLAIN_FLATE.search(about) or PREDICTOR.search(about):
            raise FileRefused(Refusal.ACTIVE_PDF)
        content, length = _inflate(body, stream + len(b"stream"), MAX_INFLATED - unpacked)
        unpacked, read = unpacked + len(content), read + length
        if read > MAX_READ:
            raise FileRefused(Refusal.BROKEN_PDF)
        yield content


def _inflate(body: bytes, start: int, most: int) -> tuple[bytes, int]:
    """Return what a stream unpacks to and how much of the file was read for it."""
    at = start + len(body[start : start + 4]) - len(body[start : start + 4].lstrip(b"\r\n "))
    packer, view, content = zlib.decompressobj(), memoryview(body), bytearray()
    while not packer.eof and at < len(body):
        try:
            content += packer.decompress(view[at : at + CHUNK], most + 1 - len(content))
        except zlib.error as error:
            raise FileRefused(Refusal.BROKEN_PDF) from error
        if len(content) > most:
            raise FileRefused(Refusal.BROKEN_PDF)
        at += CHUNK
    return bytes(content), at - start
