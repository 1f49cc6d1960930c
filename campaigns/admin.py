"""The admin's desk of campaigns: catalogues to edit; campaigns, obligations and events to look at only."""

from django.contrib import admin
from django.http import HttpRequest

from campaigns.models import (
    Campaign,
    Holiday,
    LegalBasis,
    Obligation,
    ObligationEvent,
    Participation,
    Receipt,
    Requirement,
    SchoolYear,
)
from units.admin import LookOnlyAdmin, TrackedAdmin


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


class LookTrackedAdmin(LookOnlyAdmin, TrackedAdmin):
    """To look at, with the kept versions."""


@admin.register(Campaign)
class CampaignAdmin(LookTrackedAdmin):
    list_display = ("title", "code", "year", "host", "opened_at", "closed_at")
    list_filter = ("year",)
    list_select_related = ("host",)
    search_fields = ("title", "code")
    readonly_fields = ("opened_at", "opened_by", "closed_at", "closed_by")


@admin.register(Requirement)
class RequirementAdmin(LookTrackedAdmin):
    list_display = ("title", "campaign", "kind", "frequency", "due_on", "due_days")
    list_filter = ("campaign", "kind", "frequency")
    list_select_related = ("campaign",)
    search_fields = ("title", "code")


@admin.register(Participation)
class ParticipationAdmin(LookOnlyAdmin):
    list_display = ("unit_name", "campaign", "cluster", "kind", "enrolled_at")
    list_filter = ("campaign", "group", "cluster")
    list_select_related = ("campaign", "cluster")
    search_fields = ("unit_name", "unit__code")


@admin.register(Obligation)
class ObligationAdmin(LookOnlyAdmin):
    list_display = ("title", "unit", "campaign", "state", "effective_due_at", "first_submitted_at")
    list_filter = ("campaign", "state", "group", "cluster")
    list_select_related = ("unit", "campaign")
    search_fields = ("title", "unit__name", "unit__code")
    ordering = ("-id",)


@admin.register(ObligationEvent)
class ObligationEventAdmin(LookOnlyAdmin):
    """Who did what when; what was handed in is read on the portal by those whose business it is."""

    list_display = ("at", "verb", "obligation", "actor_label", "from_state", "to_state", "due_at")
    list_filter = ("verb",)
    list_select_related = ("obligation",)
    search_fields = ("actor_label", "obligation__title", "obligation__unit__code")
    fields = ("at", "verb", "obligation", "actor_label", "from_state", "to_state", "due_at", "content_sha256")
    ordering = ("-id",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest):  # type: ignore[no-untyped-def]
        return super().get_queryset(request).defer("content")


@admin.register(Receipt)
class ReceiptAdmin(LookOnlyAdmin):
    list_display = ("code", "obligation", "event")
    list_select_related = ("obligation", "event")
    search_fields = ("code", "obligation__unit__code")
    fields = ("code", "obligation", "event")
    ordering = ("-id",)
