"""Pictures in papers: drawn once as lines for PDF and as dots for Word. Nothing here knows Django."""

from base64 import b64decode
from dataclasses import dataclass
from io import BytesIO
from typing import Final


@dataclass(frozen=True)
class Picture:
    """A picture and how wide it is printed, in millimetres."""

    width: float
    png: bytes = b""
    svg: str = ""
    alt: str = ""  # what it shows, for those who cannot see it

    def __bool__(self) -> bool:
        return bool(self.png or self.svg)


GREY: Final = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mM4AQAAygDJNEIn8wAAAABJRU5ErkJggg==")
DIAGONALS: Final = 3  # the mask of a QR code that breaks up lines both ways
BLANK: Final = Picture(18, GREY, '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"/>')  # for samples


def qr(address: str, *, width: float = 18) -> Picture:
    """Draw an address as a QR code."""
    import segno

    code = segno.make(address, error="m")
    png, svg = BytesIO(), BytesIO()
    code.save(png, kind="png", scale=6, border=1)
    code.save(svg, kind="svg", border=1, xmldecl=False)
    return Picture(width, png.getvalue(), svg.getvalue().decode(), address)


def qr_drawing(address: str, *, width: float) -> Picture:
    """Draw an address as a QR code for PDF alone: many in a row.

    The mask is laid down: to try all eight takes five times as long, and what is printed this large is read with any.
    """
    import segno

    svg = BytesIO()
    segno.make(address, error="m", mask=DIAGONALS).save(svg, kind="svg", border=1, xmldecl=False)
    return Picture(width, svg=svg.getvalue().decode(), alt=address)
