"""An inspection: who may do what, two inspectors on one unit, what is kept, what a finding leads to."""

from fractions import Fraction
from itertools import product
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from campaigns.models import Obligation
from conduct.findings import repeats, verified_answers
from conduct.inspection_moves import INSPECTION_MOVES, VISIT_MOVES, VisitState
from conduct.inspections import ask_for_remedy, choose_units, draw_units, put_in_team, strip_unit, units_to_choose
from conduct.models import AnswerSave, Finding, Inspection, SampleDraw, Visit, VisitAnswer
from conduct.on_the_spot import (
    FindingChanged,
    Given,
    add_photo,
    arrive,
    drop_finding,
    note_finding,
    save_answer,
)
from conduct.sampling import draw
from tests import factories as make
from tests.conduct.cast import answer_all, code_in_force, found, inspection_of, visit_under_way
from tests.place import a_picture
from units.clock import db_now
from units.models import Membership, Role
from units.workflow import Incomplete, MoveRefused, NotAllowed, ReasonMissing, Shut, WrongState, advance

pytestmark = pytest.mark.django_db

MET, NOT_MET = Given("met"), Given("not_met", note="Không có ai trực")


@pytest.fixture
def lead(host):
    return make.person(Role.OBSERVER, host, username="thanhtra", full_name="Hoàng Thị Ngọc")


@pytest.fixture
def second(host):
    office = make.UnitFactory(code="NV", name="Phòng Nội vụ", kind="department", parent=host)
    return make.person(Role.DRAFTER, office, username="canbo.nv", full_name="Vũ Văn Minh")


@pytest.fixture
def inspection(host, unit, other_unit, lead, second, secretary) -> Inspection:
    code_in_force()
    return inspection_of(host, [unit, other_unit], lead=lead, others=[second], by=secretary)


@pytest.fixture
def visit(inspection, unit, lead, secretary) -> Visit:
    return visit_under_way(inspection, unit, lead=lead, by=secretary)


@pytest.fixture
def presented(visit, lead) -> Visit:
    answer_all(visit, by=lead)
    found(visit, "GD-01", by=lead, severity=2)
    advance(visit, "present", by=lead)
    return visit


def first(visit: Visit) -> VisitAnswer:
    return VisitAnswer.objects.of(visit)[0]


# --- preparing ------------------------------------------------------------------------------------------------------


def test_it_begins_with_order_lead_and_units_only(host, unit, secretary, lead):
    bare = inspection_of(host, [], lead=lead, others=[], by=secretary)
    Inspection.objects.filter(pk=bare.pk).update(order_number="")
    bare.refresh_from_db()
    bare.members.all().delete()
    with pytest.raises(Incomplete) as refused:
        advance(bare, "begin", by=secretary)
    assert {problem.place for problem in refused.value.problems} == {"order", "team", "visits"}


def test_a_team_has_one_lead_and_nobody_twice(inspection, lead, second):
    put_in_team(inspection, second, leads=True)

    assert [(member.user, member.is_lead) for member in inspection.members.all()] == [(second, True), (lead, False)]


def test_units_stand_once_on_the_list_and_come_off_before_it_begins(inspection, unit, secretary):
    assert choose_units(inspection, [unit]) == 0
    strip_unit(inspection.visits.get(unit=unit))
    assert inspection.visits.count() == 1
    advance(inspection, "begin", by=secretary)
    with pytest.raises(Shut):
        strip_unit(inspection.visits.select_related("inspection").get())


def test_a_draw_is_kept_so_that_anyone_can_draw_the_same_again(host, inspection, secretary):
    for number in range(12):
        make.UnitFactory(code=f"X{number:02d}", parent=host, cluster__code=f"CUM-{number % 2}")
    pool = units_to_choose(host)
    made = draw_units(inspection, pool, stratum="cluster", size=2, by=secretary, seed="71 935", at=db_now())

    kept = SampleDraw.objects.get()
    assert kept.drawn == draw(kept.frame, kept.size, kept.seed) == made.drawn
    assert {visit.unit.code for visit in inspection.visits.filter(was_drawn=True)} <= set(kept.drawn)
    with pytest.raises(DatabaseError), transaction.atomic():
        SampleDraw.objects.update(drawn=[])


# --- who may do what ------------------------------------------------------------------------------------------------


def test_every_move_of_a_visit_from_every_state_by_everybody(visit, lead, second, secretary, head, drafter, member):
    """The table against the engine: what it allows is not refused for its state or role, all else is."""
    answer_all(visit, by=lead)
    roles = {
        "lead": lead,
        "inspector": second,
        "secretary": secretary,
        "head": head,
        "drafter": drafter,
        "member": member,
    }
    held = {"lead": {"lead", "inspector"}, "inspector": {"inspector"}}
    for (verb, move), state, (role, person) in product(VISIT_MOVES.items(), VisitState.values, roles.items()):
        is_right = state in move.sources and bool((held.get(role) or {role}) & move.roles)
        Visit.objects.filter(pk=visit.pk).update(state=state)
        try:
            with transaction.atomic():
                advance(visit, verb, by=person, note="Lý do")
                assert is_right, f"{verb} from {state} by {role}"
                transaction.set_rollback(True)
        except (WrongState, NotAllowed):
            assert not is_right, f"{verb} from {state} by {role}"


def test_nobody_inspects_their_own_unit(inspection, unit, second, secretary):
    Membership.objects.create(user=second, unit=unit, role=Role.DRAFTER, since=make.SINCE)
    vars(second).pop("_scope", None)
    advance(inspection, "begin", by=secretary)
    with pytest.raises(NotAllowed):
        arrive(inspection.visits.get(unit=unit), by=second)


def test_a_surprise_is_one_until_the_team_is_there(inspection, unit, head, lead, secretary, second):
    Inspection.objects.update(is_surprise=True)
    inspection.refresh_from_db()
    advance(inspection, "begin", by=secretary)
    visit = inspection.visits.get(unit=unit)
    assert not Visit.objects.visible_to(head).exists()
    assert Visit.objects.visible_to(second).count() == 2

    arrive(visit, by=lead)
    assert Visit.objects.visible_to(head).get() == visit
    assert not VisitAnswer.objects.visible_to(head).exists()


def test_an_announced_one_is_seen_when_it_begins(inspection, head, secretary, stranger):
    assert not Visit.objects.visible_to(head).exists()
    advance(inspection, "begin", by=secretary)
    assert Visit.objects.visible_to(head).count() == 1
    assert not Inspection.objects.visible_to(stranger).exists()


def test_an_inspector_sees_their_inspections_and_no_others(inspection, second, host, secretary, lead):
    other = inspection_of(host, [], lead=lead, others=[], by=secretary)
    assert Inspection.objects.visible_to(second).get() == inspection
    assert set(Inspection.objects.visible_to(secretary)) == {inspection, other}


# --- on the spot ----------------------------------------------------------------------------------------------------


def test_the_clauses_that_are_put_to_the_unit_stand_ready(visit):
    assert [answer.clause.code for answer in VisitAnswer.objects.of(visit)] == ["GD-01", "GD-02", "GD-05"]


def test_an_answer_that_is_sent_twice_is_written_once(visit, lead):
    answer, save = first(visit), uuid4()
    for _n in range(3):
        kept = save_answer(answer, MET, save=save, base=0, by=lead)

    assert (kept.is_conflict, kept.answer.version) == (False, 1)
    assert AnswerSave.objects.count() == 1


def test_two_inspectors_do_not_overrun_each_other(visit, lead, second):
    answer = first(visit)
    save_answer(answer, MET, save=uuid4(), base=0, by=lead)
    kept = save_answer(answer, NOT_MET, save=uuid4(), base=0, by=second)

    assert kept.is_conflict
    assert (kept.answer.verdict, kept.answer.changed_by, kept.answer.version) == ("met", lead, 1)
    decided = save_answer(answer, NOT_MET, save=uuid4(), base=1, by=second)
    assert (decided.is_conflict, decided.answer.verdict) == (False, "not_met")
    assert [save.by for save in AnswerSave.objects.order_by("version")] == [lead, second]


def test_two_who_say_the_same_do_not_quarrel(visit, lead, second):
    save_answer(first(visit), MET, save=uuid4(), base=0, by=lead)

    assert not save_answer(first(visit), MET, save=uuid4(), base=0, by=second).is_conflict
    assert AnswerSave.objects.count() == 1


def test_a_late_repetition_does_not_bring_an_old_answer_back(visit, lead, second):
    save = uuid4()
    save_answer(first(visit), MET, save=save, base=0, by=lead)
    save_answer(first(visit), NOT_MET, save=uuid4(), base=1, by=second)
    kept = save_answer(first(visit), MET, save=save, base=0, by=lead)

    assert (kept.is_conflict, kept.answer.verdict, kept.answer.version) == (False, "not_met", 2)


def test_what_was_answered_and_when_cannot_be_rewritten(visit, lead):
    save_answer(first(visit), MET, save=uuid4(), base=0, by=lead)
    with pytest.raises(DatabaseError), transaction.atomic():
        AnswerSave.objects.all().delete()


def test_nothing_is_written_by_others_or_after_it_was_presented(visit, lead, secretary, head):
    for person in (secretary, head):
        with pytest.raises(NotAllowed):
            save_answer(first(visit), MET, save=uuid4(), base=0, by=person)
    answer_all(visit, by=lead)
    finding = found(visit, "GD-01", by=lead)
    advance(visit, "present", by=lead)
    for act in (
        lambda: save_answer(first(visit), NOT_MET, save=uuid4(), base=1, by=lead),
        lambda: note_finding(Finding(visit=visit, clause=finding.clause, text="x"), by=lead),
        lambda: drop_finding(finding, by=lead),
        lambda: add_photo(finding, picture(), photo=uuid4(), by=lead),
    ):
        with pytest.raises(Shut):
            act()


def test_it_is_presented_when_all_is_answered_and_reasons_are_given(visit, lead):
    with pytest.raises(Incomplete, match="3 nội dung"):
        advance(visit, "present", by=lead)
    answer_all(visit, by=lead)
    answer = first(visit)
    save_answer(answer, Given("not_met"), save=uuid4(), base=answer.version, by=lead)
    with pytest.raises(Incomplete, match="GD-01"):
        advance(visit, "present", by=lead)
    found(visit, "GD-01", by=lead)
    advance(visit, "present", by=lead)
    assert visit.presented_at


def picture():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("anh.jpg", a_picture(), "image/jpeg")


def test_a_finding_and_its_photo_sent_twice_stand_once(visit, lead):
    clause, name, photo = first(visit).clause, uuid4(), uuid4()
    for _n in range(2):
        finding = note_finding(Finding(id=name, visit=visit, clause=clause, text="Bụi bẩn"), by=lead)
        add_photo(finding, picture(), photo=photo, by=lead)
        add_photo(finding, picture(), photo=uuid4(), by=lead)

    assert Finding.objects.get().photos.count() == 1


def test_a_finding_that_somebody_else_corrected_is_not_overrun(visit, lead, second):
    finding = found(visit, "GD-01", by=lead)
    mine, theirs = (Finding.objects.get(pk=finding.pk) for _n in range(2))
    theirs.text = "Sửa"
    note_finding(theirs, by=second, base=0)
    mine.text = "Khác"
    with pytest.raises(FindingChanged):
        note_finding(mine, by=lead, base=0)
    assert Finding.objects.get().text == "Sửa"


# --- the head -------------------------------------------------------------------------------------------------------


def test_what_was_presented_is_kept_for_ever_with_its_hash(presented, lead):
    event = presented.events.get(verb="present")
    assert [row["verdict"] for row in event.content["answers"]] == ["met", "met", "counted"]
    assert event.content["findings"][0]["severity"] == 2
    assert len(event.content_sha256) == 64

    advance(presented, "resume", by=lead, note="Sai số lượng")
    assert presented.events.get(verb="present").content_sha256 == event.content_sha256


def test_the_head_acknowledges_with_remarks(presented, head, lead):
    advance(presented, "acknowledge", by=head, note="Đơn vị sẽ niêm yết bổ sung")
    assert (presented.state, presented.remarks) == ("acknowledged", "Đơn vị sẽ niêm yết bổ sung")
    with pytest.raises(WrongState):
        advance(presented, "resume", by=lead, note="x")


def test_a_head_who_does_not_answer_is_written_down(presented, lead):
    with pytest.raises(ReasonMissing):
        advance(presented, "close_unsigned", by=lead)
    advance(presented, "close_unsigned", by=lead, note="Thủ trưởng từ chối ký")
    assert presented.state == "unsigned"


def test_an_inspection_ends_when_every_visit_is_over(inspection, presented, head, lead, secretary, other_unit):
    with pytest.raises(Incomplete):
        advance(inspection, "finish", by=secretary)
    advance(presented, "acknowledge", by=head)
    advance(inspection.visits.get(unit=other_unit), "drop", by=lead, note="Đơn vị mất điện")
    advance(inspection, "finish", by=lead)
    assert inspection.state == "done"
    assert set(INSPECTION_MOVES) == {"begin", "finish", "call_off"}


# --- what it leads to -----------------------------------------------------------------------------------------------


def test_a_finding_asks_for_a_remedy_once(presented, lead, secretary, member, unit):
    finding = Finding.objects.get()
    with pytest.raises(NotAllowed):
        ask_for_remedy(finding, due_at=make.days_ahead(9), by=member)
    owed = ask_for_remedy(finding, due_at=make.days_ahead(9), by=secretary)

    assert (owed.kind, owed.unit, owed.campaign) == ("remedy", unit, None)
    assert ask_for_remedy(finding, due_at=make.days_ahead(20), by=lead) == owed
    assert Obligation.objects.filter(kind="remedy").count() == 1


def test_nothing_is_asked_before_it_was_presented(visit, lead):
    with pytest.raises(NotAllowed):
        ask_for_remedy(found(visit, "GD-01", by=lead), due_at=make.days_ahead(9), by=lead)


def test_the_same_clause_found_again_is_told(presented, inspection, host, unit, other_unit, lead, secretary, head):
    elsewhere = visit_under_way(inspection, other_unit, lead=lead, by=secretary)
    other = found(elsewhere, "GD-01", by=lead)
    later = inspection_of(host, [unit], lead=lead, others=[], by=secretary)
    again = visit_under_way(later, unit, lead=lead, by=secretary)
    repeated = found(again, "GD-01", by=lead)
    new = found(again, "GD-02", by=lead)

    rows = repeats([repeated, new, other], secretary)
    assert [len(rows[finding.pk].own) for finding in (repeated, new, other)] == [1, 0, 0]
    assert [rows[finding.pk].others for finding in (repeated, new, other)] == [set(), set(), {unit.pk}]
    assert "đã phát hiện tại đây" in rows[repeated.pk].words
    assert repeats([repeated], head)[repeated.pk].others == set()


def test_what_inspectors_found_weighs_with_the_findings(presented):
    rates = {row.clause: row.rate for row in verified_answers(VisitAnswer.objects.all())}
    assert rates == {"GD-01": Fraction(1, 2), "GD-02": Fraction(1), "GD-05": Fraction(9, 10)}

    Finding.objects.update(severity=3)
    rates = {row.clause: row.rate for row in verified_answers(VisitAnswer.objects.all())}
    assert rates["GD-01"] == 0


def test_nothing_counts_as_verified_before_it_was_presented(visit, lead):
    answer_all(visit, by=lead)
    assert verified_answers(VisitAnswer.objects.all()) == []


def test_moves_refuse_a_visit_of_an_inspection_that_is_not_under_way(inspection, lead, unit):
    with pytest.raises(MoveRefused):
        arrive(inspection.visits.get(unit=unit), by=lead)
