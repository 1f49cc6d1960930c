"""What several tests of official papers need: the letters they must hold, and measuring what was made."""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Length
from docx.text.paragraph import Paragraph
from pypdf import PageObject

from portal.papers import kinds

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
WIDEST = 95  # millimetres that the nation's name takes at 13 points, bold
MM = 25.4 / 72  # millimetres in a point
OFFICIAL = [name for name in kinds.KINDS if name != "certificate"]  # that one is no paper of Decree 30/2020
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


@dataclass(frozen=True)
class Piece:
    """A run of letters on a page of a PDF file; places in millimetres from the upper left corner, at its baseline."""

    text: str
    left: float
    top: float
    size: float
    font: str


def pieces(page: PageObject) -> list[Piece]:
    """Return the lines of a page as far as they have one face, in the order of the file."""
    found: list[Piece] = []
    height = float(page.mediabox.height)

    def note(text: str, cm: list[float], tm: list[float], font: dict | None, size: float) -> None:
        if text.strip() and font:
            left, up = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append(
                Piece(text, left * MM, (height - up) * MM, size * abs(tm[0] * cm[0]), _face(font["/BaseFont"]))
            )

    page.extract_text(visitor_text=note)
    return found


def _face(name: str) -> str:
    """Return the name of a font without what tells its part from others: /ABCDEF+Name-Bold-Identity-H."""
    return name.partition("+")[2].removesuffix("-Identity-H")


def squeezed(text: str) -> str:
    return "".join(text.split())
