"""Plain measures against machines, none of which looks at the person: a signed page, a trap, one easy sum."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SALT: Final = "conduct.feedback"
QUICKEST: Final = timedelta(seconds=2)  # nobody reads the page and taps twice in less
LONGEST: Final = timedelta(hours=12)
WORDS: Final = (
    pgettext_lazy("number", "zero"),
    pgettext_lazy("number", "one"),
    pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"),
    pgettext_lazy("number", "four"),
    pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"),
    pgettext_lazy("number", "seven"),
    pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"),
)


@dataclass(frozen=True)
class Stamp:
    """What a page says of itself when it comes back: its ticket, and whether its age is that of a page in use."""

    ticket: uuid.UUID
    is_usual: bool


def new_stamp(link_id: int) -> str:
    """Return the stamp of a page that is about to be shown: for one unit's form, good for one feedback."""
    return TimestampSigner(salt=SALT).sign(f"{link_id}.{uuid.uuid4().hex}")


def read_stamp(text: str, link_id: int) -> Stamp | None:
    """Return what a stamp says; None for one that is forged or of another form."""
    signer = TimestampSigner(salt=SALT)
    try:
        said = signer.unsign(text)
    except BadSignature:
        return None
    of, _dot, ticket = said.partition(".")
    if of != str(link_id):
        return None
    return Stamp(uuid.UUID(ticket), is_usual=_is_of_usual_age(signer, text))


def _is_of_usual_age(signer: TimestampSigner, text: str) -> bool:
    try:
        signer.unsign(text, max_age=LONGEST)
    except SignatureExpired:
        return False
    try:
        signer.unsign(text, max_age=QUICKEST)
    except SignatureExpired:
        return True
    return False


@dataclass(frozen=True)
class Riddle:
    """A sum in words that a person hears or reads and a form-filling machine does not; the answer goes out sealed."""

    question: str
    seal: str


def new_riddle(ticket: str) -> Riddle:
    first, second = 1 + secrets.randbelow(5), 1 + secrets.randbelow(4)
    facts = {"first": WORDS[first], "second": WORDS[second]}
    return Riddle(str(_("How much is %(first)s plus %(second)s?") % facts), _seal(ticket, first + second))


def solves(answer: str, seal: str, ticket: str) -> bool:
    """Whether the answer, in digits or in a word, is the one that was sealed for this page."""
    said = answer.strip().casefold()
    words = {str(word).casefold(): number for number, word in enumerate(WORDS)}
    number = int(said) if said.isdecimal() and len(said) < 3 else words.get(said)
    return number is not None and constant_time_compare(_seal(ticket, number), seal)


def _seal(ticket: str, number: int) -> str:
    return salted_hmac(SALT, f"{ticket} {number}").hexdigest()
