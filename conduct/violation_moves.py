"""The moves of a violation, as data: a name is written down with its confirmation, and not before."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.membership import Role
from units.workflow import Move


class ViolationState(models.TextChoices):
    REPORTED = "reported", _("To be looked into")
    CONFIRMED = "confirmed", _("Confirmed")
    DISMISSED = "dismissed", _("Not confirmed")


V = ViolationState
VIOLATION_MOVES: Final[Mapping[str, Move]] = {
    "confirm": Move(frozenset({V.REPORTED}), V.CONFIRMED, frozenset({Role.HEAD, Role.SECRETARY})),
    "dismiss": Move(frozenset({V.REPORTED}), V.DISMISSED, frozenset({Role.HEAD, Role.SECRETARY}), says_why=True),
    "withdraw": Move(frozenset({V.CONFIRMED}), V.DISMISSED, frozenset({Role.SECRETARY}), says_why=True),
}
