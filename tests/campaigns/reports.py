"""Steps that tests of progress reports take: a requirement that asks for figures, a report that is complete."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO

from django.core.management import call_command

from campaigns.actions import save_draft
from campaigns.models import Campaign, Indicator, Obligation, Requirement
from campaigns.opening import open_campaign
from campaigns.progress import ReportDraft, begun
from tests import factories as make
from tests.story import attach_scan
from units.models import Unit, User
from units.workflow import advance

CODES = (
    *("activities-clean-up", "attendance-publicity", "drives"),
    *("documents-in", "documents-signed", "waiting-minutes", "money-saved", "procedures-posted"),
)
FIGURES = {
    "documents-in": {"amount": Decimal(1250)},
    "documents-signed": {"part": Decimal(90), "whole": Decimal(120)},
    "waiting-minutes": {"amount": Decimal("12.5")},
    "money-saved": {"amount": Decimal(3500000)},
    "procedures-posted": {"part": Decimal(80), "whole": Decimal(80)},
}


def ask_for_reports(campaign: Campaign, *, by: User, at: datetime, frequency: str = "quarterly") -> Requirement:
    """Ask every unit of the campaign for a report with figures, and write what is owed."""
    if not Indicator.objects.exists():
        call_command("fill_indicators", stdout=StringIO())
    requirement = make.RequirementFactory(
        campaign=campaign,
        code=f"bao-cao-{frequency.replace('_', '-')}",
        kind="progress",
        title="Báo cáo kết quả thực hiện phong trào",
        frequency=frequency,
        due_on=None,
        due_days=3,
    )
    requirement.indicators.set(Indicator.objects.filter(code__in=CODES))
    open_campaign(campaign, by=by, at=at)
    return requirement


def report_of(unit: Unit, *, ends: date, requirement: Requirement | None = None) -> Obligation:
    found = Obligation.objects.filter(unit=unit, kind="progress", period_end=ends)
    return found.get(requirement=requirement) if requirement else found.get()


def complete_report(obligation: Obligation, *, by: User, at: datetime, **figures: dict) -> None:
    """Fill in a report so that it may be handed in; `figures` by code with low lines for hyphens."""
    save_draft(obligation, lambda row: write_report(row, at, figures), by=by, version=obligation.version, at=at)
    attach_scan(obligation, by=by, at=at)


def write_report(obligation: Obligation, at: datetime, figures: dict[str, dict]) -> None:
    draft = begun(obligation, at=at)
    wanted = FIGURES | {code.replace("_", "-"): figure for code, figure in figures.items()}
    for value in draft.values:
        for name, number in wanted.get(value.indicator.code, {}).items():
            setattr(value, name, number)
        value.save()
    report = draft.report
    report.number, report.issued_on = "45/BC-UBND", at.date()
    report.signer_name, report.signer_position = "Đặng Văn Đức", "Chủ tịch UBND xã"
    for name in ("direction", "results", "limits", "next_steps"):
        setattr(report, name, getattr(report, name) or "Theo kế hoạch.")
    report.save()


def hand_in(obligation: Obligation, *, by: User, at: datetime, **figures: dict) -> None:
    complete_report(obligation, by=by, at=at, **figures)
    advance(obligation, "submit", by=by, at=at + timedelta(seconds=1))


def value_of(obligation: Obligation, code: str) -> tuple:
    row = next(value for value in ReportDraft.of(again(obligation)).values if value.indicator.code == code)
    return row.amount, row.part, row.whole


def again(obligation: Obligation) -> Obligation:
    """Read an obligation anew: what it knew of its report is forgotten."""
    return Obligation.objects.select_related("requirement", "campaign", "unit").get(pk=obligation.pk)
