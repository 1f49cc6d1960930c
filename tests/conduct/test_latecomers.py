"""Members who come after voting was opened: in the minutes, without a ballot, and the roll stays as it was."""

import pytest

from conduct.models import RollEntry, SessionState
from conduct.session_actions import note_latecomer
from conduct.session_page import minutes_of
from tests import factories as make
from tests.conduct import councils
from units.workflow import Shut, WrongState

pytestmark = pytest.mark.django_db
CAME = make.moment(2024, 12, 20, 9, 40)


@pytest.fixture
def held():
    return councils.council(9)


@pytest.fixture
def session(held):
    made = councils.session(held)
    councils.ask(made, councils.rule(), manner="open")
    return made


def test_who_comes_late_stands_in_the_minutes_and_gets_no_ballot(held, session):
    late = held.people[3]
    councils.opened(session, held, absent=[late])
    roll = list(RollEntry.objects.order_by("pk").values_list("seat", "state"))

    note_latecomer(session, councils.seat(session, late), by=held.secretary, at=CAME)

    assert list(RollEntry.objects.order_by("pk").values_list("seat", "state")) == roll
    told = minutes_of(session)
    assert [(seat.name, seat.arrived_at) for seat in told["late"]] == [(late.full_name, CAME)]
    assert late.full_name not in {seat.name for seat in told["absent"]}
    assert len(told["present"]) == 8


def test_only_who_was_away_comes_late_and_only_once(held, session):
    late = held.people[3]
    councils.opened(session, held, absent=[late])
    with pytest.raises(Shut):
        note_latecomer(session, councils.seat(session, held.people[4]), by=held.secretary, at=CAME)
    note_latecomer(session, councils.seat(session, late), by=held.secretary, at=CAME)

    with pytest.raises(Shut):
        note_latecomer(session, councils.seat(session, late), by=held.secretary, at=CAME)


def test_before_the_opening_attendance_is_noted_instead(held, session):
    from conduct.session_actions import convene

    convene(session, by=held.secretary)
    assert session.state == SessionState.CONVENED

    with pytest.raises(WrongState):
        note_latecomer(session, session.seats.first(), by=held.secretary, at=CAME)
