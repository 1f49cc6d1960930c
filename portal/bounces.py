"""Mail that a server took and sent back later: the message of failure names the mail, which is then listed as failed.

Every mail carries a Message-ID that is signed, so that nobody can have a mail marked who never got one.
"""

import re
from email import message_from_bytes, policy
from email.message import Message
from typing import Final

from django.core.signing import BadSignature, Signer
from django.db import transaction

from portal.models import OutgoingMail
from portal.models.mail import MAX_ATTEMPTS

DOMAIN: Final = "thanhlich.portal"
OURS: Final = re.compile(rf"<([0-9]+\.[\w.-]+)@{re.escape(DOMAIN)}>")
LONGEST_ERROR: Final = 400
_signer = Signer(salt="portal.bounces", sep=".")


def message_id(mail: OutgoingMail) -> str:
    """Return the Message-ID under which a mail goes out."""
    return f"<{_signer.sign(str(mail.pk))}@{DOMAIN}>"


def take_bounce(raw: bytes) -> OutgoingMail | None:
    """Mark the mail that a delivery report (RFC 3464) says failed; None where it tells of no failure of ours."""
    report = message_from_bytes(raw, policy=policy.default)
    why, pk = _failure(report), _mail_named(raw)
    if not why or pk is None:
        return None
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().filter(pk=pk).first()
        if mail:
            mail.sent_at, mail.attempts, mail.error = None, MAX_ATTEMPTS, why[:LONGEST_ERROR]
            mail.save(update_fields=["sent_at", "attempts", "error"])
    return mail


def _failure(report: Message) -> str:
    """Return what the server said, of the first recipient for whom delivery failed for good."""
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
                said = block.get("Diagnostic-Code") or block.get("Status") or "failed"
                return " ".join(str(said).split())
    return ""


def _mail_named(raw: bytes) -> int | None:
    """Return the mail whose signed Message-ID stands in the report; servers quote the headers of what they return."""
    for found in OURS.finditer(raw.decode("utf-8", "replace")):
        try:
            return int(_signer.unsign(found.group(1)))
        except BadSignature:
            continue
    return None
