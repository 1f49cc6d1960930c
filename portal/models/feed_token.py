"""Tokens with which the City's systems read the newest issued report of a council."""

import hashlib
import secrets
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from units.history import with_history
from units.models import Unit
from units.scoping import Scope, ScopedQuerySet


def digest(token: str) -> str:
    """Return what is stored of a token: its SHA-256; the token itself is shown once and kept nowhere."""
    return hashlib.sha256(token.encode()).hexdigest()


class FeedTokenQuerySet(ScopedQuerySet["FeedToken"]):
    def reachable(self, scope: Scope) -> Q:
        return Q(host__in=scope.hosts)

    def valid(self, *, on: date) -> Self:
        return self.filter(valid_until__gte=on)

    def of_header(self, header: str) -> "FeedToken | None":
        """Return the valid token of an `Authorization: Bearer` header; None for any other header."""
        scheme, _space, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return None
        return self.valid(on=localdate()).filter(digest=digest(token.strip())).first()


@with_history(exclude=["digest"])
class FeedToken(models.Model):
    """A key to `/reports/latest.json`, for one reader and one council, with an end."""

    name = models.CharField(_("who reads with it"), max_length=120)
    host = models.ForeignKey(
        Unit, models.CASCADE, related_name="+", verbose_name=_("council"), limit_choices_to={"kind": "host"}
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    valid_until = models.DateField(_("until (last day)"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("token of the report feed")
        verbose_name_plural = _("tokens of the report feed")

    def __str__(self) -> str:
        return self.name

    def renew(self) -> str:
        """Put a new random token in place and return it: the only time that anyone sees it."""
        token = secrets.token_urlsafe(32)
        self.digest = digest(token)
        return token
