"""Writing a draft: sections, autosave, what is said when something cannot be stored or somebody else was quicker."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from campaigns import deliverables
from campaigns.models import LegalBasis, Obligation, Paper, Plan, State
from campaigns.opening import open_campaign
from tests import factories as make
from tests.story import complete_plan
from units.clock import db_now
from units.models import Role
from units.workflow import Reason, advance


@pytest.fixture
def open_plan(campaign, plan) -> Obligation:
    return make.due_in(plan, days=10)


@pytest.fixture
def colleague(unit):
    return make.person(Role.DRAFTER, unit, username="dongnghiep", full_name="Lê Thị Hoa")


@pytest.fixture
def page(client, drafter, open_plan):
    client.force_login(drafter)
    return lambda section="": f"/obligations/{open_plan.pk}/edit/" + (f"{section}/" if section else "")


def hidden(response) -> dict[str, str]:
    """Return what the page carries along: version, fingerprint, page."""
    html = response.content.decode()
    return {
        name: re.search(rf'name="{name}" id="draft-{name}" value="([^"]*)"', html)[1]
        for name in ("version", "fingerprint", "page")
    }


HEADING = {
    "number": "05/KH-UBND",
    "issued_on": "5/3/2026",
    "signer_name": "Đặng Văn Đức",
    "signer_position": "Chủ tịch UBND xã",
}


# --- the task list --------------------------------------------------------------------------------------------------


def test_the_task_list_shows_each_section_with_what_is_missing(client, page, open_plan):
    response = client.get(page())

    html = response.content.decode()
    for section in ("heading", "objectives", "commitment", "activities", "scan"):
        assert f"/obligations/{open_plan.pk}/edit/{section}/" in html
    assert html.count("Chưa bắt đầu") == 5
    assert "Ghi số, ký hiệu và ngày ban hành kế hoạch" in html


def test_a_section_that_is_begun_counts_what_it_lacks(client, page):
    client.post(page("heading"), hidden(client.get(page("heading"))) | {"number": "05/KH-UBND"})

    html = client.get(page()).content.decode()
    assert "Còn thiếu 2 mục" in html


def test_a_section_with_everything_is_done(client, page):
    client.post(page("heading"), hidden(client.get(page("heading"))) | HEADING)

    assert "Đã xong" in client.get(page()).content.decode()


def test_strangers_find_nothing(client, stranger, open_plan):
    client.force_login(stranger)
    for address in ("", "heading/", "activities/", "scan/", "check/"):
        assert client.get(f"/obligations/{open_plan.pk}/edit/{address}").status_code == 404
    response = client.post(f"/obligations/{open_plan.pk}/edit/heading/", HEADING | {"version": "0"})
    assert response.status_code == 404
    assert not Plan.objects.exists()


def test_the_council_does_not_write_for_a_unit(client, secretary, open_plan):
    client.force_login(secretary)
    assert client.get(f"/obligations/{open_plan.pk}/edit/heading/").status_code == 403


def test_an_unknown_section_is_not_there(client, page):
    assert client.get(page("nothing")).status_code == 404


# --- saving ---------------------------------------------------------------------------------------------------------


def test_a_draft_takes_what_is_there_and_starts_the_obligation(client, page, open_plan):
    response = client.post(page("heading"), hidden(client.get(page("heading"))) | {"number": " 05/KH-UBND  "})

    assert response.status_code == 302
    open_plan.refresh_from_db()
    assert open_plan.state == State.DRAFTING
    assert open_plan.plan.number == "05/KH-UBND"
    assert open_plan.plan.issued_on is None


def test_saving_nothing_starts_nothing(client, page, open_plan):
    client.post(page("heading"), hidden(client.get(page("heading"))) | {"number": "", "action": "continue"})

    open_plan.refresh_from_db()
    assert (open_plan.state, open_plan.version) == (State.PENDING, 0)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05/12/2026", date(2026, 12, 5)),
        ("31/12/2026", date(2026, 12, 31)),
        ("5-3-2026", date(2026, 3, 5)),
        ("05032026", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
    ],
)
def test_days_are_read_with_the_day_first(client, page, open_plan, typed, day):
    client.post(page("heading"), hidden(client.get(page("heading"))) | {"issued_on": typed})

    assert Plan.objects.get().issued_on == day
    assert f'value="{day:%d/%m/%Y}"' in client.get(page("heading")).content.decode()


def test_a_day_that_is_none_is_said_at_the_field_and_nothing_typed_is_lost(client, page):
    typed = HEADING | {"issued_on": "31/02/2026"}
    response = client.post(page("heading"), hidden(client.get(page("heading"))) | typed)

    html = response.content.decode()
    assert response.status_code == 200
    assert "data-error-summary" in html
    assert html.count("“31/02/2026” không phải là ngày") == 2
    assert 'value="31/02/2026"' in html
    assert 'value="Đặng Văn Đức"' in html
    assert not Plan.objects.exists()


def test_text_is_stored_composed_and_clean(client, page):
    typed = {"objectives": "Nâng cao ky\u0309 luâ\u0323t\r\n\u200bdòng hai", "legal_bases": ""}
    client.post(page("objectives"), hidden(client.get(page("objectives"))) | typed)

    assert Plan.objects.get().objectives == "Nâng cao kỷ luật\ndòng hai"


def test_an_unusual_number_is_warned_of_and_kept(client, page):
    client.post(page("heading"), hidden(client.get(page("heading"))) | {"number": "KH số 5"})

    html = client.get(page("heading")).content.decode()
    assert Plan.objects.get().number == "KH số 5"
    assert "“KH số 5” khác dạng thường dùng" in html


@pytest.mark.parametrize("number", ["12/KH-UBND", "07/BB-HĐTĐKT", "05/KH-THCSNSL", "120/UBND-NV", "5a/QĐ-UBND"])
def test_usual_numbers_pass_without_a_word(client, page, number):
    client.post(page("heading"), hidden(client.get(page("heading"))) | {"number": number})

    assert "khác dạng thường dùng" not in client.get(page("heading")).content.decode()


@pytest.mark.parametrize(
    ("action", "target"), [("continue", "edit/objectives/"), ("back", "edit/"), ("stay", "edit/heading/")]
)
def test_the_buttons_lead_on_back_or_nowhere(client, page, action, target):
    response = client.post(page("heading"), hidden(client.get(page("heading"))) | HEADING | {"action": action})

    assert response.url.endswith(target)


def test_the_campaigns_legal_bases_come_in_by_the_button_alone(client, page, campaign):
    basis = LegalBasis.objects.create(
        number="522/QĐ-UBND", title="Quy tắc ứng xử", issued_on=date(2017, 1, 25), valid_from=date(2017, 1, 25)
    )
    gone = LegalBasis.objects.create(
        number="1/CT", title="Cũ", issued_on=date(2010, 1, 1), valid_from=date(2010, 1, 1), valid_until=date(2012, 1, 1)
    )
    campaign.legal_bases.set([basis, gone])

    response = client.get(page("objectives"))
    assert response.context["form"]["legal_bases"].value() in {None, ""}
    client.post(page("objectives"), hidden(response) | {"legal_bases": "Của tôi", "action": "suggest"})

    assert Plan.objects.get().legal_bases == "Của tôi\n522/QĐ-UBND — Quy tắc ứng xử"
    client.post(
        page("objectives"),
        hidden(client.get(page("objectives"))) | {"legal_bases": Plan.objects.get().legal_bases, "action": "suggest"},
    )
    assert Plan.objects.get().legal_bases.count("522/QĐ-UBND") == 1


# --- as one types ---------------------------------------------------------------------------------------------------


def autosave(client, address, data):
    return client.post(address, data, headers={"HX-Request": "true", "HX-Trigger": "draft"})


def test_autosave_says_when_it_saved_and_gives_the_new_version(client, page, open_plan):
    carried = hidden(client.get(page("heading")))
    response = autosave(client, page("heading"), carried | {"number": "05/KH-UBND"})

    html = response.content.decode()
    open_plan.refresh_from_db()
    assert "Đã lưu lúc" in html
    assert hidden(response)["version"] == str(open_plan.version) != carried["version"]
    assert hidden(response)["page"] == carried["page"]
    assert 'name="number"' not in html  # the fields being typed in are never replaced
    again = autosave(client, page("heading"), hidden(response) | {"number": "06/KH-UBND"})
    assert "Đã lưu lúc" in again.content.decode()
    assert Plan.objects.get().number == "06/KH-UBND"


def test_autosave_says_what_it_could_not_save(client, page):
    response = autosave(client, page("heading"), hidden(client.get(page("heading"))) | {"issued_on": "32/1/2026"})

    assert "Chưa lưu: Ngày ban hành: “32/1/2026” không phải là ngày" in response.content.decode()
    assert 'id="draft-version"' not in response.content.decode()
    assert not Plan.objects.exists()


def test_an_answer_lost_on_the_line_is_no_conflict_with_oneself(client, page):
    carried = hidden(client.get(page("heading")))
    autosave(client, page("heading"), carried | {"number": "05/KH-UB"})  # this answer never arrives

    response = client.post(page("heading"), carried | {"number": "05/KH-UBND"})

    assert response.status_code == 302
    assert Plan.objects.get().number == "05/KH-UBND"


# --- somebody else was quicker --------------------------------------------------------------------------------------


@pytest.fixture
def overtaken(client, page, colleague, drafter):
    """The drafter reads the heading; a colleague saves another one; the drafter, who knows nothing of it, is back."""
    carried = hidden(client.get(page("heading")))
    client.force_login(colleague)
    client.post(page("heading"), hidden(client.get(page("heading"))) | HEADING | {"number": "99/KH-UBND"})
    client.force_login(drafter)
    return carried


def test_a_conflict_keeps_the_text_and_shows_the_other_one(client, page, overtaken):
    response = client.post(page("heading"), overtaken | HEADING)

    html = response.content.decode()
    assert response.status_code == 409
    assert Plan.objects.get().number == "99/KH-UBND"
    assert "Lê Thị Hoa" in html
    assert 'value="05/KH-UBND"' in html
    assert "Hiện đang lưu: “99/KH-UBND”" in html
    assert html.count("Hiện đang lưu") == 1  # only what differs
    assert "hx-trigger" not in html.split('id="draft"')[1].split(">")[0]


def test_saving_over_the_other_is_a_second_press(client, page, overtaken):
    shown = client.post(page("heading"), overtaken | HEADING)
    response = client.post(page("heading"), hidden(shown) | HEADING | {"action": "stay"})

    assert response.status_code == 302
    assert Plan.objects.get().number == "05/KH-UBND"


def test_autosave_never_saves_over_somebody_else(client, page, overtaken):
    response = autosave(client, page("heading"), overtaken | HEADING)

    assert "Chưa lưu" in response.content.decode()
    assert "Lê Thị Hoa" in response.content.decode()
    assert Plan.objects.get().number == "99/KH-UBND"


def test_two_people_in_two_sections_do_not_disturb_each_other(client, page, colleague, drafter):
    carried = hidden(client.get(page("commitment")))
    client.force_login(colleague)
    client.post(page("heading"), hidden(client.get(page("heading"))) | HEADING)
    client.force_login(drafter)

    response = client.post(page("commitment"), carried | {"commitment": "Gương mẫu"})

    assert response.status_code == 302
    assert (Plan.objects.get().commitment, Plan.objects.get().number) == ("Gương mẫu", "05/KH-UBND")


def test_a_post_without_a_version_overwrites_nobody(client, page, overtaken):
    assert client.post(page("heading"), HEADING).status_code == 409


# --- the session ends -----------------------------------------------------------------------------------------------


def test_text_typed_after_the_session_ended_is_back_after_signing_in(client, page, drafter):
    carried = hidden(client.get(page("heading")))
    client.logout()
    response = client.post(page("heading"), carried | HEADING)
    assert response.status_code == 302
    client.force_login(drafter)

    html = client.get(page("heading")).content.decode()

    assert 'value="05/KH-UBND"' in html
    assert "Phiên làm việc đã kết thúc" in html
    assert client.post(page("heading"), carried | HEADING).status_code == 302
    assert Plan.objects.get().number == "05/KH-UBND"


def test_autosave_after_the_session_ended_leads_to_sign_in_and_keeps_the_text(client, page, drafter):
    carried = hidden(client.get(page("heading")))
    client.logout()
    response = autosave(client, page("heading"), carried | HEADING)

    assert response.status_code == 401
    assert response["HX-Redirect"].startswith("/accounts/login/?next=/obligations/")
    client.force_login(drafter)
    assert 'value="05/KH-UBND"' in client.get(page("heading")).content.decode()


def test_a_page_that_is_older_than_the_sign_in_loses_no_text(page, drafter):
    client = Client(enforce_csrf_checks=True)
    client.force_login(drafter)
    carried = hidden(client.get(page("heading"))) | {"csrfmiddlewaretoken": "x" * 64}

    refused = client.post(page("heading"), carried | HEADING)
    assert refused.status_code == 403
    assert "được giữ" in refused.content.decode()
    assert f'href="{page("heading")}"' in refused.content.decode()
    assert 'value="05/KH-UBND"' in client.get(page("heading")).content.decode()
    assert not Plan.objects.exists()


def test_passwords_are_never_kept(client, db):
    client.post("/accounts/password/change/", {"oldpassword": "cu-lam-roi", "password1": "moi-hon-nhieu"})
    assert "kept_text" not in client.session


def test_nothing_is_kept_of_a_form_from_elsewhere_that_nobody_signed_in_for(client, page):
    visitor = Client(enforce_csrf_checks=True)
    refused = visitor.post(page("heading"), HEADING)
    assert refused.status_code == 403
    assert "sessionid" not in refused.cookies


def test_a_long_plan_outlives_its_session(client, page, drafter):
    carried = hidden(client.get(page("objectives")))
    client.logout()
    client.post(page("objectives"), carried | {"objectives": "Kỷ cương, trách nhiệm. " * 4000})
    client.force_login(drafter)

    assert "Kỷ cương, trách nhiệm. Kỷ cương" in client.get(page("objectives")).content.decode()


# --- when nothing can be written ------------------------------------------------------------------------------------


@pytest.fixture
def complete(open_plan, drafter) -> Obligation:
    complete_plan(open_plan, by=drafter, at=db_now())
    return open_plan


def test_what_is_handed_in_leads_back_to_its_page_and_says_who_can_open_it(client, page, complete, head):
    advance(complete, "submit", by=head)

    for address in (page(), page("heading"), page("scan"), page("check")):
        response = client.get(address, follow=True)
        assert response.redirect_chain[0][0] == f"/obligations/{complete.pk}/"
        assert "Thường trực Hội đồng" in response.content.decode()


def test_what_is_with_the_head_says_so(client, page, complete, drafter):
    advance(complete, "send", by=drafter)

    assert "Thủ trưởng có thể chuyển lại" in client.get(page("heading"), follow=True).content.decode()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"waived_at": db_now}, "miễn"),
        ({"locks_at": lambda: make.days_ahead(-1), "due_at": lambda: make.days_ahead(-2)}, "Thường trực Hội đồng"),
        ({"cancelled_at": db_now}, "hủy"),
    ],
)
def test_locked_waived_and_cancelled_ones_say_why(client, page, open_plan, facts, sentence):
    Obligation.objects.filter(pk=open_plan.pk).update(**{name: value() for name, value in facts.items()})

    assert sentence in client.get(page("heading"), follow=True).content.decode()


def test_text_typed_while_the_head_handed_in_is_shown_to_be_copied(client, page, complete, head):
    carried = hidden(client.get(page("heading")))
    advance(complete, "submit", by=head)

    response = client.post(page("heading"), carried | HEADING | {"number": "77/KH-UBND"})

    assert response.status_code == 409
    assert 'value="77/KH-UBND"' in response.content.decode()
    assert Plan.objects.get().number == "05/KH-UBND"
    assert "Chưa lưu" in autosave(client, page("heading"), carried | HEADING).content.decode()


# --- reasons at their places ----------------------------------------------------------------------------------------


@pytest.fixture
def returned(complete, head, secretary) -> Obligation:
    advance(complete, "submit", by=head)
    reasons = [
        Reason("figures", "activities.1", "Chỉ tiêu chưa rõ"),
        Reason("section", "commitment", "Viết cụ thể hơn"),
    ]
    advance(complete, "return", by=secretary, note="Cần sửa 2 chỗ", due_at=make.days_ahead(20), reasons=reasons)
    return complete


def test_reasons_stand_on_the_task_list_and_at_their_places(client, page, returned):
    tasks = client.get(page()).content.decode()
    assert "Cần sửa 2 chỗ" in tasks
    assert tasks.count("Cần sửa</span>") == 2  # two sections to mend
    assert f'href="/obligations/{returned.pk}/edit/activities/#activity-1"' in tasks

    row = client.get(page("activities")).content.decode().split('id="activity-1"')[1]
    assert "Chỉ tiêu chưa rõ" in row
    assert "Viết cụ thể hơn" in client.get(page("commitment")).content.decode()
    assert "Viết cụ thể hơn" not in client.get(page("heading")).content.decode()


def test_reasons_are_gone_with_the_next_hand_in(client, page, returned, head, secretary):
    advance(returned, "submit", by=head)
    advance(
        returned,
        "return",
        by=secretary,
        reasons=[Reason("form", "heading", "Sai thể thức")],
        due_at=make.days_ahead(20),
    )

    html = client.get(page()).content.decode()
    assert "Sai thể thức" in html
    assert "Chỉ tiêu chưa rõ" not in html


# --- all answers ----------------------------------------------------------------------------------------------------


def test_the_page_of_all_answers_lists_what_is_missing_with_links(client, page, open_plan):
    response = client.get(page("check"))

    html = response.content.decode()
    assert "thiếu" in html
    assert f'<a href="/obligations/{open_plan.pk}/edit/commitment/">' in html
    assert reverse("obligation-move", args=[open_plan.pk, "send"]) not in html


def test_the_drafter_sends_and_the_head_signs(client, page, complete, head):
    drafters = client.get(page("check")).content.decode()
    assert f'action="/obligations/{complete.pk}/send/"' in drafters
    assert "Trình thủ trưởng ký" in drafters
    assert f'name="version" value="{complete.version}"' in drafters
    assert 'id="activities.1"' in drafters

    client.force_login(head)
    heads = client.get(page("check")).content.decode()
    assert f'action="/obligations/{complete.pk}/submit/"' in heads
    assert "Ký và nộp lên Hội đồng" in heads


def test_the_head_reads_it_all_while_it_waits_for_signature(client, page, complete, drafter, head):
    advance(complete, "send", by=drafter)
    html = client.get(page("check")).content.decode()
    assert "Đang chờ thủ trưởng" in html
    assert "/edit/heading/" not in html

    client.force_login(head)
    assert f'action="/obligations/{complete.pk}/submit/"' in client.get(page("check")).content.decode()


def test_where_no_signature_is_asked_the_drafter_hands_in(client, page, complete):
    Obligation.objects.filter(pk=complete.pk).update(needs_signature=False)

    html = client.get(page("check")).content.decode()
    assert f'action="/obligations/{complete.pk}/submit/"' in html
    assert "Nộp lên Hội đồng" in html


def test_the_button_hands_in(client, page, complete, head):
    client.force_login(head)
    version = re.search(r'name="version" value="(\d+)"', client.get(page("check")).content.decode())[1]

    client.post(f"/obligations/{complete.pk}/submit/", {"version": version})

    complete.refresh_from_db()
    assert complete.state == State.SUBMITTED


# --- a paper --------------------------------------------------------------------------------------------------------


def test_a_paper_is_written_in_the_same_way(client, drafter, campaign, secretary, unit):
    make.RequirementFactory(campaign=campaign, code="quy-che", kind="paper", title="Quy chế", due_on=date(2024, 3, 29))
    open_campaign(campaign, by=secretary)
    paper = make.due_in(Obligation.objects.get(unit=unit, kind="paper"), days=10)
    client.force_login(drafter)
    address = f"/obligations/{paper.pk}/edit/heading/"

    client.post(address, hidden(client.get(address)) | {"number": "12/QĐ-UBND", "summary": "Quy chế làm việc"})

    assert Paper.objects.get().summary == "Quy chế làm việc"
    assert "Quy chế làm việc" in client.get(f"/obligations/{paper.pk}/edit/check/").content.decode()
    assert client.get(f"/obligations/{paper.pk}/edit/").status_code == 200


# --- a content as it is read ----------------------------------------------------------------------------------------


def test_what_changed_is_marked_at_its_line_alone(complete):
    content = deliverables.of("plan").freeze(complete)

    html = render_to_string(
        "campaigns/plan_content.html", {"content": content, "changed": {"activities.1", "activities.1.lead", "number"}}
    )

    assert html.count('class="changed"') == 2
    assert '<div class="changed"><dt>Số, ký hiệu</dt>' in html
    assert '<div class="changed"><dt>Người, bộ phận phụ trách</dt>' in html
