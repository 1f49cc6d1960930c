"""Reads the figures that units handed in, as they stood at a moment: the only query behind the council's sums."""

from collections.abc import Iterable
from datetime import datetime

from campaigns.figures import LedgerRow, last_hand_in
from campaigns.indicator_sums import Figure, Reported
from campaigns.models import Campaign, ObligationEvent


def handed_in(campaign: Campaign, rows: Iterable[LedgerRow], *, at: datetime) -> list[Reported]:
    """Return every figure of these progress reports as it was last handed in by `at` and not refused: one query."""
    events = {event.id: row for row in rows if (event := last_hand_in(row, at=at))}
    if not events:
        return []
    ends = [row.period_end for row in events.values() if row.period_end]
    found = ObligationEvent.objects.filter(
        verb="submit",
        at__lte=at,
        obligation__campaign=campaign,
        obligation__kind="progress",
        obligation__requirement__code__in={row.requirement for row in events.values()},
        obligation__period_end__range=(min(ends), max(ends)),
    )
    contents = found.order_by("id").values_list("id", "content__figures")
    return [
        reported
        for event, figures in contents
        if event in events
        for reported in _reported(events[event], figures or ())
    ]


def _reported(row: LedgerRow, figures: Iterable[dict[str, str]]) -> Iterable[Reported]:
    for number, figure in enumerate(figures, start=1):
        yield Reported(
            indicator=figure["indicator"],
            unit=row.unit_code,
            group=row.group,
            cluster=row.cluster,
            period_start=row.period_start,  # type: ignore[arg-type]
            period_end=row.period_end,  # type: ignore[arg-type]
            figure=Figure.read(figure),
            before=Figure.read(figure, "before_"),
            explanation=figure["explanation"],
            obligation=row.obligation_id,
            number=number,
        )
