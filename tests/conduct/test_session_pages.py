"""The pages of a session: prepared, convened, voted in, counted, approved, by those whose step it is."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from conduct.models import AgendaItem, Manner, Recusal, Session, Teller
from conduct.session_actions import close_voting, convene, open_voting
from tests import factories as make
from tests.conduct import councils
from tests.conduct.councils import HELD, N, Y, ask, attend, council, give_keys, nomination, opened, vote
from tests.conduct.councils import session as new_session
from tests.place import a_picture, let_go
from units.models import Membership, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def nine(db):
    return council(9)


@pytest.fixture
def held(nine) -> Session:
    return new_session(nine)


def browser(person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def path(session: Session, rest: str = "") -> str:
    return f"/council/sessions/{session.pk}/{rest}"


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def a_scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("bien-ban.jpg", a_picture(), "image/jpeg")


# --- preparing ------------------------------------------------------------------------------------------------------


def test_the_secretary_prepares_a_session_from_nothing_to_convened(nine):
    rule = councils.rule()
    both = [nomination(nine.host, councils.award(rule), name=name) for name in ("Trần Văn A", "Lê Thị B")]
    client = browser(nine.secretary)

    typed = {"title": "Phiên cuối năm", "held_on": "20/12/2024", "held_time": "14:00", "place": "Hội trường"}
    assert client.post("/council/sessions/new/", typed).status_code == 302
    session = Session.objects.get()
    page = client.get(path(session, "agenda/"))
    assert "Trần Văn A" in text(page)
    client.post(path(session, "agenda/"), {"version": session.version, "add": [row.pk for row in both]})
    assert [item.title for item in session.items.all()] == ["Giấy khen: Trần Văn A", "Giấy khen: Lê Thị B"]
    session.refresh_from_db()
    done = client.post(path(session, "convene/"), {"version": session.version, "note": ""})

    session.refresh_from_db()
    assert done.status_code == 302
    assert session.state == "convened"
    assert session.seats.count() == 9


def test_a_wrong_day_keeps_what_was_typed(nine):
    typed = {"title": "Phiên cuối năm", "held_on": "32/12/2024", "held_time": "14:00", "place": "Hội trường tầng 3"}

    page = browser(nine.secretary).post("/council/sessions/new/", typed)

    assert page.status_code == 200
    assert "Hội trường tầng 3" in text(page)
    assert not Session.objects.exists()


def test_the_agenda_is_changed_all_at_once_and_with_a_reason_once_convened(nine, held):
    first = ask(held, councils.rule())
    second = ask(held, councils.rule(), title="Hai", manner=Manner.OPEN)
    convene(held, by=nine.secretary, at=HELD)
    client = browser(nine.secretary)
    typed = {
        "version": held.version,
        f"manner_{first.pk}": "paper",
        f"off_{second.pk}": "on",
        f"manner_{second.pk}": "open",
    }

    refused = client.post(path(held, "agenda/"), typed)
    assert refused.status_code == 200
    assert AgendaItem.objects.count() == 2
    client.post(path(held, "agenda/"), typed | {"note": "Rút nội dung hai."})

    first.refresh_from_db()
    assert first.manner == Manner.PAPER
    assert AgendaItem.objects.count() == 1
    assert held.events.last().note == "Rút nội dung hai."


def test_a_manner_that_the_rule_does_not_admit_is_refused(nine, held):
    rule = councils.rule("kin", secrecy="secret")
    item = ask(held, rule)
    client = browser(nine.secretary)

    client.post(path(held, "agenda/"), {"version": held.version, f"manner_{item.pk}": "open"})
    client.post(path(held, "agenda/new/"), {"version": held.version, "title": "X", "rule": rule.pk, "manner": "open"})

    item.refresh_from_db()
    assert item.manner == Manner.SECRET
    assert AgendaItem.objects.count() == 1


def test_attendance_is_noted_seat_by_seat_or_all_others_at_once(nine, held):
    ask(held, councils.rule())
    convene(held, by=nine.secretary, at=HELD)
    client = browser(nine.secretary)
    absent = held.seats.get(person=nine.people[8])

    client.post(path(held, "members/"), {"version": held.version, f"seat_{absent.pk}": "excused", "all": "present"})

    assert held.seats.filter(attendance="present").count() == 8
    assert held.seats.get(pk=absent.pk).attendance == "excused"
    stale = client.post(path(held, "members/"), {"version": held.version, f"seat_{absent.pk}": "present"})
    assert "Changed by" in text(stale)
    assert held.seats.get(pk=absent.pk).attendance == "excused"


def test_a_new_member_is_pointed_out_and_given_a_seat(nine, held):
    ask(held, councils.rule())
    convene(held, by=nine.secretary, at=HELD)
    fresh = make.person(Role.MEMBER, nine.host, full_name="Hoàng Văn Mới")
    client = browser(nine.secretary)
    assert "has changed since" in text(client.get(path(held, "members/")))
    membership = Membership.objects.get(user=fresh)

    client.post(path(held, "members/change/"), {"version": held.version, "add": membership.pk, "note": "QĐ 12"})

    assert held.seats.held().filter(person=fresh).exists()


def test_tellers_are_two_people_who_do_not_run_the_vote(nine, held):
    client = browser(nine.secretary)
    page = text(client.get(path(held, "tellers/")))
    assert nine.people[3].full_name in page
    first, second = nine.tellers
    version = held.version

    for wrong in ({"first": first.pk, "second": first.pk}, {"first": nine.chair.pk, "second": second.pk}):
        assert client.post(path(held, "tellers/"), {"version": version, **wrong}).status_code == 200
    assert not Teller.objects.exists()
    client.post(path(held, "tellers/"), {"version": version, "first": first.pk, "second": second.pk})

    assert [teller.person for teller in Teller.objects.order_by("place")] == [first, second]


def test_a_member_declares_a_conflict_and_the_secretary_lifts_a_like_name(nine, held):
    item = ask(held, councils.rule())
    nominee = nomination(nine.host, councils.award(councils.rule()), name=nine.people[2].full_name)
    councils.put_on(held, [nominee], by=nine.secretary)
    convene(held, by=nine.secretary, at=HELD)

    browser(nine.people[1]).post(path(held, "conflicts/"), {"item": item.pk, "note": "Anh em họ"})
    assert Recusal.objects.get(item=item).note == "Anh em họ"
    assert browser(nine.secretary).post(path(held, "conflicts/"), {"item": item.pk}).status_code == 403
    alike = Recusal.objects.get(ground="same_name")
    browser(nine.secretary).post(path(held, f"conflicts/{alike.pk}/lift/"), {"why": ""})
    alike.refresh_from_db()
    assert alike.lifted_why == ""
    browser(nine.secretary).post(path(held, f"conflicts/{alike.pk}/lift/"), {"why": "Người khác"})

    alike.refresh_from_db()
    assert alike.lifted_why == "Người khác"


# --- the steps ------------------------------------------------------------------------------------------------------


def test_the_chair_sees_what_is_missing_before_opening_and_is_refused(nine, held):
    ask(held, councils.rule())
    convene(held, by=nine.secretary, at=HELD)
    client = browser(nine.chair)

    page = text(client.get(path(held, "open/")))
    assert "two tellers" in page
    refused = client.post(path(held, "open/"), {"version": held.version, "note": ""})

    assert refused.status_code == 409
    held.refresh_from_db()
    assert held.state == "convened"


@pytest.mark.parametrize("verb", ["open", "close", "approve", "void"])
def test_the_secretary_does_not_make_the_chairs_steps(nine, held, verb):
    ask(held, councils.rule())

    assert browser(nine.secretary).post(path(held, f"{verb}/"), {"version": 0}).status_code == 403
    assert browser(nine.people[1]).post(path(held, f"{verb}/"), {"version": 0}).status_code == 403


def test_who_has_not_voted_is_named_before_the_close_and_no_count_is(nine, held):
    item = ask(held, councils.rule())
    opened(held, nine)
    vote(held, {person: {item.pk: Y} for person in nine.people[:7]})
    client = browser(nine.chair)

    closing = text(client.get(path(held, "close/")))
    assert nine.people[7].full_name in closing
    assert nine.people[0].full_name not in closing.split("<main", 1)[1]
    detail = text(client.get(path(held)))
    assert "7 of 9 members" in detail
    assert "Not passed" not in detail


def test_results_stand_on_the_page_and_in_the_minutes_after_the_count(nine, held):
    item = ask(held, councils.rule(), title="Tặng Giấy khen cho bà Ánh")
    codes = opened(held, nine)
    vote(held, {person: {item.pk: Y if turn < 6 else N} for turn, person in enumerate(nine.people)})
    close_voting(held, by=nine.chair, at=HELD)
    client = browser(nine.tellers[0])
    typed = {f"code_{place}": code for place, code in enumerate(codes, 1)}

    assert client.get(path(held, "count/")).status_code == 200
    wrong = client.post(path(held, "count/"), typed | {"code_2": codes[0]})
    assert wrong.status_code == 409
    assert nine.tellers[1].full_name in text(wrong)
    done = client.post(path(held, "count/"), typed)

    assert done.status_code == 200
    assert "Destroy both papers" in text(done)
    page, minutes = (text(browser(nine.people[1]).get(path(held, rest))) for rest in ("", "minutes/"))
    assert "Passed" in page
    assert "Agree: 6; do not agree: 3." in minutes
    assert all(mark in minutes for mark in item.result.marks)
    assert client.post(path(held, "count/"), typed).status_code == 409


def test_a_tie_is_said_by_the_chair_on_a_page_of_its_own(nine, held):
    item = ask(held, councils.rule("co-mat", base="present", tie="chair"))
    codes = opened(held, nine, absent=nine.people[8:])
    vote(held, {person: {item.pk: (Y, N)[turn % 2]} for turn, person in enumerate(nine.people[:8])})
    councils.counted(held, nine, codes)
    address = path(held, f"items/{item.pk}/tie/")
    assert address in text(browser(nine.chair).get(path(held)))

    assert browser(nine.secretary).post(address, {"says_yes": "1"}).status_code == 403
    assert browser(nine.chair).post(address, {}).status_code == 200
    browser(nine.chair).post(address, {"says_yes": "0"})

    item = AgendaItem.objects.get(pk=item.pk)
    assert item.result.has_passed is False
    assert browser(nine.chair).post(address, {"says_yes": "1"}).status_code == 409


def test_a_paper_tally_that_does_not_add_up_is_shown_again_with_its_numbers(nine, held):
    item = ask(held, councils.rule(), manner=Manner.PAPER)
    convene(held, by=nine.secretary, at=HELD)
    attend(held, by=nine.secretary)
    open_voting(held, by=nine.chair, at=HELD)
    close_voting(held, by=nine.chair, at=HELD)
    client, address = browser(nine.secretary), path(held, f"items/{item.pk}/tally/")
    right = {"issued": 9, "received": 9, "valid": 8, "invalid": 1, "blank": 0, "yes": 6, "no": 2}

    wrong = client.post(address, right | {"yes": 7, "scan": a_scan()})
    assert wrong.status_code == 200
    assert "are together not the valid ballots" in text(wrong)
    assert 'value="7"' in text(wrong)
    without = client.post(address, right)
    assert without.status_code == 200
    client.post(address, right | {"scan": a_scan()})

    held.refresh_from_db()
    assert held.state == "counted"
    assert (item.result.yes, item.result.invalid) == (6, 1)
    paper = held.papers.get()
    given = browser(nine.people[1]).get(path(held, f"papers/{paper.evidence_id}/"))
    let_go(given)
    assert given.status_code == 200
    assert client.post(address, right).status_code == 409


def test_written_opinions_are_entered_with_a_name_and_shown_after_the_count_alone(nine, held):
    item = ask(held, councils.rule("co-mat", base="present", written="base_all"), manner=Manner.OPEN)
    convene(held, by=nine.secretary, at=HELD)
    attend(held, by=nine.secretary, absent=nine.people[7:])
    client, address = browser(nine.secretary), path(held, f"items/{item.pk}/written/")
    absent = held.seats.get(person=nine.people[8])

    client.post(address, {"seat": absent.pk, "choice": Y})
    assert item.written_opinions.get().seat == absent
    assert client.post(address, {"seat": absent.pk, "choice": N}).status_code == 200
    assert item.written_opinions.count() == 1
    page = text(client.get(address))
    assert f"<li>{absent.name}</li>" in page


def test_a_void_session_is_prepared_again_by_one_button(nine, held):
    ask(held, councils.rule())
    opened(held, nine)
    browser(nine.chair).post(path(held, "void/"), {"version": held.version, "note": "Mất phong bì."})
    held.refresh_from_db()
    assert held.state == "voided"

    done = browser(nine.secretary).post(path(held, "again/"))

    fresh = Session.objects.exclude(pk=held.pk).get()
    assert done["Location"] == path(fresh, "edit/")
    assert fresh.items.count() == 1


def test_after_the_opening_the_pages_of_preparation_say_why_they_are_shut(nine, held):
    ask(held, councils.rule())
    opened(held, nine)
    client = browser(nine.secretary)

    for rest in ("agenda/", "agenda/new/", "members/", "members/change/", "tellers/"):
        page = client.get(path(held, rest))
        assert page.status_code == 409
        assert "frozen when voting opens" in text(page), rest


def test_the_list_is_filtered_searched_and_had_as_a_workbook(nine, held):
    new_session(nine, title="Phiên họp giữa năm")
    client = browser(nine.people[1])

    assert "Phiên họp giữa năm" in text(client.get("/council/sessions/?q=giua+nam"))
    assert "Phiên họp cuối năm" not in text(client.get("/council/sessions/?q=giua+nam"))
    assert "Phiên họp" not in text(client.get("/council/sessions/?status=approved")).split("<main", 1)[1]
    book = client.get("/council/sessions/?format=xlsx")
    assert book["Content-Type"].endswith("spreadsheetml.sheet")


def test_another_councils_secretary_does_not_learn_that_a_session_is_there(nine, held, foreigner):
    ask(held, councils.rule())
    give_keys(held, nine)

    for rest in ("", "agenda/", "minutes/", "vote/", "key/", "count/", "open/"):
        assert browser(foreigner).get(path(held, rest)).status_code == 404, rest


def test_no_page_asks_the_database_more_for_a_longer_agenda(nine, django_assert_max_num_queries):
    """What a session's pages need is the same for two items and for twelve, results and conflicts included."""
    counts: dict[str, set[int]] = {"": set(), "minutes/": set(), "vote/": set(), "conflicts/": set()}
    for size in (2, 12):
        held = new_session(nine, title=f"Phiên {size}")
        unit = make.UnitFactory(parent=nine.host)
        Membership.objects.create(user=nine.people[2], unit=unit, role=Role.HEAD, since="2020-01-01")
        items = [ask(held, councils.rule(), title=f"Nội dung {n}", unit=unit if n % 2 else None) for n in range(size)]
        opened(held, nine)
        for rest, found in counts.items():
            client = browser(nine.people[1])
            with django_assert_max_num_queries(30) as asked:
                assert client.get(path(held, rest)).status_code == 200
            found.add(len(asked))
        assert len(items) == size

    assert {rest: len(found) for rest, found in counts.items()} == dict.fromkeys(counts, 1), counts
