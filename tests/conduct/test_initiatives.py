"""Initiatives: the table of moves from every state, shares, marks nobody else sees, conflicts, adoptions."""

import itertools
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conduct.initiative_moves import INITIATIVE_MOVES, MARKS_OPEN_TO_COUNCIL
from conduct.initiative_rules import problems, result_of
from conduct.initiatives import NotAMarker, adopt, drop_draft, give_marks, open_marking, save_draft
from conduct.models import (
    Adoption,
    Initiative,
    InitiativeAuthor,
    InitiativeState,
    Mark,
    Marker,
    MarkSheet,
    Scale,
)
from tests import factories as make
from tests.campaigns.test_workflow_page import needs, sources
from tests.conduct import initiatives_cast as cast
from tests.place import a_picture
from units.models import Membership, Role
from units.workflow import Incomplete, MoveRefused, NotAllowed, Reason, Shut, StaleVersion, WrongState, advance

AT = cast.AT
PAGE = Path(__file__).resolve().parents[2] / "docs" / "initiatives.md"
WHY = [Reason("measured", "measured", "Thiếu cách đo")]
PEOPLE = {Role.DRAFTER: "drafter", Role.HEAD: "head", Role.SECRETARY: "secretary", Role.CHAIR: "chair"}


@pytest.fixture
def scale(db) -> Scale:
    return cast.scale()


@pytest.fixture
def draft(scale, campaign, unit, drafter) -> Initiative:
    return cast.drafted(unit, by=drafter, picture=a_picture())


@pytest.fixture
def sent(draft, head) -> Initiative:
    return cast.handed_in(draft, head=head)


@pytest.fixture
def marking(sent, member, chair, secretary) -> Initiative:
    return cast.put_to_members(sent, secretary=secretary)


def put(initiative: Initiative, state: str, **facts: object) -> None:
    Initiative.objects.filter(pk=initiative.pk).update(state=state, **facts)
    initiative.refresh_from_db()


@pytest.mark.parametrize(("verb", "state"), list(itertools.product(INITIATIVE_MOVES, InitiativeState.values)))
def test_a_verb_moves_from_its_places_and_from_nowhere_else(verb, state, draft, scale, member, chair, request):
    move = INITIATIVE_MOVES[verb]
    sheet = MarkSheet.objects.create(
        marker=Marker.objects.create(initiative=draft, person=member, name="M", role="member", marked_at=AT)
    )
    Mark.objects.bulk_create(Mark(sheet=sheet, criterion=one, points=one.most) for one in scale.criteria.all())
    put(draft, state, received_at=AT, scale=scale)
    by = request.getfixturevalue(next(PEOPLE[role] for role in PEOPLE if role in move.roles))

    if state in move.sources:
        advance(draft, verb, by=by, at=AT, note="Vì lý do khách quan.", reasons=WHY)
        assert draft.state == move.target_from(state)
    else:
        with pytest.raises(WrongState):
            advance(draft, verb, by=by, at=AT, note="Vì lý do khách quan.", reasons=WHY)
        assert not draft.events.exists()


def test_a_reason_is_asked_for_where_the_table_says_so(sent, secretary):
    with pytest.raises(MoveRefused):
        advance(sent, "return", by=secretary, at=AT, note="Một câu không có mã")


# --- the draft ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shares", [(100,), (60, 40), (34, 33, 33)])
def test_shares_of_exactly_one_hundred_can_be_handed_in(shares, scale, campaign, unit, drafter, head):
    made = cast.drafted(unit, by=drafter, picture=a_picture(), shares=shares)

    assert [problem for problem in problems(made) if problem.place == "authors"] == []
    cast.handed_in(made, head=head)
    assert made.state == InitiativeState.SUBMITTED


@pytest.mark.parametrize("shares", [(99,), (60, 41), (33, 33, 33), (100, 1)])
def test_other_shares_cannot(shares, scale, campaign, unit, drafter, head):
    made = cast.drafted(unit, by=drafter, picture=a_picture(), shares=shares)

    with pytest.raises(Incomplete, match=str(sum(shares))):
        advance(made, "submit", by=head, at=AT)


class Rows(list):
    def all(self):
        return self


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shares=st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_the_rule_of_shares_holds_for_any_number_of_authors(shares):
    from conduct.initiative_rules import _authors

    class Draft:
        pk = 1
        authors = Rows(InitiativeAuthor(name="A", share=share) for share in shares)

    assert (list(_authors(Draft())) == []) == (sum(shares) == 100)


def test_what_is_missing_is_named_place_by_place(scale, campaign, unit, drafter):
    from conduct.initiatives import begin

    made = begin(unit, title="Sáng kiến", by=drafter, at=AT)

    assert {problem.place for problem in problems(made)} == {
        *("field", "problem", "solution", "authors", "effect", "certificate", "papers")
    }


def test_a_second_editor_is_told_and_nothing_is_written(draft, drafter):
    save_draft(draft, {"problem": "Một"}, [], by=drafter, version=draft.version)
    with pytest.raises(StaleVersion):
        save_draft(draft, {"problem": "Hai"}, [], by=drafter, version=0)

    assert Initiative.objects.get(pk=draft.pk).problem == "Một"


def test_the_scale_of_the_day_of_the_first_hand_in_stays(sent, secretary, head, scale):
    advance(sent, "return", by=secretary, at=AT, reasons=WHY)
    Scale.objects.filter(pk=scale.pk).update(valid_until=date(2024, 6, 30))
    cast.scale(valid_from=date(2024, 7, 1), threshold=90)
    advance(sent, "submit", by=head, at=make.moment(2024, 8, 1))

    assert sent.scale == scale
    assert sent.received_at == AT


def test_without_a_scale_in_force_nothing_is_handed_in(draft, head, scale):
    Scale.objects.update(valid_until=date(2024, 1, 31))
    with pytest.raises(Shut):
        advance(draft, "submit", by=head, at=AT)


def test_a_hand_in_freezes_words_authors_and_papers(sent):
    content = sent.events.get(verb="submit").content

    assert content["minutes"] == "12"
    assert [author["share"] for author in content["authors"]] == [60, 40]
    assert [file["kind"] for file in content["files"]] == ["certificate"]


def test_a_draft_that_was_sent_on_cannot_be_thrown_away(draft, drafter, head):
    advance(draft, "send", by=drafter, at=AT)
    advance(draft, "hand_back", by=head, at=AT, note="Sửa phần hiệu quả")
    with pytest.raises(Shut):
        drop_draft(draft, by=drafter)


def test_a_draft_that_never_went_anywhere_can(draft, drafter):
    drop_draft(draft, by=drafter)

    assert not Initiative.objects.exists()


# --- who sees it ----------------------------------------------------------------------------------------------------


def test_a_draft_is_the_units_alone(draft, secretary, stranger, head):
    assert not Initiative.objects.visible_to(secretary).exists()
    assert not Initiative.objects.visible_to(stranger).exists()
    assert Initiative.objects.visible_to(head).exists()


def test_other_units_see_what_was_recognised_and_nothing_before(sent, stranger, foreigner, secretary, chair, member):
    assert not Initiative.objects.visible_to(stranger).exists()
    cast.recognised(sent, secretary=secretary, chair=chair, markers=[member, chair])

    assert Initiative.objects.visible_to(stranger).get() == sent
    assert not Initiative.objects.visible_to(foreigner).exists()


# --- marks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", InitiativeState.values)
def test_marks_of_others_are_seen_when_marking_is_closed_and_by_nobody_before(
    state, marking, member, chair, secretary, observer, drafter, head, administrator, foreigner, stranger
):
    cast.mark(marking, 30, 50, by=member, remark="Nên nhân rộng")
    put(marking, state)
    council = {chair, secretary, observer} if state in MARKS_OPEN_TO_COUNCIL else set()

    for person in (member, chair, secretary, observer, drafter, head, administrator, foreigner, stranger):
        seen = MarkSheet.objects.visible_to(person).exists(), Mark.objects.visible_to(person).exists()
        assert set(seen) == {person == member or person in council}, person


def test_members_mark_alone_and_may_change_their_own_until_it_is_closed(marking, member, chair, secretary):
    cast.mark(marking, 10, 10, by=member)
    cast.mark(marking, 30, 50, by=member)
    cast.mark(marking, 20, 40, by=chair)

    result = result_of(marking)
    assert (result.given, result.total) == (2, 140)
    assert Mark.objects.count() == 4

    advance(marking, "close", by=secretary, at=AT)
    with pytest.raises(WrongState):
        cast.mark(marking, 40, 60, by=member)


def test_points_that_the_scale_does_not_have_are_refused(marking, member, scale):
    first, second = scale.criteria.values_list("pk", flat=True)
    for wrong in ({first: 41, second: 10}, {first: -1, second: 10}, {first: 10}, {first: 1, second: 1, 999_999: 1}):
        with pytest.raises(Shut):
            give_marks(marking, wrong, by=member, at=AT)
    assert not Mark.objects.exists()


def test_secretary_observer_and_unit_have_no_marks_to_give(marking, secretary, observer, head):
    for person in (secretary, observer, head):
        with pytest.raises(NotAMarker):
            cast.mark(marking, 30, 50, by=person)


def test_who_holds_a_role_in_the_unit_or_bears_its_name_does_not_mark(sent, secretary, member, chair, host, unit):
    Membership.objects.create(user=member, unit=unit, role=Role.HEAD, since=make.SINCE)
    alike = make.person(Role.MEMBER, host, full_name="Tác giả 1")
    above = make.person(Role.MEMBER, host, full_name="Vũ Văn Trên")
    Membership.objects.create(user=above, unit=host, role=Role.HEAD, since=make.SINCE)
    open_marking(sent, by=secretary, at=AT)

    grounds = dict(Marker.objects.values_list("person__username", "ground"))
    assert grounds[member.username] == "own_unit"
    assert grounds[alike.username] == "same_name"
    assert grounds[above.username] == "unit_below"
    assert grounds[chair.username] == ""
    with pytest.raises(NotAMarker):
        cast.mark(sent, 30, 50, by=member)


def test_an_author_who_sits_on_the_council_does_not_mark(draft, head, member, chair, secretary, drafter):
    authors = [InitiativeAuthor(name="Ai đó khác", person=member, share=100)]
    save_draft(draft, {}, authors, by=drafter, version=None)
    cast.put_to_members(cast.handed_in(draft, head=head), secretary=secretary)

    assert Marker.objects.get(person=member).ground == "own_person"


def test_marking_cannot_be_closed_before_two_thirds_have_marked(marking, member, chair, secretary):
    cast.mark(marking, 30, 50, by=member)
    with pytest.raises(Shut, match="2"):
        advance(marking, "close", by=secretary, at=AT)
    cast.mark(marking, 30, 50, by=chair)
    advance(marking, "close", by=secretary, at=AT)

    assert marking.state == InitiativeState.MARKED


def test_marks_below_the_threshold_cannot_be_recognised(marking, member, chair, secretary):
    cast.mark(marking, 30, 40, by=member)
    cast.mark(marking, 30, 39, by=chair)
    advance(marking, "close", by=secretary, at=AT)
    with pytest.raises(Shut):
        advance(marking, "recognise", by=chair, at=AT)
    advance(marking, "decline", by=chair, at=AT, note="Điểm bình quân 69,5, chưa đạt 70.")

    kept = marking.events.get(verb="decline").content
    assert (kept["total"], kept["markers"], kept["passed"]) == (139, 2, False)


# --- spreading ------------------------------------------------------------------------------------------------------


@pytest.fixture
def good(sent, secretary, chair, member) -> Initiative:
    return cast.recognised(sent, secretary=secretary, chair=chair, markers=[member, chair])


def test_a_unit_takes_it_over_once_however_often_it_clicks(good, other_unit, stranger):
    for _click in range(3):
        adopt(good, other_unit, by=stranger, at=AT)

    assert Adoption.objects.get().unit == other_unit


def test_a_unit_does_not_take_over_its_own_nor_for_others(good, unit, other_unit, head, stranger):
    with pytest.raises(Shut):
        adopt(good, unit, by=head)
    with pytest.raises(NotAllowed):
        adopt(good, other_unit, by=head)


def test_what_is_not_recognised_is_not_taken_over(sent, other_unit, stranger):
    with pytest.raises(Shut):
        adopt(sent, other_unit, by=stranger)


# --- the table ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", INITIATIVE_MOVES)
@pytest.mark.parametrize(
    "who", ["drafter", "head", "secretary", "chair", "member", "observer", "stranger", "administrator"]
)
def test_a_verb_belongs_to_its_roles_alone(verb, who, draft, request):
    roles = {role for role, name in PEOPLE.items() if name == who}

    assert draft.allows(verb, request.getfixturevalue(who)) == bool(INITIATIVE_MOVES[verb].roles & roles)


def test_the_page_shows_the_table_as_it_is():
    rows = [
        f"| `{verb}` | {sources(move)} | {move.target} | {', '.join(sorted(move.roles))} | {needs(move)} |"
        for verb, move in INITIATIVE_MOVES.items()
    ]
    assert [line for line in PAGE.read_text().splitlines() if line.startswith("| `")] == rows
