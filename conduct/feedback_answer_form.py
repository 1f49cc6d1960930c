"""The one section in which a head answers a citizen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms import PartForm, draft_field
from campaigns.sections import Section
from conduct.models import FeedbackAnswer


class AnswerForm(PartForm):
    class Meta:
        model = FeedbackAnswer
        fields = ("text", "measures")
        labels = {"text": _("Answer to the citizen"), "measures": _("What the unit has done about it")}
        help_texts = {
            "text": _("Polite and to the point: what happened, what you found, what follows. No names."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 8}), "measures": forms.Textarea(attrs={"rows": 4})}
        formfield_callback = draft_field


FIELDS = "conduct/feedback_answer_fields.html"
SECTIONS = (Section("answer", _("The answer"), ("text", "measures"), AnswerForm, FIELDS, takes_evidence=True),)
