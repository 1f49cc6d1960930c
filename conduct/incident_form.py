"""The form of a line in a unit's month of incidents, and what can be asked of the council's page."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from conduct.models import Incident, Offence, PublicPlace

MOST = 10_000


class IncidentForm(forms.ModelForm):
    """So many of one kind at one kind of place."""

    class Meta:
        model = Incident
        fields = ("kind", "place", "number", "handled")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        for name, least in (("number", 1), ("handled", 0)):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                min_value=least,
                max_value=MOST,
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
                initial=least if name == "handled" else None,
            )

    def _get_validation_exclusions(self) -> set[str]:
        """What stands in the way is said here; a line that is there already is counted anew."""
        return super()._get_validation_exclusions() | {"report", "number", "handled"}  # type: ignore[misc]

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        number, handled = cleaned.get("number"), cleaned.get("handled")
        if number is not None and handled is not None and handled > number:
            self.add_error("handled", _("More were dealt with than happened: check the two numbers."))
        return cleaned


class IncidentFilter(forms.Form):
    """Which year, which kind, which kind of place."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int)
    kind = forms.ChoiceField(label=_("Kind of incident"), required=False, choices=[("", _("All")), *Offence.choices])
    place = forms.ChoiceField(label=_("Where"), required=False, choices=[("", _("All")), *PublicPlace.choices])

    def __init__(self, data: QueryDict, years: list[int]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["year"].choices = [("", _("This year")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]

    def chosen(self, *, today: date) -> tuple[int, str, str]:
        """Return year, kind and place; what is not known is left out."""
        self.full_clean()
        asked = self.cleaned_data
        return asked.get("year") or today.year, asked.get("kind", ""), asked.get("place", "")
