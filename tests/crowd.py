"""A council with many units, made in a few statements: for counting queries and for measuring time.

Seeded: the same numbers give the same rows, and what one unit has does not depend on how many others there are.
Histories are written straight into the ledger, their cached columns by the function that the figures use: nothing here
goes through `advance()`, which would take an hour for 180,000 rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils.timezone import localtime

from campaigns.figures import LedgerEvent, LedgerRow, standing
from campaigns.models import Campaign, Obligation, ObligationEvent, Participation, Plan, PlanActivity, Receipt
from campaigns.opening import enrolment, missing_obligations
from tests import factories as make
from units.clock import db_now
from units.models import Cluster, Kind, Membership, Role, Unit, User
from units.workflow import content_hash

KINDS = [Kind.DEPARTMENT, Kind.COMMUNE, Kind.PUBLIC_SERVICE_UNIT, Kind.KINDERGARTEN, Kind.PRIMARY, Kind.LOWER_SECONDARY]
WORDS = [
    "Phú Nghĩa",
    "Đông Phương Yên",
    "Trường Yên",
    "Thủy Xuân Tiên",
    "Hoàng Văn Thụ",
    "Quảng Bị",
    "Đại Yên",
    "Tốt Động",
]
PASSWORD = "mật khẩu của đám đông"
BATCH = 2000
REASON = {"code": "section", "place": "activities.1", "text": "Thiếu người phụ trách"}


@dataclass
class Crowd:
    """A host with its council, its units, each with a drafter and a head, and a campaign in full course."""

    host: Unit
    campaign: Campaign
    units: list[Unit]
    drafters: list[User]
    heads: list[User]
    council: dict[str, User]
    at: datetime
    obligations: list[Obligation] = field(default_factory=list)

    def first(self, unit: Unit, **facts: Any) -> Obligation:
        """Return the unit's first obligation that is so."""
        return Obligation.objects.filter(unit=unit, **facts).order_by("id").first()  # type: ignore[return-value]


def crowd(units: int, *, requirements: int = 2, code: str = "X", seed: int = 2024, at: datetime | None = None) -> Crowd:
    """Make a council of so many units, each with twelve monthly obligations a requirement, about half of them due."""
    at = at or db_now()
    host = make.UnitFactory(code=f"{code}-HOST", name=f"Ủy ban nhân dân {code}", kind=Kind.HOST, cluster=None)
    clusters = [make.ClusterFactory(code=f"{code}-CUM-{n}", name=f"Cụm thi đua số {n}", position=n) for n in range(8)]
    made = _units(host, clusters, units, code)
    drafters, heads = _people(made, Role.DRAFTER), _people(made, Role.HEAD)
    council = {
        role: make.person(role, host, username=f"{code}.{role}".lower(), password=_password())
        for role in (Role.SECRETARY, Role.MEMBER, Role.CHAIR, Role.OBSERVER)
    }
    campaign = _campaign(host, requirements, code, localtime(at).date(), council[Role.SECRETARY])
    whole = Crowd(host, campaign, made, drafters, heads, council, at)
    _histories(whole, seed)
    with connection.cursor() as cursor:  # plans of foreign-key checks made for empty tables would scan these to the end
        cursor.execute("ANALYZE")
    return whole


def settle() -> None:
    """Check all rows of this transaction now: else the end of every test within it would check them again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


_hashed = ""


def _password() -> str:
    """Hash once: it is meant to be slow."""
    global _hashed
    _hashed = _hashed or make_password(PASSWORD)
    return _hashed


def _units(host: Unit, clusters: list[Cluster], number: int, code: str) -> list[Unit]:
    rows = [
        Unit(
            code=f"{code}-{n:05d}",
            name=f"Đơn vị {WORDS[n % len(WORDS)]} số {n}",
            short_name=f"{WORDS[n % len(WORDS)]} {n}",
            kind=KINDS[n % len(KINDS)],
            parent=host,
            cluster=clusters[n % len(clusters)],
        )
        for n in range(number)
    ]
    return Unit.objects.bulk_create(rows, batch_size=BATCH)


def _people(units: list[Unit], role: Role) -> list[User]:
    rows = [
        User(username=f"{role}.{unit.code}".lower(), full_name=f"Nguyễn Thị {unit.short_name}", password=_password())
        for unit in units
    ]
    people = User.objects.bulk_create(rows, batch_size=BATCH)
    held = zip(people, units, strict=True)
    memberships = [Membership(user=user, unit=unit, role=role, since=make.SINCE) for user, unit in held]
    Membership.objects.bulk_create(memberships, batch_size=BATCH)
    return people


def _campaign(host: Unit, requirements: int, code: str, today: date, by: User) -> Campaign:
    """Open a campaign of thirteen months around today; its calendar months are twelve."""
    start = (today.replace(day=1) - timedelta(days=180)).replace(day=1)
    end = (start + timedelta(days=370)).replace(day=1) - timedelta(days=1)
    campaign = make.CampaignFactory(code=f"{code}-pt".lower(), host=host, starts_on=start, ends_on=end, year=today.year)
    for n in range(requirements):
        make.RequirementFactory(
            campaign=campaign,
            code=f"yeu-cau-{n}",
            kind="paper" if n else "plan",
            title=f"Yêu cầu số {n} của phong trào",
            frequency="monthly",
            scheme="calendar",
            due_on=None,
            due_days=5 + n % 20,
            position=n,
        )
    campaign.opened_at, campaign.opened_by = datetime.combine(start, make.moment(2024, 1, 1).timetz()), by
    campaign.save()
    return campaign


# --- histories ------------------------------------------------------------------------------------------------------


def _histories(whole: Crowd, seed: int) -> None:
    place = {unit.pk: number for number, unit in enumerate(whole.units)}
    opened = whole.campaign.opened_at
    participations = Participation.objects.bulk_create(enrolment(whole.campaign, at=opened), batch_size=BATCH)
    rows = missing_obligations(whole.campaign, participations, at=opened)
    events: list[ObligationEvent] = []
    for row in rows:
        number = place[row.unit_id]
        cast = {
            "drafter": whole.drafters[number],
            "head": whole.heads[number],
            "council": whole.council[Role.SECRETARY],
        }
        draw = Random(f"{seed} {number} {row.requirement.code} {row.period_start}")
        told = list(_story(row, cast, draw, whole.at))
        events += told
        _bring_in_line(row, told, whole.at)
    whole.obligations = Obligation.objects.bulk_create(rows, batch_size=BATCH)
    ObligationEvent.objects.bulk_create(events, batch_size=BATCH)
    given = [Receipt(obligation_id=e.obligation_id, event=e, code=_code(e)) for e in events if e.verb == "submit"]
    Receipt.objects.bulk_create(given, batch_size=BATCH)
    _drafts([row for row in rows if row.version and row.kind == "plan"])


def _code(event: ObligationEvent) -> str:
    number = f"{event.pk:012d}"
    return f"{number[:4]}-{number[4:8]}-{number[8:]}"


STORIES = {  # verbs in their order; how often among those due, and among those not due yet
    ("start", "send", "submit", "accept"): (62, 12),
    ("start", "send", "submit"): (9, 8),
    ("start", "send", "submit", "return", "submit", "accept"): (8, 2),
    ("start", "send", "submit", "return"): (4, 3),
    ("start", "send", "submit", "refuse"): (1, 1),
    ("extend", "start", "send", "submit", "accept"): (3, 0),
    ("start", "send"): (2, 5),
    ("start",): (3, 20),
    ("waive",): (2, 1),
    (): (6, 48),
}
TARGETS = {
    "start": "drafting",
    "send": "signing",
    "submit": "submitted",
    "return": "returned",
    "refuse": "drafting",
    "accept": "accepted",
}
ACTORS = {"submit": "head"} | dict.fromkeys(("return", "refuse", "accept", "extend", "waive"), "council")
NOTE = "Đề nghị bổ sung người phụ trách."


def _story(row: Obligation, cast: dict[str, User], draw: Random, until: datetime) -> Iterator[ObligationEvent]:
    """Yield the moves of one obligation, evenly between its opening and about its due date."""
    if row.opens_at > until:
        return
    is_due = row.due_at <= until
    verbs = draw.choices(list(STORIES), weights=[weights[not is_due] for weights in STORIES.values()])[0]
    last = min(until, row.due_at + timedelta(days=3 if draw.random() < 0.1 else -draw.randint(0, 4)))
    step = max(last - row.opens_at, timedelta(minutes=1)) / (len(verbs) + 1)
    state, at = "pending", row.opens_at
    for verb in verbs:
        at = min((at + step).replace(microsecond=0), until)
        event = ObligationEvent(obligation=row, at=at, verb=verb, from_state=state, to_state=TARGETS.get(verb, state))
        event.actor = cast[ACTORS.get(verb, "drafter")]
        event.actor_label = event.actor.full_name
        if verb in {"return", "refuse", "extend", "waive"}:
            event.note = NOTE
        if verb == "return":
            event.due_at, event.reasons = at + timedelta(days=7), [REASON]
        elif verb == "extend":
            event.due_at = row.due_at + timedelta(days=14)
        elif verb == "submit":
            event.content = _content(row)
            event.content_sha256 = content_hash(event.content)
        state = event.to_state
        yield event


def _bring_in_line(row: Obligation, events: list[ObligationEvent], at: datetime) -> None:
    """Set the cached columns as the moves would have."""
    if not events:
        return
    told = tuple(LedgerEvent(at=e.at, verb=e.verb, to_state=e.to_state, due_at=e.due_at) for e in events)
    now = standing(LedgerRow(row.pk, "", "", "", "", row.kind, row.due_at, told), at=at)
    handed_in = [event.at for event in events if event.verb == "submit"]
    row.state, row.version = now.state, len(events)
    row.changed_at, row.changed_by = events[-1].at, events[-1].actor
    row.effective_due_at, row.next_due_at = now.effective_due, now.open_return_due or now.effective_due
    row.first_submitted_at, row.last_submitted_at = now.submitted_at, handed_in[-1] if handed_in else None
    row.waived_at = events[-1].at if events[-1].verb == "waive" else None
    row.locks_at = max([row.locks_at, *(event.due_at + row.grace for event in events if event.due_at)])


def _content(row: Obligation) -> dict[str, Any]:
    common = {"kind": row.kind, "title": row.title, "unit_code": row.unit.code, "unit_name": row.unit.name, "files": []}
    heading = {"number": "05/KH-UBND", "issued_on": "2026-02-05", "signer_name": "Đặng Văn Đức"}
    if row.kind != "plan":
        return common | heading | {"summary": "Quy chế văn hóa công sở của cơ quan"}
    frozen = {"starts_on": "2026-02-10", "ends_on": "2026-11-30", "target": "10"}
    activities = [_activity(n) | frozen for n in range(6)]
    words = {"objectives": TEXT, "legal_bases": TEXT, "commitment": TEXT, "signer_position": "Chủ tịch UBND xã"}
    return common | heading | words | {"activities": activities}


TEXT = "Nâng cao kỷ luật, kỷ cương hành chính; xây dựng đội ngũ cán bộ thanh lịch, văn minh. " * 4


def _activity(n: int) -> dict[str, Any]:
    return {
        "title": f"Quán triệt Quy tắc ứng xử, đợt {n}",
        "criterion": "",
        "form": "party_cell_meeting",
        "audience": "staff",
        "lead": "Văn phòng",
        "target_unit": "buổi",
    }


def _drafts(rows: list[Obligation]) -> None:
    plans = Plan.objects.bulk_create(
        [
            Plan(
                obligation=row,
                number="05/KH-UBND",
                issued_on=date(2026, 2, 5),
                signer_name="Đặng Văn Đức",
                signer_position="Chủ tịch UBND xã",
                objectives=TEXT,
                legal_bases=TEXT,
                commitment=TEXT,
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
    dates = {"starts_on": date(2026, 2, 10), "ends_on": date(2026, 11, 30), "target": 10}
    activities = [PlanActivity(plan=plan, position=n, **dates, **_activity(n)) for plan in plans for n in range(6)]
    PlanActivity.objects.bulk_create(activities, batch_size=BATCH)
