"""Reading the ledger."""

import pytest

from campaigns.facts import ledger
from campaigns.figures import standing
from tests import factories as make
from units.clock import db_now
from units.workflow import Reason, advance


@pytest.mark.parametrize("verbs", [(), ("return",), ("return", "submit"), ("refuse",), ("accept",)])
def test_what_went_before_a_hand_in_changes_nothing_now(campaign, submitted_plan, secretary, head, at, verbs):
    for day, verb in enumerate(verbs, start=1):
        facts = {"return": {"reasons": [Reason("other", "", "Sửa")], "due_at": at + 20 * make.DAY}}
        facts["refuse"] = {"note": "Tệp trống"}
        advance(
            submitted_plan,
            verb,
            by=head if verb == "submit" else secretary,
            at=at + day * make.DAY,
            **facts.get(verb, {}),
        )
    now = db_now()

    whole, short = ledger(campaign), ledger(campaign, is_now=True)

    assert [standing(row, at=now) for row in whole] == [standing(row, at=now) for row in short]
    assert sum(len(row.events) for row in short) <= sum(len(row.events) for row in whole)


def test_a_units_rows_alone(campaign, unit):
    assert [row.unit_code for row in ledger(campaign, unit=unit.code)] == [unit.code]


def test_a_row_knows_its_period(campaign, plan):
    row = ledger(campaign)[0]

    assert (row.period_start, row.period_end, row.opens_at) == (plan.period_start, plan.period_end, plan.opens_at)
