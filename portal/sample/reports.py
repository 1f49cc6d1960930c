"""The sample's compliance reports: schedules of every cadence, targets, and 2024's reports as they went out."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from campaigns.models import Campaign, CampaignTarget
from campaigns.models.obligation import RECEIPT_LETTERS
from portal.models import Report, ReportPaper, ReportSchedule, ReportState
from portal.reports import making
from portal.reports.dates import Cadence, end_of
from portal.reports.issuing import draft_paper, issue
from portal.reports.recipients import usual
from portal.sample.casting import Casting
from portal.sample.hours import at_eight
from units.models import Role
from units.workflow import advance

SCHEDULES: Final = (
    (Cadence.MONTH, "Báo cáo tháng", 1),
    (Cadence.QUARTER, "Báo cáo quý", 3),
    (Cadence.HALF, "Báo cáo 6 tháng", 3),
    (Cadence.YEAR, "Báo cáo năm", 3),
    (Cadence.SCHOOL_YEAR, "Báo cáo năm học", 5),
)
TARGETS: Final = (
    ("submitted", "100"),
    ("on_time", "95"),
    ("accepted", "95"),
    ("declared", "90"),
)
PLAN: Final = "Kế hoạch 18/KH-HĐTĐKT"
LATER_WORD: Final = "Bổ sung đánh giá về các đơn vị nộp chậm theo ý kiến của Chủ tịch Hội đồng."


@dataclass(frozen=True)
class Sent:
    """A report of 2024: the day of its figures, its number and day, the number of what it replaces."""

    day: date
    number: str
    on: date
    replaces: str = ""


SENT: Final = (
    Sent(date(2024, 3, 14), "12/BC-HĐTĐKT", date(2024, 3, 18)),
    Sent(date(2024, 6, 14), "31/BC-HĐTĐKT", date(2024, 6, 18)),
    Sent(date(2024, 6, 14), "34/BC-HĐTĐKT", date(2024, 6, 25), replaces="31/BC-HĐTĐKT"),
    Sent(date(2024, 9, 14), "52/BC-HĐTĐKT", date(2024, 9, 18)),
)


def load_schedules() -> None:
    """Let reports of every cadence be made; the weekly one is there from the first day."""
    for cadence, name, days_after in SCHEDULES:
        ReportSchedule.objects.create(
            name=name,
            cadence=cadence,
            days_after=days_after,
            group="school" if cadence == Cadence.SCHOOL_YEAR else "",
            needs_approval=True,
            recipient_roles=[Role.SECRETARY, Role.CHAIR, Role.MEMBER],
            with_files=cadence == Cadence.YEAR,
        )


def set_targets(campaign: Campaign, *, on: date) -> None:
    """Write what the campaign is to reach."""
    for figure, value in TARGETS:
        CampaignTarget.objects.create(
            campaign=campaign,
            figure=figure,
            value=Decimal(value),
            source=PLAN,
            decided_on=on,
            set_at=at_eight(on + timedelta(days=1)),
        )


def load_reports(campaign: Campaign) -> None:
    """Make, approve and issue the closed year's reports on the days on which they went out."""
    casting = Casting(campaign.host)
    issued: dict[str, ReportPaper] = {}
    for sent in SENT:
        issued[sent.number] = _issue(_made(campaign, sent, casting), sent, issued.get(sent.replaces), casting)


def _made(campaign: Campaign, sent: Sent, casting: Casting) -> Report:
    """Compute and draw a report; its code is drawn from its number, so that it is the same on every machine."""
    draw = Random(sent.number)
    letters = "".join(draw.choice(RECEIPT_LETTERS) for _n in range(12))
    report = Report.objects.create(
        campaign=campaign,
        host=campaign.host,
        as_of=end_of(sent.day),
        requested_by=casting.secretary,
        requested_at=at_eight(sent.on) - timedelta(minutes=40),
        state=ReportState.RUNNING,
        attempts=1,
    )
    making.count(report)
    making.draw(report)
    code = f"BC-{letters[:4]}-{letters[4:8]}-{letters[8:]}"
    made_at = at_eight(sent.on) - timedelta(minutes=39)
    Report.objects.filter(pk=report.pk).update(state=ReportState.READY, code=code, made_at=made_at)
    report.refresh_from_db()
    return report


def _issue(report: Report, sent: Sent, older: ReportPaper | None, casting: Casting) -> ReportPaper:
    paper = draft_paper(report, on=sent.on)
    limits = f"{paper.limits}\n{LATER_WORD}" if older else paper.limits
    facts = {"number": sent.number, "issued_on": sent.on, "replaces": older, "limits": limits}
    ReportPaper.objects.filter(pk=paper.pk).update(**facts)
    paper.refresh_from_db()
    at = at_eight(sent.on) + timedelta(hours=1)
    advance(paper, "approve", by=casting.chair, at=at)
    recipients = usual(report, on=sent.on)
    issue(paper, by=casting.secretary, recipients=recipients, with_files=False, at=at + timedelta(hours=1))
    for place, delivery in enumerate(paper.deliveries.order_by("id")):  # read or not, the mails of then are long gone
        delivery.written_at = at + timedelta(hours=1, seconds=place)
        delivery.opened_at = at + timedelta(hours=2 + 5 * place) if place % 4 else None
        delivery.save(update_fields=["written_at", "opened_at"])
    return paper
