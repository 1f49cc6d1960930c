"""Conduct in the admin: the catalogues that administrators keep; codes and clauses have pages of their own."""

from django.contrib import admin

from conduct.models import Checklist, PublicWindow
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
