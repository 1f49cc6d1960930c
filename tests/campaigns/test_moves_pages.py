"""The pages on which moves are made."""

import pytest
from django.utils.timezone import localdate

from campaigns.calendar import add_working_days
from campaigns.models import Obligation, State
from tests import factories as make
from tests.story import complete_plan
from units.clock import db_now
from units.models import Role
from units.workflow import advance


@pytest.fixture
def open_plan(campaign, plan) -> Obligation:
    return make.due_in(plan, days=10)


@pytest.fixture
def drafted(open_plan, drafter) -> Obligation:
    complete_plan(open_plan, by=drafter, at=db_now())
    return open_plan


@pytest.fixture
def handed_in(drafted, head) -> Obligation:
    advance(drafted, "submit", by=head)
    return drafted


def address(obligation: Obligation, verb: str) -> str:
    return f"/obligations/{obligation.pk}/{verb}/"


def form(obligation: Obligation, **facts: str) -> dict[str, str]:
    return {"version": str(obligation.version)} | facts


def rows(*reasons: tuple[str, str, str]) -> dict[str, str]:
    data = {"reason-TOTAL_FORMS": str(len(reasons)), "reason-INITIAL_FORMS": "0"}
    for n, (code, place, text) in enumerate(reasons):
        data |= {f"reason-{n}-code": code, f"reason-{n}-place": place, f"reason-{n}-text": text}
    return data


def day(days: int) -> str:
    return f"{make.days_ahead(days):%d/%m/%Y}"


def test_reading_the_page_changes_nothing(client, head, drafted):
    client.force_login(head)

    response = client.get(address(drafted, "submit"))

    assert response.status_code == 200
    assert "Ký nộp" in response.content.decode()
    assert drafted.events.count() == 1
    drafted.refresh_from_db()
    assert drafted.state == State.DRAFTING


def test_handing_in_leads_to_the_receipt(client, head, drafted):
    client.force_login(head)

    response = client.post(address(drafted, "submit"), form(drafted))

    receipt = drafted.receipts.get()
    assert response.url == f"/receipts/{receipt.code}/"
    html = client.get(response.url).content.decode()
    assert receipt.code in html
    assert receipt.event.content_sha256 in html
    assert "Đặng Văn Đức" in html
    assert "data:image/svg+xml" in html


def test_the_drafter_sends_and_the_head_hands_back(client, drafter, head, drafted):
    client.force_login(drafter)
    assert client.post(address(drafted, "send"), form(drafted)).status_code == 302
    drafted.refresh_from_db()
    assert drafted.state == State.SIGNING
    client.force_login(head)

    without_words = client.post(address(drafted, "hand_back"), form(drafted))
    assert without_words.status_code == 200
    assert client.post(address(drafted, "hand_back"), form(drafted, note="Xem lại mục tiêu")).status_code == 302
    assert drafted.events.last().note == "Xem lại mục tiêu"


def test_an_incomplete_paper_is_not_handed_in_and_the_gaps_are_linked(client, head, open_plan):
    advance(open_plan, "start", by=head)
    client.force_login(head)

    html = client.get(address(open_plan, "submit")).content.decode()
    assert f"/obligations/{open_plan.pk}/edit/commitment/" in html
    assert "<textarea" not in html

    response = client.post(address(open_plan, "submit"), form(open_plan))
    assert response.status_code == 409
    assert f"/obligations/{open_plan.pk}/edit/commitment/" in response.content.decode()


def test_a_drafter_may_not_sign_what_needs_a_signature(client, drafter, drafted):
    client.force_login(drafter)

    assert client.get(address(drafted, "submit")).status_code == 403
    assert client.post(address(drafted, "submit"), form(drafted)).status_code == 403

    Obligation.objects.filter(pk=drafted.pk).update(needs_signature=False)
    assert client.post(address(drafted, "submit"), form(drafted)).status_code == 302


def test_those_who_only_read_may_not_move(client, member, observer, chair, handed_in):
    for reader in (member, observer, chair):
        client.force_login(reader)
        assert client.get(handed_in.get_absolute_url()).status_code == 200
        for verb in ("accept", "return", "refuse", "extend", "waive", "submit"):
            assert client.get(address(handed_in, verb)).status_code == 403
            assert client.post(address(handed_in, verb), form(handed_in)).status_code == 403


def test_nobody_judges_their_own_unit(client, unit, secretary, handed_in):
    make.Membership.objects.create(user=secretary, unit=unit, role=Role.DRAFTER, since=make.SINCE)
    client.force_login(secretary)

    assert client.post(address(handed_in, "accept"), form(handed_in)).status_code == 403


def test_a_return_carries_coded_reasons_and_a_date_to_its_last_second(client, secretary, handed_in):
    client.force_login(secretary)
    reasons = rows(("figures", "activities.1", "Chưa có đơn vị tính"), ("", "", ""))

    response = client.post(address(handed_in, "return"), form(handed_in, due_at=day(5), note="", **reasons))

    assert response.status_code == 302
    event = handed_in.events.last()
    assert event.reasons == [{"code": "figures", "place": "activities.1", "text": "Chưa có đơn vị tính"}]
    assert event.due_at == make.days_ahead(5)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"due_at": day(5), **rows(("", "", ""))}, "Nêu ít nhất một lý do"),
        ({"due_at": day(5), **rows(("", "scan", "Mờ"))}, "Chọn điều chưa đạt"),
        ({"due_at": day(5), **rows(("other", "", ""))}, "Nêu trong một câu"),
        ({"due_at": day(-1), **rows(("form", "", ""))}, "Chọn một ngày ở phía trước"),
        ({"due_at": "31/02/2026", **rows(("form", "", ""))}, "17/06/2026"),
        ({"due_at": day(5), **rows(("form", "activities.7", ""))}, "activities.7"),
    ],
)
def test_a_return_that_says_too_little_is_asked_again(client, secretary, handed_in, facts, sentence):
    client.force_login(secretary)

    response = client.post(address(handed_in, "return"), form(handed_in, **facts))

    assert response.status_code in {200, 409}
    assert sentence in response.content.decode()
    assert handed_in.events.last().verb == "submit"


def test_a_return_offers_five_working_days(client, secretary, handed_in):
    client.force_login(secretary)

    html = client.get(address(handed_in, "return")).content.decode()

    assert f'value="{add_working_days(localdate(), 5, []):%d/%m/%Y}"' in html


def test_one_more_row_keeps_what_was_written(client, secretary, handed_in):
    client.force_login(secretary)

    response = client.post(address(handed_in, "return"), form(handed_in, more="1", **rows(("form", "", "Sai mẫu"))))

    html = response.content.decode()
    assert "Sai mẫu" in html
    assert 'name="reason-1-code"' in html
    assert handed_in.events.last().verb == "submit"


@pytest.mark.parametrize(
    ("verb", "facts", "state"),
    [
        ("accept", {}, State.ACCEPTED),
        ("refuse", {"note": "Nộp nhầm văn bản"}, State.DRAFTING),
        ("extend", {"note": "Bão số 3", "due_at": day(40)}, State.SUBMITTED),
        ("waive", {"note": "Đơn vị giải thể"}, State.SUBMITTED),
    ],
)
def test_the_standing_office_decides(client, secretary, handed_in, verb, facts, state):
    client.force_login(secretary)
    assert client.get(address(handed_in, verb)).status_code == 200

    assert client.post(address(handed_in, verb), form(handed_in, **facts)).status_code == 302

    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.events.last().verb) == (state, verb)


def test_the_chair_opens_again_what_was_accepted(client, secretary, chair, handed_in):
    advance(handed_in, "accept", by=secretary)
    client.force_login(chair)

    response = client.post(address(handed_in, "reopen"), form(handed_in, note="Có đơn thư", due_at=day(10)))

    assert response.status_code == 302
    handed_in.refresh_from_db()
    assert handed_in.state == State.RETURNED


def test_a_waiver_is_taken_back(client, secretary, open_plan):
    client.force_login(secretary)
    client.post(address(open_plan, "waive"), form(open_plan, note="Nhầm"))
    open_plan.refresh_from_db()
    assert f"{open_plan.pk}/unwaive/" in client.get(open_plan.get_absolute_url()).content.decode()

    client.post(address(open_plan, "unwaive"), form(open_plan, note="Không miễn nữa"))

    open_plan.refresh_from_db()
    assert open_plan.waived_at is None


def test_a_second_click_is_told_that_it_was_done(client, head, drafted):
    client.force_login(head)
    posted = form(drafted)
    first = client.post(address(drafted, "submit"), posted)

    second = client.post(address(drafted, "submit"), posted)

    assert second.url == first.url
    assert drafted.receipts.count() == 1
    assert "đã được thực hiện" in client.get(second.url).content.decode()


def test_a_second_person_is_told_and_keeps_the_text(client, secretary, handed_in):
    stale = form(handed_in, note="Nộp nhầm văn bản")
    advance(handed_in, "extend", by=secretary, note="Bão", due_at=make.days_ahead(30))
    client.force_login(secretary)

    response = client.post(address(handed_in, "refuse"), stale)

    html = response.content.decode()
    assert response.status_code == 409
    assert "Nộp nhầm văn bản" in html
    assert "Phạm Thị Dung" in html
    assert f'name="version" value="{handed_in.version}"' in html
    assert handed_in.events.last().verb == "extend"


def test_another_word_on_a_stale_page_is_no_second_click(client, secretary, open_plan):
    stale = form(open_plan, due_at=day(30), note="Lần hai")
    advance(open_plan, "extend", by=secretary, note="Lần một", due_at=make.days_ahead(20))
    client.force_login(secretary)

    response = client.post(address(open_plan, "extend"), stale)

    assert response.status_code == 409
    assert "Lần hai" in response.content.decode()


def test_a_move_from_the_wrong_state_says_so(client, secretary, open_plan):
    client.force_login(secretary)

    response = client.get(address(open_plan, "accept"))

    assert response.status_code == 409
    assert "<textarea" not in response.content.decode()
    assert client.post(address(open_plan, "accept"), form(open_plan)).status_code == 409


def test_a_closed_campaign_does_not_move(client, head, drafted):
    drafted.campaign.closed_at = db_now()
    drafted.campaign.save()
    client.force_login(head)

    assert client.post(address(drafted, "submit"), form(drafted)).status_code == 409
    drafted.refresh_from_db()
    assert drafted.state == State.DRAFTING


def test_moves_that_no_person_makes_have_no_page(client, secretary, open_plan):
    client.force_login(secretary)

    for verb in ("start", "redate", "cancel", "destroy"):
        assert client.get(address(open_plan, verb)).status_code == 404


def test_a_form_without_its_version_moves_nothing(client, head, drafted):
    client.force_login(head)

    assert client.post(address(drafted, "submit"), {}).status_code == 200
    drafted.refresh_from_db()
    assert drafted.state == State.DRAFTING


def test_what_was_written_when_the_session_ended_is_there_again(client, secretary, handed_in):
    client.post(address(handed_in, "refuse"), form(handed_in, note="Nộp nhầm văn bản"))
    client.force_login(secretary)
    # signing in keeps the anonymous session's text; force_login starts a new one
    session = client.session
    session["kept_text"] = {"path": address(handed_in, "refuse"), "data": "version=3&note=N%E1%BB%99p+nh%E1%BA%A7m"}
    session.save()

    assert "Nộp nhầm" in client.get(address(handed_in, "refuse")).content.decode()
