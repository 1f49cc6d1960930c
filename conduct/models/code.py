"""Codes of conduct, their versions and clauses; a version that was published is frozen by the database."""

from datetime import date
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import LegalBasis
from units.history import with_history
from units.models import Kind
from units.models.unit import SCHOOL_KINDS
from units.scoping import Scope


class Facet(models.TextChoices):
    """The four words of the movement, as which results are told."""

    DISCIPLINE = "discipline", _("Discipline")
    RESPONSIBILITY = "responsibility", _("Responsibility")
    DEDICATION = "dedication", _("Dedication")
    FRIENDLINESS = "friendliness", _("Friendliness")


class Audience(models.TextChoices):
    """Which kind of unit a clause is put to; those that receive the public are asked more."""

    WINDOW = "window", _("Agencies with a public window")
    OFFICE = "office", _("Agencies without a public window")
    COMMUNE = "commune", _("Communes and towns")
    SCHOOL = "school", _("Schools")

    @classmethod
    def of(cls, kind: str, *, has_window: bool) -> "Audience":
        """Return the audience to which a unit of this kind belongs."""
        if Kind(kind) in SCHOOL_KINDS:
            return cls.SCHOOL
        if Kind(kind) in {Kind.TOWN, Kind.COMMUNE, Kind.WARD}:
            return cls.COMMUNE
        return cls.WINDOW if has_window else cls.OFFICE


class Assessed(models.TextChoices):
    UNIT = "unit", _("The unit")
    STAFF = "staff", _("Staff")
    HEAD = "head", _("The head")


class Method(models.TextChoices):
    """How it is verified that a clause is kept."""

    SELF = "self", _("Self-assessment")
    INSPECTION = "inspection", _("Inspection")
    FEEDBACK = "feedback", _("Citizens' feedback")
    LEDGER = "ledger", _("The portal's own figures")


class Rhythm(models.TextChoices):
    """How often a clause is assessed."""

    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")
    YEAR = "year", _("Every year")


class AnsweredIn(models.TextChoices):
    COUNTS = "counts", _("Counts: so many staff assessed, so many complied")
    GRADES = "grades", _("Grades: met, partly met, not met")


THEME_CODE = RegexValidator(r"^[A-Z]{2,4}\Z", _("Two to four capital letters without diacritics, for example TG."))
CLAUSE_CODE = RegexValidator(
    r"^[A-Z]{2,4}-\d{2}\Z", _("The theme's letters, a hyphen and two digits, for example TG-01.")
)


class CodeQuerySet(models.QuerySet["Code"]):
    def with_version_in_force(self, *, on: date) -> Self:
        """Add `in_force_id`: the version that is in force on a day, if there is one."""
        versions = CodeVersion.objects.in_force(on=on).filter(code=OuterRef("pk")).values("pk")[:1]
        return self.annotate(in_force_id=Subquery(versions))


@with_history()
class Code(models.Model):
    """A code of conduct [Quy tắc ứng xử]; what it says stands in its versions."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("code of conduct")
        verbose_name_plural = _("codes of conduct")

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("code-detail", args=[self.code])


class CodeVersionQuerySet(models.QuerySet["CodeVersion"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at=None)

    def visible_to(self, user: Any) -> Self:
        """Keep what was published; drafts are read by administrators and councils only."""
        if user.is_authenticated and (user.is_staff or Scope.of(user).hosts):
            return self
        return self.published()

    def in_force(self, *, on: date) -> Self:
        """Keep of each code the version in force on a day: the latest of those published that begin by then."""
        begun = self.model.objects.published().filter(valid_from__lte=on, code=OuterRef("code"))
        return self.filter(pk=Subquery(begun.order_by("-valid_from", "-number").values("pk")[:1]))


FREEZE = "RAISE EXCEPTION 'A published version of a code does not change: begin a new one'; RETURN NULL;"


@with_history()
class CodeVersion(models.Model):
    """One version of a code: draft, then published and from a day on in force, until a later one is."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="versions", verbose_name=_("code of conduct"))
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=300)
    preamble = models.TextField(_("what it is for"), blank=True)
    legal_basis = models.ForeignKey(
        LegalBasis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("legal basis")
    )
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    changes = models.TextField(_("what is new in this version"), blank=True)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = CodeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-number"]
        verbose_name = _("version of a code")
        verbose_name_plural = _("versions of codes")
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="code_version_number_is_unique"),
            models.UniqueConstraint(fields=["code"], condition=Q(published_at=None), name="code_has_one_draft_at_most"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(valid_from__isnull=False), name="code_version_has_a_first_day"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__published_at__isnull=False),
                func=FREEZE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.code.short_name} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("code-version", args=[self.code.code, self.number])

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


def frozen_with_version() -> pgtrigger.Trigger:
    """Return the trigger that lets no row be added to, changed in or taken from a published version."""
    return pgtrigger.Trigger(
        name="published_is_frozen",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("touched", "bigint[]")],
        func="""
            IF TG_OP = 'INSERT' THEN touched := ARRAY[NEW.version_id];
            ELSIF TG_OP = 'DELETE' THEN touched := ARRAY[OLD.version_id];
            ELSE touched := ARRAY[OLD.version_id, NEW.version_id];
            END IF;
            PERFORM 1 FROM conduct_codeversion WHERE id = ANY(touched) AND published_at IS NOT NULL;
            IF FOUND THEN
                RAISE EXCEPTION 'A published version of a code does not change: begin a new one';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


@with_history()
class Theme(models.Model):
    """A part of a version, with the words of the movement under which its clauses are told."""

    version = models.ForeignKey(CodeVersion, models.CASCADE, related_name="themes", verbose_name=_("version"))
    code = models.CharField(_("letters"), max_length=4, validators=[THEME_CODE])
    name = models.CharField(_("name"), max_length=120)
    facets = ArrayField(
        models.CharField(max_length=20, choices=Facet), verbose_name=_("of the four words"), default=list, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["version", "position", "code"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="theme_code_in_version")]
        triggers = [frozen_with_version()]

    def __str__(self) -> str:
        return self.name


class ClauseQuerySet(models.QuerySet["Clause"]):
    def in_order(self) -> Self:
        """Order as the code is read: by code, theme and place in it."""
        return self.order_by("version__code__position", "theme__position", "theme__code", "position", "code")

    def in_force(self, *, on: date) -> Self:
        """Keep the clauses of the versions in force on a day, of all codes, as they are read."""
        versions = CodeVersion.objects.in_force(on=on).values("pk")
        return self.filter(version__in=versions).select_related("theme", "version").in_order()

    def put_to(self, audience: str) -> Self:
        """Keep what is asked of this audience; a clause that names none is asked of all."""
        return self.filter(Q(audiences=[]) | Q(audiences__contains=[audience]))

    def verified_by(self, method: str) -> Self:
        return self.filter(methods__contains=[method])

    def said_by_citizens(self) -> Self:
        """Keep what a citizen can point at."""
        return self.verified_by(Method.FEEDBACK).exclude(plain_words="")

    def asked(self, rhythms: list[str]) -> Self:
        return self.filter(rhythm__in=rhythms)


@with_history()
class Clause(models.Model):
    """One clause [nội dung, điều khoản]: a sentence that is true where people behave well."""

    version = models.ForeignKey(CodeVersion, models.CASCADE, related_name="clauses", verbose_name=_("version"))
    theme = models.ForeignKey(Theme, models.RESTRICT, related_name="clauses", verbose_name=_("theme"))
    code = models.CharField(_("code"), max_length=7, validators=[CLAUSE_CODE])
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    wording = models.TextField(_("wording"))
    school_wording = models.TextField(
        _("wording for schools"), blank=True, help_text=_("Only where the law asks something else of schools.")
    )
    plain_words = models.CharField(
        _("in a citizen's words"),
        max_length=200,
        blank=True,
        help_text=_("How somebody says it who saw it go wrong: to choose from on the feedback form."),
    )
    plain_words_en = models.CharField(_("the same in English"), max_length=200, blank=True)
    basis = models.CharField(_("stands on"), max_length=250, blank=True)
    assessed = ArrayField(
        models.CharField(max_length=10, choices=Assessed), verbose_name=_("who is assessed"), default=list, blank=True
    )
    answered_in = models.CharField(_("answered in"), max_length=10, choices=AnsweredIn, default=AnsweredIn.GRADES)
    methods = ArrayField(
        models.CharField(max_length=12, choices=Method),
        verbose_name=_("verified by"),
        default=list,
        blank=True,
        help_text=_("A clause without any stands in the code and on no checklist."),
    )
    evidence = models.CharField(_("evidence"), max_length=250, blank=True)
    needs_evidence = models.BooleanField(
        _("met only with evidence"),
        default=False,
        help_text=_("Whoever says “met” attaches the evidence, or says where it can be seen."),
    )
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm, blank=True)
    severity = models.PositiveSmallIntegerField(
        _("weight"), default=1, help_text=_("1, 2 or 3: what is graver weighs more.")
    )
    audiences = ArrayField(
        models.CharField(max_length=10, choices=Audience),
        verbose_name=_("put to"),
        default=list,
        blank=True,
        help_text=_("None chosen means all."),
    )

    objects = ClauseQuerySet.as_manager()

    class Meta:
        ordering = ["version", "theme__position", "position", "code"]
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="clause_code_in_version",
                violation_error_message=_("This version already has a clause with this code."),
            ),
            models.CheckConstraint(
                condition=Q(severity__range=(1, 3)),
                name="clause_weighs_one_to_three",
                violation_error_message=_("The weight is 1, 2 or 3."),
            ),
            models.CheckConstraint(
                condition=Q(methods=[]) | ~Q(rhythm=""),
                name="clause_on_checklists_has_a_rhythm",
                violation_error_message=_("Say how often this clause is assessed."),
            ),
        ]
        triggers = [frozen_with_version()]

    def __str__(self) -> str:
        return f"{self.code} {self.wording}"

    def wording_for(self, audience: str) -> str:
        """Return the wording as this audience reads it: schools have their own where the law differs."""
        return self.school_wording if audience == Audience.SCHOOL and self.school_wording else self.wording

    def said(self, language: str) -> str:
        """Return how a citizen says that it went wrong, in their language where there are such words."""
        return self.plain_words_en if language == "en" and self.plain_words_en else self.plain_words

    @property
    def is_counted(self) -> bool:
        """Whether it is answered by how many were assessed and how many complied."""
        return self.answered_in == AnsweredIn.COUNTS

    def is_put_to(self, audience: str) -> bool:
        return not self.audiences or audience in self.audiences
