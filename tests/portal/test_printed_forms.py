"""Certificates, posters and the code as card and poster: whole names, one page each, every letter."""

import io
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from portal.papers.fitting import POINT, breadth, fit, split, torn
from portal.papers.printed_forms import CERTIFICATE_WIDTH, make_certificates, make_code_paper, make_posters
from tests.papers import every_letter, pieces, squeezed

SHARED = {
    "kind": "GIẤY KHEN",
    "giver": "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ",
    "decision": "Quyết định số 1245/QĐ-UBND ngày 20 tháng 12 năm 2024",
    "register": "Vào sổ khen thưởng số 17",
    "place_and_date": "Chương Mỹ, ngày 20 tháng 12 năm 2024",
    "authority": "CHỦ TỊCH",
    "signer": "Nguyễn Văn Ví Dụ",
    "achievement": "Đã có thành tích xuất sắc trong phong trào thi đua thực hiện văn hóa công sở năm 2024",
}
LONG = (
    "Tập thể cán bộ, giáo viên, nhân viên Trường Trung học cơ sở Nguyễn Văn Trỗi và Hội đồng Sư phạm "
    "Trường Tiểu học Đông Phương Yên"
)
NAMES = [
    "Ông Nguyễn Văn Ví Dụ",
    "Bà Tôn Nữ Hoàng Ngọc Phương Khánh",
    "Cán bộ và Nhân dân xã Đông Phương Yên",
    "Phòng Lao động - Thương binh và Xã hội huyện Chương Mỹ",
    LONG,
]


def read(body: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(body))


# --- fitting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [90, 140, CERTIFICATE_WIDTH])
def test_a_name_is_whole_fits_and_is_not_torn(name, width):
    fitted = fit(name, width=width, largest=36, smallest=12, most_lines=4)

    assert " ".join(fitted.lines) == name
    assert all(breadth(line) * fitted.size * POINT <= width for line in fitted.lines)
    assert torn(fitted.lines) == 0


def test_a_short_name_is_as_large_as_it_may_be_and_a_long_one_stands_in_lines_of_like_length():
    short = fit(NAMES[0], width=CERTIFICATE_WIDTH, largest=36, smallest=20, most_lines=3)
    long = fit(LONG, width=CERTIFICATE_WIDTH, largest=36, smallest=20, most_lines=3)

    assert (short.lines, short.size) == ((NAMES[0],), 36)
    assert max(map(breadth, long.lines)) / min(map(breadth, long.lines)) < 1.6
    assert long.size >= 24


words = st.lists(st.text("aăđêôưNVT", min_size=1, max_size=12), min_size=1, max_size=14)


@given(words, st.integers(40, 200))
def test_no_word_is_ever_lost_or_broken(text, width):
    fitted = fit(" ".join(text), width=width, largest=30, smallest=10, most_lines=3)

    assert [word for line in fitted.lines for word in line.split()] == text
    assert all(breadth(line) * fitted.size * POINT <= width for line in fitted.lines) or fitted.size == 1


@given(words, st.integers(1, 4))
def test_a_name_is_torn_only_where_no_other_way_is_left(text, lines):
    """Against the naive way: every place to break at is tried."""
    found = split(text, lines, room=float("inf"))
    if found is None:
        assert lines > len(text)
        return
    ways = [[0, *places, len(text)] for places in combinations(range(1, len(text)), lines - 1)]
    candidates = [[" ".join(text[a:b]) for a, b in pairwise(way)] for way in ways]
    assert torn(found) == min(map(torn, candidates))


# --- certificates ----------------------------------------------------------------------------------------------------


def test_each_certificate_has_one_page_across_with_its_whole_name():
    body = make_certificates([{**SHARED, "name": name} for name in NAMES], title="Giấy khen năm 2024")
    pages = read(body).pages

    assert len(pages) == len(NAMES)
    for page, name in zip(pages, NAMES, strict=True):
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (842, 595)
        text = page.extract_text()
        assert squeezed(name) in squeezed(text)
        for line in fit(name, width=CERTIFICATE_WIDTH, largest=36, smallest=20, most_lines=3).lines:
            assert any(squeezed(line) in squeezed(piece.text) for piece in pieces(page)) or name == LONG
        assert squeezed(SHARED["signer"]) in squeezed(text)


def test_the_longest_texts_still_leave_one_page_and_room_for_the_signature():
    achievement = f"{SHARED['achievement']}; {'có nhiều sáng kiến được nhân rộng trong toàn huyện, ' * 4}"
    long = {**SHARED, "name": f"{LONG} và {LONG}", "detail": "Huyện Chương Mỹ", "achievement": achievement}
    body = make_certificates([long], title="Giấy khen")

    assert len(read(body).pages) == 1
    found = pieces(read(body).pages[0])
    lowest = max(piece.top for piece in found if squeezed(piece.text) in squeezed(achievement))
    assert lowest < min(piece.top for piece in found if "Chương Mỹ, ngày" in piece.text)


def test_on_a_printed_form_no_frame_is_drawn():
    framed = read(make_certificates([{**SHARED, "name": NAMES[0]}], title="Giấy khen"))
    plain = read(make_certificates([{**SHARED, "name": NAMES[0]}], title="Giấy khen", on_form=True))

    assert len(plain.pages[0].get_contents().get_data()) < len(framed.pages[0].get_contents().get_data())
    assert squeezed(NAMES[0]) in squeezed(plain.pages[0].extract_text())


def test_certificates_hold_every_letter():
    body = make_certificates([{**SHARED, "name": every_letter().replace("|", " ")}], title="Giấy khen")

    assert squeezed(every_letter()).replace("|", "") in squeezed(read(body).pages[0].extract_text())


# --- posters ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("a5", (420, 595))])
def test_each_unit_has_one_poster_with_its_name_and_address(paper, size):
    address = "https://thi-dua.example.vn/feedback/Zx8Kq2mPw4Tn/"
    units = [{"host": "Ủy ban nhân dân huyện Chương Mỹ", "name": name, "address": address} for name in NAMES]
    pages = read(make_posters(units, title="Mã QR", paper=paper)).pages

    assert len(pages) == len(units)
    for page, unit in zip(pages, units, strict=True):
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == size
        assert squeezed(unit["name"]) in squeezed(page.extract_text())
        assert address in squeezed(page.extract_text())


# --- a code ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "size"), [("card", (595, 420)), ("frame", (842, 1191))])
@pytest.mark.parametrize("number", [2, 14])
def test_a_code_stands_on_one_page_however_long_it_is(form, size, number):
    parts = [
        {"title": f"Phần {place}", "lines": ["Đeo thẻ khi thi hành công vụ; có biển tên, chức danh tại bàn"] * 3}
        for place in range(1, number + 1)
    ]
    code = {"agency": "Ủy ban nhân dân thành phố", "title": "Quy tắc ứng xử", "basis": "Quyết định", "parts": parts}
    pages = read(make_code_paper(code, form=form)).pages

    assert len(pages) == 1
    assert (round(float(pages[0].mediabox.width)), round(float(pages[0].mediabox.height))) == size
    text = squeezed(pages[0].extract_text())
    assert squeezed(f"Phần {number}") in text
    assert text.count(squeezed("Đeo thẻ khi thi hành công vụ")) == 3 * number
