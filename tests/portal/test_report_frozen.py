"""Made and issued reports, and published codes, cannot be changed: by no statement, no session variable, no page."""

from contextlib import contextmanager

import pgtrigger
import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from portal.models import Report, ReportPaper
from portal.reports import asking, making
from portal.reports.issuing import issue, send_next_report
from tests import factories as make
from tests.conduct.cast import code_in_force
from units.workflow import advance

pytestmark = pytest.mark.django_db
END = make.end_of(2024, 3, 31)
IGNORE_ALL = "SELECT set_config('pgtrigger.ignore', (SELECT array_agg(tgname)::text FROM pg_trigger), true)"


@pytest.fixture
def issued(history, secretary, chair) -> ReportPaper:
    """A report that was approved, issued and given its files."""
    asking.ask(history, at=END, by=secretary)
    assert making.make_next()
    paper = ReportPaper.objects.get()
    ReportPaper.objects.update(number="27/BC-HĐTĐKT", issued_on=make.date(2024, 4, 2), signer_position="Chủ tịch UBND")
    paper.refresh_from_db()
    advance(paper, "approve", by=chair)
    issue(paper, by=secretary, recipients=[], with_files=False)
    assert send_next_report()
    return paper


@contextmanager
def in_role(role):
    """Give a cursor of the owner, or of the role under which the portal runs, every trigger of pgtrigger left out."""
    call_command("grant_app_role", verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        if role == "portal":
            cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(settings.APP_ROLE)}")
        cursor.execute(IGNORE_ALL)
        yield cursor


STATEMENTS = [
    "UPDATE portal_report SET sha256 = 'x'",
    "UPDATE portal_report SET snapshot = '{}'",
    "UPDATE portal_report SET state = 'queued'",
    "DELETE FROM portal_report",
    "UPDATE portal_reportpaper SET assessment = 'x'",
    "UPDATE portal_reportpaper SET state = 'draft'",
    "UPDATE portal_reportpaper SET number = '1'",
    "UPDATE portal_reportpaper SET sent_at = now(), tasks = 'x'",
    "DELETE FROM portal_reportpaper",
    "UPDATE portal_reportfile SET content = 'x'",
    "DELETE FROM portal_reportfile",
    "UPDATE portal_reportevent SET note = 'x'",
    "DELETE FROM portal_reportevent",
]


@pytest.mark.parametrize("role", ["owner", "portal"])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_statement_changes_what_was_issued_whatever_the_session_says(issued, statement, role):
    with pytest.raises(DatabaseError), in_role(role) as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["portal_report", "portal_reportpaper", "portal_reportfile", "portal_reportevent"])
@pytest.mark.parametrize(
    "attempt", ["TRUNCATE {} CASCADE", "ALTER TABLE {} DISABLE TRIGGER ALL", "DROP TABLE {} CASCADE"]
)
def test_the_portals_role_cannot_empty_or_take_down_its_tables(issued, table, attempt):
    with pytest.raises(DatabaseError), in_role("portal") as cursor:
        cursor.execute(attempt.format(table))


@pytest.mark.parametrize(
    "switch", ["SET session_replication_role = replica", "DROP FUNCTION frozen_whoever_asks() CASCADE"]
)
def test_the_portals_role_cannot_switch_the_triggers_off(issued, switch):
    with pytest.raises(DatabaseError), in_role("portal") as cursor:
        cursor.execute(switch)


def test_the_models_cannot_either(issued):
    for rows in (Report.objects.all(), ReportPaper.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic(), pgtrigger.ignore():
            rows.update(id=99)
        with pytest.raises(DatabaseError), transaction.atomic(), pgtrigger.ignore():
            rows._raw_delete(rows.db)


def test_sending_goes_on_after_it_was_issued(issued):
    with in_role("portal") as cursor:
        cursor.execute("UPDATE portal_reportpaper SET sent_at = now(), error = ''")
        assert cursor.rowcount == 1


def test_the_administration_only_looks_at_reports(issued, administrator, client, rf):
    request = rf.get("/admin/")
    request.user = administrator
    for model in (Report, ReportPaper):
        page = admin.site._registry.get(model)
        assert page is None or not (
            page.has_change_permission(request)
            or page.has_delete_permission(request)
            or page.has_add_permission(request)
        )


@pytest.mark.parametrize("role", ["owner", "portal"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE conduct_clause SET wording = 'x'",
        "DELETE FROM conduct_clause",
        "UPDATE conduct_theme SET name = 'x'",
        "UPDATE conduct_codeversion SET published_at = NULL",
        "DELETE FROM conduct_codeversion",
        "INSERT INTO conduct_theme (version_id, code, name, facets, position) SELECT id, 'XX', 'x', '{}', 9"
        " FROM conduct_codeversion",
    ],
)
def test_no_statement_changes_a_published_code_whatever_the_session_says(db, statement, role):
    code_in_force()

    with pytest.raises(DatabaseError, match="published version"), in_role(role) as cursor:
        cursor.execute(statement)


def test_the_trail_of_changes_cannot_be_left_out_by_the_portals_role(host):
    """Under the portal's role a change is written down even when the session asks that triggers be left out."""
    with in_role("portal") as cursor:
        cursor.execute("SELECT count(*) FROM units_unitevent WHERE pgh_obj_id = %s", [host.pk])
        before = cursor.fetchone()[0]
        cursor.execute("UPDATE units_unit SET name = 'Tên khác' WHERE id = %s", [host.pk])
        cursor.execute("SELECT count(*) FROM units_unitevent WHERE pgh_obj_id = %s", [host.pk])
        assert cursor.fetchone()[0] == before + 1
