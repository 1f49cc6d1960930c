"""Old Vietnamese encodings are recognised in real phrases, and what is Unicode or foreign is left alone."""

import unicodedata

import pytest

from units.old_encodings import TCVN3, VISCII, VNI_LETTERS, VNI_SIGNS, old_encoding

PHRASES = [
    "Kế hoạch thực hiện phong trào thi đua năm 2024",
    "Hội nghị quán triệt Quy tắc ứng xử nơi công sở",
    "Ủy ban nhân dân xã Đại Yên, huyện Chương Mỹ",
    "Sinh hoạt chi bộ chuyên đề quý II",
    "Đồng chí Chủ tịch UBND xã kiểm tra, nhắc nhở cán bộ",
    "Tuyên truyền trên hệ thống loa truyền thanh: 12 buổi",
    "Vệ sinh môi trường, trồng cây xanh",
    "Phổ biến bộ quy tắc ứng xử cho giáo viên, nhân viên và học sinh",
    "nghiêm túc, nguyễn, khuỷu tay, quyết định, giữ gìn, khuya",
]


def in_table(text: str, table: dict[int, str]) -> str:
    """Write a text as an old font would have it: lower case only, as capital letters came from fonts of their own."""
    back = {letter: chr(place) for place, letter in table.items() if letter.islower()}
    return "".join(back.get(letter, letter) for letter in unicodedata.normalize("NFC", text.lower()))


def in_vni(text: str) -> str:
    """Write a text as VNI fonts have it: a letter, then the sign for what stands on it."""
    letters = {unicodedata.normalize("NFC", made): sign for sign, made in VNI_LETTERS.items()}
    for base in "aeouyôö":
        for sign, marks in VNI_SIGNS.items():
            made = unicodedata.normalize("NFC", VNI_LETTERS.get(base, base) + marks)
            if len(made) == 1:
                letters.setdefault(made, base + sign)
    return "".join(letters.get(letter, letter) for letter in unicodedata.normalize("NFC", text.lower()))


def test_the_tables_write_what_offices_know():
    assert in_table("kế hoạch thực hiện phong trào", TCVN3) == "kÕ ho¹ch thùc hiÖn phong trµo"
    assert in_vni("kế hoạch thực hiện phong trào") == "keá hoaïch thöïc hieän phong traøo"
    assert in_vni("trường đường nước") == "tröôøng ñöôøng nöôùc"


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("TCVN3", lambda text: in_table(text, TCVN3)),
        ("VNI", in_vni),
        ("VISCII", lambda text: in_table(text, VISCII)),
        ("UTF-8", lambda text: text.encode().decode("cp1252", errors="replace")),
        ("UTF-8", lambda text: text.encode().decode("latin-1")),
    ],
    ids=["TCVN3", "VNI", "VISCII", "UTF-8 as Windows text", "UTF-8 as Latin text"],
)
def test_a_phrase_in_an_old_encoding_is_recognised(phrase, name, write):
    assert old_encoding(write(phrase)) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TR¦êNG TIÓU HäC", "TCVN3"),
        ("§iÒu 5", "TCVN3"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "TCVN3"),
        ("HOÄI NGHÒ TRIEÅN KHAI", "VNI"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI"),
        ("Tröôøng THCS Ñaïi Yeân", "VNI"),
        ("Kế hoạch (cũ: kÕ ho¹ch)", "TCVN3"),
    ],
)
def test_phrases_as_people_have_them_are_recognised(text, name):
    assert old_encoding(text) == name


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_is_left_alone(phrase, form):
    assert old_encoding(unicodedata.normalize(form, phrase)) == ""
    assert old_encoding(unicodedata.normalize(form, phrase.upper())) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12/KH-UBND",
        "café, naïve, Müller, São Paulo, piñata, Zoë, Beyoncé",
        "Ðà Nẵng, Ðảng bộ",
        "Đắk Lắk, Krông Pắc, Pleiku",
        "© 2024 · “trích dẫn” – 50 % ± 3 °C, 12 m², § 5",
        "A4 × 2",
        "12 m² và 3 m³",
        "25 °C",
        "Hoà Bình, thuỷ lợi, hòa bình, thủy lợi",
        "日本 Ελλάδα Россия",
    ],
)
def test_foreign_words_signs_and_both_ways_to_set_the_tone_are_left_alone(text):
    assert old_encoding(text) == ""
