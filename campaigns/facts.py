"""Reads the ledger into plain rows for `campaigns.figures`: the only queries behind any figure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Subquery

from campaigns.figures import LedgerEvent, LedgerRow, Standing, standing
from campaigns.models import Campaign, Obligation, ObligationEvent, Participation, State
from campaigns.models.obligation import ObligationQuerySet

ROW_COLUMNS = ("pk", "unit__code", "group", "cluster__code", "requirement__code", "kind", "due_at")
SPAN_COLUMNS = ("opens_at", "period_start", "period_end")
EVENT_COLUMNS = ("obligation_id", "at", "verb", "to_state", "due_at", "id")  # then as `LedgerEvent` has them
AT_THE_UNIT = ("start", "send", "hand_back")  # moves that no figure knows, and no state once it was handed in

HANDED_IN = (State.SUBMITTED, State.RETURNED, State.ACCEPTED)


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


def ledger(
    campaign: Campaign, *, group: str = "", cluster: str = "", unit: str = "", is_now: bool = False
) -> list[LedgerRow]:
    """Return every obligation of the campaign with its events: two queries, whatever the size.

    `is_now` promises that the rows are read as they stand now: moves that went before a hand-in are left out.
    """
    obligations = Obligation.objects.filter(campaign=campaign, requirement__isnull=False)
    obligations = obligations.filter(group=group) if group else obligations
    obligations = obligations.filter(cluster__code=cluster) if cluster else obligations
    obligations = obligations.filter(unit__code=unit) if unit else obligations
    return _rows(obligations, is_now=is_now)


def beside_campaigns(obligations: ObligationQuerySet) -> list[LedgerRow]:
    """Return what no requirement asks for, with its events: for figures of its own, never a campaign's."""
    return _rows(obligations.filter(requirement=None))


def _rows(obligations: QuerySet[Obligation], *, is_now: bool = False) -> list[LedgerRow]:
    events: dict[int, list[LedgerEvent]] = defaultdict(list)
    kept = ObligationEvent.objects.filter(obligation__in=obligations).order_by("id")
    if is_now:
        kept = kept.exclude(verb__in=AT_THE_UNIT, obligation__state__in=HANDED_IN)
    for obligation, *event in kept.values_list(*EVENT_COLUMNS):
        events[obligation].append(LedgerEvent(*event))
    rows = obligations.order_by("id").values_list(*ROW_COLUMNS, *SPAN_COLUMNS)
    return [LedgerRow(*row[:7], tuple(events[row[0]]), *row[7:]) for row in rows]  # type: ignore[call-arg]


def latest() -> tuple[int, int]:
    """Return the ids of the last move and of the last obligation, of whichever campaign: has anything changed?"""
    last_move = ObligationEvent.objects.order_by("-id").values("id")[:1]
    last = Obligation.objects.order_by("-id").annotate(move=Subquery(last_move)).values_list("move", "id").first()
    return last or (0, 0)
