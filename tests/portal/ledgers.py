"""Ledger rows by hand, for the council's pages."""

from datetime import date, datetime, timedelta

from campaigns.facts import Member
from campaigns.figures import LedgerEvent, LedgerRow
from portal.standings import Picture, picture
from tests.factories import end_of, moment

DUE = end_of(2024, 2, 29)
AT = moment(2024, 6, 14)
DAY = timedelta(days=1)
MEMBERS = [
    Member("10015", "Ủy ban nhân dân xã Đại Yên", "agency", "CUM-XA-1", "Cụm xã 1", "Xã Đại Yên"),
    Member("10018", "Ủy ban nhân dân xã Tốt Động", "agency", "CUM-XA-1", "Cụm xã 1", "Xã Tốt Động"),
    Member("NV", "Phòng Nội vụ", "agency", "KHOI", "Khối cơ quan", "Phòng Nội vụ"),
    Member("MN-1", "Trường Mầm non Đại Yên", "school", "KHOI-MN", "Khối mầm non", "MN Đại Yên"),
]
TITLES = {"ke-hoach": "Kế hoạch", "quy-che": "Quy chế"}


def event(at: datetime, verb: str, to_state: str, due_at: datetime | None = None) -> LedgerEvent:
    return LedgerEvent(at=at, verb=verb, to_state=to_state, due_at=due_at)


def row(number: int, unit: str, *events: LedgerEvent, requirement: str = "ke-hoach", due: datetime = DUE) -> LedgerRow:
    """Return what `unit` owes."""
    member = next(member for member in MEMBERS if member.code == unit)
    return LedgerRow(
        obligation_id=number,
        unit_code=unit,
        group=member.group,
        cluster=member.cluster,
        requirement=requirement,
        kind="plan" if requirement == "ke-hoach" else "paper",
        due_at=due,
        events=events,
        period_start=date(2024, 1, 1),
        period_end=date(2024, 12, 31),
    )


def seen(*rows: LedgerRow, at: datetime = AT, members: list[Member] | None = None) -> Picture:
    return picture(rows, at=at, members=MEMBERS if members is None else members, titles=TITLES)


def handed_in(at: datetime) -> LedgerEvent:
    return event(at, "submit", "submitted")
