"""Compliance reports: asked for as a row, made by the worker, frozen when they are ready."""

import secrets
from datetime import datetime, timedelta
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Concat, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from campaigns.models.obligation import RECEIPT_LETTERS
from units.models import Cluster, Group, Unit
from units.scoping import Scope, ScopedQuerySet
from units.vietnamese import fold


class ReportState(models.TextChoices):
    QUEUED = "queued", _("Waiting for its turn")
    RUNNING = "running", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")


class Step(models.TextChoices):
    """What the worker is doing, in this order."""

    READING = "reading", _("Reading the ledger")
    COUNTING = "counting", _("Counting unit by unit")
    DRAWING = "drawing", _("Drawing the chart")
    STORING = "storing", _("Freezing the figures")


# A move made in the last moment before `as_of` may be committed a moment after it: such a report waits that long.
SETTLE = timedelta(seconds=2)


PICTURES = ("chart_png", "chart_svg")


def new_code() -> str:
    """Return a report's code for its printed foot: twelve letters, 58 bits, not to be guessed."""
    letters = "".join(secrets.choice(RECEIPT_LETTERS) for _n in range(12))
    return f"BC-{letters[:4]}-{letters[4:8]}-{letters[8:]}"


class ReportQuerySet(ScopedQuerySet["Report"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(host__in=scope.hosts)

    def ready(self) -> Self:
        return self.filter(state=ReportState.READY)

    def chosen(self, *, q: str = "", campaign: str = "", group: str = "", cluster: str = "", status: str = "") -> Self:
        """Keep what a list's filters name; an empty one keeps all."""
        named = {"campaign__code": campaign, "group": group, "cluster__code": cluster, "state": status}
        kept = self.filter(**{path: value for path, value in named.items() if value})
        return kept.search(q) if q else kept

    def search(self, query: str) -> Self:
        """Keep what the query finds, without diacritics, in campaign, person or code."""
        told = Func(
            Concat("campaign__title", Value(" "), "requested_by__full_name", Value(" "), "code"),
            function="vi_fold",
            output_field=models.TextField(),
        )
        return self.alias(told=told).filter(told__contains=fold(query))

    def same_waiting(self, report: "Report") -> Self:
        """Keep what was asked for already, of the same scope and moment, and is not made yet."""
        same = self.filter(campaign=report.campaign, group=report.group, cluster=report.cluster, as_of=report.as_of)
        return same.filter(state__in=[ReportState.QUEUED, ReportState.RUNNING])

    def same_scope(self, report: "Report") -> Self:
        """Keep the other reports on the same part of the same campaign, the newest first."""
        same = self.filter(campaign=report.campaign_id, group=report.group, cluster=report.cluster_id)
        return same.exclude(pk=report.pk).order_by("-as_of", "-id")

    def before(self, report: "Report") -> "Report | None":
        """Return the last of these that is as of an earlier moment, snapshot included."""
        return self.filter(as_of__lt=report.as_of).defer(None).defer(*PICTURES).first()

    def to_make(self, *, now: datetime, claimed_before: datetime) -> Self:
        """Keep what waits for a worker, oldest first, and what a worker took and has not touched since."""
        waiting = Q(state=ReportState.QUEUED, as_of__lte=now - SETTLE)
        orphaned = Q(state=ReportState.RUNNING, claimed_at__lt=claimed_before)
        return self.filter(waiting | orphaned).order_by("id")

    def in_list(self) -> Self:
        """Keep the columns that a list shows: not the snapshots, which are large."""
        return self.select_related("campaign", "cluster", "requested_by").defer("snapshot", "words", *PICTURES)


class Report(models.Model):
    """Figures of one campaign and scope as of one moment [báo cáo tổng hợp]; the database freezes it when ready."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="reports", verbose_name=_("campaign"))
    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    group = models.CharField(_("group"), max_length=10, choices=Group, blank=True)
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cluster")
    )
    as_of = models.DateTimeField(_("as of"))
    schedule = models.ForeignKey(
        "portal.ReportSchedule", models.PROTECT, null=True, related_name="reports", verbose_name=_("schedule")
    )
    run_key = models.CharField(max_length=80, unique=True, null=True, editable=False)  # noqa: DJ001  of a scheduled run
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked for by")
    )
    requested_at = models.DateTimeField(_("asked for at"), db_default=Now())

    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.QUEUED)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=20, choices=Step, blank=True)
    units_done = models.PositiveIntegerField(default=0)
    units_all = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    snapshot: Any = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=20, unique=True, null=True)  # noqa: DJ001  none until it is ready
    made_at = models.DateTimeField(null=True)
    words: Any = models.JSONField(null=True)  # the names that the faces show; frozen too, no part of the hash
    chart_png = models.BinaryField(null=True)  # drawn by the worker, for Word files
    chart_svg = models.TextField(default="")  # the same, for PDF

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("compliance report")
        verbose_name_plural = _("compliance reports")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(snapshot__isnull=False, code__isnull=False) & ~Q(sha256=""),
                name="ready_report_has_its_snapshot",
            )
        ]
        indexes = [
            models.Index(fields=["id"], name="report_to_make", condition=Q(state__in=["queued", "running"])),
        ]
        triggers = [
            pgtrigger.Protect(
                name="ready_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="ready"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.as_of:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("report-detail", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        return self.state == ReportState.READY

    @property
    def is_failed(self) -> bool:
        return self.state == ReportState.FAILED

    @property
    def scope_label(self) -> str:
        """Return what part of the campaign it is about, "" for all of it."""
        return ", ".join(filter(None, [self.get_group_display(), str(self.cluster or "")]))

    @property
    def sign(self) -> str:
        """The sign of its state, among those of the ledger."""
        return {"queued": "pending", "running": "submitted", "ready": "accepted", "failed": "overdue"}[self.state]
