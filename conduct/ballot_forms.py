"""The forms of the vote: the ballot, the tellers' codes, the tally of a paper ballot, written opinions, a tie."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from conduct import sealed_box
from conduct.models import AgendaItem, Choice, Seat, SessionPaper, Teller
from conduct.reckoning import PaperTally, Slip, slips

SLIPS: Final = {
    Slip.ISSUED: ("issued", _("More ballots than the %(voters)s members who may vote.")),
    Slip.RECEIVED: ("received", _("More ballots came back than were given out.")),
    Slip.PARTS: ("valid", _("Valid, invalid and blank ballots together are not those received.")),
    Slip.VALID: ("yes", _("Those who agree and those who do not are together not the valid ballots.")),
}


class BallotForm(forms.Form):
    """A member's ballot paper: one choice for each item. Whatever is chosen, the form weighs the same."""

    def __init__(self, data: Mapping[str, Any] | None, *, items: Sequence[AgendaItem]) -> None:
        super().__init__(data)
        self.items = items
        for item in items:
            self.fields[f"item_{item.pk}"] = forms.ChoiceField(
                label=item.title,
                choices=Choice,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose one of the three; “no opinion” is a blank ballot."),
                    "invalid_choice": _("Choose one of the three."),
                },
            )
        self.fields["sure"] = forms.BooleanField(
            label=_("I have looked through my choices; a ballot that is cast cannot be changed"),
            error_messages={"required": _("Look through your choices and tick this.")},
        )

    def rows(self) -> Iterable[tuple[AgendaItem, forms.BoundField]]:
        for item in self.items:
            yield item, self[f"item_{item.pk}"]

    @property
    def choices(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[f"item_{item.pk}"] for item in self.items}


CODE: Final = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "rows": 3}
MISREAD: Final = _("This is no code of a teller: a letter was misread. Compare it with the paper, group by group.")


class CodeField(forms.CharField):
    """A teller's code as it was read from paper."""

    widget = forms.Textarea(attrs=CODE)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            sealed_box.public_half(typed)
        except sealed_box.MisreadCode as error:
            raise forms.ValidationError(MISREAD) from error
        return typed


class ProveForm(forms.Form):
    """A teller reads the code back from their paper."""

    code = CodeField(label=_("The code on your paper"), max_length=200)


class CodesForm(forms.Form):
    """Both tellers' codes, to open the boxes once."""

    def __init__(self, data: Mapping[str, Any] | None, *, tellers: Sequence[Teller]) -> None:
        super().__init__(data)
        self.tellers = tellers
        for teller in tellers:
            self.fields[f"code_{teller.place}"] = CodeField(
                label=_t("Code of %(teller)s") % {"teller": teller.name}, max_length=200
            )

    @property
    def codes(self) -> list[str]:
        return [self.cleaned_data[f"code_{teller.place}"] for teller in self.tellers]

    def blame(self, teller: Teller, sentence: str) -> None:
        self.add_error(f"code_{teller.place}", sentence)


class TallyForm(forms.Form):
    """What the tellers of a paper ballot wrote down; it has to add up."""

    issued = forms.IntegerField(label=_("Ballots given out"), min_value=0)
    received = forms.IntegerField(label=_("Ballots received"), min_value=0)
    valid = forms.IntegerField(label=_("Valid ballots"), min_value=0)
    invalid = forms.IntegerField(label=_("Invalid ballots"), min_value=0)
    blank = forms.IntegerField(label=_("Blank ballots"), min_value=0)
    yes = forms.IntegerField(label=_("Agree"), min_value=0)
    no = forms.IntegerField(label=_("Do not agree"), min_value=0)
    scan = forms.FileField(label=_("Scan of the tellers' record"), required=False)

    def __init__(self, *args: Any, voters: int, needs_scan: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.voters = voters
        self.fields["scan"].required = needs_scan
        if not needs_scan:
            self.fields["scan"].help_text = _t("The record is attached already; choose a file only for another one.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(name in self.errors for name in PaperTally.__dataclass_fields__):
            for slip in slips(self.tally, voters=self.voters):
                name, sentence = SLIPS[slip]
                self.add_error(name, sentence % {"voters": self.voters})
        return cleaned

    @property
    def tally(self) -> PaperTally:
        return PaperTally(**{name: self.cleaned_data[name] for name in PaperTally.__dataclass_fields__})


class OpinionForm(forms.Form):
    """What an absent member wrote on an item."""

    seat = forms.ModelChoiceField(label=_("Absent member"), queryset=Seat.objects.none())
    choice = forms.ChoiceField(label=_("What they wrote"), choices=Choice, widget=forms.RadioSelect)

    def __init__(self, data: Mapping[str, Any] | None, *, seats: Any) -> None:
        super().__init__(data)
        self.fields["seat"].queryset = seats


class TieForm(forms.Form):
    """On which side the chair is, openly."""

    says_yes = forms.TypedChoiceField(
        label=_("My side"),
        choices=[("1", _("Agree")), ("0", _("Do not agree"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )


class PaperForm(forms.Form):
    """A scan that is kept with the session."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SessionPaper.Kind)
    file = forms.FileField(label=_("File"))

    def refuse(self, sentence: str) -> None:
        self.add_error("file", sentence)
