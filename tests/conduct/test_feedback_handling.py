"""What becomes of a feedback: sorted by the office, answered by the head, public if the office says so, forgotten."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from campaigns.actions import save_draft
from campaigns.models import Holiday, Obligation
from conduct.declared import parts, seen
from conduct.feedback import CannotMerge, answer_due, erase_contacts, erase_words, forward, merge, publish
from conduct.models import Feedback, FeedbackAnswer, FeedbackContact, FeedbackEvent, PrivacyEvent
from conduct.models.feedback import KEPT_AFTERWARDS
from conduct.verified import verified
from portal.reports import facts as report_facts
from portal.reports.compute import compute
from portal.tasks import erase_personal_data
from tests import factories as make
from tests.conduct.cast import code_in_force, poster, said
from tests.conduct.conftest import answer_all
from units.clock import db_now
from units.models import Membership, Role
from units.workflow import Incomplete, NotAllowed, ReasonMissing, Shut, WrongState, advance

pytestmark = pytest.mark.django_db

DUE = make.days_ahead(14)
CITIZEN, NUMBER = "Trần Văn Thử", "0900 000 001"


@pytest.fixture
def link(host, unit, secretary):
    return poster(host, unit, secretary)


@pytest.fixture
def feedback(link) -> Feedback:
    return said(link, "Chị Hoa ở một cửa bắt chờ, gọi 0912 345 678", contact_name=CITIZEN, contact=NUMBER)


@pytest.fixture
def answered(feedback, secretary, head) -> Feedback:
    """The unit's head has answered, and the office has accepted the answer."""
    forward(feedback, by=secretary, due_at=DUE)
    answer(feedback, "Đơn vị xin lỗi và đã bố trí thêm người trực.", head)
    advance(feedback.obligation, "accept", by=secretary)
    feedback.refresh_from_db()
    return feedback


def answer(feedback: Feedback, text: str, head) -> None:
    def write(row: Obligation) -> None:
        draft = FeedbackAnswer.of(row)
        draft.text = text
        draft.save()

    save_draft(feedback.obligation, write, by=head, version=None)
    advance(feedback.obligation, "submit", by=head)


# --- sorting --------------------------------------------------------------------------------------------------------


def test_forwarding_asks_the_head_for_an_answer_that_counts_in_no_campaign(feedback, unit, secretary):
    forward(feedback, by=secretary, due_at=DUE, note="Đề nghị trả lời")

    owed = feedback.obligation
    assert (owed.kind, owed.unit, owed.campaign, owed.requirement) == ("answer", unit, None, None)
    assert owed.due_at >= DUE
    assert feedback.code in owed.title
    assert [event.verb for event in feedback.events.all()] == ["forward"]


def test_an_answer_is_due_so_many_working_days_later(settings):
    """Asked for on Thursday, 25/04/2024: 26/04 is the first, the holidays until 01/05 and the weekend do not count."""
    settings.FEEDBACK_ANSWER_DAYS = 5
    for day in (29, 30):
        Holiday.objects.create(day=make.date(2024, 4, day), name="Nghỉ lễ")
    Holiday.objects.create(day=make.date(2024, 5, 1), name="Quốc tế Lao động")

    assert answer_due(at=make.moment(2024, 4, 25)) == make.end_of(2024, 5, 7)


def test_only_the_standing_office_sorts_and_never_what_was_said_of_its_own_unit(
    feedback, unit, secretary, member, head
):
    for person in (member, head):
        with pytest.raises(NotAllowed):
            forward(feedback, by=person, due_at=DUE)
    Membership.objects.create(user=secretary, unit=unit, role=Role.DRAFTER, since=make.SINCE)
    vars(secretary).pop("_scope", None)
    with pytest.raises(NotAllowed):
        forward(feedback, by=secretary, due_at=DUE)
    assert not Obligation.objects.filter(kind="answer").exists()


def test_putting_aside_needs_a_reason_and_can_be_taken_back(feedback, secretary):
    with pytest.raises(ReasonMissing):
        advance(feedback, "spam", by=secretary)

    advance(feedback, "spam", by=secretary, note="Máy gửi")
    assert not Feedback.objects.counting().exists()
    advance(feedback, "restore", by=secretary, note="Nhầm")
    assert Feedback.objects.counting().get() == feedback
    with pytest.raises(WrongState):
        advance(feedback, "restore", by=secretary, note="Nhầm")


def test_merged_words_count_once(link, feedback, secretary, host, other_unit):
    again = said(link)
    merge(again, feedback, by=secretary)

    assert Feedback.objects.counting().count() == 1
    assert feedback.merged.get() == again
    elsewhere = said(poster(host, other_unit, secretary))
    for other in (feedback, again, elsewhere):
        with pytest.raises(CannotMerge):
            merge(feedback, other, by=secretary)


def test_what_was_decided_cannot_be_rewritten(feedback, secretary):
    forward(feedback, by=secretary, due_at=DUE)
    for change in (lambda rows: rows.update(note="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(FeedbackEvent.objects.all())


# --- the answer -----------------------------------------------------------------------------------------------------


def test_an_answer_without_text_or_with_a_name_is_not_handed_in(feedback, secretary, head):
    forward(feedback, by=secretary, due_at=DUE)
    for text in ("", "Chào ông Thử, chúng tôi xin lỗi", "Xin gọi 0243 386 7777"):
        with pytest.raises(Incomplete):
            answer(feedback, text, head)


def test_what_is_kept_of_a_hand_in_tells_nobody_who_is_meant(answered):
    content = answered.obligation.events.get(verb="submit").content

    assert content["asked"] == "Chị [tên] ở một cửa bắt chờ, gọi [số]"
    assert CITIZEN not in str(content)


def test_only_an_accepted_answer_becomes_public_and_only_by_the_office(client, feedback, secretary, head):
    forward(feedback, by=secretary, due_at=DUE)
    answer(feedback, "Đơn vị xin lỗi.", head)
    with pytest.raises(Shut):
        publish(feedback, "Người dân phải chờ lâu.", by=secretary)
    advance(feedback.obligation, "accept", by=secretary)
    feedback.refresh_from_db()
    assert "Đơn vị xin lỗi" not in client.get("/feedback/").content.decode()

    publish(feedback, "Người dân phải chờ lâu.", by=secretary)
    page = client.get("/feedback/").content.decode()
    assert "Đơn vị xin lỗi" in page
    assert "Người dân phải chờ lâu" in page
    assert "Hoa" not in page

    advance(feedback, "unpublish", by=secretary, note="Đơn vị đề nghị")
    assert "Đơn vị xin lỗi" not in client.get("/feedback/").content.decode()


def test_the_citizen_reads_the_answer_under_the_code(client, answered):
    assert "bố trí thêm người trực" in client.get(f"/feedback/sent/{answered.code}/").content.decode()


def test_public_words_with_a_name_are_refused_on_the_page(client, answered, secretary):
    client.force_login(secretary)
    address = f"/council/feedback/{answered.pk}/publish/"
    assert "Chị [tên]" in client.get(address).content.decode()

    page = client.post(address, {"version": answered.version, "text": "Chị Hoa bắt chờ"})
    assert "Vẫn còn tên người" in page.content.decode()
    assert client.post(address, {"version": answered.version, "text": "Phải chờ lâu"}).status_code == 302
    assert Feedback.objects.published().get().published_text == "Phải chờ lâu"


def test_the_whole_way_on_pages(client, feedback, secretary, head):
    client.force_login(secretary)
    assert "Chị [tên]" in client.get("/council/feedback/?status=received").content.decode()
    address = f"/council/feedback/{feedback.pk}/forward/"
    offered = client.get(address).context["form"].initial["due_at"]
    client.post(address, {"version": feedback.version, "due_at": f"{offered:%d/%m/%Y}"})
    feedback.refresh_from_db()
    client.force_login(head)

    assert feedback.obligation.title in client.get("/todo/").content.decode()
    edit = f"/obligations/{feedback.obligation_id}/edit/answer/"
    page = client.get(edit).content.decode()
    assert "bắt chờ" in page
    assert CITIZEN not in page
    version, fingerprint = client.get(edit).context["basis"].version, client.get(edit).context["basis"].fingerprint
    client.post(edit, {"version": version, "fingerprint": fingerprint, "text": "Xin lỗi ông bà", "action": "continue"})
    assert client.get(f"/obligations/{feedback.obligation_id}/edit/check/").status_code == 200
    assert FeedbackAnswer.objects.get().text == "Xin lỗi ông bà"


# --- who said it ----------------------------------------------------------------------------------------------------


def whole(client, person, feedback, method="post"):
    client.force_login(person)
    return getattr(client, method)(f"/unit/feedback/{feedback.pk}/whole/")


def test_the_contact_is_read_by_who_handles_it_and_each_reading_is_written_down(client, feedback, secretary, head):
    assert NUMBER not in whole(client, secretary, feedback, "get").content.decode()
    assert not PrivacyEvent.objects.exists()
    assert NUMBER in whole(client, secretary, feedback).content.decode()
    assert whole(client, head, feedback).status_code == 404
    forward(feedback, by=secretary, due_at=DUE)
    assert CITIZEN in whole(client, head, feedback).content.decode()

    kept = [(event.actor, event.verb, event.subject, event.row) for event in PrivacyEvent.objects.order_by("id")]
    assert kept == [(secretary, "read", "contact", feedback.pk), (head, "read", "contact", feedback.pk)]


def test_nobody_else_reads_it(client, feedback, secretary, drafter, stranger, member, chair, observer, foreigner):
    forward(feedback, by=secretary, due_at=DUE)
    for person in (drafter, stranger, member, chair, observer, foreigner):
        assert whole(client, person, feedback).status_code in {403, 404}, person
        assert not FeedbackContact.objects.visible_to(person).exists(), person


def test_the_log_of_personal_data_is_append_only(client, feedback, secretary):
    whole(client, secretary, feedback)
    with pytest.raises(DatabaseError), transaction.atomic():
        PrivacyEvent.objects.all().delete()


def test_a_contact_is_erased_when_its_time_is_over_once_and_written_down(feedback):
    later = db_now() + timedelta(days=181)
    assert erase_contacts(at=db_now()) == 0
    assert erase_contacts(at=later) == 1
    assert erase_contacts(at=later) == 0
    assert erase_words(at=later) == 1
    assert erase_words(at=later) == 0

    feedback.refresh_from_db()
    assert feedback.text == "Chị [tên] ở một cửa bắt chờ, gọi [số]"
    assert not FeedbackContact.objects.exists()
    assert [event.subject for event in PrivacyEvent.objects.order_by("id")] == ["contact", "words"]


def test_a_month_after_the_answer_nobody_needs_the_contact(answered):
    assert erase_contacts(at=db_now() + KEPT_AFTERWARDS - timedelta(hours=1)) == 0
    assert erase_contacts(at=db_now() + KEPT_AFTERWARDS + timedelta(hours=1)) == 1


def test_the_task_erases_all_there_is(link, feedback):
    rows = [said(link, f"Chị Hoa {n}", contact=NUMBER) for n in range(3)]
    FeedbackContact.objects.update(erase_at=db_now())
    Feedback.objects.update(at=db_now() - timedelta(days=200))

    erase_personal_data()
    erase_personal_data()

    assert not FeedbackContact.objects.exists()
    assert not Feedback.objects.filter(text__contains="Hoa").exists()
    assert PrivacyEvent.objects.count() == 2 * (len(rows) + 1)


# --- totals ---------------------------------------------------------------------------------------------------------


def test_totals_are_told_from_five_answers_on(client, link, secretary, head):
    for _n in range(4):
        said(link, score=5)
    client.force_login(secretary)
    assert "ít hơn 5" in client.get("/council/feedback/totals/").content.decode()
    client.force_login(head)
    assert "5,0" not in client.get("/unit/feedback/").content.decode()

    said(link, score=1)
    page = client.get("/unit/feedback/").content.decode()
    assert "4,2" in page
    assert "/council/" not in page.split("<main")[1]  # no link to a room that is shut


def test_all_together_is_one_row(link, client, secretary):
    for score in (5, 5, 4, 4, 2):
        said(link, score=score)
    (whole,) = Feedback.objects.totals()
    client.force_login(secretary)
    page = client.get("/council/feedback/totals/").content.decode()

    assert (whole["number"], whole["discipline"]) == (5, 4)
    assert page.count('<th scope="row">Tổng cộng</th>') == 1


def test_a_unit_sees_single_feedback_only_when_it_is_given_to_it(client, link, feedback, secretary, head):
    client.force_login(head)
    assert "bắt chờ" not in client.get("/unit/feedback/").content.decode()
    forward(feedback, by=secretary, due_at=DUE)
    assert "bắt chờ" in client.get("/unit/feedback/").content.decode()


def test_the_export_has_every_row_and_nobody_in_it(client, link, feedback, secretary):
    code_in_force()
    said(link, "=HYPERLINK(1)")
    client.force_login(secretary)
    body = b"".join(client.get("/council/feedback/?format=xlsx").streaming_content)
    rows = list(load_workbook(BytesIO(body)).active.iter_rows(values_only=True))

    assert len(rows) == 3
    assert "Hoa" not in str(rows)
    assert NUMBER not in str(rows)
    assert any("=HYPERLINK(1)" in row for row in rows)


def test_feedback_never_scores_by_itself(link, sheet, campaign, drafter, head):
    """Twenty times the worst of all scores: not one figure of the unit moves."""
    answer_all(sheet, by=drafter)
    advance(sheet, "submit", by=head)
    at = db_now()

    def figures() -> tuple[object, ...]:
        read = report_facts.read(campaign, at=at, group="", cluster="")
        report = compute(read.members, read.owed, scope=read.scope, at=at, earlier=read.earlier)
        score = sheet.events.filter(verb="submit").get().content["score"]
        return parts(campaign, at=at), seen(campaign, at=at), verified(campaign, at=at), report, score

    before = figures()
    for _n in range(20):
        said(link, score=1)

    assert Feedback.objects.count() == 20
    assert figures() == before


# --- posters --------------------------------------------------------------------------------------------------------


def test_posters_are_made_for_all_printed_and_renewed(client, host, unit, other_unit, secretary, head):
    client.force_login(secretary)
    client.post("/council/feedback/posters/make/")
    client.post("/council/feedback/posters/make/")
    page = client.get("/posters/?size=a5").content.decode()
    assert page.count('class="poster poster--a5"') == 2
    assert page.count("data:image/svg+xml") == 2
    old = client.get(f"/posters/?unit={unit.code}").context["posters"][0].address

    client.post(f"/council/feedback/posters/{unit.code}/rotate/", {"sure": "on"})
    new = client.get(f"/posters/?unit={unit.code}").context["posters"][0].address
    assert new != old
    client.force_login(head)
    assert client.get("/posters/").content.decode().count("data:image/svg+xml") == 1
