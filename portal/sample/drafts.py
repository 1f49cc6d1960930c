"""Writes what a unit of the sample would write: plan, paper, the scan that belongs to it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from campaigns.models import EvidenceUse, Obligation, Paper, Plan, PlanActivity
from campaigns.models.evidence import SCAN
from campaigns.progress import ReportDraft
from portal.sample import evidence, texts
from portal.sample.drawing import scan
from portal.sample.progress_drafts import write_progress
from units.models import Group, Kind, User

LISTS_OF = {
    Kind.COMMUNE: "commune",
    Kind.TOWN: "commune",
    Kind.DEPARTMENT: "department",
    Kind.PUBLIC_SERVICE_UNIT: "department",
    Kind.KINDERGARTEN: "school",
    Kind.PRIMARY: "school",
    Kind.LOWER_SECONDARY: "school",
}


SCANS = {"plan": ("Kế hoạch", "ke-hoach"), "paper": ("Quyết định", "quy-che"), "progress": ("Báo cáo", "bao-cao")}


def write(obligation: Obligation, *, head: User, drafter: User, at: datetime, draw: Random) -> None:
    """Fill in the whole draft, with its scan, as complete as the rules ask for."""
    writer = {"plan": write_plan, "paper": write_paper, "progress": write_progress}[obligation.kind]
    number, about = writer(obligation, head=head, on=at.date(), draw=draw)
    attach_scan(obligation, number=number, about=about, head=head, drafter=drafter, at=at)
    if obligation.kind == "progress":
        evidence.store(evidence.of_report(ReportDraft.of(obligation), by=drafter, head=head, at=at))


def write_plan(
    obligation: Obligation, *, head: User, on: date, draw: Random, rows: int | None = None
) -> tuple[str, str]:
    group = Group(obligation.group)
    plan = Plan.objects.create(
        obligation=obligation,
        number=f"{draw.randint(3, 60):02d}/KH-{obligation.unit.paper_symbol}",
        issued_on=on - timedelta(days=draw.randint(0, 2)),
        signer_name=head.full_name,
        signer_position=head.position,
        objectives="\n".join(draw.sample(texts.OBJECTIVES[group], 2)),
        legal_bases="\n".join(texts.BASES),
        commitment=draw.choice(texts.COMMITMENTS),
    )
    PlanActivity.objects.bulk_create(_activities(plan, draw, rows))
    year = obligation.campaign.year if obligation.campaign else on.year
    return plan.number, f"thực hiện phong trào thi đua “{texts.MOVEMENT}” năm {year}"


def _activities(plan: Plan, draw: Random, rows: int | None) -> list[PlanActivity]:
    obligation = plan.obligation
    own = texts.ACTIVITIES[LISTS_OF[Kind(obligation.unit.kind)]]
    chosen = draw.sample(own, min(len(own), draw.randint(3, 5))) + draw.sample(
        texts.ACTIVITIES["all"], draw.randint(2, 4)
    )
    start, end = obligation.period_start, obligation.period_end
    made = []
    for position, (title, criterion, form, audience, lead, unit, (low, high)) in enumerate(chosen[:rows], start=1):
        first = start + timedelta(days=min(draw.randint(30, 150), (end - start).days // 2))
        made.append(
            PlanActivity(
                plan=plan,
                position=position,
                title=title,
                criterion=criterion,
                form=form,
                audience=audience,
                starts_on=first,
                ends_on=min(first + timedelta(days=draw.choice([14, 60, 120, 180])), end),
                lead=lead,
                target=Decimal(draw.randint(low, high)),
                target_unit=unit,
            )
        )
    return made


def write_paper(obligation: Obligation, *, head: User, on: date, draw: Random) -> tuple[str, str]:
    number = f"{draw.randint(10, 190)}/QĐ-{obligation.unit.paper_symbol}"
    issued_on = on - timedelta(days=draw.randint(0, 3))
    paper = Paper.objects.create(
        obligation=obligation,
        takes_effect_on=issued_on,
        replaces=_older(obligation),
        number=number,
        issued_on=issued_on,
        signer_name=head.full_name,
        summary=texts.PAPER_SUMMARIES[Group(obligation.group)],
    )
    return paper.number, paper.summary


def _older(obligation: Obligation) -> Obligation | None:
    """Return what this paper replaces: the same unit's of an earlier year that has been handed in."""
    earlier = Obligation.objects.filter(unit=obligation.unit, kind="paper", period_end__lt=obligation.period_start)
    return earlier.filter(first_submitted_at__isnull=False).order_by("-period_end").first()


def attach_scan(obligation: Obligation, *, number: str, about: str, head: User, drafter: User, at: datetime) -> None:
    title, stem = SCANS[obligation.kind]
    body = scan(
        agency=obligation.unit.short_name,
        number=number,
        issued_on=at.date(),
        title=f"{title} {about}",
        signer=head.full_name,
        position=head.position,
    )
    name = f"{stem}-{obligation.unit.code.lower()}.pdf"
    given = evidence.pdf(obligation.unit, body, name=name, by=drafter, at=at)
    evidence.store([EvidenceUse(evidence=given, obligation=obligation, place=SCAN, added_by=drafter, added_at=at)])
