"""The moves of a story, as data (docs/stories.md is checked against this table)."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.membership import Role
from units.workflow import STAYS, Move


class StoryState(models.TextChoices):
    DRAFTING = "drafting", _("Being drafted")
    SUBMITTED = "submitted", _("To be reviewed")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Published")
    TAKEN_DOWN = "taken_down", _("Taken down")


class Stage(models.TextChoices):
    """How far an example has come [phát hiện, bồi dưỡng, nhân rộng]."""

    FOUND = "found", _("Discovered")
    NURTURED = "nurtured", _("Nurtured")
    REPLICATED = "replicated", _("Replicated")


N = StoryState
WRITTEN_IN: Final = frozenset({N.DRAFTING, N.RETURNED, N.TAKEN_DOWN})
UNIT: Final = {Role.DRAFTER, Role.HEAD}
STAGE_BEFORE: Final[Mapping[str, str]] = {"nurture": Stage.FOUND, "replicate": Stage.NURTURED}
STAGE_AFTER: Final[Mapping[str, str]] = {"nurture": Stage.NURTURED, "replicate": Stage.REPLICATED}


def _move(sources: set[str] | frozenset[str], target: str, roles: set[str], **needs: bool) -> Move:
    return Move(frozenset(sources), target, frozenset(roles), **needs)


STORY_MOVES: Final[Mapping[str, Move]] = {
    "nominate": _move(WRITTEN_IN, N.SUBMITTED, UNIT | {Role.SECRETARY}, complete=True),
    "return": _move({N.SUBMITTED}, N.RETURNED, {Role.SECRETARY, Role.CHAIR}, says_why=True),
    "publish": _move({N.SUBMITTED}, N.PUBLISHED, {Role.SECRETARY, Role.CHAIR}, complete=True),
    "take_down": _move({N.PUBLISHED}, N.TAKEN_DOWN, {Role.HEAD, Role.SECRETARY, Role.CHAIR}, says_why=True),
    "withdraw": _move(frozenset(StoryState), N.TAKEN_DOWN, UNIT | {Role.SECRETARY, Role.CHAIR}),
    "nurture": _move({N.SUBMITTED, N.PUBLISHED}, STAYS, {Role.SECRETARY}, says_why=True),
    "replicate": _move({N.SUBMITTED, N.PUBLISHED}, STAYS, {Role.SECRETARY}, says_why=True),
}
