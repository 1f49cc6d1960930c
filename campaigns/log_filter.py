"""What can be asked of the log in an address, so that any view of it can be sent to a colleague."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DayField
from campaigns.models import ActivityEntry, ActivityKind, Campaign, Drive, LogAudience, PlanActivity
from campaigns.models.activity import ActivityEntryQuerySet
from units.models import Unit, User
from units.scoping import Scope


class LogFilter(forms.Form):
    """Search, kind, audience, days; unit, campaign, drive and planned activity where there is a choice."""

    q = forms.CharField(label=_("Search the log"), required=False, max_length=200, widget=forms.SearchInput)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, to_field_name="code", empty_label=_("All")
    )
    kind = forms.ChoiceField(
        label=_("Kind of activity"), required=False, choices=[("", _("All")), *ActivityKind.choices]
    )
    audience = forms.ChoiceField(label=_("For whom"), required=False, choices=[("", _("All")), *LogAudience.choices])
    since = DayField(label=_("From"), required=False, help_text="")
    until = DayField(label=_("Until"), required=False, help_text="")
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Movement"), required=False, to_field_name="code", empty_label=_("All")
    )
    drive = forms.ModelChoiceField(Drive.objects.none(), label=_("Drive"), required=False, empty_label=_("All"))
    plan_activity = forms.ModelChoiceField(
        PlanActivity.objects.none(), label=_("Activity of the plan"), required=False, empty_label=_("All")
    )

    def __init__(self, data: QueryDict, *, reader: User) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.reader = reader
        scope = Scope.of(reader)
        self._offer("campaign", Campaign.objects.visible_to(reader).opened(), when=True)
        self._offer(
            "unit", Unit.objects.visible_to(reader), when=bool(scope.hosts or scope.below or len(scope.own) > 1)
        )
        self._offer("drive", Drive.objects.of_units(reader), when=bool(scope.own) and not data.get("unit"))
        planned = PlanActivity.objects.visible_to(reader).exclude(title="").in_order()
        self._offer("plan_activity", planned, when=bool(scope.own) and not data.get("unit"))
        if data.get("drive") and self.fields["drive"].widget.is_hidden:
            self.fields["drive"].queryset = Drive.objects.visible_to(reader)  # type: ignore[attr-defined]

    def _offer(self, name: str, rows: Any, *, when: bool) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if not when:
            self.fields[name].widget = forms.HiddenInput()

    @property
    def whose(self) -> Unit | None:
        """Return the one unit whose log this is; None for the reader's own units, or all that a council sees."""
        return self.cleaned_data.get("unit") if self.is_valid() else None

    def entries(self) -> ActivityEntryQuerySet:
        """Return what was asked for; nothing while the question cannot be understood."""
        found = ActivityEntry.objects.visible_to(self.reader)
        if not self.is_valid():
            return found.none()
        asked = {**self.cleaned_data}
        found = found.at_desk_of(self.reader, asked.pop("unit"))
        return found.narrowed(**asked)
