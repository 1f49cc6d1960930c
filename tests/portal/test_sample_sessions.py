"""The sample's catalogue of awards and its sessions, in a council of the few units that they name."""

from datetime import date

import pytest

from campaigns.models import LegalBasis
from conduct.models import Award, AwardTerms, Decision, ItemResult, Nomination, Recusal, Session, VotingRule
from portal.sample.awards import load_awards
from portal.sample.people import load_people
from portal.sample.sessions import PROPOSED, WAITING, load_sessions
from tests import factories as make
from units.clock import db_now
from units.models import Kind, Unit

pytestmark = pytest.mark.django_db


DECREES = [
    ("98/2023/NĐ-CP", date(2024, 1, 1), date(2025, 6, 30)),
    ("152/2025/NĐ-CP", date(2025, 7, 1), None),
]


@pytest.fixture
def bases(db):
    for number, since, until in DECREES:
        LegalBasis.objects.create(
            number=number, title="Nghị định", issued_on=since, valid_from=since, valid_until=until
        )


def test_each_award_has_terms_and_a_rule_for_each_time(bases):
    load_awards()

    for day, decree in ((date(2024, 12, 20), "98/2023/NĐ-CP"), (date(2026, 3, 1), "152/2025/NĐ-CP")):
        for award in Award.objects.all():
            terms = award.terms_on(day)
            assert terms.legal_basis.number == decree
            assert terms.vote_rule is not None or terms.takes_short_way
            assert terms.standard_lines
    assert VotingRule.objects.count() == 8
    for terms in AwardTerms.objects.select_related("award"):
        terms.full_clean()


def test_the_thresholds_are_those_of_the_domain(bases):
    load_awards()
    day = date(2024, 12, 20)

    def least(code: str, members: int) -> int:
        rule = Award.objects.get(code=code).terms_on(day).vote_rule.rule
        part = rule.threshold
        return part.more_than(members) if rule.is_strict else part.at_least(members)

    assert [least("chien-si-thi-dua-co-so", size) for size in (9, 11, 13, 15)] == [8, 9, 11, 12]
    assert [least("lao-dong-tien-tien", size) for size in (9, 11, 13, 15)] == [5, 6, 7, 8]
    assert [least("tap-the-lao-dong-tien-tien", size) for size in (9, 11, 13, 15)] == [6, 8, 9, 10]


def test_one_session_is_over_with_its_decision_and_one_can_be_walked_through(bases, settings):
    settings.DEMO_PASSWORD = "x" * 12
    load_awards()
    host = make.UnitFactory(code="UBND-CM", kind=Kind.HOST, cluster=None)
    codes = {unit for _award, unit, *_who in [*PROPOSED, *WAITING]}
    for code in sorted(codes | {"NV", "GDDT"}):
        kind = Kind.DEPARTMENT if code in {"NV", "GDDT"} else Kind.COMMUNE
        make.UnitFactory(code=code, parent=host, kind=kind)
    load_people(host, list(Unit.objects.below(host)))
    now = db_now()
    campaign = make.CampaignFactory(host=host, year=now.year)

    load_sessions(host, campaign, now=now)

    over, today = Session.objects.order_by("held_at")
    assert (over.state, today.state) == ("approved", "convened")
    assert ItemResult.objects.filter(item__session=over).count() == len(PROPOSED)
    assert Recusal.objects.filter(item__session=over, seat__person__username="uyvien1").exists()
    decision = Decision.objects.get()
    passed = Nomination.objects.filter(items__session=over, state="published").count()
    assert decision.state == "issued"
    assert decision.lines.count() == passed > 0
    assert today.tellers.count() == 2
