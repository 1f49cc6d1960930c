"""What the sample's units answer on a checklist: each by its own standard, a little better from month to month."""

from collections.abc import Iterable
from datetime import date, datetime
from random import Random

from conduct.models import Answer, Verdict
from units.models import Unit, User

HARD = {"TG-01": 0.05, "TG-02": 0.02, "TP-01": 0.05, "RT-02": 0.05, "MT-02": 0.12, "VB-01": 0.06, "VB-02": 0.10}
HARD |= {"TH-01": 0.08, "TS-01": 0.05, "NC-03": 0.06, "TM-02": 0.05, "TG-03": 0.04}
WHERE = [
    "Ảnh treo tại bảng tin của đơn vị; bản gốc lưu tại văn phòng.",
    "Hồ sơ lưu tại bộ phận văn phòng, có thể kiểm tra tại chỗ.",
    "Đã niêm yết tại trụ sở; đường dẫn trên trang điện tử của đơn vị.",
    "Có ảnh chụp kèm ngày, lưu trong hồ sơ tự kiểm tra của tháng.",
]
SHORT = {
    "TG-01": "Một số người đi muộn do mưa ngập, đã nhắc nhở tại họp giao ban.",
    "TG-02": "Có trường hợp sử dụng điện thoại cá nhân trong giờ làm việc, đã nhắc nhở.",
    "TP-01": "Người mới nhận công tác đang chờ cấp thẻ.",
    "TP-02": "Đã nhắc nhở trang phục ngày thứ Sáu.",
    "RT-02": "Khu vực nhà xe còn người hút thuốc, đã bổ sung biển cấm.",
    "MT-01": "Nhà vệ sinh khu B đang sửa chữa, dự kiến xong trong tháng sau.",
    "MT-02": "Chưa đủ thùng phân loại rác ở các phòng.",
    "VB-01": "Còn một số văn bản giấy do cơ quan gửi chưa liên thông.",
    "VB-02": "Máy ký số hỏng một tuần, phải ký giấy.",
    "TM-02": "Hai nhiệm vụ chậm hạn do chờ ý kiến phối hợp.",
    "TH-01": "Đang cập nhật bộ thủ tục mới công bố.",
    "TS-01": "Tiền điện tăng so với cùng kỳ do nắng nóng.",
    "NC-03": "Còn hai thôn chưa niêm yết tại nhà văn hóa.",
    "TG-03": "Một số nhiệm vụ hoàn thành chậm do thay đổi nhân sự.",
}
NOT_APPLICABLE = {"VB-02": "Đơn vị chưa được cấp đủ chữ ký số cá nhân, đang làm thủ tục đăng ký."}


def standard(unit: Unit) -> float:
    """Return how well a unit does: the same for all of its answers."""
    return Random(f"standard {unit.code}").choice([0.99, 0.985, 0.98, 0.97, 0.96, 0.94, 0.90])


def staff_of(unit: Unit) -> int:
    return unit.headcount or Random(f"staff {unit.code}").randint(18, 58)


def fill(answers: Iterable[Answer], unit: Unit, period_end: date, *, by: User, at: datetime) -> None:
    """Answer these clauses; the same unit in the same period always answers the same."""
    better = 0.002 * period_end.month
    for answer in answers:
        draw = Random(f"answer {unit.code} {answer.clause.code} {period_end}")
        kept = min(standard(unit) + better, 1) - HARD.get(answer.clause.code, 0.01)
        answer.changed_by, answer.changed_at = by, at.replace(microsecond=0)
        if answer.clause.is_counted:
            _count(answer, staff_of(unit), kept, draw)
        else:
            _grade(answer, kept, draw)


def _count(answer: Answer, staff: int, kept: float, draw: Random) -> None:
    answer.verdict, answer.assessed = Verdict.COUNTED, max(1, staff - draw.choice([0, 0, 0, 1, 2]))
    failing = sum(draw.random() > kept for _n in range(min(answer.assessed, 40)))
    answer.complied = answer.assessed - min(failing, answer.assessed)
    answer.note = _note(answer, is_kept=answer.complied == answer.assessed, draw=draw)


def _grade(answer: Answer, kept: float, draw: Random) -> None:
    roll = draw.random()
    if answer.clause.code in NOT_APPLICABLE and roll > 0.97:
        answer.verdict, answer.note = Verdict.NOT_APPLICABLE, NOT_APPLICABLE[answer.clause.code]
        return
    answer.verdict = (
        Verdict.MET if roll < kept else Verdict.PARTLY if roll < kept + (1 - kept) * 0.8 else Verdict.NOT_MET
    )
    answer.note = _note(answer, is_kept=answer.verdict == Verdict.MET, draw=draw)


def _note(answer: Answer, *, is_kept: bool, draw: Random) -> str:
    if is_kept:
        return draw.choice(WHERE) if answer.clause.needs_evidence else ""
    return SHORT.get(answer.clause.code, "Đã nhắc nhở và có biện pháp khắc phục.")


def mend(answer: Answer, *, at: datetime) -> None:
    """Correct an answer that was sent back: one person more did not comply."""
    if answer.complied:
        answer.complied -= 1
        answer.note = SHORT.get(answer.clause.code, answer.note)
    answer.changed_at = at.replace(microsecond=0)
