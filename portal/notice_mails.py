"""Mails of notices: one per person with all that waits for them, in the person's language."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from campaigns.calendar import VIET_NAM, local_day
from campaigns.models import ObligationEvent
from portal.models import Digest, Notice, NoticeChoice, NoticeStep, OutgoingMail
from units.models import User

PEOPLE: Final = 100  # in one transaction
MORNING: Final = time(7, 0)
LONGEST_SUBJECT: Final = 250
STEP_OF: Final = {
    "return": NoticeStep.RETURNED,
    "reopen": NoticeStep.RETURNED,
    "refuse": NoticeStep.REFUSED,
    "accept": NoticeStep.ACCEPTED,
    "extend": NoticeStep.EXTENDED,
    "redate": NoticeStep.REDATED,
    "waive": NoticeStep.WAIVED,
    "unwaive": NoticeStep.UNWAIVED,
}


def last_morning(at: datetime) -> datetime:
    """Return the last time at which the daily mails went out: seven o'clock here, today or yesterday."""
    today = datetime.combine(local_day(at), MORNING, VIET_NAM)
    return today if today <= at else today - timedelta(days=1)


def write_mails(*, at: datetime) -> int:
    """Put the mails of up to a hundred people into the outbox and note on each notice which one tells it."""
    waiting = Notice.objects.mailable(morning=last_morning(at))
    people = list(waiting.order_by("person_id").values_list("person_id", flat=True).distinct()[:PEOPLE])
    if not people:
        return 0
    rows = waiting.filter(person__in=people).select_for_update(of=("self",), skip_locked=True)
    rows = rows.select_related("person__notice_choice").with_subjects().order_by("person_id", "id")
    written = 0
    for person, group in groupby(rows, key=lambda notice: notice.person):
        notices = list(group)
        mail = mail_of(person, notices, at=at)
        mail.save()
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mail=mail)
        written += 1
    return written


def mail_of(person: User, notices: list[Notice], *, at: datetime) -> OutgoingMail:
    """Write one mail, newest notice first."""
    notices = sorted(notices, key=lambda notice: notice.pk, reverse=True)
    with translation.override(language_of(person)):
        first = notices[0]
        subject = f"{first.get_step_display()}: {first.title}"
        if len(notices) > 1:
            words = ngettext("%(number)d notice of the portal", "%(number)d notices of the portal", len(notices))
            subject = words % {"number": len(notices)}
        context = {"person": person, "notices": notices, "portal": settings.PORTAL_URL.rstrip("/")}
        body = render_to_string("portal/notice_mail.txt", context).strip()
    return OutgoingMail(
        to=person.email,
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body=body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        queued_at=at,
    )


def language_of(person: User) -> str:
    choice = getattr(person, "notice_choice", None)
    return choice.language if choice else settings.LANGUAGE_CODE


def wants_mail(person: User) -> bool:
    choice = getattr(person, "notice_choice", None)
    return bool(person.email) and (choice is None or choice.digest != Digest.NEVER)


def keep_choice(choice: NoticeChoice) -> None:
    """Keep how somebody wants to be told; who wants no mail gets none of what still waits."""
    choice.save()
    if choice.digest == Digest.NEVER:
        Notice.objects.filter(person=choice.person).unmailed().update(wants_mail=False)


# --- letters of the standing office -----------------------------------------------------------------------------------


def occasion_of(event: ObligationEvent) -> str:
    return f"event-{event.pk}"


def send_letter(event: ObligationEvent, people: Iterable[User], *, subject: str, body: str) -> None:
    """Put a letter for each of these people into the outbox; it is their notice of the event, no second mail says it.

    One mail each: an address that does not take its mail is listed, and sent to again, by itself.
    """
    rows = []
    for person in people:
        facts = {"to": person.email, "subject": subject, "body": body, "from_email": settings.DEFAULT_FROM_EMAIL}
        mail = OutgoingMail.objects.create(**facts) if person.email else None
        told = {"person": person, "obligation_id": event.obligation_id, "step": STEP_OF[event.verb]}
        rows.append(Notice(occasion=occasion_of(event), wants_mail=mail is not None, mail=mail, **told))
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
