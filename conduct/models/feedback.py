"""Citizens' feedback: the posters that lead to it, what was said, and apart from that who said it."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Avg, Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.models import Obligation, State
from campaigns.models.obligation import RECEIPT_LETTERS
from conduct.feedback_moves import FEEDBACK_MOVES, FeedbackState
from conduct.models.code import Clause, Facet
from units.models import Cluster, Event, Group, Role, Subject, Unit
from units.scoping import Scope, ScopedQuerySet
from units.workflow import Move, Shut

if TYPE_CHECKING:
    pass

if TYPE_CHECKING:
    from units.models import User

VIRTUES: Final = tuple(Facet.values)  # the four words, each a column
LONGEST_TEXT: Final = 1000
KEPT_AFTERWARDS: Final = timedelta(days=30)  # a contact, after there is nothing left to answer
FEWEST: Final = 5  # of fewer answers no total is shown: they could be told apart


class FeedbackLinkQuerySet(ScopedQuerySet["FeedbackLink"]):
    """A council sees its posters, a unit its own."""

    def reachable(self, scope: Scope) -> Q:
        return Q(host__in=scope.hosts) | Q(unit__in=scope.own)

    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class FeedbackLink(models.Model):
    """The random address on a unit's poster; a new one retires the old one."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="feedback_links")
    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    token = models.CharField(max_length=40, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    objects = FeedbackLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("address of a unit's feedback form")
        verbose_name_plural = _("addresses of units' feedback forms")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(retired_at=None), name="unit_has_one_feedback_link_in_use"
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)

    def get_absolute_url(self) -> str:
        return reverse("feedback-form", args=[self.token])


def new_token() -> str:
    """Return the token of a poster: 128 bits, short enough for a coarse QR code."""
    return secrets.token_urlsafe(16)


def handled_in(scope: Scope, path: str = "") -> Q:
    """Return which feedback is a person's to handle: the standing office's, and the head's who is to answer it."""
    office = {f"{path}host__in": scope.where(Role.SECRETARY)}
    own = {f"{path}unit__in": scope.own}
    with_head = {f"{path}unit__in": scope.where(Role.HEAD), f"{path}state": FeedbackState.FORWARDED}
    return Q(**office) & ~Q(**own) | Q(**with_head)


class FeedbackQuerySet(ScopedQuerySet["Feedback"]):
    """What came to a council; to a unit what was given to it to answer."""

    def reachable(self, scope: Scope) -> Q:
        return Q(host__in=scope.hosts) | Q(unit__in=scope.own, state=FeedbackState.FORWARDED)

    def of_units(self, user: "User") -> Self:
        """Keep all that was said of the person's own units: for totals alone, they do not see the single ones."""
        return self.filter(unit__in=Scope.of(user).own)

    def handled_by(self, user: "User") -> Self:
        """Keep what this person sorts or answers: to them alone the whole words and the contact are shown."""
        return self.filter(handled_in(Scope.of(user)))

    def within(self, *, since: datetime | None = None, until: datetime | None = None) -> Self:
        """Keep what came in between these moments, both included."""
        found = self.filter(at__gte=since) if since else self
        return found.filter(at__lte=until) if until else found

    def latest_first(self) -> Self:
        return self.order_by("-at", "-id")

    def counting(self) -> Self:
        """Keep what counts in totals: each person's word once."""
        return self.exclude(state__in=[FeedbackState.SPAM, FeedbackState.MERGED])

    def waiting(self) -> Self:
        """Keep what the standing office has to sort, oldest first."""
        return self.filter(state=FeedbackState.RECEIVED).order_by("at", "id")

    def answered(self) -> Self:
        """Keep what the unit answered and the office accepted."""
        return self.filter(obligation__state=State.ACCEPTED)

    def published(self) -> Self:
        """Keep what the office made public, latest first, with the answer as it was then; never who said it."""
        shown = FeedbackEvent.objects.filter(feedback=OuterRef("pk"), verb="publish").order_by("-id")
        public_answer = Subquery(shown.values("content__answer")[:1])
        found = self.filter(published_at__isnull=False).annotate(public_answer=public_answer)
        return found.select_related("unit").order_by("-published_at", "-id")

    def unmasked(self, *, before: datetime) -> Self:
        """Keep what came before that moment and may still hold names in its words."""
        return self.filter(at__lt=before, text_masked_at=None).exclude(text="").order_by("id")

    def told(self) -> Self:
        return self.select_related("unit", "cluster", "clause", "obligation")

    def alike(self, feedback: "Feedback") -> Self:
        """Keep what could be the same word said twice: of the same unit, the same clause or the same text."""
        same = Q(text=feedback.text) if feedback.text else Q(pk=None)
        if feedback.clause_id:
            same |= Q(clause=feedback.clause_id)
        return self.filter(same, unit=feedback.unit_id).exclude(pk=feedback.pk).exclude(state=FeedbackState.MERGED)

    def totals(self, *by: str) -> list[dict[str, Any]]:
        """Return numbers and means by columns, without any: of all in one row; means are left out below `FEWEST`."""
        sums = {"number": Count("id"), **{name: Avg(name) for name in VIRTUES}}
        counted = self.counting()
        rows = counted.order_by(*by).values(*by).annotate(**sums) if by else [counted.aggregate(**sums)]
        return [
            row if row["number"] >= FEWEST else {**row, **dict.fromkeys(VIRTUES)}  # too few to say anything
            for row in rows
        ]


def new_code() -> str:
    """Return the code by which its author, and nobody else, finds a feedback again (58 bits)."""
    letters = "".join(secrets.choice(RECEIPT_LETTERS) for _n in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


class Feedback(Subject):
    """What one citizen said of one unit [phản ánh, đánh giá]: four scores, perhaps words; never by itself a score."""

    MOVES: ClassVar[Mapping[str, Move]] = FEEDBACK_MOVES

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="feedback")
    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    cluster = models.ForeignKey(Cluster, models.PROTECT, null=True, related_name="+")
    group = models.CharField(max_length=10, choices=Group, blank=True)
    code = models.CharField(max_length=20, unique=True, default=new_code)
    ticket = models.UUIDField(unique=True, default=uuid.uuid4)  # of the page: sent twice, it is noted once
    at = models.DateTimeField(_("received"))
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="vi")
    discipline = models.PositiveSmallIntegerField(Facet.DISCIPLINE.label)
    responsibility = models.PositiveSmallIntegerField(Facet.RESPONSIBILITY.label)
    dedication = models.PositiveSmallIntegerField(Facet.DEDICATION.label)
    friendliness = models.PositiveSmallIntegerField(Facet.FRIENDLINESS.label)
    place = models.CharField(_("where it was"), max_length=120, blank=True)
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="feedback")
    text = models.TextField(_("what happened"), max_length=LONGEST_TEXT, blank=True)
    is_doubtful = models.BooleanField(_("had to answer the question against machines"), default=False)
    text_masked_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    obligation = models.OneToOneField(Obligation, models.PROTECT, null=True, related_name="feedback")
    published_text = models.TextField(_("what the public reads of it"), blank=True)
    published_at = models.DateTimeField(null=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__range": (1, 5) for name in VIRTUES}), name="feedback_scores_are_one_to_five"
            ),
            models.CheckConstraint(condition=Q(state__in=FeedbackState.values), name="feedback_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["at"], name="feedback_unmasked", condition=Q(text_masked_at=None) & ~Q(text="")),
            models.Index(fields=["host", "at"], name="feedback_by_council"),
            models.Index(fields=["unit", "at"], name="feedback_by_unit"),
            models.Index(fields=["-published_at"], name="feedback_published", condition=Q(published_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("feedback-detail", args=[self.pk])

    def get_state_display(self) -> str:
        return str(FeedbackState(self.state).label)

    @property
    def scores(self) -> list[tuple[str, int]]:
        return [(str(Facet(name).label), getattr(self, name)) for name in VIRTUES]

    @property
    def has_words(self) -> bool:
        return bool(self.text or self.clause_id or self.place)

    @property
    def is_answered(self) -> bool:
        return bool(self.obligation and self.obligation.state == State.ACCEPTED)

    @property
    def answer(self) -> Mapping[str, Any] | None:
        """Return the answer that the office accepted, as it was handed in."""
        if not (self.is_answered and self.obligation):
            return None
        event = self.obligation.events.filter(verb="submit").order_by("-id").first()
        return event.content if event else None

    # --- moves ---

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return the council roles at the host; nobody sorts what was said of their own unit."""
        scope = Scope.of(user)
        if self.unit_id in scope.own or self.unit_id in scope.below:
            return frozenset()
        return scope.roles_at(self.host_id)

    def check_move(self, verb: str, *, at: datetime, due_at: datetime | None) -> None:
        if verb == "publish" and not self.is_answered:
            raise Shut(_t("There is no accepted answer yet: only what is answered can be made public."))
        if verb == "publish" and not self.published_text:
            raise Shut(_t("Say what the public shall read of the feedback, without names and numbers."))
        if verb == "unpublish" and not self.published_at:
            raise Shut(_t("This is not public."))

    def frozen_content(self, verb: str) -> dict | None:
        """Keep what the public was shown."""
        if verb != "publish" or self.obligation is None:
            return None
        return {"said": self.published_text, "answer": (self.answer or {}).get("text", "")}

    def note_move(self, event: Event) -> None:
        if event.verb in {"publish", "unpublish"}:
            self.published_at = event.at if event.verb == "publish" else None
        if event.verb == "restore":
            self.merged_into = None

    def new_event(self, **facts: Any) -> "FeedbackEvent":
        return FeedbackEvent(feedback=self, **facts)


class FeedbackEventQuerySet(ScopedQuerySet["FeedbackEvent"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(feedback__host__in=scope.hosts)


class FeedbackEvent(Event):
    """One step in the handling of a feedback."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="events")

    objects = FeedbackEventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("step of a feedback")
        verbose_name_plural = _("steps of feedback")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"


class FeedbackContactQuerySet(ScopedQuerySet["FeedbackContact"]):
    """Those who handle it alone: the standing office, and the head of the unit that is to answer."""

    def reachable(self, scope: Scope) -> Q:
        return handled_in(scope, "feedback__")

    def outlived(self, *, at: datetime) -> Self:
        """Keep what nobody needs any more: its time is over, or there has been nothing left to answer for a month."""
        since = at - KEPT_AFTERWARDS
        done = [FeedbackState.SPAM, FeedbackState.COUNTED, FeedbackState.MERGED]
        sorted_out = Q(feedback__state__in=done, feedback__changed_at__lt=since)
        answered = Q(feedback__obligation__state=State.ACCEPTED, feedback__obligation__changed_at__lt=since)
        return self.filter(Q(erase_at__lte=at) | sorted_out | answered)


class FeedbackContact(models.Model):
    """Who said it and how to reach them, apart from what was said; erased when its time is over."""

    feedback = models.OneToOneField(Feedback, models.CASCADE, related_name="contact", primary_key=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    way = models.CharField(_("telephone or e-mail"), max_length=160, blank=True)
    erase_at = models.DateTimeField()

    objects = FeedbackContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of a citizen")
        verbose_name_plural = _("contacts of citizens")

    def __str__(self) -> str:
        return "•••"  # a name is never shown by chance


class FeedbackAnswerQuerySet(ScopedQuerySet["FeedbackAnswer"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own)


class FeedbackAnswer(models.Model):
    """The draft of the head's answer; what was handed in stands in the obligation's events."""

    obligation = models.OneToOneField(Obligation, models.CASCADE, related_name="feedback_answer")
    text = models.TextField(_("answer"), blank=True)
    measures = models.TextField(_("what the unit has done about it"), blank=True)

    objects = FeedbackAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to feedback")
        verbose_name_plural = _("answers to feedback")

    def __str__(self) -> str:
        return str(self.obligation)

    @classmethod
    def of(cls, obligation: Obligation) -> "FeedbackAnswer":
        """Return the obligation's answer; an unsaved one before the first word was written."""
        return cls.objects.filter(obligation=obligation).first() or cls(obligation=obligation)


class FeedbackBudget(models.Model):
    """How much was sent lately: by a unit's poster, and by one of 4,096 drawers into which addresses fall.

    A drawer is 12 bits of a hash under a key of the day: no address can be read from it, and the rows are bounded.
    """

    key = models.CharField(max_length=40, primary_key=True)
    window = models.BigIntegerField()
    used = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("budget of feedback")
        verbose_name_plural = _("budgets of feedback")

    def __str__(self) -> str:
        return f"{self.key}: {self.used}"
