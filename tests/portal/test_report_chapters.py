"""What a report tells beside the ledger: figures by hand, the same again later, in every face, in few queries."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Indicator, Obligation
from campaigns.opening import open_campaign
from conduct.models.feedback import FEWEST
from portal.reports import asking, facts, making
from portal.reports.chapters.feedback import Tally, shown
from portal.reports.render_docx import docx
from portal.reports.render_pdf import pdf
from portal.reports.render_xlsx import xlsx
from tests import factories as make
from tests.campaigns.reports import ask_for_reports, complete_report
from tests.papers import opened, words_of
from units.models import Kind, Membership, Role
from units.workflow import advance, content_hash

pytestmark = pytest.mark.django_db
D = Decimal
NOW, AFTER = make.moment(2024, 3, 20), make.moment(2024, 4, 2)
END = make.end_of(2024, 3, 31)
Q1, Q2 = date(2024, 3, 14), date(2024, 6, 14)
WANTED = "Đề nghị huyện hỗ trợ kinh phí tập huấn."
HERE = "https://portal.example.vn/"


@pytest.fixture
def quarter(campaign, plan, host, secretary, head):
    """The reports of the first quarter of six communes and a school; the head signs for all of them."""
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
def reported(quarter, head):
    """Documents 100, 101, 102, … and 9.000 of one; the school 50; two propose the same."""
    for number, code in enumerate(["10054", "X0", "X1", "X2", "X3"]):
        say(quarter[code], head, WANTED if number < 2 else "", documents_in={"amount": D(100 + number)})
    say(quarter["X4"], head, "Không có.", documents_in={"amount": D(9000)})
    say(quarter["TH1"], head, "", documents_in={"amount": D(50)})
    return quarter


def say(row, head, proposals, *, at=NOW, **figures):
    complete_report(row, by=head, at=at, **figures)
    type(row.progress_report).objects.filter(obligation=row).update(proposals=proposals)
    advance(Obligation.objects.get(pk=row.pk), "submit", by=head, at=at)


def snapshot_of(campaign, at=END, **scope):
    return facts.read(campaign, at=at, **scope).snapshot()


def made(campaign, by, at=END):
    report = asking.ask(campaign, at=at, by=by)
    assert making.make_next()
    report.refresh_from_db()
    return report


def documents(snapshot):
    return next(one for one in snapshot["indicators"] if one["key"] == "documents-in")


def test_indicators_are_summed_up_by_group_and_cluster_and_who_stands_apart_is_named(campaign, reported):
    told = documents(snapshot_of(campaign))

    assert told["total"] == {"units": 7, "amount": "9560", "part": None, "whole": None}
    assert {part["key"]: part["amount"] for part in told["groups"]} == {"agency": "9510", "school": "50"}
    assert told["far"] == ["X4"]
    assert sum(D(row[1]) for row in told["periods"][0]["values"]) == 9560


def test_a_scope_sums_up_its_own_units_alone(campaign, reported):
    assert documents(snapshot_of(campaign, group="school"))["total"]["amount"] == "50"
    assert snapshot_of(campaign, cluster="KHOI-TH")["proposals"] == []


def test_of_two_requirements_that_ask_for_the_same_one_counts(campaign, reported, secretary, head):
    ask_for_reports(campaign, by=secretary, at=make.moment(2024, 1, 17), frequency="monthly")
    month = Obligation.objects.get(
        unit__code="10054", requirement__code="bao-cao-monthly", period_end=date(2024, 2, 14)
    )
    say(month, head, "", documents_in={"amount": D(77)})

    assert documents(snapshot_of(campaign))["total"]["amount"] == "9560"


def test_the_same_proposal_stands_once_with_who_makes_it(campaign, reported, secretary):
    own = snapshot_of(campaign)["proposals"]

    assert [row["unit"] for row in own] == ["10054", "X0"]
    paper = made(campaign, secretary).paper
    assert paper.proposals.count(WANTED) == 1
    assert "xã Đại Yên" in paper.proposals
    assert "Không có" not in paper.proposals


def test_what_is_done_afterwards_changes_nothing(campaign, reported, secretary, head, chair):
    before = snapshot_of(campaign)
    for row in (reported["10054"], reported["X4"]):
        advance(row, "accept", by=secretary, at=AFTER)
        advance(row, "reopen", by=chair, at=AFTER, note="Xem lại", due_at=make.end_of(2024, 5, 1))
    again = Obligation.objects.get(pk=reported["10054"].pk)
    say(again, head, "Thôi không đề nghị nữa.", at=make.moment(2024, 4, 5), documents_in={"amount": D(5)})
    Indicator.objects.filter(code="documents-in").update(aggregation="mean", name="Tên khác")
    second = Obligation.objects.get(unit__code="X1", kind="progress", period_end=Q2)
    say(second, head, "Việc sau này", at=make.moment(2024, 6, 15), documents_in={"amount": D(3)})

    assert content_hash(snapshot_of(campaign)) == content_hash(before)
    assert documents(snapshot_of(campaign, at=make.end_of(2024, 6, 20)))["total"] != documents(before)["total"]


def test_the_snapshot_holds_no_fraction_and_no_id(campaign, reported):
    text = json.dumps(snapshot_of(campaign))

    json.loads(text, parse_float=lambda number: 1 / 0)
    assert '"id"' not in text


def test_every_face_shows_the_chapters(campaign, reported, secretary, client):
    report = made(campaign, secretary)
    name = Indicator.objects.get(code="documents-in").name

    client.force_login(secretary)
    page = client.get(report.get_absolute_url()).content.decode()
    word = words_of(docx(report, address=HERE))
    book = openpyxl.load_workbook(BytesIO(xlsx(report)), read_only=True)

    for text in (page, word):
        assert name in text
        assert WANTED in text
        assert "9.560" in text
    assert pdf(report, address=HERE).startswith(b"%PDF")
    rows = list(book["Số liệu đã báo cáo"].values)
    assert sum(row[6] for row in rows[1:] if row[0] == name) == 9560
    assert [row[3] for row in book["Kiến nghị của đơn vị"].values][1:]
    assert len(opened(docx(report, address=HERE)).sections) == 3


def test_queries_do_not_grow_with_units(campaign, reported, host, secretary):
    def number() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            snapshot_of(campaign)
        return len(queries)

    few = number()
    for place in range(12):
        make.UnitFactory(code=f"Y{place}", parent=host)
    open_campaign(campaign, by=secretary, at=make.moment(2024, 2, 1))
    assert number() == few


# --- what citizens say -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ({"A": 7, "B": 5}, {"A", "B"}),
        ({"A": 7, "B": 4, "C": 3}, {"A"}),  # seven are held back: no one's mean can be worked out
        ({"A": 9, "B": 7, "C": 2}, {"A"}),  # the two alone could be: the next smallest is held back, too
        ({"A": 4}, set()),
        ({"A": 9, "B": 1}, set()),
    ],
)
def test_no_mean_of_fewer_than_five_can_be_worked_out(numbers, told):
    assert shown({key: Tally(number) for key, number in numbers.items()}) == told


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(1, 12)))
def test_what_is_held_back_comes_to_none_or_five(numbers):
    kept = shown({key: Tally(number) for key, number in numbers.items()})

    assert all(numbers[key] >= FEWEST for key in kept)
    held = sum(number for key, number in numbers.items() if key not in kept)
    assert held == 0 or held >= FEWEST or not kept
