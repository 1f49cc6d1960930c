"""The pages on which the council prepares, previews, opens and closes campaigns, and units read them."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from campaigns.actions import save_draft
from campaigns.models import Campaign, LegalBasis, Obligation, Requirement
from campaigns.opening import open_campaign
from tests import factories as make
from tests.story import write_plan
from units.models import Kind, Role

pytestmark = pytest.mark.django_db
TITLE = "Thực hiện văn hóa công sở và nơi công cộng năm 2026"


@pytest.fixture
def draft(host, unit, other_unit):
    return make.CampaignFactory(code="PT-2024-009", host=host)


@pytest.fixture
def expired(db):
    return LegalBasis.objects.create(
        number="733/QĐ-TTg",
        title="Phong trào thi đua văn hóa công sở",
        issued_on=date(2019, 6, 14),
        valid_from=date(2019, 6, 14),
        valid_until=date(2025, 12, 31),
    )


def campaign_data(host, **changed):
    return {
        "code": "PT-2026-001",
        "host": host.pk,
        "year": "2026",
        "title": TITLE,
        "starts_on": "01/01/2026",
        "ends_on": "31/12/2026",
        "goals": "Nâng cao kỷ luật, kỷ cương.\nPhục vụ nhân dân tốt hơn.",
        "notice_days": "5",
        **changed,
    }


def requirement_data(**changed):
    return {
        "title": "Kế hoạch thực hiện",
        "kind": "plan",
        "frequency": "once",
        "scheme": "decree09",
        "due_rule": "date",
        "due_on": "29/02/2024",
        "groups": ["agency"],
        "needs_signature": "on",
        "grace_days": "60",
        "weight": "1",
        "position": "1",
        **changed,
    }


def text(response) -> str:
    return response.content.decode()


# --- who comes in ----------------------------------------------------------------------------------------------------

COUNCIL_PAGES = ["", "preview/"]
PREPARING_PAGES = ["edit/", "requirements/new/", "requirements/ke-hoach/", "requirements/ke-hoach/remove/"]


@pytest.mark.parametrize("page", COUNCIL_PAGES + PREPARING_PAGES)
def test_units_and_nobody_do_not_come_in(client, campaign, drafter, page):
    address = reverse("campaign-detail", args=[campaign.code]) + page

    assert client.get(address).status_code == 302
    client.force_login(drafter)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", COUNCIL_PAGES)
def test_the_whole_council_reads(client, campaign, member, observer, chair, page):
    for person in (member, observer, chair):
        client.force_login(person)
        assert client.get(reverse("campaign-detail", args=[campaign.code]) + page).status_code == 200


@pytest.mark.parametrize("page", PREPARING_PAGES)
def test_secretary_and_chair_prepare_the_rest_of_the_council_does_not(
    client, campaign, secretary, chair, member, observer, page
):
    for person, status in ((secretary, 200), (chair, 200), (member, 403), (observer, 403)):
        client.force_login(person)
        assert client.get(reverse("campaign-detail", args=[campaign.code]) + page).status_code == status


def test_another_councils_campaign_is_not_there(client, campaign, drafter):
    elsewhere = make.UnitFactory(code="UBND-MD", kind="host", cluster=None)
    stranger = make.person(Role.SECRETARY, elsewhere)
    client.force_login(stranger)

    for name in ("campaign-detail", "campaign-preview", "campaign-edit", "campaign-read", "requirement-new"):
        assert client.get(reverse(name, args=[campaign.code])).status_code == 404
    assert client.post(reverse("campaign-open", args=[campaign.code])).status_code == 404
    assert campaign.title not in text(client.get(reverse("campaign-list")))


def test_who_is_secretary_here_and_member_there_prepares_only_here(client, campaign, secretary):
    elsewhere = make.UnitFactory(code="UBND-MD", kind="host", cluster=None)
    other = make.CampaignFactory(code="MD-1", host=elsewhere)
    Membership = secretary.memberships.model
    Membership.objects.create(user=secretary, unit=elsewhere, role=Role.MEMBER, since=date(2020, 1, 1))
    client.force_login(secretary)

    assert client.get(reverse("campaign-detail", args=[other.code])).status_code == 200
    assert client.get(reverse("campaign-edit", args=[other.code])).status_code == 403


# --- preparing -------------------------------------------------------------------------------------------------------


def test_the_secretary_begins_a_campaign_and_is_warned_of_an_expired_basis(client, secretary, host, expired):
    client.force_login(secretary)

    response = client.post(reverse("campaign-new"), campaign_data(host, legal_bases=[expired.pk]), follow=True)

    campaign = Campaign.objects.get(code="PT-2026-001")
    assert response.redirect_chain[-1][0] == f"/council/campaigns/{campaign.code}/"
    assert (campaign.starts_on, campaign.ends_on, campaign.state) == (date(2026, 1, 1), date(2026, 12, 31), "draft")
    assert campaign.goals.splitlines() == ["Nâng cao kỷ luật, kỷ cương.", "Phục vụ nhân dân tốt hơn."]
    assert [basis.number for basis in campaign.expired_bases()] == ["733/QĐ-TTg"]
    assert "31/12/2025" in text(response)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "new"}, "code"),
        ({"code": "có dấu"}, "code"),
        ({"year": "26"}, "year"),
        ({"starts_on": "31/31/2026"}, "starts_on"),
        ({"ends_on": "01/12/2025"}, "__all__"),
        ({"title": ""}, "title"),
    ],
)
def test_a_mistake_is_told_and_nothing_typed_is_lost(client, secretary, host, wrong, field):
    client.force_login(secretary)

    response = client.post(reverse("campaign-new"), campaign_data(host, **{"goals": "Mục tiêu đã gõ", **wrong}))

    assert list(response.context["form"].errors) == [field]
    assert "Mục tiêu đã gõ" in text(response)
    assert not Campaign.objects.exists()


def test_a_code_that_is_taken_is_told(client, secretary, campaign, host):
    client.force_login(secretary)

    response = client.post(reverse("campaign-new"), campaign_data(host, code=campaign.code))

    assert list(response.context["form"].errors) == ["code"]


def test_a_host_that_is_not_ones_own_is_refused(client, secretary, host):
    elsewhere = make.UnitFactory(code="UBND-MD", kind="host", cluster=None)
    client.force_login(secretary)

    response = client.post(reverse("campaign-new"), campaign_data(elsewhere))

    assert "host" in response.context["form"].errors


def test_a_campaign_is_begun_from_last_years(client, secretary, campaign, host):
    Campaign.objects.filter(pk=campaign.pk).update(title="Phong trào năm 2024", goals="Năm 2024 đạt 100%.")
    client.force_login(secretary)

    page = client.get(reverse("campaign-new"), {"source": campaign.code})
    initial = page.context["form"].initial
    assert (initial["title"], initial["starts_on"], initial["code"]) == (
        "Phong trào năm 2025",
        date(2025, 1, 1),
        "PT-2025-001",
    )
    client.post(
        reverse("campaign-new"),
        campaign_data(host, source=campaign.code, code="PT-2025-001", year="2025", starts_on="01/01/2025"),
    )

    copied = Campaign.objects.get(code="PT-2025-001").requirements.get()
    assert (copied.code, copied.kind, copied.due_on) == ("ke-hoach", "plan", date(2025, 2, 28))
    assert campaign.requirements.count() == 1


def test_a_requirement_is_added_with_a_code_of_its_own(client, secretary, draft):
    client.force_login(secretary)

    for _time in range(2):
        response = client.post(reverse("requirement-new", args=[draft.code]), requirement_data())
        assert response.status_code == 302, response.context["form"].errors

    first, second = draft.requirements.order_by("id")
    assert (first.code, second.code) == ("ke-hoach-thuc-hien", "ke-hoach-thuc-hien-2")
    assert (first.groups, first.due_on, first.due_days, first.needs_signature) == (
        ["agency"],
        date(2024, 2, 29),
        None,
        True,
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"due_on": ""}, "due_on"),
        ({"due_rule": "days"}, "due_days"),
        ({"due_on": "30/02/2024"}, "due_on"),
        ({"kind": "poem"}, "kind"),
        ({"frequency": "monthly", "scheme": "school", "due_rule": "days", "due_days": "3"}, "scheme"),
        ({"frequency": "quarterly"}, "due_rule"),
        ({"weight": "0"}, "weight"),
        ({"groups": ["nobody"]}, "groups"),
    ],
)
def test_a_requirement_that_cannot_be_is_refused(client, secretary, draft, wrong, field):
    client.force_login(secretary)

    response = client.post(reverse("requirement-new", args=[draft.code]), requirement_data(**wrong))

    assert list(response.context["form"].errors) == [field]
    assert not draft.requirements.exists()


def test_days_after_the_cut_off_replace_the_date(client, secretary, draft):
    requirement = make.RequirementFactory(campaign=draft)
    client.force_login(secretary)
    address = reverse("requirement-edit", args=[draft.code, requirement.code])
    seen = client.get(address).context["form"].initial["seen"]

    client.post(address, requirement_data(due_rule="days", due_days="3", seen=seen))

    requirement.refresh_from_db()
    assert (requirement.due_on, requirement.due_days) == (None, 3)


def test_a_requirement_that_nobody_owes_can_be_taken_away(client, secretary, draft):
    requirement = make.RequirementFactory(campaign=draft)
    client.force_login(secretary)

    client.post(reverse("requirement-remove", args=[draft.code, requirement.code]))

    assert not Requirement.objects.filter(pk=requirement.pk).exists()


def test_once_units_owe_it_only_words_change_and_it_stays(client, secretary, campaign, submitted_plan, other_unit):
    requirement = campaign.requirements.get()
    client.force_login(secretary)
    address = reverse("requirement-edit", args=[campaign.code, requirement.code])
    form = client.get(address).context["form"]
    assert set(form.fields) == {"title", "instructions", "position", "seen"}

    client.post(address, requirement_data(title="Kế hoạch (bổ sung)", kind="paper", seen=form.initial["seen"]))
    client.post(reverse("requirement-remove", args=[campaign.code, requirement.code]))

    requirement.refresh_from_db()
    assert (requirement.title, requirement.kind, requirement.due_on) == (
        "Kế hoạch (bổ sung)",
        "plan",
        date(2024, 2, 29),
    )
    assert Obligation.objects.get(unit=other_unit).title == "Kế hoạch (bổ sung)"
    submitted_plan.refresh_from_db()
    assert submitted_plan.title == "Kế hoạch thực hiện phong trào"


def test_an_open_campaign_keeps_its_dates(client, secretary, campaign, host):
    client.force_login(secretary)
    address = reverse("campaign-edit", args=[campaign.code])
    seen = client.get(address).context["form"].initial["seen"]

    client.post(address, campaign_data(host, title="Tên mới", seen=seen))

    campaign.refresh_from_db()
    assert (campaign.title, campaign.starts_on, campaign.year) == ("Tên mới", date(2024, 1, 1), 2024)


def test_two_who_write_at_once_are_told(client, secretary, draft, host):
    client.force_login(secretary)
    address = reverse("campaign-edit", args=[draft.code])
    seen = client.get(address).context["form"].initial["seen"]
    Campaign.objects.filter(pk=draft.pk).update(title="Người khác đã sửa")

    refused = client.post(address, campaign_data(host, code=draft.code, title="Tôi sửa", seen=seen))

    draft.refresh_from_db()
    assert draft.title == "Người khác đã sửa"
    assert "Tôi sửa" in text(refused)
    again = refused.context["form"]["seen"].value()
    client.post(address, campaign_data(host, code=draft.code, title="Tôi sửa", seen=again))
    draft.refresh_from_db()
    assert draft.title == "Tôi sửa"


def test_a_closed_campaign_does_not_change(client, secretary, chair, campaign):
    client.force_login(chair)
    client.post(reverse("campaign-close", args=[campaign.code]))
    client.force_login(secretary)
    address = reverse("campaign-edit", args=[campaign.code])
    seen = client.get(address).context["form"].initial["seen"]

    client.post(address, {"title": "Sửa sau khi kết thúc", "seen": seen})
    client.post(reverse("requirement-new", args=[campaign.code]), requirement_data())

    campaign.refresh_from_db()
    assert (campaign.state, campaign.requirements.count()) == ("closed", 1)
    assert campaign.title != "Sửa sau khi kết thúc"


# --- preview, open, close --------------------------------------------------------------------------------------------


def test_what_was_previewed_is_opened(client, secretary, draft):
    make.RequirementFactory(campaign=draft, due_on=date(2030, 2, 10))
    client.force_login(secretary)

    page = client.get(reverse("campaign-preview", args=[draft.code]))
    seen = page.context["forecast"].signature
    assert "11/02/2030" in text(page) and "10/02/2030" in text(page)  # a Sunday moves to Monday
    response = client.post(reverse("campaign-open", args=[draft.code]), {"seen": seen}, follow=True)

    draft.refresh_from_db()
    assert (draft.state, draft.obligations.count(), draft.opened_by) == ("open", 2, secretary)
    assert "2" in text(response)


def test_what_has_changed_since_the_preview_is_shown_first(client, secretary, draft, host):
    make.RequirementFactory(campaign=draft)
    client.force_login(secretary)
    seen = client.get(reverse("campaign-preview", args=[draft.code])).context["forecast"].signature
    make.UnitFactory(code="NEW-1", parent=host)

    response = client.post(reverse("campaign-open", args=[draft.code]), {"seen": seen})

    assert response["Location"] == reverse("campaign-preview", args=[draft.code])
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_campaign_that_asks_for_nothing_is_not_opened(client, secretary, draft):
    client.force_login(secretary)
    page = client.get(reverse("campaign-preview", args=[draft.code]))

    client.post(reverse("campaign-open", args=[draft.code]), {"seen": page.context["forecast"].signature})

    draft.refresh_from_db()
    assert (draft.state, page.context["may_open"]) == ("draft", False)


def test_a_member_cannot_open_and_a_look_does_not_open(client, member, secretary, draft):
    make.RequirementFactory(campaign=draft)
    client.force_login(member)
    assert client.post(reverse("campaign-open", args=[draft.code]), {"seen": "2-2"}).status_code == 403
    client.force_login(secretary)
    assert client.get(reverse("campaign-open", args=[draft.code])).status_code == 405


def test_the_chair_alone_closes(client, secretary, chair, campaign):
    address = reverse("campaign-close", args=[campaign.code])
    client.force_login(secretary)
    assert client.post(address).status_code == 403
    client.force_login(chair)
    assert client.get(address).status_code == 200

    client.post(address)

    campaign.refresh_from_db()
    assert (campaign.state, campaign.closed_by) == ("closed", chair)


def test_a_new_date_is_shown_before_it_is_given(client, secretary, chair, host, unit, other_unit, drafter):
    campaign = make.CampaignFactory(code="PT-2030", host=host, starts_on=date(2026, 1, 1), ends_on=date(2031, 12, 31))
    requirement = make.RequirementFactory(campaign=campaign, due_on=date(2031, 3, 3))
    client.force_login(secretary)
    open_campaign(campaign, by=secretary)
    begun = Obligation.objects.get(unit=unit)
    save_draft(begun, write_plan, by=drafter, version=begun.version)
    address = reverse("requirement-redate", args=[campaign.code, requirement.code])
    data = {"due_rule": "date", "due_on": "16/03/2031", "note": "Lùi theo lịch họp"}  # a Sunday

    shown = client.post(address, data)
    assert (len(shown.context["planned"].moves), shown.context["planned"].started) == (1, 1)
    assert Obligation.objects.get(unit=other_unit).effective_due_at == make.end_of(2031, 3, 3)
    client.post(address, {**data, "confirmed": "1"})

    assert Obligation.objects.get(unit=other_unit).effective_due_at == make.end_of(2031, 3, 17)
    assert Obligation.objects.get(unit=unit).effective_due_at == make.end_of(2031, 3, 3)
    client.force_login(chair)
    assert client.get(address).status_code == 403


def test_who_would_be_asked_more_is_shown_before_with_whom_a_mail_reaches(client, secretary, chair, host, unit, head):
    campaign = make.CampaignFactory(code="PT-2030", host=host, starts_on=date(2026, 1, 1), ends_on=date(2031, 12, 31))
    requirement = make.RequirementFactory(campaign=campaign, due_on=date(2031, 3, 3), groups=["school"])
    make.UnitFactory(code="TH-1", kind=Kind.PRIMARY, parent=host)
    open_campaign(campaign, by=secretary)
    client.force_login(secretary)
    address = reverse("requirement-widen", args=[campaign.code, requirement.code])
    assert address in client.get(campaign.get_absolute_url()).content.decode()

    shown = client.post(address, {"groups": ["school", "agency"]})
    assert (shown.context["planned"].units, shown.context["told"].number) == (1, 1)
    assert str(head) in shown.content.decode()
    assert not Obligation.objects.filter(unit=unit).exists()
    stale = client.post(address, {"groups": ["school", "agency"], "confirmed": "7-7-0"})
    assert stale.status_code == 200
    confirmed = {"groups": ["school", "agency"], "confirmed": shown.context["planned"].signature}
    assert client.post(address, confirmed).status_code == 302
    assert Obligation.objects.filter(unit=unit).count() == 1


# --- lists and reading -----------------------------------------------------------------------------------------------


def test_the_list_filters_and_searches_without_diacritics(client, member, campaign, draft):
    client.force_login(member)
    address = reverse("campaign-list")

    def codes(**query):
        return [row.code for row in client.get(address, query).context["campaigns"]]

    Campaign.objects.filter(pk=campaign.pk).update(year=2025)
    assert codes() == [campaign.code, draft.code]  # the newest first
    assert codes(status="open") == [campaign.code]
    assert codes(status="draft", q="van hoa cong so") == [draft.code]
    assert codes(q="khong co") == []
    book = openpyxl.load_workbook(BytesIO(b"".join(client.get(address, {"format": "xlsx"}).streaming_content)))
    assert book.active.max_row == 3


def test_the_preview_as_a_workbook_has_every_obligation(client, member, draft):
    make.RequirementFactory(campaign=draft)
    client.force_login(member)

    answer = client.get(reverse("campaign-preview", args=[draft.code]), {"format": "xlsx"})

    assert openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active.max_row == 3


def test_a_unit_reads_the_campaign_it_takes_part_in_and_its_own_rows_alone(
    client, campaign, draft, drafter, plan, other_unit
):
    client.force_login(drafter)

    page = client.get(reverse("campaign-read", args=[campaign.code]))

    assert list(page.context["owed"]) == [plan]
    assert client.get(reverse("campaign-read", args=[draft.code])).status_code == 404


def test_the_detail_page_asks_as_many_questions_for_many_requirements(
    client, member, draft, django_assert_max_num_queries
):
    client.force_login(member)
    for number in range(8):
        make.RequirementFactory(campaign=draft, code=f"r{number}").clusters.add(make.ClusterFactory())
    with django_assert_max_num_queries(14):
        client.get(reverse("campaign-detail", args=[draft.code]))
    with django_assert_max_num_queries(26):
        client.get(reverse("campaign-preview", args=[draft.code]))
