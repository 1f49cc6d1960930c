"""The report as PDF/A in the layout of Decree 30/2020/ND-CP, measured on its pages."""

import io

import pytest
from pypdf import PdfReader

from portal.reports import asking, making
from portal.reports.render_pdf import pdf
from tests import factories as make
from tests.papers import NATION, Piece, pieces, squeezed


@pytest.fixture
def made(history, secretary, host) -> bytes:
    type(host).objects.update(place="Chương Mỹ")
    report = asking.ask(history, at=make.end_of(2024, 3, 31), by=secretary)
    assert making.make_next()
    report.refresh_from_db()
    address = f"https://portal.example.vn/verify/{report.code}/"
    body = pdf(report, address=address)
    assert pdf(report, address=address) == body  # the same row gives the same bytes
    return body


@pytest.fixture
def reader(made) -> PdfReader:
    return PdfReader(io.BytesIO(made))


@pytest.fixture
def first(reader) -> list[Piece]:
    return pieces(reader.pages[0])


def line(found: list[Piece], text: str) -> Piece:
    return next(piece for piece in found if squeezed(piece.text).startswith(squeezed(text)))


def test_it_says_that_it_is_an_archival_file_and_holds_what_that_asks_for(reader, made):
    about = reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ""

    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in about
    catalog = reader.trailer["/Root"]
    assert catalog["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert catalog["/Lang"].lower().startswith("vi")
    assert not reader.is_encrypted
    for forbidden in (b"/JavaScript", b"/EmbeddedFile", b"/Launch"):
        assert forbidden not in made


def test_every_font_is_embedded_and_none_but_ours(reader):
    named = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = below["/FontDescriptor"]
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
            named.add(descriptor["/FontName"].partition("+")[2].split("-")[0])

    assert named == {"TeXGyreTermes", "BeVietnamPro"}  # the second in the chart


def test_pages_are_a4_the_annex_across(reader):
    sizes = [
        (round(float(p.mediabox.width) / 72 * 25.4), round(float(p.mediabox.height) / 72 * 25.4)) for p in reader.pages
    ]

    assert set(sizes[:-1]) == {(210, 297)}
    assert sizes[-1] == (297, 210)


def test_texts_keep_the_margins_of_the_decree(reader):
    for page in reader.pages:
        body = [piece for piece in pieces(page) if piece.size < 13.5 or piece.top > 20]
        width, height = float(page.mediabox.width) / 72 * 25.4, float(page.mediabox.height) / 72 * 25.4
        texts = [piece for piece in body if piece.top > 15]
        assert min(piece.left for piece in texts) >= 30 - 0.2
        assert max(piece.left for piece in texts) <= width - 15
        assert min(piece.top for piece in texts) >= 20
        assert max(piece.top for piece in texts) <= height - 20 + 0.2


@pytest.mark.parametrize(
    ("text", "size", "face"),
    [
        (NATION, 13, "Bold"),
        ("Độc lập - Tự do - Hạnh phúc", 14, "Bold"),
        ("HỘI ĐỒNG", 13, "Bold"),
        ("ỦY BAN NHÂN DÂN", 13, "Regular"),
        ("Số:", 13, "Regular"),
        ("Chương Mỹ, ngày", 14, "Italic"),
        ("BÁO CÁO", 14, "Bold"),
        ("I. TÌNH HÌNH", 14, "Bold"),
        ("Tính đến", 14, "Regular"),
    ],
)
def test_each_part_has_the_size_and_weight_of_the_decree(first, text, size, face):
    piece = line(first, text)

    assert piece.size == pytest.approx(size, abs=0.05)
    assert piece.font.endswith(face)


def test_the_name_of_the_nation_stands_on_one_line_at_the_right(first):
    nation = line(first, NATION)

    assert squeezed(nation.text) == squeezed(NATION)
    assert nation.left >= 30 + 66
    assert line(first, "Độc lập").top - nation.top < 8


def test_pages_are_numbered_on_top_in_the_middle_but_not_the_first_of_each_part(reader):
    tops = [[piece for piece in pieces(page) if piece.top < 19] for page in reader.pages]

    assert tops[0] == []
    assert tops[-1] == []  # the annex begins anew
    for number, found in enumerate(tops[1:-1], start=2):
        assert [piece.text.strip() for piece in found] == [str(number)]
        assert found[0].left == pytest.approx(30 + 165 / 2, abs=3)


def test_it_says_what_the_word_file_says(reader):
    text = squeezed("".join(page.extract_text() for page in reader.pages))

    for words in ("II. KẾT QUẢ THỰC HIỆN", "Mã kiểm tra: BC-", "SHA-256:", "Nơi nhận:", "TM. HỘI ĐỒNG", "Phụ lục"):
        assert squeezed(words) in text
    assert "{{" not in text
