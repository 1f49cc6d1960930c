"""What is usual about the number and the dates of a paper, by its kind. What is not is said and stops nobody."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from campaigns import rules
from campaigns.models.requirement import PaperKind
from units.workflow import Problem

TYPE: Final = re.compile(r"\d+[a-zA-Z]?/([^\s/-]+)")
ONE_DIGIT: Final = re.compile(r"(?:[1-9]|0{2,}\d*|0\d{2,})[a-zA-Z]?/")  # 5/QĐ-UBND, 005/QĐ-UBND: usual are 05 and 12


@dataclass(frozen=True)
class Usual:
    """How papers of one kind are numbered (Decree 30/2020/ND-CP, annex III) and how old they may be."""

    types: tuple[str, ...] = ()
    oldest: timedelta = timedelta(days=5 * 366)


USUAL: Final[Mapping[str, Usual]] = {
    PaperKind.REGULATIONS: Usual(("QĐ", "QC", "QyĐ")),
    PaperKind.PROCEDURES: Usual(("QĐ", "TB", "KH")),
    PaperKind.PLEDGE: Usual(("GƯ", "GƯTĐ", "BGƯ", "BB"), timedelta(days=366)),
    PaperKind.REGISTRATION: Usual(("ĐK", "ĐKTĐ", "BĐK", "TTr", "BC"), timedelta(days=366)),
}


def warnings(paper: Mapping[str, Any], *, today: date | None = None) -> Iterator[Problem]:
    """Yield what looks unusual about a paper as data."""
    yield from rules.warnings(paper)
    usual = USUAL.get(paper.get("paper_kind", ""), Usual())
    for sentence in (*_of_number(paper["number"], usual), *_of_dates(paper, usual, today or localdate())):
        yield Problem("heading", sentence)


def _of_number(number: str, usual: Usual) -> Iterator[str]:
    if ONE_DIGIT.match(number):
        yield _("“%(number)s”: numbers up to 9 are written 01 to 09, all others without a nought in front.") % {
            "number": number
        }
    found = TYPE.match(number)
    if found and usual.types and found[1] not in usual.types:
        yield _("“%(number)s”: papers of this kind are usually numbered %(types)s. Keep it if it is right.") % {
            "number": number,
            "types": ", ".join(usual.types),
        }


def _of_dates(paper: Mapping[str, Any], usual: Usual, today: date) -> Iterator[str]:
    issued, begins, ends = (_day(paper.get(name, "")) for name in ("issued_on", "takes_effect_on", "expires_on"))
    if issued and issued > today:
        yield _("The date of issue has not come yet. Keep it if it is right.")
    if issued and issued < today - usual.oldest:
        yield _("The paper is rather old for its kind: look whether it still holds.")
    if issued and begins and begins < issued:
        yield _("The paper takes effect before it was issued. Keep it if it is right.")
    if ends and ends < today:
        yield _("The paper has expired already. Keep it if it is right.")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
