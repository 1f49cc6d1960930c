"""What the pages of nominations say: each step, each state's sign, each coded reason."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from conduct.models import NominationState
from conduct.nomination_moves import NOMINATION_VERBS
from conduct.step_form import StepWords

WHY: Final = _("Why")

LOOKS: Final[Mapping[str, str]] = {  # the sign and tint of a nomination's state
    NominationState.DRAFTING: "drafting",
    NominationState.SIGNING: "signing",
    NominationState.SUBMITTED: "submitted",
    NominationState.RETURNED: "returned",
    NominationState.ELIGIBLE: "submitted",
    NominationState.NOT_ELIGIBLE: "overdue",
    NominationState.LISTED: "submitted",
    NominationState.APPROVED: "accepted",
    NominationState.NOT_APPROVED: "overdue",
    NominationState.PUBLISHED: "accepted",
    NominationState.REVOKED: "waived",
    NominationState.WITHDRAWN: "waived",
}

NOMINATION_WORDS: Final[Mapping[str, StepWords]] = {
    "send": StepWords(
        button=_("Send to the head"),
        what=_("The head reads the dossier, signs it and hands it in, or hands it back to you."),
        done=_("Sent to the head."),
        event=NOMINATION_VERBS["send"],
    ),
    "hand_back": StepWords(
        button=_("Hand back to the drafter"),
        what=_("The drafter mends it and sends it again."),
        done=_("Handed back to the drafter."),
        note_label=_("What is to be mended"),
        event=NOMINATION_VERBS["hand_back"],
    ),
    "submit": StepWords(
        button=_("Sign and hand in"),
        what=_(
            "The dossier goes to the standing office of the council as it stands. The law in force today stays with "
            "it. You cannot change it after that unless the office returns it."
        ),
        done=_("Signed and handed in to the council."),
        event=NOMINATION_VERBS["submit"],
    ),
    "return": StepWords(
        button=_("Return to mend"),
        what=_("The unit reads the reasons at the dossier, mends it and hands it in again."),
        done=_("Returned to the unit."),
        note_label=_("In your words"),
        event=NOMINATION_VERBS["return"],
    ),
    "admit": StepWords(
        button=_("Find it eligible"),
        what=_(
            "It can now be put on the agenda of a session, or be approved by the chair where the short way is open."
        ),
        done=_("Found eligible."),
        event=NOMINATION_VERBS["admit"],
    ),
    "reject": StepWords(
        button=_("Find it not eligible"),
        what=_("The dossier is closed; the unit reads the reasons."),
        done=_("Found not eligible."),
        note_label=_("In your words"),
        is_grave=True,
        event=NOMINATION_VERBS["reject"],
    ),
    "grant": StepWords(
        button=_("Approve the praise"),
        what=_("Timely praise is approved by the chair alone. The standing office then records the decision."),
        done=_("Approved. The standing office records the decision."),
        event=NOMINATION_VERBS["grant"],
    ),
    "publish": StepWords(
        button=_("Make the praise public"),
        what=_("This praise needs no decision: from now on it is public."),
        done=_("The praise is public."),
        event=NOMINATION_VERBS["publish"],
    ),
    "revoke": StepWords(
        button=_("Take the praise back"),
        what=_("The award is taken back at once. One that was given by a decision is taken back at the decision."),
        done=_("Taken back."),
        note_label=WHY,
        is_grave=True,
        event=NOMINATION_VERBS["revoke"],
    ),
    "withdraw": StepWords(
        button=_("Withdraw it"),
        what=_(
            "The unit proposes it no longer: it takes up no place in the quota and counts in no figure. It stays to be "
            "read, with your reason, and cannot be taken up again; propose anew if you change your mind."
        ),
        done=_("Withdrawn."),
        note_label=WHY,
        is_grave=True,
        event=NOMINATION_VERBS["withdraw"],
    ),
}
TOLD: Final = NOMINATION_VERBS


class ReturnReason(models.TextChoices):
    """Why a dossier is returned or found not eligible; each points to the part of the form where it is mended."""

    PERSON = "person", _("Name, position or unit is not right")
    STANDARDS = "standards", _("The achievements do not show that a standard is met")
    MERIT = "merit", _("What is praised is not clear in the short sentence")
    MEETING = "meeting", _("The unit's meeting or its vote is missing or not valid")
    LETTER = "letter", _("The submission letter is missing or its number is not right")
    EVIDENCE = "evidence", _("Evidence is missing or does not show it")
    INITIATIVE = "initiative", _("The recognition of the initiative is missing")
    QUOTA = "quota", _("Over the quota")
    DISCIPLINE = "discipline", _("A report is overdue or a violation stands")
    AWARD = "award", _("Another award or form fits")
    OTHER = "other", _("Another reason (say which)")
