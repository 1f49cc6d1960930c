"""The sections in which a unit tells what it did about a finding."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms import PartForm, draft_field
from campaigns.sections import Section
from conduct.models import Remedy


class RemedyForm(PartForm):
    LAYOUT = ("done", "done_on", "prevention")

    class Meta:
        model = Remedy
        fields = ("done", "done_on", "prevention")
        labels = {
            "done": _("What was done"),
            "done_on": _("Done on"),
            "prevention": _("How it will not happen again"),
        }
        widgets = {"done": forms.Textarea(attrs={"rows": 6}), "prevention": forms.Textarea(attrs={"rows": 3})}
        formfield_callback = draft_field


SECTIONS = (
    Section(
        "remedy",
        _("What was done"),
        ("done", "done_on", "prevention"),
        RemedyForm,
        template="conduct/remedy_fields.html",
        takes_evidence=True,
        opens_evidence=True,
    ),
    Section("scan", _("Photos and papers that show it"), ("files",), None, "campaigns/edit_scan.html"),
)
