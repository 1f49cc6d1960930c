"""One place with everything that an address can name: for sweeps over all addresses."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from PIL import Image

from campaigns.evidence import give_file
from campaigns.extensions import ask_extension
from campaigns.log import note_activity, note_drive, take_photo
from campaigns.models import ActivityEntry, Campaign, Drive, EvidenceUse, Obligation, ObligationEvent, Receipt, Upload
from campaigns.opening import open_campaign
from campaigns.sheets.intake import take
from campaigns.sheets.plan import PlanSheet
from campaigns.sheets.writing import template
from conduct.feedback import make_links, take_feedback
from conduct.models import Clause, FeedbackLink, Violation, VisitAnswer
from conduct.models.feedback import VIRTUES
from conduct.on_the_spot import add_photo
from conduct.violations import confirm, report
from portal.models import Notice, OutgoingMail, Report, ReportState
from portal.reports import asking
from portal.reports.making import make_next
from portal.sample.codes import load_codes
from tests import factories as make
from tests.conduct.cast import code_in_force, found, inspection_of, visit_under_way
from tests.dossiers_place import proposed
from tests.initiatives_place import thought_of
from tests.sessions_place import sat
from tests.stories_place import told
from tests.story import complete_plan
from units.clock import db_now
from units.models import Membership, Role, Unit, User
from units.workflow import advance

# Who and what only some may read (tests/conduct/test_names_sweep.py); no real persons.
CITIZEN, NUMBER, VIOLATOR, TOLD = "Cấn Thị Ẩn Danh", "0900 000 001", "Khuất Văn Giấu Tên", "Quách Thị Kín Đáo"
CITIZENS_WORDS = f"Chờ lâu, {TOLD} không giải thích"

# What a person's mere coming changes: their session, the failures of sign-ins, the time of their last one, views.
TRACES = {
    "django_session",
    "axes_accesslog",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "portal_cache",
    "conduct_storyday",
}


@dataclass(frozen=True)
class Place:
    """What the addresses of the site map name."""

    unit: str
    cluster: str
    draft: int
    progress: int
    sent: int
    hand_in: int
    receipt: str
    draft_file: str
    sent_file: str
    row: str
    upload: str
    draft_use: int
    sent_use: int
    indicator: str
    campaign: str
    requirement: str
    preparing: str
    asked: str
    report: int
    failed: int
    notice: int
    mail: int
    delegation: int
    leaver: str
    entry: int
    drive: int
    photo: str
    picture: str
    token: str
    said: str
    wanted: int
    feedback: int
    inspection: int
    ordering: int
    ordering_member: int
    ordering_visit: int
    visit: int
    answer: int
    finding: str
    finding_photo: str
    violation: int
    sheet: str
    session: int
    item: int
    paper: str
    recusal: int
    decision: int
    decided: str
    award: int
    drafted: int
    idea: int
    idea_paper: int
    marking: int
    praised: int
    adoption: int
    seat: int
    batch: int
    dossier: int
    dossier_file: str
    nominated: int
    tale: int
    tale_photo: str
    tale_sent: int
    public: int
    public_photo: str

    def path(self, pattern: str) -> str:
        return pattern.format(**vars(self))


def furnish(campaign: Campaign, unit: Unit, *, drafter: User, head: User, secretary: User) -> Place:
    """Give the unit a draft that it may write in and a paper that is handed in, the council a campaign in
    preparation and two reports."""
    make.RequirementFactory(campaign=campaign, code="quy-che", title="Quy chế", due_on=make.date(2024, 3, 5))
    ask = {"code": "bao-cao", "kind": "progress", "title": "Báo cáo", "due_on": make.date(2024, 3, 6)}
    figures = make.RequirementFactory(campaign=campaign, **ask).indicators
    figure = figures.create(code="so-to", name="Số tờ giấy", definition="Tờ", measure="tờ")
    open_campaign(campaign, by=secretary, at=make.moment(2024, 1, 16))
    rows = {row.requirement.code: make.due_in(row, days=20) for row in Obligation.objects.filter(unit=unit)}
    draft, sent = rows["ke-hoach"], rows["quy-che"]
    now = db_now() - timedelta(hours=1)
    load_codes(by=secretary, at=now)
    complete_plan(sent, by=drafter, at=now)
    advance(sent, "submit", by=head, at=now)
    complete_plan(draft, by=drafter, at=now)
    make.CampaignFactory(code="chuan-bi", host=campaign.host, title="Phong trào đang chuẩn bị")
    asked = make.RequirementFactory(campaign=Campaign.objects.get(code="chuan-bi"), code="dang-hoi")
    report = asking.ask(campaign, at=now, by=secretary)
    make_next()
    failed = Report.objects.create(campaign=campaign, host=campaign.host, as_of=now, state=ReportState.FAILED)
    return Place(
        unit=unit.code,
        cluster=unit.cluster.code,
        draft=draft.pk,
        progress=rows["bao-cao"].pk,
        sent=sent.pk,
        hand_in=ObligationEvent.objects.get(obligation=sent, verb="submit").pk,
        receipt=Receipt.objects.get(obligation=sent).code,
        **files_of(draft, sent),
        **on_its_way(drafter),
        row=draft.plan.activities.get().place,
        indicator=figure.code,
        campaign=campaign.code,
        requirement="ke-hoach",
        preparing="chuan-bi",
        asked=asked.code,
        report=report.pk,
        failed=failed.pk,
        **told_and_lent(draft, drafter, unit),
        wanted=ask_extension(draft, until=make.days_ahead(40).date(), reason="Bận", by=drafter, at=now).pk,
        **logged(campaign, unit, by=drafter),
        **spoken(campaign.host, unit, by=secretary),
        **inspected(campaign.host, unit, by=secretary),
        sheet=brought_in(draft, by=drafter),
        **proposed(campaign, unit, drafter=drafter, head=head, picture=a_picture()),
        **sat(campaign.host, unit, by=secretary, picture=a_picture()),
        **told(unit, by=drafter, secretary=secretary, picture=a_picture()),
        **thought_of(campaign.host, unit, drafter=drafter, head=head, secretary=secretary, picture=a_picture()),
    )


def brought_in(draft: Obligation, *, by: User) -> str:
    """Bring the draft's own form in again, not saved yet."""
    sheet, at = PlanSheet(draft), db_now()
    file = SimpleUploadedFile("ke-hoach.xlsx", template(sheet, at=at))
    return str(take(sheet, file, unit=draft.unit, obligation=draft, by=by, at=at).pk)


def files_of(draft: Obligation, sent: Obligation) -> dict[str, Any]:
    """Name the signed papers and their uses."""
    uses = {"draft": EvidenceUse.objects.get(obligation=draft), "sent": EvidenceUse.objects.get(obligation=sent)}
    files = {f"{name}_file": str(use.evidence_id) for name, use in uses.items()}
    return files | {f"{name}_use": use.pk for name, use in uses.items()}


def on_its_way(person: User) -> dict[str, str]:
    """Let a person have begun to send a file."""
    facts = {"name": "a.pdf", "size": 100, "mark": "m", "begun_at": db_now(), "touched_at": db_now()}
    return {"upload": str(Upload.objects.create(person=person, **facts).pk)}


def told_and_lent(draft: Obligation, drafter: User, unit: Unit) -> dict[str, Any]:
    """Give the drafter a notice whose mail did not arrive, and the head somebody who stands in."""
    facts = {"to": drafter.email, "subject": "Nhắc việc", "body": "…", "from_email": "thi-dua@example.org"}
    mail = OutgoingMail.objects.create(**facts, attempts=5, error="550")
    notice = Notice.objects.create(
        person=drafter, obligation=draft, step="due_1", occasion="due", mail=mail, read_at=db_now()
    )
    deputy = make.person(Role.DRAFTER, unit, username="capdo", full_name="Vũ Thị Mai")
    until = make.days_ahead(9).date()
    lent = Membership.objects.create(user=deputy, unit=unit, role=Role.HEAD, since=make.SINCE, until=until)
    return {"notice": notice.pk, "mail": mail.pk, "delegation": lent.pk, "leaver": drafter.username}


def logged(campaign: Campaign, unit: Unit, *, by: User) -> dict:
    """Write an activity with a photo into the unit's log, done for a drive of its own."""
    day, at = make.date(2024, 2, 1), db_now()
    drive = Drive(unit=unit, campaign=campaign, title="Tuần lễ xanh", starts_on=day, ends_on=day)
    entry = ActivityEntry(
        unit=unit, campaign=campaign, held_on=day, kind="clean_up", title="Dọn vệ sinh", drive=note_drive(drive, by=by)
    )
    upload = SimpleUploadedFile("anh.jpg", a_picture(), "image/jpeg")
    photo = take_photo(unit.pk, upload, by=by, max_bytes=2**20, at=at)
    note_activity(entry, [photo], by=by, at=at)
    upload = SimpleUploadedFile("minh-chung.jpg", a_picture(), "image/jpeg")
    picture = give_file(upload, to=entry, place="", by=by, at=at).evidence_id
    return {"entry": entry.pk, "drive": drive.pk, "photo": str(photo.pk), "picture": str(picture)}


def spoken(host: Unit, unit: Unit, *, by: User) -> dict:
    """Hang up the unit's poster and let a citizen say something."""
    make_links(host, [unit], by=by)
    link = FeedbackLink.objects.in_use().get(unit=unit)
    words = {"text": CITIZENS_WORDS, "contact_name": CITIZEN, "contact": NUMBER}
    said = take_feedback(link, ticket=uuid4(), scores=dict.fromkeys(VIRTUES, 4), **words)
    return {"token": link.token, "said": said.code, "feedback": said.pk}


def inspected(host: Unit, unit: Unit, *, by: User) -> dict:
    """Send a team to the unit, which is on the spot with a finding and a photo; and have another one in preparation."""
    if not Clause.objects.exists():
        code_in_force()
    lead = make.person(Role.OBSERVER, host, username="truongdoan", full_name="Hoàng Thị Ngọc")
    inspection = inspection_of(host, [unit], lead=lead, others=[], by=by)
    visit = visit_under_way(inspection, unit, lead=lead, by=by)
    finding = found(visit, "GD-01", by=lead)
    photo = add_photo(finding, SimpleUploadedFile("ton-tai.jpg", a_picture(), "image/jpeg"), photo=uuid4(), by=lead)
    ordering = inspection_of(host, [unit], lead=lead, others=[], by=by)
    facts = {"unit": unit, "clause": finding.clause, "finding": finding, "occurred_on": make.date(2024, 3, 5)}
    case = report(Violation(description="Bỏ vị trí làm việc", **facts), host=host, by=by)
    confirm(case, name=VIOLATOR, by=by)
    return {
        "violation": case.pk,
        "inspection": inspection.pk,
        "ordering": ordering.pk,
        "ordering_member": ordering.members.get().pk,
        "ordering_visit": ordering.visits.get().pk,
        "visit": visit.pk,
        "answer": VisitAnswer.objects.of(visit)[0].pk,
        "finding": str(finding.pk),
        "finding_photo": str(photo.pk),
    }


def a_picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(target, "JPEG")
    return target.getvalue()


def tables() -> Iterator[str]:
    yield from sorted(set(connection.introspection.table_names()) - TRACES)


def fingerprint() -> dict[str, str]:
    """Return of each table the number of its rows and a hash of them."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT count(*), string_agg(t::text, chr(10) ORDER BY t::text) FROM "{table}" t')
            number, text = cursor.fetchone()
            found[table] = f"{number} {hashlib.sha256((text or '').encode()).hexdigest()[:16]}"
    return found


def let_go(response: HttpResponse) -> None:
    """Close the file that an answer holds; its own `close()` would end the test's database connection too."""
    for close in response._resource_closers:
        close()
