"""Photos on the page of an activity: those that are there, and new ones; each new one is looked at by itself."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from campaigns.forms import LineField, ManyFilesInput
from campaigns.models import ActivityPhoto

ACCEPTED: Final = "image/jpeg,image/png,image/webp"  # named one by one: phones then hand over JPEG, not HEIC


class PhotoRow(forms.ModelForm):
    """One photo that is there already."""

    caption = LineField(label=_("Caption"), max_length=200, required=False)
    remove = forms.BooleanField(label=_("Remove this photo"), required=False)

    class Meta:
        model = ActivityPhoto
        fields = ("caption",)


class PhotosForm(forms.Form):
    """All photos of one activity. Files go by `uploads`, not by the fields: a refused one must not hold the rest."""

    photos = forms.FileField(
        label=_("Photos"),
        help_text=_("Several at once if you like. Place and camera data are taken off."),
        required=False,
        widget=ManyFilesInput(attrs={"accept": ACCEPTED}),
    )
    camera = forms.FileField(
        label=_("Take a photo now"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED, "capture": "environment"}),
    )
    agreed = forms.BooleanField(
        label=_("Pictures of pupils: it has been agreed to, or the faces are masked"), required=False
    )

    def __init__(
        self, data: Mapping[str, Any] | None, photos: Sequence[ActivityPhoto], *, refusals: Sequence[str] = ()
    ) -> None:
        super().__init__({} if data is None and refusals else data)
        self.rows = [PhotoRow(data, instance=photo, prefix=f"photo-{photo.pk.hex}") for photo in photos]
        self.taken: list[ActivityPhoto] = []
        self.refuse(refusals)

    def refuse(self, sentences: Sequence[str]) -> None:
        if sentences:
            self.add_error("photos", list(sentences))

    def take(self, photos: Sequence[ActivityPhoto]) -> None:
        """Show photos that came with this very page, too."""
        self.taken += photos
        self.rows += [PhotoRow(None, instance=photo, prefix=f"photo-{photo.pk.hex}") for photo in photos]

    def is_valid(self) -> bool:
        return super().is_valid() and all(row.is_valid() for row in self.rows if row.is_bound)

    @staticmethod
    def uploads(files: MultiValueDict) -> list[Any]:
        return [*files.getlist("photos"), *files.getlist("camera")]

    @property
    def removed(self) -> list[ActivityPhoto]:
        return [row.instance for row in self.rows if row.is_bound and row.is_valid() and row.cleaned_data["remove"]]

    @property
    def kept(self) -> list[ActivityPhoto]:
        """Return the photos that the activity shall have, captions written."""
        return [row.instance for row in self.rows if row.instance not in self.removed]

    def ask_about_pupils(self) -> None:
        """Pictures of pupils need somebody to say that they may be shown; said once for each photo."""
        if self.is_valid() and self.cleaned_data["agreed"]:
            for photo in self.kept:
                photo.is_agreed = True
        elif any(not photo.is_agreed for photo in self.kept):
            self.add_error("agreed", _("Pupils can be seen: tick this, or take the photos away."))
