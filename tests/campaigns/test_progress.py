"""The progress report's draft: filled in from the log, corrected by the unit, taken from the log anew, frozen."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns import deliverables, rules
from campaigns.models import ActivityEntry, IndicatorValue, Obligation, PlanActivity, ProgressReport, ReportedActivity
from campaigns.progress import ReportDraft, begun
from campaigns.progress_anew import gaps, stale_gaps, take_anew
from tests import factories as make
from tests.campaigns.reports import again, ask_for_reports, complete_report, hand_in, report_of, value_of
from tests.campaigns.test_activity_log import drive, entry
from tests.story import complete_plan
from units.workflow import StaleVersion, advance

D = Decimal
NOW = make.moment(2024, 3, 20)
Q1, Q2, HALF = date(2024, 3, 14), date(2024, 6, 14), date(2024, 6, 14)


@pytest.fixture
def requirement(campaign, plan, secretary):
    return ask_for_reports(campaign, by=secretary, at=make.moment(2024, 1, 16))


@pytest.fixture
def planned(plan, drafter, at) -> PlanActivity:
    return complete_plan(plan, by=drafter, at=at).activities.get()


@pytest.fixture
def report(requirement, planned, unit) -> Obligation:
    """The report of the first quarter, not begun."""
    return report_of(unit, ends=Q1)


@pytest.fixture
def log(report, planned, unit, campaign, drafter) -> list[ActivityEntry]:
    """Two meetings of the plan, a clean-up and two programmes beside it, and one of the next quarter."""
    drive(unit, campaign, drafter)
    return [
        entry(
            unit, campaign, drafter, date(2024, 2, 20), kind="party_cell_meeting", attendance=12, plan_activity=planned
        ),
        entry(
            unit, campaign, drafter, date(2024, 3, 14), kind="party_cell_meeting", attendance=15, plan_activity=planned
        ),
        entry(unit, campaign, drafter, date(2024, 3, 1), kind="clean_up", attendance=None),
        entry(unit, campaign, drafter, date(2024, 3, 2), attendance=300, audience="residents"),
        entry(unit, campaign, drafter, date(2024, 3, 3), attendance=20),
        entry(unit, campaign, drafter, date(2024, 3, 15), attendance=9000),
    ]


def rows(obligation: Obligation) -> list[tuple]:
    return [(row.title, row.times, row.attendance) for row in ReportDraft.of(again(obligation)).activities]


# --- opening ---------------------------------------------------------------------------------------------------------


def test_a_report_opens_filled_in_from_plan_and_log_and_a_visit_writes_nothing(report, log, planned):
    assert rows(report) == [
        (planned.title, 2, 27),
        ("Tuyên truyền Quy tắc ứng xử", 2, 320),
        ("Vệ sinh môi trường, trồng cây xanh", 1, 0),
    ]
    assert value_of(report, "activities-clean-up") == (1, None, None)
    assert value_of(report, "attendance-publicity") == (320, None, None)
    assert value_of(report, "drives") == (1, None, None)
    assert value_of(report, "documents-in") == (None, None, None)
    assert "từ ngày 15/12/2023 đến ngày 14/03/2024" in ReportDraft.of(report).report.direction.lower()
    assert not ProgressReport.objects.exists()


def test_what_was_noted_in_december_for_last_years_campaign_counts_in_the_first_quarter(
    report, host, unit, drafter, campaign
):
    last_year = make.CampaignFactory(code="PT-2023", host=host, year=2023)
    other = make.CampaignFactory(code="KHAC", host=make.UnitFactory(), year=2023)
    for of, day in ((last_year, 20), (last_year, 10), (other, 21)):
        entry(unit, of, drafter, date(2023, 12, day), kind="clean_up", attendance=5)
    entry(unit, last_year, drafter, date(2024, 1, 5), kind="clean_up", attendance=700)  # after this campaign began

    assert value_of(report, "activities-clean-up")[0] == 1


def test_indicators_for_schools_are_not_asked_of_a_commune(report, requirement, other_unit):
    school_only = requirement.indicators.create(code="x", name="X", definition="X", measure="x", groups=["school"])
    unused = requirement.indicators.create(code="y", name="Y", definition="Y", measure="y", is_active=False)

    codes = [value.indicator for value in ReportDraft.of(report).values]

    assert len(codes) == 8 and school_only not in codes and unused not in codes


def test_the_first_words_write_the_whole_draft_down(report, log, drafter):
    begun(report, at=NOW)

    assert ReportedActivity.objects.count() == 3
    assert IndicatorValue.objects.count() == 8
    entry(log[0].unit, log[0].campaign, drafter, date(2024, 3, 10), kind="clean_up", attendance=40)
    assert value_of(report, "activities-clean-up")[0] == 1  # what is written down stays until it is taken anew


def test_a_half_year_is_filled_in_from_its_two_quarters_as_they_were_handed_in(
    report, requirement, campaign, secretary, unit, head
):
    of_half = ask_for_reports(campaign, by=secretary, at=make.moment(2024, 1, 17), frequency="half_yearly")
    half = report_of(unit, ends=HALF, requirement=of_half)
    second = report_of(unit, ends=Q2, requirement=requirement)
    hand_in(report, by=head, at=NOW)
    assert value_of(half, "documents-in") == (None, None, None)  # a gap: nothing is guessed

    more = {"documents_in": {"amount": D(750)}, "procedures_posted": {"part": D(79), "whole": D(81)}}
    hand_in(second, by=head, at=make.moment(2024, 6, 16), **more, waiting_minutes={"amount": D(10)})

    assert value_of(half, "documents-in") == (2000, None, None)
    assert value_of(half, "documents-signed") == (None, 180, 240)
    assert value_of(half, "procedures-posted") == (None, 79, 81)  # the last one stands
    assert value_of(half, "waiting-minutes") == (D("11.25"), None, None)


# --- taking it from the log anew -------------------------------------------------------------------------------------


@pytest.fixture
def draft(report, log, drafter) -> Obligation:
    """A draft that was begun, in which the unit corrected the clean-up and the attendance of the meetings."""
    advance(report, "start", by=drafter, at=NOW)
    begun(report, at=NOW)
    ReportedActivity.objects.filter(kind="clean_up").update(attendance=45, remark="Có 45 người dự")
    IndicatorValue.objects.filter(indicator__code="attendance-publicity").update(amount=400)
    return again(report)


def test_nothing_is_stale_right_after_it_was_taken(draft):
    reading = ReportDraft.of(draft)

    assert stale_gaps(reading) == 0
    assert [(gap.key, gap.is_corrected, gap.is_stale) for gap in gaps(reading)] == [
        ("kind-clean_up", True, False),
        ("attendance-publicity", True, False),
    ]


def test_taking_anew_replaces_what_was_not_corrected_and_keeps_what_was(draft, log, planned, drafter, unit, campaign):
    entry(unit, campaign, drafter, date(2024, 2, 2), kind="clean_up", attendance=10)
    entry(unit, campaign, drafter, date(2024, 2, 3), kind="party_cell_meeting", attendance=3, plan_activity=planned)
    entry(unit, campaign, drafter, date(2024, 2, 4), kind="training", attendance=8)
    entry(unit, campaign, drafter, date(2024, 2, 5), attendance=90)
    make.due_in(draft, days=5)

    found = {gap.key: gap.is_corrected for gap in gaps(ReportDraft.of(again(draft)))}
    number = take_anew(again(draft), by=drafter, version=draft.version)

    assert found == {
        f"plan-{planned.pk}": False,
        "kind-clean_up": True,
        "kind-training": False,
        "kind-publicity": False,
        "activities-clean-up": False,
        "attendance-publicity": True,
        "direction": False,
        "results": False,
    }
    assert number == 6
    assert rows(draft) == [
        (planned.title, 3, 30),
        ("Tuyên truyền Quy tắc ứng xử", 3, 410),
        ("Vệ sinh môi trường, trồng cây xanh", 1, 45),
        ("Tập huấn", 1, 8),
    ]
    assert value_of(draft, "activities-clean-up")[0] == 2
    assert value_of(draft, "attendance-publicity")[0] == 400
    assert stale_gaps(ReportDraft.of(again(draft))) == 0
    assert {gap.key for gap in gaps(ReportDraft.of(again(draft)))} == {"kind-clean_up", "attendance-publicity"}


def test_the_unit_may_say_that_the_log_is_right_after_all(draft, drafter):
    make.due_in(draft, days=5)

    take_anew(again(draft), by=drafter, version=draft.version, also=["kind-clean_up"])

    assert (("Vệ sinh môi trường, trồng cây xanh", 1, 0)) in rows(draft)
    assert value_of(draft, "attendance-publicity")[0] == 400


def test_a_row_whose_activities_left_the_log_goes_unless_the_unit_wrote_about_it(draft, log, drafter):
    make.due_in(draft, days=5)
    ActivityEntry.objects.filter(kind__in=["clean_up", "publicity"]).delete()

    take_anew(again(draft), by=drafter, version=draft.version)

    assert [title for title, _times, _people in rows(draft)][1:] == ["Vệ sinh môi trường, trồng cây xanh"]


def test_corrected_words_stay_when_the_log_has_new_ones(draft, drafter, unit, campaign):
    make.due_in(draft, days=5)
    ProgressReport.objects.update(results="Viết lại theo ý đơn vị.")
    entry(unit, campaign, drafter, date(2024, 2, 5), attendance=80)

    take_anew(again(draft), by=drafter, version=draft.version)

    report = ProgressReport.objects.get()
    assert report.results == "Viết lại theo ý đơn vị."
    assert "6 hoạt động" in report.direction


def test_two_who_take_anew_at_once_are_told(draft, drafter):
    make.due_in(draft, days=5)
    take_anew(again(draft), by=drafter, version=draft.version)

    with pytest.raises(StaleVersion):
        take_anew(again(draft), by=drafter, version=draft.version)


def test_figures_asked_for_later_join_a_draft_that_was_begun(draft, requirement):
    requirement.indicators.create(
        code="don", name="Đơn", definition="Đơn", measure="đơn", prefill="entries", prefill_kinds=["clean_up"]
    )

    assert value_of(draft, "don")[0] == 1
    begun(again(draft), at=NOW)
    assert IndicatorValue.objects.filter(indicator__code="don", amount=1).exists()


# --- frozen ----------------------------------------------------------------------------------------------------------


def frozen(obligation: Obligation) -> dict:
    return deliverables.of("progress").freeze(again(obligation))


def test_the_frozen_report_tells_the_log_and_the_last_period_beside_each_figure(report, log, head, unit):
    hand_in(report, by=head, at=NOW)
    second = report_of(unit, ends=Q2)

    figure = {row["indicator"]: row for row in frozen(second)["figures"]}

    assert frozen(second)["before_end"] == "2024-03-14"
    assert figure["documents-in"]["before_amount"] == "1250"
    assert (figure["attendance-publicity"]["amount"], figure["attendance-publicity"]["logged_amount"]) == (
        "9000",
        "9000",
    )
    assert figure["attendance-publicity"]["before_amount"] == "320"
    assert [(row["row"], row["held_on"], row["attendance"]) for row in frozen(report)["log"]] == [
        ("1", "2024-02-20", "12"),
        ("1", "2024-03-14", "15"),
        ("2", "2024-03-02", "300"),
        ("2", "2024-03-03", "20"),
        ("3", "2024-03-01", ""),
    ]


def test_a_report_that_was_refused_is_no_last_period(report, head, unit, secretary):
    hand_in(report, by=head, at=NOW)
    advance(report, "refuse", by=secretary, note="Trống", at=make.moment(2024, 3, 21))

    assert frozen(report_of(unit, ends=Q2))["before_end"] == ""


def test_an_empty_report_names_everything_it_lacks(report):
    places = [problem.place for problem in rules.progress_problems(frozen(report))]

    assert places == ["heading", "heading", "figures.4", "direction", "results", "next_steps", "scan"]


def test_missing_figures_are_named_in_one_sentence(report):
    sentence = next(str(p) for p in rules.progress_problems(frozen(report)) if p.place.startswith("figures"))

    assert sentence.count(";") == 4
    assert sentence.endswith("và 1 chỉ tiêu khác.")


def test_a_complete_report_lacks_nothing_and_may_be_handed_in(report, log, head):
    complete_report(report, by=head, at=NOW)
    assert list(rules.progress_problems(frozen(report))) == []

    advance(report, "submit", by=head, at=NOW)

    content = report.events.get(verb="submit").content
    assert content["activities"][0]["logged_times"] == "2"
    assert content == frozen(report)


def test_doubts_stop_nobody_and_are_silent_once_explained(report, log, head, unit):
    hand_in(report, by=head, at=NOW)
    second = report_of(unit, ends=Q2)
    complete_report(second, by=head, at=make.moment(2024, 6, 16), documents_in={"amount": D(9000)})

    warned = {problem.place for problem in rules.progress_warnings(frozen(second))}
    assert "figures.3" in warned or "figures.4" in warned
    assert list(rules.progress_problems(frozen(second))) == []

    IndicatorValue.objects.filter(report__obligation=second).update(explanation="Do hợp nhất hai bộ phận.")
    ReportedActivity.objects.filter(report__obligation=second).update(remark="Đã rõ.")
    assert list(rules.progress_warnings(frozen(second))) == []


def test_a_planned_activity_that_was_not_done_and_one_that_is_off_the_log_ask_for_a_word(report, planned, drafter, log):
    begun(report, at=NOW)
    ReportedActivity.objects.filter(kind="publicity").update(times=9)
    ReportedActivity.objects.filter(plan_activity=planned).update(times=0)

    places = [problem.place for problem in rules.progress_warnings(frozen(report))]

    assert places == ["activities.1", "activities.2"]
