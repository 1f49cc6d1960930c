"""What can be asked of the council's pages of conduct in an address."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from conduct.models import Facet
from units.models import Group


@dataclass(frozen=True)
class Choice:
    group: str = ""
    facet: str = ""
    period: date | None = None


class GapFilter(forms.Form):
    """Which group, which of the four words, which period."""

    group = forms.ChoiceField(label=_("Group"), required=False, choices=[("", _("All")), *Group.choices])
    facet = forms.ChoiceField(label=_("Of the four words"), required=False, choices=[("", _("All")), *Facet.choices])
    period = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, data: QueryDict, periods: list[date]) -> None:
        super().__init__(data, auto_id="filter_%s")
        until = [(day.isoformat(), _("until %(day)s") % {"day": date_format(day, "d/m/Y")}) for day in periods]
        self.fields["period"].choices = [("", _("The whole campaign")), *until]  # type: ignore[attr-defined]

    @property
    def choice(self) -> Choice:
        """Return what was chosen; what is not known is left out."""
        self.full_clean()
        asked = self.cleaned_data
        period = asked.get("period", "")
        return Choice(asked.get("group", ""), asked.get("facet", ""), date.fromisoformat(period) if period else None)
