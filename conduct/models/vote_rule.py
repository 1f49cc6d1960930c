"""How a council votes: quorum, base, threshold, secrecy and tie as dated rows, never as constants in code."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import LegalBasis
from conduct.reckoning import Base, Part, Recused, Rule, Tie, Written
from units.history import with_history


class Manner(models.TextChoices):
    """How one votes on an item: with one's name, into the sealed box, or on paper."""

    OPEN = "open", _("Open vote in the portal")
    SECRET = "secret", _("Secret ballot in the portal")
    PAPER = "paper", _("Ballot on paper, the tally entered")


class Secrecy(models.TextChoices):
    """What the rule asks of the manner."""

    OPEN = "open", _("Open")
    SECRET = "secret", _("Secret")
    EITHER = "either", _("Open or secret")


BASES = [
    (Base.ALL.value, _("all members")),
    (Base.PRESENT.value, _("members present")),
    (Base.VALID.value, _("valid ballots")),
]
RECUSED = [
    (Recused.COUNTED.value, _("count in the base")),
    (Recused.LEFT_OUT.value, _("are left out of the base")),
]
WRITTEN = [
    (Written.NONE.value, _("are not counted")),
    (Written.ADDED.value, _("are added to those present")),
    (Written.BASE_ALL.value, _("are counted, and then the base is all members")),
]
TIES = [
    (Tie.CHAIR.value, _("the chair's side wins")),
    (Tie.REJECTED.value, _("it is not approved")),
]


class VotingRuleQuerySet(models.QuerySet["VotingRule"]):
    def in_force(self, *, on: date) -> Self:
        return self.filter(valid_from__lte=on).filter(Q(valid_until=None) | Q(valid_until__gte=on))


@with_history()
class VotingRule(models.Model):
    """What a vote needs to pass, from one day to another, and on what that stands."""

    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    secrecy = models.CharField(_("open or secret"), max_length=10, choices=Secrecy, default=Secrecy.EITHER)
    quorum_numerator = models.PositiveSmallIntegerField(_("quorum: numerator"), default=2)
    quorum_denominator = models.PositiveSmallIntegerField(_("quorum: denominator"), default=3)
    base = models.CharField(_("the base is"), max_length=10, choices=BASES, default=Base.ALL.value)
    threshold_numerator = models.PositiveSmallIntegerField(_("threshold: numerator"), default=1)
    threshold_denominator = models.PositiveSmallIntegerField(_("threshold: denominator"), default=2)
    is_strict = models.BooleanField(
        _("more than the threshold"), default=True, help_text=_("Not ticked: at least the threshold.")
    )
    recused = models.CharField(
        _("members who may not vote on an item"), max_length=10, choices=RECUSED, default=Recused.COUNTED.value
    )
    written = models.CharField(
        _("written opinions of absent members"), max_length=10, choices=WRITTEN, default=Written.NONE.value
    )
    tie = models.CharField(_("on a tie"), max_length=10, choices=TIES, default=Tie.CHAIR.value)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    legal_basis = models.ForeignKey(
        LegalBasis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("legal basis")
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("Article, local rule, or what is still to be confirmed.")
    )

    objects = VotingRuleQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-valid_from"]
        verbose_name = _("voting rule")
        verbose_name_plural = _("voting rules")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="voting_rule_stands_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="voting_rule_ends_after_it_starts",
                violation_error_message=_("The last day of validity cannot lie before the first."),
            ),
            models.CheckConstraint(
                condition=Q(quorum_numerator__gte=1, quorum_numerator__lte=F("quorum_denominator")),
                name="voting_rule_quorum_is_a_part",
                violation_error_message=_("A quorum is a part of all members: more than nothing, at most the whole."),
            ),
            models.CheckConstraint(
                condition=Q(threshold_numerator__gte=1, threshold_numerator__lte=F("threshold_denominator")),
                name="voting_rule_threshold_is_a_part",
                violation_error_message=_("A threshold is a part of the base: more than nothing, at most the whole."),
            ),
            models.CheckConstraint(
                condition=Q(is_strict=False) | Q(threshold_numerator__lt=F("threshold_denominator")),
                name="voting_rule_can_be_met",
                violation_error_message=_("More than the whole cannot be reached: ask for at least the whole."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> Rule:
        """The rule as the reckoning takes it."""
        return Rule(
            quorum=Part(self.quorum_numerator, self.quorum_denominator),
            base=Base(self.base),
            threshold=Part(self.threshold_numerator, self.threshold_denominator),
            is_strict=self.is_strict,
            recused=Recused(self.recused),
            written=Written(self.written),
            tie=Tie(self.tie),
        )

    @property
    def manners(self) -> list[Manner]:
        """The manners of voting that this rule admits; paper admits either, for the tellers keep its secret."""
        secret = [Manner.SECRET, Manner.PAPER]
        return {
            Secrecy.OPEN: [Manner.OPEN, Manner.PAPER],
            Secrecy.SECRET: secret,
            Secrecy.EITHER: [Manner.OPEN, *secret],
        }[Secrecy(self.secrecy)]
