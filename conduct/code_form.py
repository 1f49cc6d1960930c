"""The forms in which a draft of a code is written."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.campaign_form import WatchedForm
from campaigns.forms import DayField
from conduct.models import Assessed, Audience, Clause, CodeVersion, Facet, Method, Theme
from conduct.models.code import THEME_CODE


class VersionForm(WatchedForm):
    """What stands above the clauses, and from which day."""

    valid_from = DayField(label=_("In force from"), required=False)

    class Meta:
        model = CodeVersion
        fields = ("title", "preamble", "legal_basis", "valid_from", "changes")
        widgets = {"preamble": forms.Textarea({"rows": 5}), "changes": forms.Textarea({"rows": 4})}


def _several(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


class ClauseForm(WatchedForm):
    """One clause. Its code is given by the portal, for good; a new theme is begun beside its first clause."""

    assessed = _several(_("Who is assessed"), Assessed.choices)
    methods = _several(
        _("Verified by"), Method.choices, _("A clause without any stands in the code and on no checklist.")
    )
    audiences = _several(_("Put to"), Audience.choices, _("None chosen means all."))
    new_theme = forms.CharField(label=_("Name of a new theme"), max_length=120, required=False)
    new_letters = forms.CharField(
        label=_("Its letters"), max_length=4, required=False, validators=[THEME_CODE], help_text=_("For example TG")
    )
    facets = _several(_("Of the four words"), Facet.choices)

    class Meta:
        model = Clause
        fields = (
            *("theme", "wording", "school_wording", "plain_words", "assessed", "answered_in", "methods", "rhythm"),
            *("severity", "audiences", "evidence", "needs_evidence", "basis"),
        )
        widgets = {"wording": forms.Textarea({"rows": 3}), "school_wording": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = self.instance.version
        theme = self.fields["theme"]
        theme.queryset = self.version.themes.all()  # type: ignore[attr-defined]
        if self.instance.pk:
            for name in ("theme", "new_theme", "new_letters", "facets"):
                del self.fields[name]
        else:
            theme.required = False
            theme.empty_label = _("A new theme")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("methods") and not cleaned.get("rhythm"):
            self.add_error("rhythm", _t("Say how often this clause is assessed."))
        if "theme" in self.fields and not cleaned.get("theme"):
            self._clean_new_theme(cleaned)
        return cleaned

    def _clean_new_theme(self, cleaned: dict[str, Any]) -> None:
        for name in ("new_theme", "new_letters"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _t("Choose a theme, or give a new one its name and letters."))
        if self.version.themes.filter(code=cleaned.get("new_letters") or "").exists():
            self.add_error("new_letters", _t("This version has a theme with these letters: choose it above."))

    def _get_validation_exclusions(self) -> set[str]:
        """A theme that is begun here is not there yet when the row is looked at."""
        return super()._get_validation_exclusions() | {"theme"}  # type: ignore[misc]

    @property
    def begun_theme(self) -> Theme | None:
        """The new theme that was asked for, not stored."""
        asked = self.cleaned_data
        if "theme" not in self.fields or asked.get("theme"):
            return None
        last = self.version.themes.order_by("-position").first()
        return Theme(
            version=self.version,
            code=asked["new_letters"],
            name=asked["new_theme"],
            facets=asked["facets"],
            position=last.position + 1 if last else 1,
        )
