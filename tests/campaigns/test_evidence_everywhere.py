"""Evidence stands with every part of every kind that units hand in, but for a paper's mere heading."""

from datetime import date, timedelta

import pytest
from django.test import Client

from campaigns import deliverables
from campaigns.evidence import attach, give_file, give_link, give_note
from campaigns.models import EvidenceUse, Obligation, PlanActivity, ReportedActivity
from campaigns.places import sections_of
from tests import factories as make
from tests.campaigns.reports import again, ask_for_reports, complete_report, report_of
from tests.campaigns.test_activity_log import entry
from tests.campaigns.test_evidence import pdf
from tests.story import complete_plan
from units.clock import db_now
from units.workflow import advance

pytestmark = pytest.mark.django_db
KINDS = sorted(kind for kind, _label in deliverables.choices() if kind != "checklist")  # its sections are the codes'
Q1 = date(2024, 3, 14)


@pytest.fixture
def report(campaign, plan, unit, secretary, drafter) -> Obligation:
    ask_for_reports(campaign, by=secretary, at=make.moment(2024, 1, 16))
    complete_plan(plan, by=drafter, at=make.moment(2024, 1, 20))
    entry(unit, campaign, drafter, date(2024, 3, 1), kind="clean_up", title="Dọn vệ sinh", attendance=1200)
    return make.due_in(report_of(unit, ends=Q1), days=10)


def reads(person, address: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(address).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_section_of_every_kind_takes_evidence(kind):
    for section in sections_of(kind):
        takes = section.takes_evidence or section.form is None or section.evidence_rows
        assert takes or (section.name == "heading" and kind != "paper"), section.name


def test_a_row_of_a_report_takes_evidence_before_the_first_word(client, report, drafter):
    client.force_login(drafter)
    place = "activities.kind-clean_up"
    address = f"/obligations/{report.pk}/evidence/{place}/"
    assert f'href="{address}"' in client.get(f"/obligations/{report.pk}/edit/activities/").content.decode()
    client.post(address, {"files": pdf(more=b"\n"), "action": "upload"})

    assert [use.place for use in EvidenceUse.objects.filter(obligation=report)] == [place]
    assert ReportedActivity.objects.filter(key="kind-clean_up").exists()  # it stays, whatever the log says later
    assert "Minh chứng: 1" in client.get(f"/obligations/{report.pk}/edit/activities/").content.decode()


def test_a_row_that_is_not_there_takes_none(client, report, drafter):
    client.force_login(drafter)
    for place in ("activities.kind-training", "activities.1", "heading", "activities"):
        assert client.get(f"/obligations/{report.pk}/evidence/{place}/").status_code == 404


def test_a_report_hands_in_its_evidence_under_the_numbers_of_its_rows(report, drafter, head):
    place = next(row.place for row in _rows(report) if row.kind)
    number = [row.place for row in _rows(report)].index(place) + 1
    minutes = give_file(pdf(more=b"\n"), to=report, place=place, by=drafter).evidence
    attach(minutes, to=report, place="figures", by=drafter)
    give_link("https://bao.example/tin", to=report, place="texts", by=drafter, name="Tin của huyện")
    complete_report(again(report), by=drafter, at=db_now())

    event = advance(again(report), "submit", by=head)
    assert [(piece["place"], piece["name"]) for piece in event.content["evidence"]] == [
        (f"activities.{number}", "bien-ban.pdf"),
        ("figures", "bien-ban.pdf"),
        ("texts", "Tin của huyện"),
    ]


def test_the_reviewer_reads_a_reports_evidence_and_where_else_it_stands(
    report, drafter, head, secretary, unit, campaign
):
    activity = entry(unit, campaign, drafter, date(2024, 3, 2), kind="clean_up", title="Dọn chợ", attendance=40)
    minutes = give_file(pdf(more=b"\n"), to=report, place="activities.kind-clean_up", by=drafter).evidence
    attach(minutes, to=report, place="figures", by=drafter)
    attach(minutes, to=activity, by=drafter)
    complete_report(again(report), by=drafter, at=db_now())
    advance(again(report), "submit", by=head)

    html = reads(secretary, f"/council/review/{report.pk}/")
    assert html.count("Tệp này còn dùng ở 2 nơi khác") == 2
    assert "· Số liệu" in html and "Dọn chợ" in html


def test_evidence_stays_with_its_row_when_the_plans_row_goes(report, plan, drafter, head):
    planned = next(row for row in _rows(report) if row.plan_activity_id)
    give_file(pdf(more=b"\n"), to=report, place=planned.place, by=drafter)
    complete_report(again(report), by=drafter, at=db_now())
    PlanActivity.objects.filter(pk=planned.plan_activity_id).delete()

    kept = ReportedActivity.objects.get(key=planned.key)
    assert (kept.plan_activity, kept.place) == (None, planned.place)
    number = [row.pk for row in _rows(report)].index(kept.pk) + 1
    event = advance(again(report), "submit", by=head)
    assert event.content["evidence"][0]["place"] == f"activities.{number}"


def test_a_plans_objectives_and_commitment_take_links_and_notes(plan, drafter, head, secretary):
    row = make.due_in(plan, days=10)
    complete_plan(row, by=drafter, at=db_now() - timedelta(hours=1))
    give_note("Nghị quyết 05, sổ văn bản trang 3", to=row, place="objectives", by=drafter)
    give_link("https://bao.example/cam-ket", to=row, place="commitment", by=drafter)
    advance(row, "submit", by=head)

    html = reads(secretary, f"/council/review/{row.pk}/")
    assert "Nghị quyết 05, sổ văn bản trang 3" in html and "https://bao.example/cam-ket" in html


def _rows(report: Obligation) -> list[ReportedActivity]:
    from campaigns.progress import ReportDraft

    return ReportDraft.of(again(report)).activities
