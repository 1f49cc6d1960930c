"""What evidence may be beside papers and pictures: Word and Excel files, and which of them not."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from campaigns.gate import EVIDENCE, Refusal
from tests.campaigns.test_gate import archive, look, pdf, picture, refusal
from tests.campaigns.test_gate_ooxml import SHEET, document, part, with_parts, workbook

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def why(body: bytes, name: str) -> Refusal | None:
    return refusal(body, name, kinds=EVIDENCE)


def reaching(reference: str) -> bytes:
    """Return a small workbook with one cell far out."""
    return workbook(lambda book: book.active.__setitem__(reference, "x"))


def with_sheet(rows: bytes) -> bytes:
    sheet = part(workbook(), SHEET)
    start, end = sheet.index(b"<sheetData>"), sheet.index(b"</sheetData>")
    return with_parts(workbook(), **{SHEET: sheet[:start] + b"<sheetData>" + rows + sheet[end:]})


@pytest.mark.parametrize(
    ("body", "name", "mime"),
    [
        (document(), "Biên bản.docx", DOCX),
        (workbook(), "Danh sách.XLSX", XLSX),
        (pdf(), "a.pdf", "application/pdf"),
        (picture("PNG"), "a.png", "image/png"),
    ],
)
def test_papers_pictures_documents_and_workbooks_are_let_in(body, name, mime):
    facts = look(body, name, kinds=EVIDENCE)
    assert (facts.mime, facts.clean_name, facts.size) == (mime, name, len(body))


def test_a_signed_paper_is_no_document():
    assert refusal(document(), "a.docx") == Refusal.OFFICE
    assert refusal(workbook(), "a.xlsx") == Refusal.OFFICE


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        (b"", "a.docx", Refusal.EMPTY),
        (b"MZ\x90\x00" + bytes(200), "a.docx", Refusal.PROGRAM),
        (b"<html><script>alert(1)</script>", "a.docx", Refusal.WEB_PAGE),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.xlsx", Refusal.SVG),
        (document(), "a.xlsx", Refusal.WRONG_EXTENSION),
        (document(), "a.docm", Refusal.MACROS_OFFICE),
        (with_parts(document(), **{"word/vbaProject.bin": b"x"}), "a.docx", Refusal.MACROS_OFFICE),
        (with_parts(workbook(), **{"xl/externalLinks/externalLink1.xml": b"<x/>"}), "a.xlsx", Refusal.LINKED_OFFICE),
        (with_parts(document(), **{"word/embeddings/oleObject1.bin": b"x"}), "a.docx", Refusal.ACTIVE_OFFICE),
        (with_parts(workbook(), **{"xl/a.xml": b"<!DOCTYPE a><a/>"}), "a.xlsx", Refusal.ODD_OFFICE),
        (with_parts(workbook(), **{"xl/media/a.png": bytes(70 * 2**20)}), "a.xlsx", Refusal.LARGE_OFFICE),
        (document() + pdf(), "a.docx", Refusal.ODD_OFFICE),
        (pdf() + document(), "a.pdf", Refusal.TWO_KINDS),
        (picture("JPEG") + document(), "a.jpg", Refusal.TWO_KINDS),
        (archive("ppt/presentation.xml", "[Content_Types].xml"), "a.pptx", Refusal.OTHER_OFFICE),
        (archive("a.txt"), "a.zip", Refusal.ARCHIVE),
        (OLD + bytes(600), "a.doc", Refusal.OLD_OFFICE),
        (OLD + bytes(600), "a.xls", Refusal.OLD_OFFICE),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "a.docx", Refusal.LOCKED_OFFICE),
        (OLD + "_VBA_PROJECT".encode("utf-16-le"), "a.xls", Refusal.MACROS),
        (b"just words", "a.txt", Refusal.UNKNOWN_EVIDENCE),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else None,
)
def test_what_runs_hides_or_is_something_else_is_refused(body, name, expected):
    assert why(body, name) == expected


# --- workbooks that a reader would drown in


@pytest.mark.parametrize("reference", ["XFD1048576", "A200000", "CAA1", "B1048576"])
def test_a_cell_far_out_is_refused(reference):
    assert why(reaching(reference), "a.xlsx") == Refusal.FAR_CELL


@pytest.mark.parametrize("reference", ["A199999", "BZZ1", "AMJ5000"])
def test_a_large_sheet_is_let_in(reference):
    assert why(reaching(reference), "a.xlsx") is None


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c t="n" r="&#88;FD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c><v>1</v></c></row>",
        b'<x:row spans="1:2" r="&#49;048576"> <x:c><v>1</v></x:c></x:row>',
    ],
)
def test_a_cell_far_out_is_found_however_it_is_written(rows):
    assert why(with_sheet(rows), "a.xlsx") == Refusal.FAR_CELL


def test_styles_of_whole_columns_and_empty_rows_do_no_harm():
    assert why(with_sheet(b'<row r="1048576" ht="15"/><row r="1"><c r="A1"><v>1</v></c></row>'), "a.xlsx") is None
    book, made = Workbook(), BytesIO()
    book.active.column_dimensions.group("A", "XFD", hidden=True)
    book.save(made)
    assert why(made.getvalue(), "a.xlsx") is None


def test_looking_for_far_cells_takes_no_longer_on_text_that_never_ends():
    assert why(with_sheet(b"<c " * 2_000_000), "a.xlsx") in {None, Refusal.LARGE_OFFICE, Refusal.BROKEN_OFFICE}
