"""The sections in which a paper is written."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.forms import PartForm, draft_field
from campaigns.models import Obligation, Paper
from campaigns.models.paper import asked_kind
from campaigns.papers import HandedIn, of_unit
from campaigns.sections import SCAN, Section


class OlderPaperField(forms.ModelChoiceField):
    """One of the unit's papers of the same kind, cited as papers are."""

    cited: Mapping[int, str] = {}

    def label_from_instance(self, obj: Obligation) -> str:
        return self.cited.get(obj.pk, obj.title)


class HeadingForm(PartForm):
    LAYOUT = (
        "paper_kind",
        Div("number", "issued_on", css_class="fields-row"),
        "signer_name",
        "summary",
        Div("takes_effect_on", "expires_on", css_class="fields-row"),
        "replaces",
    )

    replaces = OlderPaperField(
        Obligation.objects.none(),
        label=_("The paper it replaces"),
        help_text=_("The older paper then says that it was replaced, from the day on which this one takes effect."),
        required=False,
        empty_label=_("none"),
    )

    class Meta:
        model = Paper
        fields = (
            "paper_kind",
            "number",
            "issued_on",
            "signer_name",
            "summary",
            "takes_effect_on",
            "expires_on",
            "replaces",
        )
        labels = {
            "paper_kind": _("Kind of paper"),
            "number": _("Number and symbol"),
            "summary": _("What the paper is about"),
            "takes_effect_on": _("In force from"),
            "expires_on": _("In force until"),
        }
        help_texts = {
            "number": _("For example 05/QĐ-UBND"),
            "takes_effect_on": _("Left empty: from the day of issue"),
            "expires_on": _("Left empty: until another paper replaces it"),
        }
        formfield_callback = draft_field

    def __init__(self, obligation: Obligation, data: Mapping[str, Any] | None = None, action: str = "") -> None:
        super().__init__(obligation, data, action)
        if asked_kind(obligation):
            self._leave_out("paper_kind")
        older = self._older(obligation)
        if not older:
            self._leave_out("replaces")
            return
        field = self.fields["replaces"]
        field.queryset = Obligation.objects.filter(pk__in=[paper.obligation.pk for paper in older])
        field.cited = {paper.obligation.pk: f"{paper} · {paper.summary}" for paper in older}

    def _leave_out(self, name: str) -> None:
        del self.fields[name]
        self.helper.layout.fields = [each for each in self.helper.layout.fields if each != name]

    def _older(self, obligation: Obligation) -> list[HandedIn]:
        """Return what can be replaced; where the unit names the kind itself, the kind is looked at when saving."""
        kind = asked_kind(obligation)
        own = [paper for paper in of_unit(obligation.unit_id) if paper.obligation.pk != obligation.pk]
        return [paper for paper in own if not kind or paper.paper_kind == kind]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("takes_effect_on"), cleaned.get("expires_on")
        if begins and ends and ends < begins:
            self.add_error("expires_on", _t("The paper expires before it takes effect: check the two dates."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the constraint on the dates to `clean`: its sentence stands at the field."""
        return super()._get_validation_exclusions() | {"expires_on"}


SECTIONS = (
    Section(
        "heading",
        _("Number, date and signer"),
        (
            *("paper_kind", "number", "issued_on", "signer_name", "summary"),
            *("takes_effect_on", "expires_on", "replaces", "replaces_id"),
        ),
        HeadingForm,
        takes_evidence=True,
        opens_evidence=True,
    ),
    SCAN,
)
