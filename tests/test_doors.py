"""Sign-in, rights that end, fields that nobody asked for: what a stranger or a forged form can do."""

from datetime import timedelta
from urllib.parse import quote, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import localdate

from campaigns.models import Obligation
from campaigns.sections import Draft
from tests.place import let_go
from units.models import Membership, User

pytestmark = pytest.mark.django_db

PASSWORD = "một mật khẩu đủ dài 2026"


@pytest.fixture
def someone(drafter) -> User:
    drafter.set_password(PASSWORD)
    drafter.save()
    return drafter


def sign_in(client: Client, **more: str):
    return client.post("/accounts/login/", {"login": "canbo", "password": PASSWORD, **more})


# --- sessions -------------------------------------------------------------------------------------------------------


def test_the_key_of_a_session_changes_at_sign_in_and_dies_at_sign_out(client, someone):
    client.cookies["sessionid"] = "a" * 32
    client.get("/accounts/login/")
    sign_in(client)
    key = client.cookies["sessionid"].value
    assert key != "a" * 32
    assert client.get("/todo/").status_code == 200

    client.post("/accounts/logout/")

    assert not Session.objects.filter(session_key=key).exists()
    client.cookies["sessionid"] = key
    assert client.get("/todo/").status_code == 302


def test_pages_behind_the_door_are_not_kept_by_browsers(client, drafter, place):
    client.force_login(drafter)

    for address in ("/todo/", "/obligations/{draft}/", "/files/{draft_file}/"):
        response = client.get(place.path(address))
        let_go(response)
        assert "no-store" in response.headers.get("Cache-Control", ""), address


def test_a_right_that_ends_is_gone_with_the_next_request(client, drafter, place):
    client.force_login(drafter)
    assert client.get(place.path("/obligations/{draft}/edit/")).status_code == 200

    Membership.objects.filter(user=drafter).update(until=localdate() - timedelta(days=1))

    for address in ("/todo/", "/obligations/{draft}/", "/obligations/{draft}/edit/", "/files/{draft_file}/"):
        assert client.get(place.path(address)).status_code in {403, 404}, address


def test_who_has_left_is_asked_to_sign_in_and_cannot(client, someone, place):
    sign_in(client)
    User.objects.filter(pk=someone.pk).update(is_active=False)

    assert client.get("/todo/").status_code == 302
    assert client.get(place.path("/files/{sent_file}/")).status_code == 302
    sign_in(client)
    assert client.get("/todo/").status_code == 302


def test_a_link_for_a_new_password_dies_with_the_account(client, someone, mailoutbox):
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    address = (
        f"/accounts/password/reset/key/{user_pk_to_url_str(someone)}-{default_token_generator.make_token(someone)}/"
    )
    User.objects.filter(pk=someone.pk).update(is_active=False)

    page = client.get(address, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD + "x", "password2": PASSWORD + "x"})

    someone.refresh_from_db()
    assert someone.check_password(PASSWORD)


# --- where one is led ------------------------------------------------------------------------------------------------

HOSTILE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "HTTPS://EVIL.EXAMPLE/",
    "http://testserver@evil.example/",
    "http://evil.example\\@testserver/",
    "http://testserver.evil.example/",
    "%2f%2fevil.example",
    "/%2fevil.example/..//evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "ftp://evil.example/",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "//evil.example/%2e%2e",
    "http:///evil.example",
]


@pytest.mark.parametrize("target", HOSTILE)
def test_no_next_leads_off_the_site(client, someone, target):
    for response in (
        sign_in(client, next=target),
        Client().get(f"/accounts/login/?next={quote(target)}"),
        client.post("/language/", {"language": "vi", "next": target}),
        client.get(f"/accounts/login/?next={quote(target)}"),
    ):
        target = urlsplit(response.headers.get("Location", "/").replace("\\", "/").strip())
        assert target.scheme in {"", "http"}
        assert target.netloc in {"", "testserver"}
        assert not target.path.startswith("//")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "testserver@evil.example", "testserver:x"])
def test_another_host_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 400
    assert (
        client.post("/accounts/password/reset/", {"email": "a@example.org"}, headers={"host": host}).status_code == 400
    )


def test_a_forwarded_host_is_not_believed(client, someone, mailoutbox):
    from portal.models import OutgoingMail

    client.post("/accounts/password/reset/", {"email": someone.email}, headers={"x-forwarded-host": "evil.example"})

    texts = [mail.body for mail in OutgoingMail.objects.all()] + [mail.body for mail in mailoutbox]
    assert texts
    assert not any("evil.example" in text for text in texts)


# --- fields that nobody asked for -----------------------------------------------------------------------------------

FORGED = {
    "unit": "1",
    "obligation": "1",
    "state": "accepted",
    "due_at": "2030-01-01",
    "locks_at": "2030-01-01",
    "is_staff": "on",
}


def test_a_draft_takes_its_own_fields_and_no_others(client, drafter, place):
    client.force_login(drafter)
    row = Obligation.objects.get(pk=place.draft)
    before = {key: value for key, value in vars(row).items() if key in {"state", "unit_id", "due_at", "locks_at"}}
    typed = {"version": row.version, "fingerprint": Draft(row).fingerprint, "objectives": "Mục tiêu mới", **FORGED}

    client.post(place.path("/obligations/{draft}/edit/objectives/"), typed | {"legal_bases": "Quyết định 522"})

    row.refresh_from_db()
    assert row.plan.objectives == "Mục tiêu mới"
    assert {key: vars(row)[key] for key in before} == before
    assert row.plan.obligation_id == row.pk
