"""The moves of a nomination, as data (docs/nominations.md is checked against this table)."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.membership import Role
from units.workflow import Move


class NominationState(models.TextChoices):
    DRAFTING = "drafting", _("Being drafted")
    SIGNING = "signing", _("With the head")
    SUBMITTED = "submitted", _("Handed in")
    RETURNED = "returned", _("Returned")
    ELIGIBLE = "eligible", _("Eligible")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    LISTED = "listed", _("On the agenda")
    APPROVED = "approved", _("Passed")
    NOT_APPROVED = "not_approved", _("Not passed")
    PUBLISHED = "published", _("Awarded")
    REVOKED = "revoked", _("Revoked")
    WITHDRAWN = "withdrawn", _("Withdrawn by the unit")


N = NominationState
PORTAL = "portal"  # moves that follow from a session's approved results, made by no person


def _move(sources: set[str], target: str, roles: set[str], **needs: bool) -> Move:
    return Move(frozenset(sources), target, frozenset(roles), **needs)


NOMINATION_MOVES: Final[Mapping[str, Move]] = {
    "send": _move({N.DRAFTING, N.RETURNED}, N.SIGNING, {Role.DRAFTER}, complete=True),
    "hand_back": _move({N.SIGNING}, N.DRAFTING, {Role.HEAD}, says_why=True),
    "submit": _move({N.DRAFTING, N.SIGNING, N.RETURNED}, N.SUBMITTED, {Role.HEAD}, complete=True),
    "enter": _move({N.DRAFTING}, N.ELIGIBLE, {Role.SECRETARY}, complete=True),
    "return": _move({N.SUBMITTED}, N.RETURNED, {Role.SECRETARY}, says_why=True, coded=True),
    "admit": _move({N.SUBMITTED}, N.ELIGIBLE, {Role.SECRETARY}),
    "reject": _move({N.SUBMITTED}, N.NOT_ELIGIBLE, {Role.SECRETARY}, says_why=True, coded=True),
    "list": _move({N.ELIGIBLE}, N.LISTED, {Role.SECRETARY}),
    "unlist": _move({N.LISTED}, N.ELIGIBLE, {Role.SECRETARY}),
    "approve": _move({N.LISTED}, N.APPROVED, {PORTAL}),
    "decline": _move({N.LISTED}, N.NOT_APPROVED, {PORTAL}),
    "grant": _move({N.ELIGIBLE}, N.APPROVED, {Role.CHAIR}),
    "publish": _move({N.APPROVED}, N.PUBLISHED, {Role.SECRETARY}),
    "revoke": _move({N.PUBLISHED}, N.REVOKED, {Role.SECRETARY}, says_why=True),
    "withdraw": _move(
        {N.DRAFTING, N.SIGNING, N.SUBMITTED, N.RETURNED, N.ELIGIBLE}, N.WITHDRAWN, {Role.HEAD}, says_why=True
    ),
}

NOMINATION_VERBS: Final = {
    "send": _("Sent to the head"),
    "hand_back": _("Handed back to the drafter"),
    "submit": _("Handed in to the council"),
    "enter": _("Entered by the standing office, the short way"),
    "return": _("Returned to mend"),
    "admit": _("Found eligible"),
    "reject": _("Found not eligible"),
    "list": _("Put on the agenda"),
    "unlist": _("Taken off the agenda"),
    "approve": _("Approved by the council"),
    "decline": _("Not approved by the council"),
    "grant": _("Approved by the chair, the short way"),
    "publish": _("Awarded by decision"),
    "revoke": _("Award revoked"),
    "withdraw": _("Withdrawn by the unit"),
}
