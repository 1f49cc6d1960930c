"""Signing in: the account pages' rules, the lock-out sentence, and text that outlives a session."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

KEPT_TEXT = "kept_text"
KEPT_BYTES = 600_000  # as posted: a Vietnamese letter takes up to nine; the session keeps it compressed


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class TokenOfActive(PasswordResetTokenGenerator):
    """Makes links for a new password that die with the account."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"


def locked_out(request: HttpRequest, credentials: dict | None = None, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer somebody who tried too often: when to try again and who can help."""
    return render(request, "account/locked_out.html", status=429)


class PrivateMiddleware:
    """Lets no browser keep a page that was made for a person: after sign-out the back button shows nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        person = getattr(request, "_cached_user", None)  # asked for nowhere: the page does not depend on it
        if person and person.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class KeepTextMiddleware(LoginRequiredMiddleware):
    """Ask for sign-in, but first put aside what the person was writing when the session ended.

    The text waits in the new, still anonymous session; `kept_text()` gives it back once, at the same address.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        keep_text(request)
        response = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            answer = HttpResponse(_("Your session has ended. What you wrote is kept; sign in again."), status=401)
            answer["HX-Redirect"] = response["Location"]
            return answer
        return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that was loaded before the last sign-in; what the person typed waits at its own page."""
    is_kept = request.user.is_authenticated and keep_text(request)
    return render(request, "403_csrf.html", {"is_kept": is_kept}, status=403)


def keep_text(request: HttpRequest) -> bool:
    """Put aside what is being posted, unless it is a password, a ballot or too much for a session."""
    match = request.resolver_match
    if match is not None and getattr(match.func, "leaves_no_trace", False):
        return False
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    data = posted.urlencode()
    if not data or len(data) > KEPT_BYTES or any("password" in name for name in posted):
        return False
    request.session[KEPT_TEXT] = {"path": request.path, "data": data}
    return True


def kept_text(request: HttpRequest) -> QueryDict | None:
    """Return, once, what was being posted to this very address when it could not be taken."""
    kept = request.session.get(KEPT_TEXT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT_TEXT]
    return QueryDict(kept["data"])
