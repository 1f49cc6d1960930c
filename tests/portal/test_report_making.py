"""Reports from the asking to the frozen row, without servers: claims, attempts, the weekly run, the same hash again."""

import csv
import json
import random
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from campaigns.models import Participation
from campaigns.opening import open_campaign
from portal.models import Report, ReportState
from portal.reports import asking, making
from tests import factories as make
from tests.campaigns.naive_figures import NAMES, reckon, reckon_by
from units.clock import db_now
from units.workflow import advance, content_hash

END = make.end_of(2024, 3, 31)


def test_a_report_that_was_asked_for_is_made_and_frozen(history, secretary):
    report = asking.ask(history, at=END, by=secretary)

    assert making.make_next()
    report.refresh_from_db()
    assert (report.state, report.units_done, report.units_all, report.attempts) == (ReportState.READY, 2, 2, 1)
    totals = {"due": 2, "submitted": 1, "on_time": 0, "accepted": 1, "overdue": 1, "late": 1, "waived": 0}
    assert report.snapshot["totals"] == totals
    assert report.sha256 == content_hash(report.snapshot)
    assert bytes(report.chart_png).startswith(b"\x89PNG")
    assert not making.make_next()


def test_the_same_scope_and_date_give_the_same_hash_again(history, secretary, plan, host, unit):
    first = made(history, secretary)
    advance(plan, "reopen", by=make.person("chair", host), note="Xem lại", due_at=make.end_of(2024, 5, 1), at=AFTER)
    late_joiner = make.UnitFactory(code="10099", name="Xã Trần Phú", parent=host)
    make.RequirementFactory(campaign=history, code="quy-che", title="Quy chế", due_on=make.end_of(2024, 6, 1).date())
    open_campaign(history, by=secretary, at=AFTER)
    type(unit).objects.update(name="Tên mới")
    history.requirements.update(title="Tên khác")
    unit.cluster.name = "Cụm đổi tên"
    unit.cluster.save()

    assert Participation.objects.filter(unit=late_joiner).exists()
    assert made(history, secretary).sha256 == first.sha256


AFTER = make.moment(2024, 4, 2)


def made(campaign, by, **scope):
    report = asking.ask(campaign, at=END, by=by, **scope)
    making.make_next()
    report.refresh_from_db()
    assert report.state == ReportState.READY, report.error
    return report


def test_a_report_for_this_very_moment_waits_until_the_moment_has_settled(history, secretary):
    asking.ask(history, at=db_now() + timedelta(seconds=1), by=secretary)

    assert not making.make_next()


def test_a_claim_without_a_sign_of_life_is_taken_over_and_the_first_claimer_loses(history, secretary):
    report = asking.ask(history, at=END, by=secretary)
    first = making.claim()
    assert making.claim() is None

    Report.objects.filter(pk=report.pk).update(claimed_at=db_now() - timedelta(hours=1))
    second = making.claim()
    assert (second.pk, second.attempts) == (first.pk, 2)
    with pytest.raises(making.ClaimLost):
        making.make(first)
    making.make(second)
    report.refresh_from_db()
    assert report.state == ReportState.READY


def test_a_worker_that_dies_each_time_ends_in_a_failed_report(history, secretary):
    report = asking.ask(history, at=END, by=secretary)
    for _attempt in range(making.MAX_ATTEMPTS):
        assert making.claim()
        Report.objects.filter(pk=report.pk).update(claimed_at=db_now() - timedelta(hours=1))

    assert making.claim() is None
    report.refresh_from_db()
    assert report.state == ReportState.FAILED
    assert asking.ask_again(report)
    assert making.make_next()


def test_an_error_is_tried_again_and_told_in_the_end(history, secretary, monkeypatch):
    report = asking.ask(history, at=END, by=secretary)
    monkeypatch.setattr(making.facts, "words", lambda *of: 1 / 0)

    for attempt in range(1, making.MAX_ATTEMPTS + 1):
        assert not making.make_next()
        report.refresh_from_db()
        assert report.attempts == attempt
    assert (report.state, report.error) == (ReportState.FAILED, "ZeroDivisionError")
    assert not making.make_next()


@pytest.mark.parametrize("role", ["owner", "portal"])
@pytest.mark.parametrize("statement", ["UPDATE portal_report SET sha256 = 'x'", "DELETE FROM portal_report"])
def test_the_database_refuses_to_change_a_ready_report(history, secretary, statement, role):
    report = made(history, secretary)

    with pytest.raises(DatabaseError, match="Cannot update or delete"), in_role(role) as cursor:
        cursor.execute(f"{statement} WHERE id = %s", [report.pk])
    with pytest.raises(DatabaseError), in_role("portal") as cursor:
        cursor.execute("TRUNCATE portal_report CASCADE")


@contextmanager
def in_role(role):
    """Give a cursor of the owner, or of the role under which the portal runs."""
    call_command("grant_app_role", verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        if role == "portal":
            cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(settings.APP_ROLE)}")
        yield cursor


# --- from the command line ------------------------------------------------------------------------------------------


def test_the_command_writes_what_the_portal_makes(history, secretary, tmp_path):
    report = made(history, secretary)

    call_command("make_report", campaign=history.code, at="2024-03-31", out=tmp_path / "report.json")

    written = json.loads((tmp_path / "report.json").read_text())
    assert written == {**report.snapshot, "sha256": report.sha256}


@pytest.mark.parametrize("text", ["2999-01-01", "2024-03-31T10:00:00", "yesterday", "2024-13-01"])
def test_the_command_refuses_a_time_that_is_none_or_lies_ahead(history, tmp_path, text):
    with pytest.raises(CommandError):
        call_command("make_report", campaign=history.code, at=text, out=tmp_path / "report.json")
    assert not (tmp_path / "report.json").exists()


def test_a_reckoning_from_the_two_files_agrees_at_any_time(history, tmp_path, plan, host):
    back = make.end_of(2024, 4, 20)
    advance(plan, "reopen", by=make.person("chair", host), note='Thiếu\n=số liệu; "chưa" rõ', due_at=back, at=AFTER)
    call_command("export_ledger", campaign=history.code, out=tmp_path)
    obligations, events = (rows_of(tmp_path / name) for name in ("obligations.csv", "events.csv"))
    assert events[-1]["note"] == 'Thiếu\n=số liệu; "chưa" rõ'
    assert obligations[0]["due_at"] == "2024-02-29T23:59:59+07:00"

    drawn = random.Random(2024)
    for _n in range(40):
        at = make.moment(2024, 1, 15) + timedelta(seconds=drawn.randrange(120 * 86400))
        at = drawn.choice([at, back, back + timedelta(seconds=1), make.end_of(2024, 2, 29), AFTER])
        call_command("make_report", campaign=history.code, at=at.isoformat(), out=tmp_path / "report.json")
        told = json.loads((tmp_path / "report.json").read_text())
        assert {name: told["totals"][name] for name in NAMES} == reckon(obligations, events, at.isoformat())
        by_unit = reckon_by(obligations, events, at.isoformat(), "unit_code")
        assert {unit["code"]: {name: unit[name] for name in NAMES} for unit in told["units"]} == by_unit


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
