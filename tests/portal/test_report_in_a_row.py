"""A unit that is late or missing again and again: every face of the report says how often."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from campaigns.opening import open_campaign
from portal.reports import asking, making
from portal.reports.render_docx import docx
from portal.reports.render_pdf import pdf
from portal.reports.render_xlsx import xlsx
from tests import factories as make
from tests.papers import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(host, unit, other_unit, secretary):
    """Two units that handed in nothing of three papers, due one after another."""
    campaign = make.CampaignFactory(code="PT-2024-001", host=host)
    for month in (2, 3, 4):
        make.RequirementFactory(
            campaign=campaign,
            code=f"ke-hoach-{month}",
            title=f"Kế hoạch tháng {month}",
            due_on=make.date(2024, month, 20),
        )
    open_campaign(campaign, by=secretary, at=make.moment(2024, 1, 15))
    campaign.refresh_from_db()
    asked = asking.ask(campaign, at=make.end_of(2024, 4, 30), by=secretary)
    assert making.make_next()
    asked.refresh_from_db()
    return asked


def test_the_frozen_figures_have_it(report):
    assert [unit["in_a_row"] for unit in report.snapshot["units"]] == [3, 3]


def test_the_page_says_it_in_words(client, report, secretary):
    client.force_login(secretary)

    assert "3 lần liên tiếp" in client.get(reverse("report-detail", args=[report.pk])).content.decode()


def test_word_and_pdf_have_a_column_for_it(report):
    lists = [table for table in opened(docx(report, address="")).tables if "Liên tiếp" in table.rows[0].cells[-1].text]
    assert [[row.cells[-1].text for row in table.rows[1:]] for table in lists] == [["3", "3"]] * 3

    pages = PdfReader(BytesIO(pdf(report, address=""))).pages
    assert "Liên tiếp" in " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_workbook_has_it_for_each_unit(report):
    sheet = load_workbook(BytesIO(xlsx(report)))["Đơn vị"]
    heads, *rows = sheet.iter_rows(values_only=True)

    assert [row[heads.index("Số kỳ liên tiếp muộn hoặc thiếu")] for row in rows] == [3, 3]
