"""Sessions: the table of moves, what stands before each step, seats and attendance, conflicts of interest, results."""

import itertools
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from conduct.conflicts import Dossier, Member, grounds
from conduct.models import Attendance, Ground, Manner, NominationState, Recusal, Session, SessionState, Teller
from conduct.session_actions import (
    approve,
    close_voting,
    convene,
    convene_again,
    draw_key,
    give_up,
    name_tellers,
    note_attendance,
    open_voting,
    prove_key,
    reseat,
    voting_members,
)
from conduct.session_agenda import changing, declare, lift, take_off
from conduct.session_moves import DECISION_MOVES, SESSION_MOVES, TELLER
from tests import factories as make
from tests.campaigns.test_workflow_page import needs, sources
from tests.conduct import councils
from tests.conduct.councils import (
    HELD,
    N,
    Y,
    ask,
    attend,
    council,
    counted,
    give_keys,
    nomination,
    opened,
    put_on,
    vote,
)
from tests.conduct.councils import session as new_session
from units.models import Membership, Role
from units.workflow import (
    STAYS,
    Incomplete,
    MoveRefused,
    NotAllowed,
    ReasonMissing,
    Shut,
    StaleVersion,
    WrongState,
    advance,
)

pytestmark = pytest.mark.django_db
PAGE = Path(django_settings.BASE_DIR) / "docs" / "sessions.md"


@pytest.fixture
def nine(db):
    return council(9)


@pytest.fixture
def held(nine) -> Session:
    return new_session(nine)


def sentences(session: Session) -> str:
    session.refresh_from_db()
    return " ".join(str(problem) for problem in session.problems())


# --- the table ------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_tables_as_they_are():
    rows = [
        f"| `{verb}` | {sources(move)} | {'=' if move.target == STAYS else move.target} "
        f"| {', '.join(sorted(move.roles))} | {needs(move)} |"
        for verb, move in itertools.chain(SESSION_MOVES.items(), DECISION_MOVES.items())
    ]

    assert [line for line in PAGE.read_text().splitlines() if line.startswith("| `")] == rows


@pytest.mark.parametrize(("verb", "state"), list(itertools.product(SESSION_MOVES, SessionState.values)))
def test_a_verb_moves_from_its_places_and_from_nowhere_else(verb, state, nine, held, monkeypatch):
    move = SESSION_MOVES[verb]
    ask(held, councils.rule(), manner=Manner.OPEN)
    Session.objects.filter(pk=held.pk).update(state=state)
    monkeypatch.setattr(Session, "problems", lambda row: [])
    by = nine.chair if Role.CHAIR in move.roles else nine.secretary

    if state in move.sources:
        advance(held, verb, by=by, at=HELD, note="Vì lý do khách quan.")
        assert held.state == move.target_from(state)
    else:
        with pytest.raises(WrongState):
            advance(held, verb, by=by, at=HELD, note="Vì lý do khách quan.")


@pytest.mark.parametrize("verb", SESSION_MOVES)
def test_a_verb_belongs_to_its_roles_alone(verb, nine, held):
    give_keys(held, nine)
    roles = {
        Role.SECRETARY: nine.secretary,
        Role.CHAIR: nine.chair,
        Role.MEMBER: nine.people[1],
        TELLER: nine.tellers[0],
    }

    for role, person in roles.items():
        assert held.allows(verb, person) == (role in SESSION_MOVES[verb].roles), role


# --- convening: the membership is copied ----------------------------------------------------------------------------


def test_convening_copies_the_membership_of_the_day_chair_first(nine, held):
    left = make.person(None, None)
    Membership.objects.create(
        user=left, unit=nine.host, role=Role.MEMBER, since=date(2020, 1, 1), until=date(2024, 12, 19)
    )
    ask(held, councils.rule())
    convene(held, by=nine.secretary, at=HELD)

    assert held.seats.first().person_id == nine.chair.pk
    assert {seat.person_id for seat in held.seats.all()} == {person.pk for person in nine.people}


def test_who_is_chair_and_member_has_one_seat(nine):
    Membership.objects.create(user=nine.chair, unit=nine.host, role=Role.MEMBER, since=date(2020, 1, 1))

    assert len(voting_members(nine.host, on=HELD.date())) == 9


def test_what_becomes_of_the_membership_later_changes_no_seat(nine, held):
    ask(held, councils.rule())
    convene(held, by=nine.secretary, at=HELD)
    Membership.objects.filter(user=nine.people[8]).update(until=date(2024, 12, 1))
    make.person(Role.MEMBER, nine.host)

    assert held.seats.held().count() == 9


def test_a_change_of_seats_is_recorded_with_its_reason(nine, held):
    ask(held, councils.rule())
    convene(held, by=nine.secretary, at=HELD)
    fresh = make.person(Role.MEMBER, nine.host)
    joining = Membership.objects.filter(user=fresh).select_related("user")

    with pytest.raises(ReasonMissing), changing(held, by=nine.secretary, version=None, at=HELD) as row:
        reseat(row, add=joining, remove=[row.seats.get(person=nine.people[8])], at=HELD)
    assert held.seats.held().filter(person=nine.people[8]).exists()

    with changing(held, by=nine.secretary, version=None, note="Thay ủy viên theo QĐ 12/QĐ-UBND.", at=HELD) as row:
        reseat(row, add=joining, remove=[row.seats.get(person=nine.people[8])], at=HELD)

    assert not held.seats.held().filter(person=nine.people[8]).exists()
    assert held.seats.held().filter(person=fresh).exists()
    event = held.events.last()
    assert (event.verb, event.note) == ("change", "Thay ủy viên theo QĐ 12/QĐ-UBND.")
    assert fresh.pk in [seat["person"] for seat in event.content["seats"]]


def test_who_was_taken_from_their_seat_can_be_given_it_back(nine, held):
    ask(held, councils.rule())
    convene(held, by=nine.secretary, at=HELD)
    eighth = Membership.objects.filter(user=nine.people[8]).select_related("user")
    for facts in ({"add": [], "remove": [held.seats.get(person=nine.people[8])]}, {"add": eighth, "remove": []}):
        with changing(held, by=nine.secretary, version=None, note="Điều chỉnh.", at=HELD) as row:
            reseat(row, at=HELD, **facts)

    assert held.seats.held().count() == 9


def test_an_empty_agenda_is_no_session(nine, held):
    with pytest.raises(Incomplete):
        convene(held, by=nine.secretary, at=HELD)

    assert held.seats.count() == 0


def test_two_secretaries_do_not_overwrite_each_other(nine, held):
    with (
        pytest.raises(StaleVersion),
        changing(held, by=nine.secretary, version=held.version + 1, at=HELD) as row,
    ):
        ask(row, councils.rule())


# --- opening --------------------------------------------------------------------------------------------------------


def test_opening_asks_for_attendance_quorum_and_keys(nine, held):
    ask(held, councils.rule())
    convene(held, by=nine.secretary, at=HELD)
    said = sentences(held)
    assert "có mặt hay không" in said
    assert "hai kiểm phiếu viên" in said
    attend(held, by=nine.secretary, absent=nine.people[5:])
    assert "5/9" in sentences(held)
    attend(held, by=nine.secretary, absent=nine.people[6:])
    give_keys(held, nine)

    assert sentences(held) == ""
    open_voting(held, by=nine.chair, at=HELD)
    assert held.state == "voting"


@pytest.mark.parametrize(("size", "least"), [(9, 6), (11, 8), (13, 9), (15, 10)])
def test_a_quorum_of_two_thirds_opens_councils_of_each_size(size, least):
    whole = council(size, code=f"HD{size}")
    held = new_session(whole)
    ask(held, councils.rule(), manner=Manner.OPEN)
    convene(held, by=whole.secretary, at=HELD)
    attend(held, by=whole.secretary, absent=whole.people[least - 1 :])
    with pytest.raises(Incomplete):
        open_voting(held, by=whole.chair, at=HELD)
    attend(held, by=whole.secretary, absent=whole.people[least:])

    open_voting(held, by=whole.chair, at=HELD)

    assert held.items.get().roll.count() == least


def test_a_secret_ballot_among_four_is_none(db):
    six = council(6)
    held = new_session(six)
    ask(held, councils.rule())
    convene(held, by=six.secretary, at=HELD)
    attend(held, by=six.secretary, absent=six.people[4:])
    give_keys(held, six)

    with pytest.raises(Incomplete) as refused:
        open_voting(held, by=six.chair, at=HELD)
    assert [problem.place for problem in refused.value.problems] == ["agenda"]


def test_from_the_opening_on_nothing_of_the_session_changes(nine, held):
    item = ask(held, councils.rule())
    opened(held, nine)
    taken = held.seats.first()

    with pytest.raises(WrongState), changing(held, by=nine.secretary, version=None, note="Sửa."):
        take_off(item, by=nine.secretary)
    with pytest.raises(WrongState):
        note_attendance(held, {taken.pk: Attendance.ABSENT}, by=nine.secretary, version=None)
    with pytest.raises(WrongState):
        draw_key(held, by=nine.tellers[0])
    with pytest.raises(WrongState):
        declare(held, item, by=nine.people[1], note="")
    assert held.items.count() == 1


def test_the_rule_of_the_opening_stays_whatever_the_catalogue_says_later(nine, held):
    rule = councils.rule()
    item = ask(held, rule)
    opened(held, nine)
    type(rule).objects.update(threshold_numerator=1, threshold_denominator=1, is_strict=False)
    item.refresh_from_db()

    assert (item.asked.threshold.numerator, item.asked.threshold.denominator) == (1, 2)


# --- tellers --------------------------------------------------------------------------------------------------------


def test_a_key_is_proved_by_reading_it_back_from_paper(nine, held):
    ask(held, councils.rule())
    with changing(held, by=nine.secretary, version=None) as row:
        name_tellers(row, nine.tellers)
    first, second = nine.tellers
    code = draw_key(held, by=first)
    other = draw_key(held, by=second)

    assert not prove_key(held, other, by=first)
    assert prove_key(held, code.lower().replace("-", " "), by=first)
    assert [teller.is_proved for teller in held.tellers.all()] == [True, False]
    draw_key(held, by=first)
    assert [teller.is_proved for teller in held.tellers.all()] == [False, False]


def test_no_table_holds_a_private_half(nine, held):
    from tests.conduct.test_ballot_attack import full_dump

    ask(held, councils.rule())
    codes = opened(held, nine)
    dump = "\n".join(line for rows in full_dump().values() for line in rows)

    assert all(teller.public_key in dump for teller in Teller.objects.all())
    for code in codes:
        assert code not in dump
        assert code.replace("-", "") not in dump


def test_another_teller_draws_a_key_of_their_own(nine, held):
    ask(held, councils.rule())
    give_keys(held, nine)
    with changing(held, by=nine.secretary, version=None) as row:
        name_tellers(row, [nine.tellers[0], nine.people[3]])

    assert [(teller.person_id, teller.is_proved) for teller in held.tellers.all()] == [
        (nine.tellers[0].pk, True),
        (nine.people[3].pk, False),
    ]
    with changing(held, by=nine.secretary, version=None) as row:
        name_tellers(row, [nine.people[3], nine.tellers[0]])
    assert [teller.person_id for teller in held.tellers.all()] == [nine.people[3].pk, nine.tellers[0].pk]


# --- conflicts of interest ------------------------------------------------------------------------------------------

HERSELF = Member(person=1, name="Nguyễn Thị Ánh", units=frozenset({10}))


@pytest.mark.parametrize(
    ("dossier", "above", "found"),
    [
        (Dossier(unit=11, above=12, person=1, name="Nguyễn Thị Ánh"), True, [Ground.OWN_PERSON]),
        (Dossier(unit=11, above=12, person=2, name="Nguyễn Thị Ánh"), True, []),
        (Dossier(unit=11, above=12, person=None, name="nguyễn thị  ánh"), True, [Ground.SAME_NAME]),
        (Dossier(unit=10, above=12, person=None, name=""), True, [Ground.OWN_UNIT]),
        (Dossier(unit=11, above=10, person=None, name=""), True, [Ground.UNIT_BELOW]),
        (Dossier(unit=11, above=10, person=None, name=""), False, []),
        (Dossier(unit=10, above=12, person=1, name=""), True, [Ground.OWN_PERSON, Ground.OWN_UNIT]),
        (Dossier(unit=None, above=None, person=None, name=""), True, []),
    ],
)
def test_grounds_are_computed_from_roles_and_names(dossier, above, found):
    assert list(grounds(dossier, HERSELF, directly_above=above)) == found


@pytest.fixture
def recused(nine, held):
    """A member who heads the nominee's unit."""
    rule = councils.rule()
    unit = make.UnitFactory(parent=nine.host)
    Membership.objects.create(user=nine.people[1], unit=unit, role=Role.HEAD, since=date(2020, 1, 1))
    items = put_on(held, [nomination(nine.host, councils.award(rule), unit=unit)], by=nine.secretary)
    return items[0]


def test_who_heads_the_unit_has_no_ballot_and_is_told_in_the_minutes(nine, held, recused):
    opened(held, nine)

    assert recused.roll.count() == 8
    assert not recused.roll.filter(seat__person=nine.people[1]).exists()
    frozen = held.events.get(verb="open").content["conflicts"]
    assert [row["ground"] for row in frozen] == [Ground.OWN_UNIT]


def test_a_role_taken_up_after_convening_still_recuses(nine, held):
    rule = councils.rule()
    unit = make.UnitFactory(parent=nine.host)
    item = put_on(held, [nomination(nine.host, councils.award(rule), unit=unit)], by=nine.secretary)[0]
    convene(held, by=nine.secretary, at=HELD)
    attend(held, by=nine.secretary)
    give_keys(held, nine)
    Membership.objects.create(user=nine.people[1], unit=unit, role=Role.DRAFTER, since=date(2024, 12, 1))

    open_voting(held, by=nine.chair, at=HELD)

    assert item.roll.count() == 8


def test_a_role_that_has_ended_recuses_nobody(nine, held):
    unit = make.UnitFactory(parent=nine.host)
    facts = {"user": nine.people[1], "unit": unit, "role": Role.HEAD, "since": date(2020, 1, 1)}
    Membership.objects.create(until=date(2024, 6, 30), **facts)
    put_on(held, [nomination(nine.host, councils.award(councils.rule()), unit=unit)], by=nine.secretary)
    convene(held, by=nine.secretary, at=HELD)

    assert not Recusal.objects.exists()


def test_only_a_like_name_can_be_lifted(nine, held, recused):
    convene(held, by=nine.secretary, at=HELD)
    with pytest.raises(Shut):
        lift(Recusal.objects.get(), "Không sao.")
    name = nine.people[4].full_name
    put_on_again = nomination(nine.host, councils.award(councils.rule()), name=name)
    put_on(held, [put_on_again], by=nine.secretary)
    alike = Recusal.objects.get(ground=Ground.SAME_NAME)
    assert alike.seat.person_id == nine.people[4].pk

    lift(alike, "Người khác, trùng họ tên.")
    attend(held, by=nine.secretary)
    give_keys(held, nine)
    open_voting(held, by=nine.chair, at=HELD)

    assert alike.item.roll.count() == 9


def test_a_member_may_declare_that_they_do_not_vote(nine, held):
    item = ask(held, councils.rule())
    convene(held, by=nine.secretary, at=HELD)
    declare(held, item, by=nine.people[2], note="Anh em họ của người được đề nghị.")
    attend(held, by=nine.secretary)
    give_keys(held, nine)
    open_voting(held, by=nine.chair, at=HELD)

    assert not item.roll.filter(seat__person=nine.people[2]).exists()


# --- nominations on the agenda and their results --------------------------------------------------------------------


@pytest.fixture
def two_nominees(nine, held):
    award = councils.award(councils.rule())
    both = [nomination(nine.host, award, name=name) for name in ("Trần Văn Được", "Lê Thị Chưa")]
    return both, put_on(held, both, by=nine.secretary)


def test_results_move_nominations_when_the_chair_approves_them(nine, held, two_nominees):
    (passed, failed), items = two_nominees
    assert passed.items.get().title == "Giấy khen: Trần Văn Được"
    codes = opened(held, nine)
    vote(held, {person: {items[0].pk: Y, items[1].pk: N} for person in nine.people})
    counted(held, nine, codes)
    passed.refresh_from_db()
    assert passed.state == NominationState.LISTED

    approve(held, by=nine.chair, at=HELD)

    for row, state in ((passed, "approved"), (failed, "not_approved")):
        row.refresh_from_db()
        assert row.state == state
        assert "Phiên họp cuối năm" in row.events.last().note


def test_a_paper_vote_is_approved_with_its_scan_alone(nine, held):
    ask(held, councils.rule(), manner=Manner.PAPER)
    Session.objects.filter(pk=held.pk).update(state="counted")
    from conduct.ballots import write_result
    from conduct.voters import council_of

    votes = {"yes": 0, "no": 0, "blank": 0, "invalid": 0}
    write_result(held.items.get(), council_of(held), votes, issued=0, by=nine.secretary, at=HELD)

    with pytest.raises(Incomplete) as refused:
        approve(held, by=nine.chair, at=HELD)
    assert [problem.place for problem in refused.value.problems] == ["papers"]


@pytest.mark.parametrize("verb", ["cancel", "void"])
def test_nominations_of_a_session_that_comes_to_nothing_wait_for_another(nine, held, two_nominees, verb):
    both, _items = two_nominees
    if verb == "void":
        opened(held, nine)
    give_up(held, verb, by=nine.chair, note="Mất điện.", at=HELD)
    for row in both:
        row.refresh_from_db()
        assert row.state == NominationState.ELIGIBLE

    again = convene_again(held, by=nine.secretary, at=HELD)

    assert again.follows == held
    assert [item.title for item in again.items.all()] == ["Giấy khen: Trần Văn Được", "Giấy khen: Lê Thị Chưa"]


def test_who_is_taken_off_the_agenda_is_eligible_again(nine, held, two_nominees):
    both, items = two_nominees
    with changing(held, by=nine.secretary, version=None) as row:
        take_off(row.items.get(pk=items[0].pk), by=nine.secretary)

    both[0].refresh_from_db()
    assert both[0].state == NominationState.ELIGIBLE


def test_an_award_without_a_voting_rule_cannot_be_put_on_an_agenda(nine, held):
    award = councils.award(councils.rule())
    award.terms.update(vote_rule=None)

    with pytest.raises(Shut):
        put_on(held, [nomination(nine.host, award)], by=nine.secretary)


def test_only_the_chair_opens_and_closes(nine, held):
    ask(held, councils.rule(), manner=Manner.OPEN)
    convene(held, by=nine.secretary, at=HELD)
    attend(held, by=nine.secretary)
    for person in (nine.secretary, nine.people[1]):
        with pytest.raises(NotAllowed):
            open_voting(held, by=person, at=HELD)
    open_voting(held, by=nine.chair, at=HELD)
    with pytest.raises(MoveRefused):
        close_voting(held, by=nine.secretary, at=HELD)
