"""The register of decisions: number, date, signer, file, who was awarded what, and what was taken back."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Evidence
from campaigns.models.obligation import RECEIPT_LETTERS
from conduct.models.nomination import Nomination
from conduct.models.session import Session
from conduct.session_moves import DECISION_MOVES, DECISION_VERBS, DecisionState
from units.models import Event, Subject, Unit
from units.scoping import Scope, ScopedQuerySet
from units.vietnamese import matches
from units.workflow import Move, Problem

if TYPE_CHECKING:
    from units.models import User


def new_code() -> str:
    """Return a code (12 letters, 58 bits) that cannot be guessed, as receipts have it."""
    letters = "".join(secrets.choice(RECEIPT_LETTERS) for _n in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


class DecisionQuerySet(ScopedQuerySet["Decision"]):
    """The register of the person's councils; to units, the decisions that name one of theirs."""

    def reachable(self, scope: Scope) -> Q:
        naming = DecisionLine.objects.filter(unit__in=scope.own).values("decision")
        return Q(host__in=scope.hosts) | (Q(pk__in=naming) & ~Q(state=DecisionState.DRAFT))

    def under_council(self, user: "User") -> Self:
        return self.filter(host__in=Scope.of(user).hosts)

    def in_force_or_not(self) -> Self:
        """Keep what was ever issued: what can be checked by its code."""
        return self.exclude(state=DecisionState.DRAFT)

    def with_counts(self) -> Self:
        return self.annotate(line_count=Count("lines")).order_by(F("issued_on").desc(nulls_first=True), "-id")


class Decision(Subject):
    """A decision on commendation [quyết định khen thưởng]: drafted here, signed on paper, recorded with its number."""

    MOVES: ClassVar[Mapping[str, Move]] = DECISION_MOVES
    line_count: int  # given by with_counts()

    host = models.ForeignKey(Unit, models.PROTECT, related_name="decisions", verbose_name=_("host"))
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("session")
    )
    title = models.CharField(_("subject line"), max_length=300)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("date"), null=True, blank=True)
    signer_name = models.CharField(_("signed by"), max_length=150, blank=True)
    signer_position = models.CharField(_("position of the signer"), max_length=200, blank=True)
    scan = models.ForeignKey(Evidence, models.PROTECT, null=True, editable=False, related_name="+")
    code = models.CharField(max_length=20, unique=True, editable=False, default=new_code)
    revoked_by_number = models.CharField(_("revoked by decision number"), max_length=60, blank=True, editable=False)
    revoked_on = models.DateField(_("revoked on"), null=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-id"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                "host",
                "number",
                ExtractYear("issued_on"),
                condition=~Q(number=""),
                name="a_number_once_a_year",
                violation_error_message=_("The register already has this number in that year."),
            ),
            models.CheckConstraint(condition=Q(state__in=DecisionState.values), name="decision_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=DecisionState.DRAFT)
                | (~Q(number="") & Q(issued_on__isnull=False) & ~Q(signer_name="")),
                name="issued_with_number_date_signer",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    def get_absolute_url(self) -> str:
        return reverse("decision-detail", args=[self.pk])

    def get_state_display(self) -> str:
        return str(DecisionState(self.state).label)

    def matches(self, query: str) -> bool:
        return matches(query, self.title, self.number, self.signer_name)

    def roles_of(self, user: Any) -> frozenset[str]:
        return Scope.of(user).roles_at(self.host_id)

    def problems(self) -> list[Problem]:
        from conduct import decision_rules  # the rules stand on the models

        return list(decision_rules.problems(self))

    def frozen_content(self, verb: str) -> dict | None:
        return self.facts() if verb == "issue" else None

    def facts(self) -> dict[str, Any]:
        """Return what is kept for ever of a decision when it is issued."""
        return {
            "number": self.number,
            "issued_on": self.issued_on.isoformat() if self.issued_on else "",
            "signer": {"name": self.signer_name, "position": self.signer_position},
            "title": self.title,
            "scan": self.scan.facts() if self.scan else None,
            "lines": [line.facts() for line in self.lines.all()],
        }

    def new_event(self, **facts: Any) -> "DecisionEvent":
        return DecisionEvent(decision=self, **facts)

    @property
    def is_revoked(self) -> bool:
        return self.state == DecisionState.REVOKED


class DecisionLineQuerySet(ScopedQuerySet["DecisionLine"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(decision__host__in=scope.hosts) | (Q(unit__in=scope.own) & ~Q(decision__state=DecisionState.DRAFT))

    def standing(self) -> Self:
        return self.filter(struck_at=None)


class DecisionLine(models.Model):
    """Who was awarded what by a decision, in the words of that day: name, position, unit and award stay as printed."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="lines")
    nomination = models.ForeignKey(Nomination, models.PROTECT, null=True, related_name="lines")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    unit_name = models.CharField(_("unit"), max_length=200, blank=True)
    award_name = models.CharField(_("award"), max_length=200)
    struck_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    struck_why = models.CharField(_("why it was taken back"), max_length=500, blank=True)

    objects = DecisionLineQuerySet.as_manager()

    class Meta:
        ordering = ["place", "id"]
        verbose_name = _("line of a decision")
        verbose_name_plural = _("lines of decisions")
        constraints = [
            models.UniqueConstraint(fields=["decision", "nomination"], name="a_nomination_once_in_a_decision")
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.award_name}"

    def facts(self) -> dict[str, Any]:
        return {
            "nomination": self.nomination_id,
            "name": self.name,
            "position": self.position,
            "unit": self.unit_name,
            "award": self.award_name,
        }


class DecisionEvent(Event):
    """One move of a decision."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="events")

    objects = models.Manager()

    class Meta(Event.Meta):
        verbose_name = _("event of a decision")
        verbose_name_plural = _("events of decisions")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"

    @property
    def told(self) -> str:
        return str(DECISION_VERBS[self.verb])
