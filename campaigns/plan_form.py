"""The sections in which a plan is written."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.activity_rows import ActivityRows
from campaigns.forms import PartForm, draft_field
from campaigns.models import Obligation, Plan, PlanActivity
from campaigns.sections import SCAN, Section


class HeadingForm(PartForm):
    LAYOUT = (Div("number", "issued_on", css_class="fields-row"), "signer_name", "signer_position")

    class Meta:
        model = Plan
        fields = ("number", "issued_on", "signer_name", "signer_position")
        labels = {"number": _("Number and symbol")}
        help_texts = {
            "number": _("For example 05/KH-UBND"),
            "signer_name": _("Full name, without title"),
            "signer_position": _("For example Chairman of the commune's People's Committee"),
        }
        formfield_callback = draft_field


class ObjectivesForm(PartForm):
    """Objectives and legal bases; the campaign's bases are put in by a button, never silently."""

    LAYOUT = ("objectives", "legal_bases")

    class Meta:
        model = Plan
        fields = ("objectives", "legal_bases")
        labels = {"objectives": _("Objectives"), "legal_bases": _("Legal bases")}
        help_texts = {"legal_bases": _("One per line, the higher authority first")}
        widgets = {"objectives": forms.Textarea({"rows": 8}), "legal_bases": forms.Textarea({"rows": 6})}
        formfield_callback = draft_field

    def __init__(self, obligation: Obligation, data: Mapping[str, Any] | None = None, action: str = "") -> None:
        self.obligation = obligation
        if data is not None and action == "suggest":
            data = self._with_suggestions(data)
        super().__init__(obligation, data)

    def suggestions(self) -> list[str]:
        """Return the campaign's legal bases that are in force today."""
        if self.obligation.campaign is None:
            return []
        today = timezone.localdate()
        return [str(basis) for basis in self.obligation.campaign.legal_bases.all() if basis.is_valid(on=today)]

    def _with_suggestions(self, data: Mapping[str, Any]) -> QueryDict:
        typed = data.get("legal_bases", "").strip()
        new = [line for line in self.suggestions() if line not in typed]
        self.focus = "id_legal_bases"
        self.said = _t("The campaign's legal bases have been added.") if new else _t("They are all there already.")
        changed = QueryDict(mutable=True)
        changed.update({**{name: data.get(name, "") for name in self._meta.fields}})
        changed["legal_bases"] = "\n".join([typed, *new] if typed else new)
        return changed


class CommitmentForm(PartForm):
    class Meta:
        model = Plan
        fields = ("commitment",)
        help_texts = {"commitment": _("What the head undertakes in person: to set an example, to check, to remind")}
        widgets = {"commitment": forms.Textarea({"rows": 8})}
        formfield_callback = draft_field


def evidence_rows(obligation: Obligation) -> dict[str, str]:
    """Return the places of the plan's rows, with what they are called."""
    rows = enumerate(PlanActivity.objects.filter(plan__obligation=obligation).in_order(), start=1)
    return {row.place: _t("Activity %(row)s") % {"row": number} + f" · {row.title}" for number, row in rows}


SECTIONS = (
    Section(
        "heading",
        _("Number, date and signer"),
        ("number", "issued_on", "signer_name", "signer_position"),
        HeadingForm,
    ),
    Section(
        "objectives",
        _("Objectives and legal bases"),
        ("objectives", "legal_bases"),
        ObjectivesForm,
        "campaigns/edit_objectives.html",
        takes_evidence=True,
    ),
    Section("commitment", _("The head's commitment"), ("commitment",), CommitmentForm, takes_evidence=True),
    Section(
        "activities",
        _("Activities"),
        ("activities",),
        ActivityRows,
        "campaigns/edit_activities.html",
        evidence_rows=evidence_rows,
    ),
    SCAN,
)
