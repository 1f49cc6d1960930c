"""The moves table, from every state by every verb and every role."""

import itertools

import pytest

from campaigns.models import Obligation, ObligationEvent, Plan, Receipt, State
from campaigns.workflow import OBLIGATION_MOVES
from tests import factories as make
from tests.story import complete_plan
from units.models import Role
from units.workflow import (
    DateMissing,
    Incomplete,
    MoveRefused,
    NotAllowed,
    Reason,
    ReasonMissing,
    StaleVersion,
    WrongState,
    advance,
)

AT = make.moment(2024, 2, 5)
LATER = make.end_of(2024, 12, 20)
WHY = [Reason("section", "objectives", "Thiếu phân công.")]
PEOPLE = {Role.DRAFTER: "drafter", Role.HEAD: "head", Role.SECRETARY: "secretary", Role.CHAIR: "chair"}


def put(obligation: Obligation, state: str, **facts: object) -> None:
    Obligation.objects.filter(pk=obligation.pk).update(state=state, **facts)
    obligation.refresh_from_db()


@pytest.mark.parametrize(("verb", "state"), list(itertools.product(OBLIGATION_MOVES, State.values)))
def test_a_verb_moves_from_its_places_and_from_nowhere_else(verb, state, plan, request, drafter):
    move = OBLIGATION_MOVES[verb]
    complete_plan(plan, by=drafter, at=AT)
    put(plan, state, waived_at=AT if verb == "unwaive" else None)
    role = next(iter(sorted(move.roles & set(PEOPLE), reverse=True)), None)
    role = Role.HEAD if verb == "submit" else role
    by = request.getfixturevalue(PEOPLE[role]) if role else None
    arguments = {"by": by, "at": AT, "note": "Vì lý do khách quan.", "reasons": WHY, "due_at": LATER}

    if state in move.sources:
        event = advance(plan, verb, **arguments)
        assert (event.from_state, event.to_state) == (state, move.target_from(state))
        assert plan.state == event.to_state
        assert ObligationEvent.objects.get(pk=event.pk).verb == verb
    else:
        with pytest.raises(WrongState):
            advance(plan, verb, **arguments)
        assert plan.events.filter(verb=verb).exclude(verb="start").count() == 0


@pytest.mark.parametrize("verb", [verb for verb in OBLIGATION_MOVES if verb != "cancel"])
@pytest.mark.parametrize(
    "who", ["drafter", "head", "secretary", "chair", "member", "observer", "stranger", "administrator"]
)
def test_a_verb_belongs_to_its_roles_alone(verb, who, plan, request):
    move = OBLIGATION_MOVES[verb]
    put(plan, min(move.sources), waived_at=AT if verb == "unwaive" else None)
    person = request.getfixturevalue(who)
    roles = {value: key for key, value in PEOPLE.items()}
    allowed = roles.get(who) in move.roles and not (verb == "submit" and who == "drafter")

    try:
        advance(plan, verb, by=person, at=AT, note="Vì", reasons=WHY, due_at=LATER)
        refused = None
    except MoveRefused as error:
        refused = error
    assert isinstance(refused, NotAllowed) is not allowed


def test_a_drafter_may_hand_in_where_no_signature_is_asked(plan, drafter):
    put(plan, State.PENDING, needs_signature=False)
    complete_plan(plan, by=drafter, at=AT)

    advance(plan, "submit", by=drafter, at=AT)

    assert plan.state == State.SUBMITTED


def test_an_incomplete_plan_is_not_handed_in_and_each_problem_names_its_place(plan, drafter, head):
    put(plan, State.DRAFTING)
    Plan.objects.create(obligation=plan, number="05/KH-UBND")

    with pytest.raises(Incomplete) as refused:
        advance(plan, "submit", by=head, at=AT)

    assert {problem.place for problem in refused.value.problems} == {
        "heading",
        "objectives",
        "commitment",
        "activities",
        "scan",
    }


def test_the_second_of_two_people_is_told_and_nothing_is_lost(submitted_plan, secretary):
    read = submitted_plan.version
    advance(submitted_plan, "accept", by=secretary, at=AT, version=read)

    with pytest.raises(StaleVersion) as refused:
        advance(submitted_plan, "return", by=secretary, at=AT, version=read, reasons=WHY, due_at=LATER)

    assert "Phạm Thị Dung" in str(refused.value)
    assert submitted_plan.state == State.ACCEPTED


def test_a_return_needs_coded_reasons_and_a_date_that_lies_ahead(submitted_plan, secretary):
    with pytest.raises(ReasonMissing):
        advance(submitted_plan, "return", by=secretary, at=AT, note="Vì", due_at=LATER)
    with pytest.raises(DateMissing):
        advance(submitted_plan, "return", by=secretary, at=AT, reasons=WHY, due_at=AT)


def test_nobody_judges_the_unit_in_which_they_serve(submitted_plan, secretary, unit):
    from units.models import Membership

    Membership.objects.create(user=secretary, unit=unit, role=Role.DRAFTER, since=make.SINCE)

    with pytest.raises(NotAllowed):
        advance(submitted_plan, "accept", by=secretary, at=AT)


def test_a_hand_in_freezes_the_content_and_gives_a_receipt(submitted_plan):
    event = submitted_plan.events.get(verb="submit")

    assert event.content["number"] == "05/KH-UBND"
    assert len(event.content_sha256) == 64
    assert Receipt.objects.get(event=event).obligation == submitted_plan
    assert submitted_plan.first_submitted_at == event.at


def test_what_was_handed_in_outlives_the_draft(submitted_plan, secretary):
    advance(submitted_plan, "return", by=secretary, at=AT, reasons=WHY, due_at=LATER)
    Plan.objects.filter(obligation=submitted_plan).update(number="99/KH-UBND")

    assert submitted_plan.events.get(verb="submit").content["number"] == "05/KH-UBND"


def test_a_refused_hand_in_counts_as_not_made(submitted_plan, secretary):
    advance(submitted_plan, "refuse", by=secretary, at=AT, note="Nhầm văn bản.")

    assert submitted_plan.state == State.DRAFTING
    assert submitted_plan.first_submitted_at is None


def test_after_the_lock_the_unit_is_told_who_can_open_it(plan, drafter, head):
    complete_plan(plan, by=drafter, at=AT)

    with pytest.raises(MoveRefused) as refused:
        advance(plan, "submit", by=head, at=plan.locks_at + make.DAY)

    assert "23:59 29/04/2024" in str(refused.value)


def test_an_extension_after_the_due_date_moves_only_the_lock(plan, secretary):
    due = plan.effective_due_at
    later = due + 90 * make.DAY

    advance(plan, "extend", by=secretary, at=due + make.DAY, note="Mất điện.", due_at=later)

    assert plan.effective_due_at == due
    assert plan.locks_at == later + plan.grace


def test_events_cannot_be_changed_or_deleted_even_by_the_owner(submitted_plan):
    from django.db import DatabaseError, transaction

    for change in (lambda: submitted_plan.events.update(note="khác"), lambda: submitted_plan.events.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
