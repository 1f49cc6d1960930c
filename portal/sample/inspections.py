"""The sample's inspections: drawn, visited, acknowledged; their findings with remedies in every state; violations."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from campaigns.actions import save_draft
from campaigns.evidence import give_file
from campaigns.models import Campaign, Obligation
from campaigns.models.evidence import SCAN
from conduct.inspections import ask_for_remedy, choose_units, draw_units, prepare, put_in_team
from conduct.models import AnswerSave, Clause, Finding, Inspection, Remedy, Verdict, Violation, Visit, VisitAnswer
from conduct.on_the_spot import arrive
from conduct.violations import confirm, dismiss, report
from portal.sample import drawing
from portal.sample.casting import Casting
from portal.sample.feedback_texts import (
    ANYWHERE,
    FINDINGS,
    INSPECTIONS,
    OFFICE,
    REMARKS,
    REMEDIES,
    SCHOOL,
    VIOLATIONS,
)
from portal.sample.hours import at_eight
from portal.sample.people import invented_name
from units.models import Group, Unit
from units.workflow import Reason, advance

DAY: Final = timedelta(days=1)
WITHOUT: Final = frozenset({"NV", "GDDT"})  # whose people are in the teams
REMEDY_STORIES: Final = ("accepted", "late", "submitted", "returned", "drafting", "missing")
ONGOING: Final = ("Kiểm tra công vụ, chấp hành giờ làm việc", "Kiểm tra đột xuất bộ phận một cửa")


class Play:
    """One inspection on its way: who is sent, what is found, what becomes of it."""

    def __init__(self, host: Unit, campaign: Campaign, cast: Casting, draw: Random) -> None:
        self.host, self.campaign, self.cast, self.draw = host, campaign, cast, draw
        self.lead, self.second = cast.people["lanhdao"], cast.people["canbo.nv"]

    def prepare(self, title: str, *, day: date, order: str, is_surprise: bool, days: int = 3) -> Inspection:
        at = at_eight(day - 10 * DAY)
        facts = {"order_number": order, "ordered_on": day - 7 * DAY, "starts_on": day, "ends_on": day + days * DAY}
        made = Inspection(title=title, campaign=self.campaign, is_surprise=is_surprise, **facts)
        prepare(made, host=self.host, by=self.cast.secretary, at=at)
        put_in_team(made, self.lead, leads=True)
        put_in_team(made, self.second, leads=False)
        return made

    def draw_units(self, inspection: Inspection, pool: Sequence[Unit], *, stratum: str, size: int) -> None:
        at = at_eight(inspection.starts_on - 5 * DAY)
        seed = f"{inspection.starts_on:%Y%m%d}-{self.draw.randrange(10**5):05d}"
        draw_units(inspection, pool, stratum=stratum, size=size, by=self.cast.secretary, seed=seed, at=at)

    def visit(self, visit: Visit, day: date, *, until: str = "acknowledge") -> None:
        """Visit a unit, and go on until the head has answered, or as far as `until` says."""
        at = at_eight(day) + timedelta(minutes=self.draw.randint(5, 120))
        arrive(visit, by=self.lead, at=at)
        self.answer(visit, at, share=0.5 if until == "arrive" else 1)
        if until == "arrive":
            return
        visit.met_with = "Phó thủ trưởng đơn vị; trưởng bộ phận một cửa"
        visit.save(update_fields=["met_with"])
        presented = at + timedelta(hours=3)
        advance(visit, "present", by=self.lead, at=presented)
        if until == "present":
            return
        if until == "close_unsigned":
            note = "Thủ trưởng đi công tác, người được ủy quyền không nhận ký"
            advance(visit, "close_unsigned", by=self.lead, at=presented + 2 * DAY, note=note)
        else:
            head = self.cast.of(visit.unit).head
            advance(visit, "acknowledge", by=head, at=presented + DAY, note=self.draw.choice(REMARKS))

    def answer(self, visit: Visit, at: datetime, *, share: float) -> None:
        """Answer the clauses as inspectors would, and write down what stands against the unit."""
        rows = list(VisitAnswer.objects.of(visit))
        asked = rows[: round(len(rows) * share)]
        codes = {row.clause.code: row.clause for row in asked}
        where = SCHOOL if visit.unit.group == Group.SCHOOL else OFFICE
        known = [row for row in FINDINGS if row[0] in codes and row[3] in (ANYWHERE, where)]
        found = [row for row in known if self.draw.random() < 0.28][:3]
        against = {code for code, *_rest in found}
        saves = []
        for number, row in enumerate(asked):
            self._answer(row, is_bad=row.clause.code in against)
            row.version, row.changed_by, row.changed_at = 1, self.lead if number % 2 else self.second, at
            key = UUID(int=self.draw.getrandbits(128), version=4)
            said = {"verdict": row.verdict, "assessed": row.assessed, "complied": row.complied, "note": row.note}
            saves.append(AnswerSave(id=key, answer=row, version=1, by=row.changed_by, at=at, **said))
        names = ["verdict", "assessed", "complied", "note", "version", "changed_by", "changed_at"]
        VisitAnswer.objects.bulk_update(asked, names)
        AnswerSave.objects.bulk_create(saves)
        for code, severity, text, _where in found:
            Finding.objects.create(
                id=UUID(int=self.draw.getrandbits(128), version=4),
                visit=visit,
                clause=codes[code],
                text=text,
                severity=severity,
                found_by=self.lead,
                found_at=at + timedelta(minutes=40),
            )

    def _answer(self, row: VisitAnswer, *, is_bad: bool) -> None:
        if row.clause.is_counted:
            row.verdict, row.assessed = Verdict.COUNTED, self.draw.randint(8, 24)
            row.complied = row.assessed - (self.draw.randint(1, 4) if is_bad else self.draw.choice([0, 0, 0, 1]))
            return
        row.verdict = self.draw.choice([Verdict.PARTLY, Verdict.NOT_MET]) if is_bad else Verdict.MET
        row.note = "Chi tiết tại phần tồn tại" if is_bad else ""

    # --- remedies ---

    def remedy(self, finding: Finding, story: str, *, until: datetime) -> None:
        """Ask for a remedy and play what became of it, never past `until`."""
        asked_at = min(finding.found_at + 2 * DAY, until)
        days = {1: 28, 2: 14, 3: 7}[finding.severity]
        owed = ask_for_remedy(finding, due_at=asked_at + days * DAY, by=self.cast.secretary, at=asked_at)
        if story == "missing":
            return
        on = min(owed.due_at + (6 if story == "late" else -2) * DAY, until)
        self._write(owed, on, whole=story != "drafting")
        if story == "drafting":
            return
        cast = self.cast.of(owed.unit)
        advance(owed, "submit", by=cast.head, at=on)
        after = min(on + DAY, until)
        if story in {"accepted", "late"}:
            advance(owed, "accept", by=cast.secretary, at=after)
        if story == "returned":
            reasons = [Reason("evidence", "scan", "Ảnh chưa thể hiện đúng vị trí đã nêu trong biên bản")]
            advance(owed, "return", by=cast.secretary, at=after, reasons=reasons, due_at=after + 7 * DAY)

    def _write(self, owed: Obligation, at: datetime, *, whole: bool) -> None:
        cast = self.cast.of(owed.unit)
        done, prevention = self.draw.choice(REMEDIES)

        def write(row: Obligation) -> None:
            draft = Remedy.of(row)
            draft.done, draft.prevention = done, prevention if whole else ""
            draft.done_on = localtime(at).date() if whole else None
            draft.save()

        save_draft(owed, write, by=cast.drafter, version=None, at=at)
        if whole:
            body = drawing.scan(
                agency=owed.unit.short_name,
                number=f"{self.draw.randint(20, 190)}/BC-{owed.unit.paper_symbol}",
                issued_on=localtime(at).date(),
                signer=cast.head.full_name,
                position=cast.head.position,
                title="Báo cáo kết quả khắc phục tồn tại",
            )
            upload = SimpleUploadedFile("bao-cao-khac-phuc.pdf", body, "application/pdf")
            give_file(upload, to=owed, place=SCAN, by=cast.drafter, at=at)


def units_of(host: Unit, group: str | None = None) -> list[Unit]:
    rows = Unit.objects.below(host).exclude(cluster=None).exclude(code__in=WITHOUT).select_related("cluster")
    return [unit for unit in rows.order_by("code") if group is None or unit.group == group]


def load_inspections_2024(host: Unit, campaign: Campaign) -> None:
    """Play eight inspections of the closed year; every state of a remedy occurs, and heads who did not sign."""
    play = Play(host, campaign, Casting(host), Random("inspections 2024"))
    until = at_eight(date(2024, 12, 20))
    remedies = 0
    for number, (title, is_surprise, (month, first), order, stratum, size) in enumerate(INSPECTIONS):
        day = date(2024, month, first)
        inspection = play.prepare(title, day=day, order=order, is_surprise=is_surprise, days=5)
        group = Group.SCHOOL if "trường" in title else None if stratum != "none" else Group.AGENCY
        play.draw_units(inspection, units_of(host, group), stratum=stratum, size=size)
        advance(inspection, "begin", by=play.cast.secretary, at=at_eight(day - DAY))
        visits = list(inspection.visits.select_related("unit__cluster", "inspection__host").order_by("id"))
        for place, visit in enumerate(visits):
            if place == 0 and number == 3:
                note = "Đơn vị phục vụ tiếp xúc cử tri, đoàn thống nhất bố trí đợt sau"
                advance(visit, "drop", by=play.lead, at=at_eight(day), note=note)
                continue
            play.visit(visit, day + (place % 4) * DAY, until="close_unsigned" if number == 6 and place == 0 else "all")
        for finding in Finding.objects.filter(visit__inspection=inspection).told().order_by("found_at", "id"):
            if finding.severity > 1 or remedies % 2:
                play.remedy(finding, REMEDY_STORIES[remedies % len(REMEDY_STORIES)], until=until)
            remedies += 1
        advance(inspection, "finish", by=play.cast.secretary, at=at_eight(day + 14 * DAY))
    load_violations(host, Random("violations 2024"))


def load_violations(host: Unit, draw: Random) -> None:
    """Write a few cases down, in every state; nobody in them is real."""
    cast = Casting(host)
    clauses = {clause.code: clause for clause in Clause.objects.in_force(on=date(2024, 6, 1))}
    units = draw.sample(units_of(host, Group.AGENCY), len(VIOLATIONS))
    for number, ((code, words, story), unit) in enumerate(zip(VIOLATIONS, units, strict=True)):
        day = date(2024, 4 + 2 * number, 9)
        case = Violation(unit=unit, clause=clauses[code], occurred_on=day, description=words)
        report(case, host=host, by=cast.secretary, at=at_eight(day + 2 * DAY))
        head, at = cast.of(unit).head, at_eight(day + 9 * DAY)
        if story == "confirm":
            confirm(case, name=invented_name(draw), position="Chuyên viên", by=head, at=at)
        if story == "dismiss":
            dismiss(case, by=head, at=at, note="Đã làm việc với người dân, hai bên thống nhất không có lời lẽ xúc phạm")


def load_inspections_now(host: Unit, campaign: Campaign, *, now: datetime) -> None:
    """Put three inspections around today: one that is over, one under way in every state, one in preparation."""
    today, play = localtime(now).date(), Play(host, campaign, Casting(host), Random(f"inspections {now.year}"))
    over = play.prepare(ONGOING[0], day=today - 30 * DAY, order="21/QĐ-UBND", is_surprise=False)
    play.draw_units(over, units_of(host, Group.AGENCY), stratum="none", size=4)
    advance(over, "begin", by=play.cast.secretary, at=at_eight(today - 31 * DAY))
    for visit in over.visits.select_related("unit__cluster", "inspection__host"):
        play.visit(visit, today - 30 * DAY)
    for finding, story in zip(
        Finding.objects.filter(visit__inspection=over).told().order_by("found_at", "id"), REMEDY_STORIES, strict=False
    ):
        play.remedy(finding, story, until=now - timedelta(hours=1))
    advance(over, "finish", by=play.cast.secretary, at=at_eight(today - 20 * DAY))
    running = play.prepare(ONGOING[1], day=today - DAY, order="46/QĐ-UBND", is_surprise=True)
    units = {unit.code: unit for unit in units_of(host)}
    choose_units(running, [units[code] for code in ("10015", "TH-10018", "VP", "TNMT") if code in units])
    advance(running, "begin", by=play.cast.secretary, at=at_eight(today - 2 * DAY))
    steps = ("present", "arrive", "acknowledge")
    for visit, step in zip(running.visits.select_related("unit__cluster", "inspection__host"), steps, strict=False):
        play.visit(visit, today - 2 * DAY, until=step)
    coming = play.prepare("Kiểm tra cuối quý", day=today + 12 * DAY, order="", is_surprise=False)
    coming.ordered_on = None
    coming.save(update_fields=["ordered_on"])
    play.draw_units(coming, units_of(host), stratum="group", size=3)
