"""What stands between a dossier and its next step: sentences with the place to mend, and what the law forbids."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from conduct import nomination_facts
from conduct.models import AwardKind, Nomination, SubjectKind
from units.workflow import Incomplete, Problem, Shut

COMPLETE: Final = frozenset({"send", "submit", "enter"})


def check(nomination: Nomination, verb: str, *, at: datetime) -> None:
    """Raise a `MoveRefused` where law, rules or the award's kind forbid this move at that moment."""
    if verb in {"submit", "enter"} and nomination.terms_for(at) is None:
        raise Shut(_("This award cannot be proposed today: no terms of it are in force."))
    if verb in {"enter", "grant"} and not _takes_short_way(nomination, at):
        raise Shut(_("This award needs a session of the council."))
    if verb == "publish" and nomination.award.kind != AwardKind.PRAISE and not nomination.lines.standing().exists():
        raise Shut(_("This award is given by a decision: record that first."))
    if verb == "withdraw" and nomination.events.filter(verb="enter").exists():
        raise Shut(_("The standing office entered this one: only it can give it up."))
    if verb in COMPLETE and (found := list(problems(nomination, at=at))):
        raise Incomplete(found)
    if verb == "admit" and (found := list(_stops(nomination, at=at))):
        raise Incomplete(found)


def _takes_short_way(nomination: Nomination, at: datetime) -> bool:
    terms = nomination.terms_for(at)
    return bool(terms and terms.takes_short_way)


def problems(nomination: Nomination, *, at: datetime) -> Iterator[Problem]:
    """Yield what a dossier still lacks before it can be signed."""
    yield from _who(nomination)
    if not nomination.merit.strip():
        yield Problem("merit", _("Say in one or two sentences what is praised: the certificate prints it."))
    if not nomination.is_short_way:
        yield from _achievements(nomination)
        yield from _meeting(nomination, at=at)
        if not nomination.letter_number:
            yield Problem("letter_number", _("Enter the number of the submission letter."))
    yield from _stops(nomination, at=at)


def _who(nomination: Nomination) -> Iterator[Problem]:
    if not nomination.name.strip():
        yield Problem("name", _("Enter who is proposed."))
    if nomination.subject == SubjectKind.PERSON:
        if not nomination.position.strip():
            yield Problem("position", _("Enter the position of the person."))
        if not nomination.standing:
            yield Problem("standing", _("Say whether the person leads or does the work."))
    if nomination.subject != nomination.award.subject:
        yield Problem("subject", _("This award is given to another kind: choose one for whom you propose."))


def _achievements(nomination: Nomination) -> Iterator[Problem]:
    rows = list(nomination.achievements.all())
    if not rows:
        yield Problem("achievements", _("Describe what was achieved against each standard."))
    for row in rows:
        if not row.text.strip():
            sentence = _("Describe what was achieved: “%(standard)s”.") % {"standard": row.standard}
            yield Problem(f"achievement_{row.place}", sentence)


def _meeting(nomination: Nomination, *, at: datetime) -> Iterator[Problem]:
    if not nomination.met_on:
        yield Problem("met_on", _("Enter the day of the unit's meeting."))
    elif nomination.met_on > localdate(at):
        yield Problem("met_on", _("The meeting lies ahead: write down what has been held."))
    members, present, yes = nomination.meeting_members, nomination.meeting_present, nomination.meeting_yes
    if members is None or present is None or yes is None:
        yield Problem("meeting_present", _("Enter who was summoned, who came, and the votes for it."))
        return
    if present > members:
        yield Problem("meeting_present", _("More people came than were summoned: check both numbers."))
    if yes > present:
        yield Problem("meeting_yes", _("There are more votes than people present: check both numbers."))


def _stops(nomination: Nomination, *, at: datetime) -> Iterator[Problem]:
    for each in nomination_facts.checks(nomination, at=at):
        if each.stops:
            told = {"title": each.title, "record": each.record}
            hint = _("The standing office can let you go past it, with a reason.") if each.code != "terms" else ""
            problem = _("%(title)s: it does not. %(record)s") % told
            yield Problem(f"check-{each.code}", f"{problem} {hint}".strip())
