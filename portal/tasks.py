"""What the worker does when beat ticks: load, call, store. Every task may run twice at once without harm."""

from celery import shared_task

from portal.mail import send_next
from portal.models import Heartbeat
from units.clock import db_now


@shared_task
def beat_heart() -> None:
    """Note that beat ticks and the worker works."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": db_now()})


@shared_task
def send_mail() -> None:
    """Send what waits, each message once."""
    while send_next():
        pass
