"""Evidence at its places: rows of a plan, links and notes, what was given before, where else the same file stands."""

from datetime import timedelta

import pytest
from django.test import Client

from campaigns.actions import save_draft
from campaigns.evidence import attach, give_file
from campaigns.log import note_activity
from campaigns.models import ActivityEntry, Evidence, EvidenceUse, Obligation, Plan, PlanActivity
from tests import factories as make
from tests.campaigns.test_evidence import pdf, picture
from tests.story import complete_plan
from units.clock import db_now
from units.workflow import advance

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_plan(campaign, plan, drafter) -> Obligation:
    row = make.due_in(plan, days=10)
    complete_plan(row, by=drafter, at=db_now() - timedelta(hours=1))
    return row


@pytest.fixture
def row(open_plan) -> PlanActivity:
    return open_plan.plan.activities.get()


@pytest.fixture
def theirs(campaign, other_unit) -> Obligation:
    return make.due_in(Obligation.objects.get(campaign=campaign, unit=other_unit), days=10)


def reads(person, address: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(address).content.decode()


# --- rows of a plan --------------------------------------------------------------------------------------------------


def test_evidence_follows_its_row_and_is_handed_in_under_the_rows_number(open_plan, row, drafter, head):
    use = give_file(pdf(more=b"\n"), to=open_plan, place=row.place, by=drafter)
    PlanActivity.objects.filter(pk=row.pk).update(position=2)
    more = {name: getattr(row, name) for name in ("form", "audience", "starts_on", "ends_on", "lead", "target_unit")}
    PlanActivity.objects.create(plan=row.plan, position=1, title="Hội nghị", target=1, **more)

    event = advance(open_plan, "submit", by=head)
    assert event.content["evidence"] == [{"place": "activities.2", **use.evidence.facts()}]


def test_evidence_of_a_row_that_is_removed_goes_with_it(client, open_plan, row, drafter):
    give_file(pdf(more=b"\n"), to=open_plan, place=row.place, by=drafter)
    client.force_login(drafter)
    open_plan.refresh_from_db()
    typed = {"version": open_plan.version, "activities-0-key": row.pk, "activities-0-title": row.title}
    client.post(f"/obligations/{open_plan.pk}/edit/activities/", typed | {"action": "drop-0"})

    assert not PlanActivity.objects.exists()
    assert [use.place for use in EvidenceUse.objects.all()] == ["scan"]


def test_a_row_leads_to_its_own_place(client, open_plan, row, drafter):
    client.force_login(drafter)
    address = f"/obligations/{open_plan.pk}/evidence/{row.place}/"
    assert f'href="{address}"' in client.get(f"/obligations/{open_plan.pk}/edit/activities/").content.decode()
    client.post(address, {"files": pdf(more=b"\n"), "action": "upload"})

    assert EvidenceUse.objects.filter(place=row.place).count() == 1
    assert "Minh chứng: 1" in client.get(f"/obligations/{open_plan.pk}/edit/activities/").content.decode()


@pytest.mark.parametrize("place", ["nowhere", "activities.k0", "activities.1", "heading"])
def test_a_place_that_takes_no_evidence_is_not_there(client, open_plan, drafter, place):
    client.force_login(drafter)
    address = f"/obligations/{open_plan.pk}/evidence/{place}/"
    assert client.post(address, {"files": pdf(more=b"\n"), "action": "upload"}).status_code == 404
    assert Evidence.objects.count() == 1


# --- links, notes, what was given before -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/x", "file:///etc/passwd", "//", "vbscript:x"]
)
def test_a_link_that_is_no_page_is_refused_and_the_note_stays_typed(client, open_plan, row, drafter, link):
    client.force_login(drafter)
    address = f"/obligations/{open_plan.pk}/evidence/{row.place}/"
    html = client.post(address, {"link": link, "note": "Sổ họp số 3", "action": "text"}).content.decode()

    assert "Sổ họp số 3</textarea>" in html
    assert not Evidence.objects.exclude(file__gt="").exists()


def test_a_note_for_what_is_handed_in_is_not_kept_and_stays_in_the_form(client, open_plan, row, drafter, head):
    advance(open_plan, "submit", by=head)
    client.force_login(drafter)
    client.post(f"/obligations/{open_plan.pk}/evidence/{row.place}/", {"note": "Muộn", "action": "text"})
    assert not Evidence.objects.filter(note="Muộn").exists()


def test_only_the_units_own_evidence_can_be_chosen(client, open_plan, row, theirs, drafter, stranger):
    foreign = give_file(pdf("cua-ho.pdf", b"\n\n"), to=theirs, place="scan", by=stranger).evidence
    own = EvidenceUse.objects.get(obligation=open_plan).evidence
    client.force_login(drafter)
    address = f"/obligations/{open_plan.pk}/evidence/{row.place}/"
    assert "cua-ho.pdf" not in client.get(address).content.decode()
    client.post(address, {"chosen": [foreign.pk, own.pk, "x"], "action": "choose"})

    assert [use.evidence for use in EvidenceUse.objects.filter(place=row.place)] == [own]


# --- where else the same file stands ---------------------------------------------------------------------------------


def test_a_reviewer_sees_the_same_file_with_another_unit_once_that_is_handed_in(
    open_plan, row, theirs, drafter, head, secretary, stranger, other_unit
):
    give_file(pdf(more=b"\n"), to=open_plan, place=row.place, by=drafter)
    complete_plan(theirs, by=stranger, at=db_now() - timedelta(hours=1))
    their_row = theirs.plan.activities.get()
    give_file(pdf("ten-khac.pdf", b"\n"), to=theirs, place=their_row.place, by=stranger)
    advance(open_plan, "submit", by=head)
    address = f"/council/review/{open_plan.pk}/"
    told = f'<strong class="file__foreign">{other_unit}</strong>'
    assert told not in reads(secretary, address)  # their draft is their own

    their_head = make.person("head", other_unit)
    advance(theirs, "submit", by=their_head)
    assert told in reads(secretary, address)
    assert told not in reads(drafter, f"/obligations/{open_plan.pk}/handed-in/{open_plan.events.last().pk}/")


def test_a_reviewer_sees_the_same_picture_in_the_log(open_plan, row, drafter, head, secretary, unit):
    day, at = make.date(2024, 2, 1), db_now() - timedelta(hours=1)
    entry = ActivityEntry(unit=unit, campaign=open_plan.campaign, held_on=day, kind="clean_up", title="Dọn vệ sinh chợ")
    note_activity(entry, by=drafter, at=at)
    use = give_file(picture(), to=open_plan, place=row.place, by=drafter)
    attach(use.evidence, to=entry, by=drafter)
    advance(open_plan, "submit", by=head)

    html = reads(secretary, f"/council/review/{open_plan.pk}/")
    assert "Tệp này còn dùng ở 1 nơi khác" in html
    assert "Dọn vệ sinh chợ" in html


def test_one_file_at_two_places_of_the_same_paper_is_told_at_both(open_plan, row, drafter, head, secretary):
    scan = EvidenceUse.objects.get(obligation=open_plan)
    attach(scan.evidence, to=open_plan, place=row.place, by=drafter)
    advance(open_plan, "submit", by=head)

    html = reads(secretary, f"/council/review/{open_plan.pk}/")
    assert html.count("Tệp này còn dùng ở 1 nơi khác") == 2
    assert "· Hoạt động 1" in html and "· Bản đã ký" in html


def test_a_file_that_stands_nowhere_else_says_nothing(open_plan, row, drafter, head, secretary):
    give_file(pdf(more=b"\n"), to=open_plan, place=row.place, by=drafter)
    advance(open_plan, "submit", by=head)
    html = reads(secretary, f"/council/review/{open_plan.pk}/")
    assert "bien-ban.pdf" in html
    assert "nơi khác" not in html


def test_the_text_of_a_plan_is_not_lost_beside_new_evidence(client, open_plan, row, drafter):
    """Evidence raises the version; a page that was open before still saves what it holds."""
    from campaigns.sections import Draft, section_named

    draft = Draft(open_plan, current=section_named(open_plan, "commitment"))
    basis = {"version": open_plan.version, "fingerprint": draft.fingerprint}
    give_file(pdf(more=b"\n"), to=open_plan, place=row.place, by=drafter)
    client.force_login(drafter)
    client.post(
        f"/obligations/{open_plan.pk}/edit/commitment/", basis | {"commitment": "Gương mẫu", "action": "continue"}
    )

    assert Plan.objects.get().commitment == "Gương mẫu"
    save_draft(open_plan, lambda held: None, by=drafter, version=None)
