"""Every mail is a row first: a request never talks to a mail server."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.db import transaction
from django.utils import timezone

from portal.bounces import message_id
from portal.models import OutgoingMail

RETRY_AFTER = timedelta(minutes=5)


class OutboxBackend(BaseEmailBackend):
    """The portal's e-mail backend: writes the message to the outbox, in the caller's transaction."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            html = next((body for body, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
            OutgoingMail.objects.create(
                to=", ".join(message.recipients()),
                subject=str(message.subject),
                body=str(message.body),
                html=html,
                from_email=message.from_email,
            )
        return len(email_messages)


def send_next() -> bool:
    """Send the oldest unsent mail, held so that no second worker takes it; False when none is left.

    In the demo the mailbox page is where mail arrives: nothing leaves the machine.
    """
    with transaction.atomic():
        mail = OutgoingMail.objects.unsent().select_for_update(skip_locked=True).first()
        if mail is None:
            return False
        mail.attempts += 1
        try:
            if not settings.DEMO:
                _deliver(mail)
            mail.sent_at, mail.error = timezone.now(), ""
        except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; a bad address is a ValueError
            mail.error, mail.not_before = str(error)[:400], timezone.now() + RETRY_AFTER
        mail.save()
    return True


def _deliver(mail: OutgoingMail) -> None:
    server = settings.OUTGOING_MAIL
    connection = get_connection(
        server["EMAIL_BACKEND"],
        host=server.get("EMAIL_HOST") or "localhost",
        port=server.get("EMAIL_PORT") or 25,
        username=server.get("EMAIL_HOST_USER") or "",
        password=server.get("EMAIL_HOST_PASSWORD") or "",
        use_tls=server.get("EMAIL_USE_TLS", False),
        use_ssl=server.get("EMAIL_USE_SSL", False),
    )
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body,
        mail.from_email,
        mail.to.split(", "),
        connection=connection,
        headers={"Message-ID": message_id(mail)},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for file in mail.files.order_by("id"):
        message.attach(file.name, bytes(file.content), file.mime)
    message.send()
