"""Forms of the reports' pages: what to ask for, what to show of the list."""

from datetime import date, datetime
from operator import attrgetter
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from portal.models import ReportState
from portal.reports.asking import as_of, end_of
from units.models import Cluster, Group, Role, User
from units.scoping import Scope


class ReportForm(forms.Form):
    """A report to ask for: campaign, day, and what part of it."""

    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("Campaign"), empty_label=None)
    day = forms.DateField(
        label=_("As of the end of this day"),
        required=False,
        help_text=_("Day/month/year, as in 14/12/2024. Left empty: as of now."),
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"}),
    )
    group = forms.ChoiceField(label=_("Group"), required=False, choices=[("", _("Both groups")), *Group.choices])
    cluster = forms.ModelChoiceField(
        Cluster.objects.all(), label=_("Cluster"), required=False, empty_label=_("All clusters")
    )

    def __init__(self, *args: Any, user: User, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        self.fields["campaign"].queryset = campaigns_to_report(user)  # type: ignore[attr-defined]
        self.fields["campaign"].label_from_instance = attrgetter("choice_label")  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_day(self) -> date | None:
        day = self.cleaned_data["day"]
        if day and day > localdate(self.now):
            raise forms.ValidationError(_("This day lies ahead: a report tells how things stood, not how they will."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        campaign, day = cleaned.get("campaign"), cleaned.get("day")
        if campaign and day and end_of(day) < campaign.opened_at:
            opened = {"day": f"{localtime(campaign.opened_at):%d/%m/%Y}"}
            self.add_error("day", _("The campaign was opened on %(day)s: choose that day or a later one.") % opened)
        return cleaned

    @property
    def as_of(self) -> datetime:
        return as_of(self.cleaned_data["day"], now=self.now)


def campaigns_to_report(user: User) -> Any:
    """Return the opened campaigns of the councils where this person may ask for reports."""
    asking = {Role.SECRETARY, Role.CHAIR}
    hosts = [host for host, roles in Scope.of(user).roles.items() if roles & asking]
    return Campaign.objects.opened().filter(host__in=hosts)


class ReportFilter(forms.Form):
    """What the list of reports shows."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.SearchInput)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False, choices=[("", _("All")), *Group.choices])
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *ReportState.choices])

    def __init__(self, data: QueryDict, *, campaigns: Any, clusters: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        self._offer("campaign", ((campaign.code, campaign.title) for campaign in campaigns))
        self._offer("cluster", ((cluster.code, cluster.name) for cluster in clusters))

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    @property
    def choice(self) -> dict[str, str]:
        """Return what was chosen; what the list does not know is left out, and the field's error tells so."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
