"""The snapshot of a report: pure, the same again, the same as a naive second reckoning."""

import ast
import json
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings

from portal.reports.compute import Member, Owed, Scope, compute
from tests.campaigns.histories import exports_and_times, ledger
from tests.campaigns.naive_figures import NAMES, reckon, reckon_by
from units.workflow import canonical, content_hash

ROOT = Path(__file__).resolve().parents[2]
SCOPE = Scope("PT-2024-001")


def members_of(obligations):
    seen = {}
    for row in obligations:
        seen.setdefault(row["unit_code"], Member(row["unit_code"], row["unit_name"], row["group"], row["cluster"]))
    return list(seen.values())


def same_place(obligations):
    """Put each unit into one group and cluster, as enrolment does."""
    places = {}
    for row in obligations:
        place = places.setdefault(row["unit_code"], (row["group"], row["cluster"]))
        row["group"], row["cluster"] = place
    return obligations


def snapshot_of(obligations, events, at):
    owed = [Owed(row, date(2024, 1, 1), date(2024, 12, 31)) for row in ledger(obligations, events)]
    return compute(members_of(obligations), owed, scope=SCOPE, at=at)


def figures_of(part):
    return {name: part[name] for name in NAMES}


@settings(max_examples=60, deadline=None)
@given(exports_and_times())
def test_every_figure_agrees_with_a_naive_reckoning(drawn):
    obligations, events, at = drawn
    same_place(obligations)

    snapshot = snapshot_of(obligations, events, at)

    assert figures_of(snapshot["totals"]) == reckon(obligations, events, at.isoformat())
    for part, key, column in (("units", "code", "unit_code"), ("clusters", "key", "cluster")):
        expected = reckon_by(obligations, events, at.isoformat(), column)
        assert {row[key]: figures_of(row) for row in snapshot[part]} == expected
    groups = reckon_by(obligations, events, at.isoformat(), "group")
    empty = dict.fromkeys(NAMES, 0)
    assert {row["key"]: figures_of(row) for row in snapshot["groups"]} == {
        key: groups.get(key, empty) for key in ("agency", "school")
    }


@settings(max_examples=40, deadline=None)
@given(exports_and_times())
def test_rows_and_lists_recount_to_the_figures(drawn):
    obligations, events, at = drawn
    snapshot = snapshot_of(same_place(obligations), events, at)

    for name in NAMES:
        assert sum(row[name] for row in snapshot["rows"]) == snapshot["totals"][name]
    for requirement in snapshot["requirements"]:
        assert len(requirement["late_units"]) == requirement["late"]
        assert len(requirement["missing_units"]) == requirement["overdue"]
    for name in NAMES:
        assert sum(row[name] for row in snapshot["requirements"]) == snapshot["totals"][name]


@settings(max_examples=40, deadline=None)
@given(exports_and_times())
def test_what_happens_later_changes_no_earlier_snapshot(drawn):
    obligations, events, at = drawn
    same_place(obligations)
    early = [event for event in events if event["at"] <= at.isoformat(timespec="seconds")]

    assert content_hash(snapshot_of(obligations, events, at)) == content_hash(snapshot_of(obligations, early, at))


def test_the_order_in_which_rows_are_read_does_not_matter():
    names = {"B": "Xã Đông Sơn", "A": "Xã Ân Hòa", "C": "Xã Dân Tiến"}
    members = [Member(code, name, "agency", "CUM-10" if code == "A" else "CUM-2") for code, name in names.items()]
    at = date_at()

    snapshot = compute(members, [], scope=SCOPE, at=at)

    assert [unit["code"] for unit in snapshot["units"]] == ["A", "C", "B"]
    assert [cluster["key"] for cluster in snapshot["clusters"]] == ["CUM-2", "CUM-10"]
    assert canonical(snapshot) == canonical(compute(members[::-1], [], scope=SCOPE, at=at))


def test_a_group_in_scope_is_there_even_when_it_is_empty():
    both = compute([], [], scope=SCOPE, at=date_at())
    one = compute([], [], scope=Scope("PT-2024-001", group="school"), at=date_at())

    assert [group["key"] for group in both["groups"]] == ["agency", "school"]
    assert [group["key"] for group in one["groups"]] == ["school"]
    assert one["scope"] == {"group": "school", "cluster": None}


def test_the_snapshot_holds_no_fraction_and_no_id():
    text = json.dumps(compute([Member("10015", "Thị trấn Chúc Sơn", "agency", "CUM")], [], scope=SCOPE, at=date_at()))

    json.loads(text, parse_float=lambda number: 1 / 0)
    assert '"id"' not in text
    assert '"as_of": "2024-12-14T23:59:59+07:00"' in text


def test_compute_knows_neither_django_nor_the_clock():
    tree = ast.parse((ROOT / "portal/reports/compute.py").read_text())

    imported = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    called = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert imported == {
        "collections.abc",
        "dataclasses",
        "datetime",
        "typing",
        "campaigns.calendar",
        "campaigns.figures",
        "units.vietnamese",
    }
    assert not called & {"now", "today", "utcnow"}


def date_at():
    from datetime import UTC, datetime

    return datetime(2024, 12, 14, 16, 59, 59, tzinfo=UTC) + timedelta(microseconds=999)
