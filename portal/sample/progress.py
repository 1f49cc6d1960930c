"""The sample's progress reports: what this year's campaign asks agencies for, and what became of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from campaigns.models import Campaign, Frequency, Indicator, Obligation, Requirement
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
NOT_BEGUN = {"10015", "NV"}  # the accounts named in the README find the running quarter open


def ask_for_reports(campaign: Campaign) -> Requirement:
    """Let the campaign ask agencies for a report every quarter, with the figures of their group."""
    requirement = Requirement.objects.create(
        campaign=campaign,
        code="report-agencies",
        kind="progress",
        title="Báo cáo kết quả thực hiện phong trào thi đua",
        frequency=Frequency.QUARTERLY,
        groups=[Group.AGENCY],
        due_days=3,
        position=5,
        instructions="Số liệu chốt ngày 14 của tháng cuối quý. Đối chiếu với nhật ký hoạt động trước khi trình ký.",
    )
    requirement.indicators.set(Indicator.objects.in_use().for_group(Group.AGENCY).exclude(code__in=LEFT_OUT))
    return requirement


def play_reports(campaign: Campaign, cast_of: Callable[[Unit], Cast], *, until: datetime) -> None:
    """Let agencies report on the quarters that are over; on the running one few have begun."""
    owed = Obligation.objects.filter(campaign=campaign, kind="progress", opens_at__lt=until - timedelta(days=3))
    rows = owed.select_related("unit", "campaign", "requirement").order_by("period_end", "unit__code")
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
