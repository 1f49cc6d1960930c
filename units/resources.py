"""Units, clusters and people as sheets: what the administrator may bring in and take out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import Diff, ModelResource
from import_export.widgets import ForeignKeyWidget
from tablib import Dataset

from units.models import Cluster, Unit, User
from units.old_encodings import encoding_complaint
from units.vietnamese import nfc


class PlainDiff(Diff):
    """What a row would change, without the inline styles that the content policy forbids."""

    def as_html(self) -> list[SafeString]:
        pairs = zip(self.left, self.right, strict=True)
        return [
            format_html("{}", new) if self.new or old == new else format_html("<del>{}</del> <ins>{}</ins>", old, new)
            for old, new in pairs
        ]


class SheetResource(ModelResource):
    """A sheet that is taken whole or not at all; text is cleaned, old encodings are refused."""

    class Meta:
        abstract = True
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def get_diff_class(self) -> type[Diff]:
        return PlainDiff

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        self.actor: User | None = kwargs.get("user")

    def before_import_row(self, row: dict, **kwargs: Any) -> None:
        for column, value in row.items():
            if isinstance(value, str):
                row[column] = nfc(value)
                if complaint := encoding_complaint(value):
                    raise ValidationError({column: complaint})


class ClusterResource(SheetResource):
    class Meta(SheetResource.Meta):
        model = Cluster
        import_id_fields = ("code",)
        fields = ("code", "name", "position")


class UnitResource(SheetResource):
    parent_code = Field("parent", "parent_code", ForeignKeyWidget(Unit, "code"))
    cluster_code = Field("cluster", "cluster_code", ForeignKeyWidget(Cluster, "code"))

    class Meta(SheetResource.Meta):
        model = Unit
        import_id_fields = ("code",)
        fields = (
            *("code", "name", "short_name", "kind", "parent_code", "cluster_code", "headcount", "symbol", "place"),
            *("phone", "email", "active_from", "active_until"),
        )


class PersonResource(SheetResource):
    """People without passwords and without rights: those are given one by one."""

    class Meta(SheetResource.Meta):
        model = User
        import_id_fields = ("username",)
        fields = ("username", "full_name", "position", "email", "phone", "is_active")

    def init_instance(self, row: dict | None = None) -> User:
        user = User()
        user.set_unusable_password()
        return user

    def validate_instance(self, instance: User, *args: Any, **kwargs: Any) -> None:
        super().validate_instance(instance, *args, **kwargs)
        if instance.pk and not (self.actor and self.actor.may_administer(User.objects.get(pk=instance.pk))):
            raise ValidationError({"username": _("This account has more rights than yours; you cannot change it.")})
