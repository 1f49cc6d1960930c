"""The form of a move: what the moves table says that it needs, and the version that its reader saw."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext_lazy as _

from campaigns.calendar import add_working_days
from campaigns.models import Holiday, Obligation, State
from campaigns.move_words import MOVE_WORDS
from campaigns.places import place_choices
from campaigns.workflow import ReasonCode
from units.workflow import Reason

DAYS_TO_MEND = 5  # working days, offered; the standing office may set any other day
LAST_SECOND = time(23, 59, 59)
FIRST_ROWS = 2
MOST_ROWS = 20


def end_of_day(day: date) -> datetime:
    """Return the last second of a day here: what "by that day" means."""
    return datetime.combine(day, LAST_SECOND, tzinfo=get_default_timezone())


class DayField(forms.DateField):
    """A day written as one writes it here, 17/06/2026; it stands for its last second."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "17/06/2026", "inputmode": "numeric"})
        options.setdefault("input_formats", ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"])
        super().__init__(widget=widget, **options)

    def clean(self, value: Any) -> datetime | None:
        day = super().clean(value)
        return end_of_day(day) if day else None


class MoveForm(forms.Form):
    """Note and date, as far as the move asks for them."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    due_at = DayField(error_messages={"invalid": _("Write the day as in 17/06/2026.")})
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False)

    def __init__(self, obligation: Obligation, verb: str, data: Any = None, **options: Any) -> None:
        options.setdefault("initial", {}).setdefault("version", obligation.version)
        super().__init__(data, **options)
        move, words = obligation.MOVES[verb], MOVE_WORDS[verb]
        self.fields["note"].label = str(words.note_label)
        self.fields["note"].required = move.says_why and not move.coded
        if move.sets_date:
            self.fields["due_at"].label = str(words.date_label)
            self.fields["due_at"].help_text = _("Until 23:59 of that day.")
            if move.target == State.RETURNED:
                days = add_working_days(localdate(), DAYS_TO_MEND, Holiday.objects.days())
                self.initial.setdefault("due_at", days)
        else:
            del self.fields["due_at"]

    def clean_due_at(self) -> datetime:
        due_at: datetime = self.cleaned_data["due_at"]
        if due_at.date() < localdate():
            raise forms.ValidationError(_("Choose a date that lies ahead."))
        return due_at

    @property
    def facts(self) -> dict[str, Any]:
        """Return what `advance` is to be given."""
        return {name: self.cleaned_data[name] for name in ("version", "note", "due_at") if name in self.cleaned_data}


class ReasonForm(forms.Form):
    """One coded reason and the place to which it points."""

    code = forms.ChoiceField(
        label=_("What is wrong"),
        choices=[("", "—"), *ReasonCode.choices],
        error_messages={"required": _("Choose what is wrong, so that the unit knows what to mend.")},
    )
    place = forms.ChoiceField(label=_("Where"), required=False)
    text = forms.CharField(label=_("In a sentence"), max_length=500, required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("code") == ReasonCode.OTHER and not given.get("text"):
            self.add_error("text", _("Say in a sentence what is wrong."))
        return given

    @property
    def reason(self) -> Reason | None:
        given = getattr(self, "cleaned_data", {})
        return Reason(given["code"], given.get("place", ""), given.get("text", "")) if given.get("code") else None


class ReasonRows(forms.BaseFormSet):
    """Reasons row by row, one at least; rows left empty say nothing."""

    def clean(self) -> None:
        if not any(self.errors) and not self.reasons:
            raise forms.ValidationError(_("Name at least one reason: the unit will find it at its place."))

    @property
    def reasons(self) -> list[Reason]:
        return [form.reason for form in self.forms if form.reason]


def reason_rows(
    obligation: Obligation, content: Mapping[str, Any] | None, data: Any = None, *, extra: int = FIRST_ROWS
) -> ReasonRows:
    """Return the rows for the reasons of a return, their places those of what was handed in."""
    rows = forms.formset_factory(ReasonForm, formset=ReasonRows, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    return rows(data, prefix="reason", form_kwargs={"places": place_choices(obligation.kind, content)})  # type: ignore[return-value]
