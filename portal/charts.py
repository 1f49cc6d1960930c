"""Charts as Vega-Lite descriptions: drawn by the browser on pages and, in the worker alone, as pictures for papers.

Colours are the page's tokens, so that one description serves both themes; a picture takes their light values.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

LIGHT = {
    "accepted": "#1E7B4A",
    "submitted": "#1F5FA8",
    "late": "#B45309",
    "overdue": "#B42318",
    "ink": "#1A2027",
    "line": "#DCD9D1",
}
BAR_HEIGHT = 26  # pixels of one bar with the gap below it
PAPER = {
    "background": "#FFFFFF",
    "font": "Be Vietnam Pro",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": 400,
        "labelLimit": 300,
        "gridColor": "#DCD9D1",
    },
    "legend": {"labelFontSize": 13},
}


@dataclass(frozen=True)
class Bar:
    """One cluster's figures as a bar; `url` is where a click on it leads."""

    label: str
    on_time: int
    late: int
    overdue: int
    url: str = ""


def standing_bars(bars: Iterable[Bar]) -> dict[str, Any]:
    """Describe one stacked bar per cluster: handed in on time, late, not at all."""
    parts = {"on_time": _("On time"), "late": _("Late"), "overdue": _("Not handed in")}
    bars = list(bars)
    values = [
        {"label": bar.label, "part": word, "order": place, "number": getattr(bar, name), "url": bar.url}
        for bar in bars
        for place, (name, word) in enumerate(parts.items())
    ]
    words = list(parts.values())
    whole_numbers = {"tickMinStep": 1, "format": "d"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": values},
        "width": "container",
        "height": max(1, len(bars)) * BAR_HEIGHT,
        "mark": {"type": "bar", "cursor": "pointer" if any(bar.url for bar in bars) else "default"},
        "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": [bar.label for bar in bars], "title": None},
            "x": {
                "field": "number",
                "type": "quantitative",
                "title": _("Obligations due"),
                "axis": whole_numbers,
            },
            "order": {"field": "order"},
            "color": {
                "field": "part",
                "type": "nominal",
                "scale": {"domain": words, "range": ["var(--accepted)", "var(--late)", "var(--overdue)"]},
                "legend": {"title": None, "orient": "top"},
            },
            "tooltip": [
                {"field": "label", "type": "nominal", "title": _("Cluster")},
                {"field": "part", "type": "nominal", "title": _("State")},
                {"field": "number", "type": "quantitative", "title": _("Obligations")},
            ],
        },
    }


@dataclass(frozen=True)
class Moment:
    """What became of one requirement, by its due date; `day` is ISO, `url` leads to its rows."""

    label: str
    day: str
    due: int
    submitted: int
    on_time: int
    url: str = ""


def timeliness(moments: Iterable[Moment]) -> dict[str, Any]:
    """Describe the rates handed in and on time over the due dates; where nothing was due stands no point."""
    lines = {"submitted": (_("Handed in"), "var(--submitted)"), "on_time": (_("On time"), "var(--accepted)")}
    moments = [moment for moment in moments if moment.due]
    values = [
        {
            "day": moment.day,
            "rate": round(100 * getattr(moment, name) / moment.due, 1),
            "label": moment.label,
            "share": f"{getattr(moment, name)}/{moment.due}",
            "line": word,
            "url": moment.url,
        }
        for name, (word, _colour) in lines.items()
        for moment in moments
    ]
    words, colours = zip(*lines.values(), strict=True)
    days = sorted({moment.day for moment in moments})
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": values},
        "width": "container",
        "height": 220,
        "mark": {"type": "line", "point": {"size": 80, "cursor": "pointer", "filled": True}},
        "encoding": {
            "x": {"field": "day", "type": "ordinal", "title": _("Due date"), "axis": _days_axis(days)},
            "y": {
                "field": "rate",
                "type": "quantitative",
                "title": None,
                "scale": {"domain": [0, 100]},
                "axis": {"labelExpr": "datum.value + '%'", "tickCount": 5},
            },
            "color": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": list(words), "range": list(colours)},
                "legend": {"title": None, "orient": "top"},
            },
            "tooltip": [
                {"field": "label", "type": "nominal", "title": _("Requirement")},
                {"field": "line", "type": "nominal", "title": _("State")},
                {"field": "share", "type": "nominal", "title": _("Obligations")},
            ],
        },
    }


def _days_axis(days: list[str]) -> dict[str, Any]:
    """Write ISO days as one writes them here, level."""
    return {"values": days, "labelAngle": 0, "labelExpr": "timeFormat(toDate(datum.value), '%d/%m/%Y')"}


def png(spec: Mapping[str, Any], *, width: int = 520, scale: float = 2.5) -> bytes:
    """Draw a description as dots. In the worker only: in the child of a process that has drawn, it hangs (P6)."""
    return _drawer().vegalite_to_png(_on_paper(spec, width), scale=scale, config=PAPER)


def svg(spec: Mapping[str, Any], *, width: int = 520) -> str:
    """Draw a description as lines. In the worker only, as `png`."""
    return _drawer().vegalite_to_svg(_on_paper(spec, width), config=PAPER)


def _drawer() -> Any:
    """Return the library that draws, with the page's font."""
    import vl_convert

    from portal.settings import package_folder

    vl_convert.register_font_directory(str(package_folder("fontpkg_be_vietnam_pro", "files")))
    return vl_convert


def _on_paper(spec: Mapping[str, Any], width: int) -> str:
    """Return the description with a width and the light colours in place of the page's tokens."""
    return re.sub(r"var\(--([\w-]+)\)", lambda found: LIGHT[found[1]], json.dumps({**spec, "width": width}))
