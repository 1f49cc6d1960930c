"""The forms of stories: beginning, writing, pictures, consent; what lists can be asked; a reader's stars."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DayField, DraftForm, LineField, draft_field
from conduct.models import Category, DecisionLine, DecisionState, Story, StoryState
from conduct.models.story import Manner
from conduct.step_form import StepForm
from conduct.stories import units_to_write_for
from units.models import Unit, User

STARS: Final = ((5, _("Very good")), (4, _("Good")), (3, _("Fair")), (2, _("Poor")), (1, _("Bad")))


class BeginStoryForm(forms.Form):
    """What a draft begins with: for which unit, of which kind, its title."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    category = forms.ChoiceField(label=_("Category"), choices=Category, widget=forms.RadioSelect)
    title = LineField(label=_("Title"), max_length=200)

    def __init__(self, data: Mapping[str, Any] | None, *, by: User) -> None:
        super().__init__(data, initial={"category": Category.EXAMPLE})
        units = units_to_write_for(by)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.only = units[0] if len(units) == 1 else None
        if self.only:
            del self.fields["unit"]

    @property
    def unit_chosen(self) -> Any:
        return self.only or self.cleaned_data["unit"]


class StoryForm(DraftForm):
    """The words of a story; what is missing is told beside, not refused."""

    class Meta:
        model = Story
        fields = ("title", "lead", "body", "byline", "name", "position", "line")
        labels: ClassVar[Mapping[str, Any]] = {
            "title": _("Title"),
            "lead": _("In two sentences"),
            "body": _("The story"),
            "byline": _("Written by"),
            "name": _("Whom it is about"),
            "position": _("Position"),
            "line": _("Award that it goes with"),
        }
        help_texts: ClassVar[Mapping[str, Any]] = {
            "lead": _("Lists and shared links show these words; at most 400 letters"),
            "body": _("Plain text; an empty line begins a new paragraph. No telephone numbers, no addresses."),
            "name": _("Full name of the person, or the collective; without title"),
            "line": _("From the decisions in force; the decision’s number stands with the story"),
        }
        widgets: ClassVar[Mapping[str, Any]] = {
            "lead": forms.Textarea({"rows": 3}),
            "body": forms.Textarea({"rows": 16}),
        }
        formfield_callback = draft_field

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        line: Any = self.fields["line"]
        of_unit = DecisionLine.objects.standing().filter(decision__state=DecisionState.ISSUED)
        line.queryset = of_unit.filter(unit=self.instance.unit_id).select_related("decision")
        line.empty_label = _t("none")
        line.label_from_instance = lambda row: f"{row.name} · {row.award_name} · {row.decision.number}"
        if not self.instance.is_about_somebody:
            for name in ("name", "position", "line"):
                del self.fields[name]
            self.helper.layout = type(self.helper.layout)(*self.fields)

    def clean_title(self) -> str:
        return self.cleaned_data["title"] or self.instance.title

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}


class PictureForm(forms.Form):
    """A picture with words for who does not see it, and the word that who is on it agreed."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, at most 25 MB; place and camera data are taken out"),
        widget=forms.FileInput({"accept": ".jpg,.jpeg,.png,.webp"}),
    )
    alt = LineField(
        label=_("What the picture shows"),
        max_length=300,
        help_text=_("One sentence for people who do not see it; it is read out to them"),
    )
    agreed = forms.BooleanField(
        label=_("Everyone who can be recognised agreed to be shown; of pupils their parents did")
    )


class ConsentForm(forms.Form):
    """Who agreed to be shown, when and how."""

    who = LineField(label=_("Who agreed"), max_length=200, help_text=_("The person, or who speaks for the collective"))
    manner = forms.ChoiceField(label=_("How"), choices=Manner, widget=forms.RadioSelect)
    given_on = DayField(label=_("Agreed on"))

    def clean_given_on(self) -> date:
        day: date = self.cleaned_data["given_on"]
        if day > localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class WithdrawForm(StepForm):
    """How somebody said that they do not want to be shown any more."""

    manner = forms.ChoiceField(label=_("How it was said"), choices=Manner, widget=forms.RadioSelect)
    field_order = ("version", "manner", "note")


class StoryFilter(forms.Form):
    """What the desk's list of stories can be asked."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.SearchInput)
    category = forms.ChoiceField(label=_("Category"), required=False, choices=[("", _("All")), *Category.choices])
    status = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *StoryState.choices])

    def __init__(self, data: Any, *, reader: User) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.reader = reader

    def found(self) -> Any:
        """Return what was asked for; nothing while the question cannot be understood."""
        rows = Story.objects.visible_to(self.reader)
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        exact = {"category": asked["category"], "state": asked["status"]}
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        return rows.search(asked["q"]).told().order_by(F("changed_at").desc(nulls_last=True), "-id")


class PublicFilter(forms.Form):
    """What everyone can ask of the published stories."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.SearchInput, max_length=100)
    category = forms.ChoiceField(label=_("Category"), required=False, choices=[("", _("All")), *Category.choices])
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["year"].choices = [("", _t("All")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        exact = {"category": asked["category"], "published_at__year": asked["year"]}
        return rows.filter(**{name: value for name, value in exact.items() if value}).search(asked["q"])


class RatingForm(forms.Form):
    """One to five stars."""

    stars = forms.TypedChoiceField(label=_("How do you find this story?"), choices=STARS, coerce=int)


class HonourFilter(forms.Form):
    """What everyone can ask of the honour board."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.SearchInput, max_length=100)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    award = forms.ChoiceField(label=_("Award"), required=False)

    def __init__(self, data: Any, *, years: Sequence[int], awards: Sequence[str]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["year"].choices = [("", _t("All")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["award"].choices = [("", _t("All")), *((name, name) for name in awards)]  # type: ignore[attr-defined]
