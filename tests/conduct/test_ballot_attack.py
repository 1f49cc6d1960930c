"""The attack of security.md 3.9 on the portal as it is, and the same attack on the design it replaces.

Sessions of nine with mixed votes. After every ballot the attacker looks at everything that has to do with the vote, row
by row with `ctid` and `xmin`, as write-ahead log and backups show it; at the end, at a full dump, events and logs.
"""

import logging
from ast import literal_eval
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from django.db import connection, transaction

from conduct.ballots import cast
from conduct.models import BallotBox, SessionEvent
from tests.conduct import councils
from tests.conduct.councils import Council, ask, council, counted, opened, session
from tests.conduct.matcher import MATCHERS, Chance, Guess, Row, Sight, hits

pytestmark = pytest.mark.django_db(transaction=True)

SESSIONS = 20
LIMIT = 4.5  # standard deviations; six matchers cross it by chance once in 50,000 runs


def mixed_votes(draw: Random, people: list[int]) -> Guess:
    """Return what each of nine says: never all the same, so that there is something to tell apart."""
    words = draw.choice(["yyyyynnnb", "yyyynnnbb", "yyyyyynnn", "yynnnnbbb", "yyyyynnnn"])
    return dict(zip(people, draw.sample(words, len(words)), strict=True))


# --- the portal -----------------------------------------------------------------------------------------------------


def rows(table: str, column: str, where: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t.ctid, t.xmin::text, {column} FROM {table} t WHERE {where} ORDER BY t.ctid")
        return [Row(literal_eval(ctid), int(xmin), str(content)) for ctid, xmin, content in cursor.fetchall()]


def look_at_the_portal(item: int) -> Sight:
    voted = rows("conduct_rollentry", "seat_id", f"item_id = {item} AND state = 'voted'")
    boxes = rows("conduct_ballotbox", "id", f"item_id = {item}")
    ballots = BallotBox.objects.get(item=item).sealed
    tokens = [Row(boxes[0].ctid, boxes[0].xmin, ballot) for ballot in ballots]
    marks = rows("conduct_itemresult", "jsonb_array_elements_text(marks)", f"item_id = {item}")
    return Sight(voted, tokens or marks)


def a_session_in_the_portal(nine: Council, draw: Random) -> tuple[list[Sight], Guess, dict]:
    """Hold a session with one secret item; return the looks at it, the truth and all that the end shows."""
    held = session(nine)
    item = ask(held, councils.rule())
    codes = opened(held, nine)
    seats = {seat.person_id: seat.pk for seat in held.seats.all()}
    truth = mixed_votes(draw, list(seats.values()))
    sights = [look_at_the_portal(item.pk)]
    for person in draw.sample(nine.people, 9):
        cast(held, {item.pk: truth[seats[person.pk]]}, by=person)
        sights.append(look_at_the_portal(item.pk))
    counted(held, nine, codes)
    sights.append(look_at_the_portal(item.pk))
    return sights, truth, {"session": held, "item": item}


@pytest.fixture(scope="module")
def seeds() -> range:
    return range(2024, 2024 + SESSIONS)


def test_no_matcher_does_better_than_chance_on_the_portal(seeds):
    nine, found, chance = council(9), Counter(), Chance()
    for seed in seeds:
        draw = Random(seed)
        sights, truth, _rest = a_session_in_the_portal(nine, draw)
        chance.add(truth, draw)
        for name, matcher in MATCHERS.items():
            found[name] += hits(matcher(sights, Counter(truth.values())), truth)

    far = {name: round(chance.deviations(number), 2) for name, number in found.items()}

    assert max(far.values()) < LIMIT, far


# --- the negative control -------------------------------------------------------------------------------------------


@pytest.fixture
def naive_tables() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_roll (voter int PRIMARY KEY, voted bool NOT NULL DEFAULT false)")
        cursor.execute("CREATE TABLE naive_ballot (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, choice text)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE naive_roll, naive_ballot")


def look_at_the_naive_design() -> Sight:
    return Sight(rows("naive_roll", "voter", "voted"), rows("naive_ballot", "choice", "true"))


def a_session_of_the_naive_design(draw: Random, *, transactions: int) -> tuple[list[Sight], Guess]:
    """A roll and a ballot table with random keys, no foreign key and no time: in one transaction, or in two."""
    truth = mixed_votes(draw, list(range(9)))
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE naive_roll, naive_ballot")
        cursor.execute("INSERT INTO naive_roll SELECT generate_series(0, 8)")
    sights = [look_at_the_naive_design()]
    for voter in draw.sample(range(9), 9):
        steps = [("UPDATE naive_roll SET voted = true WHERE voter = %s", [voter])]
        steps.append(("INSERT INTO naive_ballot (choice) VALUES (%s)", [truth[voter]]))
        for part in [steps] if transactions == 1 else [[step] for step in steps]:
            with transaction.atomic(), connection.cursor() as cursor:
                for sql, values in part:
                    cursor.execute(sql, values)
        sights.append(look_at_the_naive_design())
    return sights, truth


@pytest.mark.parametrize(
    ("transactions", "matcher"),
    [
        (1, "the same transaction"),
        (1, "order on the page"),
        (1, "order of transactions"),
        (1, "differences between dumps"),
        (2, "order of transactions"),
        (2, "order on the page"),
        (2, "differences between dumps"),
    ],
)
def test_the_same_matchers_read_every_vote_of_a_roll_with_a_ballot_table(naive_tables, seeds, transactions, matcher):
    for seed in list(seeds)[:5]:
        sights, truth = a_session_of_the_naive_design(Random(seed), transactions=transactions)
        assert hits(MATCHERS[matcher](sights, Counter(truth.values())), truth) == 9


def test_the_measure_tells_a_design_that_leaks_from_one_that_does_not(naive_tables, seeds):
    found, chance = 0, Chance()
    for seed in seeds:
        draw = Random(seed)
        sights, truth = a_session_of_the_naive_design(draw, transactions=2)
        chance.add(truth, draw)
        found += hits(MATCHERS["order of transactions"](sights, Counter(truth.values())), truth)

    assert chance.deviations(found) > 3 * LIMIT


@pytest.mark.parametrize("matcher", ["the same transaction", "order on the page", "order of transactions"])
def test_one_look_at_the_end_is_enough_to_read_the_naive_design(naive_tables, matcher):
    sights, truth = a_session_of_the_naive_design(Random(7), transactions=1)

    assert hits(MATCHERS[matcher](sights[-1:], Counter(truth.values())), truth) == 9


# --- everything else that is written --------------------------------------------------------------------------------


def full_dump() -> dict[str, list[str]]:
    """Return every table of the database, row by row as the pages hold them."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY ctid')
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


BALLOTS = {"conduct_ballotbox"}  # ciphertexts: different each time, whatever is chosen


def test_nothing_but_ciphertext_depends_on_what_was_chosen(caplog):
    """Whatever a member chooses, the same two tables change, by the same number of letters; and no log says a word."""
    caplog.set_level(logging.DEBUG)
    nine = council(9)
    held = session(nine)
    items = [ask(held, councils.rule(), title=title) for title in ("Một", "Hai")]
    opened(held, nine)
    before = full_dump()
    changes = []
    for turn, person in enumerate(nine.people):
        word = "ynb"[turn % 3]
        cast(held, {items[0].pk: word, items[1].pk: "nby"[turn % 3]}, by=person)
        after = full_dump()
        changes.append({table for table in after if after[table] != before[table]})
        before = after

    assert changes == [{"conduct_ballotbox", "conduct_rollentry"}] * 9
    lengths = {len(ballot) for box in BallotBox.objects.all() for ballot in box.sealed}
    assert len(lengths) == 1
    assert not [record for record in caplog.records if record.name.startswith(("conduct", "django.request"))]


def test_what_is_left_after_the_count_has_totals_and_marks_and_no_ballot():
    nine = council(9)
    sights, truth, rest = a_session_in_the_portal(nine, Random(1))
    dump = full_dump()
    ciphertexts = {token.content for sight in sights[:-1] for token in sight.tokens}

    everything = "\n".join(line for lines in dump.values() for line in lines)
    assert len(ciphertexts) == 9
    assert not any(ballot in everything for ballot in ciphertexts)
    assert "jsonb" not in everything
    result = rest["item"].result
    assert Counter(truth.values()) == Counter(y=result.yes, n=result.no, b=result.blank)


def test_events_of_a_session_tell_of_no_ballot():
    nine = council(9)
    _sights, _truth, rest = a_session_in_the_portal(nine, Random(2))

    events = list(SessionEvent.objects.filter(session=rest["session"]).order_by("id"))
    assert [event.verb for event in events] == ["convene", "change", "open", "close", "count"]
    assert {event.actor_id for event in events} == {nine.secretary.pk, nine.chair.pk, nine.tellers[0].pk}
    frozen = events[-1].content["items"][0]["result"]
    assert set(frozen) >= {"yes", "no", "blank", "invalid", "marks"}
    assert not any("choice" in str(event.content) for event in events)
