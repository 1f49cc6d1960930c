"""The frame: who sees which doors, where a day begins, pages that need neither database nor session."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from portal import frame
from portal.frame import frame_of, start_page

DOORS = {
    "drafter": ["/todo/", "/log/", "/nominations/"],
    "head": ["/todo/", "/log/", "/nominations/"],
    "member": ["/council/", "/council/matrix/", "/council/review/", "/reports/", "/council/sessions/"],
    "chair": ["/council/", "/council/matrix/", "/council/review/", "/reports/", "/council/sessions/"],
    "observer": ["/council/", "/council/matrix/", "/council/review/", "/reports/", "/council/sessions/"],
    "secretary": ["/council/", "/council/matrix/", "/council/review/", "/reports/", "/council/campaigns/"],
}
STARTS = {"drafter": "/todo/", "secretary": "/council/", "observer": "/council/", "administrator": "/admin/"}


def asked_by(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return frame_of(request)


@pytest.fixture
def _all_doors_are_built(monkeypatch):
    monkeypatch.setattr(frame, "is_valid_path", lambda path: True)


@pytest.mark.usefixtures("_all_doors_are_built")
@pytest.mark.parametrize(("who", "doors"), DOORS.items())
def test_each_person_sees_the_doors_of_their_roles(who, doors, request):
    user = request.getfixturevalue(who)

    assert [door.url for door in asked_by(user).doors] == doors


def test_a_door_without_a_page_behind_it_is_not_there(secretary, monkeypatch):
    monkeypatch.setattr(frame, "is_valid_path", lambda path: path == "/council/")

    shown = asked_by(secretary)

    assert [door.url for door in shown.doors] == ["/council/"]
    assert shown.search_url == ""


@pytest.mark.usefixtures("_all_doors_are_built")
def test_the_door_of_this_page_is_marked_by_its_longest_address(secretary):
    marked = {
        path: [d.url for d in asked_by(secretary, path).doors if d.here] for path in ("/council/", "/council/matrix/")
    }

    assert marked == {"/council/": ["/council/"], "/council/matrix/": ["/council/matrix/"]}


@pytest.mark.parametrize(("who", "start"), STARTS.items())
def test_a_day_begins_at_the_page_of_the_role(who, start, request, client):
    user = request.getfixturevalue(who)
    client.force_login(user)

    assert start_page(user) == start
    assert client.get("/").headers["Location"] == start


def test_nobody_has_doors(db):
    assert asked_by(AnonymousUser()).doors == []


def test_the_frame_says_who_is_signed_in_and_where(drafter):
    places = asked_by(drafter).places

    assert len(places) == 1 and "Xã Đại Yên" in places[0]
    assert asked_by(drafter).initial == "Á"


@pytest.mark.parametrize("code", ["400", "403", "404", "429", "500", "403_csrf"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_error_pages_need_neither_database_nor_session(code, language):
    with translation.override(language):
        page = render_to_string(f"{code}.html")  # no request, no database fixture: a query would fail the test

    assert f'lang="{language}"' in page and "<h1>" in page


def test_the_home_page_is_open_and_asks_for_no_account(client, db):
    answer = client.get("/")

    assert answer.status_code == 200
    assert reverse("account_login").encode() in answer.content


def test_the_language_switch_comes_back_to_the_same_page(client, db):
    answer = client.post(reverse("language-set"), {"language": "en", "next": "/accounts/login/"})

    assert answer.headers["Location"] == "/accounts/login/"
    assert b'lang="en"' in client.get("/accounts/login/").content


def test_an_english_machine_reads_vietnamese_until_somebody_chooses(client, db):
    answer = client.get("/", headers={"accept-language": "en-US,en;q=0.9"})

    assert answer.headers["Content-Language"] == "vi"
    assert "Đăng nhập" in answer.content.decode()


def test_a_language_that_is_not_offered_is_vietnamese(client, db):
    client.cookies["django_language"] = "fr"

    assert client.get("/").headers["Content-Language"] == "vi"
