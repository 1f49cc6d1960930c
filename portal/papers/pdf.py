"""Official papers as PDF/A-2b, set by typst from the same facts as the Word files.

A paper's layout is a file of `typ/`; facts reach it as JSON and are only ever shown, so that no text can be markup.
"""

import json
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

    folders = [Path(spec.origin).parent for name in FONT_PACKAGES if (spec := find_spec(name)) and spec.origin]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(map(str, folders)))


def _plain(value: Any) -> Any:
    """Return facts as JSON can say them; a picture by its drawing."""
    if isinstance(value, Picture):
        return {"svg": value.svg, "alt": value.alt} if value.svg else ""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
