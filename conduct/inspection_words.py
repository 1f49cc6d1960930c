"""The steps of an inspection and of a visit in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from conduct.inspection_moves import InspectionState, VisitState
from conduct.step_form import StepWords

INSPECTION_WORDS: Final[Mapping[str, StepWords]] = {
    "begin": StepWords(
        button=_("Begin the inspection"),
        what=_(
            "The team can go. Units of an announced inspection see it from now on; those of a surprise learn of it "
            "when the team is there."
        ),
        done=_("The inspection is under way."),
        event=_("Begun"),
    ),
    "finish": StepWords(
        button=_("Finish the inspection"),
        what=_("All units are visited. What was found stays as it is."),
        done=_("The inspection is finished."),
        event=_("Finished"),
    ),
    "call_off": StepWords(
        button=_("Call the inspection off"),
        what=_("Nobody is visited any more. What was found so far stays."),
        done=_("The inspection is called off."),
        note_label=_("Why it is called off"),
        is_grave=True,
        event=_("Called off"),
    ),
}
VISIT_WORDS: Final[Mapping[str, StepWords]] = {
    "arrive": StepWords(
        button=_("We are here: begin"),
        what=_("The clauses that are put to this unit stand ready. From now on the unit sees that it is inspected."),
        done=_("Answer each clause; everything is kept on this phone until the portal has it."),
        event=_("The team has arrived"),
    ),
    "present": StepWords(
        button=_("Present it to the head"),
        what=_(
            "The head of the unit reads what was found and answers. Nothing can be written any more unless you take "
            "it back."
        ),
        done=_("Presented. The head finds it on the portal."),
        event=_("Presented to the head"),
    ),
    "resume": StepWords(
        button=_("Take it back to correct it"),
        what=_("The head no longer sees it; you can write again. What was presented before stays in the history."),
        done=_("You can write again."),
        note_label=_("What has to be corrected"),
        event=_("Taken back to be corrected"),
    ),
    "acknowledge": StepWords(
        button=_("Acknowledge"),
        what=_("You have read what was found. Your remarks stand in the minutes as you write them."),
        done=_("Acknowledged. Your remarks stand in the minutes."),
        note_label=_("Your remarks"),
        event=_("Acknowledged by the head"),
    ),
    "close_unsigned": StepWords(
        button=_("Close without the head"),
        what=_("The head does not answer. What was found stands; the minutes say why nobody signed for the unit."),
        done=_("Closed without the head."),
        note_label=_("Why the head does not answer"),
        is_grave=True,
        event=_("Closed without the head"),
    ),
    "drop": StepWords(
        button=_("Do not visit"),
        what=_("This unit is left out. The draw stays as it was; the reason stands beside it."),
        done=_("The unit is left out."),
        note_label=_("Why it is left out"),
        is_grave=True,
        event=_("Left out"),
    ),
}
INSPECTION_LOOKS: Final[Mapping[str, str]] = {
    InspectionState.PREPARING: "drafting",
    InspectionState.OPEN: "submitted",
    InspectionState.DONE: "accepted",
    InspectionState.CANCELLED: "waived",
}
VISIT_LOOKS: Final[Mapping[str, str]] = {
    VisitState.PLANNED: "pending",
    VisitState.FILLING: "drafting",
    VisitState.PRESENTED: "submitted",
    VisitState.ACKNOWLEDGED: "accepted",
    VisitState.UNSIGNED: "late",
    VisitState.DROPPED: "waived",
}
