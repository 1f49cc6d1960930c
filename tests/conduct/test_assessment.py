"""A unit assesses itself: page by page, answer by answer, nothing lost, nothing saved over."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from campaigns.evidence import attach, give_file, take_note
from campaigns.models import Obligation, ObligationEvent
from conduct.models import Answer, DeclaredAnswer
from conduct.sheet import Sheet
from tests import factories as make
from tests.campaigns.test_evidence import pdf
from tests.conduct.conftest import answer_all
from units.workflow import Incomplete, advance


def address(obligation: Obligation, theme: str = "") -> str:
    return f"/obligations/{obligation.pk}/edit/" + (f"{theme}/" if theme else "")


def marks(obligation: Obligation) -> dict[str, str]:
    """Return what a page that is read now says of each answer."""
    fresh = Obligation.objects.select_related("unit", "requirement").get(pk=obligation.pk)
    return {answer.clause.code: answer.mark for answer in Sheet.of(fresh).answers}


def answers(obligation: Obligation) -> dict[str, Answer]:
    return {answer.clause.code: answer for answer in Answer.objects.of(obligation)}


def typed(obligation: Obligation, code: str, *, mark: str | None = None, **facts: object) -> dict[str, object]:
    """Return what a browser posts of one clause."""
    return {f"{code}-mark": marks(obligation)[code] if mark is None else mark} | {
        f"{code}-{name}": value for name, value in facts.items()
    }


SWAP = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TRIGGER": "draft"}


@pytest.fixture
def drafters(client, drafter):
    client.force_login(drafter)
    return client


# --- pages ----------------------------------------------------------------------------------------------------------


def test_the_task_list_has_a_page_for_each_theme_that_is_asked(drafters, sheet):
    page = drafters.get(address(sheet)).content.decode()

    assert "Giờ làm việc" in page
    assert address(sheet, "tg") in page
    assert address(sheet, "gd") not in page  # citizens and inspectors say that
    assert drafters.get(address(sheet, "gd")).status_code == 404


def test_a_page_shows_the_clauses_of_its_theme_with_what_is_left(drafters, sheet):
    page = drafters.get(address(sheet, "tg")).content.decode()

    assert page.count('class="row-card answer"') == 2
    assert "0/9 nội dung" in page
    assert not Answer.objects.exists()  # reading begins nothing


def test_answers_are_saved_page_by_page_without_javascript(drafters, sheet):
    data = typed(sheet, "TG-01", assessed="25", complied="24") | typed(
        sheet, "TG-02", does_not_apply="on", note="Lý do"
    )

    response = drafters.post(address(sheet, "tg"), data | {"action": "continue"})

    assert response["Location"] == address(sheet, "tp")
    found = answers(sheet)
    assert len(found) == 9
    assert (found["TG-01"].verdict, found["TG-01"].assessed, found["TG-01"].complied) == ("counted", 25, 24)
    assert (found["TG-02"].verdict, found["TG-02"].note) == ("na", "Lý do")
    sheet.refresh_from_db()
    assert sheet.state == "drafting"


def test_an_answer_is_saved_at_once_as_it_is_typed(drafters, sheet, drafter):
    response = drafters.post(address(sheet, "mt"), typed(sheet, "MT-01", verdict="partly"), **SWAP)

    assert response["X-Draft"] == "saved"
    page = response.content.decode()
    assert "1/9 nội dung" in page
    assert "50,00" in page
    assert answers(sheet)["MT-01"].mark in page  # the next save goes on from here
    assert answers(sheet)["MT-01"].changed_by == drafter


def test_half_of_a_count_is_kept_and_counts_as_no_answer(drafters, sheet):
    drafters.post(address(sheet, "tg"), typed(sheet, "TG-01", assessed="25", complied=""), **SWAP)

    found = answers(sheet)["TG-01"]
    assert (found.verdict, found.assessed, found.complied) == ("", 25, None)


def test_more_cannot_comply_than_were_assessed(drafters, sheet, drafter):
    response = drafters.post(address(sheet, "tg"), typed(sheet, "TG-01", assessed="5", complied="6"))

    assert response.status_code == 200
    assert "Số người thực hiện tốt lớn hơn số người được đánh giá" in response.content.decode()
    assert 'value="6"' in response.content.decode()  # nothing typed is lost
    assert not Answer.objects.exists()
    sheet.refresh_from_db()
    answer_all(sheet, by=drafter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(clause__code="TG-01").update(complied=F("assessed") + 1)


def test_a_post_that_says_nothing_of_a_clause_leaves_it_alone(drafters, sheet, drafter):
    answer_all(sheet, by=drafter)

    drafters.post(address(sheet, "tg"), {"action": "stay"})

    assert answers(sheet)["TG-01"].complied == 20


# --- two people -----------------------------------------------------------------------------------------------------


def test_two_people_on_one_page_save_their_answers_beside_each_other(drafters, sheet):
    as_read = marks(sheet)
    drafters.post(address(sheet, "tg"), typed(sheet, "TG-01", assessed="25", complied="24"), **SWAP)

    both = typed(sheet, "TG-01", mark=as_read["TG-01"], assessed="", complied="") | typed(
        sheet, "TG-02", mark=as_read["TG-02"], assessed="25", complied="20"
    )
    response = drafters.post(address(sheet, "tg"), both, **SWAP)

    assert response["X-Draft"] == "saved"
    found = answers(sheet)
    assert found["TG-01"].complied == 24  # read as blank and left so: no reason to save over it
    assert found["TG-02"].complied == 20


def test_nobody_saves_over_an_answer_that_they_have_not_seen(drafters, sheet):
    as_read = marks(sheet)
    drafters.post(address(sheet, "mt"), typed(sheet, "MT-01", verdict="partly"), **SWAP)
    mine = typed(sheet, "MT-01", mark=as_read["MT-01"], verdict="met")

    while_typing = drafters.post(address(sheet, "mt"), mine, **SWAP)
    by_the_button = drafters.post(address(sheet, "mt"), mine | {"action": "continue"})

    assert "Chưa lưu" in while_typing.content.decode()
    assert "X-Draft" not in while_typing
    assert answers(sheet)["MT-01"].verdict == "partly"
    page = by_the_button.content.decode()
    assert by_the_button.status_code == 409
    assert "Đạt một phần" in page.partition('class="theirs"')[2]
    assert f'name="MT-01-mark" value="{marks(sheet)["MT-01"]}"' in page  # to save over it is a decision now
    drafters.post(address(sheet, "mt"), mine | {"MT-01-mark": marks(sheet)["MT-01"], "action": "stay"})
    assert answers(sheet)["MT-01"].verdict == "met"


def test_two_people_may_begin_at_the_same_time(sheet, drafter, head):
    """Both read the sheet before either stored anything; the second goes on with the first one's rows."""
    first, second = (Obligation.objects.select_related("unit", "requirement").get(pk=sheet.pk) for _n in range(2))
    Sheet.of(first), Sheet.of(second)

    answer_all(first, by=drafter)
    read = Sheet.of(second)
    read.begin()

    assert [answer.pk for answer in read.answers] == [answer.pk for answer in Sheet.of(first).answers]
    assert Answer.objects.count() == 9


# --- the last period ------------------------------------------------------------------------------------------------


@pytest.fixture
def handed_in(monthly, drafter, head) -> Obligation:
    """The self-assessment of the period before, handed in."""
    before = monthly[-2]
    answer_all(before, by=drafter, TG_01={"assessed": 25, "complied": 22, "note": "Hai người đi muộn"})
    advance(before, "submit", by=head)
    return before


def test_the_last_periods_answer_stands_beside_and_is_copied_only_by_choice(drafters, sheet, handed_in):
    page = drafters.get(address(sheet, "tg")).content.decode()

    assert "22/25" in page
    assert not Answer.objects.of(sheet).exists()


def test_a_copied_answer_is_marked_until_somebody_changes_it(drafters, sheet, handed_in):
    data = typed(sheet, "TG-01", assessed="", complied="") | {"action": "copy-TG-01"}
    page = drafters.post(address(sheet, "tg"), data, HTTP_HX_REQUEST="true").content.decode()

    assert "Chép từ kỳ trước" in page
    copied = answers(sheet)["TG-01"]
    assert (copied.assessed, copied.complied, copied.note) == (25, 22, "Hai người đi muộn")
    assert copied.copied_from == answers(handed_in)["TG-01"]
    assert answers(sheet)["TG-02"].verdict == ""

    drafters.post(address(sheet, "tg"), typed(sheet, "TG-01", assessed="25", complied="23"), **SWAP)
    assert answers(sheet)["TG-01"].copied_from is None


# --- handing in -----------------------------------------------------------------------------------------------------


def problems(obligation: Obligation) -> list[str]:
    fresh = Obligation.objects.get(pk=obligation.pk)
    return [str(problem) for problem in fresh.problems()]


def test_every_clause_is_answered_before_it_is_handed_in(sheet, drafter, head):
    answer_all(sheet, by=drafter, MT_01={"verdict": ""})

    with pytest.raises(Incomplete, match="MT-01"):
        advance(sheet, "submit", by=head)


def test_what_does_not_apply_needs_a_reason(sheet, drafter):
    answer_all(sheet, by=drafter, TM_02={"verdict": "na", "note": ""})

    assert [text for text in problems(sheet) if "TM-02" in text] == problems(sheet)
    assert "không áp dụng" in problems(sheet)[0]


@pytest.mark.parametrize(
    ("answer", "is_lacking"),
    [
        ({"note": ""}, True),
        ({"note": "Ảnh treo tại phòng họp"}, False),
        ({"note": "", "complied": 19}, False),  # not wholly met: nothing to show
    ],
)
def test_a_clause_is_met_with_evidence_or_the_paper_says_where_it_is(sheet, drafter, answer, is_lacking):
    answer_all(sheet, by=drafter, TP_01=answer)

    assert any("TP-01" in text for text in problems(sheet)) == is_lacking


def test_a_hand_in_keeps_wording_answers_and_score_and_declares_them_in_rows(sheet, drafter, head):
    answer_all(
        sheet, by=drafter, TG_01={"assessed": 25, "complied": 24}, MT_01={"verdict": "partly"}, TM_02={"verdict": "na"}
    )
    advance(sheet, "submit", by=head)

    content = ObligationEvent.objects.get(obligation=sheet, verb="submit").content
    rows = {row["code"]: row for row in content["answers"]}
    assert rows["TG-01"]["complied"] == "24"
    assert rows["TG-01"]["wording"].startswith("Có mặt đúng giờ")
    # 2 x 24/25 + 2 + 1 + 1 + 3 + 2 + 1 x 1/2 + 2 over 14; TM-02 stands in neither sum
    assert content["score"]["value"] == "95.86"
    assert content["score"]["points"] == "671/50"
    assert content["score"]["weight"] == "14"
    declared = {row.clause.code: row for row in DeclaredAnswer.objects.select_related("clause")}
    assert len(declared) == 9
    assert (declared["TG-01"].assessed, declared["TG-01"].complied) == (25, 24)
    assert declared["TM-02"].verdict == "na"


def test_the_council_reads_the_answers_with_the_score(client, sheet, drafter, head, secretary):
    answer_all(sheet, by=drafter, TG_01={"assessed": 25, "complied": 24, "note": "Một người xin phép về sớm"})
    client.force_login(secretary)
    assert "Một người xin phép" not in client.get(f"/obligations/{sheet.pk}/").content.decode()  # a draft is the unit's

    advance(sheet, "submit", by=head)

    for page in (f"/obligations/{sheet.pk}/", f"/council/review/{sheet.pk}/"):
        text = client.get(page).content.decode()
        assert "24/25 (96,00%)" in text
        assert "Một người xin phép về sớm" in text
        assert "99,5" in text


def test_a_reason_points_at_a_clause_and_the_unit_mends_it_there(client, sheet, drafter, head, secretary):
    answer_all(sheet, by=drafter)
    advance(sheet, "submit", by=head)
    client.force_login(secretary)
    data = {"version": sheet.version, "note": "", "due_at": make.days_ahead(5).strftime("%d/%m/%Y"), "step": "send"}
    rows = {"reason-TOTAL_FORMS": 1, "reason-INITIAL_FORMS": 0, "reason-0-code": "figures"}
    rows |= {"reason-0-place": "answers.TG-01", "reason-0-text": "Số người chưa khớp bảng chấm công"}
    client.post(f"/council/review/{sheet.pk}/return/", data | rows)

    sheet.refresh_from_db()
    assert sheet.state == "returned"
    client.force_login(drafter)
    page = client.get(f"/obligations/{sheet.pk}/").content.decode()
    assert f"{address(sheet, 'tg')}#answer-TG-01" in page
    assert "Số người chưa khớp bảng chấm công" in client.get(address(sheet, "tg")).content.decode()


def test_evidence_stands_with_its_clause_and_is_handed_in_with_it(drafters, sheet, drafter, head):
    answer_all(sheet, by=drafter, TP_01={"note": ""})
    assert f"/obligations/{sheet.pk}/evidence/answers.TP-01/" in drafters.get(address(sheet, "tp")).content.decode()
    assert drafters.get(f"/obligations/{sheet.pk}/evidence/answers.GD-01/").status_code == 404  # is not asked

    attach(take_note(sheet.unit_id, "Ảnh tại bảng tin", by=drafter), to=sheet, place="answers.TP-01", by=drafter)

    assert problems(sheet) == []
    advance(sheet, "submit", by=head)
    content = ObligationEvent.objects.get(obligation=sheet, verb="submit").content
    assert [entry["place"] for entry in content["evidence"]] == ["answers.TP-01"]
    assert "Ảnh tại bảng tin" in drafters.get(f"/obligations/{sheet.pk}/").content.decode()


def test_one_file_serves_several_clauses_and_the_reviewer_sees_where_else(sheet, drafter, head, secretary, client):
    answer_all(sheet, by=drafter)
    given = give_file(pdf(more=b"\n"), to=sheet, place="answers.TP-01", by=drafter).evidence
    attach(given, to=sheet, place="answers.TG-01", by=drafter)
    advance(sheet, "submit", by=head)

    client.force_login(secretary)
    html = client.get(f"/council/review/{sheet.pk}/").content.decode()
    assert html.count("Tệp này còn dùng ở 1 nơi khác") == 2


# --- how much it asks of the database -------------------------------------------------------------------------------


def test_saving_one_answer_asks_the_database_a_dozen_times_at_most(drafters, sheet, drafter):
    answer_all(sheet, by=drafter)
    data = typed(sheet, "TG-01", assessed="25", complied="24")

    with CaptureQueriesContext(connection) as captured:
        drafters.post(address(sheet, "tg"), data, **SWAP)

    assert answers(sheet)["TG-01"].complied == 24
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]  # of the test, not of the page
    assert len(asked) <= 12, "\n".join(sql[:160] for sql in asked)
