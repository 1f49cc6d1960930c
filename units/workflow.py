"""The workflow engine: a table of moves, and one function that makes them.

Nothing else writes a state. `advance()` locks the row, checks version, role, place and completeness,
writes the event with the frozen content and brings the row in line: one transaction.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from units.clock import db_now

if TYPE_CHECKING:
    from units.models import Event, Subject, User

S = TypeVar("S", bound="Subject")

STAYS: Final = "="


@dataclass(frozen=True)
class Move:
    """One row of a moves table: what may follow what, by whom, and what must be said."""

    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    complete: bool = False
    says_why: bool = False
    coded: bool = False
    sets_date: bool = False

    def target_from(self, state: str) -> str:
        return state if self.target == STAYS else self.target


@dataclass(frozen=True)
class Reason:
    """A coded reason that points at the place to mend: a section, a field or a row of the deliverable."""

    code: str
    place: str = ""
    text: str = ""


@dataclass(frozen=True)
class Problem:
    """A sentence that stands between a draft and its hand-in, and the place where to mend it."""

    place: str
    text: str

    def __str__(self) -> str:
        return self.text


class MoveRefused(Exception):
    """A move that may not be made now; `str()` is a sentence for the person who tried."""


class Changed(Protocol):
    """What tells who changed it last, and when."""

    changed_at: Any
    changed_by: Any


class StaleVersion(MoveRefused):
    def __init__(self, subject: Changed) -> None:
        when = date_format(localtime(subject.changed_at), "H:i d/m/Y") if subject.changed_at else ""
        super().__init__(
            _("Changed by %(who)s at %(when)s while you were reading. Look at it again, then decide.")
            % {"who": subject.changed_by, "when": when}
        )


class WrongState(MoveRefused):
    def __init__(self) -> None:
        super().__init__(_("This step is no longer possible: the paper is already somewhere else."))


class NotAllowed(MoveRefused):
    def __init__(self) -> None:
        super().__init__(_("This step belongs to another role."))


class Incomplete(MoveRefused):
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(_("Something is still missing:") + " " + " ".join(str(problem) for problem in problems))


class ReasonMissing(MoveRefused):
    def __init__(self) -> None:
        super().__init__(_("Say why: the unit will read it, and it stays in the history."))


class DateMissing(MoveRefused):
    def __init__(self) -> None:
        super().__init__(_("Choose a date that lies ahead."))


class Shut(MoveRefused):
    """The row itself forbids the move; the sentence says why and who can open it."""


def may(subject: "Subject", verb: str, *, by: "User") -> bool:
    """Whether `by` could make this move now, as far as state and role go: for showing buttons."""
    move = subject.MOVES[verb]
    return subject.state in move.sources and subject.allows(verb, by)


def advance(
    subject: "Subject",
    verb: str,
    *,
    by: "User | None",
    at: datetime | None = None,
    version: int | None = None,
    note: str = "",
    due_at: datetime | None = None,
    reasons: Iterable[Reason] = (),
) -> "Event":
    """Make the move `verb` on `subject` and return its event.

    `at` is the database's clock unless a test or a sample says otherwise; `version` is what the actor was reading
    (None: they need not have read it). `by=None` is the portal itself. Raises a `MoveRefused`.
    """
    move = subject.MOVES[verb]
    with transaction.atomic():
        row = _hold(subject)
        moment = (at or db_now()).replace(microsecond=0)
        reasons = list(reasons)
        _check(row, verb, move, by=by, version=version, note=note, due_at=due_at, reasons=reasons, at=moment)
        event = _record(row, verb, move, by=by, at=moment, note=note, due_at=due_at, reasons=reasons)
    _copy(row, subject)
    return event


def _hold(subject: S) -> S:
    """Return the row as it stands, held until the transaction ends, with what its checks look at."""
    rows = type(subject)._base_manager.select_for_update(of=("self",))
    rows = rows.select_related(*subject.HELD_WITH) if subject.HELD_WITH else rows
    return rows.get(pk=subject.pk)


def _check(
    row: "Subject",
    verb: str,
    move: Move,
    *,
    by: "User | None",
    version: int | None,
    note: str,
    due_at: datetime | None,
    reasons: list[Reason],
    at: datetime,
) -> None:
    if by is not None and not row.allows(verb, by):
        raise NotAllowed
    _check_version(row, version)
    if row.state not in move.sources:
        raise WrongState
    if (move.says_why and not note.strip() and not reasons) or (move.coded and not reasons):
        raise ReasonMissing
    if move.sets_date and (due_at is None or due_at <= at):
        raise DateMissing
    row.check_move(verb, at=at, due_at=due_at)
    if move.complete and (problems := row.problems()):
        raise Incomplete(problems)


def _check_version(row: "Subject", version: int | None) -> None:
    if version is not None and version != row.version:
        raise StaleVersion(row)


@contextmanager
def editing(subject: S, *, by: "User", version: int | None, at: datetime | None = None) -> Iterator[S]:
    """Hold the row while its draft is being saved; its version goes up, so that a second editor is told.

    Writes no event: a draft is not history. Raises `StaleVersion` before anything is written.
    """
    with transaction.atomic():
        row = _hold(subject)
        _check_version(row, version)
        row.changed_at, row.changed_by = (at or db_now()).replace(microsecond=0), by
        yield row
        row.version += 1
        row.save()
    _copy(row, subject)


def _copy(row: "Subject", subject: "Subject") -> None:
    for field in row._meta.concrete_fields:
        setattr(subject, field.attname, getattr(row, field.attname))


def _record(
    row: "Subject",
    verb: str,
    move: Move,
    *,
    by: "User | None",
    at: datetime,
    note: str,
    due_at: datetime | None,
    reasons: list[Reason],
) -> "Event":
    content = row.frozen_content(verb)
    event = row.new_event(
        at=at,
        verb=verb,
        actor=by,
        actor_label=actor_label(by),
        from_state=row.state,
        to_state=move.target_from(row.state),
        due_at=due_at.replace(microsecond=0) if due_at else None,
        note=note.strip(),
        reasons=[asdict(reason) for reason in reasons],
        content=content,
        content_sha256=content_hash(content) if content is not None else "",
    )
    event.save(force_insert=True)
    row.state = event.to_state
    row.version += 1
    row.changed_at, row.changed_by = at, by
    row.note_move(event)
    row.save()
    return event


def actor_label(user: "User | None") -> str:
    """Return who acted, in words that stay true when the person has moved on."""
    if user is None:
        return "portal"
    return f"{user.full_name} ({user.position})" if user.position else user.full_name


def canonical(content: Mapping[str, Any]) -> str:
    """Return the one JSON text of a content: sorted keys, no spaces, no floats."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_refuse)


def _refuse(value: Any) -> str:
    raise TypeError(f"{type(value).__name__} cannot be frozen: make it text or a whole number")


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
