"""Verbs of a code: a new version as a copy, clauses added to and taken from a draft, publishing it for good."""

import copy
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conduct.comparison import Line, Told, compare
from conduct.models import Assessed, Audience, Clause, Code, CodeVersion, Method, Theme
from units.clock import db_now
from units.models import User

Row = TypeVar("Row", Theme, Clause)
LISTS: Final = {"assessed": Assessed, "methods": Method, "audiences": Audience}


class CodeRefused(Exception):
    """What cannot be done with a code; `str()` is a sentence that says why and what to do."""


@transaction.atomic
def start_version(code: Code) -> CodeVersion:
    """Return the code's draft; where there is none, a new one as a copy of the latest version."""
    code = Code.objects.select_for_update().get(pk=code.pk)
    if draft := code.versions.drafts().first():
        return draft
    latest = code.versions.order_by("-number").first()
    number = latest.number + 1 if latest else 1
    if latest is None:
        return CodeVersion.objects.create(code=code, number=number, title=code.name)
    draft = CodeVersion.objects.create(
        code=code, number=number, title=latest.title, preamble=latest.preamble, legal_basis=latest.legal_basis
    )
    themes = {theme.pk: _copy(theme, draft) for theme in latest.themes.all()}
    Theme.objects.bulk_create(themes.values())
    clauses = [_copy(clause, draft) for clause in latest.clauses.all()]
    for clause in clauses:
        clause.theme = themes[clause.theme_id]
    Clause.objects.bulk_create(clauses)
    return draft


def _copy(row: Row, version: CodeVersion) -> Row:
    new = copy.copy(row)
    new.pk, new._state = None, copy.copy(row._state)
    new._state.adding = True
    new.version = version
    return new


def next_code(theme: Theme) -> str:
    """Return the code of a theme's next clause: one that was ever used means that clause for ever."""
    used = Clause.objects.filter(version__code=theme.version.code, code__startswith=f"{theme.code}-")
    last = used.aggregate(last=Max("code"))["last"]
    number = int(last.rpartition("-")[2]) + 1 if last else 1
    return f"{theme.code}-{number:02d}"


@transaction.atomic
def store_clause(clause: Clause, *, theme: Theme | None = None) -> None:
    """Store a clause of a draft, with a theme that is begun with it; a new one gets its code and stands at the end."""
    _hold(clause.version)
    if theme is not None:
        theme.save()
        clause.theme = theme
    if clause.pk is None:
        clause.code = next_code(clause.theme)
        last = clause.version.clauses.aggregate(last=Max("position"))["last"]
        clause.position = (last or 0) + 1
    clause.save()


@transaction.atomic
def store_version(version: CodeVersion) -> None:
    """Store what stands above the clauses of a draft. Raises `CodeRefused`."""
    _hold(version)
    version.save()


def _hold(version: CodeVersion) -> CodeVersion:
    """Hold a draft while it is written in. Raises `CodeRefused` for one that was published meanwhile."""
    held = CodeVersion.objects.select_for_update(of=("self",)).select_related("code").get(pk=version.pk)
    if not held.is_draft:
        raise CodeRefused(_("This version was published meanwhile: it does not change any more. Begin a new one."))
    return held


@transaction.atomic
def remove_clause(clause: Clause) -> None:
    """Take a clause out of a draft, and its theme with it where that would stand empty."""
    _hold(clause.version)
    theme = clause.theme
    clause.delete()
    if not theme.clauses.exists():
        theme.delete()


@transaction.atomic
def discard(version: CodeVersion) -> None:
    """Throw a draft away. Raises `CodeRefused` for what was published."""
    _hold(version).delete()


@transaction.atomic
def publish(version: CodeVersion, *, by: User, at: datetime | None = None) -> CodeVersion:
    """Publish a draft: from now on nothing in it changes. Raises `CodeRefused` while something stands against it."""
    held = _hold(version)
    moment = at or db_now()
    if problems := list(publishing_problems(held, at=moment)):
        raise CodeRefused(" ".join(problems))
    held.published_at, held.published_by = moment.replace(microsecond=0), by
    held.save(update_fields=["published_at", "published_by"])
    return held


def publishing_problems(version: CodeVersion, *, at: datetime) -> Iterator[str]:
    """Yield what stands between a draft and its publication."""
    before = version.code.versions.published().order_by("-valid_from").first()
    if version.valid_from is None:
        yield _("Say from which day this version is in force.")
    elif before and before.valid_from and version.valid_from <= before.valid_from:
        yield _("It must come into force after version %(number)s.") % {"number": before.number}
    elif before and version.valid_from < localdate(at):
        yield _("Its first day has passed: what units assessed by the version in force would be told anew.")
    if not version.clauses.exists():
        yield _("It has no clause yet.")
    if letters := sorted(_taken_letters(version)):
        yield _("Another code has the theme %(letters)s already: choose other letters.") % {
            "letters": ", ".join(letters)
        }


def _taken_letters(version: CodeVersion) -> set[str]:
    """Return the letters of themes that stand in another code: clauses of all codes stand on one checklist."""
    others = Theme.objects.exclude(version__code=version.code).filter(code__in=version.themes.values("code"))
    return set(others.values_list("code", flat=True))


# --- side by side ----------------------------------------------------------------------------------------------------


def comparison(before: CodeVersion, after: CodeVersion) -> list[Line]:
    """Return two versions of a code clause by clause."""
    return compare(told(before), told(after))


def told(version: CodeVersion) -> list[Told]:
    """Return the clauses of a version as they are compared, in the order in which they are read."""
    return [_told(clause) for clause in version.clauses.in_order().select_related("theme")]


def _told(clause: Clause) -> Told:
    values = {name: getattr(clause, name) for name in ("school_wording", "basis", "evidence", "plain_words")}
    for name, choices in LISTS.items():
        values[name] = ", ".join(str(choices(key).label) for key in getattr(clause, name))
    values["answered_in"] = clause.get_answered_in_display()
    values["rhythm"] = clause.get_rhythm_display()
    values["severity"] = str(clause.severity)
    values["needs_evidence"] = _("yes") if clause.needs_evidence else _("no")
    labels = {field.name: str(field.verbose_name) for field in Clause._meta.concrete_fields}
    return Told(
        clause.code, clause.theme.name, clause.wording, {labels[name]: str(value) for name, value in values.items()}
    )


# --- on paper --------------------------------------------------------------------------------------------------------


def sheet_facts(version: CodeVersion) -> dict[str, Any]:
    """Return what a desk card or a framed poster says, as plain data: pages and official papers draw it."""
    rows = version.clauses.in_order().select_related("theme")
    themes = [
        {"name": theme.name, "clauses": [clause.wording for clause in found]}
        for theme, found in groupby(rows, key=lambda clause: clause.theme)
    ]
    basis = version.legal_basis
    return {
        "title": version.title,
        "basis": f"{basis.number} ({date_format(basis.issued_on, 'd/m/Y')})" if basis else "",
        "version": version.number,
        "valid_from": version.valid_from.isoformat() if version.valid_from else "",
        "address": version.code.get_absolute_url(),
        "themes": themes,
    }
