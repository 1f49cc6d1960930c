"""The sample's two campaigns: 2024, closed, on fixed dates; this year's, open, dated around the day of loading."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random

from django.utils.timezone import get_current_timezone

from campaigns.models import Campaign, LegalBasis, Obligation, PaperKind, Requirement
from campaigns.opening import close_campaign, open_campaign
from portal.reports.dates import end_of
from portal.sample import histories as story
from portal.sample import texts
from portal.sample.assessments import Assessments, require_assessments
from portal.sample.casting import Casting
from portal.sample.hours import at_eight
from portal.sample.log import load_log
from portal.sample.progress import ask_for_reports
from portal.sample.report_year import ReportYear
from units.models import Group, Unit

AS_OF_2024 = date(2024, 12, 14)  # the figures of 2024 are told as of the end of this day
PLAN_SHARES: dict[story.Story, int] = {
    story.on_time: 62,
    story.returned: 12,
    story.late: 9,
    story.extended: 4,
    story.refused: 3,
    story.returned_late: 3,
    story.extended_after: 2,
    story.reopened: 1,
    story.waived: 2,
    story.missing: 2,
    story.drafting: 1,
}
PAPER_SHARES: dict[story.Story, int] = {
    story.on_time: 70,
    story.late: 10,
    story.returned: 8,
    story.extended: 3,
    story.waived: 3,
    story.missing: 4,
    story.refused: 2,
}
THIS_YEAR: Mapping[str, dict[story.Story, int]] = {
    "plan-agencies": {
        story.on_time: 58,
        story.waiting: 16,
        story.returned_open: 7,
        story.missing: 7,
        story.drafting: 4,
        story.late_waiting: 5,
        story.extended_open: 2,
        story.waived: 1,
    },
    "plan-schools": {
        story.missing: 30,
        story.on_time: 26,
        story.waiting: 16,
        story.drafting: 12,
        story.signing: 7,
        story.returned_open: 5,
        story.handed_back: 2,
        story.refused_open: 2,
    },
    "rules-agencies": {story.missing: 70, story.on_time: 10, story.waiting: 8, story.drafting: 8, story.signing: 4},
    "rules-schools": {story.missing: 90, story.drafting: 7, story.waiting: 3},
}
# what the accounts named in the README find on the first day
PINNED = {
    ("plan-agencies", "10015"): story.returned_open,
    ("plan-agencies", "NV"): story.drafting,
    ("plan-schools", "TH-10018"): story.missing,
    ("rules-agencies", "10015"): story.missing,
    ("rules-schools", "TH-10018"): story.missing,
}


def _campaign(host: Unit, year: int, starts_on: date, ends_on: date) -> Campaign:
    campaign = Campaign.objects.create(
        code=f"PT-{year}-001",
        host=host,
        year=year,
        title=f"Phong trào thi đua “{texts.MOVEMENT}” năm {year}",
        starts_on=starts_on,
        ends_on=ends_on,
        goals=texts.GOALS,
        themes=texts.THEMES,
        slogans=texts.SLOGANS,
    )
    campaign.legal_bases.set(basis for basis in LegalBasis.objects.all() if basis.is_valid(on=starts_on))
    return campaign


def _require(campaign: Campaign, due: Mapping[str, date]) -> None:
    """Add plan and regulations, for agencies and for schools with due dates of their own."""
    rows = [
        ("plan-agencies", "plan", "Kế hoạch thực hiện phong trào thi đua", Group.AGENCY),
        ("plan-schools", "plan", "Kế hoạch thực hiện phong trào thi đua", Group.SCHOOL),
        ("rules-agencies", "paper", "Nội quy, quy chế làm việc gắn với Quy tắc ứng xử", Group.AGENCY),
        ("rules-schools", "paper", "Nội quy nhà trường gắn với Quy tắc ứng xử", Group.SCHOOL),
    ]
    for position, (code, kind, title, group) in enumerate(rows, start=1):
        Requirement.objects.create(
            campaign=campaign,
            code=code,
            kind=kind,
            paper_kind=PaperKind.REGULATIONS if kind == "paper" else "",
            title=title,
            groups=[group],
            due_on=due[code],
            position=position,
            instructions="Nộp bản có chữ ký của người đứng đầu và dấu của đơn vị.",
        )


def _play(campaign: Campaign, shares: Mapping[str, dict[story.Story, int]], casting: Casting, until: datetime) -> None:
    pinned = PINNED if campaign.closed_at is None and campaign.year != AS_OF_2024.year else {}
    for requirement in campaign.requirements.filter(code__in=shares):
        draw = Random(f"{campaign.year} {requirement.code}")
        rows = Obligation.objects.filter(requirement=requirement).order_by("unit__code")
        owed = list(rows.select_related("unit", "campaign", "requirement"))
        for obligation, dealt in zip(owed, story.deal(len(owed), shares[requirement.code], draw), strict=True):
            told = pinned.get((requirement.code, obligation.unit.code), dealt)
            own = Random(f"{campaign.year} {requirement.code} {obligation.unit.code}")
            told(story.Stage(obligation, casting.of(obligation.unit), own, until))


def load_2024(host: Unit) -> Campaign:
    """Write the closed year: everything in it happened on fixed dates."""
    campaign = _campaign(host, 2024, date(2024, 1, 1), date(2024, 12, 31))
    _require(
        campaign,
        {
            "plan-agencies": date(2024, 2, 29),
            "plan-schools": date(2024, 9, 30),
            "rules-agencies": date(2024, 3, 31),
            "rules-schools": date(2024, 10, 15),
        },
    )
    require_assessments(campaign)
    ask_for_reports(campaign)
    casting = Casting(host)
    open_campaign(campaign, by=casting.secretary, at=at_eight(date(2024, 1, 15)))
    shares = {code: PLAN_SHARES if code.startswith("plan") else PAPER_SHARES for code in THIS_YEAR}
    until = at_eight(date(2024, 12, 20))
    _play(campaign, shares, casting, until=until)
    Assessments(campaign, casting, until).load()
    load_log(campaign, host, until=end_of(AS_OF_2024))
    ReportYear(campaign, casting, until).load()
    close_campaign(campaign, by=casting.chair, at=at_eight(date(2024, 12, 31)))
    return campaign


def load_this_year(host: Unit, *, now: datetime) -> Campaign:
    """Write the running year around `now`: plans of agencies were due last week, of schools are due next week."""
    today = now.astimezone(get_current_timezone()).date()
    opened = today - timedelta(days=45)
    campaign = _campaign(host, today.year, opened, date(today.year, 12, 31))
    days = {"plan-agencies": -6, "plan-schools": 9, "rules-agencies": 20, "rules-schools": 34}
    _require(campaign, {code: today + timedelta(days=number) for code, number in days.items()})
    require_assessments(campaign)
    ask_for_reports(campaign)
    casting = Casting(host)
    open_campaign(campaign, by=casting.secretary, at=at_eight(opened))
    until = now - timedelta(hours=1)
    _play(campaign, THIS_YEAR, casting, until=until)
    Assessments(campaign, casting, until).load()
    return campaign
