"""Reads the ledger into plain rows for `campaigns.figures`: the only queries behind any figure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import QuerySet, Subquery
from django.db.models.functions import NullIf

from campaigns.figures import LedgerEvent, LedgerRow, Standing, standing
from campaigns.models import Campaign, Obligation, ObligationEvent, Participation, State
from campaigns.models.obligation import ObligationQuerySet

ROW_COLUMNS = ("pk", "unit__code", "group", "cluster__code", "requirement__code", "kind", "due_at")
SPAN_COLUMNS = ("opens_at", "period_start", "period_end")
EVENT_COLUMNS = ("obligation_id", "at", "verb", "to_state", "due_at", "id")  # then as `LedgerEvent` has them
# A moment costs more to read than all other columns of a row: what says nothing new is left empty.
NOW_COLUMNS = (
    "state",
    NullIf("effective_due_at", "due_at"),
    "first_submitted_at",
    NullIf("last_submitted_at", "first_submitted_at"),
    "waived_at",
    "cancelled_at",
)
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)
CALLS_BACK = ("return", "reopen", "refuse")  # what follows on these is told by events alone


def standing_now(obligation: Obligation, *, at: datetime) -> Standing:
    """Return how one obligation stands at `at`, from its events."""
    kept = ObligationEvent.objects.filter(obligation=obligation).order_by("id").values_list(*EVENT_COLUMNS[1:])
    events = tuple(LedgerEvent(*event) for event in kept)
    return standing(LedgerRow(obligation.pk, "", "", "", "", obligation.kind, obligation.due_at, events), at=at)


@dataclass(frozen=True)
class Member:
    """A unit in a campaign, as it was enrolled."""

    code: str
    name: str
    group: str
    cluster: str
    cluster_name: str
    short_name: str = ""


def members(campaign: Campaign, *, group: str = "", cluster: str = "") -> list[Member]:
    """Return the campaign's units in Vietnamese order, of one group or cluster where asked."""
    rows = Participation.objects.filter(campaign=campaign)
    rows = rows.filter(group=group) if group else rows
    rows = rows.filter(cluster__code=cluster) if cluster else rows
    columns = ("unit__code", "unit_name", "group", "cluster__code", "cluster__name", "unit__short_name")
    ordered = rows.order_by("cluster__position", "cluster__code", "unit__sort_key")
    return [Member(*row) for row in ordered.values_list(*columns)]


def ledger(campaign: Campaign, *, group: str = "", cluster: str = "", unit: str = "") -> list[LedgerRow]:
    """Return every obligation of the campaign with its events: two queries, whatever the size."""
    obligations = _of_campaign(campaign, group=group, cluster=cluster, unit=unit)
    events = _events(ObligationEvent.objects.filter(obligation__in=obligations))
    rows = obligations.order_by("id").values_list(*ROW_COLUMNS, *SPAN_COLUMNS)
    return [LedgerRow(*row[:7], tuple(events[row[0]]), *row[7:]) for row in rows]  # type: ignore[call-arg]


def ledger_now(campaign: Campaign) -> list[LedgerRow]:
    """Return the same rows for the moment of reading alone, at a quarter of the price: pages of the council.

    Where nothing was called back, the cache of now on the row tells all that a figure asks; the events that would
    have led there are made up from it. What was returned or reopened is read with its events.
    """
    obligations = _of_campaign(campaign)
    called = ObligationEvent.objects.filter(obligation__in=obligations, verb__in=CALLS_BACK).values("obligation")
    events = _events(ObligationEvent.objects.filter(obligation__in=called))
    rows = obligations.order_by("id").values_list(*ROW_COLUMNS, *SPAN_COLUMNS[1:], *NOW_COLUMNS)
    return [
        LedgerRow(*row[:7], tuple(events[row[0]]) if row[0] in events else _made_up(row[6], *row[9:]), None, *row[7:9])
        for row in rows
    ]


def latest() -> tuple[int, int]:
    """Return the ids of the last move and of the last obligation, of whichever campaign: has anything changed?"""
    last_move = ObligationEvent.objects.order_by("-id").values("id")[:1]
    last = Obligation.objects.order_by("-id").annotate(move=Subquery(last_move)).values_list("move", "id").first()
    return last or (0, 0)


def _of_campaign(campaign: Campaign, *, group: str = "", cluster: str = "", unit: str = "") -> ObligationQuerySet:
    obligations = Obligation.objects.filter(campaign=campaign, requirement__isnull=False)
    obligations = obligations.filter(group=group) if group else obligations
    obligations = obligations.filter(cluster__code=cluster) if cluster else obligations
    return obligations.filter(unit__code=unit) if unit else obligations


def _events(kept: QuerySet[ObligationEvent]) -> dict[int, list[LedgerEvent]]:
    events: dict[int, list[LedgerEvent]] = defaultdict(list)
    for obligation, *event in kept.order_by("id").values_list(*EVENT_COLUMNS):
        events[obligation].append(LedgerEvent(*event))
    return events


def _made_up(
    due_at: datetime,
    state: str,
    new_due_at: datetime | None,
    first: datetime | None,
    last: datetime | None,
    waived_at: datetime | None,
    cancelled_at: datetime | None,
) -> tuple[LedgerEvent, ...]:
    """Return the fewest events that lead where the row stands; none for one that nobody has touched."""
    if state == State.PENDING and not (new_due_at or waived_at or cancelled_at):
        return ()
    events = [LedgerEvent(LONG_AGO, "extend" if new_due_at else "", state, new_due_at)]
    if first:
        events.append(LedgerEvent(first, "submit", state))
    if last:
        events.append(LedgerEvent(last, "submit", state))
    if waived_at:
        events.append(LedgerEvent(waived_at, "waive", state))
    if cancelled_at:
        events.append(LedgerEvent(cancelled_at, "cancel", state))
    return tuple(events)
