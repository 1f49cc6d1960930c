"""Indicators as a sheet: what the administrator may bring in and take out."""

from campaigns.models import Indicator
from units.resources import SheetResource


class IndicatorResource(SheetResource):
    """Lists stand in one cell, parted by commas; the same columns as `campaigns/catalogues/indicators.csv`."""

    class Meta(SheetResource.Meta):
        model = Indicator
        import_id_fields = ("code",)
        fields = (
            *("code", "name", "definition", "measure", "value_type", "part_label", "whole_label", "aggregation"),
            *("source", "section", "groups", "prefill", "prefill_kinds", "prefill_audiences", "position", "is_active"),
        )
