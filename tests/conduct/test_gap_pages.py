"""The council's pages of conduct: the map, one clause, one unit, and who may read them."""

import pytest

from conduct.gap_page import Cell, Mean
from tests.conduct.conftest import answer_all
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
