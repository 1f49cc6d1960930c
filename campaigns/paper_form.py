"""The sections in which a paper is written."""

from crispy_forms.layout import Div
from django.utils.translation import gettext_lazy as _

from campaigns.forms import PartForm, draft_field
from campaigns.models import Paper
from campaigns.sections import SCAN, Section


class HeadingForm(PartForm):
    LAYOUT = (Div("number", "issued_on", css_class="fields-row"), "signer_name", "summary")

    class Meta:
        model = Paper
        fields = ("number", "issued_on", "signer_name", "summary")
        labels = {"number": _("Number and symbol"), "summary": _("What the paper is about")}
        help_texts = {"number": _("For example 05/QĐ-UBND")}
        formfield_callback = draft_field


SECTIONS = (
    Section(
        "heading",
        _("Number, date and signer"),
        ("number", "issued_on", "signer_name", "summary"),
        HeadingForm,
        takes_evidence=True,
    ),
    SCAN,
)
