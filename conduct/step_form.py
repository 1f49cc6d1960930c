"""The form of one step in the handling of something: what the moves table says that it needs, and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.forms import PassageField
from campaigns.move_forms import DayField
from units.models import Subject
from units.workflow import Reason

Text = str | Promise
A_WORD: Final = _("A word with it")


@dataclass(frozen=True)
class StepWords:
    """What a page says about one step before and after it is made."""

    button: Text
    what: Text
    done: Text
    note_label: Text = A_WORD
    date_label: Text = ""
    is_grave: bool = False
    event: Text = ""  # as the history tells it; the button's word where nothing is said

    @property
    def told(self) -> str:
        return str(self.event or self.button)


class StepForm(forms.Form):
    """Version, note and date, as far as the move asks for them; steps that need more add their own fields."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    due_at = DayField(error_messages={"invalid": _("Write the day as in 17/06/2026.")})
    note = PassageField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, subject: Subject, verb: str, words: StepWords, **options: Any
    ) -> None:
        super().__init__(data, **options)
        move = subject.MOVES[verb]
        self.subject: Any = subject
        self.initial.setdefault("version", subject.version)
        self.fields["note"].label = str(words.note_label)
        self.fields["note"].required = move.says_why
        if move.sets_date:
            self.fields["due_at"].label = str(words.date_label)
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

    def stands_on(self, version: int) -> None:
        """Let the page that is shown again stand on the version that its reader now sees."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


class ReasonsForm(StepForm):
    """Coded reasons out of a catalogue that has one called `other`, and a word with them."""

    reasons = forms.MultipleChoiceField(
        label=_("What is wrong"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name at least one reason: the unit will find it at its dossier.")},
    )
    field_order = ("version", "reasons", "note")

    def __init__(self, *args: Any, catalogue: type[models.TextChoices], **options: Any) -> None:
        super().__init__(*args, **options)
        self.catalogue = catalogue
        self.fields["reasons"].choices = catalogue.choices  # type: ignore[attr-defined]
        self.fields["note"].required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "other" in given.get("reasons", ()) and not given.get("note"):
            self.add_error("note", _t("Say in a sentence what is wrong."))
        return given

    @property
    def facts(self) -> dict[str, Any]:
        reasons = [Reason(code, code, str(self.catalogue(code).label)) for code in self.cleaned_data["reasons"]]
        return super().facts | {"reasons": reasons}


def form_of_step(
    data: Mapping[str, Any] | None,
    *,
    subject: Subject,
    verb: str,
    words: StepWords,
    catalogue: type[models.TextChoices],
) -> StepForm:
    """Return the form of a step, with the catalogue of reasons where the move asks for coded ones."""
    facts = {"subject": subject, "verb": verb, "words": words}
    coded = subject.MOVES[verb].coded
    return ReasonsForm(data, catalogue=catalogue, **facts) if coded else StepForm(data, **facts)  # type: ignore[arg-type]


def reason_words(reason: Reason, catalogue: type[models.TextChoices]) -> str:
    """Return a coded reason in the reader's language; what was written with it where it has no code of ours."""
    return str(catalogue(reason.code).label) if reason.code in catalogue.values else reason.text
