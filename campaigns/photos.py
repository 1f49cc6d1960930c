"""Photos as they are kept: upright, small enough for a page, and without a word of what the camera wrote into them.

Every photo is decoded and drawn anew: place, time, names, thumbnails and whatever else stood in the file stay behind.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Final

from campaigns.gate import MAX_PIXELS, ONE_PICTURE_AT_A_TIME, FileRefused, Readable, Refusal, inspect

if TYPE_CHECKING:
    from PIL import Image

LONGEST_EDGE: Final = 2000
SMALL_EDGE: Final = 320
QUALITY: Final = 85
MIME: Final = "image/jpeg"
FORMATS: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


@dataclass(frozen=True)
class Drawn:
    """A photo drawn anew, and its thumbnail; both JPEG, the checksum is that of `body`."""

    body: bytes
    small: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def drawn_anew(file: BinaryIO | Readable, filename: str, *, max_bytes: int) -> Drawn:
    """Return the photo as it is kept. Raises `FileRefused` for what is no photo or does harm."""
    facts = inspect(file, filename, max_bytes=max_bytes)
    if facts.mime not in FORMATS:
        raise FileRefused(Refusal.NO_PHOTO)
    return draw(file.read(max_bytes + 1), facts.mime)


def draw(body: bytes, mime: str) -> Drawn:
    """Draw a picture anew that the gate has let in. Raises `FileRefused` for one that cannot be read."""
    with ONE_PICTURE_AT_A_TIME:
        return _draw(body, FORMATS[mime])


def _draw(body: bytes, form: str) -> Drawn:
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(body), formats=[form]) as picture:
            if picture.width * picture.height > MAX_PIXELS:  # the gate has looked; a second look costs nothing
                raise FileRefused(Refusal.TOO_MANY_PIXELS, limit=MAX_PIXELS // 10**6)
            picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))  # JPEG alone: decodes no more than is needed
            upright = _on_white(ImageOps.exif_transpose(picture))
    except FileRefused:
        raise
    except Exception as error:  # decoders raise whatever they stumble over
        raise FileRefused(Refusal.BROKEN_PICTURE) from error
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS)
    small = upright.copy()
    small.thumbnail((SMALL_EDGE, SMALL_EDGE), Image.Resampling.LANCZOS)
    return Drawn(_jpeg(upright), _jpeg(small), upright.width, upright.height)


def _on_white(picture: "Image.Image") -> "Image.Image":
    """Return the pixels alone, what was transparent as white."""
    from PIL import Image

    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    sheet = Image.new("RGB", layer.size, "white")
    sheet.paste(layer, mask=layer.getchannel("A"))
    return sheet


def _jpeg(picture: "Image.Image") -> bytes:
    """Encode pixels and nothing else: a fresh picture has nothing to tell."""
    target = BytesIO()
    fresh = picture.copy()
    fresh.info = {}
    fresh.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return target.getvalue()
