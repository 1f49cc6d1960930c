"""Evidence: what a unit keeps to show that something is so, and the places at which it is shown.

A file is kept once, outside the web root, and served only through a check of rights; it may stand at several places.
"""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, cast

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from campaigns.models.activity import ActivityEntry
from campaigns.models.obligation import Obligation
from units.models import Unit
from units.scoping import Scope, ScopedQuerySet
from units.searching import found_by

if TYPE_CHECKING:
    from units.models import User

SCAN = "scan"  # the place of the signed paper itself
SMALL = "small"


def of_others(scope: Scope) -> Q:
    """Return which uses people outside the unit may see: what was handed in, and what stands in the log."""
    handed_in = Q(handed_in_at__isnull=False)
    handed_in &= Q(obligation__host__in=scope.hosts) | Q(obligation__unit__in=scope.below)
    return handed_in | Q(entry__unit__in=scope.below) | Q(entry__campaign__host__in=scope.hosts)


class EvidenceQuerySet(ScopedQuerySet["Evidence"]):
    """The unit's own; to others only what stands in something that was handed in, or in the log."""

    def reachable(self, scope: Scope) -> Q:
        uses = EvidenceUse.objects.filter(EvidenceUse.objects.all().reachable(scope))
        return Q(unit__in=scope.own) | Q(pk__in=uses.values("evidence"))

    def of_unit(self, unit_id: int) -> Self:
        """Keep what one unit gave, latest first."""
        return self.filter(unit=unit_id).order_by("-added_at", "id")

    def search(self, query: str) -> Self:
        """Keep what the query finds without diacritics in name, link and note."""
        return self.filter(found_by(query)) if query else self


def stored_name(evidence: "Evidence", filename: str) -> str:
    """Return a random name on disk, two folders deep; the person's name for the file is data only."""
    name = evidence.pk.hex
    return f"{name[:2]}/{name[2:4]}/{name}{'-small' if filename == SMALL else ''}"


class Evidence(models.Model):
    """A file, a link or a note of one unit [minh chứng]: a file is sniffed, hashed, stored under a random name.

    `sha256` is that of what is kept, `source_sha256` that of what came: pictures are drawn anew, without what the
    camera wrote into them, unless they are the signed paper itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="evidence")
    name = models.CharField(_("name"), max_length=160, blank=True)
    file = models.FileField(upload_to=stored_name, max_length=100, blank=True)
    thumbnail = models.FileField(upload_to=stored_name, max_length=100, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    search_text = models.GeneratedField(
        expression=Func(
            Concat(F("name"), Value(" "), F("link"), Value(" "), F("note"), output_field=TextField()),
            function="vi_search_text",
            output_field=TextField(),
        ),
        output_field=TextField(),
        db_persist=True,
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") & Q(link="", note="")
                | Q(file="", note="") & ~Q(link="")
                | Q(file="", link="") & ~Q(note=""),
                name="evidence_is_a_file_a_link_or_a_note",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "-added_at"], name="evidence_of_unit"),
            models.Index(fields=["source_sha256"], name="evidence_by_content", condition=~Q(source_sha256="")),
        ]

    def __str__(self) -> str:
        return self.name or self.link or Truncator(self.note).chars(60)

    def get_absolute_url(self) -> str:
        return self.link or reverse("evidence-file", args=[self.pk])

    @property
    def kind(self) -> str:
        return "file" if self.file else "link" if self.link else "note"

    def facts(self) -> dict[str, Any]:
        """Return what a hand-in freezes of it."""
        if self.file:
            facts = {"id": str(self.pk), "name": self.name, "mime": self.mime, "size": self.size, "sha256": self.sha256}
            return facts | ({"source_sha256": self.source_sha256} if self.source_sha256 != self.sha256 else {})
        return {"id": str(self.pk), "name": self.name, "link": self.link, "note": self.note}


class EvidenceUseQuerySet(ScopedQuerySet["EvidenceUse"]):
    """The unit's own; to others what was handed in, also when it was taken off the draft since."""

    def reachable(self, scope: Scope) -> Q:
        return Q(obligation__unit__in=scope.own) | Q(entry__unit__in=scope.own) | of_others(scope)

    def of_units(self, user: "User") -> Self:
        """Keep what the person's own units may take away again."""
        own = Scope.of(user).own
        return self.current().filter(Q(obligation__unit__in=own) | Q(entry__unit__in=own))

    def current(self) -> Self:
        """Keep what belongs to the draft; what is taken away after a hand-in stays for those who read that one."""
        return self.filter(removed_at=None).order_by("id")

    def at_places(self, places: Iterable[str]) -> Self:
        """Keep what stands at these places."""
        return self.filter(place__in=list(places))


class EvidenceUse(models.Model):
    """Evidence at a place of a deliverable (`scan`, `answers.C12`), or with an activity of the log."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="evidence_uses")
    entry = models.ForeignKey(ActivityEntry, models.PROTECT, null=True, related_name="evidence_uses")
    place = models.CharField(max_length=60, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = EvidenceUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence at a place")
        verbose_name_plural = _("evidence at places")
        constraints = [
            models.CheckConstraint(
                condition=Q(obligation__isnull=False, entry=None) | Q(obligation=None, entry__isnull=False),
                name="evidence_stands_with_one_thing",
            ),
            models.UniqueConstraint(
                fields=["obligation", "place", "evidence"],
                condition=Q(removed_at=None),
                name="evidence_stands_once_at_a_place",
            ),
            models.UniqueConstraint(
                fields=["entry", "evidence"], condition=Q(removed_at=None), name="evidence_stands_once_with_an_activity"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="handed_in_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__handed_in_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence} · {self.place}" if self.place else str(self.evidence)

    @property
    def to(self) -> Obligation | ActivityEntry:
        """Return with what it stands: the database lets it be one of the two."""
        return cast("Obligation | ActivityEntry", self.obligation or self.entry)
