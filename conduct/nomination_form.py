"""The forms of nominations: beginning one, writing the dossier, timely praise, going past a check."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DayField, DraftForm, LineField, PassageField
from campaigns.models import Campaign, Participation
from conduct.models import Award, CheckOverride, Initiative, Nomination, Standing, SubjectKind
from conduct.nomination_checks import OVERRULED, TITLES
from units.models import Unit, User
from units.scoping import Scope


class AwardField(forms.ModelChoiceField):
    """The awards that can be proposed today, under whom they are given to."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Award.objects.none(), label=_("Award"), widget=forms.Select, **options)

    def offer(self, *, short_way: bool) -> None:
        """Offer what is in force today: the awards of a session, or those of timely praise."""
        awards = list(Award.objects.offered(on=localdate()).by_way(short_way=short_way, on=localdate()))
        self.queryset = Award.objects.filter(pk__in=[award.pk for award in awards])
        groups = [
            (str(kind.label), [(row.pk, row.name) for row in awards if row.subject == kind]) for kind in SubjectKind
        ]
        self.choices = [("", _t("Choose")), *((label, rows) for label, rows in groups if rows)]


def own_units(user: User) -> Any:
    return Unit.objects.filter(pk__in=Scope.of(user).own)


def running_for(unit_ids: Any) -> list[Campaign]:
    """Return the open movements in which one of these units takes part, latest first."""
    rows = Participation.objects.filter(unit__in=unit_ids, campaign__opened_at__isnull=False, campaign__closed_at=None)
    found = {row.campaign_id: row.campaign for row in rows.select_related("campaign").order_by("-campaign__year")}
    return list(found.values())


class StartForm(forms.Form):
    """For whom, for which award, in which movement: with this a draft begins."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    award = AwardField()
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("Movement"))
    name = LineField(
        label=_("Full name, or name of the collective or household"),
        max_length=200,
        help_text=_("As it is to be printed."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, by: User) -> None:
        super().__init__(data)
        units = list(own_units(by))
        self.fields["unit"].queryset = own_units(by)  # type: ignore[attr-defined]
        self.only_unit = units[0] if len(units) == 1 else None
        if self.only_unit:
            del self.fields["unit"]
        self.fields["award"].offer(short_way=False)  # type: ignore[attr-defined]
        running = running_for([unit.pk for unit in units])
        self.fields["campaign"].queryset = Campaign.objects.filter(pk__in=[row.pk for row in running])  # type: ignore[attr-defined]
        self.fields["campaign"].label_from_instance = lambda row: row.choice_label  # type: ignore[attr-defined]
        if running:
            self.initial["campaign"] = running[0].pk

    def draft(self) -> Nomination:
        """Return the nomination that was asked for, not stored yet."""
        facts = self.cleaned_data
        campaign = facts["campaign"]
        return Nomination(
            host=campaign.host,
            unit=facts.get("unit") or self.only_unit,
            campaign=campaign,
            year=campaign.year,
            award=facts["award"],
            name=facts["name"],
        )


class AwardForm(forms.Form):
    """Another award for a draft."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    award = AwardField()

    def __init__(self, data: Mapping[str, Any] | None, *, nomination: Nomination) -> None:
        super().__init__(data, initial={"version": nomination.version, "award": nomination.award_id})
        self.fields["award"].offer(short_way=nomination.is_short_way)  # type: ignore[attr-defined]


INITIATIVE: Final = ("initiative", "initiative_name", "initiative_number")


class DossierForm(DraftForm):
    """Everything that is typed into a dossier; a draft requires nothing."""

    name = LineField(label=_("Full name, or name of the collective or household"), max_length=200)
    position = LineField(label=_("Position; of a household its address"), max_length=200)
    merit = PassageField(
        label=_("What is praised, in one or two sentences"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The decision and the certificate print it: “Đã có thành tích …”."),
    )
    letter_number = LineField(
        label=_("Number of the submission letter"), max_length=60, help_text=_("As in 03/TTr-PNV.")
    )
    letter_on = DayField(label=_("Date of the submission letter"))
    met_on = DayField(label=_("Day of the unit's meeting"))
    initiative_name = LineField(label=_("Or one that was recognised elsewhere"), max_length=300)
    initiative_number = LineField(label=_("Number of its recognition"), max_length=60)

    class Meta:
        model = Nomination
        fields = (
            *("name", "position", "standing", "person", "merit", "met_on"),
            *("meeting_members", "meeting_present", "meeting_yes", "letter_number", "letter_on"),
            *("initiative", "initiative_name", "initiative_number"),
        )
        labels: ClassVar[Mapping[str, Any]] = {"person": _("Their account in the portal, if they have one")}

    def __init__(self, data: Mapping[str, Any] | None = None, *, instance: Nomination, needs_initiative: bool) -> None:
        super().__init__(data, instance=instance)
        if instance.subject == SubjectKind.PERSON:
            people = User.objects.filter(memberships__unit=instance.unit_id).distinct().order_by("sort_key")
            person: Any = self.fields["person"]
            person.queryset, person.empty_label = people, _t("none")
        else:
            del self.fields["standing"], self.fields["person"]
        if not needs_initiative and not (instance.initiative_name or instance.initiative_id):
            for name in INITIATIVE:
                del self.fields[name]
        else:
            recognised = Initiative.objects.recognised().filter(unit=instance.unit_id)
            self.fields["initiative"].queryset = recognised  # type: ignore[attr-defined]
        self.rows = list(instance.achievements.all())
        for row in self.rows:
            self.fields[f"achievement_{row.place}"] = PassageField(
                label=f"{row.place}. {row.standard}",
                max_length=2000,
                required=False,
                initial=row.text,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        self.helper.layout = self._layout()

    def _layout(self) -> Any:
        meeting = ("meeting_members", "meeting_present", "meeting_yes")
        parts = [
            (_t("Who is proposed"), ["name", "position", "standing", "person"]),
            (_t("What for"), ["merit", *(f"achievement_{row.place}" for row in self.rows)]),
            (_t("The initiative"), [*INITIATIVE]),
            (_t("The unit's meeting"), ["met_on", Div(*meeting, css_class="fields-row")]),
            (_t("The submission letter"), ["letter_number", "letter_on"]),
        ]
        laid: list[Any] = []
        for title, names in parts:
            there = [name for name in names if not isinstance(name, str) or name in self.fields]
            laid += [Fieldset(title, *there, css_class="mt-4")] if there else []
        return Layout(*laid)

    @property
    def facts(self) -> dict[str, Any]:
        """Return the columns as they were typed."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields}

    @property
    def texts(self) -> dict[int, str]:
        """Return what was achieved, by the place of the standard."""
        return {row.place: self.cleaned_data[f"achievement_{row.place}"] for row in self.rows}


class PraiseForm(forms.Form):
    """Timely praise on one short page: who, what for, which form."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    name = LineField(label=_("Full name"), max_length=200)
    position = LineField(label=_("Position"), max_length=200)
    standing = forms.ChoiceField(
        label=_("Leads or does the work"), choices=Standing, initial=Standing.DIRECT, widget=forms.RadioSelect
    )
    merit = PassageField(
        label=_("What they did, in one or two sentences"), max_length=600, widget=forms.Textarea(attrs={"rows": 4})
    )
    award = AwardField()

    def __init__(self, data: Mapping[str, Any] | None, *, units: Any) -> None:
        super().__init__(data)
        there = list(units[:2])
        self.only_unit = there[0] if len(there) == 1 else None
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if self.only_unit:
            del self.fields["unit"]
        award: Any = self.fields["award"]
        award.offer(short_way=True)
        award.initial = next((pk for _label, rows in award.choices[1:] for pk, _name in rows), None)

    def draft(self) -> Nomination:
        """Return the nomination that was asked for, not stored yet; `host` and movement come with the unit."""
        facts = dict(self.cleaned_data)
        unit: Any = facts.pop("unit", None) or self.only_unit
        running = running_for([unit.pk])
        campaign = running[0] if running else None
        return Nomination(unit=unit, campaign=campaign, year=campaign.year if campaign else localdate().year, **facts)


class FileForm(forms.Form):
    """Evidence from the computer or the phone, or a link to what was published."""

    file = forms.FileField(label=_("A file or a photo"), required=False)
    link = forms.URLField(label=_("or a link"), max_length=500, required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("file") and not given.get("link"):
            raise forms.ValidationError(_("Choose a file or write a link."))
        return given


class OverrideForm(forms.ModelForm):
    """Which check a unit may go past, for which award and year, and why."""

    code = forms.ChoiceField(label=_("Check"), choices=[(code, TITLES[code]) for code in TITLES if code in OVERRULED])
    why = LineField(label=_("Why"), min_length=10, max_length=500)

    class Meta:
        model = CheckOverride
        fields = ("unit", "award", "year", "code", "why")

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        unit: Any = self.fields["unit"]
        award: Any = self.fields["award"]
        unit.queryset = Unit.objects.visible_to(by).exclude(cluster=None)
        award.queryset = Award.objects.offered(on=localdate())
        unit.empty_label = award.empty_label = _t("Choose")
        self.initial["year"] = self.initial.get("year") or localdate().year


class NominationFilterForm(forms.Form):
    """Which nominations a list shows."""

    q = forms.CharField(label=_("Search"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)
    award = forms.ModelChoiceField(Award.objects.all(), label=_("Award"), required=False, empty_label=_("all"))
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: Mapping[str, Any], *, years: Any, clusters: Any, groups: Any, states: Any) -> None:
        super().__init__(data)
        every = ("", _t("all"))
        self.fields["year"].choices = [every, *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["cluster"].choices = [every, *clusters]  # type: ignore[attr-defined]
        self.fields["group"].choices = [every, *groups]  # type: ignore[attr-defined]
        self.fields["status"].choices = [every, *states]  # type: ignore[attr-defined]
        if not clusters:
            del self.fields["cluster"], self.fields["group"]
