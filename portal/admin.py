"""The admin's own door and words, and the portal's rows to look at."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from campaigns.opening import school_years
from portal.models import FeedToken, OutgoingMail, Report, ReportSchedule
from portal.models.report import PICTURES
from portal.reports.asking import plan_of
from portal.word_template_admin import WordTemplateAdmin
from units.admin import LookOnlyAdmin, TrackedAdmin
from units.clock import db_now

__all__ = ["WordTemplateAdmin"]
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
        return super().get_queryset(request).defer("snapshot", *PICTURES)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(LookOnlyAdmin):
    """Whether mail went out. Not its text: a link to choose a password is for its receiver alone."""

    list_display = ("subject", "to", "queued_at", "sent_at", "attempts", "error")
    list_filter = ("sent_at",)
    search_fields = ("subject", "to")
    fields = ("to", "subject", "queued_at", "not_before", "attempts", "sent_at", "error")


@admin.register(ReportSchedule)
class ReportScheduleAdmin(TrackedAdmin):
    """When reports are made by themselves; the next five dates stand beside what was set."""

    list_display = ("name", "cadence", "group", "needs_approval", "is_active", "next_run")
    list_filter = ("is_active", "cadence")
    search_fields = ("name",)
    autocomplete_fields = ("recipients",)
    readonly_fields = ("next_five",)
    fieldsets = (
        (None, {"fields": ("name", "is_active", "cadence", "scheme", "days_after", "hour", "next_five")}),
        (_("What it is about"), {"fields": ("host", "campaign", "group", "clusters")}),
        (
            _("How it goes out"),
            {"fields": ("needs_approval", "recipient_roles", "recipients", "addresses", "with_files")},
        ),
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "recipient_roles":
            return forms.TypedMultipleChoiceField(
                label=db_field.verbose_name,
                choices=db_field.base_field.choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                coerce=str,
            )
        if db_field.name == "clusters":  # so few that all of them can be seen
            options["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_dbfield(db_field, request, **options)

    @admin.display(description=_("next run"))
    def next_run(self, schedule: ReportSchedule) -> str:
        return next(iter(told_runs(schedule, number=1)), "—") if schedule.is_active else "—"

    @admin.display(description=_("the next five dates"))
    def next_five(self, schedule: ReportSchedule) -> str:
        if schedule.pk is None:
            return _("Shown once it is saved.")
        return format_html_join("", "<div>{}</div>", ((run,) for run in told_runs(schedule, number=5))) or "—"


def told_runs(schedule: ReportSchedule, *, number: int) -> list[str]:
    runs = plan_of(schedule, tuple(school_years())).next_runs(now=db_now(), number=number)
    return [date_format(localtime(run), "l, H:i d/m/Y") for run in runs]


@admin.register(FeedToken)
class FeedTokenAdmin(TrackedAdmin):
    """Keys for the City's systems: a key is shown once, when it is made."""

    list_display = ("name", "host", "valid_until", "made_at")
    fields = ("name", "host", "valid_until")

    def save_model(self, request: HttpRequest, obj: FeedToken, form: Any, change: bool) -> None:
        token = "" if change else obj.renew()
        super().save_model(request, obj, form, change)
        if token:
            text = _("The token, shown only now: %(token)s. Its reader sends it as “Authorization: Bearer …”.")
            messages.warning(request, text % {"token": token})
