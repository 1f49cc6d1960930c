"""Receipts: reading a code as people type it, what a hand-in is worth today, the QR picture."""

import re
from enum import StrEnum

import segno

from campaigns.models import Receipt

NOT_OF_A_CODE = re.compile(r"[^0-9A-Z]+")

LONGEST = 40


class Worth(StrEnum):
    """What a hand-in is worth today."""

    VALID = "valid"
    REPLACED = "replaced"  # handed in again since
    REFUSED = "refused"  # not taken in


def tidy_code(typed: str) -> str:
    """Return a code as it is printed, ABCD-EFGH-JKMN or BC-ABCD-EFGH-JKMN, however it was typed."""
    letters = NOT_OF_A_CODE.sub("", typed.upper())[:LONGEST]
    kind, rest = (letters[:2], letters[2:]) if len(letters) % 4 == 2 else ("", letters)
    return "-".join(part for part in (kind, *(rest[start : start + 4] for start in range(0, len(rest), 4))) if part)


def worth(receipt: Receipt) -> Worth:
    """Return what became of the hand-in: the first of refusal and next hand-in decides."""
    later = receipt.obligation.events.filter(pk__gt=receipt.event_id, verb__in=["submit", "refuse"])
    verb = later.order_by("id").values_list("verb", flat=True).first()
    return {None: Worth.VALID, "submit": Worth.REPLACED, "refuse": Worth.REFUSED}[verb]


def qr_picture(address: str) -> str:
    """Return the QR code of an address as a picture that needs no request (a data: address of an SVG)."""
    return segno.make(address, error="m").svg_data_uri(scale=4, border=2, xmldecl=False)
