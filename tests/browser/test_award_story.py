"""From nomination to certificate in a real browser, with a real worker: everybody on their own pages."""

import io
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from pypdf import PdfReader

from campaigns.opening import open_campaign
from conduct.models import Decision, Nomination, Session
from tests import factories as make
from tests import processes
from tests.browser.test_story import fill, sign_in
from tests.conduct import councils
from tests.conduct.dossiers import an_award
from tests.papers import squeezed
from tests.story import PDF
from units.clock import db_now
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["sign_in"]  # a fixture
PATIENCE = 90_000  # milliseconds, for what the worker makes
NAME = "Nguyễn Thị Tiêu Biểu"
MERIT = "Đã có thành tích tiêu biểu trong tiếp công dân năm nay"


@pytest.fixture
def movement(host, unit, secretary):
    """A movement of this year in which the unit takes part, and an award that is voted on openly."""
    today = localdate()
    span = {"starts_on": today - timedelta(days=60), "ends_on": today + timedelta(days=60)}
    campaign = make.CampaignFactory(code="PT-NAY", host=host, year=today.year, **span)
    make.RequirementFactory(campaign=campaign, due_on=today + timedelta(days=20))
    open_campaign(campaign, by=secretary, at=db_now() - timedelta(days=45))
    an_award(vote_rule=councils.rule(secrecy="open"))
    return campaign


def confirm(page, name):
    """Press what leads to the page of a step, then the button on it."""
    page.locator("main .actions a, main .page-head a", has_text=name).first.click()
    page.wait_for_load_state()
    page.locator("main form button", has_text=name).last.click()
    page.wait_for_load_state()


def test_from_nomination_to_certificate(movement, host, drafter, head, secretary, chair, member, sign_in, live_server):
    others = [make.person(Role.MEMBER, host, full_name=name) for name in ("Đỗ Văn Bình", "Vũ Thị Chi")]
    at = live_server.url

    # the clerk writes; the checks answer as one types
    clerk = sign_in(drafter)
    clerk.goto(f"{at}/nominations/new/")
    clerk.locator("[name=award]").select_option(label="Giấy khen giay-khen")
    fill(clerk, name=NAME)
    clerk.get_by_role("button", name="Lập hồ sơ").click()
    clerk.wait_for_url("**/edit/")
    nomination = Nomination.objects.get()
    fill(
        clerk,
        position="Công chức Văn hóa - Xã hội",
        standing="direct",
        merit=MERIT,
        achievement_1="Tiếp 1.240 lượt công dân, không có phản ánh.",
        achievement_2="Được tập thể bình xét 19/20 phiếu.",
        met_on=f"{localdate() - timedelta(days=2):%d/%m/%Y}",
        meeting_members="21",
        meeting_present="20",
        meeting_yes="19",
        letter_number="ba",
    )
    clerk.locator("#check-number .is-late").wait_for()
    fill(clerk, letter_number="03/TTr-UBND")
    clerk.locator("#check-number .is-accepted").wait_for()
    clerk.locator("[name=file]").set_input_files({"name": "biên bản.pdf", "mimeType": "application/pdf", "buffer": PDF})
    clerk.locator("#evidence button", has_text="Thêm").click()
    clerk.get_by_text("biên bản.pdf").first.wait_for()
    clerk.goto(f"{at}/nominations/{nomination.pk}/check/")
    confirm(clerk, "Trình ký")

    # the head signs, the office finds it eligible
    signer = sign_in(head)
    signer.goto(f"{at}/nominations/{nomination.pk}/")
    confirm(signer, "Ký nộp")
    office = sign_in(secretary)
    office.goto(f"{at}/council/nominations/")
    office.get_by_role("link", name=NAME).click()
    office.wait_for_load_state()
    confirm(office, "Xác nhận đủ điều kiện")

    # the council sits
    office.goto(f"{at}/council/sessions/new/")
    fill(office, title="Phiên họp xét khen thưởng", place="Hội trường")
    fill(office, held_on=f"{localdate():%d/%m/%Y}", held_time="14:00")
    office.locator("main form button.btn-primary").click()
    office.wait_for_url("**/agenda/")
    office.locator("[name=add]").check()
    office.locator("main form button.btn-primary").last.click()
    office.wait_for_load_state()
    session = Session.objects.get()
    page_of_session = f"{at}/council/sessions/{session.pk}/"
    convene = f"{page_of_session}convene/"
    office.goto(convene)
    office.locator("main form button.btn-primary").click()
    office.wait_for_load_state()
    office.goto(f"{page_of_session}members/")
    office.locator("main button[name=all]").click()
    office.wait_for_load_state()
    president = sign_in(chair)
    press(president, f"{page_of_session}open/")
    for person, page in [(chair, president), *((one, sign_in(one)) for one in (member, *others))]:
        page.goto(f"{page_of_session}vote/")
        page.locator("input[type=radio][value=y]").check(force=True)
        page.locator("[name=sure]").check(force=True)
        page.locator("main form button.btn-primary").click()
        page.wait_for_load_state()
        assert "phiếu" in page.locator("main").inner_text().lower(), person
    press(president, f"{page_of_session}close/")
    press(president, f"{page_of_session}approve/")
    nomination.refresh_from_db()
    assert nomination.state == "approved"

    # the decision is drafted, printed, recorded; the worker makes the certificates
    office.goto(f"{at}/council/decisions/new/")
    fill(office, title="Về việc khen thưởng năm nay")
    office.locator("[name=add]").check()
    office.locator("main form button.btn-primary").click()
    office.wait_for_load_state()
    decision = Decision.objects.get()
    assert office.request.get(f"{at}/decisions/{decision.pk}/decision.docx").ok
    office.goto(f"{at}/decisions/{decision.pk}/issue/")
    fill(office, number="1245/QĐ-UBND", issued_on=f"{localdate():%d/%m/%Y}", signer_name="Lê Văn An")
    fill(office, signer_position="Chủ tịch")
    office.locator("[name=scan]").set_input_files(
        {"name": "quyết định.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    office.locator("main form button.btn-primary").click()
    office.wait_for_load_state()
    environment = processes.environment()
    with processes.beat(environment), processes.worker(environment):
        office.goto(f"{at}/decisions/{decision.pk}/certificates/")
        office.get_by_role("button", name="Lập tệp").click()
        link = office.get_by_role("link", name="1 giấy khen trong một tệp PDF")
        link.wait_for(timeout=PATIENCE)
    body = office.request.get(at + link.get_attribute("href")).body()
    words = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages))
    assert squeezed(NAME) in words
    assert squeezed(MERIT) in words
    assert squeezed("1245/QĐ-UBND") in words

    # anybody can check it, and only now is the name public
    nobody = office.context.browser.new_context(locale="vi-VN").new_page()
    nobody.goto(f"{at}/verify/{decision.code}/")
    assert NAME in nobody.locator("main").inner_text()
    nobody.context.close()


def press(page, address):
    """Open the page of a step and make it."""
    page.goto(address)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
