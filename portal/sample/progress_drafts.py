"""Progress reports of the sample: filled in from the log as the portal does it, the other figures drawn."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.utils.timezone import get_current_timezone

from campaigns.models import IndicatorValue, Obligation, ProgressReport, ReportedActivity
from campaigns.progress import ReportDraft, begun
from portal.sample.texts import LIMITS, MENDED, NEXT_STEPS, NOT_DONE, PROPOSALS, WHY_SO_MUCH
from units.models import Unit, User

# what a quarter gives for each person of the unit, lowest and highest
PER_HEAD = {
    "documents-in": (14, 30),
    "documents-out": (6, 14),
    "paper-sheets": (120, 420),
    "households-reached": (8, 40),
    "members-praised": (0.05, 0.3),
}
FLAT = {
    "procedures-reviewed": (0, 6),
    "procedures-shortened": (0, 3),
    "waiting-minutes": (5, 25),
    "staff-conferences": (0, 1),
    "collectives-praised": (0, 3),
    "initiatives": (0, 4),
    "initiatives-recognised": (0, 2),
}
HAS_STREETS = ("commune", "town", "ward")
PARTS = {  # of the whole, lowest and highest share in per cent
    "documents-via-system": (88, 100),
    "documents-signed": (70, 100),
    "procedures-posted": (92, 100),
    "cases-on-time": (90, 100),
    "staff-conference-attendance": (85, 100),
}


def write_progress(
    obligation: Obligation, *, head: User, on: date, draw: Random, is_whole: bool = True
) -> tuple[str, str]:
    """Write a report from plan and log, the other figures drawn; without `is_whole` it is left half done."""
    at = datetime.combine(on, datetime.min.time(), tzinfo=get_current_timezone())
    draft = begun(obligation, at=at)
    for value in draft.values:
        draw_figure(value, obligation.unit, draw)
    values = draft.values if is_whole else draft.values[: len(draft.values) // 2]
    IndicatorValue.objects.bulk_update(values, ["amount", "part", "whole", "explanation"])
    report = draft.report
    report.number = f"{draw.randint(20, 190)}/BC-{obligation.unit.paper_symbol}"
    report.issued_on = on - timedelta(days=draw.randint(0, 1))
    report.signer_name, report.signer_position = head.full_name, head.position
    if is_whole:
        _mend(draft, draw)
    report.save()
    span = f"từ {obligation.period_start:%d/%m/%Y} đến {obligation.cutoff_on:%d/%m/%Y}"
    return report.number, f"kết quả thực hiện phong trào thi đua ({span})"


def _mend(draft: ReportDraft, draw: Random) -> None:
    mend_rows(draft.activities, draw)
    for row in draft.activities:
        row.save()
    mend_texts(draft.report, draw)


def mend_rows(rows: Iterable[ReportedActivity], draw: Random) -> None:
    """Say a word to what was not done, correct a row here and there."""
    for row in rows:
        if not row.times:
            row.remark = draw.choice(NOT_DONE)
        elif draw.random() < 0.12:
            row.attendance, row.remark = (row.attendance or 0) + draw.randint(3, 20), draw.choice(MENDED)


def mend_texts(report: ProgressReport, draw: Random) -> None:
    """Finish the text of a report."""
    report.direction = report.direction or "Đơn vị chỉ đạo, triển khai phong trào theo kế hoạch đã ban hành."
    report.results = report.results or "Cán bộ, công chức, người lao động chấp hành tốt các Quy tắc ứng xử."
    report.limits = "\n".join(filter(None, [report.limits, draw.choice(LIMITS)]))
    report.next_steps = "\n".join(filter(None, [report.next_steps, draw.choice(NEXT_STEPS)]))
    report.proposals = draw.choice(PROPOSALS)


# --- figures ---------------------------------------------------------------------------------------------------------


def draw_figure(value: IndicatorValue, unit: Unit, draw: Random) -> None:
    """Draw what the log does not know; one figure in eighty is ten times too large, half of those explained."""
    if value.amount is not None or value.part is not None:
        return
    code = value.indicator.code
    if code in PARTS:
        value.whole = Decimal(_sized(unit, code, draw, (4, 12)))
        value.part = (value.whole * draw.randint(*PARTS[code]) / 100).to_integral_value()
        return
    value.amount = Decimal(_amount(code, unit, draw))
    if value.amount >= 20 and draw.random() < 1 / 80:
        value.amount *= 10
        value.explanation = draw.choice(["", draw.choice(WHY_SO_MUCH)])


def _amount(code: str, unit: Unit, draw: Random) -> int:
    if code in PER_HEAD:
        return _sized(unit, code, draw, PER_HEAD[code])
    if code.startswith("incidents-"):
        return max(0, _sized(unit, code, draw, (0, 0.4)) + draw.randint(-1, 1)) if unit.kind in HAS_STREETS else 0
    special: dict[str, Callable[[], int]] = {
        "money-saved": lambda: draw.randint(2, 40) * 500_000,
        "minutes-saved": lambda: draw.randint(0, 60) * 240,
    }
    return special[code]() if code in special else draw.randint(*FLAT.get(code, (0, 3)))


def _sized(unit: Unit, code: str, draw: Random, span: tuple[float, float]) -> int:
    """Return a number that fits the unit's size: much the same every period, a tenth up or down."""
    usual = Random(f"{unit.code} {code}").uniform(*span) * max(unit.headcount or 0, 12)
    return max(0, round(usual * draw.uniform(0.9, 1.1)))
