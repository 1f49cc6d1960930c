"""What stands between a session and its next step: sentences, each with the page on which it is mended."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conduct.models import AgendaItem, Attendance, Manner, Outcome, Session, SessionPaper, SessionState
from conduct.reckoning import has_quorum
from conduct.voters import Council, council_of
from units.workflow import Problem

FEWEST_VOTERS = 5  # among fewer, a secret ballot is none: what one did not vote oneself is soon told
TELLERS = 2


def problems(session: Session) -> Iterator[Problem]:
    """Yield what is missing for the one step that leads on from where the session stands."""
    checks = {
        SessionState.DRAFT: before_convening,
        SessionState.CONVENED: before_opening,
        SessionState.CLOSED: before_counted,
        SessionState.COUNTED: before_approving,
    }
    check = checks.get(SessionState(session.state))
    if check:
        yield from check(session)


def before_convening(session: Session) -> Iterator[Problem]:
    if not session.items.exists():
        yield Problem("agenda", _("The agenda is empty: put something on it."))


def before_opening(session: Session) -> Iterator[Problem]:
    council = council_of(session)
    items = list(session.items.all())
    if not items:
        yield Problem("agenda", _("The agenda is empty: put something on it."))
    if any(item.manner == Manner.SECRET for item in items):
        yield from _keys(session)
    if any(seat.attendance == Attendance.UNKNOWN for seat in council.seats):
        yield Problem("members", _("Say of every member whether they are present."))
        return
    yield from _quorum(session, council)
    yield from _voters(items, council)


def _voters(items: Iterable[AgendaItem], council: Council) -> Iterator[Problem]:
    for item in items:
        voters = len(council.voters(item.pk))
        told = {"title": item.title, "number": voters, "least": FEWEST_VOTERS}
        if item.manner == Manner.SECRET and voters < FEWEST_VOTERS:
            yield Problem(
                "agenda",
                _(
                    "“%(title)s”: %(number)s members may vote, and a secret ballot among fewer than %(least)s is none. "
                    "Vote on paper or openly, or at another session."
                )
                % told,
            )
        elif not voters:
            yield Problem("agenda", _("“%(title)s”: nobody here may vote on it.") % told)


def _quorum(session: Session, council: Council) -> Iterator[Problem]:
    members, present = len(council.seats), len(council.here)
    rules = {item.rule_id: item.rule.rule for item in session.items.select_related("rule")}
    lacking = [rule for rule in rules.values() if not has_quorum(rule, members=members, present=present)]
    if lacking:
        least = max(rule.quorum.at_least(members) for rule in lacking)
        sentence = ngettext(
            "No quorum: %(present)s of %(members)s members is present, %(least)s are needed.",
            "No quorum: %(present)s of %(members)s members are present, %(least)s are needed.",
            present,
        )
        yield Problem("members", sentence % {"present": present, "members": members, "least": least})


def _keys(session: Session) -> Iterator[Problem]:
    tellers = list(session.tellers.all())
    if len(tellers) < TELLERS:
        yield Problem("tellers", _("A secret ballot needs two tellers: name them."))
    for teller in tellers:
        if not teller.is_proved:
            yield Problem("tellers", _("%(teller)s has not drawn and read back their key yet.") % {"teller": teller})


def before_counted(session: Session) -> Iterator[Problem]:
    for item in session.items.uncounted():
        yield Problem("results", _("“%(title)s” is not counted yet.") % {"title": item.title})


def before_approving(session: Session) -> Iterator[Problem]:
    items = list(session.items.select_related("result__casting"))
    for item in items:
        if item.result.outcome == Outcome.TIE and item.result.has_passed is None:
            yield Problem("results", _("“%(title)s”: a tie; the chair still has to say their side.") % {"title": item})
    on_paper = any(item.manner == Manner.PAPER for item in items)
    scanned = {SessionPaper.Kind.TALLY, SessionPaper.Kind.MINUTES}
    if on_paper and not session.papers.filter(kind__in=scanned).exists():
        yield Problem("papers", _("Part was voted on paper: attach the scan of the tellers' record or of the minutes."))
