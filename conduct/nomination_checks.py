"""The checks of a dossier: yes, no or not known, each with its rule and the record it looked at. Pure: no queries.

A check blocks only where the law or the terms of the award say so; all others are told, and people decide.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from units.vietnamese import fold

NUMBER: Final = re.compile(r"\d{1,5}[a-zA-Z]?/[^\s/-]+(-[^\s/-]+)+")  # 03/TTr-PNV (domain.md 8.6)
ALIKE: Final = 0.8  # how alike two descriptions are before somebody should look: 1 is the same text
SHOWN: Final = 3


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


ANSWERS: Final[dict[Answer, str | Promise]] = {
    Answer.YES: gettext_lazy("it does"),
    Answer.NO: gettext_lazy("it does not"),
    Answer.UNKNOWN: gettext_lazy("not known"),
}
TITLES: Final[dict[str, str | Promise]] = {
    "terms": gettext_lazy("The award can be proposed today"),
    "period": gettext_lazy("The movement takes proposals"),
    "quota": gettext_lazy("Within the quota"),
    "late": gettext_lazy("No report overdue or late"),
    "violations": gettext_lazy("No violation in the unit"),
    "same": gettext_lazy("Not praised for the same achievement before"),
    "number": gettext_lazy("The number of the letter is well formed"),
    "needs": gettext_lazy("Has the awards needed before"),
    "initiative": gettext_lazy("Has a recognised initiative"),
    "meeting": gettext_lazy("The unit's meeting voted for it"),
}
OVERRULED: Final = frozenset({"quota", "period", "initiative"})  # those that can block, and the office can overrule
PRINCIPLE: Final = gettext_lazy("One achievement is praised once; the same form is not given twice for it.")


@dataclass(frozen=True)
class Quota:
    """How many may be proposed, of what; `base` is None where nobody knows it."""

    percent: str
    base_name: str
    rounding: str
    minimum: int
    most: int | None
    base: int | None
    others: int  # proposed beside this one
    is_firm: bool


@dataclass(frozen=True)
class Earlier:
    """An earlier or another proposal of somebody of the same name in the same unit."""

    told: str
    award: str
    year: int
    merit: str
    is_same_award: bool
    was_given: bool


@dataclass(frozen=True)
class Need:
    award: str
    times: int
    years: int
    found: int


@dataclass(frozen=True)
class Dossier:
    """Everything that the checks look at, read at one moment."""

    today: date
    law: str = ""  # the legal basis of the terms in force; "" without terms
    has_terms: bool = True
    is_short_way: bool = False
    movement: str = ""
    period: tuple[date, date] | None = None
    closed_on: date | None = None
    quota: Quota | None = None
    overdue: Sequence[str] | None = None  # titles; None: nothing was owed, or nobody knows
    late: Sequence[str] = ()
    reports: int = 0
    violations: int = 0
    reported: int = 0
    is_person: bool = False
    merit: str = ""
    earlier: Sequence[Earlier] = ()
    number: str = ""
    needs: Sequence[Need] = ()
    needs_initiative: bool = False
    initiative: str = ""
    met_on: date | None = None
    members: int | None = None
    present: int | None = None
    voted_yes: int | None = None


@dataclass(frozen=True)
class Check:
    """One check: its answer, the rule behind it, the record that was looked at."""

    code: str
    answer: Answer
    rule: str
    record: str
    blocks: bool = False  # a "no" here keeps the dossier from being handed in
    overruled_why: str = ""

    @property
    def title(self) -> str:
        return str(TITLES[self.code])

    @property
    def word(self) -> str:
        return str(ANSWERS[self.answer])

    @property
    def stops(self) -> bool:
        return self.blocks and self.answer == Answer.NO and not self.overruled_why

    @property
    def sign(self) -> str:
        """The state whose sign stands beside the answer."""
        if self.overruled_why:
            return "waived"
        if self.answer == Answer.NO:
            return "overdue" if self.blocks else "late"
        return "accepted" if self.answer == Answer.YES else "pending"

    def as_dict(self) -> dict[str, str | bool]:
        names = ("code", "rule", "record", "blocks", "overruled_why")
        return {name: getattr(self, name) for name in names} | {"answer": self.answer.value}


def overruled(checks: Sequence[Check], why: dict[str, str]) -> list[Check]:
    """Return the checks with what the standing office said of those that it overruled."""
    return [replace(each, overruled_why=why.get(each.code, "")) for each in checks]


def checks_of(dossier: Dossier) -> list[Check]:
    """Return every check that this dossier calls for, the grave ones first."""
    return [
        *_terms(dossier),
        *_period(dossier),
        *_quota(dossier),
        *_initiative(dossier),
        *_needs(dossier),
        *_meeting(dossier),
        *_late(dossier),
        *_violations(dossier),
        *_same(dossier),
        *_number(dossier),
    ]


def _terms(dossier: Dossier) -> Iterator[Check]:
    rule = _("An award is proposed under terms that are in force.")
    if dossier.has_terms:
        record = (
            _("In force: %(law)s") % {"law": dossier.law} if dossier.law else _("Terms in the catalogue of awards.")
        )
        yield Check("terms", Answer.YES, rule, record, blocks=True)
    else:
        record = _("No terms of this award are in force on %(day)s.") % {"day": _day(dossier.today)}
        yield Check("terms", Answer.NO, rule, record, blocks=True)


def _period(dossier: Dossier) -> Iterator[Check]:
    rule = _("A movement takes proposals until it is closed.")
    if not dossier.period:
        yield Check("period", Answer.UNKNOWN, rule, _("No movement is chosen."), blocks=True)
        return
    told = {"movement": dossier.movement, "first": _day(dossier.period[0]), "last": _day(dossier.period[1])}
    record = _("%(movement)s: %(first)s – %(last)s") % told
    if dossier.closed_on and dossier.closed_on <= dossier.today:
        record = _("%(movement)s was closed on %(day)s.") % {**told, "day": _day(dossier.closed_on)}
        yield Check("period", Answer.NO, rule, record, blocks=True)
        return
    is_open = dossier.period[0] <= dossier.today
    yield Check("period", Answer.YES if is_open else Answer.NO, rule, record, blocks=True)


def _quota(dossier: Dossier) -> Iterator[Check]:
    quota = dossier.quota
    if quota is None:
        return
    told = {"percent": quota.percent, "base": quota.base_name, "rounding": quota.rounding, "least": quota.minimum}
    rule = _("At most %(percent)s%% of %(base)s, rounded %(rounding)s, at least %(least)s.") % told
    if quota.base is None or quota.most is None:
        record = _("The portal does not know the base: %(base)s.") % told
        yield Check("quota", Answer.UNKNOWN, rule, record, blocks=quota.is_firm)
        return
    counted = {"number": quota.others + 1, "most": quota.most, "size": quota.base}
    record = _("This would be number %(number)s; %(most)s may be proposed (of %(size)s).") % counted
    answer = Answer.YES if quota.others < quota.most else Answer.NO
    yield Check("quota", answer, rule, record, blocks=quota.is_firm)


def _initiative(dossier: Dossier) -> Iterator[Check]:
    if dossier.needs_initiative:
        rule = _("This title needs a recognised initiative or an accepted study.")
        record = dossier.initiative or _("None is named in the dossier.")
        yield Check("initiative", Answer.YES if dossier.initiative else Answer.NO, rule, record, blocks=True)


def _needs(dossier: Dossier) -> Iterator[Check]:
    for need in dossier.needs:
        told = {"award": need.award, "times": need.times, "years": need.years, "found": need.found}
        rule = _("Needs “%(award)s” %(times)s times within %(years)s years.") % told
        if need.found >= need.times:
            yield Check("needs", Answer.YES, rule, _("Found in the register: %(found)s.") % told)
        else:
            record = _("Found in the portal's register: %(found)s. Older decisions are not here: add them as evidence.")
            yield Check("needs", Answer.UNKNOWN, rule, record % told)


def _meeting(dossier: Dossier) -> Iterator[Check]:
    if dossier.is_short_way:
        return
    rule = _("More than half of those present vote for it; more than half of the members are present.")
    members, present, voted = dossier.members, dossier.present, dossier.voted_yes
    if not (members and present and voted is not None and dossier.met_on):
        yield Check("meeting", Answer.UNKNOWN, rule, _("The meeting is not written down yet."))
        return
    told = {"day": _day(dossier.met_on), "present": present, "members": members, "yes": voted}
    record = _("%(day)s: %(present)s of %(members)s present, %(yes)s for it.") % told
    carried = 2 * present > members and 2 * voted > present
    yield Check("meeting", Answer.YES if carried else Answer.NO, rule, record)


def _late(dossier: Dossier) -> Iterator[Check]:
    rule = _("A unit that is praised hands in all reports of the movement in time.")
    if dossier.overdue is None:
        yield Check("late", Answer.UNKNOWN, rule, _("Nothing was due of this unit yet."))
    elif not dossier.overdue and not dossier.late:
        record = ngettext(
            "%(n)d paper was due; it came in time.", "%(n)d papers were due; all came in time.", dossier.reports
        )
        yield Check("late", Answer.YES, rule, record % {"n": dossier.reports})
    else:
        parts = [_("overdue: %(titles)s") % {"titles": _listed(dossier.overdue)}] if dossier.overdue else []
        parts += [_("late: %(titles)s") % {"titles": _listed(dossier.late)}] if dossier.late else []
        yield Check("late", Answer.NO, rule, "; ".join(parts))


def _violations(dossier: Dossier) -> Iterator[Check]:
    rule = _("Nobody is praised for conduct while a violation stands against them.")
    if not dossier.violations and not dossier.reported:
        yield Check("violations", Answer.YES, rule, _("No case of this year stands against the unit."))
        return
    told = {"confirmed": dossier.violations, "reported": dossier.reported}
    record = _("Cases in the unit this year: %(confirmed)s confirmed, %(reported)s to be looked into.") % told
    if dossier.is_person or not dossier.violations:
        silence = _("Whom they concern is not shown here.")
        record = f"{record} {silence}" if dossier.is_person else record
        yield Check("violations", Answer.UNKNOWN, rule, record)
    else:
        yield Check("violations", Answer.NO, rule, record)


def _same(dossier: Dossier) -> Iterator[Check]:
    alike = [row for row in dossier.earlier if _is_alike(dossier, row)]
    if alike:
        yield Check("same", Answer.NO, str(PRINCIPLE), _listed([row.told for row in alike]))
    elif dossier.earlier:
        told = {"rows": _listed([row.told for row in dossier.earlier])}
        yield Check("same", Answer.YES, str(PRINCIPLE), _("Other achievements: %(rows)s") % told)
    else:
        yield Check("same", Answer.YES, str(PRINCIPLE), _("Nothing else of this name in the unit."))


def _is_alike(dossier: Dossier, row: Earlier) -> bool:
    """Whether it is the same award in the same year, or the same achievement in like words."""
    if row.is_same_award and row.year == dossier.today.year:
        return True
    return likeness(dossier.merit, row.merit) >= ALIKE


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are without diacritics, from 0 to 1; nothing is like nothing."""
    first, second = fold(one), fold(other)
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if first and second else 0.0


def _number(dossier: Dossier) -> Iterator[Check]:
    if dossier.is_short_way:
        return
    rule = _("A number has the form 03/TTr-PNV (Decree 30/2020).")
    if not dossier.number:
        yield Check("number", Answer.UNKNOWN, rule, _("No number is written yet."))
    else:
        answer = Answer.YES if NUMBER.fullmatch(dossier.number) else Answer.NO
        yield Check("number", answer, rule, dossier.number)


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _listed(titles: Sequence[str]) -> str:
    shown = "; ".join(titles[:SHOWN])
    left = len(titles) - SHOWN
    if left <= 0:
        return shown
    rest = _("and %(n)s more") % {"n": left}
    return f"{shown}; {rest}"
