"""The reports' pages and files: who may see them, what they show, that all faces tell the same."""

import csv
import io
import json

import openpyxl
import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from portal.models import Report, ReportState
from portal.models.report import Step
from portal.reports import asking, making
from tests import factories as make
from units.models import Kind, Role
from units.workflow import content_hash

END = make.end_of(2024, 3, 31)
FACES = ("json", "xlsx", "csv", "docx", "pdf")


@pytest.fixture
def report(history, secretary):
    report = asking.ask(history, at=END, by=secretary)
    assert making.make_next()
    report.refresh_from_db()
    return report


def addresses(report):
    return [report.get_absolute_url(), *(reverse("report-face", args=[report.pk, face]) for face in FACES)]


# --- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["secretary", "member", "chair", "observer"])
def test_the_council_reads_its_reports(client, report, request, role):
    client.force_login(request.getfixturevalue(role))

    for address in [reverse("report-list"), *addresses(report)]:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("role", ["drafter", "head", "stranger", "administrator"])
def test_nobody_else_comes_in(client, report, request, role):
    client.force_login(request.getfixturevalue(role))

    for address in [reverse("report-list"), reverse("report-new")]:
        assert client.get(address).status_code == 403, address
    for address in addresses(report):
        assert client.get(address).status_code == 404, address


def test_a_stranger_without_an_account_is_led_to_the_sign_in(client, report):
    for address in [reverse("report-list"), *addresses(report)]:
        assert client.get(address).status_code == 302, address


def test_to_another_council_it_is_not_there(client, report):
    elsewhere = make.UnitFactory(code="UBND-QO", name="Ủy ban nhân dân huyện Quốc Oai", kind=Kind.HOST, cluster=None)
    client.force_login(make.person(Role.SECRETARY, elsewhere))

    assert str(report.campaign) not in client.get(reverse("report-list")).content.decode()
    for address in addresses(report):
        assert client.get(address).status_code == 404, address
    assert client.post(reverse("report-again", args=[report.pk])).status_code == 404
    asked = client.post(reverse("report-new"), {"campaign": report.campaign_id, "day": "31/03/2024"})
    assert asked.status_code == 200
    assert Report.objects.count() == 1


@pytest.mark.parametrize("role", ["member", "observer"])
def test_members_and_observers_ask_for_none(client, campaign, request, role):
    client.force_login(request.getfixturevalue(role))

    assert client.post(reverse("report-new"), {"campaign": campaign.pk}).status_code == 403
    assert reverse("report-new") not in client.get(reverse("report-list")).content.decode()


# --- asking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["secretary", "chair"])
def test_asking_writes_a_row_for_the_end_of_the_day(client, campaign, request, role):
    client.force_login(request.getfixturevalue(role))

    answer = client.post(reverse("report-new"), {"campaign": campaign.pk, "day": "14/12/2024", "group": "school"})

    report = Report.objects.get()
    assert answer.url == report.get_absolute_url()
    assert (report.state, report.group) == (ReportState.QUEUED, "school")
    assert report.as_of == make.end_of(2024, 12, 14)


def test_without_a_day_it_is_as_of_now(client, campaign, secretary):
    client.force_login(secretary)

    client.post(reverse("report-new"), {"campaign": campaign.pk, "day": ""})

    assert abs((Report.objects.get().as_of - Report.objects.get().requested_at).total_seconds()) < 5


@pytest.mark.parametrize("day", ["01/01/2999", "31/02/2024", "14/01/2024", "mai"])
def test_a_day_that_is_none_lies_ahead_or_before_the_opening_is_refused(client, campaign, secretary, day):
    client.force_login(secretary)

    answer = client.post(reverse("report-new"), {"campaign": campaign.pk, "day": day})

    assert answer.status_code == 200
    assert "day" in answer.context["form"].errors
    assert not Report.objects.exists()


# --- being made -----------------------------------------------------------------------------------------------------


def test_while_it_is_made_the_page_shows_how_far_it_is(client, history, secretary):
    report = asking.ask(history, at=END, by=secretary)
    client.force_login(secretary)
    assert "Đang chờ lập" in client.get(report.get_absolute_url()).content.decode()

    Report.objects.update(state=ReportState.RUNNING, step=Step.COUNTING, units_done=1, units_all=2)
    page = client.get(report.get_absolute_url()).content.decode()
    part = client.get(report.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    for text in (page, part):
        assert "1/2" in text
        assert "every 1s" in text
        assert "Tải lại" in text
    assert "<html" in page
    assert "<html" not in part


def test_when_it_is_ready_htmx_is_told_to_load_the_page(client, report, secretary):
    client.force_login(secretary)

    assert client.get(report.get_absolute_url(), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_failed_report_says_what_to_do_and_can_be_tried_again(client, history, secretary, member):
    report = asking.ask(history, at=END, by=secretary)
    Report.objects.update(state=ReportState.FAILED, error="OperationalError", attempts=5)
    again = reverse("report-again", args=[report.pk])
    client.force_login(member)
    assert again not in client.get(report.get_absolute_url()).content.decode()

    client.force_login(secretary)
    assert again in client.get(report.get_absolute_url()).content.decode()
    client.post(again)
    report.refresh_from_db()
    assert (report.state, report.attempts) == (ReportState.QUEUED, 0)


def test_a_report_that_is_not_ready_has_no_files(client, history, secretary):
    report = asking.ask(history, at=END, by=secretary)
    client.force_login(secretary)

    for face in FACES:
        assert client.get(reverse("report-face", args=[report.pk, face])).status_code == 404


# --- faces ----------------------------------------------------------------------------------------------------------


def test_the_page_has_the_official_outline_the_figures_and_the_proof(client, report, secretary):
    client.force_login(secretary)

    page = client.get(report.get_absolute_url()).content.decode()

    for text in ("I. Tình hình chỉ đạo", "II. Kết quả", "III. Tồn tại", "IV. Phương hướng"):
        assert text in page
    assert "1/2 (50%)" in page
    assert report.sha256 in page
    assert report.code in page
    assert "style=" not in page


def test_the_json_is_the_snapshot_with_its_hash(client, report, secretary):
    client.force_login(secretary)

    answer = client.get(reverse("report-face", args=[report.pk, "json"]))

    told = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="bao-cao-2024-03-31.json"'
    sha256 = told.pop("sha256")
    assert (told, sha256) == (report.snapshot, content_hash(told))


def test_the_workbook_holds_the_rows_behind_each_figure(client, report, secretary):
    client.force_login(secretary)

    answer = client.get(reverse("report-face", args=[report.pk, "xlsx"]))

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.worksheets) == 8
    assert len(book["Biểu đồ"]._images) == 1  # the chart of the other faces
    rows = list(book.worksheets[-1].values)
    head, obligations = rows[0], rows[1:]
    assert len(obligations) == len(report.snapshot["rows"])
    names = ("due", "submitted", "on_time", "accepted", "overdue", "late", "waived")
    for place, name in enumerate(names, start=len(head) - len(names)):
        assert sum(row[place] for row in obligations) == report.snapshot["totals"][name]


def test_the_csv_file_holds_the_same_rows(client, report, secretary):
    client.force_login(secretary)

    answer = client.get(reverse("report-face", args=[report.pk, "csv"]))

    assert answer.content.startswith("\ufeff".encode())  # by which spreadsheet programs know UTF-8
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert len(rows) == len(report.snapshot["rows"])
    names = ("due", "submitted", "on_time", "accepted", "overdue", "late", "waived")
    for place, name in enumerate(names, start=len(head) - len(names)):
        assert sum(int(row[place]) for row in rows) == report.snapshot["totals"][name]
    assert any("2024-02-29T23:59:59+07:00" in row for row in rows)


def test_text_in_the_csv_file_is_never_a_formula(client, history, secretary, other_unit):
    history.participations.filter(unit=other_unit).update(unit_name="=HYPERLINK(1)")
    report = asking.ask(history, at=END, by=secretary)
    making.make_next()
    client.force_login(secretary)

    text = client.get(reverse("report-face", args=[report.pk, "csv"])).content.decode("utf-8-sig")

    names = {row[1] for row in csv.reader(io.StringIO(text))}
    assert "'=HYPERLINK(1)" in names
    assert not any(name.startswith("=") for name in names)


def test_text_in_the_workbook_is_never_a_formula(client, history, secretary, other_unit):
    history.participations.filter(unit=other_unit).update(unit_name="=HYPERLINK(1)")
    report = asking.ask(history, at=END, by=secretary)
    making.make_next()
    client.force_login(secretary)

    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("report-face", args=[report.pk, "xlsx"])).content))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_word_file_tells_the_same_figures(client, report, secretary):
    client.force_login(secretary)

    answer = client.get(reverse("report-face", args=[report.pk, "docx"]))

    assert answer["Content-Disposition"] == 'attachment; filename="bao-cao-2024-03-31.docx"'
    paper = Document(io.BytesIO(answer.content))
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert {"1/2 (50%)", "Tổng cộng"} <= cells
    assert f"Mã kiểm tra: {report.code}" in "".join(cells)


def test_the_pdf_tells_the_same_figures(client, report, secretary):
    client.force_login(secretary)

    answer = client.get(reverse("report-face", args=[report.pk, "pdf"]))

    assert answer["Content-Disposition"] == 'attachment; filename="bao-cao-2024-03-31.pdf"'
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "1/2 (50%)" in text
    assert f"Mã kiểm tra: {report.code}" in text


def test_all_faces_show_the_chart_that_was_drawn_once(client, report, secretary):
    """The page has the description, Word the dots, PDF the lines: of the same numbers."""
    client.force_login(secretary)

    spec = client.get(report.get_absolute_url()).context["chart"]
    page = PdfReader(io.BytesIO(client.get(reverse("report-face", args=[report.pk, "pdf"])).content)).pages
    drawn = "".join(one.extract_text() for one in page)

    for bar in spec["data"]["values"]:
        assert bar["label"] in report.chart_svg
        assert bar["label"] in drawn
        assert bar["part"] in report.chart_svg


def test_a_name_with_signs_of_markup_is_text_in_the_word_file(client, history, secretary, other_unit):
    history.participations.filter(unit=other_unit).update(unit_name="Xã <w:br/> & {{ 7*7 }} {% if %}")
    report = asking.ask(history, at=END, by=secretary)
    making.make_next()
    client.force_login(secretary)

    paper = Document(io.BytesIO(client.get(reverse("report-face", args=[report.pk, "docx"])).content))

    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert "Xã <w:br/> & {{ 7*7 }} {% if %}" in cells


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_list_filters_and_goes_out_as_a_workbook(client, report, secretary, history):
    asking.ask(history, at=END, by=secretary, group="school")
    client.force_login(secretary)

    assert len(client.get(reverse("report-list")).context["page"]) == 2
    assert len(client.get(reverse("report-list"), {"status": "ready"}).context["page"]) == 1
    assert len(client.get(reverse("report-list"), {"group": "school", "campaign": history.code}).context["page"]) == 1
    assert client.get(reverse("report-list"), {"status": "nonsense", "page": "x"}).status_code == 200
    answer = client.get(reverse("report-list"), {"format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.active.max_row == 3


@pytest.mark.parametrize(
    ("query", "found"), [("van hoa", 1), ("PHẠM THỊ dung", 1), ("bc-", 1), ("không có", 0), ("%", 1)]
)
def test_the_list_is_searched_without_diacritics(client, report, secretary, query, found):
    client.force_login(secretary)

    assert len(client.get(reverse("report-list"), {"q": query}).context["page"]) == found


def test_a_second_click_queues_nothing_more(client, campaign, secretary):
    client.force_login(secretary)
    asked = {"campaign": campaign.pk, "day": "14/12/2024"}

    assert client.post(reverse("report-new"), asked).url == client.post(reverse("report-new"), asked).url


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_reports(
    client, history, secretary, django_assert_max_num_queries
):
    client.force_login(secretary)
    for day in range(2):
        asking.ask(history, at=END - day * make.DAY, by=secretary)
    client.get(reverse("report-list"))
    with django_assert_max_num_queries(QUERIES) as few:
        client.get(reverse("report-list"))
    for day in range(2, 22):
        asking.ask(history, at=END - day * make.DAY, by=secretary)
    with django_assert_max_num_queries(QUERIES) as many:
        client.get(reverse("report-list"))
    assert len(few) == len(many)


QUERIES = 10
