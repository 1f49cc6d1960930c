"""What one worker does, no other does at the same time, whichever machine it runs on."""

from django.db import connection


def alone(name: str) -> bool:
    """Whether this transaction, until its end, is the only one that holds `name`; it does not wait to be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])
