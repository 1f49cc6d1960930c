"""Pages of conduct in a real browser, wide and on a phone: axe, nothing sideways, a quiet console, charts that draw."""

from types import SimpleNamespace

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from campaigns.models import Campaign
from conduct.codes import remove_clause, start_version
from conduct.incidents import count_incident
from conduct.models import Answer, Incident, Violation
from conduct.violations import confirm, report
from tests import factories as make
from tests.conduct import cast
from tests.conduct.conftest import answer_all
from tests.portal.test_frame_browser import assert_calm, visit  # noqa: F401
from tests.portal.test_todo_browser import signed_in
from tests.sizes import DESK, SWEPT
from units.models import Role
from units.workflow import advance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year(sheet, monthly, campaign, host, unit, drafter, head, secretary, version):
    """Checklists handed in and being written, inspectors who saw it otherwise, a draft of a code, incidents, a case."""
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=make.days_ahead(30).date())
    answer_all(sheet, by=drafter, TG_01={"assessed": 20, "complied": 15})
    advance(sheet, "submit", by=head)
    lead = make.person(Role.OBSERVER, host, username="thanhtra")
    inspection = cast.inspection_of(host, [unit], lead=lead, others=[], by=secretary)
    on_site = cast.visit_under_way(inspection, unit, lead=lead, by=secretary)
    cast.answer_all(on_site, by=lead, verdict="partly")
    advance(on_site, "present", by=lead)
    draft = start_version(version.code)
    remove_clause(draft.clauses.get(code="TG-01"))
    month = localdate().replace(day=1)
    count_incident(unit, month, Incident(kind="litter", place="road", number=4, handled=3), by=drafter)
    facts = {"unit": unit, "clause": version.clauses.get(code="TG-02"), "occurred_on": month}
    case = report(Violation(description="Bỏ vị trí trực từ 14 giờ", **facts), host=host, by=secretary)
    confirm(case, name="Trịnh Văn Thử", by=head)
    return SimpleNamespace(sent=sheet, sheet=monthly[-2], unit=unit, case=case, month=month)


@pytest.mark.parametrize("size", SWEPT)
def test_the_council_s_pages_are_calm(visit, live_server, year, secretary, size):  # noqa: F811
    page = signed_in(visit, secretary, "/council/conduct/", size=size)
    expect(page.locator("figure[data-ready=true]")).to_have_count(2)
    assert_calm(page)
    for path in (
        "/council/conduct/clauses/TG-01/",
        f"/council/conduct/clusters/{year.unit.cluster.code}/",
        f"/council/conduct/units/{year.unit.code}/",
        "/council/incidents/",
        "/violations/",
        "/violations/new/",
        "/violations/export/",
        f"/violations/{year.case.pk}/",
        "/council/privacy/",
        f"/council/review/{year.sent.pk}/",
    ):
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, path
        assert_calm(page)


@pytest.mark.parametrize("size", SWEPT)
def test_the_unit_s_pages_are_calm(visit, live_server, year, head, size):  # noqa: F811
    page = signed_in(visit, head, "/todo/", size=size)
    for path in (
        f"/obligations/{year.sheet.pk}/edit/",
        f"/obligations/{year.sheet.pk}/edit/tg/",
        f"/obligations/{year.sheet.pk}/edit/mt/",
        f"/obligations/{year.sent.pk}/",
        f"/incidents/{year.month.year}/{year.month.month}/",
        "/violations/",
        f"/violations/{year.case.pk}/",
    ):
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, path
        assert_calm(page)


@pytest.mark.parametrize("size", SWEPT)
def test_the_codes_are_calm_to_read_and_to_write(visit, live_server, year, administrator, size):  # noqa: F811
    page = signed_in(visit, administrator, "/codes/", size=size)
    for path in (
        "/codes/",
        "/codes/can-bo/",
        "/codes/can-bo/card/",
        "/codes/can-bo/poster/",
        "/codes/can-bo/versions/2/",
        "/codes/can-bo/versions/2/compare/",
        "/codes/can-bo/versions/2/edit/",
        "/codes/can-bo/versions/2/publish/",
        "/codes/can-bo/versions/2/clauses/new/",
        "/codes/can-bo/versions/2/clauses/TG-02/",
        "/codes/can-bo/versions/2/clauses/TG-02/remove/",
    ):
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, path
        assert_calm(page)


def test_a_click_on_the_map_leads_to_the_units(visit, year, secretary):  # noqa: F811
    page = signed_in(visit, secretary, "/council/conduct/", size=DESK)
    expect(page.locator("figure[data-ready=true]")).to_have_count(2)
    page.locator("#heat-spec").wait_for(state="attached")
    page.locator("figure[data-chart=heat-spec] .mark-rect path").first.click()
    page.wait_for_url("**/council/conduct/clauses/**")

    assert year.unit.short_name in page.content() or year.unit.name in page.content()


@pytest.mark.parametrize("size", SWEPT)
def test_an_answer_is_saved_as_it_is_tapped_and_what_is_left_counts_down(visit, year, drafter, size):  # noqa: F811
    page = signed_in(visit, drafter, f"/obligations/{year.sheet.pk}/edit/mt/", size=size)
    left = page.locator("#answers-left")
    before = left.inner_text()
    tile = page.locator("#answer-MT-01 .tile").first
    assert tile.bounding_box()["height"] >= 44
    tile.click()
    expect(left).not_to_have_text(before)

    answer = Answer.objects.of(year.sheet).get(clause__code="MT-01")
    assert answer.verdict == "met"
    page.reload()
    assert page.locator("#answer-MT-01 input[type=radio]").first.is_checked()
