"""The admin's desk of campaigns: catalogues to edit; campaigns, obligations and events to look at only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.models import (
    ActivityKind,
    Campaign,
    CampaignTarget,
    Holiday,
    Indicator,
    LegalBasis,
    LogAudience,
    Obligation,
    ObligationEvent,
    Participation,
    Receipt,
    Requirement,
    SchoolYear,
    State,
)
from campaigns.resources import IndicatorResource
from campaigns.workflow import VERB_LABELS
from units.admin import AddOnlyAdmin, LookOnlyAdmin, SheetAdmin, TrackedAdmin, by_words, column, titled
from units.models import Group


@admin.register(LegalBasis)
class LegalBasisAdmin(TrackedAdmin):
    list_display = ("number", "title", "issued_on", "valid_from", "valid_until")
    search_fields = ("number", "title")
    date_hierarchy = "issued_on"
    ordering = ("-issued_on",)


@admin.register(Holiday)
class HolidayAdmin(TrackedAdmin):
    list_display = ("day", "name")
    search_fields = ("name",)
    date_hierarchy = "day"
    ordering = ("-day",)


@admin.register(SchoolYear)
class SchoolYearAdmin(TrackedAdmin):
    list_display = ("name", "start", "second_term_start", "end")


def several(choices: Any, label: Any) -> forms.Field:
    """Return a list that is chosen from; nothing chosen means all."""
    return forms.MultipleChoiceField(
        choices=choices,
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: all."),
    )


class IndicatorForm(forms.ModelForm):
    groups = several(Group.choices, _("groups"))
    prefill_kinds = several(ActivityKind.choices, _("only activities of these kinds"))
    prefill_audiences = several(LogAudience.choices, _("only activities for these audiences"))

    class Meta:
        model = Indicator
        fields = (
            *("code", "name", "definition", "source", "section", "position", "is_active", "value_type", "measure"),
            *("part_label", "whole_label", "aggregation", "groups", "prefill", "prefill_kinds", "prefill_audiences"),
        )
        labels = {"position": _("order")}


@admin.register(Indicator)
class IndicatorAdmin(SheetAdmin):
    """The catalogue of figures; one that units have reported is taken out of use rather than deleted."""

    resource_classes = (IndicatorResource,)
    form = IndicatorForm
    list_display = ("name", "code", "measure", "value_type", "aggregation", "section", "is_active")
    list_filter = ("value_type", "section", "is_active")
    search_fields = ("name", "code", "definition")
    fieldsets = (
        (None, {"fields": ("code", "name", "definition", "source", "section", "position", "is_active")}),
        (_("Value"), {"fields": ("value_type", "measure", "part_label", "whole_label", "aggregation", "groups")}),
        (_("From the log"), {"fields": ("prefill", "prefill_kinds", "prefill_audiences")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Indicator | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.values.exists())


class LookTrackedAdmin(LookOnlyAdmin, TrackedAdmin):
    """To look at, with the kept versions."""


@admin.display(description=_("campaign"), ordering="campaign__code")
def code_of_campaign(row: Any) -> str:
    return row.campaign.code if row.campaign else ""


BY_CAMPAIGN = ("campaign", titled(_("campaign")))
BY_CLUSTER = ("cluster", titled(_("cluster")))

OPENED_AND_CLOSED: tuple[Any, ...] = (column("opened_at", _("opened at")), column("closed_at", _("closed at")))


@admin.register(Campaign)
class CampaignAdmin(LookTrackedAdmin):
    list_display = ("title", "code", "host", *OPENED_AND_CLOSED)
    list_filter = ("year",)
    list_select_related = ("host",)
    search_fields = ("title", "code")
    fields = (
        *("code", "host", "title", "starts_on", "ends_on", "goals", "themes", "slogans", "legal_bases", "notice_days"),
        *OPENED_AND_CLOSED,
    )


@admin.register(Requirement)
class RequirementAdmin(LookTrackedAdmin):
    list_display = ("title", code_of_campaign, "frequency", "due_on", "due_days")
    list_filter = (BY_CAMPAIGN, "frequency")
    list_select_related = ("campaign",)
    search_fields = ("title", "code")


PARTICIPATION: tuple[Any, ...] = (
    column("unit_name", _("unit")),
    code_of_campaign,
    column("cluster", _("cluster")),
    column("kind", _("kind")),
    column("enrolled_at", _("enrolled at")),
)


@admin.register(Participation)
class ParticipationAdmin(LookOnlyAdmin):
    list_display = fields = PARTICIPATION
    list_display_links = PARTICIPATION[:1]
    list_filter = (BY_CAMPAIGN, BY_CLUSTER)
    list_select_related = ("campaign", "cluster")
    search_fields = ("unit_name", "unit__code")


OBLIGATION: tuple[Any, ...] = (
    "title",
    column("unit", _("unit")),
    code_of_campaign,
    column("state", _("state")),
    column("effective_due_at", _("due at")),
    column("first_submitted_at", _("first handed in at")),
)


@admin.register(Obligation)
class ObligationAdmin(LookOnlyAdmin):
    list_display = OBLIGATION
    list_filter = (BY_CAMPAIGN, by_words("state", _("state"), State.choices), BY_CLUSTER)
    list_select_related = ("unit", "campaign")
    search_fields = ("title", "unit__name", "unit__code")
    ordering = ("-id",)
    fields = (
        *OBLIGATION,
        column("participation", _("as enrolled")),
        column("cluster", _("cluster")),
        column("group", _("group")),
        column("period_start", _("period from")),
        column("period_end", _("period until")),
        column("opens_at", _("opens at")),
        column("due_at", _("due at, as first set")),
        column("locks_at", _("locks at")),
        column("last_submitted_at", _("last handed in at")),
        column("waived_at", _("waived at")),
        column("cancelled_at", _("cancelled at")),
        "version",
        "changed_at",
    )


@admin.display(description=_("move"), ordering="verb")
def verb_in_words(event: ObligationEvent) -> str:
    return str(VERB_LABELS.get(event.verb, event.verb))


@admin.display(description=_("from state"), ordering="from_state")
def from_state(event: ObligationEvent) -> str:
    return state_in_words(event.from_state)


@admin.display(description=_("to state"), ordering="to_state")
def to_state(event: ObligationEvent) -> str:
    return state_in_words(event.to_state)


def state_in_words(state: str) -> str:
    return str(State(state).label) if state in State.values else state


EVENT: tuple[Any, ...] = (
    "at",
    verb_in_words,
    column("obligation", _("obligation")),
    "actor_label",
    from_state,
    to_state,
    "due_at",
)


@admin.register(ObligationEvent)
class ObligationEventAdmin(LookOnlyAdmin):
    """Who did what when; what was handed in is read on the portal by those whose business it is."""

    list_display = EVENT
    list_filter = (by_words("verb", _("move"), tuple(VERB_LABELS.items())),)
    list_select_related = ("obligation",)
    search_fields = ("actor_label", "obligation__title", "obligation__unit__code")
    fields = (*EVENT, column("content_sha256", "SHA-256"))
    ordering = ("-id",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("content")


RECEIPT: tuple[Any, ...] = (
    column("code", _("code")),
    column("obligation", _("obligation")),
    column("event", _("event")),
)


@admin.register(Receipt)
class ReceiptAdmin(LookOnlyAdmin):
    list_display = fields = RECEIPT
    list_select_related = ("obligation", "event")
    search_fields = ("code", "obligation__unit__code")
    ordering = ("-id",)


@admin.register(CampaignTarget)
class CampaignTargetAdmin(AddOnlyAdmin):
    """What a campaign is to reach; the last row about a figure counts, from the moment it is added."""

    list_display = ("campaign", "figure", "indicator", "group", "value", "source", "decided_on", "set_at")
    list_filter = ("campaign", "figure", "group")
    list_select_related = ("campaign", "indicator")
    autocomplete_fields = ("indicator",)
    fields = ("campaign", "figure", "indicator", "group", "value", "is_at_most", "source", "decided_on")

    def save_model(self, request: HttpRequest, obj: CampaignTarget, form: Any, change: bool) -> None:
        obj.set_by_id = request.user.pk
        super().save_model(request, obj, form, change)
