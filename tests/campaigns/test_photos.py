"""Photos: drawn anew without place and camera, upright, of a size for pages; what is no photo is refused."""

from io import BytesIO

import pytest
from PIL import Image, TiffImagePlugin
from PIL.ExifTags import GPS, IFD, Base

from campaigns.gate import FileRefused, Refusal
from campaigns.photos import drawn_anew
from tests.story import PDF

LIMIT = 25 * 2**20
RED, BLUE = (200, 30, 30), (30, 30, 200)


def photo(size=(400, 300), *, form="JPEG", exif=None, mode="RGB", **options) -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    picture = Image.new(mode, size, BLUE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    target = BytesIO()
    picture.save(target, form, **({"exif": exif} if exif else {}), **options)
    return target.getvalue()


def drawn(body: bytes, name: str = "anh.jpg"):
    return drawn_anew(BytesIO(body), name, max_bytes=LIMIT)


def opened(body: bytes) -> Image.Image:
    picture = Image.open(BytesIO(body))
    picture.load()
    return picture


def taken_in_chuong_my() -> Image.Exif:
    """What a phone writes: where, with what, by whom, and how it was held."""
    degrees = tuple(TiffImagePlugin.IFDRational(part, 1) for part in (20, 55, 27))
    exif = Image.Exif()
    exif[Base.Make] = "PhoneMaker"
    exif[Base.Artist] = "Nguyễn Thị Ánh"
    exif[Base.DateTime] = "2024:03:04 09:12:33"
    exif[Base.Orientation] = 6
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", degrees
    place[GPS.GPSLongitudeRef], place[GPS.GPSLongitude] = "E", degrees
    return exif


# --- what stays behind ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_place_camera_and_person_stay_behind(form):
    body = photo(form=form, exif=taken_in_chuong_my())
    assert Image.open(BytesIO(body)).getexif().get_ifd(IFD.GPSInfo)  # it was there

    kept = drawn(body, f"anh.{form.lower()}")

    for part in (kept.body, kept.small):
        picture = opened(part)
        assert picture.format == "JPEG"
        assert not dict(picture.getexif())
        assert not dict(picture.getexif().get_ifd(IFD.GPSInfo))
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert b"PhoneMaker" not in part
        assert b"Exif" not in part


def test_other_words_in_the_file_stay_behind():
    xmp = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>GPSLatitude 20.92</x:xmpmeta>"
    body = photo(comment=b"Nha rieng", icc_profile=b"0" * 200)
    body = body[:2] + b"\xff\xe1" + (len(xmp) + 2).to_bytes(2, "big") + xmp + body[2:]

    kept = drawn(body)

    assert not [word for word in (b"Nha rieng", b"xmpmeta", b"GPSLatitude", b"ICC_PROFILE") if word in kept.body]


def test_a_photo_taken_upright_stands_upright():
    exif = Image.Exif()
    exif[Base.Orientation] = 6  # the phone was turned: left of the file is top of the picture

    kept = drawn(photo((400, 300), exif=exif))

    picture = opened(kept.body)
    assert (picture.size, (kept.width, kept.height)) == ((300, 400), (300, 400))
    top, bottom = picture.getpixel((150, 20)), picture.getpixel((150, 380))
    assert top[0] > 150 > top[2]
    assert bottom[2] > 150 > bottom[0]
    assert opened(kept.small).size == (240, 320)


def test_a_large_photo_becomes_small_enough_for_a_page():
    kept = drawn(photo((4000, 3000)))

    assert (kept.width, kept.height) == (2000, 1500)
    assert max(opened(kept.small).size) == 320
    assert len(kept.body) < 500_000


def test_a_small_photo_is_not_blown_up():
    assert opened(drawn(photo((100, 80))).body).size == (100, 80)


def test_what_was_transparent_becomes_white():
    target = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(target, "PNG")

    assert opened(drawn(target.getvalue(), "a.png").body).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK"])
def test_pictures_of_every_make_are_drawn(mode):
    target = BytesIO()
    form = "JPEG" if mode in {"L", "CMYK"} else "PNG"
    Image.new(mode, (30, 30)).save(target, form)

    assert opened(drawn(target.getvalue(), f"a.{form.lower()}").body).mode == "RGB"


def test_the_same_photo_has_the_same_checksum():
    assert drawn(photo()).sha256 == drawn(photo()).sha256 != drawn(photo((401, 300))).sha256


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body", "refusal"),
    [
        ("anh.jpg", b"", Refusal.EMPTY),
        ("anh.jpg", b"MZ\x90\x00 program", Refusal.PROGRAM),
        ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", Refusal.SVG),
        ("anh.pdf", PDF, Refusal.NO_PHOTO),
        ("anh.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, Refusal.HEIC),
        ("anh.jpg", photo()[:900], Refusal.BROKEN_PICTURE),
        ("anh.jpg", photo() + b"<html><script>alert(1)</script>", Refusal.TWO_KINDS),
        ("anh.png", photo(), Refusal.WRONG_EXTENSION),
    ],
)
def test_what_is_no_photo_is_refused(name, body, refusal):
    with pytest.raises(FileRefused) as refused:
        drawn(body, name)

    assert refused.value.refusal == refusal
    assert str(refused.value)


def test_a_picture_made_to_burst_is_refused():
    target = BytesIO()
    Image.new("1", (20_000, 20_000)).save(target, "PNG", compress_level=1)

    with pytest.raises(FileRefused) as refused:
        drawn(target.getvalue(), "bom.png")

    assert refused.value.refusal == Refusal.TOO_MANY_PIXELS
