"""The sample's commendations of 2024: timely praise in June, a year-end session with forty nominations, decisions.

Everything happens on fixed dates and comes out the same each time; names are invented.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Final

from django.utils.timezone import get_current_timezone

from campaigns.models import Campaign
from conduct.decision_actions import issue, prepare_decision, strike
from conduct.models import AgendaItem, Award, Choice, Manner, Nomination, NominationState, Seat, Standing
from conduct.nomination_actions import praise
from conduct.nomination_words import ReturnReason
from portal.sample.dossiers import clock, drafted, drafter_of, head_of
from portal.sample.people import invented_name
from portal.sample.sessions import Votes, chair, decide, drawn_votes, hold_session, secretary
from units.models import Group, Kind, Unit
from units.workflow import Reason, advance

JUNE, RECEIVED, HELD, DECIDED = date(2024, 6, 24), date(2024, 12, 9), date(2024, 12, 19), date(2024, 12, 25)
PRAISED: Final = [  # award, unit, name, position, what for, who signs
    (
        "giay-khen-dot-xuat",
        "10018",
        "Nguyễn Văn Thành",
        "Nhân viên bảo vệ",
        "Đã có thành tích đột xuất: nhặt được 12 triệu đồng và giấy tờ, tìm người mất để trao lại",
        "submit",
    ),
    (
        "giay-khen-dot-xuat",
        "10060",
        "Đỗ Thị Thu Hà",
        "Công chức Tư pháp - Hộ tịch",
        "Đã có thành tích đột xuất: ở lại ngoài giờ, đến tận nhà làm giấy khai sinh cho gia đình có người bệnh nặng",
        "submit",
    ),
    (
        "bieu-duong",
        "TH-10018",
        "Phạm Thị Ngọc Lan",
        "Giáo viên",
        "Hướng dẫn học sinh giữ trật tự, giúp người cao tuổi qua đường trước cổng trường trong suốt học kỳ",
        "enter",
    ),
]
PEOPLE_AT: Final = {  # what people are, by the kind of the unit
    Kind.DEPARTMENT: ("Chuyên viên", "Chuyên viên", "Phó Trưởng phòng"),
    Kind.PUBLIC_SERVICE_UNIT: ("Viên chức", "Viên chức", "Phó Giám đốc"),
}
AT_COMMUNES: Final = ("Công chức Văn hóa - Xã hội", "Công chức Địa chính - Xây dựng", "Công chức Tư pháp - Hộ tịch")
AT_SCHOOLS: Final = ("Giáo viên", "Giáo viên", "Nhân viên văn phòng", "Phó Hiệu trưởng")
PARTS: Final = {  # parts of a unit that are praised, by its kind; else those of a commune
    Kind.DEPARTMENT: ("Tập thể công chức",),
    Kind.PUBLIC_SERVICE_UNIT: ("Tập thể viên chức",),
    Group.SCHOOL: ("Tổ chuyên môn Khoa học xã hội", "Tổ Văn phòng"),
    Group.AGENCY: ("Bộ phận Một cửa", "Công chức Văn phòng - Thống kê"),
}
HOUSEHOLDS: Final = (("Hộ ông Trịnh Đình Sáu", "Thôn Trung"), ("Hộ bà Ngô Thị Vân", "Xóm Đình"))
# how many of which award, and what becomes of them: states in which they are left, the rest goes to the session
WANTED: Final[Sequence[tuple[str, int]]] = (
    ("chien-si-thi-dua-co-so", 6),
    ("tap-the-lao-dong-tien-tien", 5),
    ("giay-khen-ca-nhan", 15),
    ("giay-khen-tap-the", 8),
    ("lao-dong-tien-tien", 4),
    ("giay-khen-ho-gia-dinh", 2),
)
LEFT: Final = {  # the number in the list → where it stays
    3: "drafting",
    9: "signing",
    14: "submitted",
    20: "returned",
    24: "eligible",
    27: "not_eligible",
    35: "not_eligible",
}
AGAINST: Final = frozenset({5, 17, 31})  # the council does not approve these


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=get_current_timezone())


def load_nominations(host: Unit, campaign: Campaign) -> None:
    """Play the commendations of the closed year; called before anything of this year is loaded."""
    units = {unit.code: unit for unit in Unit.objects.below(host).select_related("cluster")}
    praise_in_time(host, units, campaign)
    proposed = year_end(host, units, campaign)
    going = [row for row in proposed if row.state == NominationState.ELIGIBLE and row.pk not in kept_back(proposed)]
    session = hold_session(
        host,
        going,
        title="Phiên họp Hội đồng xét khen thưởng tổng kết phong trào năm 2024",
        held_at=clock(noon(HELD), 14),
        campaign=campaign,
        absent=("uyvien7",),
        votes=votes_of({proposed[number].pk for number in AGAINST}),
        manners={"chien-si-thi-dua-co-so": Manner.SECRET, "tap-the-lao-dong-tien-tien": Manner.SECRET},
    )
    decision = decide(
        session,
        title="Về việc khen thưởng tổng kết phong trào thi đua thực hiện văn hóa công sở năm 2024",
        number="2871/QĐ-UBND",
        day=noon(DECIDED),
    )
    line = decision.lines.order_by("-place").first()
    if line:
        why = "Đơn vị báo cáo trùng thành tích đã khen tháng 6 năm 2024."
        strike(line, by=secretary(host), note=why, at=clock(noon(date(2024, 12, 30)), 10))


# --- June ------------------------------------------------------------------------------------------------------------


def praise_in_time(host: Unit, units: dict[str, Unit], campaign: Campaign) -> None:
    """Let three people be praised the short way, two of them by one decision."""
    given = []
    for award, code, name, position, merit, verb in PRAISED:
        unit = units[code]
        nomination = Nomination(
            host=host,
            unit=unit,
            campaign=campaign,
            year=campaign.year,
            award=Award.objects.get(code=award),
            name=name,
            position=position,
            standing=Standing.DIRECT,
            merit=merit,
        )
        by = head_of(unit) if verb == "submit" else secretary(host)
        praise(nomination, by=by, verb=verb, at=clock(noon(JUNE), 9))
        if verb == "submit":
            advance(nomination, "admit", by=secretary(host), at=clock(noon(JUNE), 10))
        advance(nomination, "grant", by=chair(host), at=clock(noon(JUNE), 15))
        if award == "bieu-duong":
            advance(nomination, "publish", by=secretary(host), at=clock(noon(JUNE), 16))
        else:
            given.append(nomination)
    decide_on(host, given, title="Về việc khen thưởng đột xuất gương người tốt, việc tốt", number="1386/QĐ-UBND")


def decide_on(host: Unit, nominations: Sequence[Nomination], *, title: str, number: str) -> None:
    """Draft and record the decision on what the chair granted."""
    by, signer, day = secretary(host), chair(host), noon(date(2024, 6, 26))
    decision = prepare_decision(host, nominations, title=title, by=by, at=clock(day, 9))
    decision.number, decision.issued_on = number, day.date()
    decision.signer_name, decision.signer_position = signer.full_name, signer.position
    issue(decision, by=by, at=clock(day, 10))


# --- December --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """One proposal of the year's end."""

    award: Award
    unit: Unit
    name: str
    position: str


def asked(units: dict[str, Unit]) -> list[Asked]:
    """Return forty proposals: agencies, communes and schools in turn, each person once."""
    draw = Random("commendations 2024")
    codes = sorted(units)
    draw.shuffle(codes)
    communes = [code for code in codes if units[code].kind in {Kind.COMMUNE, Kind.TOWN}]
    turn, homes = iter(codes), iter(communes)
    found = []
    for award_code, number in WANTED:
        award = Award.objects.get(code=award_code)
        for place in range(number):
            unit = units[next(homes) if award.subject == "household" else next(turn)]
            name, position = who(award, unit, draw, place)
            found.append(Asked(award, unit, name, position))
    return found


def who(award: Award, unit: Unit, draw: Random, place: int) -> tuple[str, str]:
    """Return name and position of who is proposed."""
    if award.subject == "household":
        name, hamlet = HOUSEHOLDS[place % len(HOUSEHOLDS)]
        return name, f"{hamlet}, {unit.short_name}"
    if award.subject == "collective":
        return (unit.name if award.code.startswith("tap-the") else part_of(unit, draw)), ""
    positions = AT_SCHOOLS if unit.group == Group.SCHOOL else PEOPLE_AT.get(Kind(unit.kind), AT_COMMUNES)
    return invented_name(draw), draw.choice(positions)


def part_of(unit: Unit, draw: Random) -> str:
    """Return the name of a part of a unit: Bộ phận Một cửa xã Đại Yên."""
    parts = PARTS.get(Kind(unit.kind)) or PARTS[unit.group or Group.AGENCY]
    is_place = unit.kind in {Kind.COMMUNE, Kind.TOWN}
    name = unit.short_name[:1].lower() + unit.short_name[1:] if is_place else unit.short_name
    return f"{draw.choice(parts)} {name}"


def year_end(host: Unit, units: dict[str, Unit], campaign: Campaign) -> list[Nomination]:
    """Let units propose forty, each brought to where it stays or to where a session can take it."""
    found = []
    for number, one in enumerate(asked(units)):
        nomination = drafted(
            host, one.award.code, one.unit, one.name, one.position, campaign=campaign, day=noon(RECEIVED)
        )
        bring(nomination, LEFT.get(number, "admitted"), host=host)
        found.append(nomination)
    return found


def bring(nomination: Nomination, to: str, *, host: Unit) -> None:
    """Move a complete draft on to a state."""
    day, office = noon(RECEIVED), secretary(host)
    if to == "drafting":
        return
    if to == "signing":
        advance(nomination, "send", by=drafter_of(nomination.unit), at=clock(day, 9))
        return
    advance(nomination, "submit", by=head_of(nomination.unit), at=clock(day, 10))
    if to in {"returned", "not_eligible"}:
        code = ReturnReason.EVIDENCE if to == "returned" else ReturnReason.STANDARDS
        verb = "return" if to == "returned" else "reject"
        reasons = [Reason(code, code, str(code.label))]
        note = "Đề nghị bổ sung biên bản họp bình xét có chữ ký." if to == "returned" else ""
        advance(nomination, verb, by=office, reasons=reasons, note=note, at=clock(noon(date(2024, 12, 11)), 9))
    elif to != "submitted":
        advance(nomination, "admit", by=office, at=clock(noon(date(2024, 12, 11)), 15))


def kept_back(proposed: Sequence[Nomination]) -> set[int]:
    """Return what was found eligible and stays off the agenda."""
    return {proposed[number].pk for number, state in LEFT.items() if state == "eligible"}


def votes_of(against: set[int]) -> Votes:
    """Return voters of whom most agree, except on these nominations."""
    most = drawn_votes(Random("year's end 2024"), yes=96, no=3)
    few = drawn_votes(Random("year's end 2024, against"), yes=25, no=60)

    def said(item: AgendaItem, seat: Seat) -> str:
        return str((few if item.nomination_id in against else most)(item, seat) or Choice.BLANK)

    return said
