"""By when a unit is to put a finding right: the graver, the sooner."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campaigns.calendar import add_working_days
from campaigns.models import Holiday
from campaigns.move_forms import DayField

WORKING_DAYS: Final[Mapping[int, int]] = {1: 20, 2: 10, 3: 5}  # by severity; offered, the office sets any other day


class RemedyDueForm(forms.Form):
    due_at = DayField(
        label=_("To be put right by"),
        help_text=_("Until 23:59 of that day."),
        error_messages={"invalid": _("Write the day as in 17/06/2026.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, severity: int) -> None:
        super().__init__(data)
        days = WORKING_DAYS[severity]
        self.initial["due_at"] = add_working_days(localdate(), days, Holiday.objects.days())

    def clean_due_at(self) -> datetime:
        due_at: datetime = self.cleaned_data["due_at"]
        if due_at.date() < localdate():
            raise forms.ValidationError(_("Choose a date that lies ahead."))
        return due_at
