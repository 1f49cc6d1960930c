"""Dossiers for tests: a complete one, and the words that fill one."""

from typing import Any

from conduct.models import Achievement, Award, AwardTerms, Nomination
from conduct.nomination_actions import begin
from tests import factories as make
from units.models import Unit, User

COMPLETE: dict[str, Any] = {
    "position": "Công chức Văn hóa - Xã hội",
    "standing": "direct",
    "merit": "Đã có thành tích tiêu biểu trong thực hiện văn hóa công sở năm 2024",
    "letter_number": "03/TTr-UBND",
    "letter_on": make.date(2024, 6, 3),
    "met_on": make.date(2024, 6, 1),
    "meeting_members": 21,
    "meeting_present": 20,
    "meeting_yes": 19,
}
TEXT = "Tiếp 1.240 lượt công dân, không có phản ánh về thái độ phục vụ."


def an_award(code: str = "giay-khen", subject: str = "person", *, kind: str = "form", **terms: Any) -> Award:
    """Return an award with terms since 2024."""
    named = {"code": code, "name": f"Giấy khen {code}", "position": Award.objects.count()}
    award = Award.objects.create(kind=kind, subject=subject, level="district", **named)
    facts = {"decided_by": "Chủ tịch UBND huyện", "standards": "Tiêu biểu trong phong trào\nĐược tập thể bình xét"}
    AwardTerms.objects.create(award=award, valid_from=make.date(2024, 1, 1), **facts | terms)
    return award


def a_dossier(
    host: Unit, unit: Unit, award: Award, *, by: User, name: str = "Nguyễn Thị Tiêu Biểu", **facts: Any
) -> Nomination:
    """Return a draft that can be handed in."""
    made = begin(Nomination(host=host, unit=unit, year=2024, award=award, name=name, **{**COMPLETE, **facts}), by=by)
    Achievement.objects.filter(nomination=made).update(text=TEXT)
    return made
