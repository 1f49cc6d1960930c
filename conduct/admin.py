"""Conduct in the admin: the catalogues that administrators keep; codes and clauses have pages of their own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from conduct.models import Award, AwardNeed, AwardTerms, Checklist, PublicWindow, Scale, ScaleCriterion, VotingRule
from units.admin import TrackedAdmin


@admin.register(Checklist)
class ChecklistAdmin(TrackedAdmin):
    list_display = ("name", "frequency", "rhythms")


@admin.register(PublicWindow)
class PublicWindowAdmin(TrackedAdmin):
    list_display = ("unit", "since", "until")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit",)
    search_fields = ("unit__search_text",)


@admin.register(VotingRule)
class VotingRuleAdmin(TrackedAdmin):
    list_display = ("name", "code", "secrecy", "base", "valid_from", "valid_until", "legal_basis")
    list_filter = ("secrecy", "base")
    list_select_related = ("legal_basis",)
    search_fields = ("name", "code")


@admin.register(Award)
class AwardAdmin(TrackedAdmin):
    list_display = ("name", "code", "kind", "subject", "level", "position")
    list_filter = ("kind", "subject", "level")
    search_fields = ("name", "code")


class AwardNeedInline(admin.TabularInline):
    model = AwardNeed
    fk_name = "terms"
    extra = 0


@admin.register(AwardTerms)
class AwardTermsAdmin(TrackedAdmin):
    list_display = ("award", "valid_from", "valid_until", "decided_by", "vote_rule", "legal_basis")
    list_filter = ("award",)
    list_select_related = ("award", "vote_rule", "legal_basis")
    search_fields = ("award__name", "award__code")
    date_hierarchy = "valid_from"
    inlines = (AwardNeedInline,)


class ScaleCriterionInline(admin.TabularInline):
    model = ScaleCriterion
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not (obj and obj.is_used)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_used)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_used)


@admin.register(Scale)
class ScaleAdmin(TrackedAdmin):
    """Scales of marks: of one under which an initiative was handed in only the last day and the note can be changed."""

    list_display = ("name", "valid_from", "valid_until", "threshold", "legal_basis")
    list_select_related = ("legal_basis",)
    search_fields = ("name",)
    inlines = (ScaleCriterionInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = ("name", "valid_from", "threshold", "quorum_numerator", "quorum_denominator", "legal_basis")
        return fixed if obj and obj.is_used else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_used)
