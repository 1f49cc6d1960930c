"""Notices of the council's sessions: to who sits and who keeps a key, once, and never of anybody's vote."""

from datetime import timedelta

import pytest

from conduct.session_actions import approve, convene, give_up
from portal import notices
from portal.models import Notice, NoticeRun, OutgoingMail
from portal.notice_sessions import STEPS
from tests import factories as make
from tests.conduct import councils
from units.clock import db_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return councils.council(5)


@pytest.fixture
def session(held):
    made = councils.session(held, title="Phiên họp xét khen thưởng")
    councils.ask(made, councils.rule(), manner="open")
    return made


def told(step):
    return {notice.person for notice in Notice.objects.filter(step=step)}


def run():
    NoticeRun.objects.update(made_until=db_now() - timedelta(minutes=5))
    notices.make(at=db_now() + timedelta(seconds=1))


def test_members_and_tellers_are_told_of_the_convening_once(session, held):
    notices.make()
    councils.give_keys(session, held)
    convene(session, by=held.secretary)
    run()
    run()

    assert told("session_convened") == {*held.people, *held.tellers}
    assert Notice.objects.filter(step="session_convened").count() == 7


def test_results_come_to_members_and_the_mail_says_when_and_where_to_read(session, held):
    notices.make()
    codes = councils.opened(session, held)
    item = session.items.get()
    councils.vote(session, {person: {item.pk: "y"} for person in held.people})
    from conduct.session_actions import close_voting

    close_voting(session, by=held.chair)
    session.refresh_from_db()
    approve(session, by=held.chair)
    run()
    while notices.mail_some(at=db_now() + timedelta(seconds=2)):
        pass

    assert codes
    assert told("session_results") == {*held.people[1:], *held.tellers}  # the chair approved them
    mail = OutgoingMail.objects.filter(to=held.people[1].email).last()
    assert "Phiên họp xét khen thưởng" in mail.body
    assert session.get_absolute_url() in mail.body


def test_a_cancelled_session_is_told(session, held):
    notices.make()
    convene(session, by=held.secretary)
    give_up(session, "cancel", by=held.secretary, note="Trùng lịch")
    run()

    assert told("session_cancelled") == set(held.people)


def test_nothing_that_happens_with_a_ballot_is_told():
    assert not set(STEPS) & {"open", "close", "count"}


def test_a_notice_leads_to_its_session_and_counts_as_read(client, session, held):
    notices.make()
    convene(session, by=held.secretary)
    run()
    person = held.people[1]
    client.force_login(person)
    assert "Phiên họp xét khen thưởng" in client.get("/notices/").content.decode()
    notice = Notice.objects.get(person=person)

    response = client.get(f"/notices/{notice.pk}/")

    assert response.headers["Location"] == session.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at
    assert make.DAY
