"""Initiatives: who thought of what, what it brings, the papers that show it, and every move the dossier made."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, F, Func, Q, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Evidence
from conduct.initiative_moves import DECIDED, EDITABLE, INITIATIVE_MOVES, InitiativeState
from conduct.models.scale import Scale
from units.models import Event, Subject, Unit
from units.scoping import Scope, ScopedQuerySet
from units.searching import found_by
from units.workflow import Move, Problem, Shut

if TYPE_CHECKING:
    from units.models import User

WHOLE = 100  # percent that the shares of all authors come to


class InitiativeField(models.TextChoices):
    """What it is about [lĩnh vực]."""

    RECEPTION = "reception", _("Receiving citizens, procedures")
    OFFICE = "office", _("Work in the office")
    DIGITAL = "digital", _("Digital means")
    TEACHING = "teaching", _("Teaching and education")
    PUBLICITY = "publicity", _("Publicity, culture of conduct")
    ENVIRONMENT = "environment", _("Environment, public places")
    OTHER = "other", _("Something else")


class InitiativeQuerySet(ScopedQuerySet["Initiative"]):
    """Own ones; to the council and the units above what was handed in; to all units what was recognised."""

    def reachable(self, scope: Scope) -> Q:
        received = Q(received_at__isnull=False) & (Q(host__in=scope.hosts) | Q(unit__in=scope.below))
        return Q(unit__in=scope.own) | received | Q(host__in=scope.line, state=InitiativeState.RECOGNISED)

    def of_units(self, user: "User") -> Self:
        return self.filter(unit__in=Scope.of(user).own)

    def under_council(self, user: "User") -> Self:
        return self.filter(host__in=Scope.of(user).hosts, received_at__isnull=False)

    def recognised(self) -> Self:
        """Keep what the council recognised: what a nomination may rest on and other units may adopt."""
        return self.filter(state=InitiativeState.RECOGNISED)

    def editable(self) -> Self:
        return self.filter(state__in=EDITABLE)

    def to_mark(self, user: "User") -> Self:
        """Keep what this member may mark and has not marked yet."""
        return self.filter(state=InitiativeState.MARKING, markers__in=_markers_of(user).filter(marked_at=None))

    def search(self, query: str) -> Self:
        """Keep what the query finds without diacritics in title, problem and solution."""
        return self.filter(found_by(query)) if query else self

    def told(self) -> Self:
        return self.select_related("unit").annotate(spread=Count("adoptions", distinct=True))

    def by_spread(self) -> Self:
        """Put first what most other units have taken over."""
        counted = self.select_related("unit").annotate(spread=Count("adoptions", distinct=True))
        return counted.order_by("-spread", "-year", "title")

    def latest_first(self) -> Self:
        return self.order_by("-year", F("received_at").desc(nulls_first=True), "-id")


def _markers_of(user: "User") -> models.QuerySet:
    from conduct.models.marks import Marker  # marks stand on initiatives

    return Marker.objects.filter(person=user, ground="")


class Initiative(Subject):
    """Something that works better now, told by the unit where it was thought of [sáng kiến]."""

    MOVES: ClassVar[Mapping[str, Move]] = INITIATIVE_MOVES
    spread: int  # given by told()

    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="initiatives", verbose_name=_("unit"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="initiatives", verbose_name=_("movement")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("name of the initiative"), max_length=300)
    field = models.CharField(_("field"), max_length=20, choices=InitiativeField, blank=True)
    problem = models.TextField(_("the problem"), blank=True)
    solution = models.TextField(_("the solution"), blank=True)
    applied_at = models.CharField(_("where it works"), max_length=200, blank=True)
    applied_since = models.DateField(_("since when"), null=True, blank=True)
    minutes = models.DecimalField(_("minutes saved each time"), max_digits=9, decimal_places=1, null=True, blank=True)
    money = models.DecimalField(_("đồng saved each time"), max_digits=15, decimal_places=0, null=True, blank=True)
    cases = models.DecimalField(_("cases a year"), max_digits=12, decimal_places=0, null=True, blank=True)
    benefit = models.TextField(_("what else it brings"), blank=True)
    measured = models.TextField(_("how it was measured"), blank=True)
    certified_by = models.CharField(_("who certified it"), max_length=200, blank=True)
    certified_on = models.DateField(_("certified on"), null=True, blank=True)
    scale = models.ForeignKey(Scale, models.PROTECT, null=True, editable=False, related_name="initiatives")
    received_at = models.DateTimeField(_("received at"), null=True, editable=False)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True, editable=False)
    decision_on = models.DateField(_("date of the decision"), null=True, editable=False)
    search_text = models.GeneratedField(
        expression=Func(
            Concat(F("title"), Value(" "), F("problem"), Value(" "), F("solution"), output_field=TextField()),
            function="vi_search_text",
            output_field=TextField(),
        ),
        output_field=TextField(),
        db_persist=True,
    )

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=InitiativeState.values), name="initiative_state_is_known"),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(scale__isnull=False), name="initiative_received_under_a_scale"
            ),
        ]
        indexes = [
            models.Index(fields=["host", "state"], name="initiative_by_council"),
            models.Index(fields=["unit", "year"], name="initiative_by_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("initiative-detail", args=[self.pk])

    def get_state_display(self) -> str:
        return str(InitiativeState(self.state).label)

    # --- what it brings ---

    @property
    def hours_a_year(self) -> Decimal | None:
        return self.minutes * self.cases / 60 if self.minutes and self.cases else None

    @property
    def money_a_year(self) -> Decimal | None:
        return self.money * self.cases if self.money and self.cases else None

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    @property
    def with_decision(self) -> str:
        """What it is called where something rests on its recognition: with the number, once that is recorded."""
        return f"{self.title} · {self.decision_number}" if self.decision_number else self.title

    # --- moves ---

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return unit roles here and council roles at the host; nobody judges their own unit or one below it."""
        scope = Scope.of(user)
        here = scope.roles_at(self.unit_id)
        if here or self.unit_id in scope.below:
            return here
        return scope.roles_at(self.host_id)

    def problems(self) -> list[Problem]:
        from conduct import initiative_rules  # the rules stand on the models

        return list(initiative_rules.problems(self))

    def check_move(self, verb: str, *, at: datetime, due_at: datetime | None) -> None:
        from conduct import initiative_rules

        if verb == "submit" and self.scale is None and not Scale.objects.in_force(on=localdate(at)).exists():
            raise Shut(_t("The council has no scale of marks in force today: tell its standing office."))
        if sentence := initiative_rules.why_not(self, verb):
            raise Shut(sentence)

    def frozen_content(self, verb: str) -> dict | None:
        from conduct import initiative_freezing

        return initiative_freezing.content(self, verb)

    def note_move(self, event: Event) -> None:
        """Keep the day of the first hand-in and the scale of that day: both stay, whatever is mended later."""
        if event.verb == "submit" and self.received_at is None:
            self.received_at = event.at
            self.scale = Scale.objects.in_force(on=localdate(event.at)).get()

    def new_event(self, **facts: Any) -> "InitiativeEvent":
        return InitiativeEvent(initiative=self, **facts)


class OfInitiativeQuerySet(ScopedQuerySet):
    """What belongs to an initiative goes with it."""

    def reachable(self, scope: Scope) -> Q:
        return Q(initiative__in=Initiative.objects.filter(Initiative.objects.all().reachable(scope)))


class AuthorKind(models.TextChoices):
    PERSON = "person", _("Person")
    COLLECTIVE = "collective", _("Collective")


class InitiativeAuthor(models.Model):
    """A person or a collective with their share in percent; all shares together are exactly one hundred."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="authors")
    place = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("person or collective"), max_length=12, choices=AuthorKind, default=AuthorKind.PERSON)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="initiative_shares"
    )
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    share = models.PositiveSmallIntegerField(_("share"), null=True, blank=True)

    objects = OfInitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["place", "id"]
        verbose_name = _("author of an initiative")
        verbose_name_plural = _("authors of initiatives")
        constraints = [
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=1, share__lte=WHOLE), name="author_share_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(person=None) | Q(kind=AuthorKind.PERSON), name="author_account_is_a_persons"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InitiativeFileQuerySet(OfInitiativeQuerySet):
    """The unit's own, and the council's once it was handed in; other units read the words alone."""

    def reachable(self, scope: Scope) -> Q:
        others = Q(initiative__host__in=scope.hosts) | Q(initiative__unit__in=scope.below)
        return Q(initiative__unit__in=scope.own) | (Q(initiative__received_at__isnull=False) & others)


class InitiativeFile(models.Model):
    """A paper that shows it: the certificate of the place where it works, or other evidence."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("Certificate of the place where it works")
        EVIDENCE = "evidence", _("Other evidence")

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="files")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = InitiativeFileQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "id"]
        verbose_name = _("paper of an initiative")
        verbose_name_plural = _("papers of initiatives")
        constraints = [
            models.UniqueConstraint(fields=["initiative", "evidence"], name="paper_stands_once_with_an_initiative")
        ]

    def __str__(self) -> str:
        return str(self.evidence)


class InitiativeEvent(Event):
    """One move of an initiative."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="events")

    objects = OfInitiativeQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("event of an initiative")
        verbose_name_plural = _("events of initiatives")
        indexes = [models.Index(fields=["initiative", "id"], name="event_by_initiative")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"
