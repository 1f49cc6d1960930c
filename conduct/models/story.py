"""Stories: examples, good deeds, news of the movement; who agreed to be shown; what the public reads of them."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from conduct.models.decision import DecisionLine
from conduct.session_moves import DecisionState
from conduct.story_moves import STAGE_AFTER, STAGE_BEFORE, STORY_MOVES, WRITTEN_IN, Stage, StoryState
from units.models import Event, Role, Subject, Unit
from units.scoping import Scope, ScopedQuerySet
from units.searching import found_by
from units.workflow import Move, Problem, Shut

if TYPE_CHECKING:
    from units.models import User

FEWEST_RATINGS: Final = 5  # of fewer no mean is shown: it would say what one person thinks


class Category(models.TextChoices):
    EXAMPLE = "example", _("Leading example")
    GOOD_DEED = "good_deed", _("Good person, good deed")
    PRACTICE = "practice", _("Good way of working")
    NEWS = "news", _("News of the movement")


ABOUT_SOMEBODY: Final = frozenset({Category.EXAMPLE, Category.GOOD_DEED})


class StoryQuerySet(ScopedQuerySet["Story"]):
    """Own ones; to the council what was nominated and what its office writes itself."""

    def reachable(self, scope: Scope) -> Q:
        others = Q(nominated_at__isnull=False) | Q(unit=F("host"))
        return Q(unit__in=scope.own) | (Q(host__in=scope.hosts) & others)

    def written_by(self, user: "User") -> Self:
        """Keep what this person may write in: their own units', and the office's own."""
        scope = Scope.of(user)
        return self.filter(Q(unit__in=scope.own) | Q(unit=F("host"), host__in=scope.where(Role.SECRETARY)))

    def published(self) -> Self:
        """Keep what everyone may read, latest first."""
        return self.filter(state=StoryState.PUBLISHED).order_by("-published_at", "-id")

    def search(self, query: str) -> Self:
        """Keep what the query finds without diacritics in title, lead, text and name."""
        return self.filter(found_by(query)) if query else self

    def told(self) -> Self:
        """Add unit and award, views and ratings of all days, and the picture that stands for the story."""
        days = StoryDay.objects.filter(story=OuterRef("pk")).order_by().values("story")
        first = StoryPhoto.objects.filter(story=OuterRef("pk")).order_by("position", "added_at", "id")
        return self.select_related("unit", "host", "line__decision").annotate(
            views=_sum(days, "views"),
            ratings=_sum(days, "ratings"),
            stars=_sum(days, "stars"),
            picture=Subquery(first.values("pk")[:1]),
            picture_alt=Subquery(first.values("alt")[:1]),
        )


def _sum(days: models.QuerySet, column: str) -> Coalesce:
    return Coalesce(Subquery(days.annotate(all=Sum(column)).values("all")), 0)


class Story(Subject):
    """What somebody did that others should know of, or what the movement did [gương điển hình, tin phong trào]."""

    MOVES: ClassVar[Mapping[str, Move]] = STORY_MOVES
    views: int  # given by told()
    ratings: int
    stars: int
    picture: uuid.UUID | None
    picture_alt: str

    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stories", verbose_name=_("unit"))
    category = models.CharField(_("category"), max_length=12, choices=Category)
    title = models.CharField(_("title"), max_length=200)
    lead = models.CharField(_("in two sentences"), max_length=400, blank=True)
    body = models.TextField(_("the story"), max_length=20_000, blank=True)
    byline = models.CharField(_("written by"), max_length=150, blank=True)
    name = models.CharField(_("whom it is about"), max_length=200, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    line = models.ForeignKey(
        DecisionLine, models.SET_NULL, null=True, blank=True, related_name="stories", verbose_name=_("award")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, blank=True, editable=False)
    nominated_at = models.DateTimeField(null=True, editable=False)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    name_hidden_at = models.DateTimeField(null=True, editable=False)
    search_text = models.GeneratedField(
        expression=Func(
            Concat(
                *(F("title"), Value(" "), F("lead"), Value(" "), F("name"), Value(" "), F("body")),
                output_field=TextField(),
            ),
            function="vi_search_text",
            output_field=TextField(),
        ),
        output_field=TextField(),
        db_persist=True,
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=StoryState.values), name="story_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=StoryState.PUBLISHED) | Q(published_at__isnull=False),
                name="story_is_published_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at"], name="story_published", condition=Q(state=StoryState.PUBLISHED)),
            models.Index(fields=["host", "state"], name="story_by_council"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("story-detail", args=[self.pk])

    @property
    def public_url(self) -> str:
        return reverse("story-read", args=[self.pk])

    def get_state_display(self) -> str:
        return str(StoryState(self.state).label)

    @property
    def is_written_in(self) -> bool:
        return self.state in WRITTEN_IN

    @property
    def is_published(self) -> bool:
        return self.state == StoryState.PUBLISHED

    @property
    def is_about_somebody(self) -> bool:
        return self.category in ABOUT_SOMEBODY

    @property
    def has_stages(self) -> bool:
        return self.category == Category.EXAMPLE

    @property
    def honour(self) -> DecisionLine | None:
        """The award, as long as it stands."""
        line = self.line
        stands = line and line.struck_at is None and line.decision.state == DecisionState.ISSUED
        return line if stands else None

    @property
    def rating(self) -> Decimal | None:
        """The mean of all readers' stars to one place, half up; None of too few."""
        if self.ratings < FEWEST_RATINGS:
            return None
        return (Decimal(self.stars) / self.ratings).quantize(Decimal("0.1"), ROUND_HALF_UP)

    # --- moves ---

    def roles_of(self, user: Any) -> frozenset[str]:
        """Return unit roles here, else council roles at the host: nobody reviews their own unit's."""
        scope = Scope.of(user)
        return scope.roles_at(self.unit_id) or scope.roles_at(self.host_id)

    def allows(self, verb: str, user: Any) -> bool:
        """Two people publish: who nominated it does not; and the office nominates what is its own alone."""
        if verb == "publish" and user.pk == self.nominated_by_id:
            return False
        if verb == "nominate" and self.unit_id != self.host_id:
            return bool(Scope.of(user).roles_at(self.unit_id) & self.MOVES[verb].roles)
        return super().allows(verb, user)

    def problems(self) -> list[Problem]:
        from conduct import story_rules  # the rules stand on the models

        return list(story_rules.problems(self))

    def check_move(self, verb: str, *, at: datetime, due_at: datetime | None) -> None:
        if verb in STAGE_BEFORE and not (self.has_stages and self.stage == STAGE_BEFORE[verb]):
            raise Shut(_t("An example is found first, then nurtured, then replicated; other stories have no stages."))

    def note_move(self, event: Event) -> None:
        if event.verb == "nominate":
            self.nominated_at, self.nominated_by = event.at, event.actor
            if self.has_stages and not self.stage:
                self.stage = Stage.FOUND
        if event.verb == "publish":
            self.published_at = event.at
        self.stage = STAGE_AFTER.get(event.verb, self.stage)

    def new_event(self, **facts: Any) -> "StoryEvent":
        return StoryEvent(story=self, **facts)


class OfStoryQuerySet(ScopedQuerySet):
    """What belongs to a story goes with it."""

    def reachable(self, scope: Scope) -> Q:
        return Q(story__in=Story.objects.filter(Story.objects.all().reachable(scope)))


class StoryEvent(Event):
    """One move of a story; holds no text of it, so that a name can be taken back."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="events")

    objects = OfStoryQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("event of a story")
        verbose_name_plural = _("events of stories")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"


def photo_name(photo: "StoryPhoto", filename: str) -> str:
    """Return a random name on disk; the ending tells the small one from the large one."""
    name = photo.pk.hex
    return f"stories/{name[:2]}/{name}{'-small' if filename == SMALL else ''}"


SMALL = "small"


class StoryPhotoQuerySet(OfStoryQuerySet):
    def published(self) -> Self:
        return self.filter(story__state=StoryState.PUBLISHED)


class StoryPhoto(models.Model):
    """A picture of a story, drawn anew: without place and camera data; with words for who does not see it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(Story, models.PROTECT, related_name="photos")
    position = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to=photo_name, max_length=100)
    thumbnail = models.FileField(upload_to=photo_name, max_length=100)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(_("what the picture shows"), max_length=300)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = StoryPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["position", "added_at", "id"]
        verbose_name = _("picture of a story")
        verbose_name_plural = _("pictures of stories")
        constraints = [
            models.UniqueConstraint(fields=["story", "sha256"], name="picture_stands_once_with_a_story"),
            models.CheckConstraint(condition=~Q(alt=""), name="picture_has_words"),
        ]

    def __str__(self) -> str:
        return self.alt

    def get_absolute_url(self) -> str:
        return reverse("story-photo", args=[self.pk])


class Manner(models.TextChoices):
    """How somebody agreed, or took it back."""

    PAPER = "paper", _("on a signed paper")
    MAIL = "mail", _("by mail or message")
    SPOKEN = "spoken", _("in person, before the head")


class ConsentQuerySet(OfStoryQuerySet):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class StoryConsent(models.Model):
    """Who agreed to be shown, when and how; taken back at any time."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="consents")
    who = models.CharField(_("who agreed"), max_length=200)
    manner = models.CharField(_("how"), max_length=10, choices=Manner)
    given_on = models.DateField(_("agreed on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_manner = models.CharField(max_length=10, choices=Manner, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("consent to a story")
        verbose_name_plural = _("consents to stories")

    def __str__(self) -> str:
        return f"{self.get_manner_display()}, {self.given_on:%d/%m/%Y}"


class StoryDay(models.Model):
    """How often a story was opened and rated on a day: sums alone, nothing of who did."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="days")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)
    ratings = models.PositiveIntegerField(default=0)
    stars = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("day of a story")
        verbose_name_plural = _("days of stories")
        constraints = [
            models.UniqueConstraint(fields=["story", "day"], name="story_has_a_day_once"),
            models.CheckConstraint(
                condition=Q(stars__gte=F("ratings"), stars__lte=F("ratings") * 5), name="story_stars_are_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} {self.day}"
