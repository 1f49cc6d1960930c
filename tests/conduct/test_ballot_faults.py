"""Votes under fire: many at once, killed in the middle; each race is first shown to happen where nothing guards."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from django.conf import settings
from django.db import connection, connections

from conduct.ballots import AlreadyVoted, VotingNotOpen, cast, count_boxes
from conduct.models import BallotBox, ItemResult, RollEntry
from conduct.session_actions import close_voting
from tests.conduct import councils
from tests.conduct.councils import Y, ask, council, opened, session
from tests.processes import environment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vote():
    """A session of nine at the open vote, with one secret item."""
    nine = council(9)
    held = session(nine)
    item = ask(held, councils.rule())
    return nine, held, item, opened(held, nine)


def at_once(calls: Sequence[Callable[[], object]]) -> Counter[str]:
    """Make all the calls at the same moment, each in a thread with its own connection; count what became of them."""
    barrier, told = threading.Barrier(len(calls)), Counter()

    def run(call: Callable[[], object]) -> None:
        try:
            barrier.wait(30)
            call()
            told["done"] += 1
        except Exception as error:
            told[type(error).__name__] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


def test_twenty_clicks_of_one_member_at_once_are_one_ballot(vote):
    nine, held, item, _codes = vote
    told = at_once([lambda: cast(held, {item.pk: Y}, by=nine.people[2])] * 20)

    assert told == {"done": 1, AlreadyVoted.__name__: 19}
    assert len(BallotBox.objects.get(item=item).sealed) == 1


def test_the_race_happens_where_the_roll_is_only_read(vote):
    """The negative control: look first, write later, and one member has as many ballots as clicks."""
    nine, _held, item, _codes = vote
    both_have_looked = threading.Barrier(2)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_ballot (choice text)")

    def naive() -> None:
        entry = RollEntry.objects.get(item=item, seat__person=nine.people[2])
        assert entry.state == "eligible"
        both_have_looked.wait(30)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO naive_ballot VALUES ('y')")

    try:
        assert at_once([naive] * 2) == {"done": 2}
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM naive_ballot")
            assert cursor.fetchone() == (2,)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE naive_ballot")


def test_all_members_at_once_fill_the_box_and_lose_nothing(vote):
    nine, held, item, codes = vote
    told = at_once([lambda person=person: cast(held, {item.pk: Y}, by=person) for person in nine.people])
    close_voting(held, by=nine.chair)
    count_boxes(held, codes, by=nine.tellers[0])

    assert told == {"done": 9}
    assert ItemResult.objects.get(item=item).yes == 9


def test_who_votes_while_voting_is_being_closed_is_counted_or_refused(vote):
    nine, held, item, codes = vote
    calls = [lambda person=person: cast(held, {item.pk: Y}, by=person) for person in nine.people]
    told = at_once([*calls, lambda: close_voting(held, by=nine.chair)])
    count_boxes(held, codes, by=nine.tellers[0])

    assert told["done"] + told[VotingNotOpen.__name__] == 10
    assert ItemResult.objects.get(item=item).received == told["done"] - 1


CHILD = """
import os, signal, sys
import django
django.setup()
from conduct import ballots, sealed_box
from conduct.models import Session
from units.models import User

step, session, item, person = sys.argv[1], *map(int, sys.argv[2:])

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

if step == "after the roll":
    sealed_box.seal = die
if step == "after the box":
    fill = ballots._fill
    ballots._fill = lambda *args: (fill(*args), die())
ballots.cast(Session.objects.get(pk=session), {item: "y"}, by=User.objects.get(pk=person))
die()
"""


@pytest.mark.parametrize(("step", "ballots"), [("after the roll", 0), ("after the box", 0), ("after the commit", 1)])
def test_a_process_killed_between_its_steps_neither_loses_nor_doubles_a_vote(vote, step, ballots):
    nine, held, item, codes = vote
    voter = nine.people[4]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, step, str(held.pk), str(item.pk), str(voter.pk)],
        cwd=settings.BASE_DIR,
        env=environment() | {"DJANGO_SETTINGS_MODULE": "portal.settings", "SECRET_KEY": settings.SECRET_KEY},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == -9, done.stderr
    assert len(BallotBox.objects.get(item=item).sealed) == ballots
    assert RollEntry.objects.filter(item=item, state="voted").count() == ballots
    if ballots:
        with pytest.raises(AlreadyVoted):
            cast(held, {item.pk: Y}, by=voter)
    else:
        cast(held, {item.pk: Y}, by=voter)
    close_voting(held, by=nine.chair)
    count_boxes(held, codes, by=nine.tellers[0])
    assert ItemResult.objects.get(item=item).received == 1
