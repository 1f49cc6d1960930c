"""Reads what units declared, as it stood at a moment: the last hand-in by then that was not taken back."""

from datetime import date, datetime
from fractions import Fraction

from django.db.models import Case, Count, DecimalField, Exists, F, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Cast

from campaigns.models import Campaign, ObligationEvent
from conduct import scoring
from conduct.gap import Part, Seen
from conduct.models import Clause, DeclaredAnswer, Verdict
from conduct.models.assessment import DeclaredAnswerQuerySet

TAKES_BACK = ("submit", "refuse", "cancel")
EXACT = DecimalField(max_digits=30, decimal_places=20)
ROW = "event__obligation__"


def standing(
    campaign: Campaign, *, at: datetime, group: str = "", period: date | None = None
) -> DeclaredAnswerQuerySet:
    """Keep the answers that apply, of the hand-ins that stood at `at`."""
    later = ObligationEvent.objects.filter(
        obligation=OuterRef("event__obligation"), verb__in=TAKES_BACK, at__lte=at, id__gt=OuterRef("event")
    )
    rows = DeclaredAnswer.objects.filter(event__obligation__campaign=campaign, event__at__lte=at).filter(~Exists(later))
    rows = rows.exclude(verdict=Verdict.NOT_APPLICABLE)
    rows = rows.filter(event__obligation__group=group) if group else rows
    return rows.filter(event__obligation__period_end=period) if period else rows


def parts(campaign: Campaign, *, at: datetime, group: str = "") -> list[Part]:
    """Return the sums of rates by clause, cluster and period: one query, whatever the number of units."""
    counted = Cast(F("complied"), EXACT) / Cast(F("assessed"), EXACT)
    rate = Case(
        When(Q(verdict=Verdict.COUNTED, assessed__gt=0), then=counted),
        When(verdict=Verdict.MET, then=Value(1, EXACT)),
        When(verdict=Verdict.PARTLY, then=Value(0.5, EXACT)),
        default=Value(0, EXACT),
        output_field=EXACT,
    )
    keys = ("clause__code", f"{ROW}cluster__code", f"{ROW}period_end")
    summed = (
        standing(campaign, at=at, group=group).order_by().values(*keys).annotate(number=Count("id"), total=Sum(rate))
    )
    rows = summed.values_list(*keys, "number", "total")
    return [Part(clause, cluster, end, number, Fraction(total)) for clause, cluster, end, number, total in rows]


def seen(
    campaign: Campaign, *, at: datetime, clause: str = "", unit: str = "", group: str = "", period: date | None = None
) -> list[Seen]:
    """Return what each unit declared of a clause, or one unit of all."""
    rows = standing(campaign, at=at, group=group, period=period)
    rows = rows.filter(clause__code=clause) if clause else rows
    rows = rows.filter(unit__code=unit) if unit else rows
    columns = ("clause__code", "unit__code", f"{ROW}cluster__code", "verdict", "assessed", "complied")
    found = []
    for code, unit_code, cluster, *answer in rows.order_by(f"{ROW}period_end", "id").values_list(*columns):
        if (rate := scoring.rate(*answer)) is not None:
            found.append(Seen(code, unit_code, cluster, rate))
    return found


def clauses() -> dict[str, Clause]:
    """Return the clauses of all codes by their code, in the order in which they are read; of versions the latest."""
    published = Clause.objects.filter(version__published_at__isnull=False).exclude(methods=[])
    ordered = (
        published.select_related("theme")
        .in_order()
        .order_by("version__code__position", "theme__position", "position", "code", "version__number")
    )
    return {clause.code: clause for clause in ordered}
