"""A history that the sample tells in memory is what the same moves made one by one would have left."""

from datetime import timedelta

import pytest

from campaigns.models import Obligation, ObligationEvent, Receipt
from portal.sample.bulk import Histories
from tests import factories as make
from tests.story import complete_plan
from units.workflow import Reason, advance

EVENT = ("at", "verb", "actor", "actor_label", "from_state", "to_state", "due_at", "note", "reasons", "content_sha256")
CACHES = ("state", "changed_at", "changed_by", "effective_due_at", "next_due_at", "first_submitted_at")
CACHES += ("last_submitted_at", "waived_at", "locks_at")


def moves(drafter, head, secretary, at):
    """Yield verb, facts of a paper that is returned once, mended too late and accepted."""
    back = {"due_at": at + timedelta(days=5), "reasons": [Reason("figures", "heading", "Sai số")], "note": "Sửa lại"}
    yield "send", {"by": drafter, "at": at + timedelta(hours=1)}
    yield "submit", {"by": head, "at": at + timedelta(hours=2)}
    yield "return", {"by": secretary, "at": at + timedelta(days=1), **back}
    yield "submit", {"by": head, "at": at + timedelta(days=8)}
    yield "accept", {"by": secretary, "at": at + timedelta(days=9)}


@pytest.mark.django_db
@pytest.mark.parametrize("steps", [2, 3, 4, 5])
def test_both_ways_leave_the_same_rows(plan, other_unit, drafter, head, secretary, at, steps):
    complete_plan(plan, by=drafter, at=at)
    content = plan.frozen_content("submit")
    twin = Obligation.objects.get(unit=other_unit)
    twin.state, twin.version = plan.state, plan.version
    histories = Histories()
    for verb, facts in list(moves(drafter, head, secretary, at))[:steps]:
        advance(plan, verb, **facts)
        histories.move(twin, verb, **facts, content=content if verb == "submit" else None)
    histories.store()

    one_by_one, at_once = (Obligation.objects.get(pk=row.pk) for row in (plan, twin))
    assert [getattr(one_by_one, name) for name in CACHES] == [getattr(at_once, name) for name in CACHES]
    events = [
        list(ObligationEvent.objects.filter(obligation=row).exclude(verb="start").order_by("id").values_list(*EVENT))
        for row in (plan, twin)
    ]
    assert events[0] == events[1]
    assert Receipt.objects.filter(obligation=twin).count() == Receipt.objects.filter(obligation=plan).count()
    assert one_by_one.version == at_once.version
    assert at_once.due_at == make.end_of(2024, 2, 29)
