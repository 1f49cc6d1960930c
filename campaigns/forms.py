"""Fields and forms of a draft: nothing is required, only what cannot be stored is an error, text is cleaned."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Obligation
from units.fields import VietnameseDecimalField
from units.vietnamese import nfc

ONLY_DIGITS = re.compile(r"\s*(\d\d)\s?(\d\d)\s?(\d{4}|\d\d)\s*")


class LineField(forms.CharField):
    """A line of Vietnamese text: NFC, single spaces, nothing invisible."""

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value))


class PassageField(forms.CharField):
    """Text of several lines, cleaned line by line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value), keep_lines=True)


class DayField(forms.DateField):
    """A day typed as 05/03/2026; the keys of a phone have no stroke, so 05032026 is read, too."""

    widget = forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 20})

    def __init__(self, **options: Any) -> None:
        options["help_text"] = options.get("help_text") or gettext_lazy("Day/month/year, for example 05/03/2026")
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and (digits := ONLY_DIGITS.fullmatch(value)):
            value = "/".join(digits.groups())
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            sentence = _("“%(typed)s” is not a date. Write day/month/year, for example 05/03/2026.")
            raise forms.ValidationError(
                sentence, code="invalid", params={"typed": Truncator(value).chars(30)}
            ) from error


def draft_field(column: models.Field, **options: Any) -> forms.Field | None:
    """Return the form field of a column as drafts take it."""
    if isinstance(column, models.DateField):
        options["form_class"] = DayField
    elif isinstance(column, models.DecimalField):
        options["form_class"] = VietnameseDecimalField
    elif isinstance(column, models.TextField):
        options["form_class"] = PassageField
    elif isinstance(column, models.CharField) and not column.choices:
        options["form_class"] = LineField
    return column.formfield(**options)


def shown(value: Any) -> str:
    """Return a stored value in the words in which a person reads it."""
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return Truncator(value).chars(400) if value else ""


def helper_for(layout: Layout) -> FormHelper:
    """Return the helper of a part of the draft's form; the template holds the form element and its buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = layout
    helper.hide_optional = True  # a draft requires nothing, a hand-in nearly all: the task list tells what lacks
    return helper


class DraftForm(forms.ModelForm):
    """A piece of a draft as a form over one row."""

    LAYOUT: ClassVar[Sequence[Any]] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = helper_for(Layout(*(self.LAYOUT or self.fields)))
        for field in self.fields.values():
            field.required = False
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [("", _("Choose")), *list(field.choices)[1:]]

    def show_theirs(self) -> None:
        """Write beside each field that differs what somebody else saved meanwhile."""
        for name in self.changed_data:
            field, stored = self.fields[name], shown(self.initial.get(name))
            stored = str(dict(getattr(field, "choices", ())).get(stored, stored))
            said = _("Saved now: “%(value)s”") % {"value": stored} if stored else _("Saved now: nothing")
            self[name].help_text = format_html('{}<strong class="theirs">{}</strong>', field.help_text, said)


class PartForm(DraftForm):
    """A section whose fields are columns of the draft's one row (a plan, a paper)."""

    focus = ""  # what takes the focus after the action, for forms with actions of their own
    said = ""

    def __init__(self, obligation: Obligation, data: Mapping[str, Any] | None = None, action: str = "") -> None:
        super().__init__(data, instance=self._meta.model.of(obligation))

    def write(self, obligation: Obligation) -> None:
        """Store these columns; called while the obligation is held."""
        self.instance.obligation = obligation
        self.instance.save(update_fields=set(self.fields) if self.instance.pk else None)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
