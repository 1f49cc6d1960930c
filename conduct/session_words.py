"""What the pages of a session say about each step before and after it is made."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from conduct.models import SessionState
from conduct.step_form import StepWords

WHY: Final = _("Why")

SESSION_WORDS: Final[Mapping[str, StepWords]] = {
    "convene": StepWords(
        button=_("Convene the session"),
        what=_(
            "The membership of the council on the day of the session is copied and stays. Agenda, seats and tellers "
            "can be changed until voting opens; each change is recorded with its reason."
        ),
        done=_("The session is convened."),
    ),
    "open": StepWords(
        button=_("Open the vote"),
        what=_(
            "Agenda, voting rules, attendance and conflicts of interest are frozen; every member present gets their "
            "ballots. Nobody sees a count before you close the vote."
        ),
        done=_("Voting is open. Members vote on their own page."),
    ),
    "close": StepWords(
        button=_("Close the vote"),
        what=_("Nobody can vote after that. Open votes are counted at once; the tellers open the sealed boxes."),
        done=_("Voting is closed."),
    ),
    "approve": StepWords(
        button=_("Approve the results"),
        what=_("The nominations become approved or not approved, as the council said. This cannot be taken back."),
        done=_("The results are approved."),
    ),
    "void": StepWords(
        button=_("Declare the vote void"),
        what=_(
            "For a lost key, a disturbed box, a mistake in the agenda: the boxes are emptied unopened, nothing is "
            "counted, and the nominations can be put on the agenda of another session."
        ),
        done=_("The vote is void. Convene another session from this agenda."),
        note_label=WHY,
        is_grave=True,
    ),
    "cancel": StepWords(
        button=_("Cancel the session"),
        what=_("The session does not take place; its nominations can be put on another agenda."),
        done=_("The session is cancelled."),
        note_label=WHY,
        is_grave=True,
    ),
}

PLACES: Final[Mapping[str, str]] = {  # where a problem is mended: the name of a page
    "agenda": "session-agenda",
    "members": "session-members",
    "tellers": "session-tellers",
    "papers": "session-papers",
    "results": "session-detail",
}

SIGNS: Final[Mapping[str, str]] = {  # the sign and tint of a session's state
    SessionState.DRAFT: "drafting",
    SessionState.CONVENED: "pending",
    SessionState.VOTING: "returned",
    SessionState.CLOSED: "submitted",
    SessionState.COUNTED: "submitted",
    SessionState.APPROVED: "accepted",
    SessionState.VOIDED: "overdue",
    SessionState.CANCELLED: "waived",
}
