"""The admin's own door and words, and the portal's rows to look at."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.models import OutgoingMail, Report
from units.admin import LookOnlyAdmin

admin.site.site_header = _("Administration of Thanh Lịch")
admin.site.site_title = _("Administration of Thanh Lịch")
admin.site.index_title = _("Units, people, catalogues, schedules")
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(Report)
class ReportAdmin(LookOnlyAdmin):
    list_display = ("campaign", "as_of", "group", "cluster", "state", "requested_by", "requested_at", "made_at")
    list_filter = ("state", "campaign")
    list_select_related = ("campaign", "cluster", "requested_by")
    fields = (
        *("campaign", "host", "group", "cluster", "as_of", "requested_by", "requested_at", "state", "attempts"),
        *("error", "code", "sha256", "made_at"),
    )

    def get_queryset(self, request: HttpRequest):  # type: ignore[no-untyped-def]
        return super().get_queryset(request).defer("snapshot")


@admin.register(OutgoingMail)
class OutgoingMailAdmin(LookOnlyAdmin):
    """Whether mail went out. Not its text: a link to choose a password is for its receiver alone."""

    list_display = ("subject", "to", "queued_at", "sent_at", "attempts", "error")
    list_filter = ("sent_at",)
    search_fields = ("subject", "to")
    fields = ("to", "subject", "queued_at", "not_before", "attempts", "sent_at", "error")
