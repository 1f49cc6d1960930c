"""The forms in which a campaign and what it asks for are prepared."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns import calendar, deliverables
from campaigns.models import Campaign, Frequency, Indicator, LegalBasis, Requirement
from campaigns.preparation import free_code
from campaigns.widening import Audience
from units.models import Cluster, Group, Kind, Role, Unit, User
from units.scoping import Scope
from units.vietnamese import nfc

KEPT_WORDS = {"new"}  # an address of its own
DAY = {"inputmode": "numeric", "autocomplete": "off"}
DAY_HELP = _("Day/month/year, as in 17/06/2026.")


class WatchedForm(forms.ModelForm):
    """A form that notices when somebody else has saved the same row while it was being filled in."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stamp = self._stamp()
        self.initial["seen"] = self.stamp

    @property
    def long_texts(self) -> set[str]:
        """The fields whose lines are kept; in all others a line break is a space."""
        return {field.name for field in self._meta.model._meta.fields if isinstance(field, models.TextField)}

    def _stamp(self) -> str:
        if not self.instance.pk:
            return ""
        facts = model_to_dict(self.instance, fields=list(self._meta.fields or ()))
        return hashlib.sha256(json.dumps(facts, sort_keys=True, default=_plain).encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = nfc(value, keep_lines=name in self.long_texts)
        if cleaned.get("seen", "") != self.stamp:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.stamp
            raise forms.ValidationError(
                _("Somebody changed this while you were writing. What you wrote stands below; saving replaces theirs.")
            )
        return cleaned


def _plain(value: Any) -> str:
    return str(getattr(value, "pk", value))


class BasisChoice(forms.ModelMultipleChoiceField):
    """Legal bases, each with its validity beside it."""

    def label_from_instance(self, basis: Any) -> str:
        until = date_format(basis.valid_until, "d/m/Y") if basis.valid_until else _t("no end")
        return format_html(
            '{} — {} <span class="quiet">({}: {} – {})</span>',
            basis.number,
            basis.title,
            _t("in force"),
            date_format(basis.valid_from, "d/m/Y"),
            until,
        )


class CampaignWordsForm(WatchedForm):
    """What may still be changed when a campaign is open: its words and what it stands on."""

    legal_bases = BasisChoice(
        label=_("Legal bases"),
        queryset=LegalBasis.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The catalogue is kept by the administrator. One that has expired is pointed out, not refused."),
    )

    class Meta:
        model = Campaign
        fields = ("title", "goals", "themes", "slogans", "legal_bases")
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "goals": forms.Textarea(attrs={"rows": 5}),
            "themes": forms.Textarea(attrs={"rows": 4}),
            "slogans": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_bases"].queryset = LegalBasis.objects.all()


class CampaignForm(CampaignWordsForm):
    """A campaign that is being prepared."""

    class Meta(CampaignWordsForm.Meta):
        fields = (
            "code",
            "host",
            "year",
            "title",
            "starts_on",
            "ends_on",
            "goals",
            "themes",
            "slogans",
            "legal_bases",
            "notice_days",
        )
        widgets = {
            **CampaignWordsForm.Meta.widgets,
            "starts_on": forms.DateInput(attrs=DAY),
            "ends_on": forms.DateInput(attrs=DAY),
        }
        labels = {"notice_days": _("Days of notice")}
        help_texts = {
            "code": _("Letters without diacritics, digits and hyphens; it stands in addresses and exports."),
            "starts_on": DAY_HELP,
            "ends_on": DAY_HELP,
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = Unit.objects.visible_to(by).filter(pk__in=prepared_hosts(by))
        self.fields["host"].queryset = hosts  # type: ignore[attr-defined]
        if len(hosts) == 1:
            self.fields["host"].widget = forms.HiddenInput()
            self.initial.setdefault("host", hosts[0].pk)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code.lower() in KEPT_WORDS:
            raise forms.ValidationError(_("This word is taken; choose another code."))
        return code

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise forms.ValidationError(_("Write the year with four digits, as in 2026."))
        return year


def prepared_hosts(user: User) -> Collection[int]:
    """Return the hosts whose campaigns this person prepares."""
    roles = Scope.of(user).roles
    return [unit for unit, held in roles.items() if held & {Role.SECRETARY, Role.CHAIR}]


# --- requirements ----------------------------------------------------------------------------------------------------


class IndicatorChoice(forms.ModelMultipleChoiceField):
    """Indicators by the sections of the annex, each with its unit of measure; ticked ones stay though out of use."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, indicator: Any) -> str:
        notes = [indicator.section, indicator.measure, *(str(Group(group).label) for group in indicator.groups)]
        return format_html('{} <span class="quiet">({})</span>', indicator.name, " · ".join(filter(None, notes)))


class RequirementWordsForm(WatchedForm):
    """What may still be changed when units owe it already: its words, and which figures later drafts give."""

    indicators = IndicatorChoice(
        label=_("Figures (progress reports only)"),
        queryset=Indicator.objects.none(),
        required=False,
        help_text=_(
            "How each is counted stands in the administrator's catalogue. Each unit is asked for those of its group; "
            "what the log knows is filled in. Reports that were handed in stay as they are."
        ),
    )

    class Meta:
        model = Requirement
        fields = ("title", "instructions", "indicators", "position")
        widgets = {"instructions": forms.Textarea(attrs={"rows": 4})}
        labels = {"position": _("order")}
        help_texts = {"position": _("Requirements are listed in this order.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.kind != "progress":
            del self.fields["indicators"]
            return
        ticked = self.instance.indicators.values("pk") if self.instance.pk else []
        known = Indicator.objects.filter(Q(is_active=True) | Q(pk__in=ticked))
        self.fields["indicators"].queryset = known  # type: ignore[attr-defined]


class DueRuleForm(forms.Form):
    """When something is due: on a day, or so many days after the figures of each period close."""

    due_rule = forms.ChoiceField(
        label=_("Due by"),
        choices=[("date", _("On a fixed date")), ("days", _("So many days after the figures of the period close"))],
        widget=forms.RadioSelect,
        initial="date",
    )
    due_on = forms.DateField(label=_("Due on"), required=False, widget=forms.DateInput(attrs=DAY), help_text=DAY_HELP)
    due_days = forms.IntegerField(
        label=_("Days after the figures close"),
        required=False,
        min_value=-365,
        max_value=365,
        help_text=_(
            "A negative number: before they close. Weekends and holidays move the date to the next working day."
        ),
    )

    def check_due_rule(self, cleaned: dict[str, Any]) -> None:
        """Ask for what the chosen rule needs, and drop what belongs to the other."""
        rule, wanted = cleaned.get("due_rule"), {"date": "due_on", "days": "due_days"}
        for name, field in wanted.items():
            if name != rule:
                cleaned[field] = None
            elif cleaned.get(field) is None and field not in self.errors:
                self.add_error(field, _("Give this, or choose the other rule."))


class AudienceForm(forms.Form):
    """From whom something is asked; nothing ticked: from all."""

    groups = forms.MultipleChoiceField(
        label=_("Groups"),
        choices=Group.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nothing ticked: all."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of unit"),
        choices=[choice for choice in Kind.choices if choice[0] != Kind.HOST],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    clusters: Any = forms.ModelMultipleChoiceField(
        Cluster.objects.none(), label=_("Clusters"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clusters"].queryset = Cluster.objects.all()  # type: ignore[attr-defined]


class RequirementForm(AudienceForm, DueRuleForm, RequirementWordsForm):
    """One thing that a campaign asks for, while nobody owes it yet."""

    kind = forms.ChoiceField(label=_("What is handed in"))

    class Meta:
        model = Requirement
        fields = (
            "title",
            "kind",
            "paper_kind",
            "instructions",
            "frequency",
            "scheme",
            "groups",
            "kinds",
            "clusters",
            "due_on",
            "due_days",
            "indicators",
            "needs_signature",
            "grace_days",
            "weight",
            "position",
        )
        widgets = RequirementWordsForm.Meta.widgets
        labels = {**RequirementWordsForm.Meta.labels, "paper_kind": _("Kind of paper")}
        help_texts = {
            **RequirementWordsForm.Meta.help_texts,
            "paper_kind": _("Matters for a paper: left open, the unit says it."),
            "scheme": _("Matters for what is asked for more than once."),
            "grace_days": _("Late is better than missing: so long can a unit still hand in."),
        }

    field_order = (
        *(
            "title",
            "kind",
            "paper_kind",
            "instructions",
            "indicators",
            "frequency",
            "scheme",
            "due_rule",
            "due_on",
            "due_days",
        ),
        *("groups", "kinds", "clusters", "needs_signature", "grace_days", "weight", "position"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = deliverables.choices()  # type: ignore[attr-defined]
        self.initial["due_rule"] = "days" if self.instance.due_days is not None else "date"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_due_rule(cleaned)
        frequency, scheme = cleaned.get("frequency", ""), cleaned.get("scheme", "")
        if frequency and scheme and not calendar.is_possible(frequency, scheme):
            self.add_error(
                "scheme", _("There are no such periods: a school year has two terms, no months or quarters.")
            )
        many = frequency not in ("", Frequency.ONCE, Frequency.YEARLY)
        if many and cleaned.get("due_rule") == "date":
            self.add_error("due_rule", _("One date cannot fit several periods: give a number of days instead."))
        if cleaned.get("indicators") and cleaned.get("kind") != "progress":
            cleaned["indicators"] = Indicator.objects.none()  # only a progress report gives figures
        if cleaned.get("kind") != "paper":
            cleaned["paper_kind"] = ""
        return cleaned

    def clean_weight(self) -> int:
        weight: int = self.cleaned_data["weight"]
        if weight < 1:
            raise forms.ValidationError(_("The weight is at least 1."))
        return weight

    def _post_clean(self) -> None:
        if not self.instance.code:
            self.instance.code = free_code(self.instance.campaign, self.cleaned_data.get("title", ""))
        super()._post_clean()  # type: ignore[misc]


class RedateForm(DueRuleForm):
    """A new due rule for what units owe already, and why."""

    note = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
        required=False,
        help_text=_("Stands in the history of each obligation that moves."),
    )

    def __init__(self, requirement: Requirement, data: Any = None) -> None:
        initial = {
            "due_rule": "days" if requirement.due_days is not None else "date",
            "due_on": requirement.due_on,
            "due_days": requirement.due_days,
        }
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.check_due_rule(cleaned)
        return cleaned

    @property
    def rule(self) -> calendar.DueRule:
        return calendar.DueRule(on=self.cleaned_data["due_on"], days_after_cutoff=self.cleaned_data["due_days"])


class WidenForm(AudienceForm):
    """Another audience for what units owe already."""

    def __init__(self, requirement: Requirement, data: Any = None) -> None:
        audience = Audience.of(requirement)
        super().__init__(data, initial=vars(audience))

    @property
    def audience(self) -> Audience:
        return Audience(**{name: self.cleaned_data[name] for name in ("groups", "kinds", "clusters")})


class CampaignFilterForm(forms.Form):
    """The filters of the list of campaigns."""

    q = forms.CharField(label=_("Search"), required=False)
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("draft", _("Being prepared")), ("open", _("Running")), ("closed", _("Closed"))],
    )
