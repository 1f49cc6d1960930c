"""What the papers of commendation say: the unit's letter with its list, the decision, the certificates (Vietnamese)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.utils import translation

from campaigns.models import LegalBasis
from campaigns.printing import joined
from conduct.models import Decision, DecisionLine, DecisionState, Nomination, NominationState, SubjectKind
from units.letterhead import authority, letterhead, number_line, place_and_date, written_day
from units.models import Role, Unit, User

UNCHECKED: Final = {"code": "", "address": "", "sha256": "", "qr": ""}
DRAFT: Final = "DỰ THẢO"
FORMS: Final = (  # how an award is written large on its certificate
    ("bằng khen", "BẰNG KHEN"),
    ("biểu dương", "BIỂU DƯƠNG"),
    ("giấy khen", "GIẤY KHEN"),
)
INSTRUMENTS: Final = ("Nghị định", "Nghị quyết", "Quyết định", "Chỉ thị", "Thông tư", "Hướng dẫn", "Kế hoạch")
TITLES: Final = "GIẤY CHỨNG NHẬN"  # of a title won by emulation


def head(unit: Unit, number: str, kind: str, symbol: str, day: Any) -> dict[str, str]:
    """Return what stands above every paper of a unit or of the People's Committee."""
    return letterhead(unit) | {
        "number": number_line(number, kind=kind, symbol=symbol),
        "place_and_date": place_and_date(unit.place, day),
    }


def head_of(unit: Unit) -> User | None:
    """Return who leads the unit today, as far as the portal knows."""
    held = User.objects.filter(memberships__unit=unit, memberships__role=Role.HEAD, is_active=True)
    return held.order_by("memberships__since", "pk").first()


# --- the unit's letter -----------------------------------------------------------------------------------------------


def with_same_letter(nomination: Nomination) -> list[Nomination]:
    """Return what the unit proposes with the same letter; alone where it has no number yet."""
    if not nomination.letter_number or nomination.state == NominationState.WITHDRAWN:
        return [nomination]
    same = Nomination.objects.not_withdrawn().filter(
        unit=nomination.unit_id, year=nomination.year, letter_number=nomination.letter_number
    )
    return list(same.select_related("award", "unit").order_by("award__position", "sort_key", "pk"))


@translation.override("vi")
def letter(nomination: Nomination) -> dict[str, Any]:
    """Return what the submission letter [tờ trình] says, with the list of who is proposed by it."""
    unit, nominations = nomination.unit, with_same_letter(nomination)
    signer = head_of(unit)
    facts = head(unit, nomination.letter_number, "TTr", unit.paper_symbol, nomination.letter_on)
    about = f"đề nghị khen thưởng năm {nomination.year}"
    return (
        facts
        | UNCHECKED
        | {
            "draft": "" if nomination.received_at else DRAFT,
            "subject": f"Về việc {about}",
            "to": f"Hội đồng Thi đua - Khen thưởng {within(nomination.host)}",
            "unit": unit.name,
            "bases": bases(nomination),
            "meeting": meeting(nomination),
            "total": total(nominations),
            "nominees": [nominee(number, row) for number, row in enumerate(nominations, 1)],
            "annex_of": annex_of("Tờ trình", facts["number"], unit.name),
            "recipients": ["- Như trên;", "- Lưu: VT."],
            "authority": authority(unit, signer.position if signer else ""),
            "signer": signer.full_name if signer else "",
        }
    )


def bases(nomination: Nomination) -> list[str]:
    """Return the legal bases of the letter: the law of the award's terms, and the movement."""
    terms = nomination.terms_for(nomination.received_at or nomination.changed_at) if nomination.changed_at else None
    found = ["Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"]
    if terms and terms.legal_basis:
        found.append(f"Căn cứ {cited(terms.legal_basis)};")
    if nomination.campaign:
        found.append(f"Căn cứ kết quả thực hiện phong trào “{nomination.campaign.title}”.")
    return found


def meeting(nomination: Nomination) -> str:
    if not nomination.met_on:
        return ""
    told = {"day": f"{nomination.met_on:%d/%m/%Y}", "present": nomination.meeting_present or 0}
    return (
        "Ngày {day}, {unit} đã họp bình xét với {present}/{members} người có mặt; "
        "kết quả {yes}/{present} phiếu tán thành đề nghị khen thưởng."
    ).format(
        **told, unit=nomination.unit.name, members=nomination.meeting_members or 0, yes=nomination.meeting_yes or 0
    )


def total(nominations: Sequence[Nomination]) -> str:
    """Say how many persons, collectives and households are proposed."""
    words = {SubjectKind.COLLECTIVE: "tập thể", SubjectKind.PERSON: "cá nhân", SubjectKind.HOUSEHOLD: "hộ gia đình"}
    counts = {kind: sum(row.subject == kind for row in nominations) for kind in words}
    return joined(", ", (f"{number:02d} {words[kind]}" for kind, number in counts.items() if number))


def nominee(number: int, row: Nomination) -> dict[str, str]:
    return {
        "number": str(number),
        "name": row.name,
        "position": row.position,
        "unit": row.unit.name,
        "award": row.award.name,
        "merit": row.merit,
    }


def annex_of(kind: str, number: str, name: str, *, day: date | None = None) -> str:
    written = f" {written_day(day)}" if day else ""
    return f"(Kèm theo {kind} {number.replace('Số:', 'số')}{written} của {name})"


def cited(basis: LegalBasis) -> str:
    """Name a legal instrument as papers do: kind, number, day, whose it is, what about; a law by its day alone."""
    day, title = written_day(basis.issued_on), basis.title
    kind = next((word for word in INSTRUMENTS if title.startswith(f"{word} ")), "")
    return f"{kind} số {basis.number} {day}{title.removeprefix(kind)}" if kind else f"{title} {day}"


def within(unit: Unit) -> str:
    """Return the place of a People's Committee within a sentence: huyện Chương Mỹ."""
    return unit.name.removeprefix("Ủy ban nhân dân ").strip()


# --- the decision ----------------------------------------------------------------------------------------------------


@translation.override("vi")
def decision(row: Decision, lines: Iterable[DecisionLine]) -> dict[str, Any]:
    """Return what a decision on commendation [quyết định khen thưởng] says."""
    rows = [line for line in lines if not line.struck_at]
    host = row.host
    facts = head(host, row.number, "QĐ", host.paper_symbol, row.issued_on)
    laws = dict.fromkeys(
        cited(line.nomination.terms.legal_basis)
        for line in rows
        if line.nomination and line.nomination.terms and line.nomination.terms.legal_basis
    )
    council = f"Hội đồng Thi đua - Khen thưởng {within(host)}"
    return (
        facts
        | UNCHECKED
        | {
            "draft": DRAFT if row.state == DecisionState.DRAFT else "",
            "subject": row.title,
            "giver": giver(host),
            "bases": [
                "Căn cứ Luật Tổ chức chính quyền địa phương;",
                "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
                *(f"Căn cứ {law};" for law in laws),
                f"Xét đề nghị của {council}.",
            ],
            "total": f"{len(rows):02d}",
            "lines": [decided(number, line) for number, line in enumerate(rows, 1)],
            "council": council,
            "annex_of": annex_of("Quyết định", facts["number"], f"Chủ tịch {host.name}", day=row.issued_on),
            "recipients": ["- Như Điều 3;", f"- {council};", "- Lưu: VT, HĐTĐKT."],
            "authority": authority(host, row.signer_position).removeprefix("TM. ỦY BAN NHÂN DÂN\n"),
            "signer": row.signer_name,
        }
    )


def decided(number: int, line: DecisionLine) -> dict[str, str]:
    merit = line.nomination.merit if line.nomination else ""
    return {
        "number": str(number),
        "name": line.name,
        "position": line.position,
        "unit": line.unit_name,
        "award": line.award_name,
        "merit": merit,
    }


def giver(host: Unit) -> str:
    return f"CHỦ TỊCH {host.name}".upper()


# --- certificates ----------------------------------------------------------------------------------------------------


@translation.override("vi")
def certificates(row: Decision, lines: Iterable[DecisionLine], *, address: str) -> list[dict[str, Any]]:
    """Return what each certificate of an issued decision says; what was taken back gets none."""
    host, standing = row.host, [line for line in lines if not line.struck_at]
    day = row.issued_on
    shared = {
        "giver": giver(host),
        "decision": f"Quyết định số {row.number} {written_day(day)}" if day else "",
        "place_and_date": place_and_date(host.place, day),
        "authority": authority(host, row.signer_position).removeprefix("TM. ỦY BAN NHÂN DÂN\n"),
        "signer": row.signer_name,
        "code": row.code,
        "address": address,
    }
    return [shared | certificate(number, line) for number, line in enumerate(standing, 1)]


def certificate(number: int, line: DecisionLine) -> dict[str, str]:
    nomination = line.nomination
    is_person = nomination is not None and nomination.subject == SubjectKind.PERSON
    detail = joined(", ", (line.position, line.unit_name)) if is_person else line.position or _place_of(line)
    return {
        "kind": written_large(line.award_name),
        "name": line.name,
        "detail": detail,
        "achievement": (nomination.merit if nomination else "") or line.award_name,
        "register": f"Vào sổ khen thưởng số {number:02d}",
    }


def _place_of(line: DecisionLine) -> str:
    return "" if line.unit_name in line.name else line.unit_name


def written_large(award_name: str) -> str:
    """Return the word that stands large on the certificate of an award."""
    for begins, word in FORMS:
        if award_name.lower().startswith(begins):
            return word
    return TITLES
