"""Writing a progress report: sections, autosave, Vietnamese numbers, taking from the log, what the council reads."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import ActivityEntry, IndicatorValue, Obligation, ProgressReport, ReportedActivity
from tests import factories as make
from tests.campaigns.reports import again, ask_for_reports, complete_report, hand_in, report_of
from tests.campaigns.test_activity_log import entry
from tests.campaigns.test_edit import hidden
from units.workflow import advance

Q1, Q2 = date(2024, 3, 14), date(2024, 6, 14)


@pytest.fixture
def report(campaign, plan, unit, secretary) -> Obligation:
    ask_for_reports(campaign, by=secretary, at=make.moment(2024, 1, 16))
    return make.due_in(report_of(unit, ends=Q1), days=10)


@pytest.fixture
def noted(report, unit, campaign, drafter) -> ActivityEntry:
    return entry(unit, campaign, drafter, date(2024, 3, 1), kind="clean_up", title="Dọn vệ sinh", attendance=1200)


@pytest.fixture
def page(client, drafter, report):
    client.force_login(drafter)
    return lambda section="": f"/obligations/{report.pk}/edit/" + (f"{section}/" if section else "")


def as_shown(response) -> dict[str, str]:
    """Return what a browser would post of the page as it is."""
    form = response.context["form"]
    rows = getattr(form, "forms", [form])
    data = {row.add_prefix(name): row[name].value() for row in rows for name in row.fields}
    return hidden(response) | {name: str(value or "") if value != 0 else "0" for name, value in data.items()}


def post(client, address: str, *, htmx: bool = False, **data):
    headers = {"HX-Request": "true", "HX-Trigger": "draft"} if htmx else {}
    return client.post(address, as_shown(client.get(address)) | data, headers=headers)


def value(code: str) -> IndicatorValue:
    return IndicatorValue.objects.get(indicator__code=code)


# --- pages -----------------------------------------------------------------------------------------------------------


def test_every_section_opens_filled_in_and_a_visit_writes_nothing(client, page, noted):
    for section in ("", "heading", "activities", "figures", "texts", "scan", "check"):
        assert client.get(page(section)).status_code == 200
    activities = client.get(page("activities")).content.decode()

    assert "Dọn vệ sinh" in activities and f"/log/{noted.pk}/" in activities
    assert 'name="activities-kind-clean_up-attendance" value="1.200"' in activities
    assert 'name="figures-activities-clean-up-amount" value="1"' in client.get(page("figures")).content.decode()
    assert "1.200 lượt người" in client.get(page("texts")).content.decode()
    assert not ProgressReport.objects.exists()


def test_a_correction_writes_the_draft_down_and_says_that_the_log_differs(client, page, noted, report):
    response = post(client, page("activities"), **{"activities-kind-clean_up-attendance": "1.250"})

    row = ReportedActivity.objects.get()
    assert (row.attendance, row.times, row.taken_attendance) == (1250, 1, 1200)
    assert response.url == page("activities")
    assert "Nhật ký ghi: 1 lần, 1.200 lượt người" in client.get(page("activities")).content.decode()
    report.refresh_from_db()
    assert report.state == "drafting"


@pytest.mark.parametrize(
    ("typed", "stored"), [("1.234", 1234), ("1234", 1234), ("1 234", 1234), ("12.345.678", 12345678), ("0", 0)]
)
def test_counts_are_typed_as_vietnamese_papers_write_them(client, page, typed, stored):
    post(client, page("figures"), **{"figures-documents-in-amount": typed})

    assert value("documents-in").amount == stored


@pytest.mark.parametrize(("typed", "stored"), [("12,5", "12.5"), ("12.5", "12.5"), ("1.234,5", "1234.5")])
def test_minutes_may_have_decimals(client, page, typed, stored):
    post(client, page("figures"), **{"figures-waiting-minutes-amount": typed})

    assert str(value("waiting-minutes").amount.normalize()) == stored
    shown = client.get(page("figures")).content.decode()
    assert f'value="{"1.234,5" if stored == "1234.5" else "12,5"}"' in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12,5", "không phải số nguyên"),
        ("1,234", "Nhập 1234 hoặc 1,234"),
        ("-3", "Giá trị nhỏ nhất được nhận là 0"),
        ("nhiều", "một số"),
        ("1.2.3", "một số"),
        ("9" * 30, "16"),
    ],
)
def test_what_is_no_count_is_said_beside_the_field_and_stays_typed(client, page, typed, sentence):
    response = post(client, page("figures"), **{"figures-documents-in-amount": typed})

    html = response.content.decode()
    assert sentence in html
    assert f'value="{typed}"' in html
    assert 'href="#id_figures-documents-in-amount"' in html
    assert not ProgressReport.objects.exists()


def test_a_share_is_typed_as_part_and_whole_and_more_than_the_whole_is_a_doubt_not_an_error(client, page, report):
    post(
        client,
        page("figures"),
        **{"figures-documents-signed-part": "130", "figures-documents-signed-whole": "120"},
    )

    html = client.get(page("figures")).content.decode()
    assert (value("documents-signed").part, value("documents-signed").whole) == (130, 120)
    assert "Tử số lớn hơn mẫu số" in html
    assert "đề nghị sửa lại hoặc giải trình" in html
    post(client, page("figures"), **{"figures-documents-signed-explanation": "Tính cả văn bản của năm trước."})
    assert "đã giải trình" in client.get(page("figures")).content.decode()


def test_autosave_answers_with_the_doubts_of_what_was_typed(client, page):
    response = post(
        client,
        page("figures"),
        htmx=True,
        **{"figures-documents-signed-part": "130", "figures-documents-signed-whole": "120"},
    )

    html = response.content.decode()
    assert response["X-Draft"] == "saved"
    assert '<div id="doubt-5" class="doubt" hx-swap-oob="true"><p' in html
    assert "<html" not in html


def test_two_people_in_two_sections_do_not_disturb_each_other_though_the_log_grows(
    client, page, noted, unit, campaign, drafter
):
    shown = as_shown(client.get(page("figures")))
    post(client, page("texts"), proposals="Cấp thêm kinh phí.")
    entry(unit, campaign, drafter, date(2024, 3, 2), kind="clean_up", attendance=5)

    response = client.post(page("figures"), shown | {"figures-documents-in-amount": "7"})

    assert response.status_code == 302
    assert value("documents-in").amount == 7


def test_two_people_in_one_section_are_told_and_nothing_typed_is_lost(client, page, noted):
    shown = as_shown(client.get(page("figures")))
    post(client, page("figures"), **{"figures-documents-in-amount": "7"})

    response = client.post(page("figures"), shown | {"figures-documents-in-amount": "8"})

    html = response.content.decode()
    assert response.status_code == 409
    assert 'value="8"' in html
    assert "Hiện đang lưu: “7”" in html
    assert value("documents-in").amount == 7


def test_only_rows_that_were_posted_change(client, page, noted):
    post(client, page("figures"), **{"figures-documents-in-amount": "7"})
    row = {"figures-money-saved-amount": "1.000.000", "figures-money-saved-explanation": ""}
    client.post(page("figures"), hidden(client.get(page("figures"))) | row)

    assert (value("documents-in").amount, value("money-saved").amount) == (7, 1000000)
    assert value("activities-clean-up").amount == 1


# --- taking it from the log ------------------------------------------------------------------------------------------


@pytest.fixture
def begun(client, page, noted, unit, campaign, drafter):
    """A draft that was begun before the log grew; the unit corrected the attendance."""
    post(client, page("activities"), **{"activities-kind-clean_up-attendance": "1.250"})
    entry(unit, campaign, drafter, date(2024, 3, 2), kind="clean_up", attendance=5)
    entry(unit, campaign, drafter, date(2024, 3, 3), kind="training", attendance=30)


def test_a_draft_that_the_log_has_outgrown_says_so_and_shows_what_differs(client, page, begun):
    told = client.get(page("figures")).content.decode()
    shown = client.get(page("from-log")).content.decode()

    assert "Nhật ký đã thay đổi từ khi lấy số liệu" in told
    assert "2 lần, 1.205 lượt người" in shown and "1 lần, 1.250 lượt người" in shown
    assert 'name="also" value="kind-clean_up"' in shown
    assert 'name="also" value="kind-training"' not in shown


def test_what_was_corrected_stays_what_was_not_is_taken(client, page, begun):
    address = page("from-log")
    client.post(address, {"version": again(Obligation.objects.get(progress_report__isnull=False)).version})

    assert ReportedActivity.objects.get(kind="clean_up").attendance == 1250
    assert ReportedActivity.objects.get(kind="training").attendance == 30
    assert value("activities-clean-up").amount == 2
    assert "Nhật ký đã thay đổi" not in client.get(page("figures")).content.decode()


def test_an_old_page_takes_nothing(client, page, begun):
    client.post(page("from-log"), {"version": "1"})

    assert not ReportedActivity.objects.filter(kind="training").exists()


def test_only_a_progress_report_is_taken_from_the_log(client, page, plan):
    make.due_in(plan, days=5)

    assert client.get(f"/obligations/{plan.pk}/edit/from-log/").status_code == 404


# --- read by others --------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(report, noted, unit, head, drafter) -> Obligation:
    """The second quarter's report, handed in with one doubtful figure that is explained and one that is not."""
    now = make.days_ahead(0)
    hand_in(make.due_in(report, days=3), by=head, at=now)
    second = make.due_in(report_of(unit, ends=Q2), days=3)
    complete_report(
        second,
        by=head,
        at=now,
        documents_in={"amount": 9000, "explanation": "Hợp nhất hai bộ phận."},
        money_saved={"amount": 100},
    )
    advance(second, "submit", by=head, at=now)
    return second


def test_the_reviewer_sees_the_figures_with_the_last_period_and_the_doubts(client, secretary, sent):
    client.force_login(secretary)
    html = client.get(f"/council/review/{sent.pk}/").content.decode()

    assert "9.000" in html and "1.250" in html
    assert "Gấp 5 lần kỳ trước trở lên" in html and "Hợp nhất hai bộ phận." in html
    assert "Chỉ bằng một phần năm kỳ trước trở xuống – chưa giải trình" in html
    assert 'href="#figures.6">Kinh phí tiết kiệm được' in html and 'href="#figures.4"' not in html
    assert '<time datetime="2023-12-15">15/12/2023</time>' in html


def test_a_reason_can_point_at_a_figure_and_leads_the_unit_there(client, secretary, drafter, sent):
    client.force_login(secretary)
    assert 'value="figures.4"' in client.get(f"/council/review/{sent.pk}/").content.decode()
    client.force_login(drafter)

    from campaigns.places import place_address, place_label

    assert place_address(sent, "figures.4").endswith("/edit/figures/#figure-4")
    assert place_label("progress", "figures.4") == "Số liệu 4"


def test_units_above_and_the_council_read_what_was_handed_in_and_no_draft(client, member, report, noted, drafter):
    client.force_login(member)
    assert client.get(f"/obligations/{report.pk}/edit/figures/").status_code == 403
    assert "Dọn vệ sinh" not in client.get(f"/obligations/{report.pk}/").content.decode()


@pytest.mark.parametrize("section", ["", "heading", "activities", "figures", "texts", "from-log", "check"])
def test_a_page_asks_the_same_few_questions_however_much_was_noted(
    client, page, noted, unit, campaign, drafter, section
):
    post(client, page("texts"), proposals="Cấp thêm kinh phí.")
    counts = []
    for number in (0, 12):
        for day in range(1, number + 1):
            entry(unit, campaign, drafter, date(2024, 2, day), kind="training", attendance=day)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page(section)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 20, counts
