"""The secretary chooses which figures a progress report gives, on the form of the requirement."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from campaigns.models import Campaign, Indicator, Requirement
from campaigns.progress import ReportDraft
from tests import factories as make
from tests.campaigns.reports import again, ask_for_reports, hand_in, report_of
from tests.campaigns.test_campaign_pages import requirement_data

pytestmark = pytest.mark.django_db
CODES = ("documents-in", "documents-signed", "money-saved")


@pytest.fixture
def indicators(db) -> dict[str, Indicator]:
    call_command("fill_indicators", stdout=StringIO())
    return {indicator.code: indicator for indicator in Indicator.objects.all()}


@pytest.fixture
def draft(host, unit) -> Campaign:
    return make.CampaignFactory(code="PT-2024-009", host=host)


def form_of(client, requirement: Requirement) -> str:
    return reverse("requirement-edit", args=[requirement.campaign.code, requirement.code])


def ticked(client, address: str) -> set[int]:
    return set(client.get(address).context["form"]["indicators"].value())


def codes(requirement: Requirement) -> set[str]:
    return set(requirement.indicators.values_list("code", flat=True))


def test_every_indicator_in_use_is_offered_with_its_unit_of_measure(client, secretary, draft, indicators):
    Indicator.objects.filter(code="drives").update(is_active=False)
    client.force_login(secretary)
    html = client.get(reverse("requirement-new", args=[draft.code])).content.decode()

    for indicator in indicators.values():
        box = f'name="indicators" value="{indicator.pk}"'
        assert (box in html) is (indicator.code != "drives"), indicator.code
    assert indicators["money-saved"].measure in html


def test_the_ticked_ones_are_asked_for(client, secretary, draft, indicators):
    client.force_login(secretary)
    chosen = [indicators[code].pk for code in CODES]
    data = requirement_data(kind="progress", title="Báo cáo", indicators=chosen)
    client.post(reverse("requirement-new", args=[draft.code]), data)

    requirement = draft.requirements.get()
    assert codes(requirement) == set(CODES)
    assert ticked(client, form_of(client, requirement)) == set(chosen)


def test_only_a_progress_report_gives_figures(client, secretary, draft, indicators):
    client.force_login(secretary)
    client.post(reverse("requirement-new", args=[draft.code]), requirement_data(indicators=[indicators["drives"].pk]))

    assert not draft.requirements.get().indicators.exists()


def test_what_is_no_indicator_is_refused_and_the_rest_stays_ticked(client, secretary, draft, indicators):
    client.force_login(secretary)
    data = requirement_data(kind="progress", indicators=[indicators["drives"].pk, 999_999])
    response = client.post(reverse("requirement-new", args=[draft.code]), data)

    assert response.context["form"].errors["indicators"]
    assert f'value="{indicators["drives"].pk}"' in response.content.decode()
    assert not draft.requirements.exists()


def test_a_change_meets_drafts_and_leaves_what_was_handed_in(client, secretary, campaign, plan, unit, other_unit, head):
    requirement = ask_for_reports(campaign, by=secretary, at=make.moment(2024, 1, 16))
    sent, open_one = (report_of(one, ends=date(2024, 3, 14)) for one in (unit, other_unit))
    hand_in(sent, by=head, at=make.moment(2024, 3, 15))
    before = sent.events.get(verb="submit").content
    client.force_login(secretary)
    page = client.get(form_of(client, requirement))
    kept = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    kept |= {"indicators": [Indicator.objects.get(code="documents-in").pk]}
    response = client.post(form_of(client, requirement), {name: "" if v is None else v for name, v in kept.items()})

    assert response.status_code == 302, response.context["form"].errors
    assert codes(requirement) == {"documents-in"}
    assert [value.indicator.code for value in ReportDraft.of(again(open_one)).values] == ["documents-in"]
    assert sent.events.get(verb="submit").content == before
