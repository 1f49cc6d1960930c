"""People who sign in."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Func, TextField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.fields import SortKeyField
from units.history import with_history
from units.scoping import Scope, ScopedQuerySet
from units.vietnamese import name_sort_key


class UserQuerySet(ScopedQuerySet["User"]):
    """People in the units that the reader can reach."""

    def reachable(self, scope: Scope) -> models.Q:
        return models.Q(memberships__unit__in=scope.tree)


class UserManagerWithScope(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    pass


@with_history(exclude=["password", "last_login", "sort_key", "search_text"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person with one account; what they may do follows from memberships alone."""

    username = models.CharField(
        _("user name"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("Somebody already has this user name. Choose another one.")},
    )
    full_name = models.CharField(_("full name"), max_length=150)
    position = models.CharField(_("position"), max_length=150, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)
    phone = models.CharField(_("work phone"), max_length=40, blank=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    sort_key = SortKeyField(source="full_name", key=name_sort_key)
    search_text = models.GeneratedField(
        expression=Func(F("full_name"), function="vi_search_text", output_field=TextField()),
        output_field=TextField(),
        db_persist=True,
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManagerWithScope()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.full_name or self.username

    def may_administer(self, other: "User") -> bool:
        """Whether this administrator may change the other account: nobody touches one with more rights."""
        if self.is_superuser:
            return True
        return not other.is_superuser and other.get_all_permissions() <= self.get_all_permissions()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """Return the given name, by which one is called: the last word."""
        return self.full_name.split()[-1] if self.full_name else self.username
