"""What units hand in of conduct: registered beside what campaigns asks for."""

from django.utils.translation import gettext_lazy as _

from campaigns.deliverables import Deliverable, register
from conduct import freezing, rules
from conduct.declaring import declare
from conduct.feedback import ANSWER
from conduct.feedback_answer import answer_content, answer_problems
from conduct.inspections import REMEDY
from conduct.models import FeedbackAnswer, Remedy
from conduct.places import ChecklistPlaces
from conduct.remedy import remedy_content, remedy_problems
from conduct.sheet import KIND


def register_all() -> None:
    register(
        Deliverable(
            kind=KIND,
            label=_("Self-assessment"),
            freeze=freezing.checklist,
            problems=rules.checklist_problems,
            template="conduct/checklist_content.html",
            form="conduct.checklist_form",
            places=ChecklistPlaces(),
            on_hand_in=declare,
        )
    )
    register(
        Deliverable(
            kind=ANSWER,
            label=_("Answer to feedback"),
            freeze=answer_content,
            problems=answer_problems,
            template="conduct/feedback_answer.html",
            form="conduct.feedback_answer_form",
            model=FeedbackAnswer,
        )
    )
    register(
        Deliverable(
            kind=REMEDY,
            label=_("Remedy"),
            freeze=remedy_content,
            problems=remedy_problems,
            template="conduct/remedy_content.html",
            form="conduct.remedy_form",
            model=Remedy,
        )
    )
