"""What a report says before anybody has edited it: sentences built from its figures, in the language of the moment."""

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.reports.chapters.chapter import enumeration
from portal.reports.outline import Line, Outline

LOW = 80  # per cent: below this a cluster is named among the limits


def drafted(parts: Outline) -> dict[str, str]:
    """Return the text parts as they are offered to the secretary."""
    told = parts.chapters
    overall = " ".join([parts.summary, *best_and_last(parts.clusters)])
    return {
        "assessment": "\n".join([overall, *(one.assessment for one in told if one.assessment)]),
        "limits": "\n".join([*limits(parts), *(line for one in told for line in one.limits)]),
        "tasks": "\n".join([*parts.ahead, *(line for one in told for line in one.tasks)]),
        "proposals": "\n".join(line for one in told for line in one.proposals),
    }


def best_and_last(clusters: list[Line]) -> Iterator[str]:
    """Name the clusters that were most and least on time, where there are several and they differ."""
    counted = sorted((line for line in clusters if line.due), key=_on_time, reverse=True)
    if len(counted) < 2 or _on_time(counted[0]) == _on_time(counted[-1]):
        return
    yield _("Most on time: %(cluster)s (%(share)s).") % {"cluster": counted[0].label, "share": counted[0].on_time}
    yield _("Least on time: %(cluster)s (%(share)s).") % {"cluster": counted[-1].label, "share": counted[-1].on_time}


def _on_time(line: Line) -> float:
    return line.figures["on_time"] / line.due


def limits(parts: Outline) -> Iterator[str]:
    """Yield what did not go well, with numbers and names."""
    for listed in parts.missing:
        names = [named.unit for named in listed.units]
        yield _("%(title)s: not handed in by %(units)s.") % {"title": listed.title, "units": enumeration(names)}
    late = sum(len(listed.units) for listed in parts.late)
    if late:
        words = ngettext("%(n)s paper came late.", "%(n)s papers came late.", late)
        yield words % {"n": number_format(late)}
    for line in parts.clusters:
        if line.due and 100 * line.figures["on_time"] < LOW * line.due:
            yield _("%(cluster)s was on time with %(share)s only.") % {"cluster": line.label, "share": line.on_time}
