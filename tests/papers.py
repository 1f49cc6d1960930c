"""What several tests of official papers need: the letters they must hold, and measuring what was made."""

import io
import unicodedata
from collections.abc import Iterator

from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Length
from docx.text.paragraph import Paragraph

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
WIDEST = 95  # millimetres that the nation's name takes at 13 points, bold
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def every_letter() -> str:
    """Return the 67 letters of Vietnamese that ASCII has not, as they are and large: 134."""
    marked = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
    small = "".join(sorted({*marked, "đ"} - set("aeiouy")))
    return f"{small}|{small.upper()}"


def opened(docx: bytes) -> Paper:
    return Document(io.BytesIO(docx))


def paragraphs(paper: Paper) -> list[Paragraph]:
    """Every paragraph, those in tables too."""
    cells = [cell for table in paper.tables for row in table.rows for cell in row.cells]
    return [*paper.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]


def find(paper: Paper, text: str) -> Paragraph:
    return next(paragraph for paragraph in paragraphs(paper) if paragraph.text.startswith(text))


def look(paragraph: Paragraph) -> tuple[Length | None, bool, bool]:
    """Return size, weight and slant of a paragraph."""
    run = next(run for run in paragraph.runs if run.text)
    return run.font.size, bool(run.bold), bool(run.italic)


def words_of(docx: bytes) -> str:
    """Return all text of a Word file: of the body, in tables and beside them, in the order of the file."""
    return "\n".join(lines_of(opened(docx)))


def lines_of(paper: Paper) -> Iterator[str]:
    for one in paper.element.body.iter(qn("w:p")):
        yield "".join(part.text or "" if part.tag == qn("w:t") else "\n" for part in one.iter(qn("w:t"), qn("w:br")))
