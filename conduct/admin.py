"""Conduct in the admin: the catalogues that administrators keep; codes and clauses have pages of their own."""

from django.contrib import admin

from conduct.models import Award, AwardNeed, AwardTerms, Checklist, PublicWindow, VotingRule
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
