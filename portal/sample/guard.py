"""Outside the demo nobody may sign in with the demo's password."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from units.models import User

KNOWN = ("admin", "thuongtruc", "chutich")


def refuse_demo_accounts() -> None:
    """Raise ImproperlyConfigured where the sample's accounts are found with the password that everyone knows."""
    if settings.DEMO or settings.TESTING:
        return
    try:
        open_doors = [user for user in User.objects.filter(username__in=KNOWN) if _has_known_password(user)]
    except DatabaseError:
        return  # no database yet: /health/ready/ says so
    if open_doors:
        raise ImproperlyConfigured(
            "This database holds the demo's accounts with the demo's password. Production does not start with them: "
            "use a database of its own, or give those accounts new passwords."
        )


def _has_known_password(user: User) -> bool:
    return user.is_active and user.check_password(settings.DEMO_PASSWORD)
