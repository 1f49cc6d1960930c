"""The steps of a feedback in words, and the forms of those that need more than a note."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from campaigns.forms import PassageField
from conduct.feedback import answer_due, known_names, masked_words
from conduct.masking import tells_who
from conduct.models import Feedback
from conduct.step_form import StepForm, StepWords

FEEDBACK_WORDS: Final[Mapping[str, StepWords]] = {
    "forward": StepWords(
        button=_("Give it to the unit"),
        what=_("The head of the unit owes an answer by the date that you set; you read it before the citizen does."),
        done=_("Given to the unit. The answer stands on its list of tasks."),
        date_label=_("To be answered by"),
        event=_("Given to the unit"),
    ),
    "file": StepWords(
        button=_("Nothing to answer"),
        what=_("The scores are counted; nobody is asked for an answer. The contact is erased after a month."),
        done=_("Filed. The scores are counted."),
        note_label=_("Why there is nothing to answer"),
        event=_("Nothing to answer"),
    ),
    "merge": StepWords(
        button=_("Merge with another one"),
        what=_("The same was said twice: this one counts no more, and the answer to the other one is its answer, too."),
        done=_("Merged."),
        event=_("Merged with another one"),
    ),
    "spam": StepWords(
        button=_("Not a feedback"),
        what=_("Its scores count no more. Use it for what a machine or a joker wrote, not for what is unpleasant."),
        done=_("Put aside. It counts no more."),
        note_label=_("How you can tell"),
        is_grave=True,
        event=_("Put aside: not a feedback"),
    ),
    "restore": StepWords(
        button=_("Sort it anew"),
        what=_("It stands among what is to be sorted again, and its scores count."),
        done=_("It is to be sorted again."),
        note_label=_("Why"),
        event=_("To be sorted again"),
    ),
    "publish": StepWords(
        button=_("Make it public"),
        what=_(
            "Everyone can read these words and the unit’s answer at the portal. Leave out whatever tells who it is."
        ),
        done=_("It is public now."),
        event=_("Made public"),
    ),
    "unpublish": StepWords(
        button=_("Take it back from the public"),
        what=_("From now on nobody outside reads it."),
        done=_("It is no longer public."),
        note_label=_("Why"),
        event=_("Taken back from the public"),
    ),
}


class ForwardForm(StepForm):
    """By when the head answers; the usual number of working days is offered."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("due_at", localtime(answer_due()).date())


class MergeForm(StepForm):
    """Into which other feedback of the same unit."""

    into: Any = forms.ModelChoiceField(Feedback.objects.none(), label=_("With which one"))
    field_order = ("version", "into", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["into"]
        field.queryset = Feedback.objects.alike(self.subject).select_related("clause").order_by("-at")[:50]
        field.label_from_instance = self._line
        self.names = known_names(self.subject.unit)

    def _line(self, other: Feedback) -> str:
        words = Truncator(masked_words(other, self.names) or (other.clause.plain_words if other.clause else "")).chars(
            80
        )
        return f"{date_format(localtime(other.at), 'SHORT_DATE_FORMAT')} · {words} · {other.code}"


class PublishForm(StepForm):
    """What the public reads of it; offered without names and numbers, which must stay out."""

    text = PassageField(label=_("What the public reads of it"), max_length=1000)
    field_order = ("version", "text", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = self.subject.published_text or masked_words(self.subject, known_names(self.subject.unit))
        self.initial.setdefault("text", kept)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if tells_who(text):
            raise forms.ValidationError(
                _("A name or a number still stands in it. Write “a member of staff” and leave numbers out.")
            )
        return text


STEP_FORMS: Final[Mapping[str, type[StepForm]]] = {
    "forward": ForwardForm,
    "merge": MergeForm,
    "publish": PublishForm,
}
