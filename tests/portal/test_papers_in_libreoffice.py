"""What becomes of the Word files on the page: LibreOffice sets them, and the pages are measured."""

import pytest

from portal.papers import kinds
from portal.papers.filling import fill
from portal.papers.render import built_in
from tests.libreoffice import as_pdf
from tests.papers import NATION, OFFICIAL, every_letter, pieces, squeezed

pytestmark = pytest.mark.slow
LONG = "Kết quả thực hiện phong trào thi đua “Cán bộ, công chức, viên chức, người lao động thực hiện văn hóa công sở”"
UPRIGHT, ACROSS = (210, 297), (297, 210)
SIDES = (20, 15, 20, 30)  # millimetres above, at the right, below, at the left


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Every kind as LibreOffice sets it, long: several pages each."""
    files = {name: fill(built_in(name), lengthened(name)) for name in OFFICIAL}
    return as_pdf(files, tmp_path_factory.mktemp("libreoffice"))


def lengthened(name: str) -> dict:
    """Return the sample with long texts and long lists."""
    facts = dict(kinds.of(name).sample, subject=f"{LONG} {every_letter()}")
    for field in kinds.of(name).fields:
        if isinstance(field.sample, list) and field.name != "recipients":
            facts[field.name] = field.sample * 12
    return facts


def size_of(page):
    return round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)


@pytest.mark.parametrize("name", OFFICIAL)
def test_pages_are_a4_and_texts_keep_the_margins(papers, name):
    above, right, below, left = SIDES
    for page in papers[name].pages:
        width, height = size_of(page)
        assert (width, height) in {UPRIGHT, ACROSS}
        body = [piece for piece in pieces(page) if piece.top > above]
        assert min(piece.left for piece in body) >= left - 0.3
        assert max(piece.left for piece in body) <= width - right
        assert max(piece.top for piece in body) <= height - below + 0.3


@pytest.mark.parametrize("name", OFFICIAL)
def test_the_name_of_the_nation_stands_on_one_line(papers, name):
    first = pieces(papers[name].pages[0])
    nation = [piece for piece in first if squeezed(piece.text) and squeezed(piece.text) in squeezed(NATION)]
    lines = {round(piece.top, 1) for piece in first if "CỘNG" in piece.text or "VIỆT NAM" in piece.text}

    assert len(lines) == 1, nation
    assert {round(piece.size, 1) for piece in first if "CỘNG" in piece.text} == {13.0}
    assert all(piece.font.endswith("Bold") for piece in first if "CỘNG" in piece.text)


@pytest.mark.parametrize("name", OFFICIAL)
def test_pages_are_numbered_on_top_from_the_second_on(papers, name):
    tops = [[piece.text.strip() for piece in pieces(page) if piece.top < 20] for page in papers[name].pages]
    upright = [top for top, page in zip(tops, papers[name].pages, strict=True) if size_of(page) == UPRIGHT]

    assert upright == [[], *([str(number)] for number in range(2, len(upright) + 1))]


@pytest.mark.parametrize("name", OFFICIAL)
def test_every_letter_is_set_in_the_face_of_the_paper(papers, name):
    text = "".join(page.extract_text() for page in papers[name].pages)
    faces = {piece.font.split("-")[0] for page in papers[name].pages for piece in pieces(page)}

    assert squeezed(every_letter()) in squeezed(text)
    assert faces == {"TeXGyreTermes"}


@pytest.mark.parametrize("name", [name for name in OFFICIAL if "recipients" in kinds.of(name).sample])
def test_the_foot_stands_together(papers, name):
    """Recipients and signature are on one page, never apart."""
    pages = ["".join(squeezed(page.extract_text())) for page in papers[name].pages]
    holding = [text for text in pages if "Nơinhận:" in text]

    assert len(holding) == 1
    assert squeezed(kinds.of(name).sample["signer"]) in holding[0]


def test_wide_tables_lie_across(papers):
    assert size_of(papers["report"].pages[-1]) == ACROSS
