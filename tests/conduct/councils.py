"""Councils of any size, and sessions brought to any point."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from conduct.ballots import cast, count_boxes
from conduct.models import (
    AgendaItem,
    Attendance,
    Award,
    AwardTerms,
    Manner,
    Nomination,
    NominationState,
    Seat,
    Session,
    SessionState,
    VotingRule,
)
from conduct.session_actions import (
    close_voting,
    convene,
    draw_key,
    name_tellers,
    note_attendance,
    open_voting,
    prove_key,
)
from conduct.session_agenda import changing, list_nominations
from tests import factories as make
from units.models import Kind, Role, Unit, User

HELD = make.moment(2024, 12, 20)
Y, N, B = "y", "n", "b"


@dataclass
class Council:
    """A host with a chair, members, a secretary and two tellers who are no members."""

    host: Unit
    people: list[User]  # the chair first
    secretary: User
    tellers: list[User]

    @property
    def chair(self) -> User:
        return self.people[0]


def council(size: int, *, host: Unit | None = None, code: str = "HD") -> Council:
    host = host or make.UnitFactory(code=code, kind=Kind.HOST, cluster=None)
    people = [make.person(Role.CHAIR, host)] + [make.person(Role.MEMBER, host) for _n in range(size - 1)]
    tellers = [make.person(Role.OBSERVER, host) for _n in range(2)]
    return Council(host, people, make.person(Role.SECRETARY, host), tellers)


def rule(code: str = "da-so", **facts: Any) -> VotingRule:
    facts = {"name": "Quá nửa tổng số thành viên", "valid_from": date(2024, 1, 1), "secrecy": "either"} | facts
    return VotingRule.objects.get_or_create(code=code, defaults=facts)[0]


def award(vote_rule: VotingRule, *, code: str = "giay-khen", subject: str = "person", **facts: Any) -> Award:
    found, made = Award.objects.get_or_create(
        code=code, defaults={"name": "Giấy khen", "kind": "form", "subject": subject, "level": "district"}
    )
    if made:
        facts = {"decided_by": "Chủ tịch", "standards": "Tiêu biểu", "valid_from": date(2024, 1, 1)} | facts
        AwardTerms.objects.create(award=found, vote_rule=vote_rule, **facts)
    return found


def nomination(host: Unit, of: Award, *, unit: Unit | None = None, name: str = "Nguyễn Thị Tiêu Biểu", **facts: Any):
    """Return a nomination that can be put on an agenda."""
    unit = unit or make.UnitFactory(parent=host)
    return Nomination.objects.create(
        host=host,
        unit=unit,
        year=2024,
        award=of,
        terms=of.terms.get(),
        subject=of.subject,
        name=name,
        state=NominationState.ELIGIBLE,
        received_at=make.moment(2024, 12, 2),
        **facts,
    )


def session(held: Council, **facts: Any) -> Session:
    facts = {"title": "Phiên họp cuối năm", "held_at": HELD, "place": "Hội trường"} | facts
    return Session.objects.create(host=held.host, state=SessionState.DRAFT, **facts)


def ask(of: Session, vote_rule: VotingRule, *, manner: str = Manner.SECRET, title: str = "Nội dung", **facts: Any):
    """Put a question on the agenda that is no nomination."""
    return AgendaItem.objects.create(
        session=of, rule=vote_rule, manner=manner, title=title, position=of.items.count() + 1, **facts
    )


def put_on(
    of: Session, nominations: Iterable[Nomination], *, by: User, manner: str = Manner.SECRET
) -> list[AgendaItem]:
    with changing(of, by=by, version=None, note="Đưa vào chương trình") as row:
        list_nominations(row, nominations, by=by)
        row.items.update(manner=manner)
    return list(of.items.all())


def attend(of: Session, *, by: User, absent: Sequence[User] = ()) -> None:
    """Note everybody present but these."""
    away = {person.pk for person in absent}
    told = {seat.pk: Attendance.EXCUSED if seat.person_id in away else Attendance.PRESENT for seat in of.seats.held()}
    note_attendance(of, told, by=by, version=None)


def give_keys(of: Session, held: Council) -> list[str]:
    """Name the tellers, let each draw a key and read it back; return the codes on their papers."""
    with changing(of, by=held.secretary, version=None, note="Cử kiểm phiếu viên") as row:
        name_tellers(row, held.tellers)
    codes = [draw_key(of, by=teller) for teller in held.tellers]
    for teller, code in zip(held.tellers, codes, strict=True):
        assert prove_key(of, code, by=teller)
    return codes


def opened(of: Session, held: Council, *, absent: Sequence[User] = (), at: datetime = HELD) -> list[str]:
    """Bring a session with an agenda to the open vote; return the tellers' codes."""
    convene(of, by=held.secretary, at=at)
    attend(of, by=held.secretary, absent=absent)
    codes = give_keys(of, held)
    open_voting(of, by=held.chair, at=at)
    return codes


def vote(of: Session, said: Mapping[User, Mapping[int, str]]) -> None:
    for person, choices in said.items():
        cast(of, choices, by=person)


def counted(of: Session, held: Council, codes: Sequence[str], *, at: datetime = HELD) -> None:
    close_voting(of, by=held.chair, at=at)
    count_boxes(of, codes, by=held.tellers[0], at=at)
    of.refresh_from_db()


def seat(of: Session, person: User) -> Seat:
    return of.seats.get(person=person)
