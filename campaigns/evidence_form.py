"""The form by which evidence comes to a place: files, a link, a note, or what the unit gave before."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from crispy_forms.layout import Layout
from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from campaigns.forms import LineField, ManyFilesInput, PassageField, helper_for

SCANS: Final = ".pdf,.jpg,.jpeg,.png,.webp"
FILES: Final = f"{SCANS},.docx,.xlsx"


class WebField(forms.URLField):
    """An address that a browser opens as a page; anything else that can stand in a link is refused."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", max_length=500, **options)
        self.error_messages["invalid"] = _("This is no address of a page. Copy it from the browser: https://…")


class EvidenceForm(forms.Form):
    """What may be given at one place. Files go by the view: a refused one must not hold the rest."""

    files = forms.FileField(
        label=_("Choose the files"),
        help_text=_(
            "PDF, picture (JPEG, PNG, WebP), Word or Excel file, at most 25 MB each; several at once if need be"
        ),
        required=False,
        widget=ManyFilesInput(attrs={"accept": FILES}),
    )
    link = WebField(label=_("Link"), help_text=_("A page on the internet, for example a piece of news"), required=False)
    link_name = LineField(label=_("What the link shows"), max_length=160, required=False)
    note = PassageField(
        label=_("Note"),
        help_text=_("Where something can be seen that is no file, for example a book of minutes and its page"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, place_id: str, is_signed_paper: bool = False) -> None:
        super().__init__(data, auto_id=f"id_{place_id}_%s")
        self.files_helper = helper_for(Layout("files"))
        self.text_helper = helper_for(Layout("link", "link_name", "note"))
        if is_signed_paper:
            for name in ("link", "link_name", "note"):
                del self.fields[name]
            self.fields["files"].help_text = _(
                "PDF or picture (JPEG, PNG, WebP), at most 25 MB each; several at once if need be"
            )
            self.fields["files"].widget.attrs["accept"] = SCANS

    def refuse(self, sentences: Sequence[str]) -> None:
        """Say at the field for files what could not be taken."""
        if sentences:
            self.full_clean()
            self._errors["files"] = self.error_class(list(sentences))  # type: ignore[index]

    @property
    def has_text(self) -> bool:
        """Whether something is typed: its part of the form then stands open."""
        return any(
            self[name].value() or self[name].errors for name in ("link", "link_name", "note") if name in self.fields
        )


def keys(values: Sequence[str]) -> list[UUID]:
    """Return the keys among posted values; what is none is passed over."""
    found = []
    for value in values[:200]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
