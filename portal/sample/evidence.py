"""Evidence of the sample, drawn: one file serves several rows, and one paper of a cluster stands with all its units."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from random import Random
from typing import Final

from django.core.files.base import ContentFile

from campaigns.models import Evidence, EvidenceUse, Frequency, Obligation, ReportedActivity
from campaigns.progress import ReportDraft, source_of
from conduct.models import Answer
from conduct.models.assessment import Verdict
from portal.sample.drawing import scan
from portal.sample.photos import SHOWN_TO
from units.models import Unit, User

ONE_IN: Final = 8  # of so many units one shows more than its signed paper
MINUTES: Final = {"progress": ("kiểm điểm", "kiem-diem"), "checklist": ("tự đánh giá", "tu-danh-gia")}
NEWS: Final = "https://tin-tuc.chuongmy.example/phong-trao-thi-dua"
PAGE: Final = "Tin trên trang của huyện"
BOOK: Final = "Sổ nghị quyết của đơn vị, các trang 12–15; lưu tại văn thư, có thể đối chiếu khi kiểm tra."
LIST: Final = "Bảng niêm yết Quy tắc ứng xử tại trụ sở, đã chụp khi kiểm tra nội bộ; lưu tại Bộ phận Một cửa."


def shows_more(unit: Unit) -> bool:
    """Whether a unit gives evidence beside its signed papers: the README's do."""
    return unit.code in SHOWN_TO or Random(f"evidence {unit.code}").randrange(ONE_IN) == 0


def pdf(unit: Unit, body: bytes, *, name: str, by: User, at: datetime) -> Evidence:
    """Return a drawn paper as evidence, not stored yet."""
    digest = hashlib.sha256(body).hexdigest()
    facts = {"name": name, "mime": "application/pdf", "size": len(body), "sha256": digest, "source_sha256": digest}
    return Evidence(unit=unit, file=ContentFile(body, name=name), added_by=by, added_at=at, **facts)


def of_report(draft: ReportDraft, *, by: User, head: User, at: datetime) -> list[EvidenceUse]:
    """Return what a unit shows with a progress report: the minutes of one meeting for two of its rows."""
    row, given = draft.obligation, {"added_by": by, "added_at": at}
    if not shows_more(row.unit):
        return []
    done = [one for one in draft.activities if one.times][:3]
    minutes = _minutes(row, by, head, at)
    pairs = [(one.place, minutes) for one in done[:2]]
    pairs += [(one.place, Evidence(unit=row.unit, link=NEWS, name=PAGE, **given)) for one in done[2:]]
    pairs += [("figures", _of_cluster(row, by, at)), ("texts", Evidence(unit=row.unit, note=BOOK, **given))]
    uses = [EvidenceUse(evidence=one, obligation=row, place=place, **given) for place, one in pairs]
    is_of_a_quarter = row.requirement is not None and row.requirement.frequency == Frequency.QUARTERLY
    noted = _noted(draft, done[:1]) if is_of_a_quarter else []
    return uses + [EvidenceUse(evidence=minutes, entry_id=entry, **given) for entry in noted]


def of_checklist(
    row: Obligation, answers: Iterable[Answer], *, by: User, head: User, at: datetime
) -> list[EvidenceUse]:
    """Return what a unit shows with a self-assessment: one file for two clauses, a note for a third."""
    if not shows_more(row.unit):
        return []
    met = [one.clause.code for one in answers if one.verdict == Verdict.MET and one.clause.needs_evidence][:3]
    if not met:
        return []
    minutes, given = _minutes(row, by, head, at), {"added_by": by, "added_at": at}
    pairs = [(code, minutes) for code in met[:2]]
    pairs += [(code, Evidence(unit=row.unit, note=LIST, **given)) for code in met[2:]]
    return [EvidenceUse(evidence=one, obligation=row, place=f"answers.{code}", **given) for code, one in pairs]


def store(uses: Sequence[EvidenceUse], *, batch: int = 500) -> None:
    """Store evidence, each piece once, then where it stands."""
    Evidence.objects.bulk_create({use.evidence_id: use.evidence for use in uses}.values(), batch_size=batch)
    EvidenceUse.objects.bulk_create(uses, batch_size=batch)


# --- papers ----------------------------------------------------------------------------------------------------------


def _minutes(row: Obligation, by: User, head: User, at: datetime) -> Evidence:
    what, stem = MINUTES[row.kind]
    body = scan(
        agency=row.unit.short_name,
        number=f"{at.month:02d}/BB-{row.unit.paper_symbol}",
        issued_on=at.date(),
        title=f"Biên bản họp {what}, {row.period_start:%d/%m}–{row.period_end:%d/%m/%Y}",
        signer=head.full_name,
        position=head.position,
    )
    return pdf(row.unit, body, name=f"bien-ban-{stem}-{row.period_start:%m}-{row.period_end:%m-%Y}.pdf", by=by, at=at)


def _of_cluster(row: Obligation, by: User, at: datetime) -> Evidence:
    """Return the minutes that all units of a cluster were given: the same file, whoever hands it in."""
    cluster = row.unit.cluster.name if row.unit.cluster else "Cụm thi đua"
    body = scan(
        agency=cluster,
        number=f"{row.period_end.month:02d}/BB-CTĐ",
        issued_on=row.period_end,
        title=f"Biên bản giao ban cụm, {row.period_start:%d/%m}–{row.period_end:%d/%m/%Y}",
        signer="(đã ký)",
        position="Trưởng cụm",
    )
    return pdf(row.unit, body, name=f"giao-ban-cum-{row.period_start:%m}-{row.period_end:%m-%Y}.pdf", by=by, at=at)


def _noted(draft: ReportDraft, rows: Iterable[ReportedActivity]) -> list[int]:
    """Return the first activity of the log behind each of these rows."""
    lines = [draft.offer.line(source_of(row)) for row in rows]
    return [line.entries[0].id for line in lines if line and line.entries]
