"""The agenda of a session: what is put to the vote, who has no vote on it, what came out."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conduct.models.nomination import Nomination
from conduct.models.session import OfSessionQuerySet, Seat, Session
from conduct.models.vote_rule import Manner, VotingRule
from conduct.reckoning import Outcome, Rule
from units.models import Unit
from units.scoping import Scope

PERSON = settings.AUTH_USER_MODEL


class ItemQuerySet(OfSessionQuerySet):
    def voted_here(self) -> Self:
        """Keep what is voted on in the portal."""
        return self.exclude(manner=Manner.PAPER)

    def secret(self) -> Self:
        return self.filter(manner=Manner.SECRET)

    def uncounted(self) -> Self:
        return self.filter(result=None)


class AgendaItem(models.Model):
    """What the council is asked: a nomination, or another question that is put to the vote."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("nomination")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    title = models.CharField(_("what is put to the vote"), max_length=300)
    manner = models.CharField(_("how it is voted on"), max_length=10, choices=Manner)
    rule = models.ForeignKey(VotingRule, models.PROTECT, related_name="+", verbose_name=_("voting rule"))
    frozen_rule = models.JSONField(null=True, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("items of the agenda")
        constraints = [
            models.UniqueConstraint(fields=["session", "nomination"], name="a_nomination_stands_once_on_an_agenda")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def asked(self) -> Rule:
        """The rule as it was when voting opened; before that, as the catalogue has it."""
        return Rule.thawed(self.frozen_rule) if self.frozen_rule else self.rule.rule


class Ground(models.TextChoices):
    """Why a member has no vote on an item."""

    OWN_PERSON = "own_person", _("is proposed themselves")
    SAME_NAME = "same_name", _("bears the name of who is proposed")
    OWN_UNIT = "own_unit", _("holds a role in the unit concerned")
    UNIT_BELOW = "unit_below", _("holds a role in the unit directly above")
    DECLARED = "declared", _("declared it")


class RecusalQuerySet(OfSessionQuerySet):
    def reachable(self, scope: Scope) -> Q:
        return Q(item__session__host__in=scope.hosts)

    def standing(self) -> Self:
        return self.filter(lifted_why="")


class Recusal(models.Model):
    """A member has no vote on an item: computed or declared, recorded; lifted only where it was a mere likeness."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="recusals")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="recusals")
    ground = models.CharField(max_length=12, choices=Ground)
    note = models.CharField(_("note"), max_length=300, blank=True)
    lifted_why = models.CharField(_("why it does not hold"), max_length=300, blank=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        ordering = ["item", "seat"]
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [models.UniqueConstraint(fields=["item", "seat", "ground"], name="a_conflict_stands_once")]

    def __str__(self) -> str:
        return f"{self.seat} · {self.get_ground_display()}"


class ResultQuerySet(OfSessionQuerySet):
    def reachable(self, scope: Scope) -> Q:
        return Q(item__session__host__in=scope.hosts)


class ItemResult(models.Model):
    """What a vote came to: totals alone, written once, with everything that the reckoning took."""

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="result")
    members = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    recused = models.PositiveSmallIntegerField()
    recused_present = models.PositiveSmallIntegerField()
    issued = models.PositiveSmallIntegerField()
    received = models.PositiveSmallIntegerField()
    valid = models.PositiveSmallIntegerField()
    yes = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    blank = models.PositiveSmallIntegerField()
    invalid = models.PositiveSmallIntegerField()
    written_yes = models.PositiveSmallIntegerField(default=0)
    written_no = models.PositiveSmallIntegerField(default=0)
    written_blank = models.PositiveSmallIntegerField(default=0)
    yes_in_all = models.PositiveSmallIntegerField()
    base = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=[(word.value, word.value) for word in Outcome])
    marks = models.JSONField(default=list)  # of the ballots in the box, sorted: each member finds their own
    entered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a vote")
        verbose_name_plural = _("results of votes")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                condition=Q(received=models.F("valid") + models.F("blank") + models.F("invalid"))
                & Q(valid=models.F("yes") + models.F("no"))
                & Q(received__lte=models.F("issued")),
                name="result_adds_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.outcome}"

    @property
    def no_in_all(self) -> int:
        return self.no + self.written_no

    @property
    def blank_in_all(self) -> int:
        return self.blank + self.written_blank

    @property
    def was_tie(self) -> bool:
        """Whether the chair's side decided: one short of what was needed, and still passed or waiting."""
        return self.outcome == Outcome.TIE or (self.outcome == Outcome.PASSED and self.yes_in_all < self.needed)

    @property
    def has_passed(self) -> bool | None:
        """Whether the council said yes; None while a tie waits for the chair."""
        if self.outcome != Outcome.TIE:
            return self.outcome == Outcome.PASSED
        casting = getattr(self, "casting", None)
        return casting.says_yes if casting else None


class CastingVote(models.Model):
    """On a tie the chair says openly which side they are on; it stays."""

    result = models.OneToOneField(ItemResult, models.PROTECT, related_name="casting")
    says_yes = models.BooleanField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    objects = models.Manager()

    class Meta:
        verbose_name = _("casting vote")
        verbose_name_plural = _("casting votes")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.says_yes)
