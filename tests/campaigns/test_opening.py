"""Opening: once, again, later; due dates off holidays; a new due date moves only what nobody has started."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from campaigns import calendar
from campaigns.actions import save_draft
from campaigns.forecast import burden, forecast
from campaigns.models import Holiday, LegalBasis, Obligation, ObligationEvent, Requirement, SchoolYear
from campaigns.opening import OpeningRefused, close_campaign, open_campaign
from campaigns.redating import redate_pending, redating
from campaigns.widening import Audience, widen, widening
from tests import factories as make
from tests.story import write_plan
from units.models import Group, Kind
from units.workflow import NotAllowed, advance

pytestmark = pytest.mark.django_db
OPENED = make.moment(2024, 1, 15)
NEW_DATE = calendar.DueRule(on=date(2024, 3, 15))


@pytest.fixture
def draft(host, unit, other_unit):
    return make.CampaignFactory(code="PT-2024-009", host=host)


@pytest.fixture
def school(host):
    cluster = make.ClusterFactory(code="KHOI-TH")
    return make.UnitFactory(code="TH-1", name="Trường Tiểu học Một", kind=Kind.PRIMARY, parent=host, cluster=cluster)


def test_opening_twice_adds_nothing(campaign, secretary):
    before = list(Obligation.objects.order_by("id").values())

    again = open_campaign(campaign, by=secretary, at=make.moment(2024, 2, 1))

    assert (again.units, again.obligations) == (0, [])
    assert list(Obligation.objects.order_by("id").values()) == before
    assert forecast(campaign, at=make.moment(2024, 2, 1)).is_empty


def test_the_preview_is_what_opening_writes(draft, secretary, school):
    make.RequirementFactory(campaign=draft)
    make.RequirementFactory(
        campaign=draft,
        code="bao-cao",
        kind="paper",
        title="Báo cáo quý",
        frequency="quarterly",
        due_on=None,
        due_days=3,
    )
    seen = forecast(draft, at=OPENED)
    assert not Obligation.objects.filter(campaign=draft).exists()

    written = open_campaign(draft, by=secretary, at=OPENED)

    def facts(rows):
        return sorted((r.unit_id, r.requirement_id, r.period_start, r.period_end, r.due_at, r.opens_at) for r in rows)

    assert (seen.units, len(seen.obligations)) == (written.units, len(written.obligations)) == (3, 3 * 5)
    assert facts(seen.obligations) == facts(Obligation.objects.filter(campaign=draft))
    assert [(line.requirement.code, line.units) for line in seen.lines] == [("bao-cao", 3)] * 4 + [("ke-hoach", 3)]


def test_a_late_joiner_gets_the_days_of_notice_and_the_others_keep_their_dates(campaign, secretary, host, unit):
    late = make.UnitFactory(code="LATE", parent=host)
    joined = make.moment(2024, 3, 11)  # the plan was due on 29 February

    added = open_campaign(campaign, by=secretary, at=joined)

    assert [row.unit_id for row in added.obligations] == [late.pk]
    row = Obligation.objects.get(unit=late)
    assert row.due_at > joined
    assert calendar.local_day(row.due_at) == date(2024, 3, 18)  # 17 March is a Sunday
    assert row.opens_at == joined
    assert Obligation.objects.get(unit=unit).due_at == make.end_of(2024, 2, 29)


def test_a_unit_that_is_not_active_yet_is_not_enrolled(draft, secretary, host):
    make.RequirementFactory(campaign=draft)
    make.UnitFactory(code="NEXT", parent=host, active_from=date(2025, 1, 1))

    assert forecast(draft, at=OPENED).units == 2


def test_a_due_date_in_tet_moves_to_the_first_day_back_and_the_preview_says_so(draft):
    Holiday.objects.bulk_create(
        Holiday(day=day, name=name) for day, name in calendar.vietnamese_holidays([2024]).items()
    )
    make.RequirementFactory(campaign=draft, due_on=date(2024, 2, 10))  # the first day of Tết, a Saturday

    (line,) = forecast(draft, at=OPENED).lines

    assert line.due_on == date(2024, 2, 15)
    assert (line.is_moved, line.planned_on) == (True, date(2024, 2, 10))


def test_agencies_and_schools_owe_their_own_plans_on_their_own_dates(draft, secretary, school, unit):
    make.RequirementFactory(campaign=draft, code="co-quan", groups=[Group.AGENCY])
    make.RequirementFactory(campaign=draft, code="truong", groups=[Group.SCHOOL], due_on=date(2024, 4, 1))

    open_campaign(draft, by=secretary, at=OPENED)

    assert Obligation.objects.get(unit=unit).due_at == make.end_of(2024, 2, 29)
    assert Obligation.objects.get(unit=school).due_at == make.end_of(2024, 4, 1)


def test_the_preview_warns_of_what_would_go_wrong(draft, unit):
    draft.legal_bases.add(
        LegalBasis.objects.create(
            number="61/2018/NĐ-CP",
            title="Một cửa",
            issued_on=date(2018, 4, 23),
            valid_from=date(2018, 6, 21),
            valid_until=date(2023, 6, 30),
        )
    )
    make.RequirementFactory(campaign=draft, code="som", title="Kế hoạch sớm", due_on=date(2024, 1, 2))
    make.RequirementFactory(campaign=draft, code="hai", title="Kế hoạch lần hai")
    make.RequirementFactory(campaign=draft, code="truong", title="Kế hoạch của trường", groups=[Group.SCHOOL])
    make.RequirementFactory(campaign=draft, code="ky", kind="paper", title="Học kỳ", frequency="term", scheme="school")

    with translation.override("en"):
        warnings = "\n".join(forecast(draft, at=OPENED).warnings)

    assert "61/2018/NĐ-CP is not in force" in warnings
    assert "“Kế hoạch sớm”: its due date has passed" in warnings
    assert "“Kế hoạch của trường” concerns no unit" in warnings
    assert "“Học kỳ”: no period" in warnings
    assert "“Kế hoạch lần hai” and “Kế hoạch sớm” ask 2 units for the same thing" in warnings


def test_papers_with_titles_of_their_own_are_not_the_same_thing(draft):
    make.RequirementFactory(campaign=draft, code="quy-che", kind="paper", title="Quy chế làm việc")
    make.RequirementFactory(campaign=draft, code="danh-muc", kind="paper", title="Danh mục thủ tục")

    assert forecast(draft, at=OPENED).warnings == []


def test_the_burden_counts_for_each_week_what_the_busiest_unit_has_to_do(draft, secretary):
    make.RequirementFactory(campaign=draft, code="a", due_on=date(2024, 1, 17))
    make.RequirementFactory(campaign=draft, code="b", kind="paper", due_on=date(2024, 1, 31))

    assert [(s.first, s.last, s.number) for s in forecast(draft, at=OPENED).burden] == [
        (date(2024, 1, 15), date(2024, 1, 21), 2),
        (date(2024, 1, 22), date(2024, 2, 4), 1),
    ]
    open_campaign(draft, by=secretary, at=OPENED)
    assert forecast(draft, at=OPENED).busiest == 2  # what stands already weighs, too
    assert burden([]) == []


def test_a_school_requirement_follows_the_school_year(draft, secretary, school):
    SchoolYear.objects.create(
        name="2023–2024", start=date(2023, 9, 5), second_term_start=date(2024, 1, 15), end=date(2024, 5, 31)
    )
    make.RequirementFactory(
        campaign=draft,
        code="hk",
        kind="paper",
        groups=[Group.SCHOOL],
        frequency="term",
        scheme="school",
        due_on=None,
        due_days=0,
    )

    (line, second) = forecast(draft, at=make.moment(2024, 1, 2)).lines

    assert (line.period.end, second.period.end) == (date(2024, 1, 14), date(2024, 5, 31))
    assert line.due_on == date(2024, 1, 15)  # the 14th is a Sunday


def test_a_closed_campaign_is_not_opened_again(campaign, secretary, chair):
    close_campaign(campaign, by=chair)

    with pytest.raises(OpeningRefused):
        open_campaign(campaign, by=secretary)


# --- a new due date --------------------------------------------------------------------------------------------------


def test_a_new_due_date_moves_what_nobody_has_started(campaign, plan, drafter, secretary, other_unit, at):
    save_draft(plan, write_plan, by=drafter, version=plan.version, at=at)
    requirement = campaign.requirements.get()

    planned = redating(requirement, NEW_DATE, at=at)
    done = redate_pending(requirement, NEW_DATE, by=secretary, note="Theo đề nghị của các xã", at=at)

    assert (len(planned.moves), planned.started) == (len(done.moves), done.started) == (1, 1)
    moved = Obligation.objects.get(unit=other_unit)
    assert moved.effective_due_at == make.end_of(2024, 3, 15)
    assert moved.due_at == make.end_of(2024, 2, 29)  # as first set
    assert moved.locks_at == make.end_of(2024, 3, 15) + timedelta(days=60)
    event = ObligationEvent.objects.get(obligation=moved)
    assert (event.verb, event.note) == ("redate", "Theo đề nghị của các xã")
    plan.refresh_from_db()
    assert plan.effective_due_at == make.end_of(2024, 2, 29)
    assert campaign.requirements.get().due_on == date(2024, 3, 15)


def test_what_is_past_due_or_has_an_extension_of_its_own_keeps_its_date(campaign, plan, secretary, at):
    advance(plan, "extend", by=secretary, note="Xã có dịch", due_at=make.end_of(2024, 4, 1), at=at)
    requirement = campaign.requirements.get()

    assert redating(requirement, NEW_DATE, at=at).excused == 1
    late = redate_pending(requirement, NEW_DATE, by=secretary, at=make.moment(2024, 3, 1))

    assert (late.moves, late.past, late.excused) == ([], 1, 1)
    assert not ObligationEvent.objects.filter(verb="redate").exists()


def test_the_same_date_again_moves_nothing(campaign, secretary, at):
    done = redate_pending(campaign.requirements.get(), calendar.DueRule(on=date(2024, 2, 29)), by=secretary, at=at)

    assert (done.moves, done.same) == ([], 2)


def test_the_chair_cannot_redate_and_the_rule_stays(campaign, chair, at):
    with pytest.raises(NotAllowed):
        redate_pending(campaign.requirements.get(), NEW_DATE, by=chair, at=at)

    assert campaign.requirements.get().due_on == date(2024, 2, 29)


def test_in_a_closed_campaign_no_date_moves(campaign, secretary, chair, at):
    close_campaign(campaign, by=chair, at=at)

    with pytest.raises(NotAllowed):
        redate_pending(Requirement.objects.get(), NEW_DATE, by=secretary, at=at)
    assert not ObligationEvent.objects.exists()


# --- another audience ------------------------------------------------------------------------------------------------


def test_more_units_are_asked_and_what_stands_is_left_alone(campaign, submitted_plan, school, secretary, at):
    requirement = campaign.requirements.get()
    requirement.groups = [Group.AGENCY]
    requirement.save()
    open_campaign(campaign, by=secretary, at=at)
    assert not Obligation.objects.filter(unit=school).exists()
    before = list(Obligation.objects.order_by("id").values())
    schools = Audience(groups=[Group.SCHOOL])

    planned = widening(requirement, schools, at=at)
    assert list(Obligation.objects.order_by("id").values()) == before
    done = widen(requirement, schools, by=secretary, at=at)

    assert [row.unit_id for row in planned.added] == [row.unit_id for row in done.added] == [school.pk]
    assert set(planned.beside) == {"Ủy ban nhân dân xã Đại Yên", "Ủy ban nhân dân xã Tốt Động"}
    rows = list(Obligation.objects.order_by("id").values())
    assert rows[:-1] == before
    assert rows[-1]["due_at"] == make.end_of(2024, 2, 29)
    assert Requirement.objects.get().groups == [Group.SCHOOL]


def test_in_a_closed_campaign_and_by_others_nobody_more_is_asked(campaign, secretary, chair, member, at):
    requirement = campaign.requirements.get()
    with pytest.raises(NotAllowed):
        widen(requirement, Audience(), by=member, at=at)
    close_campaign(campaign, by=chair, at=at)
    requirement.campaign.refresh_from_db()
    with pytest.raises(NotAllowed):
        widen(requirement, Audience(), by=secretary, at=at)


# --- units that come and go ------------------------------------------------------------------------------------------


def test_what_a_unit_that_has_ended_does_not_owe_is_not_added(campaign, unit, other_unit, secretary):
    type(unit).objects.filter(pk=unit.pk).update(active_until=date(2024, 6, 30))
    make.RequirementFactory(campaign=campaign, code="quy-che", kind="paper", due_on=date(2024, 9, 30))

    added = open_campaign(campaign, by=secretary, at=make.moment(2024, 8, 1)).obligations

    assert [row.unit_id for row in added] == [other_unit.pk]


def test_a_new_unit_owes_no_period_that_was_over_before_it_was_there(campaign, host, secretary):
    make.RequirementFactory(campaign=campaign, code="bao-cao", frequency="quarterly", due_on=None, due_days=3)
    open_campaign(campaign, by=secretary, at=make.moment(2024, 2, 1))
    new = make.UnitFactory(code="MOI", parent=host, active_from=date(2024, 7, 1))

    open_campaign(campaign, by=secretary, at=make.moment(2024, 7, 2))

    owed = Obligation.objects.filter(unit=new, requirement__code="bao-cao").order_by("period_end")
    assert [row.period_end for row in owed] == [date(2024, 9, 14), date(2024, 12, 14)]


def test_what_is_opened_is_what_was_looked_at_to_the_due_date(draft):
    requirement = make.RequirementFactory(campaign=draft)
    seen = forecast(draft, at=OPENED).signature
    requirement.due_on = date(2024, 3, 1)
    requirement.save()

    assert forecast(draft, at=OPENED).signature != seen
    assert forecast(draft, at=OPENED).signature == forecast(draft, at=OPENED + timedelta(hours=1)).signature


def test_the_burden_tells_agencies_and_schools_apart(draft, school):
    make.RequirementFactory(campaign=draft, code="a", groups=[Group.AGENCY], due_on=date(2024, 1, 17))
    make.RequirementFactory(campaign=draft, code="b", kind="paper", due_on=date(2024, 1, 17))

    (week,) = forecast(draft, at=OPENED).burden

    assert (week.agency, week.school, week.number) == (2, 1, 2)
