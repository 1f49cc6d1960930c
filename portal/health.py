"""Is the process alive; can the portal work? Answered before any other middleware."""

import socket
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlparse

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

BROKER_SECONDS = 1.0
HEARTBEAT_AGE = timedelta(seconds=45)


class HealthMiddleware:
    """Answers `/health/live/` and `/health/ready/` without sessions, sign-in or host check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/health/live/":
            return JsonResponse({"live": True})
        if request.path == "/health/ready/":
            return readiness()
        return self.get_response(request)


def readiness() -> JsonResponse:
    """Return 200 when database, migrations, broker and worker are right, else 503, with each answer."""
    answers = {"broker": broker_answers()}
    try:
        connection.ensure_connection()
        answers |= {"database": True, "migrations": is_migrated(), "worker": worker_beats()}
    except DatabaseError:
        answers |= {"database": False, "migrations": False, "worker": False}
    ready = all(answers.values())
    return JsonResponse({"ready": ready, **answers}, status=200 if ready else 503)


def is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def worker_beats() -> bool:
    from portal.models import Heartbeat

    return Heartbeat.objects.filter(at__gte=timezone.now() - HEARTBEAT_AGE).exists()


def broker_answers() -> bool:
    """Ping the broker by its own protocol, within a second: a frozen one must not freeze us."""
    url = urlparse(settings.CELERY_BROKER_URL)
    try:
        with socket.create_connection((url.hostname, url.port or 6379), timeout=BROKER_SECONDS) as line:
            line.settimeout(BROKER_SECONDS)
            if url.password:
                words = [b"AUTH", *([url.username.encode()] if url.username else []), url.password.encode()]
                line.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words))
                if not line.recv(64).startswith(b"+OK"):
                    return False
            line.sendall(b"*1\r\n$4\r\nPING\r\n")
            return line.recv(64).startswith(b"+PONG")
    except OSError:
        return False
