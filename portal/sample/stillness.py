"""What the loading of the sample asks of PostgreSQL: time, and that nobody counts the tables before it is done."""

from django.apps import apps
from django.db import connection

OURS = ("units", "campaigns", "conduct", "portal")


def keep_still() -> None:
    """For this transaction: no statement is cut short, and no vacuum counts our tables.

    A vacuum would count what others see: tables without rows. The statements that follow would be planned for that, and
    a join of three such tables, thousands of rows each, goes through all of their combinations. It passes over a table
    that is locked; only the tables' owner, or who may change all of a table, can lock it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        may_be_locked = "has_table_privilege(quote_ident(name), 'UPDATE')"
        cursor.execute(f"SELECT quote_ident(name) FROM unnest(%s::text[]) name WHERE {may_be_locked}", [tables()])
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute(f"LOCK TABLE {', '.join(names)} IN SHARE UPDATE EXCLUSIVE MODE")


def count_again() -> None:
    """Let PostgreSQL count what was loaded, so that the first reader's pages are planned well."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def tables() -> list[str]:
    """Return the names of our own tables."""
    ours = (apps.get_app_config(label).get_models(include_auto_created=True) for label in OURS)
    return sorted({model._meta.db_table for models in ours for model in models})
