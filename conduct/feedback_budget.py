"""How much feedback is taken from one address and for one unit, with a bounded number of rows and no address kept.

A whole parents' evening stands behind one address: the ceiling is high, and long before it the form asks a question.
What is over the ceiling is turned away from memory, without a query.
"""

import hmac
from datetime import date, datetime
from enum import IntEnum
from functools import lru_cache
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

WINDOW_SECONDS: Final = 600
DRAWERS: Final = 4096
ASK_FROM: Final = 12  # posts of one address within a window: from here on the form asks its question
ADDRESS_CEILING: Final = 60
UNIT_CEILING: Final = 120
RATING_CEILING: Final = 5  # ratings of one story from one address within a window
STORY_CEILING: Final = 60  # ratings of one story within a window

SPEND_SQL: Final = """
    INSERT INTO conduct_feedbackbudget AS budget (key, "window", used) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE SET
        used = CASE WHEN budget."window" = EXCLUDED."window" THEN budget.used + 1 ELSE 1 END,
        "window" = EXCLUDED."window"
    WHERE budget."window" <> EXCLUDED."window" OR budget.used < %s
    RETURNING used
"""

_spent: dict[str, int] = {}  # key → the window in which its budget is used up; never more keys than there are rows


class Verdict(IntEnum):
    """What a budget says to one more post."""

    FINE = 0
    ASK = 1
    OVER = 2


def spend_for_address(request: HttpRequest, *, at: datetime) -> Verdict:
    """Count one post of this address, whatever becomes of it."""
    return _spend(drawer_of(client_address(request), on=at.date()), ADDRESS_CEILING, at=at, ask_from=ASK_FROM)


def spend_for_unit(unit_id: int, *, at: datetime) -> Verdict:
    """Count one feedback that is about to be written down."""
    return _spend(f"unit-{unit_id}", UNIT_CEILING, at=at, ask_from=UNIT_CEILING)


def spend_for_rating(request: HttpRequest, story_id: int, *, at: datetime) -> Verdict:
    """Count one rating of a story that is about to be added up; the address is looked at before the story."""
    drawer = drawer_of(f"{client_address(request)} rates {story_id}", on=at.date())
    verdict = _spend(f"rating-{drawer}", RATING_CEILING, at=at, ask_from=RATING_CEILING + 1)
    if verdict == Verdict.OVER:
        return verdict
    return _spend(f"story-{story_id}", STORY_CEILING, at=at, ask_from=STORY_CEILING + 1)


def _spend(key: str, ceiling: int, *, at: datetime, ask_from: int) -> Verdict:
    window = int(at.timestamp()) // WINDOW_SECONDS
    if _spent.get(key) == window:
        return Verdict.OVER
    with connection.cursor() as cursor:
        cursor.execute(SPEND_SQL, [key, window, ceiling])
        row = cursor.fetchone()
    if row is None:
        _spent[key] = window
        return Verdict.OVER
    return Verdict.ASK if row[0] >= ask_from else Verdict.FINE


def drawer_of(address: str, *, on: date) -> str:
    """Return the drawer into which an address falls on that day: 12 bits, from which nothing can be read back."""
    digest = hmac.digest(_key_of(on), address.encode(), sha256)
    return f"address-{int.from_bytes(digest[:4]) % DRAWERS}"


@lru_cache(maxsize=2)
def _key_of(day: date) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"feedback address {day.isoformat()}".encode(), sha256)


def client_address(request: HttpRequest) -> str:
    """Return who asks: the address that the outermost of our own proxies saw; an IPv6 network of 64 bits is one."""
    given = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.AXES_IPWARE_PROXY_COUNT:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        given = hops[-proxies] if len(hops) >= proxies else given
    try:
        address = ip_address(given)
    except ValueError:
        return given[:60]
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))


def forget_spent() -> None:
    """Forget what memory holds; tests start anew with it."""
    _spent.clear()
