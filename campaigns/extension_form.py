"""The forms of a request for more time: what a unit writes, and the two answers."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.calendar import local_day
from campaigns.extensions import first_day_to_ask_for
from campaigns.forms import DayField, PassageField
from campaigns.models import ExtensionRequest, Obligation

LONGEST_REASON = 2000


class LaterDayField(DayField):
    """A day after the due date in force."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.after: date | None = None

    def clean(self, value: Any) -> date:
        day: date = super().clean(value)
        if self.after and day < self.after:
            sentence = _t("Choose %(day)s or a later day: after the due date in force, and ahead.")
            raise forms.ValidationError(sentence % {"day": date_format(self.after, "d/m/Y")})
        return day


class AskForm(forms.Form):
    """What a unit says when it asks for more time."""

    wanted_until = LaterDayField(label=_("Until which day"))
    reason = PassageField(
        label=_("Why the unit needs more time"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        help_text=_("The standing office decides by this; it stays in the history."),
    )

    def __init__(self, obligation: Obligation, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wanted_until"].after = first_day_to_ask_for(obligation)  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """Until when more time is given: the wanted day, or another."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    until = LaterDayField(
        label=_("New due date"), help_text=_("A weekend or a holiday moves it to the next working day.")
    )
    note = PassageField(
        label=_("Why there is more time"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_REASON
    )

    def __init__(self, request: ExtensionRequest, data: Any = None) -> None:
        super().__init__(data, prefix="grant")
        obligation, first = request.obligation, first_day_to_ask_for(request.obligation)
        self.fields["until"].after = first  # type: ignore[attr-defined]
        self.initial.setdefault("version", obligation.version)
        self.initial.setdefault("until", max(request.wanted_until, first))
        self.initial.setdefault("note", request.reason)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("version", "until", "note")}


class DeclineForm(forms.Form):
    """Why there is no more time."""

    reason = PassageField(
        label=_("Why more time is not granted"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        help_text=_("The unit reads it; the due date in force stays."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="decline")


def is_after_due(request: ExtensionRequest) -> bool:
    """Whether it was asked for when the due date had passed: then an extension opens the lock alone."""
    return request.asked_at > request.obligation.effective_due_at


def days_more(request: ExtensionRequest) -> int:
    """Return how many calendar days after the due date in force the wanted day lies."""
    return (request.wanted_until - local_day(request.obligation.effective_due_at)).days
