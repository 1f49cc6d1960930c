"""Notices of nominations and initiatives: to the unit, its head or the standing office, once; pages say so before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conduct.decision_actions import issue, prepare_decision, strike
from conduct.initiative_moves import INITIATIVE_MOVES
from conduct.initiative_words import WORDS
from conduct.initiatives import open_marking
from conduct.models import Award, Decision, Nomination, NominationEvent, Scale
from conduct.nomination_moves import NOMINATION_MOVES
from conduct.nomination_words import NOMINATION_WORDS
from conduct.telling import INITIATIVE_TELLS, NOMINATION_TELLS
from portal import notices
from portal.models import Digest, Notice, NoticeChoice, NoticeRun, OutgoingMail
from portal.notice_dossiers import INITIATIVE_STEPS, NOMINATION_STEPS
from portal.notice_mails import keep_choice
from tests import factories as make
from tests.conduct import initiatives_cast as cast
from tests.conduct.dossiers import a_dossier, an_award
from tests.place import a_picture
from units.clock import db_now
from units.workflow import Reason, advance

pytestmark = pytest.mark.django_db
WHY = [Reason("evidence", "evidence", "Thiếu minh chứng")]
TOLD = "Thư sẽ gửi tới:"


@pytest.fixture
def began(db):
    """Notices have been made up to now; nothing is news yet."""
    notices.make()


@pytest.fixture
def award(db) -> Award:
    return an_award()


@pytest.fixture
def dossier(host, unit, award, drafter, began) -> Nomination:
    return a_dossier(host, unit, award, by=drafter)


@pytest.fixture
def initiative(host, unit, campaign, drafter, began):
    cast.scale()
    return cast.drafted(unit, by=drafter, picture=a_picture())


def run():
    NoticeRun.objects.update(made_until=db_now() - timedelta(minutes=5))
    notices.make(at=db_now() + timedelta(seconds=1))


def told(**facts):
    rows = Notice.objects.filter(step__startswith="dossier_", **facts).select_related("person")
    return {(row.person.username, row.step.removeprefix("dossier_")) for row in rows}


def recorded(decision, *, by) -> Decision:
    decision.number, decision.issued_on = "125/QĐ-UBND", make.date(2024, 6, 20)
    decision.signer_name, decision.signer_position = "Lê Văn An", "Chủ tịch UBND huyện"
    issue(decision, by=by)
    return decision


# --- who hears what ---------------------------------------------------------------------------------------------------


def test_the_head_hears_what_waits_to_be_signed_and_the_office_what_was_handed_in(
    dossier, drafter, head, secretary, member, stranger
):
    advance(dossier, "send", by=drafter)
    run()
    assert told() == {("thutruong", "to_sign")}

    advance(dossier, "submit", by=head)
    run()
    assert told() == {("thutruong", "to_sign"), ("thuongtruc", "handed_in")}


def test_the_unit_hears_that_it_came_back_and_whether_it_is_eligible(dossier, drafter, head, secretary):
    advance(dossier, "submit", by=head)
    advance(dossier, "return", by=secretary, reasons=WHY)
    advance(dossier, "submit", by=head)
    advance(dossier, "admit", by=secretary)
    run()

    assert {each for each in told() if each[0] != "thuongtruc"} == {
        *(("canbo", "returned"), ("thutruong", "returned"), ("canbo", "eligible"), ("thutruong", "eligible")),
    }
    assert Notice.objects.filter(step="dossier_handed_in").count() == 2  # handed in twice


def test_the_unit_hears_that_it_is_not_eligible(dossier, drafter, head, secretary):
    advance(dossier, "submit", by=head)
    advance(dossier, "reject", by=secretary, reasons=WHY)
    run()

    assert told(person=drafter) == {("canbo", "not_eligible")}


def test_what_the_council_says_the_award_and_its_end_are_told(dossier, drafter, head, secretary, host):
    advance(dossier, "submit", by=head)
    advance(dossier, "admit", by=secretary)
    advance(dossier, "list", by=secretary)
    advance(dossier, "approve", by=None)
    decision = recorded(prepare_decision(host, [dossier], title="Về việc khen thưởng", by=secretary), by=secretary)
    strike(decision.lines.get(), by=secretary, note="Khai không đúng")
    run()

    heard = ("eligible", "approved", "awarded", "revoked")
    assert told(person=drafter) == {("canbo", step) for step in heard}
    assert told(person=head) == {("thutruong", step) for step in heard}


def test_a_nomination_that_does_not_pass_is_told(dossier, drafter, head, secretary):
    for verb, by in (("submit", head), ("admit", secretary), ("list", secretary), ("decline", None)):
        advance(dossier, verb, by=by)
    run()

    assert ("canbo", "declined") in told(person=drafter)


def test_the_office_hears_of_a_withdrawal_of_what_it_had_and_of_nothing_else(
    dossier, host, unit, award, initiative, drafter, head, secretary
):
    never_seen = a_dossier(host, unit, award, by=drafter, name="Trần Văn Khác")
    advance(never_seen, "send", by=drafter)
    advance(never_seen, "withdraw", by=head, note="Đã chuyển công tác")
    for had in (dossier, initiative):
        advance(had, "submit", by=head)
        advance(had, "withdraw", by=head, note="Đơn vị xin rút")
    run()

    told_of = Notice.objects.filter(step="dossier_withdrawn").values_list("person", "nomination", "initiative")
    assert set(told_of) == {(secretary.pk, dossier.pk, None), (secretary.pk, None, initiative.pk)}


def test_an_initiative_is_told_from_signing_to_the_councils_word(initiative, drafter, head, secretary, member, chair):
    advance(initiative, "send", by=drafter)
    advance(initiative, "submit", by=head)
    cast.recognised(initiative, secretary=secretary, chair=chair, markers=[member, chair])
    NoticeRun.objects.update(made_until=make.moment(2024, 1, 1))
    notices.make()

    assert told() == {
        *(("thutruong", "to_sign"), ("thuongtruc", "handed_in")),
        *(("canbo", "recognised"), ("thutruong", "recognised")),
    }


def test_an_initiative_that_comes_back_or_is_not_recognised_is_told(
    initiative, drafter, head, secretary, member, chair
):
    advance(initiative, "submit", by=head)
    advance(initiative, "return", by=secretary, reasons=WHY, note="Thiếu xác nhận")
    advance(initiative, "submit", by=head)
    open_marking(initiative, by=secretary)
    cast.mark(initiative, 10, 10, by=member)
    cast.mark(initiative, 10, 10, by=chair)
    advance(initiative, "close", by=secretary)
    advance(initiative, "decline", by=chair, note="Chưa có tính mới")
    run()

    assert told(person=drafter) == {("canbo", "returned"), ("canbo", "unrecognised")}


# --- once, caught up, by mail -----------------------------------------------------------------------------------------


def test_each_hears_it_once_and_an_outage_loses_nothing(dossier, drafter, head, secretary):
    long_ago = db_now() - timedelta(days=9)
    NoticeRun.objects.update(made_until=long_ago)
    advance(dossier, "submit", by=head, at=long_ago + timedelta(days=1))
    advance(dossier, "admit", by=secretary, at=long_ago + timedelta(days=2))
    for _again in range(3):
        NoticeRun.objects.update(made_until=long_ago)
        notices.make()

    assert told() == {("thuongtruc", "handed_in"), ("canbo", "eligible"), ("thutruong", "eligible")}
    assert Notice.objects.filter(nomination=dossier).count() == 3


def test_mails_name_the_dossier_and_follow_the_choice_of_each(dossier, drafter, head, secretary):
    keep_choice(NoticeChoice(person=head, digest=Digest.NEVER))
    keep_choice(NoticeChoice(person=secretary, digest=Digest.DAILY))
    advance(dossier, "submit", by=head)
    advance(dossier, "admit", by=secretary)
    run()
    while notices.mail_some(at=db_now() + timedelta(seconds=2)):
        pass

    assert not OutgoingMail.objects.filter(to__in=[head.email, secretary.email]).exists()
    mail = OutgoingMail.objects.get(to=drafter.email)
    assert mail.subject.endswith(f": {dossier}")
    assert dossier.get_absolute_url() in mail.body
    assert dossier.unit.name in mail.body


def test_a_decision_that_awards_hundreds_takes_as_many_queries_as_one_that_awards_three(
    host, unit, award, drafter, head, secretary, began
):
    def awarded(number):
        facts = {"host": host, "unit": unit, "year": 2024, "award": award, "subject": "person", "state": "published"}
        rows = Nomination.objects.bulk_create(Nomination(name=f"Người {n}", **facts) for n in range(number))
        event = {"verb": "publish", "at": db_now(), "actor_label": "portal", "to_state": "published"}
        NominationEvent.objects.bulk_create(NominationEvent(nomination=row, **event) for row in rows)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            run()
        return len(asked)

    few = awarded(3)
    many = awarded(300)

    assert Notice.objects.filter(step="dossier_awarded").count() == 606
    assert many == few


# --- in the portal ----------------------------------------------------------------------------------------------------


def test_a_notice_leads_to_its_dossier_and_to_nobody_who_may_not_read_it(
    client, dossier, drafter, head, secretary, unit
):
    advance(dossier, "submit", by=head)
    advance(dossier, "admit", by=secretary)
    run()
    notice = Notice.objects.get(person=drafter)
    client.force_login(drafter)
    assert dossier.name in client.get("/notices/").content.decode()

    assert client.get(f"/notices/{notice.pk}/").headers["Location"] == dossier.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at

    drafter.memberships.update(until=make.date(2024, 1, 1))
    assert client.get(f"/notices/{notice.pk}/").headers["Location"] == "/notices/"


def test_the_office_sees_a_mail_about_a_dossier_that_did_not_arrive(client, dossier, drafter, head, secretary):
    advance(dossier, "submit", by=head)
    advance(dossier, "admit", by=secretary)
    run()
    while notices.mail_some(at=db_now() + timedelta(seconds=2)):
        pass
    mail = OutgoingMail.objects.get(to=drafter.email)
    OutgoingMail.objects.filter(pk=mail.pk).update(attempts=5, error="550 không có hộp thư")
    client.force_login(secretary)

    assert drafter.email in client.get(reverse("mail-failed")).content.decode()
    assert dossier.name in client.get(reverse("mail-again", args=[mail.pk])).content.decode()


# --- every button says it before --------------------------------------------------------------------------------------


def test_what_is_told_is_what_the_pages_say():
    assert set(NOMINATION_STEPS) == set(NOMINATION_TELLS) <= set(NOMINATION_MOVES)
    assert set(INITIATIVE_STEPS) == set(INITIATIVE_TELLS) <= set(INITIATIVE_MOVES)
    assert set(NOMINATION_TELLS) - set(NOMINATION_WORDS) == {"enter", "approve", "decline"}  # on pages of their own
    assert set(INITIATIVE_TELLS) <= set(WORDS)


PLACES = {  # from which state, by whom
    "send": ("drafting", "drafter"),
    "submit": ("signing", "head"),
    "return": ("submitted", "secretary"),
    "admit": ("submitted", "secretary"),
    "reject": ("submitted", "secretary"),
    "grant": ("eligible", "chair"),
    "publish": ("approved", "secretary"),
    "revoke": ("published", "secretary"),
    "recognise": ("marked", "chair"),
    "decline": ("marked", "chair"),
    "withdraw": ("submitted", "head"),
}


def people_named(verb):
    told = {"send": ["Đặng Văn Đức"], "submit": ["thường trực"], "withdraw": ["thường trực"]}
    return told.get(verb, ["Nguyễn Thị Ánh", "Đặng Văn Đức"])


@pytest.mark.parametrize("verb", sorted(set(NOMINATION_TELLS) & set(NOMINATION_WORDS)))
def test_a_step_of_a_nomination_names_those_whom_it_mails(client, dossier, drafter, head, chair, verb, request):
    state, who = PLACES[verb]
    terms = dossier.award.terms.get()
    facts = {} if state in {"drafting", "signing"} else {"received_at": db_now(), "terms": terms}
    Nomination.objects.filter(pk=dossier.pk).update(state=state, **facts)
    client.force_login(request.getfixturevalue(who))
    html = client.get(reverse("nomination-step", args=[dossier.pk, verb])).content.decode()

    assert TOLD in html
    assert all(name in html.split(TOLD)[1] for name in people_named(verb))


@pytest.mark.parametrize("verb", sorted(INITIATIVE_TELLS))
def test_a_step_of_an_initiative_names_those_whom_it_mails(client, initiative, drafter, head, chair, verb, request):
    state, who = PLACES[verb]
    facts = {} if state in {"drafting", "signing"} else {"received_at": db_now(), "scale": Scale.objects.get()}
    type(initiative).objects.filter(pk=initiative.pk).update(state=state, **facts)
    client.force_login(request.getfixturevalue(who))
    html = client.get(reverse("initiative-step", args=[initiative.pk, verb])).content.decode()

    assert TOLD in html
    assert all(name in html.split(TOLD)[1] for name in people_named(verb))


def test_decisions_and_timely_praise_name_those_whom_they_mail(client, dossier, drafter, head, secretary):
    facts = {"state": "approved", "received_at": db_now(), "terms": dossier.award.terms.get()}
    Nomination.objects.filter(pk=dossier.pk).update(**facts)
    dossier.refresh_from_db()
    draft = prepare_decision(dossier.host, [dossier], title="Về việc khen thưởng", by=secretary)
    client.force_login(secretary)
    pages = [client.get(reverse("decision-issue", args=[draft.pk])), client.get(reverse("praise-new"))]
    decision = recorded(draft, by=secretary)
    pages.append(client.get(reverse("decision-strike", args=[decision.pk, decision.lines.get().pk])))
    pages.append(client.get(reverse("decision-revoke", args=[decision.pk])))

    for page in pages:
        assert page.status_code == 200
        assert TOLD in page.content.decode() or "Thư sẽ gửi tới cán bộ" in page.content.decode(), page
    assert str(drafter) in pages[0].content.decode()
    client.force_login(drafter)
    assert str(head) in client.get(reverse("praise-new")).content.decode().split(TOLD)[1]
