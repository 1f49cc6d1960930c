"""Give the role under which the portal runs what it needs, and no more. Run as the owner, after migrate."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models

from units.models import Event

GRANTS = """
    GRANT USAGE ON SCHEMA public TO {role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
    REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
"""
# Triggers of pgtrigger ask this function whether they are to be left out; only the owner may ask for that.
WHO_MAY_LEAVE_OUT_TRIGGERS = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN LANGUAGE sql AS $$
        SELECT current_user <> {role} AND COALESCE(
            trigger_name = ANY (NULLIF(current_setting('pgtrigger.ignore', true), '')::text[]), false
        )
    $$
"""


def append_only_tables() -> list[str]:
    """Return the tables in which rows are only ever added: events, receipts, the audit trail of reference data."""
    return sorted(model._meta.db_table for model in apps.get_models() if _is_append_only(model))


def _is_append_only(model: type[models.Model]) -> bool:
    import pghistory.models

    triggers = getattr(model._meta, "triggers", [])
    return issubclass(model, Event | pghistory.models.Event) or any(t.name == "append_only" for t in triggers)


class Command(BaseCommand):
    help = "Grant the portal's role its rights: it owns nothing and cannot change what is append-only."

    def handle(self, **options: Any) -> None:
        call_command("createcachetable")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            if cursor.fetchone()[0] == settings.APP_ROLE:
                self.stdout.write("One role owns and runs: nothing to grant.")
                return
            if not settings.APP_ROLE:
                raise CommandError("DATABASE_URL names no user: who is to run the portal?")
            role = connection.ops.quote_name(settings.APP_ROLE)
            cursor.execute(GRANTS.format(role=role))
            cursor.execute(WHO_MAY_LEAVE_OUT_TRIGGERS.format(role=_text(settings.APP_ROLE)))
            for table in append_only_tables():
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {role}")


def _text(name: str) -> str:
    """Return a name as a text of SQL."""
    quoted = name.replace("'", "''")
    return f"'{quoted}'"
