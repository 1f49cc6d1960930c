"""Declared and verified side by side: figures by hand, against a naive reckoning, and as of any moment."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign
from conduct.declared import clauses, parts, seen
from conduct.gap import Mean, Part, Seen, gaps, means, weighted
from conduct.verified import verified
from tests import factories as make
from tests.conduct import cast
from tests.conduct.conftest import answer_all
from units.clock import db_now
from units.models import Role
from units.workflow import advance

DAY = date(2024, 10, 14)


def test_means_count_every_unit_the_same():
    rows = [Part("TG-01", "A", DAY, 2, Fraction(3, 2)), Part("TG-01", "B", DAY, 1, Fraction(0))]

    assert means(rows, lambda part: part.clause)["TG-01"].of_hundred == Decimal("50.00")
    assert means(rows, lambda part: (part.clause, part.cluster))["TG-01", "A"].of_hundred == Decimal("75.00")


def test_a_mean_of_nothing_is_no_number():
    assert Mean().share is None
    assert Mean().of_hundred is None


def test_the_gap_is_taken_over_units_that_were_looked_at():
    """Unit 1 says 1 and ½ was found; what unit 2, where nobody was, says of itself changes nothing."""
    declared = [Seen("TG-01", "1", "A", Fraction(1)), Seen("TG-01", "2", "A", Fraction(0))]
    verified = [Seen("TG-01", "1", "A", Fraction(1, 2))]

    assert gaps(declared, verified, lambda one: one.cluster)["A"].share == Fraction(1, 2)


def test_a_facet_weighs_its_clauses():
    shares = {"TG-01": Mean(1, Fraction(1)), "RT-01": Mean(1, Fraction(1, 2))}

    assert weighted(shares, {"TG-01": 1, "RT-01": 3}, ["TG-01", "RT-01", "TP-01"]) == Fraction(5, 8)
    assert weighted(shares, {"TG-01": 1}, ["TP-01"]) is None


rates = st.fractions(0, 1, max_denominator=40)
facts = st.lists(st.builds(Seen, st.sampled_from("pq"), st.sampled_from("12345"), st.just("A"), rates), max_size=30)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts, facts)
def test_gaps_are_what_a_naive_reckoning_gives(declared, verified):
    said, found = defaultdict(list), defaultdict(list)
    for rows, into in ((declared, said), (verified, found)):
        for one in rows:
            into[one.clause, one.unit].append(one.rate)
    expected = defaultdict(list)
    for pair in said:
        if pair in found:
            difference = sum(said[pair]) / len(said[pair]) - sum(found[pair]) / len(found[pair])
            expected[pair[0]].append(difference)

    told = gaps(declared, verified, lambda one: one.clause)

    assert {clause: mean.share for clause, mean in told.items()} == {
        clause: sum(row) / len(row) for clause, row in expected.items()
    }


# --- as of a moment -------------------------------------------------------------------------------------------------


def shares(campaign, at):
    return {part.clause: part.total / part.number for part in parts(campaign, at=at)}


def test_figures_as_of_a_moment_stay_what_they_were(sheet, campaign, drafter, head, secretary):
    now = db_now()
    answer_all(sheet, by=drafter, at=now - timedelta(hours=9), TG_01={"assessed": 20, "complied": 10})
    advance(sheet, "submit", by=head, at=now - timedelta(hours=8))
    first = now - timedelta(hours=7)
    assert shares(campaign, first)["TG-01"] == Fraction(1, 2)

    advance(sheet, "refuse", by=secretary, at=now - timedelta(hours=6), note="Nhầm mẫu")
    answer_all(sheet, by=drafter, at=now - timedelta(hours=5), TG_01={"assessed": 20, "complied": 15})
    advance(sheet, "submit", by=head, at=now - timedelta(hours=4))

    assert shares(campaign, now)["TG-01"] == Fraction(3, 4)
    assert shares(campaign, first)["TG-01"] == Fraction(1, 2)
    assert shares(campaign, now - timedelta(hours=5)) == {}  # taken back, and not handed in again yet
    assert shares(campaign, now - timedelta(hours=9)) == {}


def test_sums_in_the_database_are_those_of_the_rows(sheet, campaign, drafter, head):
    answer_all(
        sheet, by=drafter, TG_01={"assessed": 7, "complied": 3}, MT_01={"verdict": "partly"}, TM_02={"verdict": "na"}
    )
    advance(sheet, "submit", by=head)
    now = db_now()

    summed = {part.clause: float(part.total) for part in parts(campaign, at=now)}
    rows = {one.clause: float(one.rate) for one in seen(campaign, at=now)}

    assert summed.keys() == rows.keys()
    assert "TM-02" not in rows
    assert all(abs(summed[clause] - rows[clause]) < 1e-12 for clause in rows)


def test_the_latest_wording_of_a_clause_stands_for_it(version):
    assert clauses()["TG-01"].version == version
    assert "KL-01" not in clauses()


def test_what_inspectors_found_stands_beside_what_was_declared(sheet, campaign, host, unit, drafter, head, secretary):
    """The unit says 20 of 20 of what inspectors saw kept by 9 of 10; taken up again, it stands no longer."""
    now = db_now()
    Campaign.objects.filter(pk=campaign.pk).update(starts_on=now.date(), ends_on=(now + timedelta(days=40)).date())
    campaign.refresh_from_db()
    answer_all(sheet, by=drafter)
    advance(sheet, "submit", by=head)
    lead = make.person(Role.OBSERVER, host, username="thanhtra")
    facts = {"lead": lead, "others": [], "by": secretary}
    visit = cast.visit_under_way(cast.inspection_of(host, [unit], **facts), unit, lead=lead, by=secretary)
    assert verified(campaign, at=db_now()) == []
    cast.answer_all(visit, by=lead)
    advance(visit, "present", by=lead)
    presented_at = db_now()

    found = {one.clause: one for one in verified(campaign, at=presented_at)}
    assert found["TG-01"].rate == Fraction(9, 10)
    assert found["TG-01"].cluster == unit.cluster.code
    told = gaps(seen(campaign, at=presented_at), found.values(), lambda one: one.clause)
    assert told["TG-01"].share == Fraction(1, 10)
    assert [one.clause for one in verified(campaign, at=presented_at, clause="RT-01", unit=unit.code)] == ["RT-01"]
    assert verified(campaign, at=presented_at, unit="khac") == []

    advance(visit, "resume", by=lead, note="Sai số lượng", at=presented_at + timedelta(minutes=1))
    assert verified(campaign, at=presented_at + timedelta(minutes=2)) == []
    assert len(verified(campaign, at=presented_at)) == len(found)
