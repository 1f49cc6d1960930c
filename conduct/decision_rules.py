"""What stands between a decision's draft and its place in the register."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from conduct.models import Decision, NominationState
from units.workflow import Problem

NUMBER: Final = re.compile(r"\d{1,5}[a-zA-Z]?/[^\s/-]+(-[^\s/-]+)+")  # 1245/QĐ-UBND (domain.md 8.6)


def problems(decision: Decision) -> Iterator[Problem]:
    """Yield what a decision still lacks."""
    if not decision.number:
        yield Problem("number", _("Enter the number under which it was issued."))
    elif not NUMBER.fullmatch(decision.number):
        yield Problem("number", _("A number has the form 1245/QĐ-UBND."))
    if not decision.issued_on:
        yield Problem("issued_on", _("Enter the date of the decision."))
    if not decision.signer_name:
        yield Problem("signer_name", _("Enter who signed."))
    lines = list(decision.lines.select_related("nomination"))
    if not lines:
        yield Problem("lines", _("The decision names nobody yet."))
    for line in lines:
        if line.nomination and line.nomination.state != NominationState.APPROVED:
            yield Problem("lines", _("“%(line)s” is not an approved nomination any more.") % {"line": line})
