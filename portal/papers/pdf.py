"""Official papers as PDF/A-2b, set by typst from the same facts as the Word files.

A paper's layout is a file of `typ/`; facts reach it as JSON and are only ever shown, so that no text can be markup.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from portal.papers.pictures import Picture
from portal.papers.printable import printable

if TYPE_CHECKING:
    import typst

PDF: Final = "application/pdf"
LAYOUTS: Final = Path(__file__).parent / "typ"
FONT_PACKAGES: Final = ("rinoh_typeface_texgyretermes", "fontpkg_be_vietnam_pro")
MAIN_FONTS: Final = ("texgyretermes-regular.otf", "BeVietnamPro-Regular.ttf")  # `font` in typ/decree30.typ
NO_LETTER: Final = "?"
ALIKE: Final = dict.fromkeys("●■▪◦‣∙", "•") | dict.fromkeys("‐‑", "-") | {"\u202f": "\xa0", "✓": "√", "✔": "√"}


class NotSet(Exception):
    """A paper that typst could set only with something amiss: a missing letter, a missing font, an overfull page."""


def render_pdf(layout: str, facts: Mapping[str, Any], *, made_at: datetime | None = None) -> bytes:
    """Set the paper `layout` (a file of `typ/`) from facts. Raises `NotSet` on any warning, too."""
    import typst

    compiler = typst.Compiler(
        str(LAYOUTS / f"{layout}.typ"), root=str(LAYOUTS), font_paths=fonts(), ignore_system_fonts=True
    )
    try:
        body, warnings = compiler.compile_with_warnings(
            format="pdf",
            sys_inputs={"facts": json.dumps(_plain(facts), ensure_ascii=False)},
            pdf_standards=["a-2b"],
            timestamp=int((made_at or timezone.now()).timestamp()),
        )
    except typst.TypstError as error:
        raise NotSet(str(error)) from error
    if warnings or not isinstance(body, bytes):
        raise NotSet("; ".join(warning.message for warning in warnings))
    return body


@cache
def fonts() -> "typst.Fonts":
    """Return the fonts of papers, read once a process: from the wheels alone, so that each machine sets alike."""
    import typst

    folders = [str(folder) for folder in font_folders()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def font_folders() -> list[Path]:
    return [Path(spec.origin).parent for name in FONT_PACKAGES if (spec := find_spec(name)) and spec.origin]


@cache
def letters() -> frozenset[int]:
    """Return the code points that the fonts of papers can draw."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for folder, name in zip(font_folders(), MAIN_FONTS, strict=True):
        with TTFont(next(folder.rglob(name)), lazy=True) as font:
            found |= font.getBestCmap().keys()
    return frozenset(found)


def settable(text: str) -> str:
    """Return the text with a like sign or “?” for what the fonts lack: seen by who reads, and no paper fails by it."""
    clean = printable(text)
    if letters().issuperset(map(ord, clean)):
        return clean
    return "".join(char if char == "\n" or ord(char) in letters() else _alike(char) for char in clean)


def _alike(char: str) -> str:
    return "" if unicodedata.category(char) == "Cf" else ALIKE.get(char, NO_LETTER)


def _plain(value: Any) -> Any:
    """Return facts as JSON can say them; a picture by its drawing."""
    if isinstance(value, Picture):
        return {"svg": value.svg, "alt": value.alt} if value.svg else ""
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
