"""A ready report on its way out: its paper is drafted, issued, filed and mailed. Safe to run twice, or to be killed.

Issuing is a move of the paper and writes who is to get it. The worker then goes in small steps, one transaction each:
one file, or holding the paper's row one mail. A step that is done stands in the database and is not done again.
"""

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.calendar import local_day
from portal.models import OutgoingMail, Report, ReportDelivery, ReportFile, ReportPaper
from portal.models.report_paper import ReportPaperQuerySet
from portal.notice_mails import language_of
from portal.reports.faces import FACES, MAILED, filename, render_face
from portal.reports.outline import outline
from portal.reports.recipients import Recipient, council_people, of_schedule
from portal.reports.sentences import drafted
from units.clock import db_now
from units.locks import alone
from units.models import Role, User
from units.workflow import advance

WAIT_AFTER_FAILURE = timedelta(minutes=5)
log = logging.getLogger(__name__)


# --- drafting and issuing ---------------------------------------------------------------------------------------------


def draft_paper(report: Report, *, on: date) -> ReportPaper:
    """Return the paper of a ready report; a new one is filled with sentences from the figures and with its signer."""
    existing = ReportPaper.objects.filter(report=report).first()
    if existing:
        return existing
    with translation.override(settings.LANGUAGE_CODE):  # an official paper is in Vietnamese
        texts = drafted(outline(report.snapshot, report.words))
    chair = next(iter(council_people(report.host_id, [Role.CHAIR], on=on)), None)
    return ReportPaper.objects.create(
        report=report,
        state="draft",
        needs_approval=report.schedule.needs_approval if report.schedule else True,
        signer_name=chair.full_name if chair else "",
        signer_position=chair.position if chair else "",
        **texts,
    )


def issue(
    paper: ReportPaper,
    *,
    by: User | None,
    recipients: Iterable[Recipient],
    with_files: bool,
    at: datetime | None = None,
    version: int | None = None,
) -> None:
    """Issue a paper and write who is to be sent it. Raises a `MoveRefused`."""
    with transaction.atomic():
        advance(paper, "issue", by=by, at=at, version=version)
        add_recipients(paper, recipients, with_files=with_files)


def add_recipients(paper: ReportPaper, recipients: Iterable[Recipient], *, with_files: bool) -> int:
    """Write down who is to be sent an issued paper; who stands there already is not sent it again."""
    rows = [
        ReportDelivery(paper=paper, person=one.person, address=one.address, with_files=with_files or one.person is None)
        for one in recipients
    ]
    before = paper.deliveries.count()
    ReportDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    added = paper.deliveries.count() - before
    if added:
        ReportPaper.objects.filter(pk=paper.pk).update(sent_at=None, not_before=None, error="")
    return added


def issue_by_schedule(paper: ReportPaper, *, at: datetime) -> None:
    """Issue at once what its schedule lets go out unread."""
    schedule = paper.report.schedule
    if schedule is None or schedule.needs_approval or paper.problems():
        return
    recipients = of_schedule(schedule, paper.report, on=local_day(at))
    issue(paper, by=None, at=at, recipients=recipients, with_files=schedule.with_files)


# --- the worker's steps ----------------------------------------------------------------------------------------------


def send_next_report() -> bool:
    """Do one step of what was issued; False where nothing is left to do, or another worker does it."""
    now = db_now()
    with transaction.atomic():
        claimed = claim_file(now=now) or claim_mails(now=now)
        if claimed is None:
            return False
        paper, face = claimed
        try:
            with transaction.atomic():
                step(paper, face, at=now)
        except Exception as error:  # the row says so, others wait no longer, and it is tried again
            log.exception("sending report %s failed", paper.report_id)
            later = now + WAIT_AFTER_FAILURE
            ReportPaper.objects.filter(pk=paper.pk).update(error=type(error).__name__, not_before=later)
    return True


def claim_file(*, now: datetime) -> tuple[ReportPaper, str] | None:
    """Return a file that is not there and that no other worker makes: two workers make two files of one paper."""
    for paper in waiting(now=now).filter(pk__in=lacking_files()):
        for face in FACES:
            if alone(f"{face} of paper {paper.pk}") and not paper.files.filter(face=face).exists():
                return paper, face
    return None


def claim_mails(*, now: datetime) -> tuple[ReportPaper, str] | None:
    """Return a paper whose files are all there, its row locked, and no face."""
    complete = waiting(now=now).exclude(pk__in=lacking_files())
    paper = complete.select_for_update(of=("self",), skip_locked=True).first()
    return (paper, "") if paper else None


def waiting(*, now: datetime) -> ReportPaperQuerySet:
    return ReportPaper.objects.to_send(now=now).select_related("report__campaign__host", "report__cluster")


def lacking_files() -> QuerySet[ReportPaper, int]:
    """Return the keys of papers on their way of which not every face is there."""
    papers = ReportPaper.objects.filter(sent_at=None).annotate(made=Count("files"))
    return papers.filter(made__lt=len(FACES)).values_list("pk", flat=True)


def step(paper: ReportPaper, face: str, *, at: datetime) -> None:
    """Make the file that was claimed, else write the next mail, else say that all is done."""
    if face:
        make_file(paper, face)
    elif delivery := paper.deliveries.filter(written_at=None).select_related("person__notice_choice").first():
        write_mail(paper, delivery, at=at)
    else:
        ReportPaper.objects.filter(pk=paper.pk).update(sent_at=at, error="", not_before=None)


def make_file(paper: ReportPaper, face: str) -> None:
    """Render one face and keep it as it goes out."""
    content = render_face(paper.report, face, address=check_address(paper.report))
    file = ReportFile(paper=paper, face=face, name=filename(paper.report, face), content=content)
    file.sha256 = file.fingerprint()
    file.save(force_insert=True)


def check_address(report: Report) -> str:
    """Return where anyone can check the printed report."""
    return settings.PORTAL_URL.rstrip("/") + reverse("verify-code", args=[report.code])


def write_mail(paper: ReportPaper, delivery: ReportDelivery, *, at: datetime) -> None:
    """Put one mail into the outbox."""
    person = delivery.person
    with translation.override(language_of(person) if person else settings.LANGUAGE_CODE):
        context = {
            "paper": paper,
            "report": paper.report,
            "person": person,
            "with_files": delivery.with_files,
            "link": settings.PORTAL_URL.rstrip("/") + paper.report.get_absolute_url(),
            "check": check_address(paper.report),
        }
        body = render_to_string("portal/report_mail.txt", context).strip()
        number = paper.number or paper.report.code
        subject = _("Report %(number)s: %(campaign)s") % {"number": number, "campaign": paper.report.words["campaign"]}
    mail = OutgoingMail.objects.create(
        to=delivery.address, subject=subject[:250], body=body, from_email=settings.DEFAULT_FROM_EMAIL, queued_at=at
    )
    if delivery.with_files:
        mail.files.set(paper.files.filter(face__in=MAILED))
    delivery.mail, delivery.written_at = mail, at
    delivery.save(update_fields=["mail", "written_at"])


def note_opening(report: Report, *, by: User) -> None:
    """Note that somebody to whom it was sent has opened it; the first time counts."""
    ReportDelivery.objects.opened_by(by, report).update(opened_at=db_now())
