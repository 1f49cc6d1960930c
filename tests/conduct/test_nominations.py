"""Dossiers: what keeps one from being handed in, what is frozen with it, the short way, going past a check."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Evidence
from conduct.models import CheckOverride, Nomination
from conduct.nomination_actions import (
    begin,
    change_award,
    discard,
    give_file,
    give_link,
    overrule,
    praise,
    save_dossier,
    take_away,
)
from conduct.nomination_facts import checks
from conduct.nomination_rules import problems
from tests import factories as make
from tests.conduct.dossiers import TEXT, a_dossier, an_award
from tests.place import a_picture
from units.workflow import Incomplete, NotAllowed, Reason, Shut, StaleVersion, WrongState, advance

AT = make.moment(2024, 6, 3)


@pytest.fixture
def award(db):
    return an_award()


@pytest.fixture
def dossier(host, unit, award, drafter):
    return a_dossier(host, unit, award, by=drafter)


def answers(nomination, at=AT):
    return {check.code: check.answer.value for check in checks(nomination, at=at)}


def places(nomination, at=AT):
    return {problem.place for problem in problems(nomination, at=at)}


def test_a_complete_dossier_goes_through_the_head_to_the_council(dossier, drafter, head, secretary):
    assert list(problems(dossier, at=AT)) == []

    advance(dossier, "send", by=drafter, at=AT)
    advance(dossier, "submit", by=head, at=AT)
    advance(dossier, "admit", by=secretary, at=AT)

    assert dossier.state == "eligible"


@pytest.mark.parametrize(
    "name",
    [
        *("name", "position", "standing", "merit", "met_on", "letter_number"),
        *("meeting_members", "meeting_present", "meeting_yes"),
    ],
)
def test_what_is_missing_is_named_at_its_place(name, dossier, head):
    Nomination.objects.filter(pk=dossier.pk).update(**{name: None if name.startswith("me") and name != "merit" else ""})
    dossier.refresh_from_db()

    expected = "meeting_present" if name.startswith("meeting") else name
    assert expected in places(dossier)
    with pytest.raises(Incomplete):
        advance(dossier, "submit", by=head, at=AT)


def test_each_standard_wants_its_achievement(dossier):
    dossier.achievements.filter(place=2).update(text=" ")

    assert places(dossier) == {"achievement_2"}


@pytest.mark.parametrize(
    ("numbers", "place"),
    [
        ({"meeting_present": 22}, "meeting_present"),  # of 21 summoned
        ({"meeting_yes": 21}, "meeting_yes"),  # of 20 present
        ({"met_on": make.date(2024, 6, 4)}, "met_on"),  # tomorrow
    ],
)
def test_numbers_that_cannot_be_are_asked_again(numbers, place, dossier):
    for name, value in numbers.items():
        setattr(dossier, name, value)

    assert places(dossier) == {place}


def test_the_law_of_that_day_and_the_answers_are_frozen_with_it(dossier, award, head, secretary):
    advance(dossier, "submit", by=head, at=AT)
    award.terms.update(standards="Tiêu chuẩn mới", decided_by="Người khác")
    advance(dossier, "return", by=secretary, at=AT, reasons=[Reason("evidence", "evidence", "Thiếu biên bản")])
    advance(dossier, "submit", by=head, at=AT + timedelta(days=400))

    first, last = dossier.events.filter(verb="submit")
    assert first.content["law"]["decided_by"] == "Chủ tịch UBND huyện"
    assert first.content["law"]["standards"] == ["Tiêu biểu trong phong trào", "Được tập thể bình xét"]
    assert first.content["achievements"][0]["text"] == TEXT
    assert {row["code"] for row in first.content["checks"]} >= {"terms", "late", "violations", "same", "meeting"}
    assert last.content["law"]["terms"] == first.content["law"]["terms"]


def test_a_firm_quota_stops_the_head_until_the_office_lets_the_unit_past(host, unit, drafter, head, secretary):
    award = an_award("chien-si", quota_percent="10", is_quota_firm=True)
    type(unit).objects.filter(pk=unit.pk).update(headcount=19)  # 10 % of 19, rounded down: one
    unit.refresh_from_db()
    a_dossier(host, unit, award, by=drafter, name="Trần Văn Một")
    second = a_dossier(host, unit, award, by=drafter, name="Lê Thị Hai")
    with pytest.raises(Incomplete, match="1"):
        advance(second, "submit", by=head, at=AT)

    override = CheckOverride(host=host, unit=unit, award=award, year=2024, code="quota", why="Dẫn đầu cụm thi đua")
    overrule(override, by=secretary, at=AT)
    advance(second, "submit", by=head, at=AT)

    frozen = {row["code"]: row for row in second.events.get().content["checks"]}
    assert (frozen["quota"]["answer"], frozen["quota"]["overruled_why"]) == ("no", "Dẫn đầu cụm thi đua")


def test_a_quota_of_the_holders_counts_who_is_proposed_for_the_award_needed_before(host, unit, drafter, head):
    needed = an_award("tien-tien")
    award = an_award("chien-si", quota_percent="15", quota_base="holders", is_quota_firm=True)
    award.terms.get().needs.create(award=needed)
    dossier = a_dossier(host, unit, award, by=drafter)
    assert answers(dossier)["quota"] == "unknown"
    for number in range(7):
        advance(a_dossier(host, unit, needed, by=drafter, name=f"Nguyễn Văn {number}"), "submit", by=head, at=AT)

    quota = next(check for check in checks(dossier, at=AT) if check.code == "quota")
    assert quota.answer == "yes"
    assert "7" in quota.record


def test_reports_are_read_from_the_ledger_as_of_that_moment(dossier, campaign, submitted_plan):
    Nomination.objects.filter(pk=dossier.pk).update(campaign=campaign)
    dossier = Nomination.objects.get(pk=dossier.pk)

    assert answers(dossier, make.moment(2024, 2, 6))["late"] == "unknown"  # the plan is due on 29 February
    assert answers(dossier, make.moment(2024, 3, 1))["late"] == "yes"


def test_a_plan_that_never_came_is_told_by_its_title(dossier, campaign, plan):
    Nomination.objects.filter(pk=dossier.pk).update(campaign=campaign)
    dossier = Nomination.objects.get(pk=dossier.pk)

    late = next(check for check in checks(dossier, at=make.moment(2024, 3, 1)) if check.code == "late")
    assert late.answer == "no"
    assert plan.title in late.record


def test_the_same_name_for_the_same_award_is_found_whatever_the_diacritics(host, unit, award, drafter, dossier):
    again = a_dossier(host, unit, award, by=drafter, name="nguyễn thị tiêu biểu", merit="Việc khác hẳn")

    assert answers(again)["same"] == "no"


def test_only_a_draft_can_be_written_and_only_on_what_was_read(dossier, drafter, head):
    with pytest.raises(StaleVersion):
        save_dossier(dossier, {"merit": "…"}, {}, by=drafter, version=dossier.version - 1)
    advance(dossier, "submit", by=head, at=AT)
    with pytest.raises(WrongState):
        save_dossier(dossier, {"merit": "…"}, {}, by=drafter, version=dossier.version)


def test_another_award_keeps_every_text_that_was_typed(dossier, drafter):
    other = an_award("khac", standards="Một tiêu chuẩn")
    change_award(dossier, other, by=drafter, version=dossier.version)

    assert [row.text for row in dossier.achievements.all()] == [TEXT, TEXT]
    assert dossier.achievements.first().standard == "Một tiêu chuẩn"


def test_a_dossier_that_was_received_keeps_its_award(dossier, head, secretary, drafter):
    advance(dossier, "submit", by=head, at=AT)
    advance(dossier, "return", by=secretary, at=AT, reasons=[Reason("award", "award", "")])

    with pytest.raises(Shut):
        change_award(dossier, an_award("khac"), by=drafter, version=dossier.version)


def test_a_draft_goes_with_its_evidence_and_one_with_a_history_stays(dossier, drafter):
    give_file(dossier, SimpleUploadedFile("bien-ban.jpg", a_picture(), "image/jpeg"), by=drafter)
    advance(dossier, "send", by=drafter, at=AT)
    with pytest.raises(Shut):
        discard(dossier)
    facts = {"host": dossier.host, "unit": dossier.unit, "award": dossier.award}
    fresh = begin(Nomination(year=2024, name="X", **facts), by=drafter)
    give_link(fresh, "https://example.org/bai-viet", by=drafter)

    discard(fresh)

    assert not Nomination.objects.filter(pk=fresh.pk).exists()
    assert Evidence.objects.count() == 1  # the first dossier's


def test_evidence_taken_away_leaves_nothing_behind(dossier, drafter):
    give_file(dossier, SimpleUploadedFile("bien-ban.jpg", a_picture(), "image/jpeg"), by=drafter)

    take_away(dossier.evidence.get(), by=drafter)

    assert not dossier.evidence.exists()
    assert not Evidence.objects.exists()


# --- the short way ----------------------------------------------------------------------------------------------------

PRAISED = {"name": "Bùi Thị Tử Tế", "position": "Nhân viên bảo vệ", "standing": "direct", "merit": "Trả lại ví cho dân"}


@pytest.fixture
def prompt(db):
    return an_award("dot-xuat", takes_short_way=True)


def test_a_head_praises_in_one_step_and_the_chair_approves(host, unit, prompt, head, secretary, chair):
    made = praise(Nomination(host=host, unit=unit, year=2024, award=prompt, **PRAISED), by=head, verb="submit", at=AT)
    advance(made, "admit", by=secretary, at=AT)
    advance(made, "grant", by=chair, at=AT)

    assert made.state == "approved"
    assert not made.achievements.exists()


def test_the_office_praises_by_itself(host, unit, prompt, secretary, head, drafter):
    made = praise(
        Nomination(host=host, unit=unit, year=2024, award=prompt, **PRAISED), by=secretary, verb="enter", at=AT
    )

    assert made.state == "eligible"
    assert made.received_at == AT
    assert made.terms.takes_short_way
    for person in (head, drafter):
        with pytest.raises(NotAllowed):
            praise(Nomination(host=host, unit=unit, year=2024, award=prompt, **PRAISED), by=person, verb="enter", at=AT)


def test_an_award_of_a_session_does_not_go_the_short_way(host, unit, award, secretary):
    with pytest.raises(Shut):
        praise(Nomination(host=host, unit=unit, year=2024, award=award, **PRAISED), by=secretary, verb="enter", at=AT)

    assert not Nomination.objects.exists()


def test_praise_without_a_decision_is_made_public_by_itself_and_an_award_is_not(host, unit, prompt, secretary, chair):
    kind = an_award("bieu-duong", kind="praise", takes_short_way=True)
    for award, outcome in ((kind, "published"), (prompt, "approved")):
        made = praise(
            Nomination(host=host, unit=unit, year=2024, award=award, **PRAISED), by=secretary, verb="enter", at=AT
        )
        advance(made, "grant", by=chair, at=AT)
        if outcome == "approved":
            with pytest.raises(Shut):
                advance(made, "publish", by=secretary, at=AT)
        else:
            advance(made, "publish", by=secretary, at=AT)
        assert made.state == outcome
