"""What the papers of a session say: list of who is proposed, minutes, record of the count (Vietnamese; no ballot)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils import translation
from django.utils.timezone import localtime

from conduct.award_printing import UNCHECKED, annex_of, nominee, total, within
from conduct.models import Attendance, Manner, Nomination, Session
from conduct.session_page import ItemLine, minutes_of
from units.letterhead import number_line, place_and_date, written_day

SYMBOL: Final = "HĐTĐKT"
AWAY: Final = {Attendance.EXCUSED: "vắng có lý do", Attendance.ABSENT: "vắng"}
MANNERS: Final = {
    Manner.OPEN: "Biểu quyết công khai",
    Manner.SECRET: "Bỏ phiếu kín trên cổng",
    Manner.PAPER: "Bỏ phiếu kín bằng giấy",
}


def head(session: Session, kind: str) -> dict[str, Any]:
    """Return what stands above every paper of the council; it is a draft until it is signed on paper."""
    host = session.host
    day = None if kind == "DS" else session.held_on
    return UNCHECKED | {
        "parent": host.name.upper().replace("ỦY BAN NHÂN DÂN ", "ỦY BAN NHÂN DÂN\n"),
        "agency": "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
        "number": number_line("", kind=kind, symbol=SYMBOL),
        "draft": "",
        "place_and_date": place_and_date(host.place, day),
    }


def clock(moment: Any) -> str:
    local = localtime(moment)
    return f"{local:%H} giờ {local:%M}, {written_day(local.date())}"


@translation.override("vi")
def nominees(session: Session) -> dict[str, Any]:
    """Return the list of who is proposed [danh sách đề nghị] that goes with the agenda."""
    rows = Nomination.objects.filter(items__session=session).select_related("award", "unit")
    found: Sequence[Nomination] = list(rows.order_by("items__position", "items__id"))
    facts = head(session, "DS")
    return facts | {
        "subject": f"Đề nghị xét khen thưởng tại {session.title[:1].lower()}{session.title[1:]}",
        "total": total(found),
        "nominees": [nominee(number, row) for number, row in enumerate(found, 1)],
        "recipients": ["- Thành viên Hội đồng;", f"- Lưu: VT, {SYMBOL}."],
        "authority": "TM. HỘI ĐỒNG\nTHƯ KÝ",
        "signer": "",
        "annex_of": annex_of("Giấy mời họp", facts["number"], council_of(session)),
    }


def council_of(session: Session) -> str:
    return f"Hội đồng Thi đua - Khen thưởng {within(session.host)}"


@translation.override("vi")
def minutes(session: Session) -> dict[str, Any]:
    """Return what the minutes [biên bản họp] say."""
    told = minutes_of(session)
    events, seats = told["events"], told["seats"]
    chair = next((line.seat.name for line in seats if line.seat.is_chair), "")
    ended = events.get("approve") or events.get("count") or events.get("close")
    return head(session, "BB") | {
        "subject": session.title,
        "opened": f"Thời gian bắt đầu: {clock(session.held_at)}.",
        "place": f"Địa điểm: {session.place}.",
        "present": people(told["present"], titled=True),
        "absent": [f"{seat.name} ({AWAY.get(Attendance(seat.attendance), 'vắng')})" for seat in told["absent"]],
        "late": [f"{seat.name} (đến lúc {localtime(seat.arrived_at):%H giờ %M})" for seat in told["late"]],
        "quorum": f"Có mặt {len(told['present'])}/{len(seats)} thành viên Hội đồng khi mở biểu quyết.",
        "tellers": people(told["tellers"]),
        "items": [item(line) for line in told["items"]],
        "passed": [line.item.title for line in told["passed"]],
        "closed": f"Phiên họp kết thúc lúc {clock(ended.at)}." if ended else "Phiên họp chưa kết thúc.",
        "keys": KEYS if told["secret"] and session.has_results else "",
        "chair": chair,
        "secretary": "",
    }


KEYS: Final = (
    "Sau khi kiểm phiếu, hai tờ giấy ghi mã khóa của kiểm phiếu viên đã được hủy trước sự chứng kiến của Hội đồng."
)


def people(rows: Sequence[Any], *, titled: bool = False) -> list[str]:
    return [f"{row.name}, {row.title}" if titled and row.title else row.name for row in rows]


def item(line: ItemLine) -> dict[str, str]:
    """Return one item as the minutes tell it; before the count without a number."""
    result = line.result
    standing = [row for row in line.recused if not row.lifted_why]
    numbers = {name: str(getattr(result, name)) if result else "" for name in NUMBERS}
    return {
        "number": str(line.number),
        "title": line.item.title,
        "manner": MANNERS[Manner(line.item.manner)],
        "rule": f"Cần {line.rule}",
        "recused": "; ".join(f"{row.seat.name} ({row.get_ground_display()})" for row in standing),
        "outcome": line.word or "chưa kiểm phiếu",
        **numbers,
    }


NUMBERS: Final = (
    *("issued", "received", "valid", "invalid", "blank", "yes", "no"),
    *("yes_in_all", "base", "needed"),
)


@translation.override("vi")
def tally(session: Session) -> dict[str, Any]:
    """Return what the record of the count [biên bản kiểm phiếu] says: totals, and the marks of the ballots."""
    told: Mapping[str, Any] = minutes_of(session)
    counted = told["events"].get("count") or told["events"].get("close")
    tellers = people(told["tellers"])
    return head(session, "BBKP") | {
        "subject": session.title,
        "opened": f"Kiểm phiếu lúc {clock(counted.at)}, tại {session.place}." if counted else "Chưa kiểm phiếu.",
        "quorum": f"Tổng số thành viên Hội đồng: {len(told['seats'])}; có mặt: {len(told['present'])}.",
        "tellers": tellers,
        "items": [item(line) for line in told["items"]],
        "first_teller": tellers[0] if tellers else "",
        "second_teller": tellers[1] if len(tellers) > 1 else "",
    }
