"""The paper around a report's frozen figures: its texts, edited, approved and issued, its files, who was sent it."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.models.mail import OutgoingMail
from portal.models.report import Report
from portal.reports.workflow import PAPER_MOVES, PaperState
from units.models import Event, Role, Subject
from units.scoping import Scope, ScopedQuerySet
from units.workflow import Problem, Shut

if TYPE_CHECKING:
    from units.models import User

TEXTS = ("assessment", "limits", "tasks", "proposals")
ISSUED_CHANGES = pgtrigger.Condition(  # its sending goes on after it was issued, nothing else
    "OLD.state = 'issued' AND to_jsonb(OLD) - ARRAY['sent_at', 'not_before', 'error']"
    " IS DISTINCT FROM to_jsonb(NEW) - ARRAY['sent_at', 'not_before', 'error']"
)
APPROVED_TEXTS_CHANGE = pgtrigger.Condition(
    "OLD.state = 'approved' AND (OLD.assessment, OLD.limits, OLD.tasks, OLD.proposals, OLD.signer_name)"
    " IS DISTINCT FROM (NEW.assessment, NEW.limits, NEW.tasks, NEW.proposals, NEW.signer_name)"
)


class ReportPaperQuerySet(ScopedQuerySet["ReportPaper"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(report__host__in=scope.hosts)

    def issued(self) -> Self:
        """Keep what went out, the newest first."""
        return self.filter(state=PaperState.ISSUED).order_by("-issued_at", "-id")

    def to_send(self, *, now: datetime) -> Self:
        """Keep what was issued and has not all of its files and mails yet, oldest first."""
        waiting = self.filter(state=PaperState.ISSUED, sent_at=None)
        return waiting.filter(Q(not_before=None) | Q(not_before__lte=now)).order_by("id")

    def latest_of(self, host_id: int) -> "ReportPaper | None":
        """Return a council's newest issued report on a whole campaign."""
        whole = self.issued().filter(report__host=host_id, report__group="", report__cluster=None)
        return whole.select_related("report").first()


class ReportPaper(Subject):
    """A ready report on its way out [báo cáo]: drafted, edited, approved by the chair, issued."""

    MOVES = PAPER_MOVES

    report = models.OneToOneField(Report, models.PROTECT, related_name="paper")
    needs_approval = models.BooleanField(default=True)
    number = models.CharField(
        _("number"), max_length=60, blank=True, help_text=_("As in the register of outgoing papers: 27/BC-HĐTĐKT.")
    )
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    signer_name = models.CharField(_("signer"), max_length=150, blank=True)
    signer_position = models.CharField(_("signer's position"), max_length=150, blank=True)
    assessment = models.TextField(_("overall assessment"), blank=True)
    limits = models.TextField(_("limits and their causes"), blank=True)
    tasks = models.TextField(_("tasks ahead"), blank=True)
    proposals = models.TextField(_("proposals"), blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    issued_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)  # all its files are made and all its mails are written
    not_before = models.DateTimeField(null=True)  # after a failure the worker waits until then
    error = models.CharField(max_length=200, blank=True)

    objects = ReportPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a report")
        verbose_name_plural = _("papers of reports")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PaperState.values), name="report_paper_state_is_known"),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=models.F("id")), name="report_does_not_replace_itself"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="issued_is_frozen", operation=pgtrigger.Update, condition=ISSUED_CHANGES),
            pgtrigger.Protect(
                name="issued_stays", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__state="issued")
            ),
            pgtrigger.Protect(
                name="approved_texts_are_frozen", operation=pgtrigger.Update, condition=APPROVED_TEXTS_CHANGE
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.report)

    def get_absolute_url(self) -> str:
        return reverse("report-detail", args=[self.report_id])

    def get_state_display(self) -> str:
        return str(PaperState(self.state).label)

    @property
    def sign(self) -> str:
        """The sign of its state, among those of the ledger."""
        return {"draft": "drafting", "approved": "signing", "issued": "accepted"}[self.state]

    @property
    def is_draft(self) -> bool:
        return self.state == PaperState.DRAFT

    @property
    def is_issued(self) -> bool:
        return self.state == PaperState.ISSUED

    @property
    def replacement(self) -> "ReportPaper | None":
        """Return the issued report that took this one's place."""
        newer = getattr(self, "replaced_by", None)
        return newer if newer and newer.is_issued else None

    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in TEXTS}

    # --- the workflow ---

    def roles_of(self, user: Any) -> frozenset[str]:
        return Scope.of(user).roles_at(self.report.host_id)

    def may_edit(self, user: Any) -> bool:
        return self.is_draft and Role.SECRETARY in self.roles_of(user)

    def problems(self) -> list[Problem]:
        found = []
        if not self.assessment.strip():
            found.append(Problem("assessment", _t("Write the overall assessment.")))
        if not self.tasks.strip():
            found.append(Problem("tasks", _t("Write the tasks ahead.")))
        if not (self.signer_name and self.signer_position):
            found.append(Problem("signer_name", _t("Give the signer's name and position.")))
        return found

    def check_move(self, verb: str, *, at: datetime, due_at: datetime | None) -> None:
        if verb != "issue":
            return
        if self.needs_approval and self.state == PaperState.DRAFT:
            raise Shut(_t("The chair of the council approves this report before it is issued."))
        if self.needs_approval and not (self.number and self.issued_on):
            raise Shut(_t("Give the number and the date of issue first."))

    def frozen_content(self, verb: str) -> dict[str, Any] | None:
        if verb == "reject":
            return None
        heading = {
            "number": self.number,
            "issued_on": self.issued_on.isoformat() if self.issued_on else "",
            "signer_name": self.signer_name,
            "signer_position": self.signer_position,
            "replaces": self.replaces.report.code if self.replaces else "",
        }
        return {**heading, **self.texts(), "report": self.report.code, "sha256": self.report.sha256}

    def note_move(self, event: Event) -> None:
        if event.verb == "issue":
            self.issued_at = event.at

    def new_event(self, **facts: Any) -> "ReportEvent":
        return ReportEvent(paper=self, **facts)


class ReportEventQuerySet(ScopedQuerySet["ReportEvent"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(paper__report__host__in=scope.hosts)


class ReportEvent(Event):
    """One move of a report's paper."""

    paper = models.ForeignKey(ReportPaper, models.PROTECT, related_name="events")

    objects = ReportEventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("event of a report")
        verbose_name_plural = _("events of reports")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M:%S}"


class Face(models.TextChoices):
    """What a report can be taken along as."""

    DOCX = "docx", "DOCX"
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"

    @property
    def mime(self) -> str:
        return MIMES[self.value]


OFFICE = "application/vnd.openxmlformats-officedocument"
MIMES = {
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
}


class ReportFile(models.Model):
    """A face of an issued report as it went out, byte by byte: what `/verify/` compares a dropped file with."""

    paper = models.ForeignKey(ReportPaper, models.PROTECT, related_name="files")
    face = models.CharField(max_length=5, choices=Face)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        constraints = [models.UniqueConstraint(fields=["paper", "face"], name="report_has_each_file_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name

    @property
    def mime(self) -> str:
        return Face(self.face).mime

    def fingerprint(self) -> str:
        """Return the SHA-256 of its bytes, in hexadecimal."""
        return hashlib.sha256(bytes(self.content)).hexdigest()


class DeliveryQuerySet(ScopedQuerySet["ReportDelivery"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(paper__report__host__in=scope.hosts)

    def opened_by(self, user: "User", report: Report) -> Self:
        """Keep what was sent to this person of this report and not opened yet."""
        return self.filter(person=user, paper__report=report, opened_at=None)


class ReportDelivery(models.Model):
    """An issued report on its way to one address: once, whatever happens to the worker."""

    paper = models.ForeignKey(ReportPaper, models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    address = models.CharField(_("address"), max_length=254)
    with_files = models.BooleanField(default=False)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, related_name="deliveries")
    written_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(_("opened"), null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("delivery of a report")
        verbose_name_plural = _("deliveries of reports")
        constraints = [models.UniqueConstraint(fields=["paper", "address"], name="report_goes_once_to_an_address")]

    def __str__(self) -> str:
        return self.address
