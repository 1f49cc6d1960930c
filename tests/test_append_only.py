"""Under the role that the portal runs as, what is append-only cannot be changed by any statement."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from campaigns.models import ObligationEvent, Receipt
from portal.management.commands.grant_app_role import append_only_tables
from tests import factories as make


@pytest.fixture
def as_the_portal(submitted_plan):
    """Run the test's statements as the portal's own role, with the rights that the demo gives it."""
    if not settings.APP_ROLE or connection.settings_dict["USER"] == settings.APP_ROLE:
        pytest.fail("DATABASE_URL and DATABASE_OWNER_URL must name two roles; ./run test sees to it")
    call_command("grant_app_role", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {connection.ops.quote_name(settings.APP_ROLE)}")
        yield cursor
        cursor.execute("RESET ROLE")


ATTEMPTS = [
    "UPDATE {table} SET id = id",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} ADD COLUMN x int",
    "DROP TABLE {table} CASCADE",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_that_is_append_only_can_be_changed(as_the_portal, attempt):
    for model in (ObligationEvent, Receipt):
        with pytest.raises(DatabaseError), transaction.atomic():
            as_the_portal.execute(attempt.format(table=model._meta.db_table))


def test_triggers_cannot_be_switched_off(as_the_portal):
    with pytest.raises(DatabaseError), transaction.atomic():
        as_the_portal.execute("SET session_replication_role = replica")


def test_the_portal_can_still_do_its_work(as_the_portal, submitted_plan, secretary):
    from units.workflow import advance

    advance(submitted_plan, "accept", by=secretary, at=make.moment(2024, 2, 7))

    assert submitted_plan.events.count() == 4


def test_events_receipts_and_the_trail_of_reference_data_are_append_only():
    tables = append_only_tables()

    assert {"campaigns_obligationevent", "campaigns_receipt"} <= set(tables)
    assert any("unitevent" in table for table in tables)
