"""The sample's self-assessments: every month and every quarter, each unit by its habits, some late, some missing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localtime

from campaigns.freezing import heading
from campaigns.models import Campaign, EvidenceUse, Obligation, Requirement
from conduct.declaring import declared
from conduct.freezing import filled_in
from conduct.models import Answer, Assessment, Audience, Checklist, Clause, DeclaredAnswer, PublicWindow
from conduct.sheet import KIND, Sheet
from portal.sample import answers, evidence, texts
from portal.sample.bulk import BATCH, Histories
from portal.sample.casting import Cast, Casting
from portal.sample.hours import office_hour
from units.models import Unit
from units.workflow import Reason

ASKED = [
    ("tu-danh-gia-thang", "monthly", "Tự đánh giá thực hiện Quy tắc ứng xử (tháng)", 3),
    ("tu-danh-gia-quy", "quarterly", "Tự đánh giá thực hiện Quy tắc ứng xử (quý)", 3),
]
# of a hundred papers of such a unit: late, missing, returned once
HABITS = {"good": (3, 1, 3), "mixed": (14, 5, 6), "slack": (34, 18, 8)}
PINNED = {"10015": "good", "TH-10018": "mixed", "NV": "good"}


def require_assessments(campaign: Campaign) -> None:
    """Ask every unit for a checklist each month and each quarter, three days after the figures close."""
    for position, (code, frequency, title, days) in enumerate(ASKED, start=8):
        Requirement.objects.create(
            campaign=campaign,
            code=code,
            kind=KIND,
            title=title,
            frequency=frequency,
            due_days=days,
            grace_days=30,
            position=position,
            instructions="Trả lời theo từng nhóm nội dung. Nội dung về cán bộ chỉ ghi số người, không ghi họ tên.",
        )


def habit(unit: Unit) -> str:
    return PINNED.get(unit.code) or Random(f"habit {unit.code}").choices(list(HABITS), weights=[72, 21, 7])[0]


@dataclass
class Assessments:
    """All assessments of a campaign up to `until`, told in memory and stored at once."""

    campaign: Campaign
    casting: Casting
    until: datetime
    histories: Histories = field(default_factory=Histories)
    sheets: list[Sheet] = field(default_factory=list)
    declared: list[DeclaredAnswer] = field(default_factory=list)
    uses: dict[int, list[EvidenceUse]] = field(default_factory=dict)  # by the obligation's key

    def __post_init__(self) -> None:
        self.checklists = {row.frequency: row for row in Checklist.objects.all()}
        self.windows = set(PublicWindow.objects.values_list("unit_id", flat=True))
        self.clauses: dict[tuple[str, str], list[Clause]] = {}

    def load(self) -> None:
        rows = Obligation.objects.filter(campaign=self.campaign, kind=KIND, opens_at__lte=self.until)
        for row in rows.select_related("unit", "campaign", "requirement").order_by("period_start", "unit__code"):
            if row.requirement:
                self._tell(row, row.requirement)
        Assessment.objects.bulk_create(
            (sheet.assessment for sheet in self.sheets if sheet.assessment), batch_size=BATCH
        )
        Answer.objects.bulk_create((answer for sheet in self.sheets for answer in sheet.answers), batch_size=BATCH)
        evidence.store([use for uses in self.uses.values() for use in uses])
        self.histories.store()
        DeclaredAnswer.objects.bulk_create(self.declared, batch_size=BATCH)

    # --- one paper ---

    def _tell(self, row: Obligation, requirement: Requirement) -> None:
        draw = Random(f"{requirement.code} {row.period_end} {row.unit.code}")
        cast = self.casting.of(row.unit)
        if row.effective_due_at > self.until:
            self._begin(row, cast, draw)
            return
        late, missing, returned = HABITS[habit(row.unit)]
        roll = draw.randrange(100)
        if roll < missing:
            return
        is_late = roll < missing + late
        at = office_hour(row.effective_due_at, draw.randint(1, 9) if is_late else -draw.randint(0, 3), draw)
        at = max(at, self._first_hour(row) + timedelta(hours=6))
        if at > self.until:
            return
        sheet = self._sheet(row)
        answers.fill(sheet.answers, row.unit, row.period_end, by=cast.drafter, at=at - timedelta(hours=4))
        self._hand_in(sheet, cast, at, draw, is_returned=not is_late and roll >= 100 - returned)

    def _begin(self, row: Obligation, cast: Cast, draw: Random) -> None:
        """Leave a paper that is not due yet half written, here and there."""
        if row.unit.code in PINNED or draw.random() > 0.18:
            return
        at = max(self._first_hour(row), self.until - timedelta(hours=draw.randint(4, 60)))
        if at > self.until:
            return
        sheet = self._sheet(row)
        done = sheet.answers[: draw.randint(1, len(sheet.answers) - 1)]
        answers.fill(done, row.unit, row.period_end, by=cast.drafter, at=at)
        self.histories.move(row, "start", by=cast.drafter, at=at)

    def _first_hour(self, row: Obligation) -> datetime:
        """Return when work on a paper could begin: nobody writes before it is asked for."""
        opened = row.campaign.opened_at if row.campaign else None
        return max(row.opens_at + timedelta(hours=8), opened or row.opens_at)

    def _sheet(self, row: Obligation) -> Sheet:
        checklist = self.checklists[row.requirement.frequency]  # type: ignore[union-attr]
        audience = Audience.of(row.unit.kind, has_window=row.unit_id in self.windows)
        assessment = Assessment(obligation=row, checklist=checklist, audience=audience)
        blank = [Answer(assessment=assessment, clause=clause) for clause in self._asked(checklist, audience, row)]
        sheet = Sheet(row, assessment, blank)
        self.sheets.append(sheet)
        return sheet

    def _asked(self, checklist: Checklist, audience: str, row: Obligation) -> list[Clause]:
        """Return the clauses for an audience; the sample has one version of each code, whatever the day."""
        key = (checklist.frequency, audience)
        if key not in self.clauses:
            asked = checklist.clauses(audience, on=row.period_start).select_related("version__code")
            self.clauses[key] = list(asked)
        return self.clauses[key]

    def _hand_in(self, sheet: Sheet, cast: Cast, at: datetime, draw: Random, *, is_returned: bool) -> None:
        row, move = sheet.obligation, self.histories.move
        begun = max(at - timedelta(days=draw.randint(1, 3)), self._first_hour(row))
        move(row, "start", by=cast.drafter, at=min(begun, at - timedelta(hours=4)))
        move(row, "send", by=cast.drafter, at=at - timedelta(hours=2))
        self._show(sheet, cast, at)
        self._submit(sheet, cast, at)
        read = office_hour(at, draw.randint(1, 3), draw)
        if read > self.until:
            return
        if not is_returned:
            move(row, "accept", by=cast.secretary, at=read)
            return
        mend_by = (localtime(read) + timedelta(days=5)).replace(hour=23, minute=59, second=59)
        reason = Reason("figures", f"answers.{sheet.answers[0].clause.code}", draw.choice(texts.CHECKLIST_RETURNS))
        move(row, "return", by=cast.secretary, at=read, due_at=mend_by, reasons=[reason], note=texts.CHECKLIST_NOTE)
        again = office_hour(read, draw.randint(1, 4), draw)
        if again > self.until:
            return
        answers.mend(sheet.answers[0], at=again - timedelta(hours=1))
        self._submit(sheet, cast, again)
        read = office_hour(again, 1, draw)
        if read <= self.until:
            move(row, "accept", by=cast.secretary, at=read)

    def _show(self, sheet: Sheet, cast: Cast, at: datetime) -> None:
        """Give evidence with some clauses before the first hand-in."""
        uses = evidence.of_checklist(
            sheet.obligation, sheet.answers, by=cast.drafter, head=cast.head, at=at - timedelta(hours=3)
        )
        for use in uses:
            use.handed_in_at = at
        self.uses[sheet.obligation.pk] = uses

    def _submit(self, sheet: Sheet, cast: Cast, at: datetime) -> None:
        uses = self.uses.get(sheet.obligation.pk, ())
        shown = [{"place": use.place, **use.evidence.facts()} for use in uses]
        content = heading(sheet.obligation) | {"files": [], "evidence": shown} | filled_in(sheet)
        event = self.histories.move(sheet.obligation, "submit", by=cast.head, at=at, content=content)
        self.declared += [declared(answer, event) for answer in sheet.answers]
