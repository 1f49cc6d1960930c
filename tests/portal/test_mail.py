"""Mail: a row first, sent once by whoever claims it, tried again when the server is away, thrown away in the end."""

import smtplib
import socketserver
import threading
from datetime import timedelta

import pytest
from django.core.mail import send_mail
from django.db import connection
from django.utils import timezone

from portal import bounces, mail, tasks
from portal.models import OutgoingMail


class Post(socketserver.StreamRequestHandler):
    """Enough of a mail server to be sent to."""

    def handle(self) -> None:
        self.wfile.write(b"220 post\r\n")
        while line := self.rfile.readline():
            word = line.split()[0].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                body = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    body += part
                self.server.received.append(body.decode())
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 fine\r\n")


@pytest.fixture
def post_office(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post) as server:
        server.received = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.DEMO = False
        settings.OUTGOING_MAIL = {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": server.server_address[1],
        }
        yield server
        server.shutdown()


@pytest.fixture
def letter(db, settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    send_mail("Kế hoạch được trả lại", "Đề nghị đơn vị chỉnh sửa.", None, ["canbo@example.org"])
    return OutgoingMail.objects.get()


def test_a_request_writes_a_row_and_sends_nothing(letter, post_office):
    assert (letter.to, letter.sent_at) == ("canbo@example.org", None)
    assert post_office.received == []


def test_the_worker_sends_it_once(letter, post_office):
    tasks.send_mail()
    tasks.send_mail()

    letter.refresh_from_db()
    assert letter.sent_at and letter.attempts == 1
    assert len(post_office.received) == 1


def test_a_server_that_is_away_is_tried_again_later_and_the_error_is_kept(letter, post_office):
    post_office.shutdown()
    post_office.server_close()

    tasks.send_mail()

    letter.refresh_from_db()
    assert letter.sent_at is None
    assert letter.error
    assert letter.not_before > timezone.now()


def test_in_the_demo_nothing_leaves_the_machine(letter, post_office, settings):
    settings.DEMO = True

    tasks.send_mail()

    letter.refresh_from_db()
    assert letter.sent_at and post_office.received == []


def test_errors_of_mail_servers_are_the_kind_that_is_caught():
    assert issubclass(smtplib.SMTPException, OSError)


def test_what_was_sent_long_ago_is_thrown_away(letter):
    OutgoingMail.objects.update(sent_at=timezone.now() - timedelta(days=91))

    tasks.tidy_up()

    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail_once(post_office, settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    for number in range(6):
        send_mail(f"Thư {number}", "Nội dung", None, ["canbo@example.org"])

    def work() -> None:
        try:
            while mail.send_next():
                pass
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(post_office.received) == 6


# --- mail that comes back --------------------------------------------------------------------------------------------

REPORT = """From: MAILER-DAEMON@example.org
To: thi-dua@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; canbo@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--x
Content-Type: text/rfc822-headers

Message-ID: {named}
Subject: =?utf-8?q?th=C6=B0?=

--x--
"""


def returned(named: str, action: str = "failed") -> bytes:
    return REPORT.format(named=named, action=action).encode()


def test_what_comes_back_is_listed_as_failed_and_can_go_out_again(letter, post_office):
    tasks.send_mail()
    named = next(line for line in post_office.received[0].splitlines() if line.startswith("Message-ID:"))

    failed = bounces.take_bounce(returned(named.partition(": ")[2]))

    letter.refresh_from_db()
    assert failed == letter
    assert (letter.sent_at, letter.is_given_up, letter.error) == (None, True, "smtp; 550 5.1.1 User unknown")
    assert list(OutgoingMail.objects.failed()) == [letter]
    letter.try_again()
    tasks.send_mail()
    assert len(post_office.received) == 2


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_a_report_of_delay_or_delivery_is_no_failure(letter, post_office, action):
    tasks.send_mail()

    assert bounces.take_bounce(returned(bounces.message_id(letter), action)) is None
    letter.refresh_from_db()
    assert letter.sent_at


def test_nobody_can_have_a_mail_marked_that_they_never_got(letter, post_office):
    tasks.send_mail()
    forged = bounces.message_id(letter).replace(f"<{letter.pk}.", f"<{letter.pk + 1}.")

    for raw in (returned(forged), returned(f"<{letter.pk}.abc@thanhlich.portal>"), b"", b"\xff\x00 rubbish"):
        assert bounces.take_bounce(raw) is None
    letter.refresh_from_db()
    assert letter.sent_at
