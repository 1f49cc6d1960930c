"""The reports of the sample's closed year: filled in from plan and log as the portal does it, told in memory.

A report that goes through the pages needs some thirty statements; eight hundred of them are stored in ten. Tests
compare what was handed in here with what the portal itself makes of the same draft.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from django.db.models import Count

from campaigns import prefill, progress_facts, progress_words
from campaigns.freezing import filled_in, heading
from campaigns.indicator_sums import Figure
from campaigns.models import (
    ActivityEntry,
    Campaign,
    EvidenceUse,
    Indicator,
    IndicatorValue,
    Obligation,
    PlanActivity,
    ProgressReport,
    ReportedActivity,
)
from campaigns.models.evidence import SCAN
from campaigns.progress import ReportDraft
from portal.sample import evidence
from portal.sample.assessments import habit
from portal.sample.bulk import BATCH, Histories
from portal.sample.casting import Cast, Casting
from portal.sample.drawing import scan
from portal.sample.progress_drafts import draw_figure, mend_rows, mend_texts
from portal.sample.report_stories import Told, tell


@dataclass
class ReportYear:
    """All progress reports of a campaign up to `until`."""

    campaign: Campaign
    casting: Casting
    until: datetime
    histories: Histories = field(default_factory=Histories)
    drafts: list[ReportDraft] = field(default_factory=list)
    uses: list[EvidenceUse] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    shorter: dict[int, list[prefill.Shorter]] = field(default_factory=lambda: defaultdict(list))

    def load(self) -> None:
        rows = Obligation.objects.filter(campaign=self.campaign, kind="progress", opens_at__lte=self.until)
        rows = rows.select_related("unit__cluster", "campaign", "requirement")
        for row in rows.order_by("due_at", "requirement__position", "unit__code"):
            self._write(row)
        self._store()

    # --- what reports stand on, read once ---

    @cached_property
    def entries(self) -> dict[int, list[prefill.Noted]]:
        columns = ("pk", "held_on", "kind", "title", "audience", "attendance", "plan_activity_id", "photo_number")
        rows = ActivityEntry.objects.filter(campaign=self.campaign).annotate(photo_number=Count("photos"))
        found = defaultdict(list)
        for unit, *row in rows.order_by("held_on", "id").values_list("unit_id", *columns):
            found[unit].append(prefill.Noted(*row))
        return found

    @cached_property
    def plans(self) -> dict[int, list[prefill.Planned]]:
        columns = ("pk", "title", "starts_on", "ends_on", "target", "target_unit")
        rows = PlanActivity.objects.filter(plan__obligation__campaign=self.campaign).order_by("position", "id")
        found = defaultdict(list)
        for unit, *row in rows.values_list("plan__obligation__unit_id", *columns):
            found[unit].append(prefill.Planned(*row))
        return found

    @cached_property
    def asked(self) -> dict[int, list[Indicator]]:
        requirements = self.campaign.requirements.filter(kind="progress").prefetch_related("indicators")
        return {one.pk: [each for each in one.indicators.all() if each.is_active] for one in requirements}

    @cached_property
    def words(self) -> prefill.Wording:
        return progress_words.wording()

    # --- one report ---

    def _write(self, row: Obligation) -> None:
        draw = Random(f"{row.requirement_id and row.requirement.code} {row.period_end} {row.unit.code}")  # type: ignore[union-attr]
        cast = self.casting.of(row.unit)
        told = tell(row, self.histories, cast, draw, habit=habit(row.unit), until=self.until)
        self.told.append(told)
        if told.begun_at is None:
            return
        draft = self._draft(row, cast, at=told.begun_at, draw=draw)
        self.drafts.append(draft)
        if told.handed_in is None:
            return
        self._attach(draft, cast, told.handed_in.at)
        told.handed_in.freeze(self._content(draft))
        if told.mended:
            mend_texts(draft.report, draw)
            told.mended.freeze(self._content(draft))
        self._remember(draft)

    def _draft(self, row: Obligation, cast: Cast, *, at: datetime, draw: Random) -> ReportDraft:
        """Fill in a draft as the portal would have at that moment, then write what the log does not know."""
        span = row.period_start, row.cutoff_on
        noted = [one for one in self.entries[row.unit_id] if span[0] <= one.held_on <= span[1]]
        past = self._past(row)
        draft = ReportDraft(row, ProgressReport(obligation=row, taken_at=at), [], [])
        draft.__dict__ |= {"asked": self.asked[row.requirement_id], "entries": noted, "past": past}  # type: ignore[index]
        draft.__dict__["offer"] = self._offer(draft, past, span)
        draft.fill_in()
        for value in draft.values:
            draw_figure(value, row.unit, draw)
        report = draft.report
        report.number = f"{draw.randint(20, 190)}/BC-{row.unit.paper_symbol}"
        report.issued_on = at.date()
        report.signer_name, report.signer_position = cast.head.full_name, cast.head.position
        mend_rows(draft.activities, draw)
        mend_texts(report, draw)
        return draft

    def _offer(self, draft: ReportDraft, past: progress_facts.Past, span: tuple[Any, Any]) -> prefill.Offer:
        planned, noted = self.plans[draft.obligation.unit_id], draft.entries
        lines = prefill.lines(planned, noted, *span, self.words.kinds)
        texts = prefill.texts(self.words, lines, noted, 0, progress_facts.ahead(planned, span), span)
        asked = [progress_facts.asked(one) for one in draft.asked]
        figures = prefill.figures(asked, noted, 0, prefill.covering(past.reports, *span))
        return prefill.Offer(tuple(lines), figures, texts)

    def _past(self, row: Obligation) -> progress_facts.Past:
        reports = list(self.shorter[row.unit_id])
        frequency = row.requirement.frequency if row.requirement else ""
        return progress_facts.Past(reports, prefill.last_before(reports, row.period_start, frequency))

    def _remember(self, draft: ReportDraft) -> None:
        """Keep the figures for the unit's longer reports and for the next period."""
        row = draft.obligation
        figures = {
            value.indicator.code: Figure(*(getattr(value, name) for name in Figure._fields)) for value in draft.values
        }
        frequency = row.requirement.frequency if row.requirement else ""
        kept = prefill.Shorter(row.requirement_id, frequency, row.period_start, row.cutoff_on, figures)
        self.shorter[row.unit_id].append(kept)

    def _attach(self, draft: ReportDraft, cast: Cast, at: datetime) -> None:
        row = draft.obligation
        body = scan(
            agency=row.unit.short_name,
            number=draft.report.number,
            issued_on=draft.report.issued_on or at.date(),
            title=row.title[: row.title.index(" kết quả")],
            signer=cast.head.full_name,
            position=cast.head.position,
        )
        before, name = at - timedelta(hours=3), f"bao-cao-{row.unit.code.lower()}-{row.period_end:%m-%Y}.pdf"
        signed = evidence.pdf(row.unit, body, name=name, by=cast.drafter, at=before)
        paper = EvidenceUse(evidence=signed, obligation=row, place=SCAN, added_by=cast.drafter, added_at=before)
        shown = [paper, *evidence.of_report(draft, by=cast.drafter, head=cast.head, at=before)]
        for use in shown:
            use.handed_in_at = at if use.obligation else None
        self.uses += shown
        draft.__dict__["shown"] = _frozen(draft, shown)

    def _content(self, draft: ReportDraft) -> dict[str, Any]:
        return heading(draft.obligation) | draft.__dict__["shown"] | filled_in(draft)

    # --- storing ---

    def _store(self) -> None:
        ProgressReport.objects.bulk_create((draft.report for draft in self.drafts), batch_size=BATCH)
        ReportedActivity.objects.bulk_create(_rows(self.drafts, "activities"), batch_size=BATCH)
        IndicatorValue.objects.bulk_create(_rows(self.drafts, "values"), batch_size=BATCH)
        evidence.store(self.uses)
        self.histories.store()
        for told in self.told:
            told.store_request()


def _frozen(draft: ReportDraft, uses: Iterable[EvidenceUse]) -> dict[str, Any]:
    """Return what a hand-in keeps of these, as `campaigns.evidence.freeze` would."""
    numbers = {row.place: f"activities.{number}" for number, row in enumerate(draft.activities, start=1)}
    kept = [(use.place, use.evidence.facts()) for use in uses if use.obligation]
    return {
        "files": [facts for place, facts in kept if place == SCAN],
        "evidence": [{"place": numbers.get(place, place), **facts} for place, facts in kept if place != SCAN],
    }


def _rows(drafts: Iterable[ReportDraft], name: str) -> Iterable[Any]:
    for draft in drafts:
        for row in getattr(draft, name):
            row.report = draft.report
            yield row
