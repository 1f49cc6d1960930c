"""The pages on which a checklist is filled in: one for each theme, its clauses as cards with large targets."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DraftForm, draft_field
from campaigns.models import Obligation
from campaigns.sections import Section
from conduct.models import Answer, Verdict
from conduct.models.assessment import GRADES
from conduct.places import theme_section
from conduct.sheet import WRITTEN, Sheet

MOST_STAFF = 100_000


@dataclass(frozen=True)
class ThemeSection(Section):
    """The page of one theme; which answers somebody else changed meanwhile, its form finds out by itself."""

    template: str = "conduct/edit_answers.html"
    live: str = "conduct/edit_answers_saved.html"
    merges: bool = True

    def holds(self, place: str) -> bool:
        first, _dot, code = place.partition(".")
        return first == self.name or (first == "answers" and theme_section(code) == self.name)

    def begun(self, content: dict[str, Any]) -> bool:
        own = (row for row in content["answers"] if theme_section(row["theme"]) == self.name)
        return any(row[name] for row in own for name in WRITTEN)


def sections(obligation: Obligation) -> tuple[Section, ...]:
    """Return a page for each theme of the obligation's checklist."""
    return tuple(
        ThemeSection(
            theme_section(theme.code),
            theme.name,
            ("answers",),
            partial(AnswersForm, theme=theme.code),
            evidence_rows=partial(evidence_rows, theme=theme.code),
        )
        for theme in Sheet.of(obligation).themes
    )


def evidence_rows(obligation: Obligation, *, theme: str) -> dict[str, str]:
    """Return the places of a theme's clauses: evidence may stand with each of them."""
    sheet = Sheet.of(obligation)
    clauses = [answer.clause for answer in sheet.of_theme(theme)]
    return {
        f"answers.{clause.code}": f"{clause.code}: {Truncator(clause.wording_for(sheet.audience)).chars(60)}"
        for clause in clauses
    }


class AnswerForm(DraftForm):
    """One clause. Its `mark` is that of the answer that was read: what was saved since is not saved over unseen."""

    does_not_apply = forms.BooleanField(label=_("Does not apply to us"), required=False)

    class Meta:
        model = Answer
        fields = ("verdict", "assessed", "complied", "note")
        labels = {"assessed": _("Staff assessed"), "complied": _("Of these complied"), "note": _("Note")}
        widgets = {"note": forms.Textarea({"rows": 2})}
        formfield_callback = draft_field

    copied_from: Answer | None

    def __init__(self, answer: Answer, data: Mapping[str, Any] | None = None) -> None:
        self.answer, self.clause = answer, answer.clause
        self.is_counted, self.copied_from = answer.clause.is_counted, None
        super().__init__(data, instance=copy.copy(answer), prefix=answer.clause.code)
        self.mark = str(data.get(f"{self.prefix}-mark", "")) if data is not None else answer.mark
        if self.is_counted:
            del self.fields["verdict"]
            self.initial["does_not_apply"] = answer.verdict == Verdict.NOT_APPLICABLE
            for name in ("assessed", "complied"):
                self.fields[name] = forms.IntegerField(
                    label=self.fields[name].label,
                    required=False,
                    min_value=0,
                    max_value=MOST_STAFF,
                    widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
                )
        else:
            for name in ("assessed", "complied", "does_not_apply"):
                del self.fields[name]
            tiles = [(each.value, each.label) for each in (*GRADES, Verdict.NOT_APPLICABLE)]
            self.fields["verdict"] = forms.ChoiceField(
                label=_("Answer"), choices=tiles, required=False, widget=forms.RadioSelect
            )

    @classmethod
    def copying(cls, form: "AnswerForm", before: Answer) -> "AnswerForm":
        """Return the form with the answer of the last period typed in, and the note if there is none yet."""
        note = form["note"].value() or before.note
        typed = {"mark": form.mark, "verdict": before.verdict, "note": note}
        typed |= {name: "" if (n := getattr(before, name)) is None else n for name in ("assessed", "complied")}
        if before.verdict == Verdict.NOT_APPLICABLE:
            typed["does_not_apply"] = "on"
        copied = cls(form.answer, {f"{form.prefix}-{name}": value for name, value in typed.items()})
        copied.copied_from = before
        return copied

    @property
    def name(self) -> str:
        """How the list of errors names this clause."""
        return self.clause.code

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the constraints to the database: asking it about each clause would be a query per clause."""
        return super()._get_validation_exclusions() | set(WRITTEN)  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        assessed, complied = cleaned.get("assessed"), cleaned.get("complied")
        if assessed is not None and complied is not None and complied > assessed:
            self.add_error("complied", _t("More complied than were assessed: check the two numbers."))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.is_counted:
            self.instance.verdict = self._verdict_of_counts()

    def _verdict_of_counts(self) -> str:
        if self.cleaned_data.get("does_not_apply"):
            return Verdict.NOT_APPLICABLE
        assessed, complied = self.cleaned_data.get("assessed"), self.cleaned_data.get("complied")
        return Verdict.COUNTED if assessed and complied is not None else ""

    @property
    def is_touched(self) -> bool:
        """Whether the person changed what they read, whatever is stored now."""
        return self.copied_from is not None or self.instance.mark != self.mark

    def as_typed(self) -> Answer:
        """Return the answer as it is to be stored: what somebody typed is no copy any more."""
        self.instance.copied_from = self.copied_from
        return self.instance

    def show_theirs(self) -> None:
        super().show_theirs()
        self.mark = self.answer.mark


class AnswersForm:
    """The clauses of one theme as one form. Only what the person touched is stored."""

    def __init__(
        self, obligation: Obligation, data: Mapping[str, Any] | None = None, action: str = "", *, theme: str
    ) -> None:
        self.focus, self.said = "", ""
        self.is_bound = data is not None
        self.sheet = Sheet.of(obligation)
        self.forms = [self._form(answer, data) for answer in self.sheet.of_theme(theme)]
        if data is not None and action.startswith("copy-"):
            self._copy(action.removeprefix("copy-"))

    def _form(self, answer: Answer, data: Mapping[str, Any] | None) -> AnswerForm:
        is_posted = data is not None and f"{answer.clause.code}-mark" in data
        return AnswerForm(answer, data if is_posted else None)

    def _copy(self, code: str) -> None:
        """Take the last period's answer to one clause; it stays marked as copied until somebody changes it."""
        before = self.sheet.previous.get(code)
        number = next((n for n, form in enumerate(self.forms) if form.clause.code == code), None)
        if before is None or number is None:
            return
        self.forms[number] = AnswerForm.copying(self.forms[number], before)
        self.focus = f"answer-{code}"
        self.said = _t("The answer of the last period was copied to %(code)s; look whether it still holds.") % {
            "code": code
        }

    # --- what the page asks of a form ---

    @property
    def posted(self) -> list[AnswerForm]:
        return [form for form in self.forms if form.is_bound]

    @property
    def before(self) -> dict[str, Answer]:
        return self.sheet.previous

    def is_valid(self) -> bool:
        return self.is_bound and all([form.is_valid() for form in self.posted])

    def non_form_errors(self) -> list[str]:
        return []

    def has_changed(self) -> bool:
        return any(form.is_touched for form in self.posted)

    def show_theirs(self) -> None:
        for form in self.posted:
            form.show_theirs()

    def write(self, obligation: Obligation) -> None:
        """Store what was touched; called while the obligation is held."""
        self.sheet.begin()
        for form in self.posted:
            if form.is_touched:
                self.sheet.write(form.answer, form.as_typed(), mark=form.mark, held=obligation)
