"""Each move in words: its button, what will happen, what to say afterwards, and who will find it on their list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campaigns.models import Obligation
from units.models import Membership, Role, User

Text = str | Promise
A_WORD: Final = _("A word with it")


@dataclass(frozen=True)
class MoveWords:
    """What a page says about one move before and after it is made."""

    button: Text
    what: Text
    done: Text
    note_label: Text = A_WORD
    date_label: Text = ""
    tells: frozenset[str] = Role.at_units()  # roles that find it on their list
    is_grave: bool = False
    mails: bool = False  # the people are told by the portal's notices, too


OFFICE = frozenset({Role.SECRETARY})

MOVE_WORDS: Final[Mapping[str, MoveWords]] = {
    "send": MoveWords(
        button=_("Send to the head"),
        what=_("The head reads the paper and signs it or hands it back. Until then nobody can write in it."),
        done=_("Sent. It is now with the head, who signs it or hands it back."),
        tells=frozenset({Role.HEAD}),
    ),
    "hand_back": MoveWords(
        button=_("Hand back to the drafter"),
        what=_("The paper goes back to the drafter, who can write in it again. The council does not see your words."),
        done=_("Handed back. The drafter can write again."),
        note_label=_("What should be changed"),
        tells=frozenset({Role.DRAFTER}),
    ),
    "submit": MoveWords(
        button=_("Sign and hand in"),
        what=_(
            "The paper goes to the standing office of the council as it stands. "
            "Nobody can change it afterwards unless the council returns it. You get a receipt."
        ),
        done=_("Handed in. Keep the receipt: its code proves the hand-in."),
        tells=OFFICE,
    ),
    "return": MoveWords(
        button=_("Return to mend"),
        what=_(
            "The unit mends the places that you name and hands in again by the date that you set. "
            "The first hand-in still counts."
        ),
        done=_("Returned. The unit sees your reasons, each at its place."),
        date_label=_("To be handed in again by"),
        mails=True,
    ),
    "refuse": MoveWords(
        button=_("Do not take in"),
        what=_(
            "This hand-in counts as not made, and the unit's due date runs on. "
            "Use it for an empty or a wrong paper; a real one is returned to mend."
        ),
        done=_("Not taken in. The unit can write again."),
        note_label=_("Why it is not taken in"),
        is_grave=True,
        mails=True,
    ),
    "accept": MoveWords(
        button=_("Accept"),
        what=_("The paper is accepted and done. Only the chair of the council can open it again."),
        done=_("Accepted."),
        mails=True,
    ),
    "reopen": MoveWords(
        button=_("Open again"),
        what=_("An accepted paper goes back to the unit to be mended by the date that you set."),
        done=_("Opened again. The unit can write."),
        note_label=_("Why it is opened again"),
        date_label=_("To be handed in again by"),
        is_grave=True,
        mails=True,
    ),
    "extend": MoveWords(
        button=_("Extend"),
        what=_(
            "The unit gets a later due date. Granted after the due date has passed, an extension only opens the lock: "
            "what is late stays late."
        ),
        done=_("Extended."),
        note_label=_("Why there is more time"),
        date_label=_("New due date"),
        mails=True,
    ),
    "waive": MoveWords(
        button=_("Waive"),
        what=_("The unit need not hand this in. It counts in no rate, only among the waived."),
        done=_("Waived. The unit need not hand this in."),
        note_label=_("Why the unit is excused"),
        is_grave=True,
        mails=True,
    ),
    "unwaive": MoveWords(
        button=_("Take the waiver back"),
        what=_("The unit owes this again, by the due date in force."),
        done=_("The waiver was taken back. The unit owes this again."),
        note_label=_("Why the waiver is taken back"),
        mails=True,
    ),
}

DRAFTER_HANDS_IN: Final = _("Hand in")  # where no signature is asked for


def button_of(obligation: Obligation, verb: str) -> str:
    """Return what the button of a move says on this obligation."""
    if verb == "submit" and not obligation.needs_signature:
        return str(DRAFTER_HANDS_IN)
    return str(MOVE_WORDS[verb].button)


def finders(obligation: Obligation, verb: str, *, by: User) -> list[str]:
    """Return who will find the move on their list, by name where the reader may know the names."""
    tells = MOVE_WORDS[verb].tells
    if tells == OFFICE:
        return [str(_("The standing office of the council"))]
    held = Membership.objects.visible_to(by).in_force(on=localdate()).filter(unit=obligation.unit_id, role__in=tells)
    people = [f"{row.user} ({row.get_role_display()})" for row in held.select_related("user").exclude(user=by)]
    return people or [str(obligation.unit)]
