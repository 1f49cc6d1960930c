"""Notices: one row per subject (paper, session, dossier), step and person, in the portal and by mail."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Obligation, ObligationEvent
from conduct.models import Initiative, Nomination, Session
from portal.models.mail import OutgoingMail
from units.models import User
from units.scoping import ScopedQuerySet


class NoticeStep(models.TextChoices):
    """What a person is told about, in the order in which it happens."""

    OPENED = "opened", _("A new task was opened")
    DUE_7 = "due_7", _("Due in 7 working days")
    DUE_3 = "due_3", _("Due in 3 working days")
    DUE_1 = "due_1", _("Due on the next working day")
    DUE_TODAY = "due_today", _("Due today")
    OVERDUE = "overdue", _("Overdue")
    OVERDUE_HEAD = "overdue_head", _("Overdue: told to the head")
    OVERDUE_OFFICE = "overdue_office", _("Overdue: told to the standing office")
    RETURNED = "returned", _("Returned")
    REFUSED = "refused", _("Not taken in")
    ACCEPTED = "accepted", _("Accepted")
    EXTENDED = "extended", _("More time granted")
    EXTENSION_ASKED = "extension_asked", _("More time is asked for")
    EXTENSION_DECLINED = "extension_declined", _("More time not granted")
    REDATED = "redated", _("New due date")
    WAIVED = "waived", _("Excused from it")
    UNWAIVED = "unwaived", _("Owed again")
    MENTIONED = "mentioned", _("Mentioned in a review")
    SESSION_CONVENED = "session_convened", _("The council is convened")
    SESSION_CHANGED = "session_changed", _("A session was changed")
    SESSION_CANCELLED = "session_cancelled", _("A session does not take place")
    SESSION_RESULTS = "session_results", _("Results of a session")
    DOSSIER_TO_SIGN = "dossier_to_sign", _("To be signed by the head")
    DOSSIER_HANDED_IN = "dossier_handed_in", _("Handed in to the council")
    DOSSIER_RETURNED = "dossier_returned", _("Returned to mend")
    DOSSIER_ELIGIBLE = "dossier_eligible", _("Found eligible")
    DOSSIER_NOT_ELIGIBLE = "dossier_not_eligible", _("Found not eligible")
    DOSSIER_APPROVED = "dossier_approved", _("Passed")
    DOSSIER_DECLINED = "dossier_declined", _("Not passed")
    DOSSIER_AWARDED = "dossier_awarded", _("Awarded")
    DOSSIER_REVOKED = "dossier_revoked", _("Award revoked")
    DOSSIER_WITHDRAWN = "dossier_withdrawn", _("Withdrawn by the unit")
    DOSSIER_RECOGNISED = "dossier_recognised", _("Initiative recognised")
    DOSSIER_UNRECOGNISED = "dossier_unrecognised", _("Initiative not recognised")


SUBJECTS = ("obligation", "session", "nomination", "initiative")  # a notice tells of one of these
NO_DATE = frozenset({NoticeStep.ACCEPTED, NoticeStep.WAIVED, NoticeStep.MENTIONED})  # it matters no more
SIGNS = {
    NoticeStep.OPENED: "pending",
    NoticeStep.RETURNED: "returned",
    NoticeStep.REFUSED: "returned",
    NoticeStep.EXTENSION_DECLINED: "returned",
    NoticeStep.ACCEPTED: "accepted",
    NoticeStep.MENTIONED: "submitted",
    NoticeStep.WAIVED: "waived",
    NoticeStep.SESSION_CONVENED: "pending",
    NoticeStep.SESSION_CHANGED: "returned",
    NoticeStep.SESSION_CANCELLED: "waived",
    NoticeStep.SESSION_RESULTS: "accepted",
    NoticeStep.DOSSIER_TO_SIGN: "signing",
    NoticeStep.DOSSIER_HANDED_IN: "submitted",
    NoticeStep.DOSSIER_RETURNED: "returned",
    NoticeStep.DOSSIER_ELIGIBLE: "submitted",
    NoticeStep.DOSSIER_NOT_ELIGIBLE: "overdue",
    NoticeStep.DOSSIER_APPROVED: "accepted",
    NoticeStep.DOSSIER_DECLINED: "overdue",
    NoticeStep.DOSSIER_AWARDED: "accepted",
    NoticeStep.DOSSIER_REVOKED: "waived",
    NoticeStep.DOSSIER_WITHDRAWN: "waived",
    NoticeStep.DOSSIER_RECOGNISED: "accepted",
    NoticeStep.DOSSIER_UNRECOGNISED: "waived",
}


class Digest(models.TextChoices):
    AT_ONCE = "at_once", _("Each notice at once")
    DAILY = "daily", _("One mail a day")
    NEVER = "never", _("In the portal only")


FIRST_LOOK = timedelta(days=3)  # how far back the very first run looks: old steps are nobody's news


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    """A person's own notices; nobody reads another's."""

    def visible_to(self, user: User) -> Self:
        return self.filter(person=user)

    def listed(self) -> Self:
        """Read what a list shows of them, newest first."""
        return self.with_subjects().order_by("-id")

    def with_subjects(self) -> Self:
        """Read along what each tells of, as far as its title needs it."""
        return self.select_related(
            "obligation__unit", "session__host", "nomination__unit", "nomination__award", "initiative__unit"
        )

    def about(self, notice: "Notice") -> Self:
        """Keep what tells of the same paper, session or dossier."""
        return self.filter(**{name: getattr(notice, f"{name}_id") for name in SUBJECTS})

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unmailed(self) -> Self:
        """Keep what is to go out by mail and has not."""
        return self.filter(wants_mail=True, mail=None).order_by("id")

    def mailable(self, *, morning: datetime) -> Self:
        """Keep what goes out now: at once, or by the choice of one mail a day what was there at the last `morning`."""
        had_one = Notice.objects.filter(person=OuterRef("person"), mail__queued_at__gte=morning)
        daily = Q(person__notice_choice__digest=Digest.DAILY)
        never = Q(person__notice_choice__digest=Digest.NEVER) | Q(person__is_active=False) | Q(person__email="")
        rows = self.unmailed().exclude(never)
        return rows.filter(~daily | Q(daily, ~Exists(had_one), made_at__lte=morning))

    def mark_read(self, *, at: datetime) -> int:
        return self.unread().update(read_at=at)


def _only(name: str) -> Q:
    return Q(**{f"{each}__isnull": each != name for each in SUBJECTS})


class Notice(models.Model):
    """That one person is told one thing about one obligation, session or dossier, once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="notices")
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="notices")
    nomination = models.ForeignKey(Nomination, models.PROTECT, null=True, related_name="notices")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="notices")
    step = models.CharField(_("step"), max_length=20, choices=NoticeStep)
    occasion = models.CharField(max_length=40)  # the due date or the event: told again only for another
    made_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)
    wants_mail = models.BooleanField(default=True)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["person", "obligation", "step", "occasion"], name="notice_stands_once"),
            models.UniqueConstraint(
                fields=["person", "session", "step", "occasion"],
                condition=Q(session__isnull=False),
                name="session_notice_stands_once",
            ),
            models.UniqueConstraint(
                fields=["person", "nomination", "step", "occasion"],
                condition=Q(nomination__isnull=False),
                name="nomination_notice_stands_once",
            ),
            models.UniqueConstraint(
                fields=["person", "initiative", "step", "occasion"],
                condition=Q(initiative__isnull=False),
                name="initiative_notice_stands_once",
            ),
            models.CheckConstraint(
                condition=_only("obligation") | _only("session") | _only("nomination") | _only("initiative"),
                name="notice_tells_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["id"], name="notice_unmailed", condition=Q(wants_mail=True, mail=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} → {self.person}"

    @property
    def subject(self) -> Any:
        """What it is about."""
        return self.obligation or self.session or self.nomination or self.initiative

    @property
    def title(self) -> str:
        """What it is about, in words."""
        return str(self.nomination) if self.nomination else self.subject.title

    @property
    def unit(self) -> Any:
        """Whose paper or dossier, or whose council."""
        return self.session.host if self.session else self.subject.unit

    @property
    def due_at(self) -> datetime | None:
        return self.obligation.next_due_at if self.obligation and self.tells_due_date else None

    @property
    def held_at(self) -> datetime | None:
        return self.session.held_at if self.session else None

    @property
    def tells_due_date(self) -> bool:
        """Whether the date still matters to who reads this."""
        return self.step not in NO_DATE

    @property
    def sign(self) -> str:
        """The sign beside it, as that of a state."""
        step = NoticeStep(self.step)
        return "overdue" if step.startswith("overdue") else SIGNS.get(step, "drafting")

    @property
    def address(self) -> str:
        """Where one reads what it is about: the paper, or the place at which the council deals with it."""
        if self.step == NoticeStep.MENTIONED:
            return reverse("review-detail", args=[self.obligation_id])
        if self.step == NoticeStep.EXTENSION_ASKED:
            return reverse("extension-detail", args=[self.occasion.removeprefix("request-")])
        address: str = self.subject.get_absolute_url()
        return address


class NoticeChoice(models.Model):
    """How a person wants to be told by mail."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choice")
    digest = models.CharField(_("mail"), max_length=10, choices=Digest, default=Digest.AT_ONCE)
    language = models.CharField(
        _("language of the mails"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_digest_display()}"


class NoticeRun(models.Model):
    """How far the notices have been made: one row, held by the worker that is at it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    began_at = models.DateTimeField()
    made_until = models.DateTimeField()
    event_mark = models.BigIntegerField()  # the highest event that was read; later ones may still be on their way
    obligation_mark = models.BigIntegerField()  # what stood before the first run is not announced as new

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="notice_run_stands_once")]

    def __str__(self) -> str:
        return f"{self.made_until:%Y-%m-%d %H:%M:%S}"

    @staticmethod
    def claim(*, at: datetime) -> "NoticeRun | None":
        """Return the run, held until the transaction ends; None while another worker holds it."""
        if not NoticeRun.objects.exists():
            last = Obligation.objects.aggregate(last=Max("id"))["last"] or 0
            first = {"began_at": at, "made_until": at - FIRST_LOOK, "event_mark": 0, "obligation_mark": last}
            NoticeRun.objects.bulk_create([NoticeRun(**first)], ignore_conflicts=True)
        return NoticeRun.objects.select_for_update(skip_locked=True).first()

    def read_until(self, at: datetime) -> None:
        """Note that everything up to `at` was read."""
        self.made_until = max(self.made_until, at)
        self.event_mark = ObligationEvent.objects.aggregate(last=Max("id"))["last"] or 0
        self.save()
