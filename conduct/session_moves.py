"""The moves of a council's session and of a decision, as data (docs/sessions.md is checked against these tables)."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.membership import Role
from units.workflow import STAYS, Move


class SessionState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    CONVENED = "convened", _("Convened")
    VOTING = "voting", _("Voting is open")
    CLOSED = "closed", _("Voting is closed")
    COUNTED = "counted", _("Ballots counted")
    APPROVED = "approved", _("Results approved")
    VOIDED = "voided", _("Vote void")
    CANCELLED = "cancelled", _("Cancelled")


S = SessionState
TELLER = "teller"  # who keeps half of what opens the boxes; named for one session, no membership
SECRETARY, CHAIR = Role.SECRETARY, Role.CHAIR
PREPARED = frozenset({S.DRAFT, S.CONVENED})


def _move(sources: set[str] | frozenset[str], target: str, roles: set[str], **needs: bool) -> Move:
    return Move(frozenset(sources), target, frozenset(roles), **needs)


SESSION_MOVES: Final[Mapping[str, Move]] = {
    "convene": _move({S.DRAFT}, S.CONVENED, {SECRETARY}, complete=True),
    "change": _move({S.CONVENED}, STAYS, {SECRETARY}, says_why=True),
    "open": _move({S.CONVENED}, S.VOTING, {CHAIR}, complete=True),
    "close": _move({S.VOTING}, S.CLOSED, {CHAIR}),
    "count": _move({S.CLOSED}, S.COUNTED, {TELLER, SECRETARY, CHAIR}, complete=True),
    "approve": _move({S.COUNTED}, S.APPROVED, {CHAIR}, complete=True),
    "void": _move({S.VOTING, S.CLOSED}, S.VOIDED, {CHAIR}, says_why=True),
    "cancel": _move(PREPARED, S.CANCELLED, {SECRETARY, CHAIR}, says_why=True),
}

SESSION_VERBS: Final = {
    "convene": _("Convened"),
    "change": _("Changed after convening"),
    "open": _("Voting opened"),
    "close": _("Voting closed"),
    "count": _("Ballots counted"),
    "approve": _("Results approved"),
    "void": _("Vote declared void"),
    "cancel": _("Cancelled"),
}


class DecisionState(models.TextChoices):
    DRAFT = "draft", _("Being drafted")
    ISSUED = "issued", _("Issued")
    REVOKED = "revoked", _("Revoked")


D = DecisionState
DECISION_MOVES: Final[Mapping[str, Move]] = {
    "issue": _move({D.DRAFT}, D.ISSUED, {SECRETARY}, complete=True),
    "strike": _move({D.ISSUED}, STAYS, {SECRETARY}, says_why=True),
    "revoke": _move({D.ISSUED}, D.REVOKED, {SECRETARY}, says_why=True),
}

DECISION_VERBS: Final = {
    "issue": _("Issued"),
    "strike": _("One award taken back"),
    "revoke": _("Revoked"),
}
