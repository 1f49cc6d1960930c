"""The sample's progress reports: what the campaigns ask for, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from campaigns.models import Campaign, Frequency, Indicator, Obligation, Requirement, Scheme
from portal.sample import histories as story
from portal.sample.casting import Cast
from units.models import Group, Unit

LEFT_OUT = ("incidents-misuse-of-space", "incidents-plant-damage", "incidents-weapons", "incidents-threats")
PAST: dict[story.Story, int] = {
    story.on_time: 66,
    story.waiting: 12,
    story.late_waiting: 6,
    story.returned_open: 6,
    story.missing: 8,
    story.waived: 2,
}
CURRENT: dict[story.Story, int] = {story.missing: 70, story.waiting: 18, story.drafting: 12}  # some send it early
INSTRUCTIONS = {
    Scheme.DECREE09: "Số liệu chốt ngày 14 của tháng cuối kỳ. Đối chiếu với nhật ký hoạt động trước khi trình ký.",
    Scheme.SCHOOL: "Số liệu chốt ngày cuối học kỳ. Đối chiếu với nhật ký hoạt động trước khi trình ký.",
}
SHORT = (  # what schools report every quarter: little, for one clerk
    *("activities-professional-meeting", "activities-party-cell-meeting", "activities-directive-05"),
    *("activities-publicity", "activities-clean-up", "activities-head-check", "activities-media"),
    *("families-reached", "documents-out", "paper-sheets", "members-praised", "initiatives"),
)
NOT_BEGUN = {"10015", "NV", "TH-10018"}  # the accounts named in the README find the running quarter open


@dataclass(frozen=True)
class Asked:
    """A report that both campaigns ask for, and of which group."""

    code: str
    title: str
    group: Group
    frequency: Frequency
    scheme: Scheme = Scheme.DECREE09
    due_days: int = 3
    position: int = 5


ASKED = (
    Asked("report-agencies", "Báo cáo quý", Group.AGENCY, Frequency.QUARTERLY),
    Asked("report-schools", "Báo cáo quý", Group.SCHOOL, Frequency.QUARTERLY),
    Asked("half-agencies", "Báo cáo 6 tháng", Group.AGENCY, Frequency.HALF_YEARLY, position=6),
    Asked("term-schools", "Báo cáo học kỳ", Group.SCHOOL, Frequency.TERM, Scheme.SCHOOL, 10, position=6),
    Asked("year-agencies", "Báo cáo năm", Group.AGENCY, Frequency.YEARLY, position=7),
    Asked("year-schools", "Báo cáo năm học", Group.SCHOOL, Frequency.YEARLY, Scheme.SCHOOL, 15, position=7),
)


def ask_for_reports(campaign: Campaign) -> None:
    """Let the campaign ask everybody for their reports, with the figures of their group."""
    for asked in ASKED:
        requirement = Requirement.objects.create(
            campaign=campaign,
            code=asked.code,
            kind="progress",
            title=f"{asked.title} kết quả thực hiện phong trào thi đua",
            frequency=asked.frequency,
            scheme=asked.scheme,
            groups=[asked.group],
            due_days=asked.due_days,
            position=asked.position,
            instructions=INSTRUCTIONS[asked.scheme],
        )
        indicators = Indicator.objects.in_use().for_group(asked.group).exclude(code__in=LEFT_OUT)
        is_short = asked.group == Group.SCHOOL and asked.frequency == Frequency.QUARTERLY
        requirement.indicators.set(indicators.filter(code__in=SHORT) if is_short else indicators)


def play_reports(campaign: Campaign, cast_of: Callable[[Unit], Cast], *, until: datetime) -> None:
    """Let units report on the quarters that are over; on the running one few have begun."""
    quarters = Obligation.objects.filter(campaign=campaign, requirement__code__in=("report-agencies", "report-schools"))
    owed = quarters.filter(opens_at__lt=until - timedelta(days=3))
    rows = owed.select_related("unit__cluster", "campaign", "requirement").order_by("period_end", "unit__code")
    by_period: dict[date, list[Obligation]] = {}
    for row in rows:
        by_period.setdefault(row.period_end, []).append(row)
    for ends, reports in by_period.items():
        draw = Random(f"reports {campaign.year} {ends}")
        shares = PAST if reports[0].due_at < until else CURRENT
        for obligation, dealt in zip(reports, story.deal(len(reports), shares, draw), strict=True):
            told = story.missing if shares is CURRENT and obligation.unit.code in NOT_BEGUN else dealt
            own = Random(f"report {campaign.year} {ends} {obligation.unit.code}")
            told(story.Stage(obligation, cast_of(obligation.unit), own, until))
