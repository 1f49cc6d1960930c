"""Names, numbers and addresses leave a text; what happened stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conduct.masking import FAMILIES, masked, tells_who


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Chị Lan ở bộ phận một cửa nói to tiếng", "Chị [tên] ở bộ phận một cửa nói to tiếng"),
        ("Gặp cán bộ Nguyễn Văn Tèo lúc 9 giờ", "Gặp cán bộ [tên] lúc 9 giờ"),
        ("đ/c Hùng hẹn lại ba lần", "đ/c [tên] hẹn lại ba lần"),
        ("Trần Thị Ân không có mặt", "[tên] không có mặt"),
        ("Gọi tôi số 0912 345 678 nhé", "Gọi tôi số [số] nhé"),
        ("0912.345.678", "[số]"),
        ("+84-912-345-678", "[số]"),
        ("CCCD 001099012345", "CCCD [số]"),
        ("viết cho toi.day@example.org", "viết cho [thư điện tử]"),
        ("xem https://example.org/a?b=1 đi", "xem [liên kết] đi"),
        ("Ms Lan was rude", "Ms [tên] was rude"),
        ("ÔNG NAM hút thuốc", "ÔNG [tên] hút thuốc"),
    ],
)
def test_what_tells_who_somebody_is_is_taken_out(said, left):
    assert masked(said) == left
    assert tells_who(said)


@pytest.mark.parametrize(
    "said",
    [
        "Chờ 45 phút, từ 8 giờ đến 8 giờ 45, không ai giải thích",
        "Bộ phận Một cửa UBND xã Đại Yên niêm yết thiếu 3 thủ tục",
        "Nhân viên nhiệt tình, giải thích rõ",
        "Quyết định 522/QĐ-UBND ngày 25/01/2017",
        "Cô giáo rất thương học sinh",
        "",
    ],
)
def test_what_happened_stays(said):
    assert masked(said) == said
    assert not tells_who(said)


def test_names_that_are_known_go_however_they_are_written():
    assert masked("hôm đó nguyễn thị ánh trực", ["Nguyễn Thị Ánh"]) == "hôm đó [tên] trực"


@given(st.text(), st.integers(10**8, 10**11))
def test_no_long_number_survives(text, number):
    assert str(number) not in masked(f"{text} {number} {text}")


@given(
    st.sampled_from(FAMILIES.split("|")),
    st.sampled_from(["Văn Tèo", "Thị Lan Anh", "Đức"]),
    st.text(alphabet="abc ,.", max_size=20),
)
def test_no_full_name_survives(family, rest, around):
    name = f"{family} {rest}"
    assert name not in masked(f"{around} {name} {around}")


@given(st.text())
def test_masking_twice_is_masking_once(text):
    assert masked(masked(text)) == masked(text)
