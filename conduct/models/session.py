"""The council's sessions: their steps, who sits in them, who keeps the keys, the scans that belong to them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Evidence
from conduct.session_moves import SESSION_MOVES, TELLER, SessionState
from units.models import Event, Role, Subject, Unit
from units.scoping import Scope, ScopedQuerySet
from units.workflow import Move, Problem

if TYPE_CHECKING:
    from units.models import User

PERSON = settings.AUTH_USER_MODEL


class SessionQuerySet(ScopedQuerySet["Session"]):
    """Sessions of the person's councils; to a teller from elsewhere, the sessions they were named for."""

    def reachable(self, scope: Scope) -> Q:
        return Q(host__in=scope.hosts)

    def visible_to(self, user: "User") -> Self:
        named = Teller.objects.filter(person=user).values("session")
        return self.filter(self.reachable(Scope.of(user)) | Q(pk__in=named))

    def under_council(self, user: "User") -> Self:
        return self.filter(host__in=Scope.of(user).hosts)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state) if state in SessionState.values else self

    def with_counts(self) -> Self:
        """Add how many items each agenda has."""
        return self.annotate(item_count=Count("items")).order_by("-held_at", "-id")

    def counted_by(self, user: "User") -> Self:
        """Keep the sessions for which this person was named a teller."""
        return self.filter(tellers__person=user)


class Session(Subject):
    """A session of the council [phiên họp Hội đồng]: convened, opened, closed, counted, approved."""

    MOVES: ClassVar[Mapping[str, Move]] = SESSION_MOVES
    item_count: int  # given by with_counts()

    host = models.ForeignKey(Unit, models.PROTECT, related_name="sessions", verbose_name=_("host"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("movement")
    )
    title = models.CharField(_("title"), max_length=200)
    held_at = models.DateTimeField(_("held at"))
    place = models.CharField(_("venue"), max_length=200)
    invitation = models.TextField(_("words of the invitation"), blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="followed_by")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at", "-id"]
        verbose_name = _("session of the council")
        verbose_name_plural = _("sessions of the council")
        constraints = [models.CheckConstraint(condition=Q(state__in=SessionState.values), name="session_state_known")]
        indexes = [models.Index(fields=["host", "-held_at"], name="session_by_council")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("session-detail", args=[self.pk])

    def get_state_display(self) -> str:
        return str(SessionState(self.state).label)

    @property
    def held_on(self) -> Any:
        return localdate(self.held_at)

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return the council roles at the host, and whether the person is a teller of this session."""
        roles = Scope.of(user).roles_at(self.host_id)
        return roles | {TELLER} if self.tellers.filter(person=user).exists() else roles

    def problems(self) -> list[Problem]:
        from conduct import session_rules  # the rules stand on the models

        return list(session_rules.problems(self))

    def frozen_content(self, verb: str) -> dict | None:
        from conduct import session_facts

        return session_facts.frozen(self, verb)

    def new_event(self, **facts: Any) -> "SessionEvent":
        return SessionEvent(session=self, **facts)

    @property
    def is_prepared(self) -> bool:
        """Whether agenda, seats and attendance can still change."""
        return self.state in {SessionState.DRAFT, SessionState.CONVENED}

    @property
    def has_results(self) -> bool:
        return self.state in {SessionState.COUNTED, SessionState.APPROVED}


class OfSessionQuerySet(ScopedQuerySet[Any]):
    """Rows of a session: to those who may see the session."""

    def reachable(self, scope: Scope) -> Q:
        return Q(session__host__in=scope.hosts)


class SessionEvent(Event):
    """One move of a session. Nothing that a member does with a ballot is ever a move."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="events")

    objects = OfSessionQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("event of a session")
        verbose_name_plural = _("events of sessions")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"


class Attendance(models.TextChoices):
    UNKNOWN = "", _("not noted yet")
    PRESENT = "present", _("present")
    EXCUSED = "excused", _("absent, excused")
    ABSENT = "absent", _("absent")


class SeatQuerySet(OfSessionQuerySet):
    def held(self) -> Self:
        """Keep the seats that count: those taken back before the opening are kept for the record alone."""
        return self.filter(removed_at=None)

    def here(self) -> Self:
        return self.held().filter(attendance=Attendance.PRESENT)


class Seat(models.Model):
    """A member of the council in one session, as they were when it was convened."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="seats")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=20, choices=[(Role.CHAIR, Role.CHAIR.label), (Role.MEMBER, Role.MEMBER.label)])
    position = models.PositiveSmallIntegerField(default=0)
    attendance = models.CharField(max_length=10, choices=Attendance, default=Attendance.UNKNOWN, blank=True)
    arrived_at = models.DateTimeField(null=True)  # after voting had been opened: in the minutes, without a ballot
    removed_at = models.DateTimeField(null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_seat_for_a_person")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_chair(self) -> bool:
        return self.role == Role.CHAIR

    @property
    def is_here(self) -> bool:
        return self.attendance == Attendance.PRESENT

    @property
    def came_late(self) -> bool:
        return self.arrived_at is not None

    @property
    def is_away(self) -> bool:
        """Whether somebody said that they are not there when voting opens."""
        return self.attendance in {Attendance.EXCUSED, Attendance.ABSENT}


class Teller(models.Model):
    """One of two people who keep what opens the boxes, each their own key on paper; here is the public half."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="tellers")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    place = models.PositiveSmallIntegerField()
    public_key = models.CharField(max_length=64, blank=True)
    is_proved = models.BooleanField(default=False)  # the paper was read back, and it opens what the public half shuts

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        verbose_name = _("teller")
        verbose_name_plural = _("tellers")
        constraints = [
            models.UniqueConstraint(fields=["session", "place"], name="two_tellers_two_places"),
            models.UniqueConstraint(fields=["session", "person"], name="two_tellers_two_people"),
            models.CheckConstraint(condition=Q(place__in=[1, 2]), name="two_tellers"),
        ]

    def __str__(self) -> str:
        return self.name


class SessionPaper(models.Model):
    """A scan that belongs to a session: the signed minutes, the tellers' record of a paper ballot."""

    class Kind(models.TextChoices):
        MINUTES = "minutes", _("Signed minutes")
        TALLY = "tally", _("Tellers' record")
        OTHER = "other", _("Other paper")

    session = models.ForeignKey(Session, models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("paper of a session")
        verbose_name_plural = _("papers of sessions")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.evidence)
