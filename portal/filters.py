"""Filters of the council's lists: they live in the address, so that any view of a list can be sent to a colleague."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from campaigns import deliverables
from campaigns.models import Campaign, RequestState
from portal.standings import STATUSES, Choice, Picture
from units.models import Cluster, Group


class CouncilFilter(forms.Form):
    """Search, group, cluster, status, requirement, period: as the lists' addresses have them."""

    q = forms.CharField(label=_("Search units"), required=False, widget=forms.SearchInput)
    group = forms.ChoiceField(label=_("Group"), required=False, choices=[("", _("All")), *Group.choices])
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)
    requirement = forms.ChoiceField(label=_("Requirement"), required=False)
    period = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, data: QueryDict, picture: Picture) -> None:
        super().__init__(data, auto_id="filter_%s")
        self._offer("cluster", picture.cluster_names.items())
        self._offer("status", ((key, status.label) for key, status in STATUSES.items()))
        self._offer("requirement", picture.names.items())
        periods = {column.period_end.isoformat(): column.period for column in picture.columns if column.period_end}
        self._offer("period", periods.items())
        if not any(periods.values()):  # each requirement has one period: nothing to choose
            self.fields["period"].widget = forms.HiddenInput()

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    @property
    def choice(self) -> Choice:
        """Return what was chosen; what the lists do not know is left out, and `errors` tells so."""
        self.full_clean()
        return Choice(**{name: self.cleaned_data.get(name, "") for name in self.fields})


class FigureFilter(forms.Form):
    """Which reports are summed up, of which cluster, as of which day."""

    span = forms.ChoiceField(label=_("Reports"), required=False)
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    until = forms.DateField(
        label=_("As handed in by the end of"),
        required=False,
        widget=forms.DateInput(attrs={"inputmode": "numeric", "placeholder": _("dd/mm/yyyy")}),
    )

    def __init__(self, data: QueryDict, picture: Picture, spans: Mapping[str, tuple[Any, str]], latest: str) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.spans, self.latest = spans, latest
        self.fields["span"].choices = [("", _("The latest")), *((key, words) for key, (_s, words) in spans.items())]  # type: ignore[attr-defined]
        self.fields["cluster"].choices = [("", _("All")), *picture.cluster_names.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """Return span (None where there is none), its words, cluster and day; unknown ones are left out."""
        self.full_clean()
        span, words = self.spans.get(self.cleaned_data.get("span") or self.latest, (None, ""))
        return {
            "span": span,
            "words": words,
            "cluster": self.cleaned_data.get("cluster", ""),
            "until": self.cleaned_data.get("until"),
        }


class QueueFilter(forms.Form):
    """Filters of the review queue."""

    q = forms.CharField(label=_("Search units"), required=False, widget=forms.SearchInput)
    group = forms.ChoiceField(label=_("Group"), required=False, choices=[("", _("All")), *Group.choices])
    cluster = forms.ModelChoiceField(
        Cluster.objects.all(), label=_("Cluster"), required=False, to_field_name="code", empty_label=_("All")
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    campaign = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["kind"].choices = [("", _("All")), *deliverables.choices()]  # type: ignore[attr-defined]

    @property
    def choice(self) -> dict[str, str]:
        """Return what was chosen, as `ObligationQuerySet.narrowed` takes it."""
        self.full_clean()
        cluster = self.cleaned_data.get("cluster")
        return {name: self.cleaned_data.get(name, "") for name in self.fields} | {
            "cluster": cluster.code if cluster else ""
        }


class RequestFilter(QueueFilter):
    """Filters of the requests for more time; those that wait are shown first of all."""

    status = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["status"].choices = [("", _("All")), *RequestState.choices]  # type: ignore[attr-defined]


class CampaignChoice(forms.Form):
    """Which campaign the desk shows."""

    campaign = forms.ChoiceField(label=_("Campaign"), required=False)

    def __init__(self, chosen: Campaign, campaigns: list[Campaign]) -> None:
        super().__init__(initial={"campaign": chosen.code}, auto_id="choose_%s")
        self.fields["campaign"].choices = [(each.code, each.choice_label) for each in campaigns]  # type: ignore[attr-defined]
