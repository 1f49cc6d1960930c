"""What the pages of initiatives say: each step, each state's sign, each coded reason."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from conduct.initiative_moves import InitiativeState
from conduct.step_form import StepWords

N: Final = InitiativeState
LOOKS: Final[Mapping[str, str]] = {
    N.DRAFTING: "drafting",
    N.SIGNING: "signing",
    N.SUBMITTED: "submitted",
    N.RETURNED: "returned",
    N.MARKING: "submitted",
    N.MARKED: "submitted",
    N.RECOGNISED: "accepted",
    N.NOT_RECOGNISED: "waived",
    N.WITHDRAWN: "waived",
}
WORDS: Final[Mapping[str, StepWords]] = {
    "send": StepWords(
        button=_("Send to the head"),
        what=_("The head reads it, signs and hands it in to the council, or hands it back."),
        done=_("It is with the head."),
        event=_("Sent to the head"),
    ),
    "hand_back": StepWords(
        button=_("Hand back"),
        what=_("The drafter can write in it again."),
        done=_("Handed back."),
        note_label=_("What is to be mended"),
        event=_("Handed back to the drafter"),
    ),
    "submit": StepWords(
        button=_("Sign and hand in"),
        what=_(
            "By handing it in the head signs for what stands here. It goes to the council and can be mended only when "
            "the standing office returns it."
        ),
        done=_("Handed in to the council."),
        event=_("Signed and handed in"),
    ),
    "return": StepWords(
        button=_("Return"),
        what=_("The unit reads the reasons at the initiative, mends it and hands it in again."),
        done=_("Returned to the unit."),
        note_label=_("In your words"),
        event=_("Returned to mend"),
    ),
    "open": StepWords(
        button=_("Put to the members"),
        what=_(
            "Every member of the council marks it alone, on the scale that was in force when it was first handed in. "
            "Who has a conflict of interest is left out. Nobody sees the marks of others until marking is closed."
        ),
        done=_("The members can mark it now."),
        event=_("Put to the members to be marked"),
    ),
    "close": StepWords(
        button=_("Close marking"),
        what=_("No marks can be given or changed any more; the council sees them all."),
        done=_("Marking is closed."),
        event=_("Marking closed"),
    ),
    "recognise": StepWords(
        button=_("Recognise"),
        what=_("The initiative is recognised; other units see it and can take it over."),
        done=_("Recognised."),
        event=_("Recognised"),
    ),
    "decline": StepWords(
        button=_("Do not recognise"),
        what=_("The unit reads the reason."),
        done=_("Not recognised."),
        note_label=_("Why it is not recognised"),
        is_grave=True,
        event=_("Not recognised"),
    ),
    "record": StepWords(
        button=_("Record the decision"),
        what=_("Number and date of the decision by which it was recognised, as on paper; everybody reads them."),
        done=_("The decision is recorded."),
        event=_("Decision recorded"),
    ),
    "withdraw": StepWords(
        button=_("Withdraw it"),
        what=_(
            "The unit hands it in no longer: it counts in no figure. It stays to be read, with your reason, and cannot "
            "be taken up again."
        ),
        done=_("Withdrawn."),
        note_label=_("Why"),
        is_grave=True,
        event=_("Withdrawn by the unit"),
    ),
}


class InitiativeReason(models.TextChoices):
    """Why an initiative is returned; each points to the part of the form where it is mended."""

    AUTHORS = "authors", _("Authors or their shares are not right")
    PROBLEM = "problem", _("The problem is not clear")
    SOLUTION = "solution", _("The solution is not told so that another unit could do the same")
    NEWNESS = "newness", _("It is not shown what is new in it")
    EFFECT = "effect", _("The effect is missing or does not follow from the figures")
    MEASURED = "measured", _("How it was measured is missing or does not convince")
    CERTIFICATE = "certificate", _("The certificate of the place where it works is missing or not right")
    EVIDENCE = "evidence", _("Evidence is missing or does not show it")
    KNOWN = "known", _("It was recognised before, or another unit has done it first")
    OTHER = "other", _("Another reason (say which)")
