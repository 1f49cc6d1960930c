"""From a figure or a bar of a report down to its frozen rows."""

import pytest
from django.urls import reverse

from portal.reports import asking, making
from portal.reports.comparison import FLAGS
from portal.reports.rows import behind
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(history, secretary):
    made = asking.ask(history, at=make.end_of(2024, 3, 31), by=secretary)
    assert making.make_next()
    made.refresh_from_db()
    return made


def test_the_rows_of_a_figure_are_as_many_as_the_figure_says(report):
    for flag in FLAGS:
        assert len(behind(report.snapshot, report.words, {"figure": flag})) == report.snapshot["totals"][flag], flag
    for unit in report.snapshot["units"]:
        assert len(behind(report.snapshot, report.words, {"unit": unit["code"], "figure": "due"})) == unit["due"]
    assert behind(report.snapshot, report.words, {"group": "school"}) == []


def test_bars_and_figures_of_the_page_lead_to_them(client, report, secretary, unit):
    client.force_login(secretary)
    page = client.get(report.get_absolute_url())

    address = reverse("report-rows", args=[report.pk])
    assert {bar["url"] for bar in page.context["chart"]["data"]["values"]} == {f"{address}?cluster={unit.cluster.code}"}
    assert f'href="{address}?unit={unit.code}"' in page.content.decode()


def test_the_page_shows_the_chosen_rows_as_they_were_frozen(client, report, secretary, unit, other_unit):
    type(unit).objects.update(name="Tên mới")
    client.force_login(secretary)
    page = client.get(reverse("report-rows", args=[report.pk]), {"figure": "overdue"}).content.decode()

    assert "Ủy ban nhân dân xã Tốt Động" in page
    assert page.count('<th scope="row">') == 1
    unknown = client.get(reverse("report-rows", args=[report.pk]), {"unit": "khac"}).content.decode()
    assert unknown.count('<th scope="row">') == 2  # what the report does not know is left out, and told


def test_to_another_council_they_are_not_there(client, report, foreigner):
    client.force_login(foreigner)
    assert client.get(reverse("report-rows", args=[report.pk])).status_code == 404
