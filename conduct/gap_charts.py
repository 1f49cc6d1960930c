"""The pictures on the council's page of conduct, as Vega-Lite describes them."""

from typing import Any, Final

from django.utils.translation import gettext as _

from conduct.gap_page import GapPage

BELOW: Final = {"orient": "bottom"}  # beside a picture a legend takes half of a telephone
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"


def heat_spec(page: GapPage) -> dict[str, Any]:
    """Describe the heat map: clauses down, clusters across; a click leads to the units."""
    names = list(page.clusters.values())
    values = [
        {
            "clause": row.clause.code,
            "wording": row.clause.wording,
            "cluster": name,
            "value": float(cell.value),
            "url": cell.url,
        }
        for row in page.rows
        for name, cell in zip(names, row.cells, strict=True)
        if cell.value is not None
    ]
    upright = {"labelLimit": 240, "labelAngle": -90}
    colours = {"domain": [80, 100], "range": ["var(--late)", "var(--accepted-tint)"], "clamp": True}
    return {
        "$schema": SCHEMA,
        "data": {"values": values},
        "width": "container",
        "height": {"step": 20},
        "mark": {"type": "rect", "cursor": "pointer"},
        "encoding": {
            "y": {"field": "clause", "type": "nominal", "sort": None, "title": None},
            "x": {
                "field": "cluster",
                "type": "nominal",
                "sort": names,
                "title": None,
                "axis": upright,
            },
            "color": {
                "field": "value",
                "type": "quantitative",
                "scale": colours,
                "title": _("Of 100"),
                "legend": BELOW,
            },
            "tooltip": [
                {"field": "clause", "title": _("Clause")},
                {"field": "wording", "title": _("Wording")},
                {"field": "cluster", "title": _("Cluster")},
                {"field": "value", "title": _("Of 100"), "format": ".2f"},
            ],
        },
    }


def trend_spec(page: GapPage) -> dict[str, Any]:
    """Describe the trend: a line for all clauses, for each word, and for what was found."""
    values = [
        {"quarter": quarter, "word": word, "value": float(value)}
        for quarter, figures in page.trend
        for word, value in zip(page.trend_heads, figures, strict=True)
        if value is not None
    ]
    order = [quarter for quarter, _figures in page.trend]
    return {
        "$schema": SCHEMA,
        "data": {"values": values},
        "width": "container",
        "height": 240,
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "quarter", "type": "nominal", "sort": order, "title": None, "axis": {"labelAngle": 0}},
            "y": {"field": "value", "type": "quantitative", "scale": {"zero": False}, "title": _("Of 100")},
            "color": {"field": "word", "type": "nominal", "sort": page.trend_heads, "title": None, "legend": BELOW},
            "strokeDash": {"field": "word", "type": "nominal", "sort": page.trend_heads, "legend": None},
        },
    }
