"""The sample's people: invented names, positions as such units have them, one account each."""

from datetime import date
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password

from portal.administrators import fill_group
from units.models import Kind, Membership, Role, Unit, User

SINCE = date(2023, 1, 1)
FAMILIES = [
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Trần",
    "Trần",
    "Lê",
    "Lê",
    "Phạm",
    "Phạm",
    "Hoàng",
    "Bùi",
    "Đặng",
    "Đỗ",
    "Vũ",
    "Ngô",
    "Trịnh",
    "Đinh",
    "Lưu",
    "Tạ",
    "Dương",
    "Phùng",
    "Chu",
]
WOMEN = (
    ["Thị", "Thị", "Thị", "Thu", "Ngọc", "Thanh", "Minh", "Kim", "Bích"],
    [
        "Anh",
        "Ánh",
        "Bình",
        "Châu",
        "Dung",
        "Duyên",
        "Hà",
        "Hạnh",
        "Hằng",
        "Hiền",
        "Hoa",
        "Huệ",
        "Hương",
        "Lan",
        "Liên",
        "Linh",
        "Loan",
        "Mai",
        "Nga",
        "Nhung",
        "Oanh",
        "Phượng",
        "Quyên",
        "Thảo",
        "Thu",
        "Thủy",
        "Trang",
        "Tuyết",
        "Vân",
        "Yến",
    ],
)
MEN = (
    ["Văn", "Văn", "Đức", "Quang", "Minh", "Xuân", "Hữu", "Đình", "Ngọc", "Tiến"],
    [
        "An",
        "Bảo",
        "Chiến",
        "Cường",
        "Dũng",
        "Đạt",
        "Đức",
        "Giang",
        "Hải",
        "Hiếu",
        "Hòa",
        "Hùng",
        "Huy",
        "Khánh",
        "Kiên",
        "Long",
        "Mạnh",
        "Nam",
        "Phong",
        "Phúc",
        "Quân",
        "Sơn",
        "Tài",
        "Thắng",
        "Thành",
        "Tuấn",
        "Tùng",
        "Việt",
        "Vinh",
        "Ước",
    ],
)

HEAD_OF = {
    Kind.DEPARTMENT: "Trưởng phòng",
    Kind.PUBLIC_SERVICE_UNIT: "Giám đốc",
    Kind.TOWN: "Chủ tịch UBND thị trấn",
    Kind.COMMUNE: "Chủ tịch UBND xã",
    Kind.KINDERGARTEN: "Hiệu trưởng",
    Kind.PRIMARY: "Hiệu trưởng",
    Kind.LOWER_SECONDARY: "Hiệu trưởng",
}
DRAFTER_OF = {
    Kind.DEPARTMENT: "Chuyên viên",
    Kind.PUBLIC_SERVICE_UNIT: "Viên chức hành chính",
    Kind.TOWN: "Công chức Văn phòng - Thống kê",
    Kind.COMMUNE: "Công chức Văn phòng - Thống kê",
    Kind.KINDERGARTEN: "Nhân viên văn thư",
    Kind.PRIMARY: "Nhân viên văn thư",
    Kind.LOWER_SECONDARY: "Nhân viên văn thư",
}
HEADS_BY_NAME = {
    "VP": "Chánh Văn phòng",
    "TTR": "Chánh Thanh tra huyện",
    "BQLDA": "Giám đốc Ban",
    "NV": "Phó Trưởng phòng",
}
COUNCIL = [
    ("thuongtruc", Role.SECRETARY, "Chuyên viên, thường trực Hội đồng"),
    ("chutich", Role.CHAIR, "Chủ tịch UBND huyện, Chủ tịch Hội đồng"),
    ("uyvien1", Role.MEMBER, "Trưởng phòng Nội vụ, ủy viên Hội đồng"),
    ("uyvien2", Role.MEMBER, "Trưởng phòng Giáo dục và Đào tạo, ủy viên Hội đồng"),
    ("uyvien3", Role.MEMBER, "Phó Chủ tịch UBND huyện, Phó Chủ tịch Hội đồng"),
    ("uyvien4", Role.MEMBER, "Chủ tịch Liên đoàn Lao động huyện"),
    ("uyvien5", Role.MEMBER, "Chủ tịch UBMTTQ huyện"),
    ("uyvien6", Role.MEMBER, "Chánh Thanh tra huyện"),
    ("uyvien7", Role.MEMBER, "Trưởng phòng Tài chính - Kế hoạch"),
    ("uyvien8", Role.MEMBER, "Bí thư Huyện đoàn"),
    ("uyvien9", Role.MEMBER, "Chủ tịch Hội Liên hiệp Phụ nữ huyện"),
    ("lanhdao", Role.OBSERVER, "Phó Chủ tịch HĐND huyện"),
]
HEADS_ON_THE_COUNCIL = {"uyvien1": "NV", "uyvien2": "GDDT"}


def invented_name(draw: Random) -> str:
    """Return a full name as they are common in the region, family name first."""
    middles, givens = draw.choice((WOMEN, MEN))
    family, middle, given = draw.choice(FAMILIES), draw.choice(middles), draw.choice(givens)
    return f"{family} {middle} {given}"


def load_people(host: Unit, units: list[Unit]) -> None:
    """Make the accounts of the contract: administrator, council, a drafter and a head for every unit."""
    draw = Random("people")
    password = make_password(settings.DEMO_PASSWORD)  # hashed once: 260 hashes would take a minute
    users: list[User] = []
    roles: list[tuple[User, Unit, Role]] = []

    def add(username: str, position: str, **facts: bool) -> User:
        name = invented_name(draw)
        user = User(
            username=username,
            full_name=name,
            position=position,
            email=f"{username}@thanhlich.example",
            password=password,
            **facts,
        )
        users.append(user)
        return user

    add("admin", "Quản trị hệ thống", is_staff=True)
    by_code = {unit.code: unit for unit in units}
    for username, role, position in COUNCIL:
        user = add(username, position)
        roles.append((user, host, role))
        if code := HEADS_ON_THE_COUNCIL.get(username):
            roles.append((user, by_code[code], Role.HEAD))
    for unit in units:
        kind = Kind(unit.kind)
        roles.append((add(f"canbo.{unit.code.lower()}", DRAFTER_OF[kind]), unit, Role.DRAFTER))
        position = HEADS_BY_NAME.get(unit.code, HEAD_OF[kind])
        roles.append((add(f"thutruong.{unit.code.lower()}", position), unit, Role.HEAD))
    User.objects.bulk_create(users)
    User.objects.get(username="admin").groups.add(fill_group())
    Membership.objects.bulk_create(
        [Membership(user=user, unit=unit, role=role, since=SINCE) for user, unit, role in roles]
    )
