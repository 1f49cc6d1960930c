"""Ballots. Read docs/adr/0009-sealed-box.md before changing a line here.

Nothing in these tables has an order, a time or a row for each secret ballot; none of them has a history, an event or
a page in the admin, and none of them may ever get one.
"""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conduct.models.agenda import AgendaItem
from conduct.models.session import Seat
from units.scoping import Scope, ScopedQuerySet


class OfItemQuerySet(ScopedQuerySet[Any]):
    def reachable(self, scope: Scope) -> Q:
        return Q(item__session__host__in=scope.hosts)


class Choice(models.TextChoices):
    """What a member can say; a blank ballot is counted, and is no yes. One letter each: all forms weigh the same."""

    YES = "y", _("Agree")
    NO = "n", _("Do not agree")
    BLANK = "b", _("No opinion (blank ballot)")


class RollState(models.TextChoices):
    ELIGIBLE = "eligible", _("may vote")
    VOTED = "voted", _("has voted")


class RollEntry(models.Model):
    """A member who may vote on an item, written when voting opens; it can do nothing but become `voted`, once."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="roll")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RollState, default=RollState.ELIGIBLE)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a roll")
        verbose_name_plural = _("rolls")
        constraints = [
            models.UniqueConstraint(fields=["item", "seat"], name="one_ballot_for_a_member"),
            models.CheckConstraint(condition=Q(state__in=RollState.values), name="roll_state_is_known"),
        ]
        triggers = [
            pgtrigger.Protect(name="stays_on_the_roll", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="votes_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NOT (OLD.state = 'eligible' AND NEW.state = 'voted'"
                    " AND NEW.item_id = OLD.item_id AND NEW.seat_id = OLD.seat_id)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.state


class BallotBox(models.Model):
    """The sealed box of one item: ciphertexts sorted by themselves, and a mark that only this portal can make."""

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="box")
    sealed = models.JSONField(default=list)
    guard = models.CharField(max_length=64)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot box")
        verbose_name_plural = _("ballot boxes")
        triggers = [
            pgtrigger.Protect(name="box_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="one_more_or_emptied",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NOT (NEW.item_id = OLD.item_id AND jsonb_array_length(NEW.sealed)"
                    " IN (0, jsonb_array_length(OLD.sealed) + 1))"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(len(self.sealed))


class OpenVote(models.Model):
    """A vote with a name to it; who entered it is told where it was not the member."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="open_votes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("open vote")
        verbose_name_plural = _("open votes")
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="one_open_vote_for_a_member")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_choice_display()


class WrittenOpinion(models.Model):
    """What a member who is not there wrote: counted apart and with their name, never put into a box."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="written_opinions")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("written opinion")
        verbose_name_plural = _("written opinions")
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="one_written_opinion_for_a_member")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_choice_display()
