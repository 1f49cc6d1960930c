"""Who may come in at all: one policy per view, and a check that fails for a view without one.

A policy answers 403 to people whose role does not fit; at the address of one row (a unit, a report) people outside the
council get 404, so that the address does not even tell that the row is there. Which rows one sees: `visible_to`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.checks import Error, Tags, register
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.decorators.debug import sensitive_post_parameters
from django_htmx.middleware import HtmxDetails

from units.models.membership import Role
from units.models.user import User
from units.scoping import Scope

View = Callable[..., HttpResponseBase]


class UserRequest(HttpRequest):
    """A request of a person who has signed in."""

    user: User
    htmx: HtmxDetails


def public(view: View) -> View:
    """Open to everyone, signed in or not."""
    return _named(login_not_required(view), "public")


def for_signed_in(view: View) -> View:
    """Open to everyone who has signed in."""
    return _guarded(view, "signed in", lambda user: True)


def for_units(view: View) -> View:
    """Open to drafters and heads."""
    return _guarded(view, "units", lambda user: Scope.of(user).holds(*Role.at_units()))


def for_units_and_council(view: View) -> View:
    """Open to everyone who holds a role."""
    return _guarded(view, "units and council", lambda user: bool(Scope.of(user).roles))


def for_council(view: View) -> View:
    """Open to secretary, members, chair and observers."""
    return _guarded(view, "council", lambda user: Scope.of(user).holds(*Role.at_councils()), of_council=True)


def for_secretary(view: View) -> View:
    """Open to the standing office."""
    return _guarded(view, "secretary", lambda user: Scope.of(user).holds(Role.SECRETARY), of_council=True)


def for_secretary_and_chair(view: View) -> View:
    """Open to the standing office and the chair."""
    return _guarded(
        view, "secretary and chair", lambda user: Scope.of(user).holds(Role.SECRETARY, Role.CHAIR), of_council=True
    )


def for_administrators(view: View) -> View:
    """Open to administrators."""
    return _guarded(view, "administrators", lambda user: user.is_staff)


def leaves_no_trace(view: View) -> View:
    """Let nothing that is posted here be kept for after a sign-in or told in a report of an error: ballots, keys."""
    quiet = sensitive_post_parameters()(view)
    quiet.leaves_no_trace = True  # type: ignore[attr-defined]
    return quiet


def _named(view: View, policy: str) -> View:
    view.policy = policy  # type: ignore[attr-defined]
    return view


def _guarded(view: View, policy: str, allows: Callable[[User], bool], *, of_council: bool = False) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or not allows(request.user):  # type: ignore[arg-type]
            names_a_row = bool(args or kwargs)
            if of_council and names_a_row and not Scope.of(request.user).hosts:  # type: ignore[arg-type]
                raise Http404
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return _named(guarded, policy)


# --- the check ------------------------------------------------------------------------------------------------------

OTHERS_DOORS = ("admin", "allauth.account.urls")  # admin and account pages keep their own doors


def our_views(resolver: URLResolver | None = None, prefix: str = "") -> list[tuple[str, View]]:
    """Return every address pattern with its view, except those of third parties."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            found.append((path, entry.callback))
        elif not {entry.app_name, getattr(entry.urlconf_name, "__name__", "")} & set(OTHERS_DOORS):
            found += our_views(entry, path)
    return found


@register(Tags.security)
def every_view_has_a_policy(app_configs: Any, **kwargs: Any) -> list[Error]:
    return [
        Error(f"The view at /{path} has no policy: decorate it with one of units.access.", id="units.E001")
        for path, view in our_views()
        if not hasattr(view, "policy")
    ]
