"""Notices: each person hears each thing once, whoever works, dies or was away; mails follow the person's choice."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Max

from campaigns.models import Obligation
from campaigns.opening import close_campaign, open_campaign
from portal import notices, tasks
from portal.models import Digest, Notice, NoticeChoice, NoticeRun, OutgoingMail
from portal.notice_mails import send_letter
from portal.review_notes import keep_note
from tests import factories as make
from tests.story import complete_plan
from units.models import Membership, Role
from units.workflow import Reason, advance

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def told(after=0, **facts):
    """Return who was told what, as (user name, step); `after` the notice that was the last then."""
    rows = Notice.objects.filter(id__gt=after, **facts).order_by("id")
    return [(row.person.username, row.step) for row in rows.select_related("person")]


def last():
    return Notice.objects.aggregate(last=Max("id"))["last"] or 0


@pytest.fixture
def began(db):
    """Notices have been made for a year before anything happens."""
    notices.make(at=make.moment(2023, 1, 2))


@pytest.fixture
def run_at(began):
    def run(*day):
        return notices.make(at=make.moment(2024, *day))

    return run


def test_a_new_task_is_told_once_to_those_who_work_on_it(drafter, head, stranger, secretary, plan, run_at):
    run_at(1, 16)
    run_at(1, 17)
    run_at(1, 18)

    assert Counter(told()) == Counter([("canbo", "opened"), ("thutruong", "opened"), ("nguoila", "opened")])


def test_what_is_added_later_is_told_although_its_period_has_begun(campaign, drafter, secretary, run_at):
    run_at(3, 1)
    make.RequirementFactory(
        campaign=campaign, code="bao-cao", frequency="quarterly", due_on=None, due_days=5, title="Báo cáo quý"
    )
    open_campaign(campaign, by=secretary, at=make.moment(2024, 3, 1, 10))
    run_at(3, 1, 11)

    assert told(obligation__title="Báo cáo quý") == [("canbo", "opened")]


@pytest.mark.parametrize(
    ("day", "steps"),
    [
        ((2, 20), {"canbo": "due_7", "thutruong": "due_7"}),
        ((2, 26), {"canbo": "due_3", "thutruong": "due_3"}),
        ((2, 28), {"canbo": "due_1", "thutruong": "due_1"}),
        ((2, 29), {"canbo": "due_today", "thutruong": "due_today"}),
        ((3, 1), {"canbo": "overdue", "thutruong": "overdue"}),
        ((3, 5), {"thutruong": "overdue_head"}),
        ((3, 7), {"thuongtruc": "overdue_office"}),
    ],
)
def test_each_step_is_told_on_its_day_to_its_people(day, steps, plan, drafter, head, secretary, run_at):
    call_command("fill_holidays", years=[2024, 2024], verbosity=0)
    month, number = day
    notices.make(at=make.moment(2024, month, number, 6, 29))
    then = last()
    run_at(month, number, 6, 31)
    run_at(month, number, 6, 32)

    assert told(then, obligation=plan) == list(steps.items())


def test_three_days_away_catch_up_with_one_reminder_each(plan, drafter, head, secretary, run_at):
    run_at(2, 27)
    then = last()
    run_at(3, 2)

    assert Counter(told(then, obligation=plan)) == Counter([("canbo", "overdue"), ("thutruong", "overdue")])


def test_what_was_handed_in_waived_or_closed_reminds_nobody(submitted_plan, secretary, run_at, campaign, drafter):
    run_at(2, 10)
    other = Obligation.objects.exclude(pk=submitted_plan.pk).get()
    make.person(Role.DRAFTER, other.unit, username="khac")
    advance(other, "waive", by=secretary, note="Miễn", at=make.moment(2024, 2, 11))
    then = last()
    run_at(3, 7)
    assert told(then) == [("khac", "waived")]

    advance(other, "unwaive", by=secretary, note="Thôi", at=make.moment(2024, 3, 8))
    close_campaign(campaign, by=secretary, at=make.moment(2024, 3, 8))
    run_at(3, 20)
    assert told(then) == [("khac", "waived"), ("khac", "unwaived")]


def test_a_date_that_the_council_moves_is_told(campaign, plan, drafter, secretary, run_at):
    run_at(2, 10)
    then = last()
    due = make.end_of(2024, 3, 15)
    advance(plan, "redate", by=secretary, due_at=due, at=make.moment(2024, 2, 12))
    run_at(2, 13)
    run_at(2, 29)

    assert told(then, obligation=plan) == [("canbo", "redated")]


def test_decisions_of_the_council_are_all_told_once(submitted_plan, drafter, head, secretary, run_at):
    run_at(2, 6)
    then = last()
    due = make.end_of(2024, 3, 4)
    reasons = [Reason("form", "", "Sai mẫu")]
    advance(submitted_plan, "return", by=secretary, reasons=reasons, due_at=due, at=make.moment(2024, 2, 7))
    advance(submitted_plan, "submit", by=head, at=make.moment(2024, 2, 7, 10))
    advance(submitted_plan, "accept", by=secretary, at=make.moment(2024, 2, 7, 11))
    run_at(2, 9)
    run_at(2, 9, 9, 1)

    both = [(who, step) for step in ("returned", "accepted") for who in ("canbo", "thutruong")]
    assert Counter(told(then)) == Counter(both)


def test_the_days_of_a_return_are_counted_to_its_own_date(submitted_plan, drafter, head, secretary, run_at):
    due = make.end_of(2024, 3, 8)
    reasons = [Reason("form", "", "Sai mẫu")]
    advance(submitted_plan, "return", by=secretary, reasons=reasons, due_at=due, at=make.moment(2024, 2, 7))
    run_at(2, 29)
    then = last()
    run_at(3, 8)

    mine = told(then, obligation=submitted_plan)
    assert Counter(mine) == Counter([("canbo", "due_today"), ("thutruong", "due_today")])


def test_an_extension_is_told_and_brings_a_ladder_of_its_own(plan, drafter, secretary, run_at):
    run_at(2, 28)
    then = last()
    advance(plan, "extend", by=secretary, note="Bận", due_at=make.end_of(2024, 3, 15), at=make.moment(2024, 2, 28, 11))
    run_at(2, 29)
    run_at(3, 15)

    mine = told(then, obligation=plan)
    assert mine == [("canbo", "extended"), ("canbo", "due_today")]


def test_the_first_run_tells_no_old_news(plan, drafter, secretary):
    """As after loading the sample: the plan stands since January and is overdue since March."""
    notices.make(at=make.moment(2024, 4, 1))
    notices.make(at=make.moment(2024, 4, 2))

    assert told() == []


def test_the_first_run_tells_what_is_due_now(plan, drafter, secretary):
    notices.make(at=make.moment(2024, 2, 29))

    assert told() == [("canbo", "due_today")]


def test_people_who_have_left_or_are_to_come_hear_nothing(unit, plan, drafter, run_at):
    Membership.objects.update(until=make.moment(2024, 1, 10).date())
    successor = make.person(None, None, username="moi")
    Membership.objects.create(user=successor, unit=unit, role=Role.DRAFTER, since=make.moment(2024, 2, 21).date())
    run_at(2, 20)
    run_at(2, 26)

    assert Counter(told()) == Counter([("moi", "opened"), ("moi", "due_3")])


# --- mentions --------------------------------------------------------------------------------------------------------


def test_whom_a_note_of_the_review_names_is_told_once(submitted_plan, secretary, member, observer, drafter, run_at):
    run_at(2, 6)
    then = last()
    at = make.moment(2024, 2, 7)
    keep_note(submitted_plan, text="Đề nghị xem hoạt động 1", tell=[member, drafter], by=secretary, at=at)
    run_at(2, 8)
    run_at(2, 8, 9, 1)

    assert told(then) == [("uyvien", "mentioned")]  # who holds no role at the council is not told of its notes
    assert Notice.objects.get(step="mentioned").address == f"/council/review/{submitted_plan.pk}/"


# --- mail ------------------------------------------------------------------------------------------------------------


def choose(person, digest, **facts):
    NoticeChoice.objects.update_or_create(person=person, defaults={"digest": digest, **facts})
    person.refresh_from_db()


def mail_at(*day):
    while notices.mail_some(at=make.moment(2024, *day)):
        pass


def test_what_waits_for_a_person_goes_out_in_one_mail_in_their_language(plan, drafter, head, run_at, settings):
    settings.PORTAL_URL = "https://thi-dua.example.vn/"
    choose(head, Digest.AT_ONCE, language="en")
    run_at(1, 16)
    run_at(2, 29)
    mail_at(2, 29)
    mail_at(2, 29)

    assert OutgoingMail.objects.count() == 2
    mail = OutgoingMail.objects.get(to=drafter.email)
    assert mail.subject == "2 thông báo của cổng"
    assert f"https://thi-dua.example.vn/obligations/{plan.pk}/" in mail.body
    assert "Hạn hôm nay: Kế hoạch thực hiện phong trào" in mail.body
    assert "Due today" in OutgoingMail.objects.get(to=head.email).body
    assert not Notice.objects.unmailed().exists()


def test_one_mail_a_day_goes_out_at_seven_and_holds_the_notices_of_the_day(plan, drafter, secretary, run_at):
    choose(drafter, Digest.DAILY)
    run_at(2, 19)
    mail_at(2, 19)
    assert OutgoingMail.objects.count() == 1  # what was opened long before
    OutgoingMail.objects.all().delete()
    Notice.objects.update(wants_mail=False)
    run_at(2, 20, 6, 31)
    mail_at(2, 20, 6, 59)
    assert not OutgoingMail.objects.exists()

    advance(plan, "extend", by=secretary, note="X", due_at=make.end_of(2024, 3, 1), at=make.moment(2024, 2, 20, 6, 45))
    run_at(2, 20, 6, 59)
    mail_at(2, 20, 7, 0)
    (mail,) = OutgoingMail.objects.all()
    assert mail.notices.count() == 2
    advance(plan, "extend", by=secretary, note="X", due_at=make.end_of(2024, 3, 2), at=make.moment(2024, 2, 20, 8))
    run_at(2, 20, 8, 1)
    mail_at(2, 20, 8, 2)
    assert OutgoingMail.objects.count() == 1
    mail_at(2, 21, 7, 1)
    assert OutgoingMail.objects.count() == 2


def test_who_wants_none_and_who_has_no_address_is_told_in_the_portal_alone(plan, drafter, head, run_at):
    choose(drafter, Digest.NEVER)
    type(head).objects.filter(pk=head.pk).update(email="")
    run_at(2, 20)
    mail_at(2, 20)

    assert len(told()) >= 2
    assert not OutgoingMail.objects.exists()
    assert not Notice.objects.unmailed().exists()


def test_a_letter_of_the_office_is_the_notice_of_its_event(submitted_plan, drafter, head, secretary, run_at):
    event = advance(submitted_plan, "refuse", by=secretary, note="Sai", at=make.moment(2024, 2, 7))
    type(head).objects.filter(pk=head.pk).update(email="")
    head.refresh_from_db()
    send_letter(event, [drafter, head], subject="Thư của thường trực", body="Sai")
    run_at(2, 8)
    mail_at(2, 8)

    assert Notice.objects.filter(step="refused").count() == 2
    assert [mail.to for mail in OutgoingMail.objects.filter(subject="Thư của thường trực")] == [drafter.email]
    assert OutgoingMail.objects.filter(body__contains="Không tiếp nhận").count() == 0


# --- two at once, a crash --------------------------------------------------------------------------------------------


def at_once(work, number=4):
    """Run the same work in several threads and hand on what they raised."""
    errors = []

    def run():
        try:
            work()
        except Exception as error:  # told below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_make_each_notice_and_each_mail_once(plan, drafter, head, secretary, run_at):
    run_at(2, 1)
    then = last()

    def work():
        for day in (26, 28, 29):
            notices.make(at=make.moment(2024, 2, day))
            notices.mail_some(at=make.moment(2024, 2, day))

    at_once(work)
    run_at(2, 29, 9, 1)  # a tick that found the run held is made up for by the next one

    wanted = [(who, step) for step in ("due_3", "due_1", "due_today") for who in ("canbo", "thutruong")]
    assert Counter(told(then, obligation=plan)) <= Counter(wanted)
    assert set(told(then, obligation=plan)) >= {("canbo", "due_today"), ("thutruong", "due_today")}
    mail_at(2, 29, 9, 1)
    mailed = Notice.objects.exclude(mail=None).count()
    assert mailed == Notice.objects.count()
    told_in_mails = sum(mail.body.count(f"/obligations/{plan.pk}/") for mail in OutgoingMail.objects.all())
    assert told_in_mails == Notice.objects.filter(obligation=plan).count()


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_two_steps_loses_and_doubles_nothing(plan, drafter, head, run_at, monkeypatch):
    run_at(2, 28)
    then = last()

    class Crash(BaseException):
        pass

    def crash(*args):
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(NoticeRun, "read_until", crash)
        with pytest.raises(Crash):
            run_at(2, 29)
    assert told(then) == []
    run_at(2, 29)
    with monkeypatch.context() as broken:
        broken.setattr(OutgoingMail, "save", crash)
        with pytest.raises(Crash):
            mail_at(2, 29)
    mail_at(2, 29)

    assert told(then, obligation=plan) == [("canbo", "due_today"), ("thutruong", "due_today")]
    assert OutgoingMail.objects.count() == 2


def test_the_task_does_both(plan, drafter, settings):
    make.due_in(plan, days=0)
    NoticeRun.objects.all().delete()
    tasks.make_notices()
    tasks.make_notices()

    assert Notice.objects.filter(obligation=plan).count() <= 2  # due today, from half past six on
    assert not Notice.objects.unmailed().exists()


def test_a_paper_in_work_is_reminded_of_too(plan, drafter, run_at, at):
    complete_plan(plan, by=drafter, at=at)
    run_at(2, 28)
    then = last()
    run_at(2, 29)

    assert told(then, obligation=plan) == [("canbo", "due_today")]
