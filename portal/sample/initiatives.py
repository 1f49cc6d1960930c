"""The sample's initiatives: twenty, in every state, marked on the scale of their day, some taken over elsewhere."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from campaigns.models import Campaign, LegalBasis
from conduct.initiative_words import InitiativeReason
from conduct.initiatives import add_file, begin, open_marking, save_draft
from conduct.models import (
    Adoption,
    Initiative,
    InitiativeAuthor,
    Mark,
    Marker,
    MarkSheet,
    Scale,
    ScaleCriterion,
)
from portal.sample import drawing
from portal.sample.casting import Cast, Casting
from portal.sample.hours import at_eight
from portal.sample.initiatives_texts import BROUGHT, IDEAS, REMARKS, WHY_BACK, WHY_NOT, WHY_WITHDRAWN, Idea
from units.models import Unit
from units.workflow import Reason, advance

DAY: Final = timedelta(days=1)
FIRST_2024: Final = date(2024, 7, 8)
SCALES: Final = [  # decree, first and last day, criteria: code, name, most, least, how to mark
    (
        *("98/2023/NĐ-CP", date(2024, 1, 1), date(2025, 6, 30)),
        [
            ("tinh-moi", "Tính mới, tính sáng tạo", 30, 0, "Lần đầu áp dụng ở đơn vị, khác cách làm cũ ở điểm nào"),
            ("hieu-qua", "Hiệu quả đo được", 40, 20, "Số liệu trước và sau, cách đo đáng tin"),
            ("nhan-rong", "Khả năng nhân rộng", 30, 0, "Đơn vị khác làm theo được ngay, ít tốn kém"),
        ],
    ),
    (
        *("152/2025/NĐ-CP", date(2025, 7, 1), None),
        [
            ("tinh-moi", "Tính mới, tính sáng tạo", 25, 0, "Khác cách làm cũ ở điểm nào"),
            ("hieu-qua", "Hiệu quả đo được", 40, 20, "Số liệu trước và sau, cách đo đáng tin"),
            ("nhan-rong", "Khả năng nhân rộng", 25, 0, "Đơn vị khác làm theo được ngay"),
            ("van-hoa", "Góp phần xây dựng văn hóa công sở", 10, 0, "Kỷ cương - Trách nhiệm - Tận tình - Thân thiện"),
        ],
    ),
]
THRESHOLD: Final = 70


def load_initiatives(host: Unit, closed: Campaign, running: Campaign, *, now: datetime) -> None:
    """Make the scales and all initiatives; those of this year within the last months."""
    _scales()
    casting = Casting(host)
    units = {unit.code: unit for unit in Unit.objects.below(host)}
    others = list(units.values())
    for number, idea in enumerate(IDEAS):
        first = at_eight(FIRST_2024 + number * 5 * DAY) if idea.year else at_eight(localdate(now) - (75 - number) * DAY)
        unit = units.get(idea.unit) or others[number]
        play = Play(idea, unit, casting.of(unit), closed if idea.year else running, first)
        play.go()
        _adopt(play, others, casting, until=now)


def _scales() -> None:
    for decree, since, until, criteria in SCALES:
        scale = Scale.objects.create(
            name=f"Thang điểm sáng kiến theo Nghị định {decree}",
            valid_from=since,
            valid_until=until,
            threshold=THRESHOLD,
            legal_basis=LegalBasis.objects.get(number=decree),
            note="Ngưỡng theo thông lệ địa phương; cần đối chiếu quy chế của Hội đồng sáng kiến.",
        )
        for position, (code, name, most, least, guide) in enumerate(criteria):
            facts = {"position": position, "most": most, "least": least, "guide": guide}
            ScaleCriterion.objects.create(scale=scale, code=code, name=name, **facts)


class Play:
    """One initiative on its way."""

    def __init__(self, idea: Idea, unit: Unit, cast: Cast, campaign: Campaign, first: datetime) -> None:
        self.idea, self.unit, self.cast, self.campaign, self.first = idea, unit, cast, campaign, first
        self.draw = Random(f"initiative {idea.title}")

    def go(self) -> None:
        """Write it and bring it as far as it is said to have come."""
        self.write()
        steps = {
            "drafting": [],
            "signing": [self.send],
            "submitted": [self.send, self.submit],
            "withdrawn": [self.send, self.submit, self.withdraw],
            "returned": [self.send, self.submit, self.give_back],
            "marking": [self.send, self.submit, self.put, self.mark_some],
            "marked": [self.send, self.submit, self.put, self.mark, self.close],
            "recognised": [self.send, self.submit, self.put, self.mark, self.close, self.recognise],
            "not_recognised": [self.send, self.submit, self.put, self.mark, self.close, self.decline],
        }
        for step in steps[self.idea.until]:
            step()

    def write(self) -> None:
        idea = self.idea
        made = begin(self.unit, title=idea.title, by=self.cast.drafter, at=self.first)
        Initiative.objects.filter(pk=made.pk).update(year=self.first.year, campaign=self.campaign)
        made.refresh_from_db()
        since = localdate(self.first) - 90 * DAY
        words = {"field": idea.field, "problem": idea.problem, "solution": idea.solution, "benefit": idea.benefit}
        figures = {
            "minutes": Decimal(idea.minutes) or None,
            "money": Decimal(idea.money) or None,
            "cases": Decimal(idea.cases) or None,
        }
        place = {"applied_at": idea.place, "applied_since": since if idea.place else None}
        head = self.cast.head
        certified = {"certified_by": f"{head.position} {self.unit}", "certified_on": localdate(self.first) - 5 * DAY}
        authors = [
            InitiativeAuthor(kind="person" if position else "collective", name=name, position=position, share=share)
            for name, position, share in idea.authors
        ]
        facts = {**words, **figures, **place, "measured": idea.measured, **(certified if idea.place else {})}
        save_draft(made, facts, authors, by=self.cast.drafter, version=None, at=self.first)
        self.made = made
        if idea.place:
            self.certify()

    def certify(self) -> None:
        head = self.cast.head
        paper = drawing.scan(
            agency=self.unit.name,
            number=f"{self.draw.randint(5, 90):02d}/GXN-{self.unit.paper_symbol}",
            issued_on=localdate(self.first) - 5 * DAY,
            title="Giấy xác nhận",
            signer=head.full_name,
            position=head.position,
        )
        upload = SimpleUploadedFile("giay-xac-nhan.pdf", paper, "application/pdf")
        add_file(self.made, upload, kind="certificate", by=self.cast.drafter, at=self.first)

    # --- steps ---

    def send(self) -> None:
        advance(self.made, "send", by=self.cast.drafter, at=self.first + timedelta(hours=2))

    def submit(self) -> None:
        advance(self.made, "submit", by=self.cast.head, at=self.first + DAY)

    def give_back(self) -> None:
        why = InitiativeReason.MEASURED
        reasons = [Reason(why.value, why.value, str(why.label))]
        advance(self.made, "return", by=self.cast.secretary, at=self.first + 3 * DAY, reasons=reasons, note=WHY_BACK)

    def withdraw(self) -> None:
        advance(self.made, "withdraw", by=self.cast.head, at=self.first + 2 * DAY, note=WHY_WITHDRAWN)

    def put(self) -> None:
        open_marking(self.made, by=self.cast.secretary, at=self.first + 5 * DAY)

    def mark(self, *, leave_out: int = 0) -> None:
        """Let the members mark, around the worth that its end shows."""
        worth = {"recognised": 0.86, "marked": 0.8, "not_recognised": 0.58}.get(self.idea.until, 0.78)
        scale = self.made.scale
        criteria = list(scale.criteria.all()) if scale else []
        markers = list(Marker.objects.filter(initiative=self.made, ground=""))[leave_out:]
        sheets = [MarkSheet(marker=marker, remark=self.draw.choice(REMARKS)) for marker in markers]
        MarkSheet.objects.bulk_create(sheets)
        Mark.objects.bulk_create(
            Mark(sheet=sheet, criterion=one, points=self._points(one.most, worth))
            for sheet in sheets
            for one in criteria
        )
        for marker in markers:
            marker.marked_at = self.first + 7 * DAY + timedelta(minutes=self.draw.randint(1, 600))
        Marker.objects.bulk_update(markers, ["marked_at"])

    def _points(self, most: int, worth: float) -> int:
        return max(0, min(most, round(most * (worth + self.draw.uniform(-0.12, 0.12)))))

    def mark_some(self) -> None:
        self.mark(leave_out=6)

    def close(self) -> None:
        advance(self.made, "close", by=self.cast.secretary, at=self.first + 12 * DAY)

    def recognise(self) -> None:
        advance(self.made, "recognise", by=self.cast.chair, at=self.first + 14 * DAY)

    def decline(self) -> None:
        advance(self.made, "decline", by=self.cast.chair, at=self.first + 14 * DAY, note=WHY_NOT)


def _adopt(play: Play, units: Sequence[Unit], casting: Casting, *, until: datetime) -> None:
    """Let other units take it over in the months after."""
    alike = [unit for unit in units if unit.group == play.unit.group and unit.pk != play.unit.pk]
    chosen = play.draw.sample(alike, min(play.idea.spread, len(alike)))
    rows = []
    for unit in chosen:
        day = min(play.first + (15 + play.draw.randint(1, 60)) * DAY, until - timedelta(hours=1))
        by = casting.of(unit).drafter
        facts = {"adopted_on": localdate(day), "note": play.draw.choice(BROUGHT), "adopted_by": by, "noted_at": day}
        rows.append(Adoption(initiative=play.made, unit=unit, **facts))
    Adoption.objects.bulk_create(rows)
