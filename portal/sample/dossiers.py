"""The sample's dossiers: invented people, achievements against each standard, the unit's meeting and letter."""

from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from django.utils.timezone import get_current_timezone, localdate

from campaigns.models import Campaign
from conduct.models import Achievement, Award, Nomination, Standing, SubjectKind
from conduct.nomination_actions import begin
from units.models import Role, Unit, User

MERITS: Final = {
    SubjectKind.PERSON: (
        "Đã có thành tích tiêu biểu trong tiếp công dân, giải quyết thủ tục hành chính đúng hẹn, lịch sự, tận tình",
        "Đã có thành tích xuất sắc trong thực hiện Quy tắc ứng xử nơi công sở, giúp người dân nộp hồ sơ trực tuyến",
        "Đã có thành tích tiêu biểu trong xây dựng lớp học thân thiện, ứng xử chuẩn mực với học sinh và phụ huynh",
        "Đã có thành tích trong giữ gìn trật tự, vệ sinh nơi công cộng và vận động người dân cùng thực hiện",
        "Đã có thành tích xuất sắc trong cải tiến việc tiếp nhận và trả kết quả, rút ngắn thời gian chờ của người dân",
    ),
    SubjectKind.COLLECTIVE: (
        "Đã có thành tích xuất sắc trong phong trào thi đua thực hiện văn hóa công sở",
        "Đã có thành tích tiêu biểu trong xây dựng công sở xanh, sạch, đẹp và giữ nghiêm kỷ cương hành chính",
        "Đã có thành tích xuất sắc trong thực hiện nụ cười công sở, không để hồ sơ quá hạn",
    ),
    SubjectKind.HOUSEHOLD: (
        "Gương mẫu thực hiện Quy tắc ứng xử nơi công cộng, hiến đất mở ngõ và giữ gìn vệ sinh chung",
        "Gương mẫu xây dựng nếp sống văn minh trong việc cưới, việc tang ở thôn",
    ),
}
DEEDS: Final = (
    "Trong năm không có phản ánh, kiến nghị nào của người dân về thái độ phục vụ; {cases} hồ sơ được giải quyết, "
    "{early} hồ sơ trả trước hạn.",
    "Chủ động tham gia {times} buổi tuyên truyền Quy tắc ứng xử, được đồng nghiệp bình chọn là gương tiêu biểu.",
    "Hoàn thành tốt nhiệm vụ được giao; đề xuất {times} cách làm mới, được đơn vị áp dụng và người dân ghi nhận.",
    "Thực hiện nghiêm giờ giấc, trang phục, đeo thẻ khi làm nhiệm vụ; tập thể bình xét {votes} phiếu tán thành.",
)
INITIATIVES: Final = (
    ("Mã QR tra cứu tình trạng hồ sơ tại bộ phận Một cửa", "18/QĐ-UBND"),
    ("Sổ tay hướng dẫn thủ tục bằng hình ảnh cho người cao tuổi", "21/QĐ-UBND"),
    ("Lịch hẹn giải quyết hồ sơ theo khung giờ", "25/QĐ-UBND"),
)


def clock(day: datetime, hour: int, minute: int = 0) -> datetime:
    """Return a time of that day in the office's zone."""
    return datetime.combine(localdate(day), time(hour, minute), tzinfo=get_current_timezone())


def head_of(unit: Unit) -> User:
    return User.objects.filter(memberships__unit=unit, memberships__role=Role.HEAD).earliest("pk")


def drafter_of(unit: Unit) -> User:
    return User.objects.filter(memberships__unit=unit, memberships__role=Role.DRAFTER).earliest("pk")


def drafted(
    host: Unit, code: str, unit: Unit, name: str, position: str, *, campaign: Campaign, day: datetime
) -> Nomination:
    """Return a complete draft of a unit, written on one day; the same again for the same name and award."""
    award, draw = Award.objects.get(code=code), Random(f"{code} {unit.code} {name}")
    is_person = award.subject == SubjectKind.PERSON
    members = max(unit.headcount or 0, draw.randint(14, 40))
    present = members - draw.randint(0, 3)
    terms = award.terms_on(localdate(day))
    initiative = draw.choice(INITIATIVES) if terms and terms.needs_initiative else ("", "")
    is_leader = is_person and position.startswith(("Phó", "Trưởng", "Hiệu trưởng", "Chủ tịch"))
    nomination = Nomination(
        host=host,
        unit=unit,
        campaign=campaign,
        year=campaign.year,
        award=award,
        name=name,
        position=position,
        standing=(Standing.LEADER if is_leader else Standing.DIRECT) if is_person else "",
        merit=draw.choice(MERITS[SubjectKind(award.subject)]),
        letter_number=f"{draw.randint(4, 90):02d}/TTr-{unit.paper_symbol}",
        letter_on=localdate(day),
        met_on=localdate(day - timedelta(days=draw.randint(1, 4))),
        meeting_members=members,
        meeting_present=present,
        meeting_yes=present - draw.randint(0, 2),
        initiative_name=initiative[0],
        initiative_number=initiative[1],
    )
    begin(nomination, by=drafter_of(unit), at=clock(day, 8))
    write_achievements(nomination, draw)
    return nomination


def write_achievements(nomination: Nomination, draw: Random) -> None:
    """Write something fitting against each standard."""
    rows = list(nomination.achievements.all())
    for row, deed in zip(rows, draw.sample(DEEDS, k=len(rows)), strict=True):
        cases = draw.randint(180, 1900)
        told = {"cases": cases, "early": cases * draw.randint(12, 40) // 100, "times": draw.randint(2, 9)}
        row.text = deed.format(**told, votes=nomination.meeting_yes)
    Achievement.objects.bulk_update(rows, ["text"])
