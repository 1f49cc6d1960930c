"""What became of one report of the closed year: on time, late, missing, returned, with more time or without."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils.timezone import localtime

from campaigns.calendar import due_moment
from campaigns.models import ExtensionRequest, Obligation, ObligationEvent
from portal.sample import texts
from portal.sample.assessments import HABITS
from portal.sample.bulk import Histories
from portal.sample.casting import Cast
from portal.sample.hours import office_hour
from units.workflow import Reason, actor_label, content_hash

REQUESTS = {"": 91, "granted": 5, "declined": 2, "withdrawn": 2}  # of a hundred reports


@dataclass
class HandIn:
    """A hand-in whose content is written after its story was told."""

    event: ObligationEvent

    @property
    def at(self) -> datetime:
        return self.event.at

    def freeze(self, content: Mapping[str, Any]) -> None:
        self.event.content, self.event.content_sha256 = dict(content), content_hash(content)


@dataclass
class Told:
    """The story of one report."""

    begun_at: datetime | None = None
    handed_in: HandIn | None = None
    mended: HandIn | None = None
    request: ExtensionRequest | None = None

    def store_request(self) -> None:
        """Store the request for more time, once the move that granted it is stored."""
        if self.request:
            self.request.event = self.request.event  # its key is known by now
            self.request.save(force_insert=True)


@dataclass
class Teller:
    row: Obligation
    histories: Histories
    cast: Cast
    draw: Random
    until: datetime
    floor: datetime  # nothing is begun before

    def move(self, verb: str, at: datetime, **facts: Any) -> ObligationEvent:
        by = {"start": self.cast.drafter, "send": self.cast.drafter, "submit": self.cast.head}
        return self.histories.move(self.row, verb, by=by.get(verb, self.cast.secretary), at=at, **facts)

    def ask(self, answer: str) -> tuple[ExtensionRequest, datetime]:
        """Ask for ten days more some days before the due date; return the request and the due date then in force."""
        row, draw = self.row, self.draw
        due = row.due_at
        asked_at = max(office_hour(due, -draw.randint(4, 6), draw), first_hour(row))
        wanted = due_moment(localtime(due).date() + timedelta(days=10), frozenset())
        request = ExtensionRequest(
            obligation=row,
            wanted_until=localtime(wanted).date(),
            reason=draw.choice(texts.EXTENSIONS),
            asked_by=self.cast.drafter,
            asked_label=actor_label(self.cast.drafter),
            asked_at=asked_at,
        )
        answered_at = asked_at + timedelta(hours=draw.randint(20, 28))
        self.floor = max(self.floor, answered_at + timedelta(hours=1))
        if answer == "withdrawn":
            request.withdrawn_at = answered_at
            return request, due
        request.answered_by, request.answered_label = self.cast.secretary, actor_label(self.cast.secretary)
        request.answered_at = answered_at
        if answer == "declined":
            request.answer = texts.DECLINED
            return request, due
        request.answer, request.granted_until = request.reason, localtime(wanted).date()
        request.event = self.move("extend", answered_at, note=request.reason, due_at=wanted)
        return request, wanted


def first_hour(row: Obligation) -> datetime:
    """Return when work on a report could begin: nobody writes before it is asked for."""
    opened = row.campaign.opened_at if row.campaign else None
    return max(row.opens_at + timedelta(hours=8), opened or row.opens_at) + timedelta(hours=1)


def tell(row: Obligation, histories: Histories, cast: Cast, draw: Random, *, habit: str, until: datetime) -> Told:
    """Tell one report's story by the habits of its unit; contents are frozen by whoever writes the draft."""
    teller, told = Teller(row, histories, cast, draw, until, floor=first_hour(row) + timedelta(hours=24)), Told()
    late, missing, returned = HABITS[habit]
    answer = draw.choices(list(REQUESTS), weights=list(REQUESTS.values()))[0]
    due = row.due_at
    if answer and first_hour(row) + timedelta(days=8) < due:
        told.request, due = teller.ask(answer)
    roll = draw.randrange(100)
    if roll < missing:
        return told if roll % 2 else _half_done(teller, told, due)
    is_late = roll < missing + late
    at = office_hour(due, draw.randint(1, 12) if is_late else -draw.randint(0, 3), draw)
    at = max(at, teller.floor + timedelta(hours=6))
    if at > until:
        return told
    return _handed_in(teller, told, at, is_returned=not is_late and roll >= 100 - returned - 6)


def _half_done(teller: Teller, told: Told, due: datetime) -> Told:
    """Begun, and never handed in."""
    told.begun_at = max(office_hour(due, -2, teller.draw), teller.floor)
    teller.move("start", told.begun_at)
    return told


def _handed_in(teller: Teller, told: Told, at: datetime, *, is_returned: bool) -> Told:
    draw = teller.draw
    told.begun_at = max(at - timedelta(days=draw.randint(1, 4)), teller.floor)
    teller.move("start", told.begun_at)
    teller.move("send", at - timedelta(hours=2))
    told.handed_in = HandIn(teller.move("submit", at, content={}))
    read = office_hour(at, draw.randint(1, 5), draw)
    if read > teller.until:
        return told
    if not is_returned:
        teller.move("accept", read)
        return told
    mend_by = (localtime(read) + timedelta(days=7)).replace(hour=23, minute=59, second=59)
    reason = Reason(*draw.choice(texts.RETURN_REASONS["progress"][2:]))
    teller.move("return", read, due_at=mend_by, reasons=[reason], note=texts.CHECKLIST_NOTE)
    again = office_hour(read, draw.randint(2, 9), draw)
    if again > teller.until:
        return told
    told.mended = HandIn(teller.move("submit", again, content={}))
    read = office_hour(again, draw.randint(1, 3), draw)
    if read <= teller.until:
        teller.move("accept", read)
    return told
