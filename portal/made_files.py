"""Make the files that are not kept in git: translations, the chart library's bundle, the figures' font (no Django)."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def translations(*catalogues: str) -> None:
    """Compile each .po beside itself; polib, because a bare machine has no msgfmt."""
    import polib

    for name in catalogues:
        polib.pofile(name).save_as_mofile(str(Path(name).with_suffix(".mo")))


def chart_bundle(target: str) -> None:
    """Write Vega, Vega-Lite and vega-embed as one script, from the wheel that renders charts on the server too."""
    import vl_convert

    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}")
    fresh.write_text(vl_convert.javascript_bundle())  # type: ignore[call-arg]  # the stub is wrong
    fresh.replace(path)


FIGURE_WIDTH = 640  # of 1000: between the font's "1" (385) and its "4" (710)
WEIGHTS = ("Regular", "SemiBold")


def figure_fonts(folder: str) -> None:
    """Cut the ten figures out of Be Vietnam Pro and give them one width, so that numbers line up in columns.

    The font has no tabular figures of its own. Under the name "Portal Figures", as its licence (OFL 1.1) allows.
    """
    from fontpkg_be_vietnam_pro import __file__ as package

    for weight in WEIGHTS:
        source = Path(package).parent / "files" / f"BeVietnamPro-{weight}.ttf"
        target = Path(folder, f"figures-{weight.lower()}.ttf")
        target.parent.mkdir(parents=True, exist_ok=True)
        _cut(source, target)


def _cut(source: Path, target: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text="0123456789")
    cutter.subset(font)
    for glyph in font.getBestCmap().values():
        _to_width(font, glyph)
    for number, text in ((1, "Portal Figures"), (2, "Regular"), (4, "Portal Figures"), (6, "PortalFigures")):
        font["name"].setName(text, number, 3, 1, 0x409)
    font.save(target)


def _to_width(font: Any, glyph: str) -> None:
    """Narrow the glyph where it is wider than the common width, centre it where it is narrower."""
    width = font["hmtx"][glyph][0]
    scale = min(1.0, FIGURE_WIDTH / width)
    shift = (FIGURE_WIDTH - width * scale) / 2
    outline = font["glyf"][glyph]
    outline.coordinates.transform(((scale, 0), (0, 1)))
    outline.coordinates.translate((shift, 0))
    outline.coordinates.toInt()
    outline.recalcBounds(font["glyf"])
    font["hmtx"][glyph] = (FIGURE_WIDTH, outline.xMin)


MAKERS: dict[str, Callable[..., None]] = {
    "translations": translations,
    "chart_bundle": chart_bundle,
    "figure_fonts": figure_fonts,
}

if __name__ == "__main__":
    MAKERS[sys.argv[1]](*sys.argv[2:])
