"""The abstract subject of a workflow and the abstract event that records each of its moves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.workflow import Move, Problem, Reason


class Subject(models.Model):
    """Something that moves through a workflow: a state, a version, a table of moves, a table of events."""

    MOVES: ClassVar[Mapping[str, Move]]
    HELD_WITH: ClassVar[tuple[str, ...]] = ()  # what is read with the row when it is held: what its checks look at

    state = models.CharField(_("state"), max_length=20, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    changed_at = models.DateTimeField(_("changed at"), null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return the roles that `user` holds towards this row."""
        raise NotImplementedError

    def allows(self, verb: str, user: Any) -> bool:
        """Whether this person's role lets them make this move."""
        return bool(self.roles_of(user) & self.MOVES[verb].roles)

    def problems(self) -> list[Problem]:
        """Return what stands between this row and its hand-in; none: complete."""
        return []

    def check_move(self, verb: str, *, at: datetime, due_at: datetime | None) -> None:
        """Raise `MoveRefused` where the row itself forbids the move (locked, waived, ...)."""

    def frozen_content(self, verb: str) -> dict | None:
        """Return what the event keeps for ever of what was handed in, or None."""
        return None

    def note_move(self, event: "Event") -> None:
        """Bring the row's cached facts in line with the event that was just written."""

    def new_event(self, **facts: Any) -> "Event":
        raise NotImplementedError


class Event(models.Model):
    """One move: who, when, from where to where, why. Append-only: the database refuses to change or delete it."""

    at = models.DateTimeField(_("at"))
    verb = models.CharField(_("verb"), max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(_("who, as they were then"), max_length=300)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(_("new date"), null=True)
    note = models.TextField(_("note"), blank=True)
    reasons = models.JSONField(_("reasons"), default=list)
    content: "models.JSONField[Any, Any]" = models.JSONField(_("frozen content"), null=True)
    content_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]

    @property
    def coded_reasons(self) -> list[Reason]:
        return [Reason(**reason) for reason in self.reasons]
