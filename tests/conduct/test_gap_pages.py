"""The council's pages of conduct: the map, one clause, one unit, and who may read them."""

from decimal import Decimal

import pytest

from campaigns.models import Campaign, Obligation
from conduct.gap import Mean
from conduct.gap_page import Cell
from conduct.models import Facet
from tests import factories as make
from tests.conduct import cast
from tests.conduct.conftest import answer_all
from units.models import Role
from units.workflow import advance


@pytest.fixture
def declared(sheet, drafter, head):
    answer_all(sheet, by=drafter, TG_01={"assessed": 20, "complied": 15}, RT_01={"assessed": 20, "complied": 20})
    advance(sheet, "submit", by=head)
    return sheet


@pytest.fixture
def councils(client, secretary):
    client.force_login(secretary)
    return client


def test_the_map_tells_each_clause_by_cluster_and_leads_to_its_units(councils, declared):
    page = councils.get("/council/conduct/").content.decode()

    assert "75,00" in page
    assert "/council/conduct/clauses/TG-01/?" in page
    assert "Kỷ cương" in page
    # 2 x 0.75 + 1 + 1 + 1 + 2 + 3 + 2 ... of 16: only TG-01 is not wholly kept
    assert "96,88" in page


def test_a_word_narrows_the_map_to_its_clauses(councils, declared):
    page = councils.get("/council/conduct/?facet=responsibility").content.decode()

    assert "clauses/TM-02/" in page
    assert "clauses/TG-01/" not in page


def test_an_unknown_filter_narrows_nothing(councils, declared):
    assert councils.get("/council/conduct/?facet=x&period=gestern&group=").status_code == 200


def test_a_clause_leads_to_units_and_a_unit_to_its_clauses(councils, declared, unit):
    clause = councils.get("/council/conduct/clauses/TG-01/").content.decode()
    own = councils.get(f"/council/conduct/units/{unit.code}/").content.decode()

    assert f"/council/conduct/units/{unit.code}/" in clause
    assert "75,00" in clause
    assert "TG-01" in own and "100,00" in own
    assert councils.get("/council/conduct/clauses/XX-99/").status_code == 404


@pytest.fixture
def looked_at(declared, campaign, host, unit, secretary):
    """Inspectors found every clause kept by 9 of 10 where it is counted, and by half elsewhere."""
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=make.days_ahead(30).date())
    lead = make.person(Role.OBSERVER, host, username="thanhtra")
    inspection = cast.inspection_of(host, [unit], lead=lead, others=[], by=secretary)
    visit = cast.visit_under_way(inspection, unit, lead=lead, by=secretary)
    cast.answer_all(visit, by=lead, verdict="partly")
    advance(visit, "present", by=lead)
    return visit


def test_declared_found_and_gap_stand_side_by_side_by_clause_word_and_cluster(councils, looked_at, unit):
    page = councils.get("/council/conduct/").context["page"]

    row = next(row for row in page.rows if row.clause.code == "TG-01")
    assert (row.whole.value, row.found, row.gap) == (Decimal("75.00"), Decimal("90.00"), Decimal("-15.00"))
    (cluster,) = page.by_cluster
    assert cluster.label == unit.cluster.name
    for told, facet in ((cluster, ""), *zip(page.facets, Facet, strict=True)):
        rows = [row for row in page.rows if not facet or facet in row.clause.theme.facets]
        assert told.declared == naive(rows, lambda row: row.whole.value)
        assert told.found == naive(rows, lambda row: row.found)
        assert told.gap == naive(rows, lambda row: row.gap)


def naive(rows, figure):
    """Weigh by hand what the rows show; rounding twice may cost a hundredth."""
    known = [(row.clause.severity, figure(row)) for row in rows if figure(row) is not None]
    weights = sum(weight for weight, _value in known)
    mean = sum(weight * value for weight, value in known) / weights if weights else None
    return pytest.approx(mean, abs=Decimal("0.01"))


def test_what_was_found_follows_the_filters(councils, looked_at):
    assert councils.get("/council/conduct/?group=school").context["page"].found == []
    quarter = councils.get("/council/conduct/?period=1999-Q1").context["page"]
    assert quarter.choice.span is None  # what is not known narrows nothing
    period = councils.get("/council/conduct/").context["page"].quarters[0]
    told = councils.get(f"/council/conduct/?period={period.key}").context["page"]
    assert told.choice.span == period
    assert [one.on in period for one in told.verified] == [one in told.found for one in told.verified]


def test_a_clause_that_nobody_declared_is_shown_where_it_was_found(councils, looked_at, unit):
    """RT-01 is declared by nobody any more: the hand-in was taken back."""
    secretary = looked_at.inspection.made_by
    advance(Obligation.objects.get(unit=unit, state="submitted"), "refuse", by=secretary, note="Nhầm mẫu")
    page = councils.get("/council/conduct/clauses/RT-01/")

    (line,) = page.context["lines"]
    assert (line.declared, line.found, line.gap) == (None, Decimal("90.00"), None)
    own = councils.get(f"/council/conduct/units/{unit.code}/").context["lines"]
    assert {line.declared for line in own} == {None}


def test_a_cluster_leads_to_its_units_the_lowest_first(councils, looked_at, unit):
    address = f"/council/conduct/clusters/{unit.cluster.code}/"
    page = councils.get("/council/conduct/").content.decode()
    assert f"{address}?" in page

    (line,) = councils.get(address).context["lines"]
    assert (line.declared, line.found) == (Decimal("96.88"), cluster_of(councils).found)
    (narrowed,) = councils.get(f"{address}?facet=responsibility").context["lines"]
    assert narrowed.declared == Decimal("100.00")
    assert councils.get("/council/conduct/clusters/khong-co/").status_code == 404


def cluster_of(client):
    (cluster,) = client.get("/council/conduct/").context["page"].by_cluster
    return cluster


def test_the_trend_goes_from_quarter_to_quarter_with_all_words(councils, looked_at):
    page = councils.get("/council/conduct/").context["page"]

    assert len(page.trend_heads) == 6
    (told,) = page.trend
    assert told[0].startswith("Quý ")
    assert told[1][0] == page.whole


def test_before_the_first_hand_in_the_page_says_so(councils, campaign):
    assert "Chưa có phiếu tự đánh giá nào" in councils.get("/council/conduct/").content.decode()


def test_another_council_sees_nothing_of_it(client, foreigner, declared, unit, campaign):
    client.force_login(foreigner)

    assert "75,00" not in client.get("/council/conduct/").content.decode()
    assert client.get(f"/council/conduct/units/{unit.code}/").status_code == 404
    assert client.get(f"/council/conduct/?campaign={campaign.code}").status_code == 404


def test_a_shade_never_stands_for_nothing():
    assert Cell(None, "").shade == -1
    assert [Cell(Mean(100, number), "").shade for number in (100, 97, 92, 85, 10)] == [0, 1, 2, 3, 4]
