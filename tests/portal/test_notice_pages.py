"""The pages of notices: a person's own list, the bell, the choice, and mail that did not arrive."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal import notices, tasks
from portal.models import Digest, Notice, NoticeChoice, OutgoingMail
from portal.models.mail import MAX_ATTEMPTS
from tests import factories as make
from units.clock import db_now
from units.models import Membership, Role

pytestmark = pytest.mark.django_db
LIST = "/notices/"


@pytest.fixture
def told(plan, drafter, head, secretary):
    """The plan is due today: the unit's people are told."""
    notices.make(at=make.moment(2024, 2, 29))
    return Notice.objects.get(person=drafter)


def test_the_bell_counts_and_the_list_marks_what_is_unread(client, told, drafter):
    client.force_login(drafter)
    page = client.get(LIST).content.decode()

    assert 'class="bell__count" aria-hidden="true">1<' in page
    assert "1 thông báo chưa đọc" in page
    assert "Hạn hôm nay: Kế hoạch thực hiện phong trào" in page
    assert "notices__one--unread" in page


def test_the_link_leads_to_the_paper_and_counts_as_read(client, told, drafter, plan):
    client.force_login(drafter)

    assert client.get(reverse("notice-open", args=[told.pk])).headers["Location"] == plan.get_absolute_url()
    assert "bell__count" not in client.get(LIST).content.decode()
    assert client.get(LIST, {"unread": "1"}).context["page"].paginator.count == 0


def test_nobody_opens_anothers_notice(client, told, head, stranger):
    for person in (head, stranger):
        client.force_login(person)
        assert client.get(reverse("notice-open", args=[told.pk])).status_code == 404
    told.refresh_from_db()
    assert told.read_at is None


def test_who_has_left_the_unit_is_told_so(client, told, drafter):
    Membership.objects.filter(user=drafter).update(until=make.SINCE)
    client.force_login(drafter)

    assert client.get(reverse("notice-open", args=[told.pk])).headers["Location"] == LIST


def test_all_are_marked_as_read_but_only_ones_own(client, told, drafter, head):
    client.force_login(drafter)
    assert client.get(reverse("notice-read-all")).status_code == 405
    client.post(reverse("notice-read-all"))

    assert not Notice.objects.filter(person=drafter).unread().exists()
    assert Notice.objects.filter(person=head).unread().exists()


def test_the_choice_is_kept_and_who_wants_no_mail_gets_none_of_what_waits(client, told, drafter):
    client.force_login(drafter)
    client.post(reverse("notice-choice"), {"digest": Digest.NEVER, "language": "en"})

    choice = NoticeChoice.objects.get(person=drafter)
    assert (choice.digest, choice.language) == (Digest.NEVER, "en")
    assert not Notice.objects.filter(person=drafter).unmailed().exists()
    client.post(reverse("notice-choice"), {"digest": "sometimes", "language": "vi"})
    choice.refresh_from_db()
    assert choice.digest == Digest.NEVER


# --- mail that did not arrive ----------------------------------------------------------------------------------------


@pytest.fixture
def failed(told):
    notices.mail_some(at=make.moment(2024, 2, 29))
    mail = told.mail or Notice.objects.get(pk=told.pk).mail
    later = db_now() + timedelta(days=1)
    OutgoingMail.objects.filter(pk=mail.pk).update(attempts=MAX_ATTEMPTS, error="550 no such user", not_before=later)
    return mail


def test_the_office_sees_what_did_not_arrive_and_why(client, failed, secretary):
    client.force_login(secretary)
    page = client.get(reverse("mail-failed")).content.decode()

    assert failed.to in page and "550 no such user" in page
    assert page.count("<tbody>") == 1 and page.count("Gửi lại<span") == 1


def test_send_again_says_to_whom_and_then_does_it_once(client, failed, secretary, drafter, settings):
    settings.DEMO = True
    client.force_login(secretary)
    address = reverse("mail-again", args=[failed.pk])
    page = client.get(address).content.decode()
    assert drafter.email in page and "Nguyễn Thị Ánh" in page
    failed.refresh_from_db()
    assert failed.attempts == MAX_ATTEMPTS

    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 404
    tasks.send_mail()
    failed.refresh_from_db()
    assert failed.sent_at and failed.attempts == 1


def test_other_mail_and_other_councils_are_not_shown(client, failed, drafter, member):
    OutgoingMail.objects.create(
        to="a@b.vn", subject="Mật khẩu", body="liên kết", from_email="x@y.vn", attempts=5, error="550"
    )
    elsewhere = make.person(Role.SECRETARY, make.UnitFactory(code="KHAC", kind="host", cluster=None))
    client.force_login(elsewhere)
    assert client.get(reverse("mail-failed")).context["page"].paginator.count == 0
    assert client.get(reverse("mail-again", args=[failed.pk])).status_code == 404
    for person in (drafter, member):
        client.force_login(person)
        assert client.get(reverse("mail-failed")).status_code == 403


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others(settings, db):
    settings.DEMO = False
    settings.OUTGOING_MAIL = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    facts = {"body": "x", "from_email": "x@y.vn"}
    bad = OutgoingMail.objects.create(to="a@b.vn", subject="hai\ndòng", **facts)
    good = OutgoingMail.objects.create(to="a@b.vn", subject="một dòng", **facts)
    tasks.send_mail()

    bad.refresh_from_db(), good.refresh_from_db()
    assert bad.error and not bad.sent_at
    assert good.sent_at
