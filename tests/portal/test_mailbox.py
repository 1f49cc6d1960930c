"""The demo's mailbox: every mail, for the administrator, in the demo alone."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from portal.models import OutgoingMail

pytestmark = pytest.mark.django_db
PASSWORD = "mot mat khau rat dai 2026"


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"


def test_a_request_for_a_password_is_one_row_whose_link_works(client, drafter, administrator):
    client.post(reverse("account_reset_password"), {"email": drafter.email})

    (row,) = OutgoingMail.objects.all()
    assert (row.to, row.attempts) == (drafter.email, 0)
    client.force_login(administrator)
    page = client.get(reverse("mailbox")).content.decode()
    (link,) = re.findall(r'<a href="http://testserver(/accounts/password/reset/key/[^"]+)"', page)
    client.logout()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert client.login(request=form.wsgi_request, username=drafter.username, password=PASSWORD)


def test_an_unknown_address_sends_nothing(client, drafter):
    client.post(reverse("account_reset_password"), {"email": "khong.co@example.org"})

    assert not OutgoingMail.objects.exists()


def test_only_administrators_and_only_in_the_demo(client, drafter, chair, administrator, settings):
    assert client.get(reverse("mailbox")).status_code == 302
    for person in (drafter, chair):
        client.force_login(person)
        assert client.get(reverse("mailbox")).status_code == 403
    client.force_login(administrator)
    assert client.get(reverse("mailbox")).status_code == 200
    settings.DEMO = False
    assert client.get(reverse("mailbox")).status_code == 404


def test_what_a_mail_says_is_text_and_links_are_links(client, administrator):
    mail.send_mail("Chào <b>", "<script>alert(1)</script> https://example.org/a?b=1&c=2", None, ["a@example.org"])
    client.force_login(administrator)

    page = client.get(reverse("mailbox")).content.decode()

    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page


def test_the_newest_stand_first_and_a_search_finds(client, administrator):
    for number in range(25):
        mail.send_mail(f"Thư số {number}", "Nội dung", None, [f"nguoi{number}@example.org"])
    client.force_login(administrator)

    first = client.get(reverse("mailbox")).context["page"]
    assert ([row.subject for row in first][:2], first.paginator.num_pages) == (["Thư số 24", "Thư số 23"], 2)
    found = client.get(reverse("mailbox"), {"q": "nguoi7@"}).context["page"]
    assert [row.subject for row in found] == ["Thư số 7"]
