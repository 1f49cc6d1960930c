"""The admin's desk of units, clusters, people and roles: reference data to edit, with its history."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm

from units.history import versions_of
from units.models import Cluster, Membership, Succession, Unit, User
from units.resources import ClusterResource, PersonResource, UnitResource
from units.vietnamese import fold

KEPT_FOR_SUPERUSERS = ("is_staff", "is_superuser", "groups", "user_permissions")


def column(name: str, label: Any) -> Any:
    """Return a column or a line that shows a field under a label of its own."""

    def show(row: models.Model) -> Any:
        display = getattr(row, f"get_{name}_display", None)
        value = display() if display else getattr(row, name)
        if isinstance(value, datetime):
            return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
        return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else value

    show.__name__ = f"{name}_as_told"
    return admin.display(description=label, ordering=name)(show)


def titled(label: Any) -> type[admin.RelatedFieldListFilter]:
    """Return a filter by another row, under a title of its own."""

    class Titled(admin.RelatedFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = label

    return Titled


def by_words(parameter: str, label: Any, words: Iterable[tuple[str, Any]]) -> type[admin.SimpleListFilter]:
    """Return a filter by a code whose words stand outside the model."""

    class ByWords(admin.SimpleListFilter):
        title = label
        parameter_name = parameter

        def lookups(self, request: HttpRequest, model_admin: Any) -> list:
            return list(words)

        def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
            value = self.value()
            return queryset.filter(**{parameter: value}) if value in dict(words) else queryset

    return ByWords


class TrackedAdmin(admin.ModelAdmin):
    """Rows whose versions the database keeps: the history page shows each of them."""

    object_history_template = "admin/kept_history.html"

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        versions = versions_of(self.model, object_id, people=User.objects.all())
        return super().history_view(request, object_id, {**(extra_context or {}), "versions": versions})


class LookOnlyAdmin(admin.ModelAdmin):
    """Rows that the portal's own pages write: here they can be looked at, not touched."""

    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AddOnlyAdmin(admin.ModelAdmin):
    """Rows that are only ever added: a slip is mended by a later one."""

    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SheetAdmin(ImportExportMixin, TrackedAdmin):
    """Rows that come and go as CSV or XLSX, too."""

    formats = (XLSX, CSV)
    import_formats = export_formats = formats
    export_form_class = ExportForm  # the other one needs inline scripts


@admin.register(Cluster)
class ClusterAdmin(SheetAdmin):
    resource_classes = (ClusterResource,)
    list_display = ("name", "code", column("position", _("order")))
    search_fields = ("name", "code")

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "position":
            field.label = _("order")
        return field


class FoldedSearch:
    """Searches without diacritics in the column that the database folds."""

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple:
        term = fold(search_term)
        if not term:
            return queryset, False
        folded = models.Q(search_text__contains=term)
        exact = models.Q(**{f"{self.exact_field}__icontains": search_term.strip()})  # type: ignore[attr-defined]
        return queryset.filter(folded | exact), False


@admin.register(Unit)
class UnitAdmin(FoldedSearch, SheetAdmin):
    resource_classes = (UnitResource,)
    list_display = ("name", "code", "kind", "cluster_code", "parent", "headcount", "active_until")
    list_filter = ("kind", "cluster")
    list_select_related = ("cluster", "parent")
    search_fields = ("name", "short_name", "code")
    exact_field = "code"
    ordering = ("sort_key",)
    fieldsets = (
        (None, {"fields": ("code", "name", "short_name", "kind", "parent", "cluster", "headcount")}),
        (_("On its papers"), {"fields": ("symbol", "place")}),
        (_("Contacts"), {"fields": ("phone", "email")}),
        (_("Validity"), {"fields": ("active_from", "active_until")}),
    )

    @admin.display(description=_("cluster"), ordering="cluster__code")
    def cluster_code(self, unit: Unit) -> str:
        return unit.cluster.code if unit.cluster else ""

    def has_delete_permission(self, request: HttpRequest, obj: Unit | None = None) -> bool:
        """A unit ends by its last day; its past stays."""
        return False


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ("user", "unit", "role", "since", "until")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        user = cleaned.get("user") or getattr(self.instance, "user", None)
        if user and user.is_staff:
            raise forms.ValidationError(
                _("An administrator's account holds no role: give the role to the person's other account.")
            )
        return cleaned


@admin.register(Membership)
class MembershipAdmin(TrackedAdmin):
    form = MembershipForm
    list_display = (column("user", _("person")), "role", "unit", "since", "until")
    list_filter = ("role", "unit__kind", "unit__cluster")
    list_select_related = ("user", "unit")
    search_fields = ("user__full_name", "user__username", "unit__name", "unit__code")
    raw_id_fields = ("user",)
    ordering = ("unit__sort_key", "role")


class MembershipInline(admin.TabularInline):
    model = Membership
    form = MembershipForm
    fields = ("unit", "role", "since", "until")
    extra = 1


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("username", "full_name", "position", "email", "phone")


@admin.register(User)
class PersonAdmin(FoldedSearch, SheetAdmin, UserAdmin):
    """People. Superusers alone make administrators, and nobody changes an account with more rights."""

    resource_classes = (PersonResource,)
    add_form = PersonCreationForm
    inlines = (MembershipInline,)
    list_display = ("full_name", "username", "position", "email", "is_active", "last_login")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("full_name", "username")
    exact_field = "username"
    ordering = ("sort_key",)
    filter_horizontal = ("groups",)
    readonly_fields = ("last_login", "date_joined")
    actions = ("send_password_mail",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("full_name", "position", "email", "phone")}),
        (_("Access"), {"fields": ("is_active", "last_login", "date_joined")}),
    )
    rights_fieldset = (_("Rights in the administration"), {"fields": ("is_staff", "is_superuser", "groups")})
    add_fieldsets = (
        (None, {"fields": ("username", "full_name", "position", "email", "phone")}),
        (_("Password"), {"fields": ("usable_password", "password1", "password2")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        shown = super().get_fieldsets(request, obj)
        return (*shown, self.rights_fieldset) if obj and request.user.is_superuser else shown

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or cast(User, request.user).may_administer(obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A person who leaves is made inactive; what they did stays theirs."""
        return False

    @admin.action(description=_("Send a mail with which they choose a password"), permissions=["change"])
    def send_password_mail(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        sent, left = [], []
        for user in queryset:
            form = ResetPasswordForm({"email": user.email})
            if user.is_active and self.has_change_permission(request, user) and form.is_valid():
                form.save(request)
                sent.append(user.email)
            else:
                left.append(user.full_name)
        if sent:
            told = ngettext("A mail goes to %(whom)s.", "Mails go to %(whom)s.", len(sent))
            messages.success(request, told % {"whom": ", ".join(sent)})
        if left:
            messages.warning(request, _("No mail for %(whom)s: no address, or not active.") % {"whom": ", ".join(left)})


@admin.register(Succession)
class SuccessionAdmin(AddOnlyAdmin):
    """What became of units after a reorganisation; comparisons in reports follow it."""

    list_display = ("predecessor", "successor", "effective_on", "kind", "is_main", "legal_basis")
    list_filter = ("kind", "effective_on")
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__search_text", "successor__search_text", "legal_basis")
    autocomplete_fields = ("predecessor", "successor")
    fields = ("predecessor", "successor", "effective_on", "kind", "is_main", "legal_basis", "note")
    date_hierarchy = "effective_on"
