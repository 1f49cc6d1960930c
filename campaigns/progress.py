"""The draft of a progress report: filled in from plan and log, corrected by the unit, taken from the log anew.

Nothing is written on a mere visit: until the unit saves its first words the draft is what the log says at that moment.
From then on figures change only when the unit changes them or takes them from the log anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.utils import translation

from campaigns import prefill, progress_words
from campaigns import progress_facts as facts
from campaigns.indicator_sums import NOTHING, Figure
from campaigns.models import (
    Indicator,
    IndicatorValue,
    Obligation,
    Prefill,
    ProgressReport,
    ReportedActivity,
)
from units.clock import db_now

Row = ReportedActivity | IndicatorValue
READ: Final = "_report_draft"  # where an obligation in memory keeps the reading of its version


@dataclass
class ReportDraft:
    """One reading of an obligation's report: as it is stored, or as it would be filled in now."""

    obligation: Obligation
    report: ProgressReport
    activities: list[ReportedActivity]
    values: list[IndicatorValue]

    @classmethod
    def of(cls, obligation: Obligation) -> "ReportDraft":
        """Return the reading of this version; a page that asks twice is given the same one, so copy before changing."""
        version, known = obligation.__dict__.get(READ, (None, None))
        if known is None or version != obligation.version:
            known = cls._read(obligation)
            obligation.__dict__[READ] = obligation.version, known
        return known

    @classmethod
    def _read(cls, obligation: Obligation) -> "ReportDraft":
        report = ProgressReport.of(obligation)
        if report.pk is None:
            return cls._filled_in(obligation, report)
        stored = {value.indicator_id: value for value in report.values.all()}
        draft = cls(obligation, report, list(report.activities.all()), [])
        draft.values = [stored.get(asked.pk) or draft._new_value(asked) for asked in draft.asked]
        for value, asked in zip(draft.values, draft.asked, strict=True):
            value.indicator = asked
        return draft

    @classmethod
    def _filled_in(cls, obligation: Obligation, report: ProgressReport) -> "ReportDraft":
        """Return the draft before the first word: the log's, in memory only."""
        draft = cls(obligation, report, [], [])
        draft.fill_in()
        return draft

    def fill_in(self) -> None:
        """Take texts, rows and figures from what plan and log offer; nothing is stored."""
        for name, text in self.offer.texts.items():
            setattr(self.report, name, text)
            setattr(self.report, f"taken_{name}", text)
        self.add_lines(self.offer.lines)
        self.values = [self._new_value(asked) for asked in self.asked]

    def add_lines(self, lines: Iterable[prefill.Line]) -> None:
        """Add a row for each, after those that are there; `store` writes them."""
        last = max((row.position for row in self.activities), default=0)
        self.activities += [self._new_row(line, last + n) for n, line in enumerate(lines, start=1)]

    def _new_row(self, line: prefill.Line, position: int) -> ReportedActivity:
        source, key = line.source
        return ReportedActivity(
            report=self.report,
            plan_activity_id=key if source == prefill.FROM_PLAN else None,
            kind=key if source == prefill.FROM_KIND else "",
            key=f"{source}-{key}",
            position=position,
            title=line.title,
            target=line.target,
            target_unit=line.target_unit,
            times=line.times,
            attendance=line.attendance,
            taken_times=line.times,
            taken_attendance=line.attendance,
        )

    def _new_value(self, asked: Indicator) -> IndicatorValue:
        taken = self.offer.figures.get(asked.pk, NOTHING)
        both = {f"{prefix}{name}": getattr(taken, name) for prefix in ("", "taken_") for name in Figure._fields}
        return IndicatorValue(report=self.report, indicator=asked, **both)

    # --- what it stands on ---

    @cached_property
    def asked(self) -> list[Indicator]:
        """The indicators that the requirement asks of units of this group, in the catalogue's order."""
        requirement = self.obligation.requirement
        return list(requirement.indicators.in_use().for_group(self.obligation.group)) if requirement else []

    @cached_property
    def past(self) -> facts.Past:
        return facts.past_of(self.obligation)

    @cached_property
    def entries(self) -> list[prefill.Noted]:
        return facts.noted(self.obligation)

    @cached_property
    def offer(self) -> prefill.Offer:
        """What plan, log and shorter reports say at this moment."""
        row = self.obligation
        span = row.period_start, row.cutoff_on
        planned = facts.planned(row)
        drives = facts.drives_begun(row) if any(one.prefill == Prefill.DRIVES for one in self.asked) else 0
        with translation.override("vi"):  # the paper's language, whoever reads the page
            words = progress_words.wording()
            lines = prefill.lines(planned, self.entries, *span, words.kinds)
            texts = prefill.texts(words, lines, self.entries, drives, facts.ahead(planned, span), span)
        shorter = prefill.covering(self.past.reports, *span)
        figures = prefill.figures(map(facts.asked, self.asked), self.entries, drives, shorter)
        return prefill.Offer(tuple(lines), figures, texts)

    @property
    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield every row that is taken from the log, with its key on the page."""
        yield from ((key_of(row), row) for row in self.activities)
        yield from ((key_of(value), value) for value in self.values)

    def logged(self, row: Row) -> dict[str, Any]:
        """Return what the log says of a row now, by the names of its columns."""
        if isinstance(row, IndicatorValue):
            return self.offer.figures.get(row.indicator_id, NOTHING)._asdict()
        line = self.offer.line(source_of(row))
        return {"times": line.times, "attendance": line.attendance} if line else dict.fromkeys(row.TAKEN)

    # --- writing it ---

    def store(self, *, at: datetime) -> None:
        """Write what is not stored yet; called while the obligation is held."""
        if self.report.pk is None:
            self.report.obligation, self.report.taken_at = self.obligation, at
            self.report.save(force_insert=True)
        for rows in (self.activities, self.values):
            new = [row for row in rows if row.pk is None]
            for row in new:
                row.report = self.report
            if new:
                type(new[0])._default_manager.bulk_create(new)  # type: ignore[arg-type]


def begun(obligation: Obligation, *, at: datetime | None = None) -> ReportDraft:
    """Return the stored draft, written down from the log if this is its first word; called while it is held."""
    draft = ReportDraft.of(obligation)
    draft.store(at=at or db_now())
    return draft


def key_of(row: Row) -> str:
    """Return what a row is called on the page: the same before and after it is stored, and when its plan's row goes."""
    return row.indicator.code if isinstance(row, IndicatorValue) else row.key


def source_of(row: ReportedActivity) -> tuple[str, int | str]:
    if row.plan_activity_id:
        return prefill.FROM_PLAN, row.plan_activity_id
    return (prefill.FROM_KIND, row.kind) if row.kind else ("row", row.pk)
