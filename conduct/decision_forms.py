"""The forms of the register of decisions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DayField, LineField, PassageField
from conduct.decision_rules import NUMBER
from conduct.models import Decision, DecisionLine, Nomination
from conduct.session_forms import told_nomination


class DecisionFilterForm(forms.Form):
    """Which decisions the register shows."""

    q = forms.CharField(label=_("Search"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)
    status = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: Mapping[str, Any], *, years: list[int], states: Any) -> None:
        super().__init__(data)
        self.fields["year"].choices = [("", _("all")), *((year, str(year)) for year in years)]
        self.fields["status"].choices = [("", _("all")), *states]


class DecisionDraftForm(forms.Form):
    """A decision that is being drafted: its subject line and whom it names."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = LineField(label=_("Subject line"), max_length=300)
    add = forms.ModelMultipleChoiceField(
        label=_("Approved, and in no decision yet"),
        queryset=Nomination.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remove = forms.ModelMultipleChoiceField(
        label=_("Take out of the draft"),
        queryset=DecisionLine.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, waiting: Any, decision: Decision | None = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["add"].queryset = waiting
        self.fields["add"].label_from_instance = told_nomination
        if decision is None:
            del self.fields["remove"]
            return
        self.initial.update(title=decision.title, version=decision.version)
        self.fields["remove"].queryset = decision.lines.all()


class IssueForm(forms.Form):
    """What is recorded of a decision when it is signed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    number = LineField(label=_("Number"), max_length=60, help_text=_("As in 1245/QĐ-UBND."))
    issued_on = DayField(label=_("Date"))
    signer_name = LineField(label=_("Signed by"), max_length=150)
    signer_position = LineField(label=_("Position of the signer"), max_length=200)
    scan = forms.FileField(label=_("The signed decision, as a file"))

    def __init__(self, *args: Any, decision: Decision, **options: Any) -> None:
        super().__init__(*args, **options)
        self.decision = decision
        self.initial.setdefault("version", decision.version)

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if not NUMBER.fullmatch(number):
            raise forms.ValidationError(_("A number has the form 1245/QĐ-UBND."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number, day = cleaned.get("number"), cleaned.get("issued_on")
        if number and day:
            same = Decision.objects.filter(host=self.decision.host, number=number, issued_on__year=day.year)
            if same.exclude(pk=self.decision.pk).exists():
                self.add_error("number", _t("The register already has this number in that year."))
        return cleaned

    def fill(self) -> Decision:
        """Return the decision with what was typed; nothing is stored yet."""
        for name in ("number", "issued_on", "signer_name", "signer_position"):
            setattr(self.decision, name, self.cleaned_data[name])
        return self.decision


class RevokeForm(forms.Form):
    """By what a decision is taken back, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    number = LineField(label=_("Number of the decision that revokes it"), max_length=60)
    on = DayField(label=_("Date of that decision"))
    note = PassageField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class StrikeForm(forms.Form):
    """Why one award is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = LineField(label=_("Why"), max_length=500)
