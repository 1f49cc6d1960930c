"""Reads what units declared, as it stood at a moment: the last hand-in by then that was not taken back."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Case, Count, DecimalField, Exists, F, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Cast

from campaigns.models import Campaign, ObligationEvent
from conduct.gap import Part, Seen
from conduct.models import Clause, DeclaredAnswer, Verdict
from conduct.models.assessment import DeclaredAnswerQuerySet
from conduct.spans import Span

TAKES_BACK = ("submit", "refuse", "cancel")
EXACT = DecimalField(max_digits=30, decimal_places=20)
ROW = "event__obligation__"


def standing(campaign: Campaign, *, at: datetime, group: str = "", span: Span | None = None) -> DeclaredAnswerQuerySet:
    """Keep the answers that apply, of the hand-ins that stood at `at`, for the periods that end in a span."""
    later = ObligationEvent.objects.filter(
        obligation=OuterRef("event__obligation"), verb__in=TAKES_BACK, at__lte=at, id__gt=OuterRef("event")
    )
    rows = DeclaredAnswer.objects.filter(event__obligation__campaign=campaign, event__at__lte=at).filter(~Exists(later))
    rows = rows.exclude(verdict=Verdict.NOT_APPLICABLE)
    rows = rows.filter(event__obligation__group=group) if group else rows
    return rows.filter(event__obligation__period_end__range=(span.start, span.end)) if span else rows


def parts(campaign: Campaign, *, at: datetime, group: str = "") -> list[Part]:
    """Return the sums of rates by clause, cluster and period: one query, whatever the number of units."""
    rows = summed(standing(campaign, at=at, group=group), "clause__code", f"{ROW}cluster__code", f"{ROW}period_end")
    return [Part(clause, cluster, end, number, Fraction(total)) for clause, cluster, end, number, total in rows]


def seen(
    campaign: Campaign,
    *,
    at: datetime,
    clause: str = "",
    unit: str = "",
    group: str = "",
    cluster: str = "",
    span: Span | None = None,
) -> list[Seen]:
    """Return what units declared of clauses, its mean over the periods: one row for each pair, one query."""
    rows = standing(campaign, at=at, group=group, span=span)
    exact = {"clause__code": clause, "unit__code": unit, f"{ROW}cluster__code": cluster}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    found = summed(rows, "clause__code", "unit__code", f"{ROW}cluster__code")
    return [Seen(code, of, in_cluster, Fraction(total) / number) for code, of, in_cluster, number, total in found]


def summed(rows: DeclaredAnswerQuerySet, *keys: str) -> Iterable[tuple[Any, ...]]:
    """Return for each group its keys, the number of its answers and the sum of their rates."""
    counted = Cast(F("complied"), EXACT) / Cast(F("assessed"), EXACT)
    rate = Case(
        When(Q(verdict=Verdict.COUNTED, assessed__gt=0), then=counted),
        When(verdict=Verdict.MET, then=Value(1, EXACT)),
        When(verdict=Verdict.PARTLY, then=Value(0.5, EXACT)),
        default=Value(0, EXACT),
        output_field=EXACT,
    )
    grouped = rows.order_by().values(*keys).annotate(number=Count("id"), total=Sum(rate))
    return grouped.values_list(*keys, "number", "total")


def clauses(*, at: datetime | None = None) -> dict[str, Clause]:
    """Return the clauses of all codes by their code, in the order in which they are read.

    Of versions the latest, at a moment the latest that was published by then.
    """
    published = Clause.objects.filter(version__published_at__isnull=False).exclude(methods=[])
    published = published.filter(version__published_at__lte=at) if at else published
    ordered = (
        published.select_related("theme")
        .in_order()
        .order_by("version__code__position", "theme__position", "position", "code", "version__number")
    )
    return {clause.code: clause for clause in ordered}
