"""What stands between an initiative and its hand-in, and between its marks and the council's word."""

from collections.abc import Iterator

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conduct.marking import Result, reckon
from conduct.models import Initiative, InitiativeFile, MarkSheet
from conduct.models.initiative import WHOLE
from units.workflow import Problem


def problems(initiative: Initiative) -> Iterator[Problem]:
    """Yield what is missing, each with the part of the form where it is mended."""
    yield from _words(initiative)
    yield from _authors(initiative)
    yield from _effect(initiative)
    yield from _papers(initiative)


def _words(initiative: Initiative) -> Iterator[Problem]:
    if not initiative.field:
        yield Problem("field", _("Choose the field."))
    if not initiative.problem:
        yield Problem("problem", _("Say what the problem was."))
    if not initiative.solution:
        yield Problem("solution", _("Describe the solution so that another unit could do the same."))


def _authors(initiative: Initiative) -> Iterator[Problem]:
    authors = list(initiative.authors.all()) if initiative.pk else []
    if not authors:
        yield Problem("authors", _("Name at least one author."))
        return
    without = [author.name for author in authors if author.share is None]
    if without:
        yield Problem("authors", _("Say the share of: %(names)s.") % {"names": ", ".join(without)})
        return
    together = sum(author.share or 0 for author in authors)
    if together != WHOLE:
        yield Problem(
            "authors",
            _("The shares of all authors come to %(sum)s %%, not to 100 %%.") % {"sum": together},
        )


def _effect(initiative: Initiative) -> Iterator[Problem]:
    if not (initiative.minutes or initiative.money or initiative.benefit):
        yield Problem("effect", _("Say what it saves each time, in minutes or in đồng, or what else it brings."))
    if (initiative.minutes or initiative.money) and not initiative.cases:
        yield Problem("effect", _("Say how many cases there are a year."))
    if not initiative.measured:
        yield Problem("effect", _("Say how the effect was measured."))


def _papers(initiative: Initiative) -> Iterator[Problem]:
    if not initiative.applied_at:
        yield Problem("certificate", _("Say where it works."))
    if not initiative.applied_since:
        yield Problem("certificate", _("Say since when it works."))
    elif initiative.applied_since > localdate():
        yield Problem("certificate", _("It has to work already: the day from which it does lies ahead."))
    if not initiative.certified_by:
        yield Problem("certificate", _("Say who certified that it works."))
    kinds = set(initiative.files.values_list("kind", flat=True)) if initiative.pk else set()
    if InitiativeFile.Kind.CERTIFICATE not in kinds:
        yield Problem("papers", _("Attach the certificate of the place where it works."))


# --- marks ----------------------------------------------------------------------------------------------------------


def result_of(initiative: Initiative) -> Result | None:
    """Return what the marks come to; whoever asks sees to it that marking is closed. Three queries."""
    if initiative.scale is None:
        return None
    sheets = MarkSheet.objects.filter(marker__initiative=initiative).prefetch_related("marks__criterion")
    points = [{mark.criterion.code: mark.points for mark in sheet.marks.all()} for sheet in sheets]
    return reckon(points, initiative.scale.yardstick())


def why_not(initiative: Initiative, verb: str) -> str:
    """Return the sentence that forbids a move of the council because of markers or marks; "" where none does."""
    check = {"close": _before_closing, "recognise": _before_recognising, "open": _before_opening}.get(verb)
    return check(initiative) if check else ""


def _before_opening(initiative: Initiative) -> str:
    if initiative.scale is None or not initiative.scale.criteria.exists():
        return _("The scale of marks has no criteria: tell the administrator.")
    return ""


def _before_closing(initiative: Initiative) -> str:
    if initiative.scale is None:
        return ""
    marked = list(initiative.markers.may_mark().values_list("marked_at", flat=True))
    given, yardstick = sum(at is not None for at in marked), initiative.scale.yardstick()
    if yardstick.has_quorum(given=given, markers=len(marked)):
        return ""
    needed = yardstick.needed(len(marked))
    sentence = ngettext(
        "%(given)s of %(markers)s member has marked; %(needed)s are needed before marking can be closed.",
        "%(given)s of %(markers)s members have marked; %(needed)s are needed before marking can be closed.",
        len(marked),
    )
    return sentence % {"given": given, "markers": len(marked), "needed": needed}


def _before_recognising(initiative: Initiative) -> str:
    result = result_of(initiative)
    if result is None or not result.has_passed:
        return _("The marks do not reach what the scale asks for: it can only be not recognised, with the reason.")
    return ""
