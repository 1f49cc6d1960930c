"""Papers: their kinds, what is usual about numbers and dates, which are in force, which replaced which."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from campaigns import paper_rules
from campaigns.actions import save_draft
from campaigns.models import Campaign, Obligation, Paper, Requirement
from campaigns.opening import open_campaign
from campaigns.papers import listed, of_unit
from campaigns.sections import Draft
from tests import factories as make
from tests.story import attach_scan
from units.clock import db_now
from units.workflow import advance

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def sentences(**facts: str) -> str:
    paper = {"number": "", "issued_on": "", "takes_effect_on": "", "expires_on": "", "paper_kind": ""} | facts
    return " ".join(str(problem) for problem in paper_rules.warnings(paper, today=TODAY))


@pytest.fixture
def owed(campaign, unit, secretary) -> list[Obligation]:
    """Two papers of the same kind that the unit owes, open today."""
    for code in ("quy-che", "quy-che-moi"):
        facts = {"kind": "paper", "paper_kind": "regulations", "title": f"Quy chế {code}", "due_on": date(2024, 3, 5)}
        make.RequirementFactory(campaign=campaign, code=code, **facts)
    open_campaign(campaign, by=secretary, at=make.moment(2024, 1, 16))
    rows = Obligation.objects.filter(unit=unit, kind="paper").order_by("requirement__code")
    return [make.due_in(row, days=20) for row in rows]


def hand_in(row: Obligation, *, drafter, head, number="12/QĐ-UBND", **facts) -> None:
    now = db_now() - timedelta(minutes=5)
    told = {
        "number": number,
        "issued_on": date(2026, 3, 5),
        "signer_name": "Đặng Văn Đức",
        "summary": "Nội quy",
    } | facts
    save_draft(row, lambda held: Paper.objects.create(obligation=held, **told), by=drafter, version=None, at=now)
    attach_scan(row, by=drafter, at=now)
    advance(row, "submit", by=head, at=now)


# --- what is usual ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("regulations", "05/QĐ-UBND"),
        ("regulations", "12a/QC-THCSNSL"),
        ("pledge", "01/GƯTĐ-CUM1"),
        ("other", "7/ABC-X"),
    ],
)
def test_a_usual_number_is_passed_over(kind, number):
    said = sentences(paper_kind=kind, number=number)
    assert "thường có ký hiệu" not in said


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        ("regulations", "05/KH-UBND", "QĐ, QC, QyĐ"),
        ("registration", "05/QĐ-UBND", "ĐK"),
        ("regulations", "5/QĐ-UBND", "01 đến 09"),
        ("regulations", "005/QĐ-UBND", "01 đến 09"),
        ("regulations", "QĐ số 5", "05/KH-UBND"),
    ],
)
def test_an_unusual_number_is_told(kind, number, expected):
    assert expected in sentences(paper_kind=kind, number=number)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"issued_on": "2026-06-02"}, "chưa tới"),
        ({"issued_on": "2019-06-02"}, "đã lâu"),
        ({"issued_on": "2025-01-02", "paper_kind": "pledge"}, "đã lâu"),
        ({"issued_on": "2026-05-02", "takes_effect_on": "2026-05-01"}, "trước ngày ban hành"),
        ({"issued_on": "2026-01-02", "expires_on": "2026-05-31"}, "đã hết hiệu lực"),
    ],
)
def test_unusual_dates_are_told(facts, expected):
    assert expected in sentences(**facts)


def test_usual_dates_are_passed_over():
    assert sentences(number="05/QĐ-UBND", issued_on="2026-06-01", expires_on="2026-06-01") == ""


def test_what_is_unusual_stops_nobody(owed, drafter, head):
    hand_in(owed[0], drafter=drafter, head=head, number="5/KH", issued_on=date(2001, 1, 1))
    assert owed[0].state == "submitted"
    assert len(Draft(owed[0]).warnings) >= 2


# --- in force, replaced ----------------------------------------------------------------------------------------------


def test_a_later_paper_takes_the_place_of_an_earlier_one(owed, drafter, head, unit):
    old, new = owed
    hand_in(old, drafter=drafter, head=head)
    hand_in(new, drafter=drafter, head=head, number="30/QĐ-UBND", replaces=old, takes_effect_on=date(2026, 5, 1))

    def standings(on: date) -> dict[str, tuple[str, str]]:
        rows = listed(of_unit(unit.pk), on=on)
        return {row.paper.number: (row.standing, str(row.replaced_by or "")) for row in rows}

    assert standings(date(2026, 4, 30)) == {"12/QĐ-UBND": ("in_force", ""), "30/QĐ-UBND": ("not_yet", "")}
    replaced = ("replaced", "30/QĐ-UBND ngày 05/03/2026")
    assert standings(date(2026, 5, 1)) == {"12/QĐ-UBND": replaced, "30/QĐ-UBND": ("in_force", "")}


def test_a_paper_that_has_expired_says_so(owed, drafter, head, unit):
    hand_in(owed[0], drafter=drafter, head=head, expires_on=date(2026, 12, 31))
    assert [row.standing for row in listed(of_unit(unit.pk), on=date(2026, 12, 31))] == ["in_force"]
    assert [row.standing for row in listed(of_unit(unit.pk), on=date(2027, 1, 1))] == ["expired"]


def test_a_draft_and_a_paper_not_taken_in_are_in_no_list(owed, drafter, head, secretary, unit):
    hand_in(owed[0], drafter=drafter, head=head)
    advance(owed[0], "refuse", by=secretary, note="Nhầm văn bản")
    assert of_unit(unit.pk) == []
    advance(owed[0], "submit", by=head)
    assert len(of_unit(unit.pk)) == 1


def test_a_returned_paper_stands_as_the_council_has_it(owed, drafter, head, secretary, unit):
    hand_in(owed[0], drafter=drafter, head=head)
    from units.workflow import Reason

    advance(
        owed[0], "return", by=secretary, note="Sửa số", due_at=make.days_ahead(9), reasons=[Reason("form", "heading")]
    )
    Paper.objects.filter(obligation=owed[0]).update(number="99/QĐ-UBND")
    assert [paper.number for paper in of_unit(unit.pk)] == ["12/QĐ-UBND"]


def test_papers_as_of_a_past_moment_are_those_of_then(owed, drafter, head, unit):
    hand_in(owed[0], drafter=drafter, head=head)
    assert of_unit(unit.pk, at=db_now() - timedelta(hours=1)) == []


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_form_offers_own_papers_of_the_kind_alone(client, owed, drafter, head, other_unit, stranger):
    old, new = owed
    hand_in(old, drafter=drafter, head=head)
    client.force_login(drafter)
    html = client.get(f"/obligations/{new.pk}/edit/heading/").content.decode()
    assert "12/QĐ-UBND ngày 05/03/2026 · Nội quy" in html
    assert 'name="paper_kind"' not in html  # the requirement says it

    foreign = Obligation.objects.filter(unit=other_unit, kind="paper").first()
    draft = Draft(new)
    typed = {"version": new.version, "fingerprint": draft.fingerprint, "number": "30/QĐ-UBND"}
    client.post(f"/obligations/{new.pk}/edit/heading/", typed | {"replaces": foreign.pk, "action": "continue"})
    assert not Paper.objects.filter(replaces=foreign).exists()
    client.post(f"/obligations/{new.pk}/edit/heading/", typed | {"replaces": old.pk, "action": "continue"})
    assert Paper.objects.get(obligation=new).replaces == old


def test_a_paper_that_ends_before_it_begins_is_an_error_at_its_field(client, owed, drafter):
    client.force_login(drafter)
    typed = {"version": owed[0].version, "takes_effect_on": "05/03/2026", "expires_on": "04/03/2026"}
    html = client.post(f"/obligations/{owed[0].pk}/edit/heading/", typed | {"action": "continue"}).content.decode()
    assert "hết hiệu lực trước ngày có hiệu lực" in html


def test_the_list_is_searched_filtered_and_taken_along(client, owed, drafter, head, secretary, stranger, unit):
    old, new = owed
    hand_in(old, drafter=drafter, head=head)
    hand_in(new, drafter=drafter, head=head, number="30/QĐ-UBND", replaces=old, summary="Quy chế làm việc")
    client.force_login(drafter)
    page = client.get("/papers/").content.decode()
    assert "30/QĐ-UBND" in page and ">12/QĐ-UBND<" not in page
    assert "bởi 30/QĐ-UBND ngày 05/03/2026" in client.get("/papers/?status=replaced").content.decode()
    assert "30/QĐ-UBND" in client.get("/papers/?q=quy+che+lam+viec").content.decode()
    assert "30/QĐ-UBND" not in client.get("/papers/?q=nha+truong").content.decode()
    assert "30/QĐ-UBND" not in client.get("/papers/?kind=pledge").content.decode()
    assert "Văn bản này đã được thay thế bởi" in client.get(old.get_absolute_url()).content.decode()

    client.force_login(secretary)
    assert "30/QĐ-UBND" in client.get(f"/papers/?unit={unit.code}").content.decode()
    sheet = load_workbook(BytesIO(b"".join(client.get("/papers/?status=all&format=xlsx").streaming_content))).active
    assert sheet.max_row == 3
    client.force_login(stranger)
    assert "30/QĐ-UBND" not in client.get("/papers/?status=all").content.decode()


def test_the_kind_stands_on_the_requirement_of_a_paper_only(client, campaign, secretary, host):
    preparing = make.CampaignFactory(code="chuan-bi", host=host)
    client.force_login(secretary)
    told = {
        "title": "Giao ước",
        "paper_kind": "pledge",
        "frequency": "once",
        "scheme": "decree09",
        "due_rule": "date",
        "due_on": "05/03/2024",
        "grace_days": 60,
        "weight": 1,
        "position": 1,
    }
    for kind in ("paper", "plan"):
        client.post(f"/council/campaigns/{preparing.code}/requirements/new/", told | {"kind": kind, "title": kind})
    kinds = {
        row.kind: row.paper_kind for row in Requirement.objects.filter(campaign=Campaign.objects.get(code="chuan-bi"))
    }
    assert kinds == {"paper": "pledge", "plan": ""}
