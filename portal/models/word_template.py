"""Word templates of the office's own: uploaded, checked, switched on; each is kept for ever."""

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from portal.papers import kinds
from units.history import with_history


class TemplateState(models.TextChoices):
    """How far a template is; read from its dates, stored nowhere."""

    DRAFT = "draft", _("Has faults")
    CHECKED = "checked", _("Checked, not in use")
    IN_USE = "in_use", _("In use")
    PAST = "past", _("Was in use")


class WordTemplateQuerySet(models.QuerySet["WordTemplate"]):
    def in_use(self) -> Self:
        return self.filter(in_use_since__isnull=False, in_use_until=None)

    def next_version(self, kind: str) -> int:
        return (self.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0) + 1


@with_history(exclude=["content", "sample", "findings", "remarks"])
class WordTemplate(models.Model):
    """One version of the office's own template for one kind of paper; its file never changes."""

    kind = models.CharField(_("kind of paper"), max_length=30)
    version = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("file name"), max_length=160)
    note = models.CharField(_("what is different"), max_length=200, blank=True)
    content = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    checked_at = models.DateTimeField(_("checked at"))
    findings: Any = models.JSONField(default=list, blank=True)
    remarks: Any = models.JSONField(default=list, blank=True)
    sample = models.BinaryField(null=True)
    in_use_since = models.DateTimeField(_("in use since"), null=True, blank=True)
    in_use_until = models.DateTimeField(_("in use until"), null=True, blank=True)

    objects = WordTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-version"]
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="template_has_each_version_once"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(in_use_since__isnull=False, in_use_until=None),
                name="one_template_of_a_kind_is_in_use",
            ),
            models.CheckConstraint(
                condition=Q(in_use_until=None) | Q(in_use_since__isnull=False), name="template_ends_after_it_began"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="content_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("kind", "version", "content", "sha256"),
            ),
            pgtrigger.Protect(
                name="used_ones_stay",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__in_use_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} {self.version}"

    @property
    def kind_label(self) -> str:
        """The kind in words; a kind that is gone stands as it is."""
        return str(kinds.KINDS[self.kind].title) if self.kind in kinds.KINDS else self.kind

    @property
    def state(self) -> TemplateState:
        if self.in_use_since and not self.in_use_until:
            return TemplateState.IN_USE
        if self.findings:
            return TemplateState.DRAFT
        return TemplateState.PAST if self.in_use_until else TemplateState.CHECKED
