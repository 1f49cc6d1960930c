"""What a person's own units owe, sorted into what a day begins with: sign, do, wait, later, done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.history import SENDS_BACK, Reader, ReasonLine, reason_lines
from campaigns.models import Obligation, ObligationEvent, State
from campaigns.obligation_page import Button, next_step
from campaigns.plain_words import day_words, is_pressing, sign, sign_words, things_to_mend, time_left
from units.models import User
from units.vietnamese import matches
from units.workflow import may


@dataclass(frozen=True)
class Line:
    """One obligation as a line of the list."""

    obligation: Obligation
    sign: str
    what: str  # a sentence part: whose turn it is, or what to mend
    due: str
    is_pressing: bool
    to_mend: list[ReasonLine]
    note: str
    button: Button | None

    @property
    def word(self) -> str:
        """The strong word: the state, unless the sentence says it better."""
        return capfirst(self.what) if self._says_all else sign_words(self.sign)

    @property
    def rest(self) -> str:
        return "" if self._says_all else self.what

    @property
    def _says_all(self) -> bool:
        return bool(self.what) and self.sign in {State.RETURNED, State.SIGNING}


@dataclass
class TodoList:
    """The lists of the page, each soonest first."""

    to_sign: list[Line] = field(default_factory=list)
    to_do: list[Line] = field(default_factory=list)
    with_head: list[Line] = field(default_factory=list)
    locked: list[Line] = field(default_factory=list)
    with_council: list[Line] = field(default_factory=list)
    coming: list[Line] = field(default_factory=list)
    done: list[Line] = field(default_factory=list)
    waived: list[Line] = field(default_factory=list)
    closed: list[Line] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many things this person has to do."""
        return len(self.to_sign) + len(self.to_do)


def obligations_of(user: User) -> list[Obligation]:
    """Return everything that the person's own units owe or owed, soonest first: one query."""
    own = Obligation.objects.of_units(user).counted().select_related("unit", "campaign", "requirement")
    return list(own.order_by("next_due_at", "id"))


def last_words(user: User, obligations: Iterable[Obligation]) -> dict[int, ObligationEvent]:
    """Return for each obligation that came back the move that sent it back: one query."""
    back = [row.pk for row in obligations if row.state in {State.RETURNED, State.DRAFTING}]
    events = ObligationEvent.objects.visible_to(user).filter(
        obligation__in=back, verb__in=[*SENDS_BACK, "submit", "send"]
    )
    latest = events.order_by("obligation_id", "-id").distinct("obligation_id").defer("content")
    return {event.obligation_id: event for event in latest if event.verb in SENDS_BACK}


def todo_list(user: User, obligations: Iterable[Obligation], *, at: datetime) -> TodoList:
    """Sort obligations into the lists of the page."""
    rows = list(obligations)
    words = last_words(user, rows)
    page = TodoList()
    for row in rows:
        getattr(page, place_of(row, user, at=at)).append(_line(row, words.get(row.pk), user, at))
    page.done.reverse()
    return page


def place_of(row: Obligation, user: User, *, at: datetime) -> str:
    """Return the name of the list to which an obligation belongs."""
    if row.waived_at:
        return "waived"
    if row.state == State.ACCEPTED:
        return "done"
    if row.campaign and row.campaign.closed_at:
        return "closed"
    if row.state == State.SUBMITTED:
        return "with_council"
    if at < row.opens_at:
        return "coming"
    if at > row.locks_at:
        return "locked"
    if row.state != State.SIGNING:
        return "to_do"
    return "to_sign" if may(row, "submit", by=user) else "with_head"


def _line(row: Obligation, sent_back: ObligationEvent | None, user: User, at: datetime) -> Line:
    to_mend = reason_lines(row, sent_back.coded_reasons, Reader.UNIT) if sent_back else []
    place = place_of(row, user, at=at)
    mark = sign(row, at=at)
    is_open = place in {"to_sign", "to_do", "with_head"}
    return Line(
        obligation=row,
        sign=mark,
        what=_what(row, place, to_mend) or _beside(row, mark),
        due=time_left(row.next_due_at, at=at) if is_open or place == "locked" else "",
        is_pressing=is_open and is_pressing(row.next_due_at, at=at),
        to_mend=to_mend,
        note=sent_back.note if sent_back else "",
        button=next_step(row, user, to_mend) if is_open else None,
    )


def _what(row: Obligation, place: str, to_mend: list[ReasonLine]) -> str:
    if row.state == State.RETURNED and place in {"to_do", "locked"}:
        return things_to_mend(len(to_mend))
    return {
        "to_sign": _("waiting for your signature"),
        "with_head": _("waiting for the head's signature"),
        "locked": _("locked: the standing office of the council can open it with an extension"),
        "with_council": _("with the council since %(day)s") % {"day": _day(row.last_submitted_at)},
        "coming": _("opens on %(day)s") % {"day": day_words(row.opens_at)},
        "closed": _("the campaign is closed"),
    }.get(place, "")


def _beside(row: Obligation, mark: str) -> str:
    """Return the state where the sign tells something else: overdue, being drafted."""
    state = row.get_state_display()
    return state[:1].lower() + state[1:] if mark == "overdue" else ""


def _day(moment: datetime | None) -> str:
    return day_words(moment) if moment else "—"


# --- filters --------------------------------------------------------------------------------------------------------


def narrowed(obligations: Iterable[Obligation], wanted: Mapping[str, str], *, at: datetime) -> list[Obligation]:
    """Keep what the filters of the address ask for; words are compared without diacritics."""
    return [
        row
        for row in obligations
        if (not wanted.get("campaign") or (row.campaign is not None and row.campaign.code == wanted["campaign"]))
        and (not wanted.get("group") or row.group == wanted["group"])
        and (not wanted.get("status") or wanted["status"] in {row.state, sign(row, at=at)})
        and (not wanted.get("q") or matches(wanted["q"], row.title, row.unit.name, row.unit.short_name))
    ]


# --- the year at a glance -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """One period of a requirement: its sign and the whole story."""

    sign: str
    title: str
    url: str


@dataclass(frozen=True)
class YearLine:
    """What one requirement asked of a unit through the campaign."""

    unit: str
    title: str
    marks: list[Mark]
    done: int  # handed in
    number: int


def year_lines(obligations: Iterable[Obligation], *, at: datetime) -> list[tuple[str, list[YearLine]]]:
    """Return for each campaign its requirements with a mark per period, the newest campaign first."""
    groups: dict[tuple[Any, ...], list[Obligation]] = defaultdict(list)
    for row in obligations:
        if row.campaign and row.requirement:
            groups[row.campaign, row.unit.sort_key, row.requirement.position, row.requirement.pk].append(row)
    campaigns: dict[Any, list[YearLine]] = defaultdict(list)
    for key in sorted(groups, key=lambda key: key[1:]):
        campaigns[key[0]].append(_year_line(sorted(groups[key], key=lambda row: row.due_at), at))
    newest = sorted(campaigns, key=lambda campaign: (-campaign.year, -campaign.starts_on.toordinal()))
    return [(str(campaign), campaigns[campaign]) for campaign in newest]


def _year_line(rows: list[Obligation], at: datetime) -> YearLine:
    marks = [
        Mark(
            mark := sign(row, at=at),
            f"{row.title} ({day_words(row.effective_due_at)}): {sign_words(mark)}",
            row.get_absolute_url(),
        )
        for row in rows
    ]
    handed_in = sum(row.first_submitted_at is not None for row in rows)
    return YearLine(str(rows[0].unit), rows[0].title, marks, handed_in, sum(row.waived_at is None for row in rows))
