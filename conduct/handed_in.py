"""What units hand in of conduct: registered beside what campaigns asks for."""

from django.utils.translation import gettext_lazy as _

from campaigns.deliverables import Deliverable, register
from conduct.answer import answer_content, answer_problems
from conduct.feedback import ANSWER


def register_all() -> None:
    register(
        Deliverable(
            kind=ANSWER,
            label=_("Answer to feedback"),
            freeze=answer_content,
            problems=answer_problems,
            template="conduct/answer_content.html",
            form="conduct.answer_form",
        )
    )
