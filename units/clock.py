"""One clock: the database's, in whole seconds."""

from datetime import datetime

from django.db import connection
from django.db.models import DateTimeField, Func


class DbNow(Func):
    """The same clock inside a query, for pages that read something anyway."""

    template = "date_trunc('second', clock_timestamp())"
    output_field = DateTimeField()


def db_now() -> datetime:
    """Return the database's clock, cut to the second; inside a transaction it still moves on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT date_trunc('second', clock_timestamp())")
        return cursor.fetchone()[0]
