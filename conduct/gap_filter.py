"""What can be asked of the council's pages of conduct in an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from conduct.models import Facet
from conduct.spans import Span
from units.models import Group

ROMAN: Final = ("", "I", "II", "III", "IV")


@dataclass(frozen=True)
class Choice:
    group: str = ""
    facet: str = ""
    span: Span | None = None


class GapFilter(forms.Form):
    """Which group, which of the four words, which quarter or period."""

    group = forms.ChoiceField(label=_("Group"), required=False, choices=[("", _("All")), *Group.choices])
    facet = forms.ChoiceField(label=_("Of the four words"), required=False, choices=[("", _("All")), *Facet.choices])
    period = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, data: QueryDict, *, quarters: Sequence[Span], periods: Sequence[Span]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.spans = {span.key: span for span in (*quarters, *periods)}
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            ("", _("The whole campaign")),
            (_("Quarters"), [(span.key, span_words(span)) for span in reversed(quarters)]),
            (_("Periods"), [(span.key, span_words(span)) for span in reversed(periods)]),
        ]

    @property
    def choice(self) -> Choice:
        """Return what was chosen; what is not known is left out."""
        self.full_clean()
        asked = self.cleaned_data
        return Choice(asked.get("group", ""), asked.get("facet", ""), self.spans.get(asked.get("period", "")))

    @property
    def facet_words(self) -> str:
        return str(Facet(self.choice.facet).label) if self.choice.facet else ""


def span_words(span: Span) -> str:
    if span.quarter:
        return _t("Quarter %(number)s/%(year)s") % {"number": ROMAN[span.quarter], "year": span.start.year}
    return _t("until %(day)s") % {"day": date_format(span.end, "d/m/Y")}
