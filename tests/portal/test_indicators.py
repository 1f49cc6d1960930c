"""The council's sums of figures: by group and cluster, as of a day, down to the unit's row, as a workbook."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Obligation
from tests import factories as make
from tests.campaigns.reports import ask_for_reports, hand_in
from units.models import Kind, Membership, Role
from units.workflow import advance

pytestmark = pytest.mark.django_db
D = Decimal
NOW, LATER = make.moment(2024, 3, 20), make.moment(2024, 6, 16)
Q1, Q2 = date(2024, 3, 14), date(2024, 6, 14)
PAGE = "/council/indicators/"


@pytest.fixture
def everybody(campaign, plan, host, secretary, head):
    """Six communes and a school that report; the head signs for all of them."""
    for number in range(5):
        make.UnitFactory(code=f"X{number}", parent=host)
    cluster = make.ClusterFactory(code="KHOI-TH")
    make.UnitFactory(code="TH1", name="Trường Tiểu học A", kind=Kind.PRIMARY, parent=host, cluster=cluster)
    ask_for_reports(campaign, by=secretary, at=make.moment(2024, 1, 16))
    rows = {row.unit.code: row for row in Obligation.objects.filter(kind="progress", period_end=Q1)}
    for row in rows.values():
        Membership.objects.get_or_create(user=head, unit=row.unit, role=Role.HEAD, since=make.SINCE)
    head.__dict__.pop("_scope", None)
    return rows


@pytest.fixture
def reported(everybody, head):
    """The first quarter: documents 100, 101, 102, … and 9.000 of one; 10060 gives nothing."""
    for number, code in enumerate(["10054", "X0", "X1", "X2", "X3"]):
        hand_in(everybody[code], by=head, at=NOW, documents_in={"amount": D(100 + number)})
    hand_in(everybody["X4"], by=head, at=NOW, documents_in={"amount": D(9000)}, documents_signed=share(10, 100))
    hand_in(everybody["TH1"], by=head, at=NOW, documents_in={"amount": D(50)})
    return everybody


def share(part: int, whole: int) -> dict:
    return {"part": D(part), "whole": D(whole)}


def row(html: str, code: str) -> str:
    """Return the text of an indicator's row, tags taken away."""
    import re

    found = re.search(rf'<tr>\s*<th scope="row"><a href="{PAGE}{code}/.*?</tr>', html, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_sums_by_group_say_how_many_reported_and_how_many_stand_apart(client, member, reported):
    client.force_login(member)
    html = client.get(PAGE).content.decode()

    documents = row(html, "documents-in")
    assert "9.510 50 9.560" in documents  # agencies, schools, all together
    assert "7/8 (87,5%)" in documents
    assert documents.endswith("1")
    assert "65,7% (460/700) 75% (90/120) 67,1% (550/820)" in row(html, "documents-signed")
    assert "12,5" in row(html, "waiting-minutes")  # a mean, for agencies alone
    assert "6/7" in row(html, "waiting-minutes")


def test_one_indicator_shows_its_clusters_and_leads_to_the_rows_of_the_units(client, member, reported):
    client.force_login(member)
    html = client.get(f"{PAGE}documents-in/").content.decode()

    assert f'href="/obligations/{reported["X4"].pk}/#figures.4"' in html
    assert html.index("9.000") < html.index(f"/obligations/{reported['X0'].pk}/")  # who stands apart comes first
    assert "khác biệt trong cụm" in html
    unit_page = client.get(f"/obligations/{reported['X4'].pk}/").content.decode()
    assert 'id="figures.4"' in unit_page and "9.000" in unit_page


def test_one_cluster_can_be_looked_at_alone(client, member, reported):
    client.force_login(member)
    html = client.get(f"{PAGE}?cluster=KHOI-TH").content.decode()

    assert "— 50 50 1/1" in row(html, "documents-in")


def test_sums_of_a_past_day_know_nothing_of_what_came_after(client, secretary, head, reported, everybody):
    advance(everybody["X4"], "refuse", by=secretary, note="Nhầm mẫu", at=make.moment(2024, 3, 25))
    hand_in(everybody["X4"], by=head, at=make.moment(2024, 3, 28), documents_in={"amount": D(104)})
    client.force_login(secretary)

    days = {
        day: row(client.get(f"{PAGE}?until={day}").content.decode(), "documents-in")
        for day in ("19/03/2024", "20/03/2024", "26/03/2024", "28/03/2024")
    }

    assert "0/8" in days["19/03/2024"]
    assert "9.560" in days["20/03/2024"]
    assert "560" in days["26/03/2024"] and "6/8" in days["26/03/2024"]
    assert "664" in days["28/03/2024"]


def test_all_periods_together_add_up_sums_and_keep_the_last_of_stocks(client, member, head, reported):
    second = Obligation.objects.get(unit__code="X0", kind="progress", period_end=Q2)
    hand_in(second, by=head, at=LATER, documents_in={"amount": D(1000)}, procedures_posted=share(70, 90))
    client.force_login(member)

    html = client.get(f"{PAGE}?span=bao-cao-quarterly.year").content.decode()
    quarter = client.get(PAGE).content.decode()

    assert "10.510 50 10.560" in row(html, "documents-in")
    assert "(470/490)" in row(html, "procedures-posted")
    assert "1/8" in row(quarter, "documents-in")  # the latest quarter of which something was handed in


def test_the_workbook_has_a_row_for_each_group_and_cluster(client, member, reported):
    client.force_login(member)
    response = client.get(f"{PAGE}?format=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(response.getvalue())).active
    rows = {(line[0], line[4]): line[5:] for line in sheet.iter_rows(min_row=2, values_only=True)}

    assert rows["documents-in", "Tất cả đơn vị"][:2] == (7, 9560)
    assert rows["documents-signed", "Cụm thi đua CUM-1"] == (6, pytest.approx(65.7143, rel=1e-4), 460, 700)
    units = client.get(f"{PAGE}documents-in/?format=xlsx")
    assert openpyxl.load_workbook(BytesIO(units.getvalue())).active.max_row == 8


def test_units_do_not_see_the_councils_sums(client, drafter, foreigner, reported):
    client.force_login(drafter)
    assert client.get(PAGE).status_code == 403
    client.force_login(foreigner)
    assert client.get(f"{PAGE}?campaign=PT-2024-001").status_code == 404


def test_a_campaign_without_reports_says_so(client, member, campaign):
    client.force_login(member)

    assert "không yêu cầu báo cáo tiến độ" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}khong-co/").status_code == 404


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}documents-in/", f"{PAGE}?format=xlsx"])
def test_a_sum_asks_the_same_few_questions_for_one_report_as_for_many(client, member, head, everybody, address):
    client.force_login(member)
    hand_in(everybody["10054"], by=head, at=NOW)
    counts = []
    for codes in ([], ["X0", "X1", "X2", "X3", "X4", "TH1"]):
        for code in codes:
            hand_in(everybody[code], by=head, at=NOW)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
            assert response.status_code == 200 and (response.getvalue() if response.streaming else response.content)
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 16, counts
