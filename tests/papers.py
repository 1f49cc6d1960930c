"""What several tests of official papers need: the letters they must hold, and reading them back."""

import io
import unicodedata

from docx import Document
from docx.oxml.ns import qn

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def every_letter() -> str:
    """Return the 67 letters of Vietnamese that ASCII has not, as they are and large: 134; f, j, w, z are none."""
    marked = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
    small = "".join(sorted({*marked, "đ"} - set("aeiouy")))
    return f"{small}|{small.upper()}"


def words_of(docx: bytes) -> str:
    """Return all text of a Word file: of the body, in tables and beside them, in the order of the file."""
    body = Document(io.BytesIO(docx)).element.body
    return "\n".join("".join(text.text or "" for text in one.iter(qn("w:t"))) for one in body.iter(qn("w:p")))
