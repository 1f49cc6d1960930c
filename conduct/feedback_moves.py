"""The moves of a citizen's feedback, as data. Whether it is answered follows from the unit's obligation."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.membership import Role
from units.workflow import STAYS, Move


class FeedbackState(models.TextChoices):
    """Where a feedback stands; answered and published are facts beside it."""

    RECEIVED = "received", _("To be sorted")
    COUNTED = "counted", _("Counted, nothing to answer")
    FORWARDED = "forwarded", _("With the unit, to be answered")
    MERGED = "merged", _("Merged with another one")
    SPAM = "spam", _("Not a feedback")


RECEIVED, COUNTED, FORWARDED = FeedbackState.RECEIVED, FeedbackState.COUNTED, FeedbackState.FORWARDED
MERGED, SPAM = FeedbackState.MERGED, FeedbackState.SPAM
OFFICE: Final = frozenset({Role.SECRETARY})

FEEDBACK_MOVES: Final[Mapping[str, Move]] = {
    "forward": Move(frozenset({RECEIVED}), FORWARDED, OFFICE, sets_date=True),
    "file": Move(frozenset({RECEIVED}), COUNTED, OFFICE, says_why=True),
    "merge": Move(frozenset({RECEIVED}), MERGED, OFFICE),
    "spam": Move(frozenset({RECEIVED, COUNTED}), SPAM, OFFICE, says_why=True),
    "restore": Move(frozenset({COUNTED, MERGED, SPAM}), RECEIVED, OFFICE, says_why=True),
    "publish": Move(frozenset({FORWARDED}), STAYS, OFFICE),
    "unpublish": Move(frozenset({FORWARDED}), STAYS, OFFICE, says_why=True),
}
