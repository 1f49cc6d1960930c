"""The sample's sessions: one of this year that is over, with its decision, and one that can be walked through today.

`hold_session` holds a session from its agenda to any of its steps; other parts of the sample use it too.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from django.utils.timezone import get_current_timezone, localdate

from campaigns.models import Campaign
from conduct.ballots import cast, count_boxes
from conduct.decision_actions import issue, prepare_decision
from conduct.models import (
    AgendaItem,
    Attendance,
    Choice,
    Decision,
    Manner,
    Nomination,
    NominationState,
    Seat,
    Session,
    SessionState,
)
from conduct.session_actions import (
    approve,
    close_voting,
    convene,
    draw_key,
    name_tellers,
    note_attendance,
    open_voting,
    prove_key,
)
from conduct.session_agenda import changing, list_nominations
from portal.sample.dossiers import drafted, head_of
from units.models import Role, Unit, User
from units.workflow import advance

TELLERS: Final = ("lanhdao", "canbo.nv")
HALL: Final = "Phòng họp tầng 2, trụ sở UBND huyện"
WHY: Final = "Hoàn thiện chương trình họp."
Votes = Callable[[AgendaItem, Seat], str]

PROPOSED: Final = [  # award, unit, name, position
    ("giay-khen-ca-nhan", "10015", "Nguyễn Thị Hòa", "Công chức Văn hóa - Xã hội"),
    ("giay-khen-ca-nhan", "TH-10018", "Bùi Văn Quyết", "Giáo viên"),
    ("giay-khen-tap-the", "10054", "Bộ phận Một cửa xã Đại Yên", ""),
    ("chien-si-thi-dua-co-so", "NV", "Đỗ Minh Khang", "Chuyên viên"),
    ("giay-khen-ho-gia-dinh", "10033", "Hộ ông Trịnh Văn Bảy", ""),
]
WAITING: Final = [
    ("chien-si-thi-dua-co-so", "GDDT", "Lưu Thị Thanh Vân", "Chuyên viên"),
    ("tap-the-lao-dong-tien-tien", "MN-10021", "Tổ mẫu giáo 5 tuổi", ""),
    ("giay-khen-ca-nhan", "10060", "Phùng Đức Mạnh", "Công chức Tư pháp - Hộ tịch"),
    ("giay-khen-tap-the", "THCS-10024", "Tổ Khoa học xã hội", ""),
]


def at(day: datetime, hour: int, minute: int = 0) -> datetime:
    """Return a time of that day in the office's zone."""
    return datetime.combine(localdate(day), time(hour, minute), tzinfo=get_current_timezone())


# --- for any session ------------------------------------------------------------------------------------------------


def propose(
    host: Unit, award: str, unit: Unit, name: str, position: str, *, campaign: Campaign, day: datetime
) -> Nomination:
    """Let a unit propose somebody and the standing office find it eligible, on one day."""
    nomination = drafted(host, award, unit, name, position, campaign=campaign, day=day)
    advance(nomination, "submit", by=head_of(unit), at=at(day, 9))
    advance(nomination, "admit", by=secretary(host), at=at(day, 15))
    return nomination


def secretary(host: Unit) -> User:
    return User.objects.filter(memberships__unit=host, memberships__role=Role.SECRETARY).earliest("pk")


def chair(host: Unit) -> User:
    return User.objects.filter(memberships__unit=host, memberships__role=Role.CHAIR).earliest("pk")


def drawn_votes(draw: Random, *, yes: int = 85, no: int = 10) -> Votes:
    """Return voters of whom so many in a hundred agree or do not; the rest gives blank ballots."""

    def said(item: AgendaItem, seat: Seat) -> str:
        number = draw.randrange(100)
        return Choice.YES if number < yes else Choice.NO if number < yes + no else Choice.BLANK

    return said


def hold_session(
    host: Unit,
    nominations: Sequence[Nomination],
    *,
    title: str,
    held_at: datetime,
    campaign: Campaign,
    until: SessionState = SessionState.APPROVED,
    votes: Votes | None = None,
    absent: Sequence[str] = (),
    manners: Mapping[str, Manner] | None = None,
) -> Session:
    """Hold a session up to one of its steps: convened a week before, voted on and approved on its day.

    `manners` by the code of the award where it is not the rule's own; `absent` are user names.
    """
    by, convened_at = secretary(host), at(held_at - timedelta(days=7), 9)
    session = Session.objects.create(
        host=host, campaign=campaign, title=title, held_at=held_at, place=HALL, state=SessionState.DRAFT
    )
    with changing(session, by=by, version=None, at=convened_at) as row:
        list_nominations(row, nominations, by=by, at=convened_at)
        for code, manner in (manners or {}).items():
            row.items.filter(nomination__award__code=code).update(manner=manner)
        name_tellers(row, [User.objects.get(username=name) for name in TELLERS])
    convene(session, by=by, at=convened_at)
    if until == SessionState.CONVENED:
        return session
    codes = _open(session, absent=absent)
    if until == SessionState.VOTING:
        return session
    _vote(session, votes or drawn_votes(Random(title)))
    close_voting(session, by=chair(host), at=held_at + timedelta(minutes=40))
    _count(session, codes)
    if until == SessionState.APPROVED:
        approve(session, by=chair(host), at=held_at + timedelta(minutes=75))
    return session


def _open(session: Session, *, absent: Sequence[str]) -> list[str]:
    """Note who is there, let the tellers draw their keys, open the vote; return what is on the tellers' papers."""
    told = {
        seat.pk: Attendance.EXCUSED if seat.person.username in absent else Attendance.PRESENT
        for seat in session.seats.select_related("person")
    }
    note_attendance(session, told, by=secretary(session.host), version=None, at=session.held_at)
    codes = []
    for teller in session.tellers.select_related("person"):
        codes.append(draw_key(session, by=teller.person))
        prove_key(session, codes[-1], by=teller.person)
    open_voting(session, by=chair(session.host), at=session.held_at + timedelta(minutes=20))
    return codes


def _vote(session: Session, votes: Votes) -> None:
    items = list(session.items.voted_here())
    for seat in session.seats.here().select_related("person"):
        own = {item.pk: votes(item, seat) for item in items if item.roll.filter(seat=seat).exists()}
        if own:
            cast(session, own, by=seat.person)


def _count(session: Session, codes: Sequence[str]) -> None:
    """Let the tellers open the boxes, if there are any; the codes are forgotten with this call."""
    if session.items.secret().exists():
        teller = session.tellers.select_related("person").earliest("place").person
        count_boxes(session, codes, by=teller, at=session.held_at + timedelta(minutes=60))
    session.refresh_from_db()


def decide(session: Session, *, title: str, number: str, day: datetime) -> Decision:
    """Draft and record the decision on everything that a session approved."""
    by, signer = secretary(session.host), chair(session.host)
    approved = Nomination.objects.filter(items__session=session, state=NominationState.APPROVED)
    decision = prepare_decision(session.host, approved, title=title, session=session, by=by, at=at(day, 9))
    Decision.objects.filter(pk=decision.pk).update(
        number=number, issued_on=localdate(day), signer_name=signer.full_name, signer_position=signer.position
    )
    decision.refresh_from_db()
    issue(decision, by=by, at=at(day, 10))
    return decision


# --- this year ------------------------------------------------------------------------------------------------------


def load_sessions(host: Unit, campaign: Campaign, *, now: datetime) -> None:
    """Hold a session some weeks ago, with its decision, and convene one for today."""
    units = {unit.code: unit for unit in Unit.objects.below(host)}
    month_ago = at(now - timedelta(days=34), 14)
    over = [
        propose(host, award, units[unit], name, position, campaign=campaign, day=month_ago - timedelta(days=10))
        for award, unit, name, position in PROPOSED
    ]
    first = hold_session(
        host,
        over,
        title="Phiên họp xét khen thưởng chuyên đề",
        held_at=month_ago,
        campaign=campaign,
        absent=("uyvien9",),
        votes=drawn_votes(Random("first session"), yes=92, no=6),
    )
    decide(
        first,
        title="Về việc khen thưởng tập thể, cá nhân tiêu biểu trong phong trào thực hiện văn hóa công sở",
        number="1245/QĐ-UBND",
        day=month_ago + timedelta(days=6),
    )
    waiting = [
        propose(host, award, units[unit], name, position, campaign=campaign, day=now - timedelta(days=11))
        for award, unit, name, position in WAITING
    ]
    hold_session(
        host,
        waiting,
        title="Phiên họp Hội đồng Thi đua - Khen thưởng huyện",
        held_at=at(now, 16, 30),
        campaign=campaign,
        until=SessionState.CONVENED,
    )
