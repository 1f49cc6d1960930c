"""What a compliance report tells of conduct, inspections, feedback and awards: by hand, and the same again later."""

from datetime import timedelta

import pytest
from django.db import connection

from campaigns.models import Campaign, Obligation
from conduct.decision_actions import issue, prepare_decision, revoke, strike, to_be_decided
from conduct.feedback import forward, merge
from conduct.inspections import ask_for_remedy
from conduct.models import Adoption, NominationState
from portal.reports import chapters, facts, making
from portal.reports.asking import ask
from portal.reports.render_docx import docx
from portal.reports.render_pdf import pdf
from portal.reports.render_xlsx import xlsx
from tests import factories as make
from tests.conduct import cast, councils, initiatives_cast
from tests.conduct.conftest import answer_all
from tests.papers import words_of
from tests.place import a_picture
from units.clock import db_now
from units.models import Role
from units.workflow import advance, content_hash

HERE = "https://portal.example.vn/"


@pytest.fixture
def running(sheet, campaign) -> Campaign:
    """A campaign that is going on: inspections, feedback and decisions of these days belong to it."""
    now = db_now()
    first, last = (now - timedelta(days=30)).date(), (now + timedelta(days=40)).date()
    Campaign.objects.filter(pk=campaign.pk).update(starts_on=first, ends_on=last)
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def lead(host):
    return make.person(Role.OBSERVER, host, username="thanhtra")


def soon():
    """The next whole second: what was done within this one, the campaign's days too, stands by then."""
    return db_now() + timedelta(seconds=1)


def snapshot_of(campaign, at, **scope):
    return facts.read(campaign, at=at, **scope).snapshot()


@pytest.fixture
def inspected(running, sheet, host, unit, drafter, head, secretary, lead):
    """The unit says 20 of 20 of everything; inspectors find 9 of 10 and one grave fault, which is to be put right."""
    answer_all(sheet, by=drafter)
    advance(sheet, "submit", by=head)
    who = {"lead": lead, "others": [], "by": secretary}
    visit = cast.visit_under_way(cast.inspection_of(host, [unit], **who), unit, lead=lead, by=secretary)
    cast.answer_all(visit, by=lead)
    finding = cast.found(visit, "TG-01", by=lead, severity=3)
    advance(visit, "present", by=lead)
    ask_for_remedy(finding, due_at=make.days_ahead(5), by=secretary)
    return visit


@pytest.fixture
def heard(running, host, unit, other_unit, secretary):
    """Six feedbacks of one unit, one of the other; one of the six is given to the unit to answer."""
    links = [cast.poster(host, each, secretary) for each in (unit, other_unit)]
    told = [cast.said(links[0], f"Lần {number}", score=4) for number in range(6)]
    cast.said(links[1], "Một lần", score=1)
    forward(told[0], by=secretary, due_at=make.days_ahead(9))
    return told


@pytest.fixture
def honoured(running, host, unit, secretary):
    award = councils.award(councils.rule())
    rows = [councils.nomination(host, award, unit=unit, name=name) for name in ("Trần Văn A", "Lê Thị B")]
    type(rows[0]).objects.update(state=NominationState.APPROVED)
    decision = prepare_decision(host, to_be_decided(host), title="Về việc khen thưởng", by=secretary)
    decision.number, decision.issued_on = "1245/QĐ-UBND", db_now().date()
    decision.signer_name, decision.signer_position = "Lê Văn An", "Chủ tịch UBND huyện"
    issue(decision, by=secretary)
    return decision


def test_declared_and_verified_stand_side_by_side(running, inspected):
    own = snapshot_of(running, soon())["conduct"]

    clause = next(part for part in own["clauses"] if part["key"] == "TG-01")
    assert (clause["declared"], clause["verified"], clause["gap"]) == ("100", "0", "100")  # grave: nothing is left
    assert own["total"]["declared"] == "100"
    assert own["total"]["verified_units"] == 1
    assert ["10054", "TG-01", 1, "100", 1, "0"] in own["units"]


def test_inspections_and_remedies_are_counted(running, inspected):
    own = snapshot_of(running, soon())["inspections"]

    assert (own["begun"], own["total"]["visits"], own["total"]["severities"]) == (1, 1, [0, 0, 1])
    assert own["total"]["remedies"] == dict.fromkeys(["due", "submitted", "on_time", "accepted", "overdue"], 0) | {
        "asked": 1
    }
    late = snapshot_of(running, soon() + timedelta(days=20))["inspections"]["total"]["remedies"]
    assert (late["due"], late["overdue"]) == (1, 1)
    assert "Niêm yết" not in str(own)  # words of findings can name people


def test_feedback_is_told_from_five_up(running, heard):
    own = snapshot_of(running, soon())["feedback"]

    assert own["total"] == {"number": 7, "scores": dict.fromkeys(own["total"]["scores"], 25)}
    assert {part["key"]: part["scores"] for part in own["units"]} == {"10054": None, "10060": None}  # one is too few
    assert own["answers"]["asked"] == 1


def test_awards_are_counted_without_names(running, honoured):
    own = snapshot_of(running, soon())["commendations"]

    assert (own["total"], own["decisions"], own["awards"][0]["key"]) == (2, 1, "Giấy khen")
    assert "Trần Văn A" not in str(own)


def test_what_is_done_afterwards_changes_no_earlier_report(
    running, inspected, heard, honoured, sheet, host, unit, drafter, head, secretary, lead, codes
):
    at = db_now()
    before = snapshot_of(running, at)
    assert all(before[key] for key in ("conduct", "inspections", "feedback", "commendations"))

    strike(honoured.lines.all()[0], by=secretary, note="Nhầm người", at=at + timedelta(minutes=1))
    once = snapshot_of(running, at + timedelta(minutes=2))
    revoke(honoured, number="9", on=at.date(), by=secretary, note="Sai thẩm quyền", at=at + timedelta(minutes=3))
    advance(heard[1], "spam", by=secretary, note="Quảng cáo", at=at + timedelta(minutes=3))
    merge(heard[2], heard[3], by=secretary, at=at + timedelta(minutes=3))
    cast.said(cast.poster(host, unit, secretary), "Sau đó", at=at + timedelta(minutes=3))
    advance(inspected, "resume", by=lead, note="Sai số lượng", at=at + timedelta(minutes=3))
    advance(sheet, "refuse", by=secretary, at=at + timedelta(minutes=3), note="Nhầm mẫu")
    Obligation.objects.filter(finding__isnull=False).update(state="accepted")
    make.UnitFactory(code="10099", name="Xã mới", parent=host)
    later = snapshot_of(running, at + timedelta(minutes=5))

    assert content_hash(snapshot_of(running, at)) == content_hash(before)
    assert once["commendations"]["total"] == 1
    assert later["commendations"] == {}
    assert later["conduct"] == {}
    assert later["feedback"]["total"]["number"] == 6
    assert later["inspections"]["total"]["visits"] == 0


def test_every_face_shows_them_and_texts_are_begun_with_them(running, inspected, heard, honoured, secretary, client):
    report = ask(running, at=db_now() - timedelta(seconds=3), by=secretary)
    type(report).objects.filter(pk=report.pk).update(as_of=db_now())
    report.refresh_from_db()
    making.make(_claimed(report))
    report.refresh_from_db()
    titles = [one.title for one in chapters.told(report.snapshot, report.words)]
    client.force_login(secretary)
    page = client.get(report.get_absolute_url()).content.decode()
    word = words_of(docx(report, address=HERE))

    assert len(titles) == 4
    for title in titles:
        assert title in page
        assert title in word
    assert "TG-01" in report.paper.limits
    assert "1 vi phạm nghiêm trọng" in report.paper.limits
    assert "Đã khen thưởng 2 trường hợp" in report.paper.assessment
    assert pdf(report, address=HERE).startswith(b"%PDF")
    assert xlsx(report)


def _claimed(report):
    type(report).objects.filter(pk=report.pk).update(state="running", attempts=1)
    report.refresh_from_db()
    return report


def test_initiatives_are_told_as_they_stood(campaign, unit, other_unit, drafter, head, secretary, chair, member):
    """Twelve minutes, 3.600 times a year, are 720 hours; what is decided or taken over later is not in it yet."""
    initiatives_cast.scale()
    made = initiatives_cast.drafted(unit, by=drafter, picture=a_picture())
    initiatives_cast.handed_in(made, head=head)
    initiatives_cast.recognised(made, secretary=secretary, chair=chair, markers=[member, chair])
    at = make.end_of(2024, 6, 30)
    before = snapshot_of(campaign, at)
    facts_of = {"initiative": made, "unit": other_unit, "adopted_by": secretary}
    Adoption.objects.create(adopted_on=make.date(2024, 7, 1), noted_at=make.moment(2024, 7, 2), **facts_of)

    assert before["initiatives"]["total"] == {
        **{"handed_in": 1, "recognised": 1, "declined": 0, "adopted": 0},
        **{"hours_a_year": "720", "money_a_year": "0"},
    }
    assert "Tác giả" not in str(before["initiatives"])
    assert content_hash(snapshot_of(campaign, at)) == content_hash(before)
    assert snapshot_of(campaign, make.end_of(2024, 7, 31))["initiatives"]["total"]["adopted"] == 1
    assert snapshot_of(campaign, make.moment(2024, 6, 2))["initiatives"] == {}


def test_days_of_the_campaign_moved_later_change_no_earlier_report(running, heard):
    at = db_now()
    before = snapshot_of(running, at)
    with connection.cursor() as cursor:  # as if it were written tomorrow
        cursor.execute("UPDATE campaigns_campaign SET starts_on = ends_on - 1 WHERE id = %s", [running.pk])
        cursor.execute("SELECT pgh_id FROM campaigns_campaignevent ORDER BY pgh_id DESC LIMIT 1")
        later = cursor.fetchone()[0]
        sql = "UPDATE campaigns_campaignevent SET pgh_created_at = %s WHERE pgh_id = %s"
        cursor.execute(sql, [at + timedelta(days=1), later])
    running.refresh_from_db()

    assert content_hash(snapshot_of(running, at)) == content_hash(before)
    assert snapshot_of(running, at + timedelta(days=2))["feedback"] == {}
