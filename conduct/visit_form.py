"""The forms on the spot: one answer for each clause, a finding, who was there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms import LineField, ManyFilesInput, PassageField
from campaigns.photo_form import ACCEPTED
from conduct.models import Finding, Verdict, VisitAnswer
from conduct.models.assessment import GRADES
from conduct.models.found import Severity
from conduct.on_the_spot import Given
from units.workflow import content_hash

MOST_STAFF = 100_000
NUMBER = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 6}


def mark_of(answer: VisitAnswer) -> str:
    """Return a fingerprint of what the page showed: what was not touched is not saved."""
    verdict, assessed, complied, note = answer.said
    return content_hash({"v": verdict, "a": str(assessed), "c": str(complied), "n": note})[:12]


class VisitAnswerForm(forms.Form):
    """One clause on the spot; counted clauses take two numbers, all others one of three grades."""

    verdict = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=_("Answer"))
    assessed = forms.IntegerField(
        label=_("Staff looked at"), required=False, min_value=0, max_value=MOST_STAFF, widget=forms.TextInput(NUMBER)
    )
    complied = forms.IntegerField(
        label=_("Of these complied"), required=False, min_value=0, max_value=MOST_STAFF, widget=forms.TextInput(NUMBER)
    )
    note = PassageField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    save = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, answer: VisitAnswer, data: Mapping[str, Any] | None = None) -> None:
        shown = {name: getattr(answer, name) for name in ("verdict", "assessed", "complied", "note", "version")}
        prefix = f"a{answer.pk}"
        super().__init__(data, prefix=prefix, initial={**shown, "was": mark_of(answer), "save": uuid4()})
        self.answer, self.clause = answer, answer.clause
        self.findings: list[Any] = []  # what stands against the unit on this clause, for the page
        self.is_counted = answer.clause.is_counted
        grades = [] if self.is_counted else [(one.value, one.label) for one in GRADES]
        field: Any = self.fields["verdict"]
        field.choices = [*grades, (Verdict.NOT_APPLICABLE.value, Verdict.NOT_APPLICABLE.label)]
        if not self.is_counted:
            del self.fields["assessed"], self.fields["complied"]
        elif answer.verdict == Verdict.COUNTED:
            self.initial["verdict"] = ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.is_counted or given.get("verdict") or self.errors:
            return given
        assessed, complied = given.get("assessed"), given.get("complied")
        if (assessed is None) != (complied is None):
            self.add_error("complied", _("Give both numbers: how many you looked at, and how many complied."))
        elif assessed is not None and complied is not None and complied > assessed:
            self.add_error("complied", _("More complied than were looked at: check the two numbers."))
        elif assessed == 0:
            self.add_error("assessed", _("Nobody looked at: choose “does not apply”."))
        return given

    @property
    def given(self) -> Given:
        """Return the answer as it is written down."""
        cleaned = self.cleaned_data
        verdict, assessed, complied = cleaned["verdict"], cleaned.get("assessed"), cleaned.get("complied")
        if self.is_counted and not verdict and assessed is not None:
            return Given(Verdict.COUNTED, assessed, complied, cleaned["note"])
        return Given(verdict, None, None, cleaned["note"])

    @property
    def is_touched(self) -> bool:
        """Whether the answer differs from what its page showed."""
        sent = VisitAnswer(**{name: getattr(self.given, name) for name in ("verdict", "assessed", "complied", "note")})
        return mark_of(sent) != self.cleaned_data["was"]

    def stands_on(self, version: int) -> None:
        """Let the page that is shown again stand on the answer that its reader now sees: keeping theirs is a choice."""
        anew = {self.add_prefix("version"): str(version), self.add_prefix("save"): str(uuid4())}
        self.data = {**self.data.dict(), **anew}

    @property
    def save_id(self) -> UUID:
        return self.cleaned_data["save"] or uuid4()

    @property
    def base(self) -> int:
        version = self.cleaned_data["version"]
        return -1 if version is None else version


class FindingForm(forms.Form):
    """A finding: against which clause, what, how grave; photos come along."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    clause: Any = forms.ModelChoiceField(None, label=_("Clause"))
    text = PassageField(
        label=_("What was found"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you saw, where and how many. No names: a name belongs into a confirmed violation."),
    )
    severity = forms.TypedChoiceField(
        label=_("Severity"),
        choices=Severity.choices,
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )
    photos = forms.FileField(
        label=_("Photos"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": ACCEPTED}),
        help_text=_("Place and camera data are taken off."),
    )

    def __init__(self, data: Mapping[str, Any] | None, clauses: Any, *, finding: Finding | None = None) -> None:
        initial: dict[str, Any] = {"id": uuid4()}
        if finding:
            initial = {name: getattr(finding, name) for name in ("id", "version", "clause", "text", "severity")}
        super().__init__(data, initial=initial, auto_id="finding_%s")
        self.fields["clause"].queryset = clauses
        self.fields["clause"].label_from_instance = lambda clause: f"{clause.code} · {clause.wording[:90]}"


class MetWithForm(forms.Form):
    """Who was there for the unit."""

    met_with = LineField(
        label=_("Who was there for the unit"),
        max_length=300,
        required=False,
        help_text=_("Positions, for example: vice-chairwoman, head of the one-stop shop"),
    )
