"""What can be asked of the list of feedback in an address."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DayField
from conduct.feedback_moves import FeedbackState
from conduct.models import Feedback
from conduct.models.feedback import FeedbackQuerySet
from units.models import Cluster, Group, Unit, User


class FeedbackFilter(forms.Form):
    """Units by search, group, cluster; where it stands; days."""

    q = forms.CharField(label=_("Search units"), required=False, widget=forms.SearchInput)
    group = forms.ChoiceField(label=_("Group"), required=False, choices=[("", _("All")), *Group.choices])
    cluster = forms.ModelChoiceField(
        Cluster.objects.all(), label=_("Cluster"), required=False, to_field_name="code", empty_label=_("All")
    )
    status = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *FeedbackState.choices])
    since = DayField(label=_("From"), required=False, help_text="")
    until = DayField(label=_("Until"), required=False, help_text="")

    def __init__(self, data: QueryDict, *, reader: User) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.reader = reader

    def feedback(self) -> FeedbackQuerySet:
        """Return what was asked for; nothing while the question cannot be understood."""
        found = Feedback.objects.visible_to(self.reader)
        if not self.is_valid():
            return found.none()
        asked = self.cleaned_data
        exact = {"group": asked["group"], "cluster": asked["cluster"], "state": asked["status"]}
        found = found.filter(**{name: value for name, value in exact.items() if value}).within(**self.days)
        return found.filter(unit__in=Unit.objects.search(asked["q"])) if asked["q"] else found

    @property
    def days(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {"since": start_of(asked["since"]), "until": end_of(asked["until"])}


def start_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, tzinfo=get_default_timezone()) if day else None


def end_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time.max, tzinfo=get_default_timezone()) if day else None
