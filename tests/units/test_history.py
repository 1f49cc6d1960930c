"""Reference data and rights have a history that the database writes and nobody can change."""

from datetime import date

import pghistory
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from campaigns.models import Campaign, Holiday, LegalBasis, Requirement, SchoolYear
from portal.management.commands.grant_app_role import append_only_tables
from tests import factories as make
from units.models import Cluster, Membership, Role, Unit, User

pytestmark = pytest.mark.django_db
TRACKED = [Campaign, Cluster, Holiday, LegalBasis, Membership, Requirement, SchoolYear, Unit, User]


def history_of(row):
    model = apps.get_model(row._meta.app_label, f"{row._meta.object_name}Event")
    return model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")


def test_a_change_of_a_unit_is_kept_with_who_made_it(unit, administrator):
    with pghistory.context(user=administrator.pk):
        unit.headcount = 30
        unit.save()

    added, changed = history_of(unit)
    assert (added.pgh_label, added.headcount, changed.pgh_label, changed.headcount) == ("insert", None, "update", 30)
    assert changed.pgh_context.metadata["user"] == administrator.pk


def test_signing_in_and_a_new_password_are_no_history_and_no_hash_is_kept(drafter):
    drafter.set_password("a long pass phrase")
    drafter.save()
    drafter.last_login = make.moment(2024, 2, 5)
    drafter.save(update_fields=["last_login"])

    assert [event.pgh_label for event in history_of(drafter)] == ["insert"]
    kept = {field.name for field in history_of(drafter).model._meta.get_fields()}
    assert not kept & {"password", "last_login", "search_text", "sort_key"}


def test_a_role_that_was_taken_away_is_still_told(drafter, unit):
    membership = Membership.objects.get(user=drafter)
    history = history_of(membership)
    membership.delete()

    assert [(event.pgh_label, event.role) for event in history] == [("insert", Role.DRAFTER), ("delete", Role.DRAFTER)]


def test_a_bulk_update_leaves_its_traces_too():
    holiday = Holiday.objects.create(day=date(2024, 7, 1), name="Nghỉ")

    Holiday.objects.filter(pk=holiday.pk).update(name="Ngày nghỉ riêng")

    assert [event.name for event in history_of(holiday)] == ["Nghỉ", "Ngày nghỉ riêng"]


@pytest.mark.skipif(settings.APP_ROLE in ("", "portal_owner"), reason="one role owns and runs here")
def test_the_portals_role_can_only_add_to_the_history():
    call_command("grant_app_role")

    tables = append_only_tables()
    assert {f"{model._meta.db_table}event" for model in TRACKED} <= set(tables)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                "SELECT " + ", ".join(f"has_table_privilege(%s, %s, '{right}')" for right in RIGHTS),
                [settings.APP_ROLE, table] * len(RIGHTS),
            )
            assert dict(zip(RIGHTS, cursor.fetchone(), strict=True)) == RIGHTS, table


RIGHTS = {"SELECT": True, "INSERT": True, "UPDATE": False, "DELETE": False, "TRUNCATE": False}
