"""The forms of the activity log: one short page for an activity, and the unit's own drives."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.campaign_form import WatchedForm
from campaigns.forms import DayField, LineField
from campaigns.log import running_campaigns
from campaigns.log_rules import Links, not_come_yet, placed
from campaigns.models import ActivityEntry, ActivityKind, Campaign, Drive, LogAudience, PlanActivity
from units.fields import VietnameseDecimalField
from units.models import Unit, User
from units.scoping import Scope


class TitleField(LineField):
    """What was done; left empty it is the planned activity's title (see `ActivityForm.clean_title`)."""

    def validate(self, value: Any) -> None:
        return None


class OfUnitForm(WatchedForm):
    """A row of one unit in one of its running campaigns; what there is only one of is not asked for."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("Movement"), required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [self.instance.unit_id] if self.instance.pk else sorted(Scope.of(by).own)
        self.running = running_campaigns(own)
        self.by = by
        self._ask_or_know("unit", Unit.objects.visible_to(by), {unit for unit, _campaign in self.running})
        self._ask_or_know(
            "campaign", Campaign.objects.visible_to(by), {campaign.pk for _unit, campaign in self.running}
        )

    def _ask_or_know(self, name: str, visible: QuerySet, keys: set[int]) -> None:
        if len(keys) > 1:
            self.fields[name].queryset = visible.filter(pk__in=keys)  # type: ignore[attr-defined]
            self.initial.setdefault(name, getattr(self.instance, f"{name}_id"))
        else:
            del self.fields[name]

    @property
    def unit_id(self) -> int | None:
        """Return the unit that was chosen, or the first there is."""
        chosen = self.cleaned_data.get("unit") if self.is_bound and hasattr(self, "cleaned_data") else None
        return chosen.pk if chosen else next((unit for unit, _campaign in self.running), None)

    def campaigns(self) -> list[Campaign]:
        """Return the chosen unit's running campaigns, latest first."""
        return [campaign for unit, campaign in self.running if unit == self.unit_id]


class ActivityForm(OfUnitForm):
    """An activity: day, kind and what was done; all else may be left out."""

    ticket = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    held_on = DayField(label=_("Day"), initial=localdate)
    kind = forms.ChoiceField(label=_("What kind of thing was it?"), choices=ActivityKind, widget=forms.RadioSelect)
    title = TitleField(label=_("What was done"), max_length=300)
    attendance = VietnameseDecimalField(
        label=_("How many took part"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        decimal_places=0,
        localize=False,
    )
    place = LineField(
        label=_("Venue"), max_length=200, required=False, widget=forms.TextInput(attrs={"list": "places"})
    )
    link = forms.URLField(label=_("Link to what was published"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = ActivityEntry
        fields = (
            "held_on",
            "kind",
            "plan_activity",
            "title",
            "audience",
            "attendance",
            "place",
            "form",
            "drive",
            "link",
            "note",
        )
        labels: ClassVar[Mapping[str, Any]] = {
            "plan_activity": _("Activity of the plan that it fulfils"),
            "audience": _("For whom"),
            "form": _("In which form"),
            "drive": _("The unit's own drive"),
            "note": _("Note"),
        }
        widgets: ClassVar[Mapping[str, Any]] = {"note": forms.Textarea(attrs={"rows": 3})}

    MORE: ClassVar[frozenset[str]] = frozenset({"form", "drive", "link", "note"})  # folded until asked for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = {unit for unit, _campaign in self.running}
        campaigns = {campaign.pk for _unit, campaign in self.running}
        planned = PlanActivity.objects.visible_to(self.by).of_plans(units, campaigns)
        self._offer("plan_activity", planned, _t("none, or not in the plan"))
        self._offer("drive", Drive.objects.of_units(self.by).filter(campaign__in=campaigns), _t("none"))
        self.fields["form"].choices = [("", _t("not said")), *self.fields["form"].choices[1:]]  # type: ignore[attr-defined]
        self.fields["audience"].choices = LogAudience.choices  # type: ignore[attr-defined]

    def _offer(self, name: str, rows: QuerySet, nothing: str) -> None:
        """Offer rows in a list; one without rows is not shown."""
        field = self.fields[name]
        found = list(rows)
        field.queryset = rows  # type: ignore[attr-defined]
        field.choices = [("", nothing), *((row.pk, str(row)) for row in found)]  # type: ignore[attr-defined]
        if not found:
            del self.fields[name]

    @property
    def opens_more(self) -> bool:
        """Whether something stands in the folded part: an error, or what was stored."""
        stored = any(getattr(self.instance, name) for name in self.MORE)
        return stored or bool(self.is_bound and self.MORE & set(self.errors))

    def clean_held_on(self) -> date:
        held_on = self.cleaned_data["held_on"]
        if sentence := not_come_yet(held_on):
            raise forms.ValidationError(sentence)
        return held_on

    def clean_title(self) -> str:
        planned = self.cleaned_data.get("plan_activity")
        title = self.cleaned_data["title"] or (planned.title if planned else "")
        if not title:
            raise forms.ValidationError(_("Say in a few words what was done."), code="required")
        return title

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.instance.pk:
            self.instance.ticket = cleaned.get("ticket")
        if "held_on" in cleaned and self.unit_id:
            self._find_campaign(cleaned)
        return cleaned

    def _find_campaign(self, cleaned: dict[str, Any]) -> None:
        """Find the campaign by the day, unless one was named."""
        links = Links(cleaned.get("campaign"), cleaned.get("plan_activity"), cleaned.get("drive"))
        campaign, complaints = placed(cleaned["held_on"], self.unit_id, self.campaigns(), links)
        if campaign:
            self.instance.unit_id, self.instance.campaign = self.unit_id, campaign
        for field, sentence in complaints:
            self.add_error(field, sentence)


class DriveForm(OfUnitForm):
    """A small campaign that the unit runs by itself."""

    title = LineField(label=_("Name of the drive"), max_length=200)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    class Meta:
        model = Drive
        fields = ("title", "aim", "starts_on", "ends_on")
        labels: ClassVar[Mapping[str, Any]] = {"aim": _("What it is to achieve")}
        widgets: ClassVar[Mapping[str, Any]] = {"aim": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.unit_id = self.unit_id
        campaigns = self.campaigns()
        named = cleaned.get("campaign")
        if named and named not in campaigns:
            self.add_error("campaign", _("The unit takes no part in this movement."))
        elif campaigns:
            self.instance.campaign = named or (self.instance.campaign if self.instance.pk else campaigns[0])
        return cleaned
