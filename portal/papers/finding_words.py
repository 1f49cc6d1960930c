"""What was found in a Word template, in sentences that say where it stands and what to do."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, Promise]] = {
    "unknown": _("There is no field “%(name)s”."),
    "missing": _("The field “%(name)s” is missing: without it the paper is not complete."),
    "no_list": _("“%(name)s” is one text, no list: it cannot be gone through with “for”."),
    "loop_in_loop": _("The list “%(name)s” is gone through inside another list that it does not belong to."),
    "not_alone": _("“%(name)s” takes its whole paragraph or row: give it one of its own, or the rest is lost."),
    "left_over": _("A pair of braces is not whole."),
    "forbidden": _("“%(name)s” is not allowed: a template shows fields, goes through lists and asks with “if”."),
    "failed": _("It could not be filled with the examples (%(name)s)."),
    "slow": _("Reading it took too long or too much memory. Start anew from the built-in template."),
    "broken": _("It could not be read. Open it in Word, save it again and upload that."),
    "size": _("The page is not A4 (210 × 297 mm)."),
    "margins": _("Margins differ from Decree 30: above and below 20–25 mm, left 30–35 mm, right 15–20 mm."),
    "font": _("The basic font is not Times New Roman."),
}
SLIPS: Final = (
    (re.compile(r"unknown tag '(.+?)'"), _("There is no command “%(name)s”.")),
    (re.compile(r"needs to be closed is '(.+?)'"), _("“%(name)s” is not closed: “end%(name)s” is missing.")),
    (re.compile(r"got '(.+?)'$"), _("“%(name)s” is too much here.")),
    (re.compile(r"unexpected '(.+?)'"), _("“%(name)s” is too much here, or its counterpart is missing.")),
)
SYNTAX: Final = _("This cannot be understood: check braces, quotes and commands.")


def sentence(finding: Mapping[str, str]) -> str:
    """Write one finding: what, what was meant perhaps, and where."""
    told = [_what(finding)]
    if finding.get("hint"):
        told.append(_t("Perhaps “%(name)s” is meant.") % {"name": finding["hint"]})
    if finding.get("place"):
        told.append(_t("Place: “…%(place)s…”.") % {"place": finding["place"]})
    return " ".join(told)


def _what(finding: Mapping[str, str]) -> str:
    name = finding.get("name", "")
    if finding["code"] != "syntax":
        place = _t("Place: “…%(place)s…”.") % {"place": name} if finding["code"] == "left_over" else ""
        return f"{SENTENCES[finding['code']] % {'name': name}} {place}".strip()
    for pattern, words in SLIPS:
        if match := pattern.search(name):
            return str(words) % {"name": match[1]}
    return str(SYNTAX)
