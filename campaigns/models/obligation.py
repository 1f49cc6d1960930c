"""The ledger: what a unit owes, every move it made, and the receipts that it was given."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import pgtrigger
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign, Participation
from campaigns.models.requirement import Requirement
from campaigns.workflow import EDITABLE, OBLIGATION_MOVES, UNIT_VERBS, State
from units.models import Cluster, Event, Group, Role, Subject, Unit
from units.scoping import Scope, ScopedQuerySet
from units.workflow import Move, Problem, Shut

if TYPE_CHECKING:
    from units.models import User

GRACE = timedelta(days=60)  # until what no requirement asks for locks
RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that can be taken for another


class ObligationQuerySet(ScopedQuerySet["Obligation"]):
    """Own obligations; those of a council's campaigns; of units below, what was handed in."""

    def reachable(self, scope: Scope) -> Q:
        return (
            Q(unit__in=scope.own) | Q(host__in=scope.hosts) | Q(unit__in=scope.below, first_submitted_at__isnull=False)
        )

    def of_units(self, user: "User") -> Self:
        """Keep what the person's own units owe."""
        return self.filter(unit__in=Scope.of(user).own)

    def under_council(self, user: "User") -> Self:
        """Keep what the person's council asks for."""
        return self.filter(host__in=Scope.of(user).hosts)

    def of_campaign(self, campaign: Campaign) -> Self:
        """Keep what one campaign asks for, in the order in which it is due."""
        return self.counted().filter(campaign=campaign).order_by("next_due_at", "id")

    def beside_campaigns(self) -> Self:
        """Keep what no requirement asks for: remedies, answers; no campaign's figures count them."""
        return self.counted().filter(requirement=None).order_by("next_due_at", "id")

    def counted(self) -> Self:
        """Keep what counts somewhere: cancelled obligations count nowhere."""
        return self.filter(cancelled_at=None)

    def editable(self) -> Self:
        """Keep what the unit may still write in."""
        return self.counted().filter(
            state__in=EDITABLE, waived_at=None, locks_at__gte=Now(), opens_at__lte=Now(), campaign__closed_at=None
        )

    def open_now(self) -> Self:
        """Keep what the unit still has to do something about, soonest first."""
        return (
            self.counted()
            .filter(waived_at=None, campaign__closed_at=None)
            .exclude(state__in=[State.SUBMITTED, State.ACCEPTED])
            .order_by("next_due_at", "id")
        )

    def overdue_now(self) -> Self:
        """Keep what is due and not handed in, by the cached columns: for lists; figures at a time read events."""
        return self.counted().filter(effective_due_at__lt=Now(), first_submitted_at=None, waived_at=None)

    def awaiting_review(self) -> Self:
        """Keep what waits for the standing office, longest wait first."""
        return (
            self.counted()
            .filter(state=State.SUBMITTED, waived_at=None, campaign__closed_at=None)
            .order_by("last_submitted_at", "id")
        )

    def neighbours(self, row: "Obligation") -> tuple[int | None, int | None]:
        """Return which rows stand before and after `row` in a queue by the last hand-in: one query."""
        same, place = Q(last_submitted_at=row.last_submitted_at), ("last_submitted_at", "id")
        before = self.filter(Q(last_submitted_at__lt=row.last_submitted_at) | same & Q(pk__lt=row.pk))
        after = self.filter(Q(last_submitted_at__gt=row.last_submitted_at) | same & Q(pk__gt=row.pk))
        ends = (before.order_by("-last_submitted_at", "-id"), after.order_by(*place))
        nearest = ends[0].values_list(*place)[:1].union(ends[1].values_list(*place)[:1])
        found = {other < (row.last_submitted_at, row.pk): other[1] for other in nearest}
        return found.get(True), found.get(False)

    def with_hand_ins(self) -> Self:
        """Add `hand_ins`: how often it was handed in so far."""
        return self.annotate(hand_ins=Count("events", filter=Q(events__verb="submit")))

    def narrowed(self, *, q: str = "", **choice: str) -> Self:
        """Keep what a list's filters ask for: units by search, and group, cluster, kind, campaign by their codes."""
        paths = {"group": "group", "cluster": "cluster__code", "kind": "kind", "campaign": "campaign__code"}
        found = self.filter(**{paths[name]: value for name, value in choice.items() if value})
        return found.filter(unit__in=Unit.objects.search(q)) if q else found


class Obligation(Subject):
    """Unit U owes deliverable D for period P of campaign C by due date T.

    Host, cluster and group stand on the row, copied at opening: scope and figures never join for them.
    The columns under "cache of now" are written by moves only and read by lists only.
    """

    MOVES: ClassVar[Mapping[str, Move]] = OBLIGATION_MOVES
    HELD_WITH = ("campaign",)

    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="obligations")
    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations")
    participation = models.ForeignKey(Participation, models.PROTECT, null=True, related_name="obligations")
    requirement = models.ForeignKey(Requirement, models.PROTECT, null=True, related_name="obligations")
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    group = models.CharField(max_length=10, choices=Group)
    kind = models.CharField(max_length=20)
    needs_signature = models.BooleanField(default=True)
    title = models.CharField(_("title"), max_length=250)

    period_start = models.DateField()
    period_end = models.DateField()
    cutoff_on = models.DateField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    locks_at = models.DateTimeField()

    # cache of now
    effective_due_at = models.DateTimeField()
    next_due_at = models.DateTimeField()  # the return's own date while one is open, else the due date in force
    first_submitted_at = models.DateTimeField(null=True)
    last_submitted_at = models.DateTimeField(null=True)
    waived_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "requirement", "period_start", "period_end"], name="obligation_stands_once"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="obligation_state_is_known"),
            models.CheckConstraint(
                condition=Q(locks_at__gte=F("due_at"), period_end__gte=F("period_start")), name="obligation_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "host", "cluster", "unit", "requirement"], name="obligation_by_council"),
            models.Index(
                fields=["host", "last_submitted_at"],
                name="obligation_review_queue",
                condition=Q(state=State.SUBMITTED),
            ),
            models.Index(
                fields=["unit", "next_due_at"],
                name="obligation_open",
                condition=~Q(state__in=[State.SUBMITTED, State.ACCEPTED]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("obligation-detail", args=[self.pk])

    def get_state_display(self) -> str:
        return str(State(self.state).label)

    # --- who ---

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return unit roles here and council roles at the host; nobody judges their own unit or one below it."""
        scope = Scope.of(user)
        here = scope.roles_at(self.unit_id)
        if here or self.unit_id in scope.below:
            return here
        return scope.roles_at(self.host_id)

    def allows(self, verb: str, user: Any) -> bool:
        roles = self.roles_of(user)
        if verb == "submit" and self.needs_signature:
            roles &= {Role.HEAD}
        return bool(roles & self.MOVES[verb].roles)

    # --- what ---

    def problems(self) -> list[Problem]:
        from campaigns import deliverables  # the registry stands on the models

        deliverable = deliverables.of(self.kind)
        return list(deliverable.problems(deliverable.freeze(self)))

    def frozen_content(self, verb: str) -> dict | None:
        if verb != "submit":
            return None
        from campaigns import deliverables

        return deliverables.of(self.kind).freeze(self)

    # --- when ---

    def is_editable(self, *, at: datetime) -> bool:
        return self.state in EDITABLE and self.shut_reason(at=at) == ""

    def shut_reason(self, *, at: datetime) -> str:
        """Return why the unit can write nothing here and who can open it; "" where it can."""
        if self.cancelled_at:
            return _t("This obligation was cancelled.")
        if self.campaign and self.campaign.closed_at:
            return _t("The campaign is closed; its papers can only be read.")
        if self.waived_at:
            return _t("The unit was excused from this; there is nothing to hand in.")
        if at < self.opens_at:
            return _t("This opens on %(day)s.") % {"day": _day(self.opens_at)}
        if at > self.locks_at:
            return _t(
                "Locked since %(day)s: the due date and the days of grace have passed. "
                "The standing office of the council can open it with an extension."
            ) % {"day": _day(self.locks_at)}
        return ""

    def check_move(self, verb: str, *, at: datetime, due_at: datetime | None) -> None:
        if self.campaign and self.campaign.closed_at:
            raise Shut(_t("The campaign is closed; its papers can only be read."))
        if verb in UNIT_VERBS and (reason := self.shut_reason(at=at)):
            raise Shut(reason)
        if self.cancelled_at:
            raise Shut(_t("This obligation was cancelled."))
        if (verb == "waive") == bool(self.waived_at) and verb in {"waive", "unwaive"}:
            raise Shut(_t("This has been done already."))
        if verb == "extend" and due_at and due_at <= self.effective_due_at:
            raise Shut(_t("An extension lies after the due date in force."))
        if verb == "redate" and at > self.effective_due_at:
            raise Shut(_t("The due date has passed; only an extension can help this unit."))

    def note_move(self, event: Event) -> None:
        """Recompute the cache of now from the events, by the same function that the figures use."""
        from campaigns.facts import standing_now

        now = standing_now(self, at=event.at)
        self.effective_due_at = now.effective_due
        self.first_submitted_at = now.submitted_at
        self.next_due_at = now.open_return_due or now.effective_due
        self.waived_at = event.at if event.verb == "waive" else None if event.verb == "unwaive" else self.waived_at
        self.cancelled_at = event.at if event.verb == "cancel" else self.cancelled_at
        if event.due_at:
            self.locks_at = max(self.locks_at, event.due_at + self.grace)
        if event.verb == "extend":
            self._answer_request(event)
        if event.verb == "submit":
            self.last_submitted_at = event.at
            Receipt.give(self, cast("ObligationEvent", event))
            self.evidence_uses.current().filter(handed_in_at=None).update(handed_in_at=event.at)
            self._write_down(cast("ObligationEvent", event))

    def _write_down(self, event: "ObligationEvent") -> None:
        from campaigns import deliverables  # the registry stands on the models

        if on_hand_in := deliverables.of(self.kind).on_hand_in:
            on_hand_in(self, event)

    def _answer_request(self, event: Event) -> None:
        """Note on the unit's request, if one waits, that this extension grants it."""
        self.extension_requests.unanswered().update(
            answered_by=event.actor,
            answered_label=event.actor_label,
            answered_at=event.at,
            granted_until=localtime(event.due_at).date(),
            answer=event.note,
            event=event,
        )

    @property
    def grace(self) -> timedelta:
        return timedelta(days=self.requirement.grace_days) if self.requirement else GRACE

    def new_event(self, **facts: Any) -> "ObligationEvent":
        return ObligationEvent(obligation=self, **facts)


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "H:i d/m/Y")


class ObligationEventQuerySet(ScopedQuerySet["ObligationEvent"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own) | Q(obligation__host__in=scope.hosts)

    def standing_hand_ins(self) -> Self:
        """Keep of each obligation the last hand-in that was not refused."""
        later = ObligationEvent.objects.filter(
            obligation=OuterRef("obligation"), verb__in=["submit", "refuse"], id__gt=OuterRef("id")
        )
        answered = self.filter(verb="submit").annotate(next_verb=Subquery(later.order_by("id").values("verb")[:1]))
        standing = answered.filter(Q(next_verb=None) | Q(next_verb="submit"))
        return standing.order_by("obligation_id", "-id").distinct("obligation_id")

    def unanswered_remarks(self) -> Iterator["ObligationEvent"]:
        """Yield, newest first, why the paper came back: the reasons given since it was last handed in."""
        said = self.filter(verb__in=["submit", "return", "refuse", "reopen", "hand_back"]).order_by("-id")
        yield from takewhile(lambda event: event.verb != "submit", said.defer("content"))


class ObligationEvent(Event):
    """One move of an obligation."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="events")

    objects = ObligationEventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["obligation", "id"], name="event_by_obligation")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"


class ReceiptQuerySet(ScopedQuerySet["Receipt"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own) | Q(obligation__host__in=scope.hosts)


class Receipt(models.Model):
    """What a unit is given for a hand-in: a code that anyone can check, the time, the hash, who signed."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="receipts")
    event = models.OneToOneField(ObligationEvent, models.PROTECT, related_name="receipt")
    code = models.CharField(max_length=20, unique=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("receipt-detail", args=[self.code])

    @classmethod
    def give(cls, obligation: Obligation, event: ObligationEvent) -> "Receipt":
        return cls.objects.create(obligation=obligation, event=event, code=cls.new_code())

    @staticmethod
    def new_code() -> str:
        """Return a code (12 letters, 58 bits) that cannot be guessed."""
        letters = "".join(secrets.choice(RECEIPT_LETTERS) for _n in range(12))
        return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
