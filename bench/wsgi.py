"""One server for both: the portal as it is, and the floors with sessions and sign-in alone."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.test.utils import override_settings

from portal.wsgi import application as portal

LEAST = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


class FloorHandler(WSGIHandler):
    """Django with the least that knows who is there."""

    def load_middleware(self, is_async: bool = False) -> None:
        with override_settings(MIDDLEWARE=LEAST):
            super().load_middleware(is_async)

    def resolve_request(self, request: HttpRequest) -> Any:
        request.urlconf = "bench.floors"  # type: ignore[attr-defined]
        return super().resolve_request(request)


assert settings.configured
floors = FloorHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    return (floors if environ["PATH_INFO"].startswith("/floor/") else portal)(environ, start_response)
