"""The forms of violations: reporting without a name, confirming with one, taking names out with a reason."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DayField, LineField, PassageField
from conduct.models import Clause, Violation
from conduct.step_form import StepForm, StepWords
from units.models import Unit, User

VIOLATION_WORDS: Final[Mapping[str, StepWords]] = {
    "confirm": StepWords(
        button=_("Confirm it"),
        what=_(
            "The name is seen by the head of the unit, the standing office and the inspectors who brought it up, and "
            "is erased after its time. Everywhere else the case is counted without it."
        ),
        done=_("Confirmed."),
        event=_("Confirmed"),
    ),
    "dismiss": StepWords(
        button=_("Not confirmed"),
        what=_("The case counts nowhere."),
        done=_("Closed: not confirmed."),
        note_label=_("Why it is not confirmed"),
        event=_("Not confirmed"),
    ),
    "withdraw": StepWords(
        button=_("Take the confirmation back"),
        what=_("The case counts no more, and the name is erased at once."),
        done=_("Taken back; the name is erased."),
        note_label=_("Why it is taken back"),
        is_grave=True,
        event=_("Confirmation taken back"),
    ),
}
VIOLATION_LOOKS: Final[Mapping[str, str]] = {"reported": "submitted", "confirmed": "late", "dismissed": "waived"}


class ViolationForm(forms.ModelForm):
    """What happened, where and when; who it was comes with the confirmation."""

    occurred_on = DayField(label=_("On which day"))
    description = PassageField(
        label=_("What it was"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Without names: they are taken out here and written down when the case is confirmed."),
    )
    file_number = LineField(
        label=_("Number of the disciplinary decision, if there is one"), max_length=60, required=False
    )

    class Meta:
        model = Violation
        fields = ("unit", "clause", "occurred_on", "description", "file_number")

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = Unit.objects.visible_to(by).exclude(cluster=None)
        self.fields["clause"].queryset = Clause.objects.in_force(on=localdate())
        self.fields["clause"].label_from_instance = lambda clause: f"{clause.code} · {clause.wording[:90]}"

    def clean_occurred_on(self):  # type: ignore[no-untyped-def]
        day = self.cleaned_data["occurred_on"]
        if day > localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class ConfirmForm(StepForm):
    """Who it was."""

    name = LineField(label=_("Full name"), max_length=150)
    position = LineField(label=_("Position"), max_length=150, required=False)
    field_order = ("version", "name", "position", "note")


class ExportForm(forms.Form):
    """Why names are taken out."""

    reason = LineField(
        label=_("Why the names are needed"),
        min_length=10,
        max_length=400,
        help_text=_("Kept for ever with your name and the time."),
    )
