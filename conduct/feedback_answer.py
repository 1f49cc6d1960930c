"""The head's answer to a citizen as a deliverable: its data, and what stands between a draft and its hand-in."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from campaigns.freezing import common
from campaigns.models import Obligation
from conduct.feedback import known_names
from conduct.masking import masked, tells_who
from conduct.models import Feedback, FeedbackAnswer
from units.workflow import Problem


def answer_content(obligation: Obligation) -> dict[str, Any]:
    """Return the answer as data, with what it answers; names and numbers never go into what is kept for ever."""
    draft = FeedbackAnswer.of(obligation)
    return common(obligation) | question_of(obligation) | {"text": draft.text, "measures": draft.measures}


def question_of(obligation: Obligation) -> dict[str, str]:
    """Return what the citizen said, without what tells who is meant."""
    feedback = Feedback.objects.filter(obligation=obligation).select_related("clause", "unit").first()
    if feedback is None:
        return {"asked": "", "asked_clause": "", "asked_place": ""}
    names = known_names(feedback.unit)
    return {
        "asked": masked(feedback.text, names),
        "asked_clause": feedback.clause.plain_words if feedback.clause else "",
        "asked_place": masked(feedback.place, names),
    }


def answer_problems(answer: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what an answer lacks, and what must not stand in it: it is kept, and may be made public."""
    if not answer["text"]:
        yield Problem("answer", _("Write the answer to the citizen."))
    if tells_who(answer["text"]) or tells_who(answer["measures"]):
        yield Problem(
            "answer", _("Leave names, telephone numbers and e-mail addresses out: the answer may be made public.")
        )
