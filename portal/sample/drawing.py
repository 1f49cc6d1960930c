"""Pictures that the sample draws itself: the scan of a signed paper, one page, small enough to make hundreds."""

import io
import math
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

PAGE = (620, 877)  # A4 at 75 dots an inch
INK, STAMP, PEN = (35, 35, 40), (196, 38, 42), (30, 60, 150)


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    folder = next(entry[1] for entry in settings.STATICFILES_DIRS if isinstance(entry, tuple) and entry[0] == "fonts")
    return ImageFont.truetype(str(Path(folder, f"BeVietnamPro-{'Bold' if bold else 'Regular'}.ttf")), size)


@cache
def _paper(variant: int) -> Image.Image:
    """Return a page with grey text, signature and stamp: one of a few, to be copied."""
    draw_random = Random(f"paper {variant}")
    image = Image.new("RGB", PAGE, (252, 251, 247))
    pen = ImageDraw.Draw(image)
    pen.line((375, 88, 535, 88), fill=INK)
    _centre(pen, 165, 50, "UBND HUYỆN CHƯƠNG MỸ", font(11))
    _centre(pen, 455, 50, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", font(11, bold=True))
    _centre(pen, 455, 68, "Độc lập - Tự do - Hạnh phúc", font(12, bold=True))
    _body(pen, draw_random)
    _signature(pen, draw_random)
    _stamp(pen)
    return image.resize((PAGE[0] * 2 // 3, PAGE[1] * 2 // 3), Image.Resampling.BOX)


def scan(*, agency: str, number: str, issued_on: date, title: str, signer: str, position: str) -> bytes:
    """Return a one-page PDF that looks like the scan of a signed and stamped paper.

    There are hundreds of them: what differs is written over a page that is there.
    """
    image = _paper(sum(map(ord, agency)) % 6).copy()
    pen = ImageDraw.Draw(image)
    for x, y, text, is_bold in (
        (110, 45, agency.upper()[:34], True),
        (110, 67, f"Số: {number}", False),
        (303, 67, f"Chương Mỹ, {issued_on:%d/%m/%Y}", False),
        (207, 105, title.upper()[:52], True),
        (303, 433, position.upper(), True),
        (303, 513, signer, True),
    ):
        _centre(pen, x, y, text, font(9, bold=is_bold))
    file = io.BytesIO()
    image.save(file, "PDF", resolution=50, quality=45, title=title, creationDate=None, modDate=None)
    return file.getvalue()


def _centre(pen: ImageDraw.ImageDraw, x: int, y: int, text: str, face: ImageFont.FreeTypeFont) -> None:
    pen.text((x, y), text, fill=INK, font=face, anchor="ma")


def _body(pen: ImageDraw.ImageDraw, draw_random: Random) -> None:
    """Grey lines of text, as one sees them on a small scan."""
    y = 250
    while y < 620:
        indent = 90 if draw_random.random() < 0.25 else 65
        end = 555 if draw_random.random() < 0.8 else draw_random.randint(200, 500)
        x = indent
        while x < end:
            word = draw_random.randint(10, 42)
            pen.rectangle((x, y, min(x + word, end), y + 5), fill=(120, 120, 124))
            x += word + 6
        y += 14


def _signature(pen: ImageDraw.ImageDraw, draw_random: Random) -> None:
    a, b = draw_random.uniform(2, 4), draw_random.uniform(3, 6)
    points = [(400 + 1.1 * t, 715 + 22 * math.sin(a * t / 18) * math.cos(b * t / 40)) for t in range(0, 100)]
    pen.line(points, fill=PEN, width=2, joint="curve")


def _stamp(pen: ImageDraw.ImageDraw) -> None:
    for radius, width in ((46, 3), (30, 1)):
        pen.ellipse((395 - radius, 715 - radius, 395 + radius, 715 + radius), outline=STAMP, width=width)
    star = [
        (395 + r * math.sin(math.pi * k / 5), 715 - r * math.cos(math.pi * k / 5))
        for k in range(10)
        for r in ((22, 9)[k % 2],)
    ]
    pen.polygon(star, outline=STAMP)
