"""The forms of initiatives: beginning one, writing it with its authors, marking it, saying what it brought."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final, cast

from crispy_forms.layout import Div, Fieldset
from crispy_forms.layout import Layout as Crispy
from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DayField, DraftForm, LineField, PassageField, draft_field, helper_for
from campaigns.rules import warnings
from conduct.initiative_moves import InitiativeState
from conduct.models import Adoption, AuthorKind, Initiative, InitiativeAuthor, InitiativeField, Scale
from conduct.step_form import StepForm
from units.fields import FigureField
from units.models import Membership, Unit, User
from units.scoping import Scope
from units.vietnamese import fold

MOST_AUTHORS: Final = 12
SPARE: Final = 2  # empty rows below those that are there


class BeginForm(forms.Form):
    """What a draft begins with: for which unit, and what it is called."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    title = LineField(
        label=_("Name of the initiative"),
        max_length=300,
        help_text=_("One sentence that says what is done differently"),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, by: User) -> None:
        super().__init__(data)
        units = Unit.objects.visible_to(by).filter(pk__in=Scope.of(by).own).active(on=localdate())
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.only = units[0] if len(units) == 1 else None
        if self.only:
            del self.fields["unit"]

    @property
    def unit_chosen(self) -> Unit:
        return self.only or self.cleaned_data["unit"]


def _figure(column: Any, most: int, *, places: int = 0) -> FigureField:
    return FigureField(places=places, max_value=most, label=column, required=False, localize=False)


class InitiativeForm(DraftForm):
    """The words and figures of an initiative; what is missing is told beside, not refused."""

    minutes = _figure(_("Minutes saved each time"), 100_000, places=1)
    money = _figure(_("Đồng saved each time"), 10**13)
    cases = _figure(_("Cases a year"), 10**9)

    LAYOUT: ClassVar[Sequence[Any]] = (
        Fieldset(_("What it is"), "title", "field", "problem", "solution", css_class="group", css_id="what"),
        Fieldset(
            _("What it brings"),
            Div("minutes", "money", "cases", css_class="fields-row"),
            "benefit",
            "measured",
            css_class="group",
            css_id="effect",
        ),
        Fieldset(
            _("Where it works"),
            Div("applied_at", "applied_since", css_class="fields-row"),
            Div("certified_by", "certified_on", css_class="fields-row"),
            css_class="group",
            css_id="certificate",
        ),
    )

    class Meta:
        model = Initiative
        fields = (
            *("title", "field", "problem", "solution", "minutes", "money", "cases", "benefit", "measured"),
            *("applied_at", "applied_since", "certified_by", "certified_on"),
        )
        labels: ClassVar[Mapping[str, Any]] = {
            "title": _("Name of the initiative"),
            "field": _("Field of work"),
            "problem": _("The problem"),
            "solution": _("The solution"),
            "benefit": _("What else it brings"),
            "measured": _("How it was measured"),
            "applied_at": _("Where it works"),
            "applied_since": _("Since when"),
            "certified_by": _("Who certified it"),
            "certified_on": _("Certified on"),
        }
        help_texts: ClassVar[Mapping[str, Any]] = {
            "problem": _("What went badly before, for whom, how often"),
            "solution": _("Step by step, so that another unit could do the same"),
            "measured": _("Compared with what, counted by whom, over how many cases"),
            "benefit": _("What cannot be told in minutes or đồng"),
            "applied_at": _("Department, counter, class, village"),
            "certified_by": _("Position and place, for example: Chairman of the commune’s People’s Committee"),
        }
        widgets: ClassVar[Mapping[str, Any]] = {
            "problem": forms.Textarea({"rows": 5}),
            "solution": forms.Textarea({"rows": 8}),
            "benefit": forms.Textarea({"rows": 3}),
            "measured": forms.Textarea({"rows": 4}),
        }
        formfield_callback = draft_field

    def clean_title(self) -> str:
        return self.cleaned_data["title"] or self.instance.title

    @property
    def facts(self) -> dict[str, Any]:
        """Return the columns as they were typed."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class AuthorForm(forms.Form):
    """One author; a row without a name is none."""

    kind = forms.ChoiceField(label=_("Person or collective"), choices=AuthorKind, initial=AuthorKind.PERSON)
    account = forms.TypedChoiceField(
        label=_("Account of the person, if there is one"), coerce=int, empty_value=None, required=False
    )
    name = LineField(label=_("Name"), max_length=200, required=False)
    position = LineField(label=_("Position"), max_length=200, required=False)
    share = FigureField(label=_("Share (%)"), max_value=100, required=False, localize=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str, str]] = (), **options: Any) -> None:
        options["empty_permitted"] = False
        super().__init__(*args, **options)
        self.people = {pk: (name, position) for pk, name, position in people}
        choices = [("", _t("none")), *((pk, f"{name} · {position}") for pk, name, position in people)]
        self.fields["account"].choices = choices  # type: ignore[attr-defined]
        self.helper = helper_for(
            Crispy(
                Div("kind", "account", css_class="fields-row"), Div("name", "position", "share", css_class="fields-row")
            )
        )

    def clean_share(self) -> int | None:
        share = self.cleaned_data["share"]
        if share is not None and share < 1:
            raise forms.ValidationError(_("A share is at least 1 %."))
        return None if share is None else int(share)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == AuthorKind.COLLECTIVE:
            given["account"] = None
        name, position = self.people.get(given.get("account") or 0, ("", ""))
        given["name"] = given.get("name") or name
        given["position"] = given.get("position") or position
        if not given["name"] and given.get("share"):
            self.add_error("name", _("Whose share is this?"))
        return given

    def author(self) -> InitiativeAuthor | None:
        given = self.cleaned_data
        if not given.get("name"):
            return None
        return InitiativeAuthor(
            kind=given["kind"],
            person_id=given["account"],
            name=given["name"],
            position=given["position"],
            share=given["share"],
        )


class BaseAuthors(forms.BaseFormSet):
    row_name = _("Author %(number)s")

    def authors(self) -> list[InitiativeAuthor]:
        return [author for form in self.forms if (author := form.author())]


def authors_form(initiative: Initiative, data: Mapping[str, Any] | None) -> BaseAuthors:
    """Return the rows of the authors, two empty ones below; the account is chosen among the unit's people."""
    rows = [
        {"kind": a.kind, "account": a.person_id, "name": a.name, "position": a.position, "share": a.share}
        for a in initiative.authors.all()
    ]
    made = forms.formset_factory(AuthorForm, formset=BaseAuthors, extra=SPARE, max_num=MOST_AUTHORS, absolute_max=20)
    shown = data if data and "author-TOTAL_FORMS" in data else None
    people = people_of(initiative.unit)
    return cast(BaseAuthors, made(shown, initial=rows, prefix="author", form_kwargs={"people": people}))


def people_of(unit: Unit) -> list[tuple[int, str, str]]:
    """Return the unit's people with their positions, each once."""
    held = Membership.objects.filter(unit=unit).in_force(on=localdate()).order_by("user__sort_key", "user")
    rows = held.values_list("user", "user__full_name", "user__position")
    return list(dict.fromkeys(rows))


class MarksForm(forms.Form):
    """Whole points on each criterion of a scale, and a remark."""

    remark = PassageField(label=_("Remark"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, data: Mapping[str, Any] | None, *, scale: Scale, given: Mapping[int, int], remark: str) -> None:
        super().__init__(data, initial={"remark": remark})
        self.criteria = list(scale.criteria.all())
        for criterion in self.criteria:
            self.fields[f"points_{criterion.pk}"] = forms.IntegerField(
                label=criterion.name,
                help_text=criterion.guide,
                min_value=0,
                max_value=criterion.most,
                initial=given.get(criterion.pk),
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            )

    @property
    def rows(self) -> list[tuple[Any, int]]:
        return [(self[f"points_{criterion.pk}"], criterion.most) for criterion in self.criteria]

    @property
    def points(self) -> dict[int, int]:
        return {criterion.pk: self.cleaned_data[f"points_{criterion.pk}"] for criterion in self.criteria}


class AdoptionForm(forms.ModelForm):
    """What an initiative brought the unit that took it over."""

    adopted_on = DayField(label=_("In use since"))
    note = PassageField(
        label=_("What it brought"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("With a figure where there is one; other units read it"),
    )

    class Meta:
        model = Adoption
        fields = ("adopted_on", "note")

    def clean_adopted_on(self) -> date:
        day: date = self.cleaned_data["adopted_on"]
        if day > localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class RecordForm(StepForm):
    """Number and date of the decision by which an initiative was recognised; an unusual number is told, not refused."""

    number = LineField(label=_("Number"), max_length=60, help_text=_("As in 1245/QĐ-UBND."))
    on = DayField(label=_("Date"))
    field_order = ("version", "number", "on", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known: Initiative = self.subject
        self.initial.update(number=known.decision_number, on=known.decision_on)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > localdate():
            raise forms.ValidationError(_t("This day has not come yet."))
        return day

    @property
    def facts(self) -> dict[str, Any]:
        return super().facts | {name: self.cleaned_data[name] for name in ("number", "on")}

    @property
    def warnings(self) -> list[str]:
        """Return what looks unusual in what was kept."""
        return [str(one) for one in warnings({"number": self.cleaned_data.get("number", "")})]


class InitiativeFilter(forms.Form):
    """What a list of initiatives can be asked."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.SearchInput)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    field = forms.ChoiceField(
        label=_("Field of work"), required=False, choices=[("", _("All")), *InitiativeField.choices]
    )
    status = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *InitiativeState.choices])

    def __init__(self, data: Any, *, reader: User) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.reader = reader
        years = Initiative.objects.visible_to(reader).order_by("-year").values_list("year", flat=True).distinct()
        self.fields["year"].choices = [("", _t("All")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]

    def found(self) -> Any:
        """Return what was asked for; nothing while the question cannot be understood."""
        rows = Initiative.objects.visible_to(self.reader)
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        exact = {"year": asked["year"], "field": asked["field"], "state": asked["status"]}
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        return rows.search(fold(asked["q"]) and asked["q"]).told().prefetch_related("authors").latest_first()
