"""The cryptography of the sealed box; it knows neither Django nor a database (docs/adr/0009-sealed-box.md).

A ballot is sealed twice, for two tellers: each drew a key of their own, whose private half stands on their paper alone.
Sealing makes a fresh key for each ballot and throws it away: nobody, not even the voter, can prove what is inside.
"""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from typing import Final

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none that can be taken for another
MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
KEY_BYTES, CHECK_BYTES = 32, 3
CODE_LETTERS: Final = 56  # 35 bytes, five bits to a letter
BALLOT_BYTES: Final = 16  # every ballot is as long as every other


class MisreadCode(ValueError):
    """A code that was read or typed wrongly: its check letters do not fit."""


# --- what stands on a teller's paper --------------------------------------------------------------------------------


def new_code() -> str:
    """Draw a private key and return it as its code: 14 groups of four letters, the last ones a check."""
    return _spelled(bytes(PrivateKey.generate()))


def _spelled(key: bytes) -> str:
    number = int.from_bytes(key + _check(key), "big")
    letters = "".join(LETTERS[number >> (5 * place) & 31] for place in reversed(range(CODE_LETTERS)))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LETTERS, 4))


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"thanh-lich teller key" + key).digest()[:CHECK_BYTES]


def _private(code: str) -> PrivateKey:
    letters = "".join(code.split()).replace("-", "").upper().translate(MISREAD)
    if len(letters) != CODE_LETTERS or not set(letters) <= set(LETTERS):
        raise MisreadCode
    number = 0
    for letter in letters:
        number = number << 5 | LETTERS.index(letter)
    read = number.to_bytes(KEY_BYTES + CHECK_BYTES, "big")
    if not hmac.compare_digest(_check(read[:KEY_BYTES]), read[KEY_BYTES:]):
        raise MisreadCode
    return PrivateKey(read[:KEY_BYTES])


def public_half(code: str) -> str:
    """Return what may be stored of a code. Raises MisreadCode."""
    return bytes(_private(code).public_key).hex()


def opens(code: str, public_key: str) -> bool:
    """Whether a code is the one whose public half this is. Raises MisreadCode."""
    return bool(public_key) and hmac.compare_digest(public_half(code), public_key)


# --- ballots --------------------------------------------------------------------------------------------------------


def seal(choice: str, public_keys: Sequence[str]) -> str:
    """Seal a choice for all these keys, the first one's seal innermost."""
    content = choice.encode().ljust(BALLOT_BYTES)
    if len(content) != BALLOT_BYTES:
        raise ValueError("a ballot says one of a few words")
    for key in public_keys:
        content = SealedBox(PublicKey(bytes.fromhex(key))).encrypt(content)
    return b64encode(content).decode()


def unseal(box: Iterable[str], codes: Sequence[str]) -> list[str]:
    """Return what the ballots say, sorted: not even their places in the box are told; "?" for what says nothing.

    `codes` in the order of the public keys, each checked by `opens` before. Raises MisreadCode.
    """
    keys = [_private(code) for code in codes]
    return sorted(_said(ballot, keys) for ballot in box)


def _said(ballot: str, keys: Sequence[PrivateKey]) -> str:
    try:
        content = b64decode(ballot)
        for key in reversed(keys):
            content = SealedBox(key).decrypt(content)
        return content.decode().rstrip()
    except (CryptoError, ValueError):
        return "?"


def mark(ballot: str) -> str:
    """Return by what a voter finds their ballot in the published list: 20 letters of its hash; they tell no choice."""
    letters = hashlib.sha256(ballot.encode()).hexdigest()[:20].upper()
    return "-".join(letters[start : start + 4] for start in range(0, 20, 4))


def guard(secret: str, *, item: int, box: Sequence[str]) -> str:
    """Return what only who knows the server's secret can put beside a box: a ballot swapped in the table is found."""
    key = hashlib.sha256(b"thanh-lich ballot box" + secret.encode()).digest()
    return hmac.new(key, "\n".join([str(item), *box]).encode(), hashlib.sha256).hexdigest()
