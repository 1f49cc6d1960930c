"""Initiatives for the sweeps: a draft, one that is being marked, one of another unit that was taken over."""

from datetime import date
from typing import Any

from conduct.initiatives import adopt
from conduct.models import InitiativeFile
from tests import factories as make
from tests.conduct import initiatives_cast as cast
from units.models import Membership, Role, Unit, User

# What one member gave while marking is open (tests/conduct/test_names_sweep.py): nobody else reads it anywhere.
REMARK, POINTS, POINTS_WRITTEN = "Nhận xét riêng chưa công bố", 8_317, "8.317"


def thought_of(host: Unit, unit: Unit, *, drafter: User, head: User, secretary: User, picture: bytes) -> dict[str, Any]:
    """Let the unit draft an initiative and have another one marked; return what the addresses name."""
    scale = cast.scale(threshold=10, valid_from=date(2020, 1, 1))
    scale.criteria.filter(code="hieu-qua").update(most=9_000)
    idea = cast.drafted(unit, by=drafter, picture=picture)
    marking = cast.put_to_members(
        cast.handed_in(cast.drafted(unit, by=drafter, picture=picture), head=head), secretary=secretary
    )
    member = Membership.objects.filter(unit=host, role=Role.MEMBER).first()
    if member:
        cast.mark(marking, 1, POINTS, by=member.user, remark=REMARK)
    praised = praised_elsewhere(host, picture=picture, secretary=secretary)
    return {
        "idea": idea.pk,
        "idea_paper": InitiativeFile.objects.get(initiative=idea).pk,
        "marking": marking.pk,
        "praised": praised.pk,
        "adoption": adopt(praised, unit, by=drafter, note="Giảm 10 phút mỗi lượt").pk,
    }


def praised_elsewhere(host: Unit, *, picture: bytes, secretary: User) -> Any:
    """Return an initiative of another unit that was recognised."""
    there = make.UnitFactory(code="10099", name="Ủy ban nhân dân xã Ý Tưởng", short_name="Xã Ý Tưởng", parent=host)
    head = make.person(Role.HEAD, there, username="ytuong", full_name="Cao Thị Sáng")
    made = cast.handed_in(cast.drafted(there, by=head, picture=picture), head=head)
    type(made).objects.filter(pk=made.pk).update(state="recognised")
    made.refresh_from_db()
    return made
