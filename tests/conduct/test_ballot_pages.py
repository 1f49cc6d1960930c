"""The ballot page: what it keeps, what it answers, what its size tells, and two hundred clicks at once."""

import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as BrowserSession
from django.test import Client

from conduct.models import BallotBox, RollEntry
from conduct.session_actions import close_voting, convene
from portal.state import free_port
from tests.conduct import councils
from tests.conduct.councils import HELD, Y, ask, council, give_keys, opened, session
from tests.conduct.test_ballot_attack import full_dump
from tests.conduct.test_session_pages import browser, path, text
from tests.processes import environment
from units.models import Membership, Role, User
from units.sign_in import KEPT_TEXT


@pytest.fixture
def nine(db):
    return council(9)


@pytest.fixture
def voting(nine):
    """A session at the open vote with two secret items."""
    held = session(nine)
    items = [ask(held, councils.rule(), title=title) for title in ("Một", "Hai")]
    return held, items, opened(held, nine)


def ballot(items, *words: str) -> dict[str, str]:
    return {f"item_{item.pk}": word for item, word in zip(items, words, strict=True)} | {"sure": "on"}


@pytest.mark.django_db
def test_a_member_votes_once_and_is_shown_the_marks_this_once(nine, voting):
    held, items, _codes = voting
    client = browser(nine.people[3])
    assert "Your ballot" in text(client.get(path(held, "vote/")))

    done = client.post(path(held, "vote/"), ballot(items, "y", "n"))

    assert done.status_code == 200
    marks = re.findall(r"[0-9A-F]{4}(?:-[0-9A-F]{4}){4}", text(done))
    assert len(marks) == 2
    assert RollEntry.objects.filter(state="voted").count() == 2
    again = client.post(path(held, "vote/"), ballot(items, "n", "n"))
    assert again.status_code == 409
    assert len(BallotBox.objects.get(item=items[0]).sealed) == 1
    later = text(client.get(path(held, "vote/")))
    assert "no ballot left" in later
    assert not any(mark in later for mark in marks)


@pytest.mark.django_db
def test_a_ballot_with_a_gap_or_without_the_last_look_is_not_cast_and_keeps_its_choices(nine, voting):
    held, items, _codes = voting
    client = browser(nine.people[3])

    for typed in ({f"item_{items[0].pk}": "y", "sure": "on"}, {f"item_{item.pk}": "n" for item in items}):
        page = client.post(path(held, "vote/"), typed)
        assert page.status_code == 200
        assert page.content.count(b" checked") == len([name for name in typed if name.startswith("item")]) + (
            "sure" in typed
        )
    assert not RollEntry.objects.filter(state="voted").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["x", "yes", "", "Y"])
def test_a_forged_choice_is_shown_again_and_nothing_is_cast(nine, voting, word):
    held, items, _codes = voting

    assert browser(nine.people[3]).post(path(held, "vote/"), ballot(items, word, "n")).status_code == 200
    assert not RollEntry.objects.filter(state="voted").exists()


@pytest.mark.django_db
def test_who_has_a_conflict_is_not_offered_a_ballot_and_a_forged_one_is_refused(nine):
    from tests import factories as make

    held = session(nine)
    unit = make.UnitFactory(parent=nine.host)
    Membership.objects.create(user=nine.people[1], unit=unit, role=Role.HEAD, since="2020-01-01")
    own, other = ask(held, councils.rule(), unit=unit), ask(held, councils.rule())
    opened(held, nine)
    client = browser(nine.people[1])

    page = text(client.get(path(held, "vote/")))
    assert f"item_{own.pk}" not in page
    assert f"item_{other.pk}" in page
    client.post(path(held, "vote/"), ballot([own, other], "y", "y"))

    assert BallotBox.objects.get(item=own).sealed == []
    assert len(BallotBox.objects.get(item=other).sealed) == 1


@pytest.mark.django_db
def test_whatever_is_chosen_questions_and_answers_weigh_the_same(nine, voting):
    """What the web server logs is the size of an answer; what the network sees is that of a question, too."""
    held, items, _codes = voting
    User.objects.filter(pk__in=[person.pk for person in nine.people]).update(full_name="Nguyễn Thị Kín")
    sizes = {"question": set(), "answer": set(), "refused": set(), "incomplete": set()}
    for turn, person in enumerate(nine.people[1:]):  # the frame names the role: of members alone, it is the same
        words = ("ynb"[turn % 3], "byn"[turn // 3])
        client = browser(person)
        typed = ballot(items, *words)
        plain = {name: value for name, value in typed.items() if name != "sure"}
        sizes["incomplete"].add(len(client.post(path(held, "vote/"), plain).content))
        sizes["question"].add(len(urllib.parse.urlencode(typed)))
        sizes["answer"].add(len(client.post(path(held, "vote/"), typed).content))
        sizes["refused"].add(len(client.post(path(held, "vote/"), typed).content))

    assert {name: len(found) for name, found in sizes.items()} == dict.fromkeys(sizes, 1)


@pytest.mark.django_db
def test_no_session_of_a_browser_keeps_a_ballot_or_a_code_that_came_too_late(nine, voting):
    held, items, codes = voting
    late = Client()
    assert late.post(path(held, "vote/"), ballot(items, "y", "n")).status_code == 302
    assert late.post(path(held, "count/"), {"code_1": codes[0], "code_2": codes[1]}).status_code == 302
    assert late.post(path(held, "key/"), {"code": codes[0]}).status_code == 302
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(nine.people[2])
    assert forged.post(path(held, "vote/"), ballot(items, "y", "n")).status_code == 403
    other = late.post(path(held, "conflicts/"), {"note": "Điều này được giữ"})
    assert other.status_code == 302

    kept = [row.get_decoded() for row in BrowserSession.objects.all()]
    assert [data[KEPT_TEXT]["path"] for data in kept if KEPT_TEXT in data] == [path(held, "conflicts/")]
    assert not RollEntry.objects.filter(state="voted").exists()


@pytest.mark.django_db
def test_no_table_and_no_log_has_a_word_of_what_came_in(nine, voting, caplog):
    """The whole request of a voter, with session, messages and middleware: which rows change, and what they say."""
    held, items, codes = voting
    caplog.set_level(logging.DEBUG)
    client = browser(nine.people[4])
    client.get(path(held, "vote/"))
    before = full_dump()
    client.post(path(held, "vote/"), ballot(items, "n", "b"))
    after = full_dump()

    assert {table for table in after if after[table] != before[table]} == {"conduct_ballotbox", "conduct_rollentry"}
    close_voting(held, by=nine.chair, at=HELD)
    browser(nine.tellers[0]).post(path(held, "count/"), {"code_1": codes[0], "code_2": codes[1]})
    told = "\n".join(record.getMessage() for record in caplog.records)
    everything = told + "\n".join(line for lines in full_dump().values() for line in lines)
    for code in codes:
        assert code not in everything
        assert code.replace("-", "") not in everything
    assert f"item_{items[0].pk}" not in told


@pytest.mark.django_db
def test_an_error_in_the_middle_tells_its_report_nothing(nine, voting, monkeypatch, settings):
    """What an administrator is mailed of a failing request has stars where a choice or a code was."""
    from django.test import RequestFactory
    from django.views.debug import SafeExceptionReporterFilter

    from conduct.views.ballot import session_count, session_vote

    held, items, codes = voting
    for view, typed in (
        (session_vote, ballot(items, "y", "n")),
        (session_count, {"code_1": codes[0], "code_2": codes[1]}),
    ):
        request = RequestFactory().post(path(held), typed)
        request.user = nine.secretary
        with pytest.raises(Exception):  # noqa: B017  whatever it is, the request is marked before
            view(request, pk=held.pk)
        shown = SafeExceptionReporterFilter().get_post_parameters(request)
        assert set(shown.values()) == {"********************"}


@pytest.mark.django_db
def test_the_key_is_shown_once_and_read_back(nine):
    held = session(nine)
    ask(held, councils.rule())
    give_keys(held, nine)
    client = browser(nine.tellers[0])

    page = client.post(path(held, "key/draw/"))
    code = "-".join(re.findall(r"<code>([0-9A-Z]{4})</code>", page.content.decode()))
    assert len(code) == 69
    assert "no-store" in page["Cache-Control"]
    assert code not in text(client.get(path(held, "key/")))
    misread = client.post(path(held, "key/"), {"code": code[:-1] + ("A" if code[-1] != "A" else "B")})
    assert "misread" in text(misread)
    client.post(path(held, "key/"), {"code": code.lower()})

    assert held.tellers.get(person=nine.tellers[0]).is_proved
    assert browser(nine.secretary).post(path(held, "key/draw/")).status_code == 404


@pytest.mark.django_db
def test_after_the_opening_no_key_is_drawn(nine, voting):
    held, _items, _codes = voting
    before = [teller.public_key for teller in held.tellers.all()]

    assert browser(nine.tellers[0]).post(path(held, "key/draw/")).status_code == 409
    assert [teller.public_key for teller in held.tellers.all()] == before


@pytest.mark.django_db
def test_an_officer_from_a_department_counts_without_seeing_the_councils_pages(nine):
    from tests import factories as make
    from units.models import Kind

    held = session(nine)
    item = ask(held, councils.rule())
    department = make.UnitFactory(parent=nine.host, kind=Kind.DEPARTMENT)
    nine.tellers[0] = make.person(Role.DRAFTER, department)
    codes = opened(held, nine)
    councils.vote(held, {person: {item.pk: Y} for person in nine.people})
    close_voting(held, by=nine.chair, at=HELD)
    client = browser(nine.tellers[0])

    assert client.get(path(held)).status_code == 404
    assert client.get(path(held, "vote/")).status_code == 404
    assert client.post(path(held, "count/"), {"code_1": codes[0], "code_2": codes[1]}).status_code == 200
    assert item.result.yes == 9


@pytest.mark.django_db
def test_a_convened_session_has_no_ballots_yet(nine):
    held = session(nine)
    item = ask(held, councils.rule())
    convene(held, by=nine.secretary, at=HELD)
    client = browser(nine.people[1])

    assert "Voting is not open" in text(client.get(path(held, "vote/")))
    assert client.post(path(held, "vote/"), ballot([item], "y")).status_code == 409


# --- two hundred clicks ---------------------------------------------------------------------------------------------


@contextmanager
def web_server() -> Iterator[str]:
    """Run the portal's own web server, as production has it, under its own role, on this test's database."""
    address = f"127.0.0.1:{free_port()}"
    gunicorn = ["gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
    command = [sys.executable, "-m", *gunicorn, "--log-level", "error", "-b", address, "portal.wsgi"]
    env = environment() | {"SECRET_KEY": settings.SECRET_KEY, "DEBUG": "1"}
    with subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, start_new_session=True) as process:
        try:
            wait_for(f"http://{address}/health/live/")
            yield f"http://{address}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def wait_for(address: str) -> None:
    for _n in range(240):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the web server does not answer")


@pytest.mark.django_db(transaction=True)
def test_two_hundred_clicks_of_nine_members_at_once_are_nine_ballots():
    """Each member has one ballot page open and clicks more than twenty times, all at the same moment, over HTTP."""
    nine = council(9)
    held = session(nine)
    item = ask(held, councils.rule())
    codes = opened(held, nine)
    with web_server() as server:
        told = clicked(200, held, item, nine, server + path(held, "vote/"))

    assert len(BallotBox.objects.get(item=item).sealed) == 9
    assert RollEntry.objects.filter(item=item, state="voted").count() == 9
    assert told == {200: 9, 409: 191}
    councils.counted(held, nine, codes)
    assert item.result.received == 9


def clicked(clicks: int, held, item, nine, address: str) -> Counter[int]:
    """Post so many ballots of nine members at the same moment; count the answers."""
    browsers = [signed_in(person, address) for person in nine.people]
    told, barrier, lock = Counter(), threading.Barrier(clicks), threading.Lock()

    def click(turn: int) -> None:
        cookies, token = browsers[turn % 9]
        data = urllib.parse.urlencode({**ballot([item], "ynb"[turn % 3]), "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(address, data, {"Cookie": cookies, "Referer": address})
        barrier.wait(60)
        status = answered(request)
        with lock:
            told[status] += 1

    threads = [threading.Thread(target=click, args=[turn]) for turn in range(clicks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)
    return told


def answered(request: urllib.request.Request) -> int:
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def signed_in(person, address: str) -> tuple[str, str]:
    """Return cookies and token of a browser that has the ballot page open."""
    client = Client()
    client.force_login(person)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    request = urllib.request.Request(address, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        page = answer.read().decode()
        cookie = answer.headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    return f"{settings.SESSION_COOKIE_NAME}={key}; {cookie}", token
