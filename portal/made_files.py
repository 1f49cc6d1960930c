"""Make the files that are not kept in git: compiled translations, the chart library's bundle (without Django)."""

import sys
from pathlib import Path


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
    fresh.write_text(vl_convert.javascript_bundle(snippet=None))
    fresh.replace(path)


if __name__ == "__main__":
    if sys.argv[1] == "translations":
        translations(*sys.argv[2:])
    else:
        chart_bundle(sys.argv[2])
