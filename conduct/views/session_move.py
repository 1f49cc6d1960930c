"""The steps of a session, each on its own page: convened, opened, closed, approved, void, cancelled."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from django.http import HttpResponse

from conduct import session_actions
from conduct.session_page import item_lines, mends, seat_lines
from conduct.session_words import SESSION_WORDS
from conduct.step_form import StepForm
from conduct.telling import TELLS_MEMBERS, told_by_agenda
from conduct.views.session import seen_by_council
from conduct.views.step import Step
from units.access import UserRequest, for_secretary_and_chair

ACTS: Final[Mapping[str, Callable[..., Any]]] = {
    "convene": session_actions.convene,
    "open": session_actions.open_voting,
    "close": session_actions.close_voting,
    "approve": session_actions.approve,
    "void": partial(session_actions.give_up, verb="void"),
    "cancel": partial(session_actions.give_up, verb="cancel"),
}


@for_secretary_and_chair
def session_move(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    """Show what a step will do and what still stands before it; make it."""
    session = seen_by_council(request.user, pk)
    words = SESSION_WORDS[verb]
    facts = {
        "before": "conduct/session_before.html",
        "session": session,
        "verb": verb,
        "mends": mends(session) if session.MOVES[verb].complete else [],
        "items": item_lines(session),
        "told": told_by_agenda(session, by=request.user) if verb == "approve" else None,
        "tells_members": verb in TELLS_MEMBERS,
        "waiting": [line.seat for line in seat_lines(session) if line.ballots and not line.has_voted],
    }
    return Step(
        request=request,
        subject=session,
        verb=verb,
        words=words,
        form=StepForm(request.POST or None, subject=session, verb=verb, words=words),
        act=partial(ACTS[verb], session),
        title=session.title,
        back_url=session.get_absolute_url(),
        context=facts,
    ).answer()
