"""The review queue and the desk at which papers are decided."""

import pytest

from campaigns.models import Obligation, ReviewNote, State
from portal.models import OutgoingMail
from tests import factories as make
from tests.story import complete_plan
from units.clock import db_now
from units.models import Membership, Role
from units.workflow import advance


@pytest.fixture
def paper(campaign, plan, drafter, head) -> Obligation:
    """A plan that waits for review, due in ten days."""
    make.due_in(plan, days=10)
    complete_plan(plan, by=drafter, at=db_now())
    advance(plan, "submit", by=head)
    return plan


@pytest.fixture
def other_paper(campaign, other_unit, stranger) -> Obligation:
    plan = make.due_in(Obligation.objects.get(campaign=campaign, unit=other_unit), days=10)
    complete_plan(plan, by=stranger, at=db_now())
    advance(plan, "submit", by=make.person(Role.HEAD, other_unit))
    return plan


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def address(paper, verb=""):
    return f"/council/review/{paper.pk}/{verb}/" if verb else f"/council/review/{paper.pk}/"


def returning(paper, *reasons, days=7, note="Đề nghị bổ sung", **more):
    data = {"version": paper.version, "due_at": f"{make.days_ahead(days):%d/%m/%Y}", "note": note}
    data |= {"reason-TOTAL_FORMS": max(len(reasons), 1), "reason-INITIAL_FORMS": 0}
    for n, (code, place, text) in enumerate(reasons):
        data |= {f"reason-{n}-code": code, f"reason-{n}-place": place, f"reason-{n}-text": text}
    return data | more


LACKS = ("section", "activities.1", "Thiếu người phụ trách")


def state_of(paper):
    return Obligation.objects.get(pk=paper.pk).state


# --- the queue ---


def test_the_longest_wait_comes_first(office, paper, other_paper):
    page = office.get("/council/review/").content.decode()

    assert "2 hồ sơ chờ thẩm định" in page
    assert page.index("xã Đại Yên") < page.index("xã Tốt Động")


def test_the_queue_is_searched_without_diacritics(office, paper, other_paper):
    page = office.get("/council/review/?q=tot dong").content.decode()

    assert "xã Tốt Động" in page
    assert "xã Đại Yên" not in page


def test_the_queue_as_a_workbook_has_all_its_rows(office, paper, other_paper):
    from io import BytesIO

    from openpyxl import load_workbook

    response = office.get("/council/review/?format=xlsx")

    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert [(row[1].value, row[7].value) for row in sheet.iter_rows(min_row=2)] == [
        ("Ủy ban nhân dân xã Đại Yên", 1),
        ("Ủy ban nhân dân xã Tốt Động", 1),
    ]


def test_a_member_reads_and_decides_nothing(client, member, paper):
    client.force_login(member)

    assert 'name="pick"' not in client.get("/council/review/").content.decode()
    page = client.get(address(paper)).content.decode()
    assert "/accept/" not in page
    assert client.post(address(paper, "accept"), {"version": paper.version}).status_code == 403


def test_exactly_what_was_picked_is_shown_and_then_accepted(office, paper, other_paper):
    pick = [f"{paper.pk}:{paper.version}"]
    page = office.get("/council/review/accept/", {"pick": pick}).content.decode()
    assert "xã Đại Yên" in page
    assert "xã Tốt Động" not in page
    assert state_of(paper) == State.SUBMITTED

    office.post("/council/review/accept/", {"pick": pick})
    assert (state_of(paper), state_of(other_paper)) == (State.ACCEPTED, State.SUBMITTED)


def test_what_changed_in_between_is_not_accepted_and_is_named(office, paper, other_paper):
    picks = [f"{paper.pk}:{paper.version - 1}", f"{other_paper.pk}:{other_paper.version}"]

    page = office.post("/council/review/accept/", {"pick": picks}, follow=True).content.decode()

    assert (state_of(paper), state_of(other_paper)) == (State.SUBMITTED, State.ACCEPTED)
    assert "Chưa ghi nhận Đạt cho Xã Đại Yên" in page


def test_rubbish_among_the_picks_is_passed_over(office, paper):
    assert office.get("/council/review/accept/?pick=x&pick=1:y&pick=:").status_code == 200


# --- one paper ---


def test_the_reviewer_reads_what_was_handed_in_not_the_draft(office, paper, drafter):
    from campaigns.models import Plan

    Plan.objects.filter(obligation=paper).update(objectives="Chữ viết sau khi nộp")

    assert "Chữ viết sau khi nộp" not in office.get(address(paper)).content.decode()


def test_before_a_hand_in_there_is_nothing_to_read(office, plan, drafter, at):
    complete_plan(plan, by=drafter, at=at)

    page = office.get(address(plan)).content.decode()

    assert "chỉ xem được sau khi nộp" in page
    assert "Người đứng đầu nêu gương" not in page


def test_another_councils_paper_is_not_there(client, paper):
    elsewhere = make.UnitFactory(code="HOST-2", kind="host", cluster=None)
    client.force_login(make.person(Role.SECRETARY, elsewhere))

    for verb in ("", "return", "refuse"):
        assert client.get(address(paper, verb)).status_code == 404
    for verb in ("accept", "note"):
        assert client.post(address(paper, verb), {"version": paper.version, "text": "x"}).status_code == 404


def test_units_are_kept_out(client, head, paper):
    client.force_login(head)

    assert {client.get(address(paper, verb)).status_code for verb in ("", "return", "refuse")} == {404}
    assert {client.post(address(paper, verb)).status_code for verb in ("accept", "note")} == {404}


def test_accepting_leads_to_the_next_paper_and_from_the_last_to_the_queue(office, paper, other_paper):
    response = office.post(address(paper, "accept"), {"version": paper.version})
    assert response.url == address(other_paper)

    response = office.post(address(other_paper, "accept"), {"version": other_paper.version})
    assert response.url == "/council/review/"


def test_a_version_that_was_not_read_is_not_accepted(office, paper):
    response = office.post(address(paper, "accept"), {"version": paper.version - 1})

    assert response.status_code == 409
    assert state_of(paper) == State.SUBMITTED


def test_the_message_is_shown_before_anything_happens(office, paper, mailoutbox):
    page = office.post(address(paper, "return"), returning(paper, LACKS, step="preview")).content.decode()

    assert state_of(paper) == State.SUBMITTED
    assert "Hoạt động 1: Thiếu người phụ trách" in page
    assert "Đặng Văn Đức" in page
    assert mailoutbox == []


def test_sending_returns_the_paper_and_mails_the_unit_once(office, paper, head, drafter, settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"
    office.post(address(paper, "return"), returning(paper, LACKS, step="send"))

    assert state_of(paper) == State.RETURNED
    event = paper.events.last()
    assert event.reasons == [{"code": "section", "place": "activities.1", "text": "Thiếu người phụ trách"}]
    mails = OutgoingMail.objects.all()
    assert {mail.to for mail in mails} == {head.email, drafter.email}
    assert all("Thiếu người phụ trách" in mail.body for mail in mails)


def test_changing_the_message_keeps_what_was_typed(office, paper):
    page = office.post(address(paper, "return"), returning(paper, LACKS, step="edit")).content.decode()

    assert "Thiếu người phụ trách" in page
    assert "Đề nghị bổ sung" in page


def test_a_return_without_a_reason_is_asked_for_one(office, paper):
    page = office.post(address(paper, "return"), returning(paper, step="send")).content.decode()

    assert state_of(paper) == State.SUBMITTED
    assert "Đề nghị bổ sung" in page


def test_one_more_row_for_a_reason_without_javascript(office, paper):
    page = office.post(address(paper, "return"), returning(paper, LACKS, more="1")).content.decode()

    assert 'name="reason-1-code"' in page
    assert state_of(paper) == State.SUBMITTED


def test_somebody_elses_decision_loses_no_word(office, paper, host, mailoutbox):
    advance(paper, "accept", by=make.person(Role.SECRETARY, host))
    stale = returning(paper, LACKS, step="send", version=paper.version - 1)

    response = office.post(address(paper, "return"), stale)

    assert response.status_code == 409
    assert "Thiếu người phụ trách" in response.content.decode()
    assert mailoutbox == []


def test_a_session_that_ends_while_a_return_is_written_gives_the_words_back(client, secretary, paper):
    client.post(address(paper, "return"), returning(paper, LACKS, step="preview"))
    client.force_login(secretary)

    assert "Thiếu người phụ trách" in client.get(address(paper, "return")).content.decode()


def test_signed_in_again_one_reads_before_one_accepts(office, paper):
    assert office.get(address(paper, "accept")).url == address(paper)
    assert state_of(paper) == State.SUBMITTED


def test_refusing_needs_a_reason_and_shows_the_message(office, paper):
    assert state_of(paper) == State.SUBMITTED
    office.post(address(paper, "refuse"), {"version": paper.version, "note": "", "step": "send"})
    assert state_of(paper) == State.SUBMITTED

    data = {"version": paper.version, "note": "Tệp trống"}
    assert "Tệp trống" in office.post(address(paper, "refuse"), data).content.decode()
    assert state_of(paper) == State.SUBMITTED

    office.post(address(paper, "refuse"), data | {"step": "send"})
    assert state_of(paper) == State.DRAFTING


def test_what_changed_since_the_return_is_listed(office, paper, head, secretary):
    from campaigns.models import Plan

    office.post(address(paper, "return"), returning(paper, LACKS, step="send"))
    Plan.objects.filter(obligation=paper).update(objectives="Mục tiêu mới")
    paper.refresh_from_db()
    advance(paper, "submit", by=head)

    page = office.get(address(paper)).content.decode()

    assert "Mục tiêu mới</ins>" in page
    assert "lần nộp thứ 2" in page


def test_nobody_decides_on_their_own_unit(client, secretary, unit, paper):
    Membership.objects.create(user=secretary, unit=unit, role=Role.DRAFTER, since="2020-01-01")
    client.force_login(secretary)

    assert address(paper, "accept") not in client.get(address(paper)).content.decode()
    assert client.post(address(paper, "accept"), {"version": paper.version}).status_code == 409
    assert client.post(address(paper, "note"), {"text": "x"}).status_code == 403
    assert state_of(paper) == State.SUBMITTED


def test_the_field_that_changed_is_marked_and_no_other(office, paper, head):
    from campaigns.models import PlanActivity

    office.post(address(paper, "return"), returning(paper, LACKS, step="send"))
    activity = PlanActivity.objects.filter(plan__obligation=paper).order_by("position").first()
    PlanActivity.objects.filter(pk=activity.pk).update(lead="Đồng chí mới")
    paper.refresh_from_db()
    advance(paper, "submit", by=head)

    page = office.get(address(paper)).content.decode()

    assert page.count('<div class="changed">') == 1
    assert "Đồng chí mới" in page.split('<div class="changed">')[1].split("</div>")[0]


# --- notes ---


def test_internal_notes_are_the_councils_alone(office, client, paper, member, head):
    office.post(address(paper, "note"), {"text": "Gọi lại cho xã"})

    client.force_login(member)
    assert "Gọi lại cho xã" in client.get(address(paper)).content.decode()
    client.force_login(head)
    assert "Gọi lại cho xã" not in client.get(f"/obligations/{paper.pk}/").content.decode()
    assert not ReviewNote.objects.visible_to(head).exists()


def test_a_member_who_heads_the_unit_does_not_see_the_notes_on_it(office, paper, member, unit):
    office.post(address(paper, "note"), {"text": "Gọi lại cho xã"})
    Membership.objects.create(user=member, unit=unit, role=Role.HEAD, since="2020-01-01")

    assert not ReviewNote.objects.visible_to(member).exists()
