"""Photos: drawn anew without place and camera, upright, of a size for pages; what is no photo is refused."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from PIL import Image, TiffImagePlugin
from PIL.ExifTags import GPS, IFD, Base

from campaigns.gate import FileRefused, Refusal
from campaigns.models import ActivityEntry, ActivityPhoto
from campaigns.photos import drawn_anew
from tests.campaigns.test_activity_log import SAID
from tests.story import PDF
from units.clock import db_now

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


# --- on the page of an activity -------------------------------------------------------------------------------------


@pytest.fixture
def mine(client, drafter, campaign):
    client.force_login(drafter)
    return client


def upload(name="anh.jpg", body=None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo() if body is None else body, "image/jpeg")


def noted(client, *photos, **facts):
    return client.post("/log/new/", SAID | {"photos": list(photos)} | facts, follow=True)


def on_disk(settings) -> list:
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_several_photos_are_kept_and_shown(mine, settings):
    page = noted(mine, upload(), upload("2.jpg", photo((500, 300))), camera=upload("3.png", photo(form="PNG")))

    kept = list(ActivityPhoto.objects.all())
    assert [each.entry for each in kept] == [ActivityEntry.objects.get()] * 3
    assert {(each.width, each.height) for each in kept} == {(400, 300), (500, 300)}
    assert len(on_disk(settings)) == 6
    for each in kept:
        assert each.file.read()[:2] == b"\xff\xd8"
        assert f"/log/photos/{each.pk}/small/" in page.content.decode()
        each.file.close()


def test_the_same_photo_chosen_twice_is_kept_once(mine, settings):
    with TestCase.captureOnCommitCallbacks(execute=True):
        noted(mine, upload(), upload("ban-sao.jpg"))

    assert ActivityPhoto.objects.count() == 1
    assert len(on_disk(settings)) == 2


def test_a_refused_photo_loses_neither_the_text_nor_the_others(mine):
    page = noted(mine, upload(), upload("virus.jpg", b"MZ\x90\x00 program"), upload("2.jpg", photo((90, 80))))

    entry = ActivityEntry.objects.get()
    html = page.content.decode()
    assert page.request["PATH_INFO"] == f"/log/{entry.pk}/edit/"
    assert entry.photos.count() == 2
    assert "virus.jpg: Tệp này là chương trình" in html.split('id="id_photos_error"')[1].split("</div>")[0]
    assert "virus.jpg" in html.split("data-error-summary")[1].split("</ul>")[0]
    assert "virus.jpg" not in mine.get(f"/log/{entry.pk}/edit/").content.decode()  # told once


def test_photos_wait_while_the_text_is_put_right(mine):
    html = noted(mine, upload(), title="").content.decode()

    waiting = ActivityPhoto.objects.get(entry=None)
    assert f'name="kept" value="{waiting.pk.hex}"' in html
    noted(mine, kept=[waiting.pk.hex, "bịa", "0" * 32], **{f"photo-{waiting.pk.hex}-caption": "Loa truyền thanh"})
    waiting.refresh_from_db()
    assert waiting.entry == ActivityEntry.objects.get()
    assert waiting.caption == "Loa truyền thanh"


def test_photos_of_a_page_that_was_never_saved_are_thrown_away_in_time(mine, settings):
    noted(mine, upload(), title="")
    ActivityPhoto.objects.update(added_at=db_now() - timedelta(hours=25))

    with TestCase.captureOnCommitCallbacks(execute=True):
        noted(mine)

    assert not ActivityPhoto.objects.exists()
    assert on_disk(settings) == []


def test_a_waiting_photo_is_nobody_else_s(mine, client, campaign, secretary, head, stranger):
    noted(mine, upload(), title="")
    waiting = ActivityPhoto.objects.get()

    for person in (secretary, stranger):
        client.force_login(person)
        assert client.get(f"/log/photos/{waiting.pk}/").status_code == 404
    client.force_login(stranger)
    noted(client, kept=[waiting.pk.hex])
    waiting.refresh_from_db()
    assert waiting.entry is None


def test_pictures_of_pupils_need_a_word_for_each(mine):
    html = noted(mine, upload(), audience="pupils").content.decode()
    assert "đánh dấu ô này" in html.split('id="id_agreed_error"')[1].split("</div>")[0]
    assert not ActivityEntry.objects.exists()

    waiting = ActivityPhoto.objects.get()
    noted(mine, audience="pupils", agreed="on", kept=[waiting.pk.hex])
    entry = ActivityEntry.objects.get()
    assert entry.photos.get().is_agreed

    mine.post(
        f"/log/{entry.pk}/edit/", corrected(mine, entry, audience="pupils") | {"photos": upload("2.jpg", photo((9, 9)))}
    )
    assert entry.photos.count() == 1  # the new one was not agreed to


def test_without_photos_nobody_asks_about_pupils(mine):
    noted(mine, audience="pupils")

    assert ActivityEntry.objects.exists()


def corrected(client, entry, **facts):
    return SAID | {"seen": client.get(f"/log/{entry.pk}/edit/").context["form"].stamp} | facts


def test_photos_are_named_and_taken_away_on_the_page(mine, settings):
    noted(mine, upload(), upload("2.jpg", photo((90, 80))))
    entry = ActivityEntry.objects.get()
    first, second = entry.photos.all()
    said = {f"photo-{first.pk.hex}-remove": "on", f"photo-{second.pk.hex}-caption": "Ra  quân"}

    with TestCase.captureOnCommitCallbacks(execute=True):
        mine.post(f"/log/{entry.pk}/edit/", corrected(mine, entry) | said)

    assert entry.photos.get().caption == "Ra quân"
    assert len(on_disk(settings)) == 2


def test_deleting_an_activity_deletes_its_photos(mine, settings):
    noted(mine, upload())
    entry = ActivityEntry.objects.get()

    with TestCase.captureOnCommitCallbacks(execute=True):
        mine.post(f"/log/{entry.pk}/delete/", {"yes": "1"})

    assert not ActivityPhoto.objects.exists()
    assert on_disk(settings) == []


def test_no_more_than_twenty_photos(mine, monkeypatch):
    monkeypatch.setattr("campaigns.log.MOST_PHOTOS", 2)

    html = noted(mine, *(upload(f"{n}.jpg", photo((40 + n, 30))) for n in range(3))).content.decode()

    assert ActivityPhoto.objects.count() == 2
    assert "2.jpg: mỗi hoạt động có nhiều nhất 2 ảnh" in html


def test_a_photo_that_is_too_large_is_told_and_the_text_is_kept(mine, settings):
    settings.UPLOAD_MAX_BYTES = 100_000

    html = noted(mine, upload("to.jpg", photo() + b"\x00" * 300_000)).content.decode()

    assert "to.jpg: Ảnh này lớn hơn" in html
    assert ActivityEntry.objects.exists()


def test_photos_are_given_out_with_care_and_only_to_those_who_may(mine, client, campaign, secretary, stranger):
    noted(mine, upload())
    kept = ActivityPhoto.objects.get()
    addresses = [f"/log/photos/{kept.pk}/", f"/log/photos/{kept.pk}/small/"]

    client.force_login(stranger)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [302, 302]
    client.force_login(secretary)
    for address, disposition in zip(addresses, ("attachment", "inline"), strict=True):
        response = client.get(address)
        b"".join(response.streaming_content)
        assert response["Content-Type"] == "image/jpeg"
        assert response["Content-Disposition"].startswith(disposition)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
