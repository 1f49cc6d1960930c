"""The forms in which an inspection is prepared: order and days, team, units from the list or by lot."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campaigns.campaign_form import WatchedForm
from campaigns.forms import DayField, LineField
from conduct.inspections import STRATA, units_to_choose
from conduct.models import Clause, Inspection, Visit
from conduct.models.code import Method
from units.models import Group, Kind, Role, Unit, User

STRATUM_WORDS = {"cluster": _("of each cluster"), "group": _("of each group"), "none": _("in all")}
OFFICES = (Kind.DEPARTMENT, Kind.PUBLIC_SERVICE_UNIT)


class InspectionForm(WatchedForm):
    """Order, days, what is looked at, whether units are told beforehand."""

    title = LineField(label=_("Title"), max_length=250)
    is_surprise = forms.TypedChoiceField(
        label=_("Are units told beforehand?"),
        choices=[("", _("Announced: they are told when it begins")), ("1", _("Surprise: they learn it on the spot"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    order_number = LineField(
        label=_("Number of the order"), max_length=60, required=False, help_text=_("For example 125/QĐ-UBND")
    )
    ordered_on = DayField(label=_("Date of the order"), required=False)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    themes = forms.MultipleChoiceField(
        label=_("What is looked at"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked means the whole code."),
    )

    class Meta:
        model = Inspection
        fields = ("title", "is_surprise", "order_number", "ordered_on", "starts_on", "ends_on", "themes")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Clause.objects.in_force(on=localdate()).verified_by(Method.INSPECTION)
        themes = {row.theme.code: row.theme.name for row in rows}
        self.fields["themes"].choices = list(themes.items())  # type: ignore[attr-defined]
        self.initial["is_surprise"] = "1" if self.instance.is_surprise else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day cannot lie before the first."))
        return given


class MemberForm(forms.Form):
    """Who is sent: people of the council and of the district's own offices."""

    user: Any = forms.ModelChoiceField(User.objects.none(), label=_("Who"))
    leads = forms.BooleanField(label=_("Leads the team"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, inspection: Inspection) -> None:
        super().__init__(data)
        held = Q(memberships__unit=inspection.host, memberships__role__in=Role.at_councils())
        held |= Q(memberships__unit__in=Unit.objects.below(inspection.host).filter(kind__in=OFFICES))
        in_force = Q(memberships__until=None) | Q(memberships__until__gte=localdate())
        field = self.fields["user"]
        field.queryset = User.objects.filter(held & in_force, is_active=True).distinct().order_by("sort_key")
        field.label_from_instance = lambda user: f"{user.full_name} · {user.position}"


class UnitsForm(forms.Form):
    """Units from the list, cluster by cluster."""

    units: Any = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units"),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one unit.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, inspection: Inspection) -> None:
        super().__init__(data)
        self.known = units_to_choose(inspection.host)
        self.there = set(inspection.visits.values_list("unit__code", flat=True))
        self.fields["units"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in self.known])

    @property
    def clusters(self) -> list[tuple[str, list[Unit]]]:
        """Return the units that can still be chosen, by cluster."""
        free = [unit for unit in self.known if unit.code not in self.there]
        return [(name, list(rows)) for name, rows in groupby(free, key=lambda unit: str(unit.cluster))]


class DrawForm(forms.Form):
    """How many units of each stratum are drawn, out of which."""

    group = forms.ChoiceField(label=_("Out of"), required=False, choices=[("", _("all units")), *Group.choices])
    size = forms.IntegerField(label=_("How many"), min_value=1, max_value=200)
    stratum = forms.ChoiceField(label=_("How they are spread"), choices=[(one, STRATUM_WORDS[one]) for one in STRATA])
    fresh = forms.BooleanField(label=_("Leave out units that were inspected in the last twelve months"), required=False)
    seed = LineField(
        label=_("Seed"),
        max_length=40,
        required=False,
        help_text=_("Whatever was agreed before witnesses, a lottery number for example; empty: the portal makes one."),
    )


class VisitPlanForm(forms.ModelForm):
    """On which day the team means to be there."""

    planned_on = DayField(label=_("Planned day"), required=False)

    class Meta:
        model = Visit
        fields = ("planned_on",)
