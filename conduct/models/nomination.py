"""Nominations: whom a unit proposes for which award, and every move the dossier made."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from conduct.models.award import Award, AwardTerms, SubjectKind
from conduct.models.initiative import Initiative
from conduct.nomination_moves import NOMINATION_MOVES, NominationState
from units.fields import SortKeyField
from units.models import Event, Subject, Unit
from units.scoping import Scope, ScopedQuerySet
from units.vietnamese import matches, name_sort_key
from units.workflow import Move

if TYPE_CHECKING:
    from units.models import User

RECEIVES = frozenset({"submit", "enter"})  # verbs by which a dossier comes to the council


class Standing(models.TextChoices):
    """Whether a person leads or does the work: law asks for praise of those who do it."""

    DIRECT = "direct", _("Direct worker")
    LEADER = "leader", _("Leader or manager")


class NominationQuerySet(ScopedQuerySet["Nomination"]):
    """Own nominations; to the council and to units above, what was handed in."""

    def reachable(self, scope: Scope) -> Q:
        others = Q(host__in=scope.hosts) | Q(unit__in=scope.below)
        return Q(unit__in=scope.own) | (others & Q(received_at__isnull=False))

    def of_units(self, user: "User") -> Self:
        """Keep what the person's own units propose."""
        return self.filter(unit__in=Scope.of(user).own)

    def under_council(self, user: "User") -> Self:
        """Keep what the person's council has received."""
        return self.filter(host__in=Scope.of(user).hosts, received_at__isnull=False)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state) if state in NominationState.values else self

    def told(self) -> Self:
        """Read what lists and pages show with each row."""
        return self.select_related("award", "unit__cluster", "host", "campaign", "terms__legal_basis", "initiative")

    def in_full(self) -> Self:
        """Read what the form shows with its row."""
        return self.select_related("award", "unit__cluster", "campaign", "terms", "changed_by")

    def still_standing(self) -> Self:
        """Keep what counts against a quota: all but what was found not eligible, not passed, revoked or withdrawn."""
        gone = [NominationState.NOT_ELIGIBLE, NominationState.NOT_APPROVED, NominationState.REVOKED]
        return self.exclude(state__in=gone).not_withdrawn()

    def not_withdrawn(self) -> Self:
        """Leave out what its unit has withdrawn: it counts nowhere."""
        return self.exclude(state=NominationState.WITHDRAWN)

    def eligible(self) -> Self:
        """Keep what can be put on an agenda."""
        return self.filter(state=NominationState.ELIGIBLE)


class Nomination(Subject):
    """A unit proposes a person, a collective or a household for an award; the law of that day stays with it."""

    MOVES: ClassVar[Mapping[str, Move]] = NOMINATION_MOVES
    judged_at: datetime  # the moment of the move that is being made

    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominations", verbose_name=_("unit"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name=_("movement")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    award = models.ForeignKey(Award, models.PROTECT, related_name="nominations", verbose_name=_("award"))
    terms = models.ForeignKey(AwardTerms, models.PROTECT, null=True, editable=False, related_name="+")
    subject = models.CharField(_("who is proposed"), max_length=12, choices=SubjectKind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name=_("account of the person, if there is one"),
    )
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    standing = models.CharField(_("leads or does the work"), max_length=10, choices=Standing, blank=True)
    is_short_way = models.BooleanField(_("timely praise"), default=False)
    merit = models.TextField(_("what is praised"), max_length=600, blank=True)
    letter_number = models.CharField(_("number of the submission letter"), max_length=60, blank=True)
    letter_on = models.DateField(_("date of the submission letter"), null=True, blank=True)
    met_on = models.DateField(_("day of the unit's meeting"), null=True, blank=True)
    meeting_members = models.PositiveSmallIntegerField(_("members summoned"), null=True, blank=True)
    meeting_present = models.PositiveSmallIntegerField(_("members present"), null=True, blank=True)
    meeting_yes = models.PositiveSmallIntegerField(_("votes for it"), null=True, blank=True)
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name=_("initiative that was recognised here"),
    )
    initiative_name = models.CharField(_("recognised initiative"), max_length=300, blank=True)
    initiative_number = models.CharField(_("number of its recognition"), max_length=60, blank=True)
    received_at = models.DateTimeField(_("received at"), null=True, editable=False)
    sort_key = SortKeyField(source="name", key=name_sort_key)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "award", "sort_key"]
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NominationState.values), name="nomination_state_is_known"),
            models.CheckConstraint(
                condition=Q(person=None) | Q(subject=SubjectKind.PERSON), name="nomination_account_is_a_persons"
            ),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(terms__isnull=False), name="nomination_received_under_a_law"
            ),
        ]
        indexes = [
            models.Index(fields=["host", "state"], name="nomination_by_council"),
            models.Index(fields=["unit", "year"], name="nomination_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.award}"

    def get_absolute_url(self) -> str:
        return reverse("nomination-detail", args=[self.pk])

    def get_state_display(self) -> str:
        return str(NominationState(self.state).label)

    def matches(self, query: str) -> bool:
        return matches(query, self.name, self.position, self.unit.name, self.award.name)

    @property
    def is_draft(self) -> bool:
        """Whether the unit may still write in it."""
        return self.state in {NominationState.DRAFTING, NominationState.RETURNED}

    def terms_for(self, moment: datetime) -> AwardTerms | None:
        """Return the terms that hold for this dossier: those of its receipt, else those in force on that day."""
        return self.terms or self.award.terms_on(localdate(moment))

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return unit roles here and council roles at the host; nobody judges their own unit or one below it."""
        scope = Scope.of(user)
        here = scope.roles_at(self.unit_id)
        if here or self.unit_id in scope.below:
            return here
        return scope.roles_at(self.host_id)

    def check_move(self, verb: str, *, at: datetime, due_at: datetime | None) -> None:
        """Refuse what the law, the rules of a dossier or the kind of the award forbid at that moment."""
        from conduct import nomination_rules  # the rules stand on the models

        self.judged_at = at
        nomination_rules.check(self, verb, at=at)

    def frozen_content(self, verb: str) -> dict | None:
        from conduct import nomination_facts

        return nomination_facts.frozen(self, at=self.judged_at) if verb in RECEIVES else None

    def note_move(self, event: Event) -> None:
        """Keep the day of the first hand-in and the law of that day: both stay, whatever is mended later."""
        if event.verb in RECEIVES and self.received_at is None:
            self.received_at = event.at
            self.terms = self.award.terms_on(localdate(event.at))

    def new_event(self, **facts: Any) -> "NominationEvent":
        return NominationEvent(nomination=self, **facts)


class NominationEventQuerySet(ScopedQuerySet["NominationEvent"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(nomination__in=Nomination.objects.filter(Nomination.objects.all().reachable(scope)))


class NominationEvent(Event):
    """One move of a nomination."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="events")

    objects = NominationEventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("event of a nomination")
        verbose_name_plural = _("events of nominations")
        indexes = [models.Index(fields=["nomination", "id"], name="event_by_nomination")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"
