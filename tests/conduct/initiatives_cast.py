"""Initiatives brought to any point: drafted, handed in, put to the members, marked, recognised."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from conduct.initiatives import add_file, begin, give_marks, open_marking, save_draft
from conduct.models import Initiative, InitiativeAuthor, Scale, ScaleCriterion
from tests import factories as make
from units.models import Unit, User
from units.workflow import advance

AT = make.moment(2024, 6, 3)
WORDS = {
    "field": "reception",
    "problem": "Người dân phải khai lại cùng một thông tin ở ba tờ khai.",
    "solution": "Một phiếu chung, in sẵn thông tin đã có.",
    "minutes": 12,
    "cases": 3600,
    "measured": "Bấm giờ 50 lượt trước và 50 lượt sau.",
    "applied_at": "Bộ phận Một cửa",
    "applied_since": date(2024, 2, 1),
    "certified_by": "Chủ tịch UBND xã",
}


def scale(**facts: Any) -> Scale:
    """Return a scale of two criteria, 100 points in all, recognised from 70."""
    made = Scale.objects.create(
        **{"name": "Thang điểm sáng kiến", "valid_from": date(2024, 1, 1), "threshold": 70, **facts}
    )
    for position, (code, name, most) in enumerate([("moi", "Tính mới", 40), ("hieu-qua", "Hiệu quả", 60)]):
        ScaleCriterion.objects.create(scale=made, position=position, code=code, name=name, most=most)
    return made


def drafted(unit: Unit, *, by: User, picture: bytes, shares: Iterable[int] = (60, 40), **words: Any) -> Initiative:
    """Return a draft that is complete."""
    made = begin(unit, title="Một phiếu cho ba tờ khai", by=by, at=AT)
    authors = [InitiativeAuthor(name=f"Tác giả {n}", share=share) for n, share in enumerate(shares, 1)]
    save_draft(made, {**WORDS, **words}, authors, by=by, version=None, at=AT)
    upload = SimpleUploadedFile("xac-nhan.jpg", picture, "image/jpeg")
    add_file(made, upload, kind="certificate", by=by, at=AT)
    return Initiative.objects.get(pk=made.pk)


def handed_in(made: Initiative, *, head: User, at: datetime = AT) -> Initiative:
    advance(made, "submit", by=head, at=at)
    return made


def put_to_members(made: Initiative, *, secretary: User, at: datetime = AT) -> Initiative:
    open_marking(made, by=secretary, at=at)
    return made


def mark(made: Initiative, new: int, effect: int, *, by: User, remark: str = "") -> None:
    keys = dict(made.scale.criteria.values_list("code", "pk"))
    give_marks(made, {keys["moi"]: new, keys["hieu-qua"]: effect}, remark=remark, by=by, at=AT)


def recognised(made: Initiative, *, secretary: User, chair: User, markers: Iterable[User]) -> Initiative:
    """Bring what was handed in all the way."""
    put_to_members(made, secretary=secretary)
    for person in markers:
        mark(made, 30, 45, by=person)
    advance(made, "close", by=secretary, at=AT)
    advance(made, "recognise", by=chair, at=AT)
    return made
