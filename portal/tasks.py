"""What the worker does when beat ticks: load, call, store. Every task may run twice at once without harm."""

from datetime import timedelta
from time import monotonic

from celery import shared_task
from django.core.management import call_command

from campaigns.resuming import sweep
from conduct.feedback import erase_contacts, erase_words
from conduct.violations import erase_people
from portal import certificates, notices
from portal.mail import send_next
from portal.models import Heartbeat, OutgoingMail
from portal.reports.asking import ask_scheduled
from portal.reports.issuing import send_next_report
from portal.reports.making import make_next
from units.clock import db_now

MAIL_KEPT = timedelta(days=90)
HANDS = 2  # that make the files of a report side by side, as soon as it is ready


@shared_task
def beat_heart() -> None:
    """Note that beat ticks and the worker works."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": db_now()})


@shared_task
def send_mail() -> None:
    """Send what waits, each message once."""
    while send_next():
        pass


@shared_task
def make_notices() -> None:
    """Write what people are to be told of, once each, and the mails that say so."""
    notices.make()
    while notices.mail_some():
        pass


@shared_task
def make_reports() -> None:
    """Make what was asked for, one after another; what does not fit into a minute is left to the next tick."""
    until = monotonic() + 60
    while monotonic() < until and make_next():
        for _hand in range(HANDS):
            send_reports.delay()


@shared_task
def make_certificates() -> None:
    """Make the files of certificates that were asked for; what does not fit into a minute is left to the next tick."""
    until = monotonic() + 60
    while monotonic() < until and certificates.make_next():
        pass


@shared_task
def ask_scheduled_reports() -> None:
    """Ask for the reports that are due by their schedules, and for those of runs that were missed."""
    ask_scheduled()


@shared_task
def send_reports() -> None:
    """Make the files and mails of what was issued, step by step; what does not fit is left to the next tick."""
    until = monotonic() + 60
    while monotonic() < until and send_next_report():
        pass


@shared_task
def erase_personal_data() -> None:
    """Erase contacts and names whose time is over, in the words of citizens too; batch by batch, each written down."""
    at = db_now()
    while erase_contacts(at=at) or erase_words(at=at) or erase_people(at=at):
        pass


@shared_task
def tidy_up() -> None:
    """Throw away what is of no use: sessions that ended, bodies of old mail, files that came in part."""
    call_command("clearsessions")
    OutgoingMail.objects.sent_before(db_now() - MAIL_KEPT).delete()
    sweep(at=db_now())
