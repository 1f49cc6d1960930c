"""The figures against the naive second reckoning, on random legal histories."""

from datetime import timedelta

from hypothesis import given, settings

from campaigns.figures import Figures, LedgerRow, by, figures, standing
from tests.campaigns.histories import exports, exports_and_times, iso, ledger
from tests.campaigns.naive_figures import reckon, reckon_by

many = settings(max_examples=400, deadline=None)


@many
@given(exports_and_times())
def test_both_reckonings_agree_at_any_time(drawn):
    obligations, events, at = drawn
    assert figures(ledger(obligations, events), at=at).as_dict() == reckon(obligations, events, iso(at))


@many
@given(exports(most=1))
def test_both_reckonings_agree_around_every_event_and_every_date(drawn):
    obligations, events = drawn
    rows = ledger(obligations, events)
    told = {event.at for row in rows for event in row.events} | {row.due_at for row in rows}
    told |= {event.due_at for row in rows for event in row.events if event.due_at}
    for moment in told:
        for at in (moment - timedelta(seconds=1), moment, moment + timedelta(seconds=1)):
            assert figures(rows, at=at).as_dict() == reckon(obligations, events, iso(at))


@given(exports_and_times())
@settings(deadline=None)
def test_groups_clusters_and_units_agree_and_add_up(drawn):
    obligations, events, at = drawn
    rows = ledger(obligations, events)
    for column in ("group", "cluster", "unit_code"):
        parts = by(rows, lambda row, column=column: getattr(row, column), at=at)
        assert {key: part.as_dict() for key, part in parts.items()} == reckon_by(obligations, events, iso(at), column)
        assert sum(parts.values(), Figures()) == figures(rows, at=at)


@many
@given(exports_and_times())
def test_figures_at_a_time_do_not_change_by_what_happens_after_it(drawn):
    obligations, events, at = drawn
    rows = ledger(obligations, events)
    until = [_only(row, at) for row in rows]
    assert figures(until, at=at) == figures(rows, at=at)
    assert [standing(row, at=at) for row in until] == [standing(row, at=at) for row in rows]


def _only(row: LedgerRow, at) -> LedgerRow:
    kept = tuple(event for event in row.events if event.at <= at)
    return LedgerRow(
        row.obligation_id,
        row.unit_code,
        row.group,
        row.cluster,
        row.requirement,
        row.kind,
        row.due_at,
        kept,
        row.opens_at,
    )


@given(exports_and_times())
@settings(deadline=None)
def test_a_row_stands_in_one_place_only(drawn):
    obligations, events, at = drawn
    for row in ledger(obligations, events):
        now = standing(row, at=at)
        assert [now.cancelled, now.waived, now.due].count(True) <= 1
        assert now.due == (now.on_time + now.late + now.overdue == 1)
        assert not now.accepted or now.submitted
