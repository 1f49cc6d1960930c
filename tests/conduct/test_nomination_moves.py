"""Nominations: the table of moves from every state, the law that stays with a dossier, who sees it."""

import itertools
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from conduct.models import Award, AwardTerms, Nomination, NominationState
from conduct.nomination_moves import NOMINATION_MOVES, PORTAL
from tests import factories as make
from tests.campaigns.test_workflow_page import needs, sources
from tests.conduct.dossiers import COMPLETE, TEXT
from units.models import Role
from units.workflow import NotAllowed, Reason, Shut, WrongState, advance

AT = make.moment(2024, 6, 3)
WHY = [Reason("evidence", "", "Thiếu biên bản họp.")]
PEOPLE = {Role.DRAFTER: "drafter", Role.HEAD: "head", Role.SECRETARY: "secretary", Role.CHAIR: "chair"}
PAGE = Path(__file__).resolve().parents[2] / "docs" / "nominations.md"


@pytest.fixture
def award(db) -> Award:
    award = Award.objects.create(code="giay-khen", name="Giấy khen", kind="form", subject="person", level="district")
    facts = {"award": award, "decided_by": "Chủ tịch UBND huyện", "standards": "Tiêu biểu trong phong trào"}
    AwardTerms.objects.create(valid_from=date(2024, 1, 1), valid_until=date(2025, 6, 30), **facts)
    AwardTerms.objects.create(valid_from=date(2025, 7, 1), **facts | {"decided_by": "Chủ tịch UBND xã"})
    return award


@pytest.fixture
def nomination(award, unit, host) -> Nomination:
    facts = {"host": host, "unit": unit, "year": 2024, "award": award, "subject": award.subject, **COMPLETE}
    made = Nomination.objects.create(name="Nguyễn Thị Ánh", state=NominationState.DRAFTING, **facts)
    made.achievements.create(place=1, standard="Tiêu biểu trong phong trào", text=TEXT)
    return made


def put(nomination: Nomination, state: str, **facts: object) -> None:
    Nomination.objects.filter(pk=nomination.pk).update(state=state, **facts)
    nomination.refresh_from_db()


@pytest.mark.parametrize(("verb", "state"), list(itertools.product(NOMINATION_MOVES, NominationState.values)))
def test_a_verb_moves_from_its_places_and_from_nowhere_else(verb, state, nomination, request):
    move = NOMINATION_MOVES[verb]
    AwardTerms.objects.update(takes_short_way=True)
    Award.objects.update(kind="praise")  # the one kind that is made public without a decision
    put(nomination, state, received_at=AT, terms=nomination.award.terms_on(AT.date()))
    role = next((role for role in PEOPLE if role in move.roles), None)
    by = request.getfixturevalue(PEOPLE[role]) if role else None
    arguments = {"by": by, "at": AT, "note": "Vì lý do khách quan.", "reasons": WHY}

    if state in move.sources:
        advance(nomination, verb, **arguments)
        assert nomination.state == move.target
        assert [event.verb for event in nomination.events.all()] == [verb]
    else:
        with pytest.raises(WrongState):
            advance(nomination, verb, **arguments)
        assert not nomination.events.exists()


@pytest.mark.parametrize("verb", NOMINATION_MOVES)
@pytest.mark.parametrize(
    "who", ["drafter", "head", "secretary", "chair", "member", "observer", "stranger", "administrator"]
)
def test_a_verb_belongs_to_its_roles_alone(verb, who, nomination, request):
    roles = {role for role, name in PEOPLE.items() if name == who}

    assert nomination.allows(verb, request.getfixturevalue(who)) == bool(NOMINATION_MOVES[verb].roles & roles)


def test_results_are_made_by_no_person(nomination, chair):
    put(nomination, NominationState.LISTED)

    for verb in ("approve", "decline"):
        assert NOMINATION_MOVES[verb].roles == {PORTAL}
        with pytest.raises(NotAllowed):
            advance(nomination, verb, by=chair, at=AT)


def test_the_law_of_the_day_of_receipt_stays_with_the_dossier(nomination, head, secretary):
    advance(nomination, "submit", by=head, at=make.moment(2025, 6, 30, 17))
    advance(nomination, "return", by=secretary, reasons=WHY, at=make.moment(2025, 7, 2))
    advance(nomination, "submit", by=head, at=make.moment(2025, 7, 8))

    assert nomination.received_at == make.moment(2025, 6, 30, 17)
    assert nomination.terms.decided_by == "Chủ tịch UBND huyện"


def test_the_day_changes_at_midnight_in_ha_noi(nomination, head):
    advance(nomination, "submit", by=head, at=make.moment(2025, 7, 1, 0, 0))

    assert nomination.terms.decided_by == "Chủ tịch UBND xã"


def test_an_award_without_terms_in_force_cannot_be_proposed(nomination, head):
    with pytest.raises(Shut):
        advance(nomination, "submit", by=head, at=make.moment(2023, 12, 31))

    assert nomination.received_at is None


def test_only_an_award_that_allows_it_takes_the_short_way(nomination, chair):
    put(nomination, NominationState.ELIGIBLE, received_at=AT, terms=nomination.award.terms_on(AT.date()))

    with pytest.raises(Shut):
        advance(nomination, "grant", by=chair, at=AT)


def test_the_council_sees_what_was_handed_in_and_no_draft(nomination, secretary, member, stranger, drafter, foreigner):
    assert Nomination.objects.visible_to(drafter).exists()
    assert not Nomination.objects.visible_to(secretary).exists()
    put(nomination, NominationState.SUBMITTED, received_at=AT, terms=nomination.award.terms_on(AT.date()))

    assert Nomination.objects.visible_to(secretary).exists()
    assert Nomination.objects.visible_to(member).exists()
    assert not Nomination.objects.visible_to(stranger).exists()
    assert not Nomination.objects.visible_to(foreigner).exists()


def test_two_terms_of_one_award_are_never_in_force_together(award):
    beside = AwardTerms(award=award, valid_from=date(2025, 6, 30), decided_by="…", standards="…")

    with pytest.raises(ValidationError, match="kết thúc hiệu lực"):
        beside.full_clean()
    AwardTerms.objects.filter(award=award, valid_from=date(2025, 7, 1)).delete()
    beside.valid_from = date(2025, 7, 1)
    beside.full_clean()


@pytest.mark.parametrize(
    ("percent", "rounding", "base", "most"),
    [
        ("15.00", "down", 26, 3),  # 3.9
        ("15.00", "half_up", 23, 3),  # 3.45
        ("15.00", "half_up", 30, 5),  # 4.5
        ("15.00", "up", 21, 4),  # 3.15
        ("15.00", "down", 3, 1),  # 0.45, but at least one
        (None, "down", 40, None),
    ],
)
def test_a_quota_is_a_part_of_its_base_rounded_as_the_law_says(percent, rounding, base, most):
    from decimal import Decimal

    terms = AwardTerms(quota_percent=percent and Decimal(percent), quota_rounding=rounding)

    assert terms.quota(base) == most


def test_the_page_shows_the_table_as_it_is():
    rows = [
        f"| `{verb}` | {sources(move)} | {move.target} | {', '.join(sorted(move.roles))} | {needs(move)} |"
        for verb, move in NOMINATION_MOVES.items()
    ]

    assert [line for line in PAGE.read_text().splitlines() if line.startswith("| `")] == rows
