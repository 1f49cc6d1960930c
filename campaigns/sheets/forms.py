"""The forms around a sheet: choosing the file, and agreeing to what it would change."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms import helper_for
from campaigns.sheets.comparing import Comparison


class SheetForm(forms.Form):
    """The filled-in workbook; what it is, the gate finds out."""

    file = forms.FileField(
        label=_("The filled-in file"),
        help_text=_("The form from this page, saved as .xlsx, at most 5 MB"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Choose the filled-in file first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = helper_for(Layout("file"))

    def refuse(self, sentences: Sequence[str]) -> None:
        """Say what stands against the file."""
        self.full_clean()
        self._errors["file"] = self.error_class(list(sentences))  # type: ignore[index]


class AgreeForm(forms.Form):
    """Agreement to exactly what was shown; to undo somebody else's change is agreed to by itself."""

    agreed = forms.CharField(widget=forms.HiddenInput)
    overwrites = forms.BooleanField(
        label=_("I have seen what others changed meanwhile, and the file's rows shall stand"),
        error_messages={"required": _("Look at the rows that others changed, then tick this box, or cancel.")},
    )

    def __init__(self, data: Any, *, comparison: Comparison) -> None:
        super().__init__(data, initial={"agreed": comparison.digest})
        if not comparison.conflicts:
            del self.fields["overwrites"]
        self.helper = helper_for(Layout(*self.fields))
