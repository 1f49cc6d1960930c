"""Sessions and decisions for the sweeps: one that is convened, with everything its addresses name."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from conduct.decision_actions import issue, prepare_decision
from conduct.models import Decision, DecisionLine, Ground, Manner, NominationState, Recusal, Session, SessionState
from conduct.session_actions import convene, name_tellers, take_paper
from conduct.session_agenda import changing
from portal.models import CertificateBatch
from tests.conduct import councils
from units.models import Membership, Role, Unit, User


def sat(host: Unit, unit: Unit, *, by: User, picture: bytes) -> dict[str, Any]:
    """Convene a session with a nomination and a scan, draft one decision, record another; return what they name."""
    rule = councils.rule()
    award = councils.award(rule)
    asked = councils.nomination(host, award, unit=unit)
    session = Session.objects.create(
        host=host, title="Phiên họp", held_at=councils.HELD, place="Hội trường", state=SessionState.DRAFT
    )
    item = councils.put_on(session, [asked], by=by, manner=Manner.OPEN)[0]
    seated = Membership.objects.filter(unit=host, role=Role.OBSERVER).first()
    if seated:
        with changing(session, by=by, version=None) as row:
            name_tellers(row, [seated.user])
    convene(session, by=by, at=councils.HELD)
    paper = take_paper(session, "other", SimpleUploadedFile("giay-moi.jpg", picture, "image/jpeg"), by=by)
    alike = [Recusal.objects.create(item=item, seat=seat, ground=Ground.SAME_NAME) for seat in session.seats.all()[:1]]
    return {
        "session": session.pk,
        "item": item.pk,
        "paper": str(paper.evidence_id),
        "recusal": alike[0].pk if alike else 0,
        "seat": session.seats.first().pk if session.seats.exists() else 0,
        **decided(host, councils.nomination(host, award, unit=unit, name="Trần Văn Được"), by=by, picture=picture),
    }


def decided(host: Unit, nomination: Any, *, by: User, picture: bytes) -> dict[str, Any]:
    """Draft a decision that names nobody yet and record one that names a nomination of the unit."""
    type(nomination).objects.filter(pk=nomination.pk).update(state=NominationState.APPROVED)
    nomination.refresh_from_db()
    decision = prepare_decision(host, [nomination], title="Về việc khen thưởng", by=by)
    decision.number, decision.issued_on = "1245/QĐ-UBND", date(2024, 12, 24)
    decision.signer_name, decision.signer_position = "Lê Văn An", "Chủ tịch"
    issue(decision, by=by, scan=SimpleUploadedFile("quyet-dinh.jpg", picture, "image/jpeg"))
    drafted = prepare_decision(host, [], title="Dự thảo", by=by)
    return {
        "decision": decision.pk,
        "decided": Decision.objects.get(pk=decision.pk).code,
        "award": DecisionLine.objects.get(decision=decision).pk,
        "drafted": drafted.pk,
        "batch": printed(decision, by=by),
    }


def printed(decision: Decision, *, by: User) -> int:
    """Let the certificates of a decision wait as a file."""
    facts = {"state": "ready", "content": b"%PDF-1.7", "asked_by": by, "asked_at": councils.HELD}
    return CertificateBatch.objects.create(decision=decision, number=1, done=1, **facts).pk
