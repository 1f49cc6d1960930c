"""Statistics of commendations by hand-worked figures and a naive second count; histories over the years."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conduct.commendation_page import blocks, direct_share, of_subject, rows_of, years
from conduct.commendation_sums import REACHED, Row, Sum, counted, summed, total
from conduct.models import Nomination, NominationState
from tests import factories as make
from tests.conduct.dossiers import a_dossier, an_award
from tests.place import let_go
from units.workflow import advance

AT = make.moment(2024, 6, 3)
ROWS = st.builds(
    Row,
    award=st.sampled_from(["Giấy khen", "Chiến sĩ thi đua"]),
    cluster=st.sampled_from(["Cụm 1", "Cụm 2"]),
    group=st.sampled_from(["Cơ quan", "Trường"]),
    subject=st.just("Cá nhân"),
    standing=st.sampled_from(["Lãnh đạo", "Trực tiếp"]),
    state=st.sampled_from(sorted(REACHED)),
)


def test_every_state_says_how_far_it_came():
    assert set(REACHED) == set(NominationState.values)


@pytest.mark.parametrize(
    ("state", "numbers"),
    [
        ("submitted", (1, 0, 0, 0, 0, 0)),
        ("not_eligible", (1, 0, 0, 0, 1, 0)),
        ("listed", (1, 1, 0, 0, 0, 0)),
        ("not_approved", (1, 1, 0, 0, 1, 0)),
        ("approved", (1, 1, 1, 0, 0, 0)),
        ("published", (1, 1, 1, 1, 0, 0)),
        ("revoked", (1, 1, 1, 0, 0, 1)),
    ],
)
def test_a_dossier_counts_in_each_step_that_it_reached(state, numbers):
    assert counted(Row("", "", "", "", "", state)).numbers == numbers


@given(st.lists(ROWS, max_size=30))
def test_each_table_adds_up_to_the_whole_and_to_a_naive_count(rows):
    for by in (lambda row: row.award, lambda row: row.cluster, lambda row: row.group, lambda row: row.standing):
        parts = summed(rows, by)
        assert sum(parts.values(), Sum()) == total(rows)
        naive = Counter(by(row) for row in rows if row.state == "published")
        assert {key: one.awarded for key, one in parts.items() if one.awarded} == dict(naive)


@given(st.lists(ROWS, max_size=30))
def test_no_step_is_larger_than_the_one_before(rows):
    one = total(rows)

    assert (
        one.proposed
        >= one.eligible
        >= one.passed
        == one.awarded + one.revoked + sum(r.state == "approved" for r in rows)
    )


# --- with the database ------------------------------------------------------------------------------------------------


@pytest.fixture
def award(db):
    return an_award()


def given_in(year, nomination, state="published"):
    Nomination.objects.filter(pk=nomination.pk).update(
        year=year, state=state, received_at=AT, terms=nomination.award.terms.get()
    )


@pytest.fixture
def known(host, unit, award, drafter):
    """Somebody who was awarded in 2024 and proposed again in 2025; and somebody else of the unit."""
    made = [
        a_dossier(host, unit, award, by=drafter, name=name, standing=standing)
        for name, standing in (("Nguyễn Thị Huế", "direct"), ("NGUYỄN THỊ HUẾ", "direct"), ("Lê Văn Khác", "leader"))
    ]
    for year, state, each in zip((2024, 2025, 2025), ("published", "not_approved", "published"), made, strict=True):
        given_in(year, each, state)
    return [Nomination.objects.get(pk=each.pk) for each in made]


def test_a_person_is_found_over_the_years_whatever_the_capitals(known, secretary):
    rows = of_subject(known[0], secretary)

    assert [row.year for row in rows] == [2025, 2024]
    assert [year.year for year in years(rows, secretary)] == [2025, 2024]


def test_an_account_ties_names_of_two_units_together(known, host, other_unit, award, stranger, secretary):
    moved = a_dossier(host, other_unit, award, by=stranger, name="Nguyễn T. Huế", person=stranger)
    given_in(2026, moved)
    Nomination.objects.filter(pk=known[0].pk).update(person=stranger)

    assert [row.year for row in of_subject(Nomination.objects.get(pk=known[0].pk), secretary)] == [2026, 2025, 2024]


def test_a_history_shows_no_more_than_its_reader_may_see(known, client, drafter, stranger, secretary):
    address = f"/nominations/{known[0].pk}/subject/"
    for person, status in ((drafter, 200), (secretary, 200), (stranger, 404)):
        client.force_login(person)
        assert client.get(address).status_code == status


def test_direct_workers_and_leaders_are_counted_apart(known):
    rows = rows_of(Nomination.objects.told().order_by("pk"))

    assert direct_share(rows) == (1, 2)
    assert [block.total.proposed for block in blocks(rows)] == [3, 3, 3, 3]


def test_pages_and_workbooks(known, client, secretary, unit):
    client.force_login(secretary)
    body = client.get("/council/commendations/?year=2025").content.decode()
    assert "1 được khen trên 2 đề nghị" in body
    for address in ("/council/commendations/", f"/commendations/units/{unit.code}/"):
        assert client.get(address).status_code == 200
        sheet = client.get(f"{address}?format=xlsx")
        assert sheet.headers["Content-Type"].endswith("spreadsheetml.sheet")
        let_go(sheet)


def test_a_draft_counts_nowhere(host, unit, award, drafter, client, secretary, head):
    draft = a_dossier(host, unit, award, by=drafter)
    client.force_login(secretary)
    assert "0 được khen trên 0 đề nghị" in client.get("/council/commendations/").content.decode()

    advance(draft, "submit", by=head, at=AT)
    assert "0 được khen trên 1 đề nghị" in client.get("/council/commendations/").content.decode()
